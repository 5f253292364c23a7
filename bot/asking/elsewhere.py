"""Ids and addresses of other places."""

import re
from collections.abc import Iterator

from bot.model import Kind
from bot.readings import Elsewhere

_IMDB = re.compile(r"(?<![^\W_])(tt\d{7,10})(?![^\W_])", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?<![^\W_])(?P<scheme>tvmaze|tmdb|tvdb|thetvdb)(?::| id |[ -](?=id:))(?:id:)?"
    r"(?P<kind>series|show|episode)?:? ?(?P<value>\d{1,10})(?![^\W_])",
    re.IGNORECASE,
)
_ADDRESSES: tuple[tuple[str, Kind, re.Pattern[str]], ...] = (
    ("tvmaze", "series", re.compile(r"tvmaze\.com/(?:api/)?shows/(\d{1,10})", re.IGNORECASE)),
    ("tvmaze", "episode", re.compile(r"tvmaze\.com/(?:api/)?episodes/(\d{1,10})", re.IGNORECASE)),
    ("tmdb", "series", re.compile(r"themoviedb\.org/tv/(\d{1,10})", re.IGNORECASE)),
    ("tvdb", "episode", re.compile(r"thetvdb\.com/\S*episodes?[/=](\d{1,10})", re.IGNORECASE)),
    ("tvdb", "series", re.compile(r"thetvdb\.com/\S*(?:series|id)[/=](\d{1,10})", re.IGNORECASE)),
)
_ANY = re.compile(r"tt\d|tvmaze|tmdb|tvdb|themoviedb", re.IGNORECASE)
"""What a text has, whichever id it names."""
_PLACE = re.compile(r"/tv/\d+[^/\s]*/season/(\d{1,5})(?:/episode/(\d{1,6}))?", re.IGNORECASE)


def is_any(text: str) -> bool:
    """Tell whether a text may name an id: it names none else."""
    return _ANY.search(text) is not None


def ids(text: str) -> Iterator[Elsewhere]:
    """Give the ids of other places that a text names, by themselves or in an address."""
    if not is_any(text):
        return
    for found in _IMDB.findall(text):
        yield Elsewhere("imdb", found.lower())
    for match in _NUMBERED.finditer(text):
        kinds: dict[str, Kind] = {"series": "series", "show": "series", "episode": "episode"}
        scheme = match["scheme"].lower().removeprefix("the")
        yield Elsewhere(scheme, match["value"], kinds.get((match["kind"] or "").lower()))
    for scheme, kind, pattern in _ADDRESSES:
        for value in pattern.findall(text)[:1]:
            yield Elsewhere(scheme, value, kind)


def place(text: str) -> tuple[int, int | None] | None:
    """Give season and number that TMDB's addresses of episodes have."""
    match = _PLACE.search(text)
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None
