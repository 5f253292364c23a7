"""What people type: text to readings, and readings back to text. Nothing is decided here.

A text has several readings; bot.finding looks each up and keeps those that the store knows.
"""

import re

from bot.asking import codes, elsewhere
from bot.asking.dates import dates
from bot.asking.folding import LONGEST, clean, fold, fold_each, fold_lines
from bot.asking.numerals import plain_digits
from bot.asking.positions import positions
from bot.asking.releases import released
from bot.readings import Coded, Dated, Known, Placed, Reading, Titled

__all__ = ["LONGEST", "clean", "fold", "fold_each", "fold_lines", "read"]
_OWN = re.compile(r"^\s*(?P<kind>series|episode):(?P<thing>\d{1,18})\s*$")


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
    return tuple(one for one in _readings(text) if _says_itself(one, text.strip()))


def _says_itself(reading: Reading, typed: str) -> bool:
    """Tell whether a reading means the same when it is typed: "the final" may be a title alone."""
    match reading:
        case Coded():
            return reading._replace(guess=False) in _readings(str(reading))
        case Dated() | Placed() | Titled() if str(reading) != typed:
            return reading in _readings(str(reading))
        case _:
            return True


def _readings(typed: str) -> dict[Reading, None]:
    text = plain_digits(typed)
    return dict.fromkeys(_found(text, typed.strip()))


def _found(text: str, typed: str) -> list[Reading]:
    ids = list(elsewhere.ids(text))
    if ids and (place := elsewhere.place(text)):
        return [Coded(str(ids[0]), *place)]
    if ids and (len(text.split()) == 1 or "/" in text):
        return list(ids)
    if named := _released(text):
        return named
    found: list[Reading] = [*codes.places(text), *dates(text)]
    if not found:
        placed, counted = list(positions(text)), codes.absolute(text)
        seasoned = counted or any(one.season is not None for one in placed)
        found = [*placed, *counted, *([] if seasoned else codes.seasons(text))]
    if not found and not ids:
        found += codes.guesses(text)
    return [*ids, *found, *([Titled(typed)] if fold(typed) else [])]


def _released(text: str) -> list[Reading]:
    """Read a file's name: what stands before the code is the series, behind it the title."""
    release = released(text)
    if release is None:
        return []
    found = _placed(release, codes.before)
    if not found:
        return [Titled(release)]
    whole = [Titled(one.words) for one in _placed(release, codes.around)[:1]]
    return [*found, *(one for one in whole if one.words != found[0].words)]


def _placed(text: str, words: codes.Words) -> list[Coded] | list[Dated]:
    return codes.places(text, words) or [*dates(text, words)] or codes.guesses(text, words)
