"""Where an episode stands, in words: latest, next, first, finale, pilot, random."""

import re
from collections.abc import Iterator

from bot.asking.codes import EPISODE, around, seasons, trimmed
from bot.readings import Place, Placed

_WORDS: dict[Place, str] = {
    "latest": "latest|newest|most recent|last aired|last|letzte|neueste|dernier|dernière|último|"
    "última|ultima",
    "next": "next|upcoming|nächste|prochain|prochaine|próximo|próxima",
    "first": "first|premiere|pilot|erste|premier|première|primer|primero|primera",
    "final": "season finale|series finale|finale|final",
    "random": "random|any",
}
_PATTERNS = tuple(
    (
        place,
        re.compile(
            rf"(?:^|(?<=[ :,-]))(?:the )?(?:{words})(?: (?:{EPISODE})\b)?(?=$|[ :,-])(?: of\b)?",
            re.IGNORECASE,
        ),
    )
    for place, words in _WORDS.items()
)
_ANY = re.compile("|".join(_WORDS.values()))


def positions(text: str) -> Iterator[Placed]:
    """Give the places that a text may name in words, each with the words around it."""
    if text.isascii() and not _ANY.search(text.lower()):
        return
    for place, pattern in _PATTERNS:
        for match in list(pattern.finditer(text))[:1]:
            rest = around(text, match)
            found = seasons(rest)
            words, season = (found[0].words, found[0].season) if found else (rest, None)
            # The last episode of a season is its finale, whatever is on today.
            kind: Place = "final" if place == "latest" and season is not None else place
            yield Placed(trimmed(words), kind, season)
