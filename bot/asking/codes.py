"""Seasons and numbers in what people type, in the forms of many languages."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.asking.numerals import CARDINALS, HAN, NUMBER, ORDINAL, ROMAN, WORD, value
from bot.readings import Coded

Words = Callable[[str, re.Match[str]], str]
"""Gives the words beside a match: around it, or before it."""
Need = Literal["nothing", "digit", "roman", "season", "episode", "counted", "number", "whole"]
LONGEST_RANGE = 10
"""Episodes of a range that are read: nobody makes one of more."""
_TEXTS = 16
"""Texts of which it is kept what they have: one question is looked at in several ways."""
_SEASON = (
    "season|series|staffel|saison|temporada|stagione|seizoen|sezon[ua]?|säsong|sæson|sesong|kausi|"
    "évad|сезон|シーズン|시즌|seasn|sesaon|seaosn|seson|seas|ssn"
)
EPISODE = (
    "episode|épisode|episodio|episódio|folge|capítulo|capitulo|chapter|aflevering|odcinek|avsnitt|"
    "afsnit|epizód|jakso|rész|bölüm|серия|эпизод|エピソード|에피소드|epis|ep"
)
_COUNTED = "話|话|集|화|회"
_COUNT = rf"(?:\d{{1,5}}|{HAN})"
_GAP = r"[ .,:;#_/-]{0,3}"
_RANGE = (
    r"(?:(?:(?: ?[-–&+] ?|-?)(?:s\d{1,5} ?)?e(?:p ?)?| ?[-–&+] ?| (?:and|to|und|et|y) )"
    r"(?P<last>\d{1,4}))?"
)


class _Form(NamedTuple):
    """A form of a place, and what a text needs to have it at all: that is told sooner."""

    need: Need
    pattern: re.Pattern[str]


_NEEDS: dict[Need, re.Pattern[str]] = {
    "nothing": re.compile(""),
    "digit": re.compile(r"\d"),
    "roman": re.compile("s [ivx]+ e [ivx]"),
    "season": re.compile(_SEASON),
    "episode": re.compile(EPISODE),
    "counted": re.compile(f"[{_COUNTED}]"),
    "number": re.compile("|".join(word for word in CARDINALS if " " not in word)),
    "whole": re.compile("n[oru]|absolute|overall"),
}


def _form(need: Need, pattern: str) -> _Form:
    whole = rf"(?<![^\W_])(?:{pattern})(?![^\W_])"
    return _Form(need, re.compile(whole, re.IGNORECASE))


_PLACES = (
    _form(
        "digit",
        rf"se?{_GAP}(?P<season>\d{{1,5}}){_GAP}x?e(?:p(?:isode)?)?[ .:#]{{0,2}}"
        rf"(?P<number>\d{{1,6}}){_RANGE}",
    ),
    _form("roman", rf"s (?P<season>{ROMAN}) e (?P<number>{ROMAN})"),
    _form(
        "digit",
        r"(?P<season>\d{1,4})x(?P<number>\d{1,5})(?:(?:[-–&+](?:(?P=season)x)?|x)(?P<last>\d{1,4}))?",
    ),
    _form(
        "season",
        rf"(?:{_SEASON}){_GAP}(?P<season>{NUMBER}){_GAP}(?:{EPISODE}|episodes|e){_GAP}"
        rf"(?P<number>{NUMBER}){_RANGE}",
    ),
    _form(
        "nothing",
        rf"(?:{EPISODE}|e){_GAP}(?P<number>{NUMBER})[ ,-]{{1,2}}"
        r"(?:(?:of|from|in|von|der|de la|de|del) )?"
        rf"(?:the )?(?:{_SEASON}|s){_GAP}(?P<season>{NUMBER})",
    ),
    _form(
        "episode",
        rf"(?P<number>{ORDINAL}) (?:{EPISODE}) (?:(?:of|from|in) )?(?:the )?"
        rf"(?:{_SEASON}|s){_GAP}(?P<season>{NUMBER})",
    ),
    _form(
        "episode",
        rf"(?P<number>{ORDINAL}) (?:{EPISODE}) (?:(?:of|from|in) )?(?:the )?"
        rf"(?P<season>{ORDINAL}) (?:{_SEASON})",
    ),
    _form(
        "episode",
        rf"(?P<season>{ORDINAL}) (?:{_SEASON}),? (?:(?:{EPISODE}){_GAP}(?P<number>{NUMBER}))",
    ),
    _form(
        "episode",
        rf"(?P<season>{ORDINAL}) (?:{_SEASON}),? (?P<number>{ORDINAL}) (?:{EPISODE})",
    ),
    _form(
        "season",
        rf"(?P<season>\d{{1,4}})\.? ?(?:{_SEASON}),? ?(?P<number>\d{{1,5}})\.? ?(?:{EPISODE})",
    ),
    _form(
        "counted",
        rf"(?:{_SEASON})? ?第?(?P<season>{_COUNT}) ?(?:期|季|시즌)? ?第 ?"
        rf"(?P<number>{_COUNT}) ?(?:{_COUNTED})",
    ),
    _form(
        "counted",
        rf"(?:{_SEASON}) ?(?P<season>\d{{1,4}}) (?P<number>\d{{1,5}}) ?(?:{_COUNTED})",
    ),
    *(
        # A name that runs into its code: what stands before it needs no end.
        _Form("digit", re.compile(rf"(?<=[^\W\d_]{{2}})(?:{pattern})(?!\w)", re.IGNORECASE))
        for pattern in (
            r"s(?P<season>\d\d)e(?P<number>\d\d)",
            r"(?P<season>\d{1,2})x(?P<number>\d\d)",
        )
    ),
)
_SEASONS = (
    _form("season", rf"(?:{_SEASON}){_GAP}(?P<season>{NUMBER})"),
    _form("digit", r"s(?P<season>\d{1,3})"),
    _form("season", rf"(?P<season>{ORDINAL}) (?:{_SEASON})"),
    _form("digit", rf"(?P<season>\d{{1,4}})\. ?(?:{_SEASON})"),
)
_ABSOLUTE = (
    _Form("digit", re.compile(r"(?<!\S)#(?P<number>\d{1,6})(?!\S)")),
    _form(
        "episode",
        rf"(?:{EPISODE})[ .:]{{0,2}}(?:#|nr\.? ?|no\.? ?|number )?(?P<number>\d{{1,6}})",
    ),
    _form(
        "whole",
        rf"(?:(?:absolute|overall) )?(?:(?:{EPISODE}) )?(?:number |nr\.? ?|no\.? ?)"
        r"(?P<number>\d{1,6})",
    ),
    _form("whole", rf"(?:absolute|overall) (?:(?:{EPISODE}) )?(?P<number>\d{{1,6}})"),
    _form("counted", rf"第 ?(?P<number>\d{{1,6}}) ?(?:{_COUNTED})"),
    _form("digit", r"e(?P<number>\d{2,5})"),
)
_GUESSED = (
    _Form(
        "digit",
        re.compile(r"(?<![\w.-])(?P<season>\d{1,2})[.-](?P<number>\d{1,2})(?![\w-]|\.\d)"),
    ),
    _Form("number", re.compile(rf"\b(?P<season>{WORD}) (?P<number>{WORD})\s*$", re.IGNORECASE)),
    _Form(
        "digit",
        re.compile(
            rf"(?<=[\w] )(?P<season>(?=[ivx]{{2}}){ROMAN}) (?P<number>\d{{1,3}})$", re.IGNORECASE
        ),
    ),
)
_OF = re.compile(r"^[\s\W]*(?:of|from)(?!\S)", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.'#-])(?P<digits>\d{1,4})(?![\w'-]|\.\d)")


def around(text: str, match: re.Match[str]) -> str:
    """Give what stands around a match."""
    return trimmed(f"{text[: match.start()]} {_OF.sub('', text[match.end() :])}")


def trimmed(words: str) -> str:
    """Take away what only parted words from a code."""
    words = " ".join(words.split()).strip(" -–,:.;()[]")
    return words if any(sign.isalnum() for sign in words) else ""


def before(text: str, match: re.Match[str]) -> str:
    """Give what stands before a match, or behind it where nothing does."""
    return trimmed(text[: match.start()]) or trimmed(_OF.sub("", text[match.end() :]))


def places(text: str, words: Words = around) -> Iterator[Coded]:
    """Give the places that a text names for certain: season and number, a range one by one."""
    for pattern in _worth(_PLACES, text):
        matches = list(pattern.finditer(text))
        for match in matches if len(matches) < 3 else (matches[0], matches[-1]):
            yield from _ranged(match, words(text, match))


def _worth(forms: Iterable[_Form], text: str) -> Iterator[re.Pattern[str]]:
    """Give the patterns for which a text has what they need; of signs beyond ASCII none is told."""
    has = _has(text)
    for need, pattern in forms:
        if need not in has:
            has[need] = _NEEDS[need].search(text.lower()) is not None
        if has[need]:
            yield pattern


@lru_cache(_TEXTS)
def _has(text: str) -> dict[Need, bool]:
    """Give what is known of a text, to which is added what is found out."""
    return {} if text.isascii() else dict.fromkeys(_NEEDS, True)


def _ranged(match: re.Match[str], words: str) -> Iterator[Coded]:
    season, first = value(match["season"]), value(match["number"])
    last = match.groupdict().get("last")
    behind = int(last) + 1 if last and first < int(last) < first + LONGEST_RANGE else first + 1
    for number in range(first, behind):
        yield Coded(words, season, number)


def seasons(text: str) -> list[Coded]:
    """Give the season that a text names without a number in it."""
    for pattern in _worth(_SEASONS, text):
        if match := pattern.search(text):
            return [Coded(around(text, match), value(match["season"]), None)]
    return []


def absolute(text: str) -> list[Coded]:
    """Give the number in an order without seasons that a text names."""
    for pattern in _worth(_ABSOLUTE, text):
        if match := pattern.search(text):
            return [Coded(around(text, match), None, value(match["number"]))]
    return []


def guesses(text: str, words: Words = around) -> Iterator[Coded]:
    """Give places that bare numbers may mean: 9.5, nine five, 905 or 67 behind or before a name."""
    for pattern in _worth(_GUESSED, text):
        for match in list(pattern.finditer(text))[-1:]:
            place = value(match["season"]), value(match["number"])
            yield Coded(words(text, match), *place, guess=True)
    for match in list(_DIGITS.finditer(text))[-1:]:
        if name := words(text, match):
            yield from _digits(name, match["digits"])


def _digits(words: str, digits: str) -> Iterator[Coded]:
    parted = Coded(words, int(digits[:-2] or 0), int(digits[-2:]), guess=True)
    whole = Coded(words, None, int(digits), guess=True)
    if len(digits) == 3:
        yield parted
    yield whole
    if len(digits) == 4:
        yield parted
