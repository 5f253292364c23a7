"""Any value of bot.model, made from its own definition: a new field is tested when it is there."""

from datetime import timedelta, timezone
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from bot.model import Credit, Episode, Ids, Release, Series, SeriesReference

SIGNS = st.characters(exclude_categories=["Cs"])
PEOPLE = tuple(
    (f"Person {number}", Ids(imdb=f"nm{number:07}", tvmaze=number) if number % 2 else Ids())
    for number in range(1, 9)
)
"""A person has one name and one set of ids here: what several ids mean is another matter."""


def _texts(kind: inspect.StrType) -> st.SearchStrategy[str]:
    if kind.pattern:
        return st.from_regex(kind.pattern, fullmatch=True)
    return st.text(SIGNS, min_size=kind.min_length or 0, max_size=min(kind.max_length or 40, 40))


def _numbers(kind: inspect.IntType | inspect.FloatType) -> st.SearchStrategy[Any]:
    if isinstance(kind, inspect.IntType):
        low, high = kind.ge or 0, kind.le or 2**53
        return st.sampled_from((low, high)) | st.integers(int(low), int(high))
    return st.floats(kind.ge or 0, kind.le)


_PLAIN = {
    inspect.BoolType: st.booleans(),
    inspect.NoneType: st.none(),
    inspect.DateType: st.dates(),
}


def _of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case inspect.StrType():
            return _texts(kind)
        case inspect.IntType() | inspect.FloatType():
            return _numbers(kind)
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
        case inspect.UnionType():
            return st.one_of(*map(_of, kind.types))
        case inspect.VarTupleType():
            return st.lists(_of(kind.item_type), max_size=3).map(tuple)
        case inspect.StructType():
            return made(kind.cls)
    return _PLAIN[type(kind)]


def made(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Make values of one kind of struct, with everything that it may have."""
    if cls is Release:
        return _releases()
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    fields = {field.name: _of(field.type) for field in info.fields}
    if cls is Credit:
        return st.builds(_credited, st.sampled_from((*PEOPLE, None)), st.builds(cls, **fields))
    return st.builds(cls, **fields)


def _credited(who: tuple[str, Ids] | None, credit: Credit) -> Credit:
    name, ids = who or (None, Ids())
    return msgspec.structs.replace(credit, name=name, ids=ids)


def _releases() -> st.SearchStrategy[Release]:
    info = inspect.type_info(Release)
    assert isinstance(info, inspect.StructType)
    fields = {field.name: field.type for field in info.fields}
    dates = st.builds(lambda day, length: day.isoformat()[:length], st.dates(), _lengths)
    moments = st.none() | st.datetimes(timezones=_offsets)
    known = {name: _of(fields[name]) for name in set(fields) - {"date", "moment"}}
    return st.builds(Release, date=dates, moment=moments, **known)


_lengths = st.sampled_from((4, 7, 10))
_offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def series() -> st.SearchStrategy[Series]:
    """Make all that a source may say about a series."""
    return made(Series)


def episodes() -> st.SearchStrategy[Episode]:
    """Make all that a source may say about an episode of the series tvmaze 1."""
    reference = SeriesReference(ids=Ids(tvmaze=1))
    ids = Ids(tvmaze=2)
    return made(Episode).map(
        lambda value: msgspec.structs.replace(value, series=reference, ids=ids)
    )
