"""Saved answers of TVmaze's API, in every shape that they have had since 2015.

Taken, alone or as recorded calls ({"uri", "body"}): /shows (the index), /shows/:id with whatever
is embedded, /shows/:id/episodes, /seasons/:id/episodes, single episodes, /search/shows, /schedule.
Cast, crew, other titles, images and guests do not say whose they are: those are taken where they
are embedded, or as recorded calls beside their show or episode. Fields that came later may be
missing; fields that we need and that are missing, null or of another type are an error with a
place. Episodes of 2015 and 2019 do not name their show; its title is then read from their address.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from bot.errors import Unreadable
from bot.loaders import tvmaze_facts as facts
from bot.loaders import tvmaze_shapes as shapes
from bot.loaders.files import inflated
from bot.loaders.rejects import Rejects
from bot.loaders.tvmaze_facts import SHOW_LINK, SOURCE, plain
from bot.loaders.tvmaze_shapes import Json
from bot.model import Episode, Ids, Series, SeriesReference

__all__ = ["SOURCE", "decoded", "plain", "read", "read_answer"]

_PART = re.compile(
    r"/(?:shows/(?P<show>\d{1,15})/(?P<of_show>cast|crew|akas|images)"
    r"|episodes/(?P<episode>\d{1,15})/(?P<of_episode>guestcast|guestcrew))(?:\?|$)"
)
_ROWS: dict[str, tuple[type[Any], Callable[[Any], object]]] = {
    "episodes": (shapes.Episode, lambda row: facts.episode(row, SeriesReference(), None)),
    "cast": (shapes.Cast, facts.cast),
    "crew": (shapes.Crew, facts.crew),
    "akas": (shapes.Aka, facts.aka),
    "images": (shapes.Artwork, facts.artwork),
    "guestcast": (shapes.Cast, facts.guest),
    "guestcrew": (shapes.GuestCrew, facts.crew),
}
"""What can be embedded, and how one row of it becomes a value."""
_FAULTS = (msgspec.ValidationError, ValueError, OverflowError)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Series | Episode] = msgspec.json.Decoder(Series | Episode)


class _Item(NamedTuple):
    """A show, an episode or a result, and where in the file it is."""

    value: Any
    place: str
    asked: SeriesReference


class _Part(NamedTuple):
    """Rows of a show or an episode that were asked for by themselves."""

    rows: Any
    place: str


def read_answer(
    content: bytes, file: str, rejects: Rejects | None = None
) -> list[Series | Episode]:
    """Read the series and episodes of one saved answer, which may be gzipped.

    A show, an episode or an embedded row that can't be used goes to the rejects with its place, and
    the rest is given; without rejects it raises Unreadable, as a file that is no answer does.
    """
    return read(decoded(inflated(content, file), file), file, rejects)


def decoded(content: bytes, file: str) -> Any:  # noqa: ANN401 - JSON can be anything
    """Decode an answer; raises Unreadable."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content[:4096].lstrip()[:1] == b"<":
        raise Unreadable(file, "byte 0", "this is a web page, not an answer of TVmaze's API")
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(file, f"one of {len(content)} bytes", str(error)) from error


def read(answer: object, file: str, rejects: Rejects | None = None) -> list[Series | Episode]:
    """Read a decoded answer, as read_answer does."""
    if not isinstance(answer, list) and (reason := _no_item(answer)):
        raise Unreadable(file, "$", reason)
    if answer == []:
        raise Unreadable(file, "$", "there is nothing in it")
    try:
        return _Reading(file, rejects or Rejects(strict=True)).answer(answer)
    except RecursionError as error:
        raise Unreadable(file, "$", "it is nested too deep") from error


