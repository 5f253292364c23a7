"""What a cell of a table may hold: text into a value, or a ValueError with what is expected."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Annotated, Any

import msgspec
from babel.numbers import get_currency_precision, list_currencies

from bot.model import Count, Country, Name, Number, Text, Year

Cell = Callable[[str], Any]
"""Turns a cell that has something in it into its value."""

_WHOLE = re.compile(r"([0-9]{1,18})(?:[.,]0+)?")
_PRICE = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,4}))?")
_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_NATIONAL = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})")
_FLAGS = {
    "yes": True, "true": True, "1": True, "x": True,
    "no": False, "false": False, "0": False,
}  # fmt: skip


def shown(text: str) -> str:
    """Quote what stands in a cell for an error: short, and with nothing unprintable."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def limited(kind: object, expected: str, change: Cell = str) -> Cell:
    """Make a cell whose text, or what `change` makes of it, has to be of a kind of bot.model."""

    def read(text: str) -> Any:  # noqa: ANN401 - whatever kind it is
        try:
            return msgspec.convert(change(text), kind)
        except msgspec.ValidationError as error:
            raise ValueError(f"{expected} is expected, not {shown(text)}") from error

    return read


def whole(text: str) -> int | str:
    """Read "9", and what spreadsheets make of it: "9.0"; anything else stays text."""
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found else text


def flag(text: str) -> bool:
    """Read yes, true, 1 and x, no, false and 0, in any case."""
    try:
        return _FLAGS[text.casefold()]
    except KeyError:
        raise ValueError(f"yes or no is expected, not {shown(text)}") from None


def day(text: str) -> str:
    """Read a date as exact as it is known, the form that bot.model has: 2010-10-06.

    06.10.2010 has the day first everywhere; 10/06/2010 means two days, unless only one exists.
    """
    found = _NATIONAL.fullmatch(text)
    told = _rearranged(text, *found.groups()) if found else text
    if not _ISO.fullmatch(told) or not _is_in_calendar(told):
        raise ValueError(f"a date as 2010-10-06 is expected, not {shown(text)}")
    return told


def _is_in_calendar(told: str) -> bool:
    try:
        date.fromisoformat(told + "-01-01"[len(told) - 4 :])
    except ValueError:
        return False
    return True


def whole_day(text: str) -> date:
    """Read a date of which the day is known."""
    told = day(text)
    if len(told) < 10:
        raise ValueError(f"a whole date as 2010-10-06 is expected, not {shown(text)}")
    return date.fromisoformat(told)


def _rearranged(text: str, first: str, sign: str, second: str, year: str) -> str:
    day_first, month_first = f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"
    if sign == "." or int(first) > 12:
        return day_first
    if int(second) <= 12 and day_first != month_first:
        raise ValueError(f"{text} can be {day_first} or {month_first}: write one of these")
    return month_first


def price(text: str, currency: str) -> int:
    """Read "1.99" or "1,99" as a count of the smallest unit; the currency says how many there are.

    Refused is what may have a sign between thousands: 1,999 dollars.
    """
    found = _PRICE.fullmatch(text)
    if not found:
        raise ValueError(f"an amount as 1.99 is expected, not {shown(text)}")
    places, parts = get_currency_precision(currency), found[2] or ""
    if len(parts) > places and parts not in {"0", "00"}:
        raise ValueError(f"{currency} has {places} decimal places; {shown(text)} has {len(parts)}")
    return int(found[1] + parts[:places].ljust(places, "0"))


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def currency(text: str) -> str:
    """Read the three letters of a currency that there is."""
    code = text.upper()
    if code not in _currencies():
        raise ValueError(f"a currency as USD is expected, not {shown(text)}")
    return code


NAME = limited(Name, "a name of at most 500 characters", lambda text: " ".join(text.split()))
TEXT = limited(Text, "a text", lambda text: re.sub(r"\r\n?", "\n", text))
NUMBER = limited(Number, "a whole number from 0 to 999999", whole)
COUNT = limited(Count, "a whole number", whole)
YEAR = limited(Year, "a year", whole)
MINUTES = limited(Annotated[int, msgspec.Meta(ge=1, le=6000)], "minutes from 1 to 6000", whole)
COUNTRY = limited(Country, "a country as CA", str.upper)
TITLE_ID = limited(Annotated[str, msgspec.Meta(pattern=r"^tt[0-9]{7,10}\Z")], "an id as tt0386950")
PERSON_ID = limited(Annotated[str, msgspec.Meta(pattern=r"^nm[0-9]{7,10}\Z")], "an id as nm0000123")


def one_of(words: tuple[str, ...]) -> Cell:
    """Make a cell that holds one of a few words, in any case."""

    def read(text: str) -> str:
        if text.casefold() not in words:
            raise ValueError(f"one of {', '.join(words)} is expected, not {shown(text)}")
        return text.casefold()

    return read
