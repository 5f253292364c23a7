"""Countries: from the words and codes that people type, and from the language that they read."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.folding import fold

_ALSO = MappingProxyType(
    {
        "usa": "US", "america": "US", "us of a": "US", "uk": "GB", "britain": "GB",
        "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
        "holland": "NL", "korea": "KR", "turkey": "TR", "uae": "AE",
    }
)  # fmt: skip
_OFFERED = 25
_NONE = {"ZZ", "EU", "EA", "IC", "CP", "DG", "TA", "AC"}
"""What has money and is no country: unknown, a union, parts of countries."""


@cache
def _names(language: str) -> Mapping[str, str]:
    """Give the codes of today's countries by their folded names in a language."""
    territories = Locale.parse(language, sep="-").territories
    real = get_global("territory_currencies").keys()
    return {fold(name): code for code, name in territories.items() if code in real - _NONE}


def read_country(text: str, language: str = "en") -> str | None:
    """Read a country's code (two capitals) out of its code or its name, None if it is neither.

    Names are understood in English and in the reader's language.
    """
    folded = fold(text)
    if folded in _ALSO:
        return _ALSO[folded]
    if folded.upper() in set(_names("en").values()):
        return folded.upper()
    return _names("en").get(folded) or _spoken(language).get(folded)


def countries_like(text: str, language: str = "en") -> list[str]:
    """Give the codes of at most 25 countries whose name begins so or has it in it, by name."""
    folded, code = fold(text), read_country(text, language)
    every = {**_spoken(language), **_names("en")}
    names = sorted(every, key=lambda name: (not name.startswith(folded), name))
    found = [every[name] for name in names if folded in name]
    return list(dict.fromkeys([code, *found] if code else found))[:_OFFERED]


def _spoken(language: str) -> Mapping[str, str]:
    try:
        return _names(language)
    except (UnknownLocaleError, ValueError):
        return {}


@cache
def guessed_country(language: str) -> str | None:
    """Guess a country from the language that Discord is read in ("en-GB", "de"): GB, DE.

    Where a language is spoken in many countries it is the one with most of its speakers, after
    Unicode's likely subtags; None for what is no country (es-419) or no language.
    """
    likely = get_global("likely_subtags").get(language.replace("-", "_"), language)
    region = likely.replace("_", "-").rpartition("-")[2]
    return region if len(region) == 2 and region.isupper() and region.isalpha() else None