class _Reading:
    """One file being read."""

    def __init__(self, file: str, rejects: Rejects) -> None:
        self._file, self._rejects = file, rejects
        self._parts: defaultdict[tuple[str, int], dict[str, _Part]] = defaultdict(dict)
        self._met: set[tuple[str, int]] = set()

    def answer(self, answer: object) -> list[Series | Episode]:
        # All calls are opened before the first show is read: its cast may come after it.
        items = list(self._items(answer, "$", SeriesReference()))
        told = [telling for item in items for telling in self._item(item)]
        for key, parts in self._parts.items():
            for part in parts.values() if key not in self._met else ():
                self._reject(part.place, f"the {key[0]} itself is not in this file")
        return told

    def _items(self, answer: object, place: str, asked: SeriesReference) -> Iterator[_Item]:
        rows = answer if isinstance(answer, list) else [answer]
        if not rows:
            self._reject(place, "there is nothing in it")
        for number, row in enumerate(rows):
            spot = f"{place}[{number}]" if isinstance(answer, list) else place
            if isinstance(row, dict) and {"uri", "body"} <= row.keys():
                yield from self._call(str(row["uri"]), row["body"], f"{spot}.body", asked)
            else:
                yield _Item(row, spot, asked)

    def _call(self, uri: str, body: object, place: str, asked: SeriesReference) -> Iterator[_Item]:
        if isinstance(body, list) and (part := _PART.search(uri)):
            kind = "show" if part["show"] else "episode"
            self._parts[kind, int(part[kind])][part[f"of_{kind}"]] = _Part(body, place)
            return
        if show := SHOW_LINK.search(uri):
            asked = SeriesReference(ids=Ids(tvmaze=int(show[1])))
        yield from self._items(body, place, asked)

    def _item(self, item: _Item) -> list[Series | Episode]:
        if reason := _no_item(item.value):
            self._reject(item.place, reason)
            return []
        parts = self._parts_of(item.value)
        value = _embedding(item.value, parts)
        try:
            return [_checked(telling) for telling in _told(value, item.asked)]
        except _FAULTS:
            return self._rest(self._pruned(value, item.place, parts), item)

    def _rest(self, value: Json, item: _Item) -> list[Series | Episode]:
        """Read what can be used of an item that can't be read whole."""
        tellings = []
        try:
            for telling in _told(value, item.asked):
                try:
                    tellings.append(_checked(telling))
                except _FAULTS as error:
                    self._fault(item.place, error)
        except _FAULTS as error:
            self._fault(item.place, error)
        return tellings

    def _parts_of(self, value: Json) -> dict[str, _Part]:
        number = value.get("id")
        if not self._parts or not isinstance(number, int):
            return {}
        key = ("episode" if _is_episode(value) else "show"), number
        self._met.add(key)
        return self._parts.get(key, {})

    def _pruned(self, value: Json, place: str, parts: dict[str, _Part]) -> Json:
        """Reject the embedded rows that can't be used, each at its own place."""
        embedded = value.get("_embedded")
        if not isinstance(embedded, dict):
            return value
        kept = {
            name: list(
                self._rows(
                    name, rows, parts[name].place if name in parts else f"{place}._embedded.{name}"
                )
            )
            for name, rows in embedded.items()
            if name in _ROWS and isinstance(rows, list)
        }
        return value | {"_embedded": embedded | kept}

    def _rows(self, name: str, rows: list[Any], place: str) -> Iterator[Any]:
        shape, made = _ROWS[name]
        for number, row in enumerate(rows):
            spot = f"{place}[{number}]"
            # An episode may be good but for one of its guests.
            whole = self._pruned(row, spot, {}) if _has_guests(row) else row
            try:
                fact = made(msgspec.convert(whole, shape))
                if isinstance(fact, msgspec.Struct):
                    msgspec.json.decode(_encoder.encode(fact), type=type(fact))
                yield whole
            except _FAULTS as error:
                self._fault(spot, error)

    def _fault(self, place: str, error: Exception) -> None:
        message, _, inner = str(error).partition(" - at ")
        self._reject(place + inner.strip("`").removeprefix("$"), message)

    def _reject(self, place: str, reason: str) -> None:
        self._rejects.add(self._file, place, reason)


def _no_item(value: object) -> str | None:
    """Say why something is neither a show nor an episode nor a result; None when it may be."""
    if not isinstance(value, dict):
        return f"an object was expected, not {type(value).__name__}"
    if value.get("status") == 404 or ("id" not in value and "message" in value):
        return f"TVmaze answered with an error: {str(value.get('message'))[:300]}"
    return None


def _is_episode(value: Json) -> bool:
    return "airdate" in value or "season" in value


def _has_guests(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("_embedded"), dict)


def _embedding(value: Json, parts: dict[str, _Part]) -> Json:
    if not parts:
        return value
    before = value.get("_embedded")
    rows = {name: part.rows for name, part in parts.items()}
    return value | {"_embedded": (before if isinstance(before, dict) else {}) | rows}


def _told(value: Json, asked: SeriesReference) -> Iterator[Series | Episode]:
    """Tell the shapes apart by the keys that only they have."""
    if "score" in value or ("show" in value and "airdate" not in value):
        yield from _show(msgspec.convert(value, shapes.Result).show)
    elif _is_episode(value):
        yield from _single(msgspec.convert(value, shapes.Episode), asked)
    else:
        yield from _show(msgspec.convert(value, shapes.Show))


def _show(show: shapes.Show) -> Iterator[Series | Episode]:
    yield facts.series(show)
    about = SeriesReference(ids=facts.ids(show))
    for episode in show.embedded.episodes if show.embedded else ():
        yield facts.episode(episode, about, show.country)


def _single(episode: shapes.Episode, asked: SeriesReference) -> Iterator[Series | Episode]:
    show = episode.show or (episode.embedded.show if episode.embedded else None)
    if show:
        yield from _show(show)
        yield facts.episode(episode, SeriesReference(ids=facts.ids(show)), show.country)
    else:
        yield facts.episode(episode, facts.reference(episode, asked), None)


def _checked(telling: Series | Episode) -> Series | Episode:
    # The limits of our values are kept where they are decoded, not where they are made.
    return _decoder.decode(_encoder.encode(telling))
