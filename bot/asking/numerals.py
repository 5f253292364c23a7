"""Numbers as people write them: digits of any script, words, ordinals, Roman numerals."""

import re
import unicodedata
from itertools import product

_ONES = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "  # noqa: SIM905 - words read better so
    "sixteen seventeen eighteen nineteen".split()
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = tuple(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "  # noqa: SIM905 - as above
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)
_ELSEWHERE = {
    "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
}  # fmt: skip
_HAN = "零一二三四五六七八九"
HAN = rf"(?:[{_HAN}]?十[{_HAN}]?|[{_HAN}])"
"""A number up to 99 as China and Japan write it."""
ROMAN = r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})"


def _cardinals() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_ONES)}
    for (tens, ten), (ones, one) in product(enumerate(_TENS, 2), enumerate(_ONES[:10])):
        words |= {ten: 10 * tens} if not ones else {f"{ten} {one}": 10 * tens + ones}
    return words


def _ordinals() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_ORDINALS)}
    for (tens, ten), (ones, one) in product(enumerate(_TENS, 2), enumerate(_ORDINALS[:10])):
        word = f"{ten[:-1]}ieth" if not ones else f"{ten} {one}"
        words[word] = 10 * tens + ones
    return words


CARDINALS = _cardinals()
_EVERY = CARDINALS | _ELSEWHERE | _ordinals()


def _either(words: dict[str, int]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(word.replace(" ", "[ -]") for word in ordered)


WORD = _either(CARDINALS)
"""A number in English words, as a pattern."""
NUMBER = rf"(?:\d{{1,6}}|{_either(CARDINALS | _ELSEWHERE)}|{ROMAN})"
"""A number in digits, words or Roman numerals."""
ORDINAL = rf"(?:\d{{1,6}}(?:st|nd|rd|th)|{_either(_ordinals())})"
"""5th, fifth."""


def value(text: str) -> int:
    """Give the number that one of these patterns matched."""
    if leading := re.match(r"\d+", text):
        return int(leading[0])
    if re.fullmatch(HAN, text):
        tens, ten, ones = text.rpartition("十")
        return 10 * (max(_HAN.find(tens), 1) if ten and tens else len(ten)) + max(
            _HAN.find(ones or "零"), 0
        )
    # Patterns that ignore case take İ and ı for i.
    word = " ".join(text.translate({0x130: "i", 0x131: "i"}).lower().replace("-", " ").split())
    return _EVERY[word] if word in _EVERY else _roman(word)


def _roman(word: str) -> int:
    signs = [{"i": 1, "v": 5, "x": 10}[sign] for sign in word]
    return sum(
        -sign if sign < max(signs[at:], default=0) else sign for at, sign in enumerate(signs)
    )


def plain_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9; all else stays where it is."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() and not sign.isascii() else sign
        for sign in text
    )
