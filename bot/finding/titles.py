"""Names of series and episodes for folded words: exact, begun, mistyped, one beside the other."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.asking import fold
from bot.model import Kind
from bot.store import Database, catalogue, index
from bot.store.index import Named

EXACT, BEGINS = 100.0, 92.0
SURE = 85.0
"""From here on a single answer is given, with how it was read; below it is asked for."""
LIKELY, NEAR = 75.0, 50.0
"""Above LIKELY is an answer, above NEAR worth a "did you mean" (rapidfuzz's scale of 0 to 100)."""
CONTAINED = 80.0
"""How much of a series' name must be in words that may tell of an episode as well."""
CHOICES = 25
LETTERS = 100
"""Letters of a mistyped name that are compared: longer ones have no more to tell, and cost."""
WORDS = 12
"""Words that a series' name can have where words are split into a name and the rest."""
HAS = 80.0
"""What it is worth that a name has all the words among others."""
FILLING = frozenset(
    ("the", "a", "an", "of", "one", "from", "episode", "series", "show", "tv", "please", "where",
     "with", "about", "called", "named", "find", "me", "what", "is", "was", "in", "could", "you",
     "that", "this", "for", "on", "aired")
)  # fmt: skip
"""Words around a question that need be in no title."""
SERIES = 5
"""Series of one name, or mistyped ones, in which the rest of the words is looked for."""
SHORT = 4
"""Letters below which nothing is mistyped: most names have them somewhere."""
KINDS: tuple[Kind, ...] = ("series", "episode")
_COUNTRIES = frozenset(
    ("us", "usa", "uk", "gb", "au", "nz", "ca", "de", "fr", "jp", "in", "ie", "za", "se", "dk",
     "no", "nl", "be", "it", "es", "br", "mx", "kr", "cn", "america", "american", "british",
     "australia", "australian", "canada", "canadian")
)  # fmt: skip


class Found(NamedTuple):
    """A thing that words may mean: how well (0 to 100), and under which of its names."""

    thing: int
    score: float
    name: str


def best(found: Iterable[Found]) -> list[Found]:
    """Give each thing once, with its best name, the best thing first."""
    kept: dict[int, Found] = {}
    for one in found:
        if one.thing not in kept or kept[one.thing].score < one.score:
            kept[one.thing] = one
    return sorted(kept.values(), key=lambda one: -one.score)


def series_named(db: Database, folded: str) -> list[Found]:
    """Find the series that words mean: by name, by name with year or country, begun, mistyped."""
    found = _called(db, folded) or _qualified(db, folded)
    found = found or begun(db, folded, "series", BEGINS)
    bare = "" if found else _bare(folded)
    return series_named(db, bare) if bare else found


def mistyped(db: Database, folded: str, kind: Kind) -> list[Found]:
    """Find names that are like what was typed."""
    asked = folded[:LETTERS]
    alike = (_scored(name, asked) for name in index.alike(db, asked, kind))
    return best(found for found in alike if found.score >= NEAR)


def begun(
    db: Database, folded: str, kind: Kind, score: float, *, series: int | None = None
) -> list[Found]:
    """Find names by their beginning, for this score; those that are whole are exact."""
    names = index.beginning(db, folded, kind, CHOICES, series=series)
    return best(
        Found(name.thing, EXACT if name.folded == folded else score, name.text) for name in names
    )


def titled(db: Database, folded: str) -> list[Found]:
    """Find what a title names: cheap stages first, mistyped names only when nothing else is."""
    # A single word that begins a name may as well stand inside of others.
    begins = BEGINS if " " in folded else SURE - 1
    found = [one for kind in KINDS for one in begun(db, folded, kind, begins)]
    found += _qualified(db, folded)
    for series, title in split(db, folded):
        found += inside(db, series, title)
    enough = len(found) >= CHOICES or len(folded) < SHORT
    if not any(one.score >= (LIKELY if enough else SURE) for one in found):
        found += [one for kind in KINDS for one in mistyped(db, folded, kind)]
        for series, title in contained(db, folded):
            found += inside(db, series, title)
    if not any(one.score >= LIKELY for one in found) and (bare := _bare(folded)):
        found += [one._replace(score=min(one.score, BEGINS)) for one in titled(db, bare)]
    return best(found)


def _bare(folded: str) -> str:
    """Give a question without words that are in no title; "" where nothing is left or gone."""
    words = [word for word in folded.split() if word not in FILLING]
    return " ".join(words) if 0 < len(words) < len(folded.split()) else ""


def split(db: Database, folded: str) -> Iterator[tuple[Found, str]]:
    """Split words into a series' name, in front or behind, and the rest; the longest name first."""
    words = folded.split()
    if len(words) < 2:
        return
    parted = [
        (fold(" ".join(name)), fold(" ".join(title)))
        for at in range(min(len(words) - 1, WORDS), 0, -1)
        for name, title in ((words[:at], words[at:]), (words[-at:], words[:-at]))
    ]
    called = index.exact(db, [name for name, _ in parted], "series")
    for name, title in parted:
        # Of "The", or "Of", there may be hundreds; the most popular ones are meant.
        alike = [named for named in called if named.folded == name]
        for named in alike[:SERIES]:
            yield Found(named.thing, EXACT, named.text), title


def contained(db: Database, folded: str) -> list[tuple[Found, str]]:
    """Find mistyped names of series in words that tell of an episode as well, and the rest."""
    found = []
    for name in index.alike(db, folded[:LETTERS], "series"):
        if not 3 < len(name.folded) < len(folded):
            continue
        part = fuzz.partial_ratio_alignment(name.folded, folded, score_cutoff=CONTAINED)
        if part and (rest := _without(folded, part.dest_start, part.dest_end)):
            found.append((Found(name.thing, min(part.score, EXACT - 1), name.text), rest))
    return sorted(found, key=lambda pair: (-pair[0].score, len(pair[1])))[:SERIES]


def inside(db: Database, series: Found, title: str) -> list[Found]:
    """Find a title among the episodes of one series; no better than the series was found."""
    found = begun(db, title, "episode", BEGINS, series=series.thing)
    whole = [one for one in found if one.score == EXACT]
    if not whole:
        names = index.inside(db, series.thing)
        close = process.extract(
            title, [name.folded for name in names], scorer=fuzz.WRatio, limit=CHOICES,
            score_cutoff=NEAR,
        )  # fmt: skip
        scored = (_scored(names[at], title) for *_, at in close)
        least = HAS if found else NEAR
        found += [one for one in scored if one.score >= least]
    return [one._replace(score=min(one.score, series.score)) for one in whole or found]


def _without(folded: str, start: int, end: int) -> str:
    """Take a piece out of words, with the rest of the words that it ends in."""
    while start and folded[start - 1] != " ":
        start -= 1
    while end < len(folded) and folded[end] != " ":
        end += 1
    return fold(f"{folded[:start]} {folded[end:]}")


def _called(db: Database, folded: str) -> list[Found]:
    names = index.exact(db, [folded], "series")
    return best(Found(name.thing, EXACT, name.text) for name in names)


def _qualified(db: Database, folded: str) -> list[Found]:
    """Find series by name and first year ("doctor who 2005"), or name and country."""
    words = folded.split()
    found = []
    for qualifier, rest in ((words[-1], words[:-1]), (words[0], words[1:])) if words[1:] else ():
        name = fold(" ".join(rest))
        if qualifier.isdigit() and len(qualifier) == 4:
            heads = [(one, catalogue.heading(db, one.thing)) for one in _called(db, name)]
            found += [one for one, head in heads if head.start_year == int(qualifier)]
        elif qualifier in _COUNTRIES:
            found += [one._replace(score=BEGINS) for one in _called(db, name)]
    return best(found)


def _scored(name: Named, folded: str) -> Found:
    """Score how like a name is to what was typed: as it is, in another order, run together."""
    score = max(
        _words(name.folded, folded),
        fuzz.ratio(name.folded, folded),
        # Words in another order are worth a little less than the same words in theirs.
        fuzz.token_sort_ratio(name.folded, folded) - 2,
        fuzz.ratio(name.folded.replace(" ", ""), folded.replace(" ", "")) - 1,
    )
    # Another number is another thing, however much alike the words are.
    most = EXACT - 1 if _numbers(name.folded) == _numbers(folded) else SURE - 1
    return Found(name.thing, min(score, most), name.text)


def _words(name: str, folded: str) -> float:
    """Score words that a name has among others: worth a question, never an answer by itself."""
    asked = set(folded.split())
    return HAS if asked <= set(name.split()) and max(map(len, asked)) > 2 else 0


def _numbers(folded: str) -> list[str]:
    return sorted(word for word in folded.split() if word.isdigit())
