"""Texts in one form: what is compared, and what is shown again."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

LONGEST = 500
"""Characters of a question that are read: no title is longer; Discord lets people send 6,000."""
LONGEST_WORD = 60
"""Characters of a word in a text that are read; what is longer is no word."""

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
_ASCII_LINES = bytes(at if at > 127 or at == ord("\n") else sign for at, sign in enumerate(_ASCII))
_BETWEEN = re.compile(r"[^\w\n]+|_")
_LEADING = re.compile(rb"\n" + _ARTICLES.pattern[1:].encode())
_BEGINNING = tuple(f"{word} " for word in _ARTICLE_WORDS)


class _Bare(dict[int, str]):
    """Signs without their accents, as `_LETTERS` has them: each looked at when it is first met."""

    def __missing__(self, sign: int) -> str:
        parts = unicodedata.normalize("NFD", chr(sign))
        bare = "".join(part for part in parts if unicodedata.category(part) != "Mn")
        self[sign] = bare.translate(_LETTERS)
        return self[sign]


_BARE = _Bare()


def clean(text: str) -> str:
    """Bring a text into one form: compatible signs made equal, controls and excess length gone."""
    text = text[:LONGEST]
    if not text.isprintable():
        kept = (" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text)
        text = "".join(sign for sign in kept if unicodedata.category(sign) != "Cf")
    return text if text.isascii() else unicodedata.normalize("NFKC", text)[:LONGEST]


def storable(text: str) -> str:
    """Put a ? where there is half of a sign, which nothing can store and nobody can be sent."""
    return text.encode(errors="replace").decode()


def fold_lines(lines: bytes) -> bytes:
    """Fold each line as `fold` does, all at once; none is too long."""
    if not lines.isascii():
        lines = _bare_lines(lines)
    text = lines.replace(b"&", b" and ").translate(_ASCII_LINES, b"'`")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    text = text.replace(b"\n ", b"\n").replace(b" \n", b"\n").strip(b" ")
    return _LEADING.sub(b"\n", b"\n" + text)[1:]


def _bare_lines(lines: bytes) -> bytes:
    """Fold those lines that are not of ASCII alone but for their articles."""
    text = np.frombuffer(lines, np.uint8)
    breaks = np.flatnonzero(text == ord("\n"))
    strange = np.unique(np.searchsorted(breaks, np.flatnonzero(text > 127)))
    starts = [0, *(breaks + 1).tolist()]
    ends = [*breaks.tolist(), len(lines)]
    rows = strange.tolist()
    whole = b"\n".join([lines[starts[row] : ends[row]] for row in rows])
    pieces: list[bytes] = []
    at = 0
    for row, bare in zip(rows, _folded(whole.decode()), strict=True):
        pieces += lines[at : starts[row]], bare
        at = ends[row]
    return b"".join((*pieces, lines[at:]))


def _folded(text: str) -> list[bytes]:
    """Fold lines that are not of ASCII alone but for their articles."""
    if not text.replace("\n", "").isprintable():
        return [fold(one).encode() for one in text.split("\n")]
    text = _SILENT.sub("", unicodedata.normalize("NFKC", text).casefold())
    text = unicodedata.normalize("NFC", text.translate(_BARE))
    return _BETWEEN.sub(" ", text).encode().split(b"\n")


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
    text = unicodedata.normalize("NFC", text.translate(_BARE))
    text = _APART.sub(" ", text).strip()[:LONGEST].strip()
    return _ARTICLES.sub("", text)


def bare(folded: str) -> str:
    """Take articles away that lead in words out of a folded text."""
    return _ARTICLES.sub("", folded) if folded.startswith(_BEGINNING) else folded


def fold_each(words: Sequence[str]) -> list[str]:
    """Fold words of a text of any length one by one: each gives none, one or several words."""
    if not words:
        return []
    lines = "\n".join(word[:LONGEST_WORD] for word in words)
    return fold_lines(lines.encode(errors="replace")).decode().split("\n")
