"""What people type: text to readings, and readings back to text. Nothing is decided here.

A text has several readings; bot.finding looks each up and keeps those that the store knows.
"""

import re
import unicodedata

from bot.model import Coded, Elsewhere, Known, Reading, Titled

LONGEST = 500
"""Characters of a question that are read: no title is longer; Discord lets people send 6,000."""

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "&": " and ",
    }
)
_APART = re.compile(r"[\W_]+")
_SILENT = re.compile("['’ʼ`]| \u0301")  # NFKC makes the second of ´
_ARTICLE_WORDS = frozenset(
    ("the", "a", "an", "der", "die", "das", "el", "la", "los", "las", "le", "les", "il", "lo",
     "gli")
)  # fmt: skip
_ARTICLES = re.compile(rf"^(?:(?:{'|'.join(sorted(_ARTICLE_WORDS))}) )+(?=\S)")
_ASCII = bytes(ord(sign.lower() if sign.isalnum() else " ") for sign in map(chr, range(128))).ljust(
    256
)
"""What fold makes of ASCII's signs, all at once."""
_BEGINNING = tuple(f"{word} " for word in _ARTICLE_WORDS)

_CODES = tuple(
    re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE)
    for pattern in (
        r"s[ .:]?(?P<season>\d{1,5})[ ._-]{0,3}e(?:p(?:isode)?)?[ .:]?(?P<number>\d{1,6})",
        r"(?P<season>\d{1,4})x(?P<number>\d{1,5})",
        r"(?:season|series)[ .:]{1,3}(?P<season>\d{1,5})[ .,:-]{0,3}"
        r"(?:episode|ep|e)[ .:]{0,3}(?P<number>\d{1,6})",
    )
)
_SEASON = re.compile(
    r"(?<![^\W_])(?:season|series)[ .:]{1,3}(?P<season>\d{1,5})(?![^\W_])", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"(?<!\S)#(?P<number>\d{1,6})(?!\S)")
_OWN = re.compile(r"^\s*(?P<kind>series|episode):(?P<thing>\d{1,18})\s*$")
_IMDB = re.compile(r"(?<![^\W_])(tt\d{7,10})(?![^\W_])", re.IGNORECASE)


def read(text: str, season: int | None = None, number: int | None = None) -> tuple[Reading, ...]:
    """Give the readings of a text, the most telling first; none if nothing can be looked up.

    `season` and `number` are what was given apart from the text: then it names a series.
    """
    text = clean(text)
    if own := _OWN.match(text):
        known = Known(own["kind"], int(own["thing"]))
        return (
            (known,) if season is None and number is None else (Coded(str(known), season, number),)
        )
    if season is not None or number is not None:
        return (Coded(text.strip(), season, number),)
    readings: list[Reading] = [Elsewhere("imdb", found.lower()) for found in _IMDB.findall(text)]
    readings += _coded(text)
    if fold(text):
        readings.append(Titled(text.strip()))
    return tuple(dict.fromkeys(readings))


def _coded(text: str) -> list[Coded]:
    found = []
    for pattern in _CODES:
        matches = list(pattern.finditer(text))
        for match in matches if len(matches) < 3 else (matches[0], matches[-1]):
            words = _around(text, match)
            found.append(Coded(words, int(match["season"]), int(match["number"])))
    if not found and (season := _SEASON.search(text)):
        found.append(Coded(_around(text, season), int(season["season"]), None))
    if not found and (number := _ABSOLUTE.search(text)):
        found.append(Coded(_around(text, number), None, int(number["number"])))
    return found


def _around(text: str, match: re.Match[str]) -> str:
    words = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    return words.strip(" -–,:.")


class _Bare(dict[int, str]):
    """Signs without their accents, each taken apart the first time that it is met."""

    def __missing__(self, sign: int) -> str:
        parts = unicodedata.normalize("NFD", chr(sign))
        bare = "".join(part for part in parts if unicodedata.category(part) != "Mn")
        self[sign] = bare
        return bare


_BARE = _Bare()


def clean(text: str) -> str:
    """Bring a text into one form: compatible signs made equal, controls and excess length gone."""
    text = text[:LONGEST]
    if not text.isprintable():
        kept = (" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text)
        text = "".join(sign for sign in kept if unicodedata.category(sign) != "Cf")
    return text if text.isascii() else unicodedata.normalize("NFKC", text)[:LONGEST]


def fold(text: str) -> str:
    """Fold a name to what is compared: no case, accents, punctuation or leading articles.

    Signs that only join (apostrophes) vanish, all others part words. Text without a letter or a
    digit folds to "".
    """
    if text.isascii():  # most names are, and an index of millions folds every one
        words = text[:LONGEST].encode().replace(b"&", b" and ").translate(_ASCII, b"'`").split()
        text = b" ".join(words).decode()[:LONGEST].strip()
        return _ARTICLES.sub("", text) if text.startswith(_BEGINNING) else text
    text = _SILENT.sub("", clean(text).casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_BARE))
    text = _APART.sub(" ", text.translate(_LETTERS)).strip()[:LONGEST].strip()
    return _ARTICLES.sub("", text)
