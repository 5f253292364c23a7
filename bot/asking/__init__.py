"""What people type: text to readings, and readings back to text. Nothing is decided here.

A text has several readings; bot.finding looks each up and keeps those that the store knows.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from bot.asking import codes, elsewhere
from bot.asking.dates import dates
from bot.asking.numerals import plain_digits
from bot.asking.positions import positions
from bot.asking.releases import released
from bot.folding import LONGEST, bare, clean, fold, fold_each, fold_lines
from bot.readings import Coded, Dated, Elsewhere, Known, Placed, Reading, Titled

__all__ = ["LONGEST", "bare", "clean", "fold", "fold_each", "fold_lines", "named", "read"]
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
    readings = dict.fromkeys(_readings(text))
    found = tuple(one for one in readings if _says_itself(one, text.strip()))
    return found or ((Titled(text.strip()),) if fold(text) else ())


def named(text: str) -> Known | Elsewhere | None:
    """Give the id that a text tells of before all else; None where it has words alone."""
    if ":" not in text and not elsewhere.is_any(text):
        return None
    first = next(iter(read(text)), None)
    return first if isinstance(first, Known | Elsewhere) else None


def _says_itself(reading: Reading, typed: str) -> bool:
    """Tell whether a reading means the same when it is typed: "the final" may be a title alone."""
    match reading:
        case Coded():
            return reading._replace(guess=False) in _readings(str(reading))
        case Titled(words=words) if words != typed:
            text = plain_digits(words)
            alone = _alone(text, list(elsewhere.ids(text)))
            return reading in alone if alone else bool(fold(words))
        case Dated() | Placed() if str(reading) != typed:
            return reading in _readings(str(reading))
        case _:
            return True


def _readings(typed: str) -> Iterator[Reading]:
    """Give readings one by one: who looks for one reads no further."""
    text = plain_digits(typed)
    ids = list(elsewhere.ids(text))
    if alone := _alone(text, ids):
        yield from alone
        return
    yield from ids
    yield from _found(text, guess=not ids)
    if fold(typed):
        yield Titled(typed.strip())


def _alone(text: str, ids: Sequence[Elsewhere]) -> Sequence[Reading]:
    """Read addresses, ids by themselves and names of files: these mean nothing else."""
    if ids and (place := elsewhere.place(text)):
        return [Coded(str(ids[0]), *place)]
    if ids and (len(text.split()) == 1 or "/" in text):
        return ids
    return _released(text)


def _found(text: str, *, guess: bool) -> Iterator[Reading]:
    """Read places and days, where there is none positions and numbers, and guess at last."""
    certain: Iterator[Coded | Dated] = chain(codes.places(text), dates(text))
    if (first := next(certain, None)) is not None:
        yield from chain((first,), certain)
        return
    placed, counted = list(positions(text)), codes.absolute(text)
    yield from placed
    yield from counted
    seasoned = counted or any(one.season is not None for one in placed)
    seasons = [] if seasoned else codes.seasons(text)
    yield from seasons
    if guess and not (placed or counted or seasons):
        yield from codes.guesses(text)


def _released(text: str) -> list[Reading]:
    """Read a file's name: what stands before the code is the series, behind it the title."""
    release = released(text)
    if release is None:
        return []
    found = list(_placed(release, codes.before))
    if not found:
        return [Titled(release)]
    whole = [Titled(one.words) for one in islice(_placed(release, codes.around), 1)]
    return [*found, *(one for one in whole if one.words != found[0].words)]


def _placed(text: str, words: codes.Words) -> Iterator[Coded | Dated]:
    forms: tuple[Iterator[Coded | Dated], ...] = (
        codes.places(text, words), dates(text, words), codes.guesses(text, words),
    )  # fmt: skip
    for form in forms:
        if (first := next(form, None)) is not None:
            yield from chain((first,), form)
            return
