"""Dates in what people type, in the usual orders; where two orders fit, both."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.asking.codes import Words, around
from bot.readings import Dated

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro januari",
            "february feb februar février fevrier febrero febbraio fevereiro februari",
            "march mar märz marz mars marzo março maart mart",
            "april apr avril abril aprile",
            "may mai mayo maggio maio mei",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet julio luglio julho",
            "august aug août aout agosto augustus",
            "september sept sep septembre septiembre settembre setembro",
            "october oct oktober octobre octubre ottobre outubro okt",
            "november nov novembre noviembre novembro",
            "december dec dezember décembre decembre diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w.-])(?:(?:episode )?dated )?(?:{pattern})(?![\w-])", re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)[-./ ](?P<month>\d{1,2})[-./ ](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-./] ?(?P<month>\d{1,2})[-./] ?(?P<year>(?:19|20)\d\d)",
        r"(?P<month>\d{1,2})[-./](?P<day>\d{1,2})[-./](?P<year>(?:19|20)\d\d)",
        rf"{_DAY} (?:of |de )?(?P<month>{_MONTH})\.?,? (?:of |de )?(?P<year>(?:19|20)\d\d)",
        rf"(?P<month>{_MONTH})\.? {_DAY},? (?P<year>(?:19|20)\d\d)",
        rf"(?P<year>(?:19|20)\d\d) (?P<month>{_MONTH})\.? {_DAY}",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
    )
)
_YEAR = re.compile(r"(?:19|20)\d\d")

_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1, "tonight": 0, "now": 0}


def read_day(text: str, today: date) -> date | None:
    """Read a day and nothing else: a date, of this year where none is told, or "tomorrow"."""
    text = " ".join(text.split())
    if (away := _DAYS.get(text.casefold())) is not None:
        try:
            return today + timedelta(away)
        except OverflowError:
            return None
    for typed in (text, f"{text} {today.year}"):
        for one in dates(typed):
            if not one.words.strip(" .,"):
                return date.fromisoformat(one.date)
    return None


def days_like(text: str, today: date) -> dict[str, date]:
    """Give the day that a text names, and those of today's neighbours whose word begins so."""
    typed = text.strip().casefold()
    named = read_day(text, today)
    found = {"": named} if named and typed not in _DAYS else {}
    words = [word for word in list(_DAYS)[:3] if word.startswith(typed)]
    return found | {word: day for word in words if (day := read_day(word, today))}


def dates(text: str, words: Words = around) -> Iterator[Dated]:
    """Give the days that a text names, each with the words around it; no day that never was."""
    for pattern in _PATTERNS if _YEAR.search(text) else ():
        if match := pattern.search(text):
            month = match["month"].lower()
            numbers = int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"])
            try:
                day = date(*numbers)
            except ValueError:
                continue
            yield Dated(words(text, match), day.isoformat())
