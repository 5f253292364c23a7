"""Dates in what people type, in the usual orders; where two orders fit, both."""

import re
from collections.abc import Iterator
from datetime import date

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


def dates(text: str, words: Words = around) -> Iterator[Dated]:
    """Give the days that a text names, each with the words around it; no day that never was."""
    for pattern in _PATTERNS:
        if match := pattern.search(text):
            month = match["month"].lower()
            numbers = int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"])
            try:
                day = date(*numbers)
            except ValueError:
                continue
            yield Dated(words(text, match), day.isoformat())
