"""Texts in one form: what is compared, and what is shown again."""

import re
import unicodedata

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
