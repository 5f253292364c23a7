"""Saved answers of TVmaze's API, in every shape that they have had since 2015.

Taken, alone or as recorded calls ({"uri", "body"}): /shows (the index), /shows/:id with or
without embedded episodes and cast, /shows/:id/episodes, single episodes, /search/shows, /schedule.
Fields that came later may be missing; fields that we need and that are missing, null or of another
type are an error with a place. Episodes of 2015 and 2019 do not name their show; its title is then
read from their address.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.errors import Unreadable
from bot.model import (
    Company,
    Credit,
    Episode,
    EpisodeKind,
    Ids,
    Image,
    Numbering,
    Plot,
    Rating,
    Release,
    Series,
    SeriesReference,
    Status,
    Title,
)

SOURCE = "TVmaze"

_STATUS: dict[str, Status] = {
    "Running": "running",
    "Ended": "ended",
    "To Be Determined": "running",
    "In Development": "announced",
}
_LANGUAGE = {
    "English": "en", "German": "de", "French": "fr", "Spanish": "es", "Italian": "it",
    "Japanese": "ja", "Korean": "ko", "Chinese": "zh", "Danish": "da", "Swedish": "sv",
    "Norwegian": "no", "Dutch": "nl", "Turkish": "tr", "Portuguese": "pt", "Russian": "ru",
}  # fmt: skip
_SHOW_LINK = re.compile(r"/shows/(\d{1,15})")
_BREAK = re.compile(r"<(?:p|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_SLUG = re.compile(r"/episodes/\d+/(?P<show>.+?)-(?:\d+x\d+|s\d+-special|\d{4}-\d\d-\d\d)(?:-|$)")


class _Country(msgspec.Struct):
    code: str | None = None


class _Network(msgspec.Struct):
    name: str
    country: _Country | None = None


class _Picture(msgspec.Struct):
    original: str | None = None
    medium: str | None = None


class _Average(msgspec.Struct):
    average: float | None = None


class _Externals(msgspec.Struct):
    thetvdb: int | None = None
    imdb: str | None = None


class _Person(msgspec.Struct):
    id: int
    name: str


class _Character(msgspec.Struct):
    name: str


class _Cast(msgspec.Struct):
    person: _Person
    character: _Character
    self: bool = False
    voice: bool = False


class _Link(msgspec.Struct):
    href: str
    name: str | None = None


class _Links(msgspec.Struct):
    show: _Link | None = None


class _Episode(msgspec.Struct, kw_only=True):
    id: int
    url: str
    name: str
    season: int
    number: int | None = None
    type: str | None = None
    airdate: str | None = None
    airtime: str | None = None
    airstamp: str | None = None
    runtime: int | None = None
    rating: _Average | None = None
    image: _Picture | None = None
    summary: str | None = None
    show: "_Show | None" = None
    links: _Links | None = msgspec.field(name="_links", default=None)


class _Embedded(msgspec.Struct):
    episodes: list[_Episode] = []
    cast: list[_Cast] = []


class _Show(msgspec.Struct, kw_only=True):
    id: int
    url: str
    name: str
    language: str | None = None
    status: str | None = None
    premiered: str | None = None
    ended: str | None = None
    network: _Network | None = None
    web_channel: _Network | None = msgspec.field(name="webChannel", default=None)
    rating: _Average | None = None
    externals: _Externals | None = None
    image: _Picture | None = None
    summary: str | None = None
    embedded: _Embedded | None = msgspec.field(name="_embedded", default=None)

    @property
    def country(self) -> str | None:
        network = self.network or self.web_channel
        return network.country.code if network and network.country else None


class _Result(msgspec.Struct):
    show: _Show


def read_answer(content: bytes, file: str) -> list[Series | Episode]:
    """Read the series and episodes of one saved answer; raises Unreadable with the place."""
    try:
        return list(_answer(_decoded(content, file), file, "$", SeriesReference()))
    except RecursionError as error:
        raise Unreadable(file, "$", "it is nested too deep") from error


def _answer(
    answer: object, file: str, place: str, reference: SeriesReference
) -> Iterator[Series | Episode]:
    items = answer if isinstance(answer, list) else [answer]
    if not items:
        raise Unreadable(file, place, "there is nothing in it")
    for number, item in enumerate(items):
        spot = f"{place}[{number}]" if isinstance(answer, list) else place
        if isinstance(item, dict) and {"uri", "body"} <= item.keys():
            asked = _SHOW_LINK.search(str(item["uri"]))
            about = SeriesReference(ids=Ids(tvmaze=int(asked[1]))) if asked else reference
            yield from _answer(item["body"], file, f"{spot}.body", about)
        else:
            yield from _read(item, file, spot, reference)


def _decoded(content: bytes, file: str) -> Any:  # noqa: ANN401 - JSON can be anything
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.lstrip()[:1] == b"<":
        raise Unreadable(file, "byte 0", "this is a web page, not an answer of TVmaze's API")
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(file, f"one of {len(content)} bytes", str(error)) from error


def _read(
    item: object, file: str, place: str, reference: SeriesReference
) -> Iterator[Series | Episode]:
    """Tell the shapes apart by the keys that only they have."""
    if not isinstance(item, dict):
        raise Unreadable(file, place, f"an object was expected, not {type(item).__name__}")
    try:
        if item.get("status") == 404 or ("id" not in item and "message" in item):
            raise Unreadable(file, place, f"TVmaze answered with an error: {item.get('message')}")
        if "score" in item or ("show" in item and "airdate" not in item):
            told = _show(msgspec.convert(item, _Result).show)
        elif "airdate" in item or "season" in item:
            told = _single(msgspec.convert(item, _Episode), reference)
        else:
            told = _show(msgspec.convert(item, _Show))
        for telling in told:
            # The limits of our values are kept where they are decoded, not where they are made.
            yield msgspec.json.decode(msgspec.json.encode(telling), type=type(telling))
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        message, _, inner = str(error).partition(" - at ")
        raise Unreadable(file, place + inner.strip("`").removeprefix("$"), message) from error


def _show(show: _Show) -> Iterator[Series | Episode]:
    embedded = show.embedded or _Embedded()
    network = show.network or show.web_channel
    yield Series(
        source=SOURCE,
        url=show.url,
        ids=_ids(show),
        titles=(Title(text=_text(show.name)),),
        status=_STATUS.get(show.status or "", "unknown"),
        start_year=_year(show.premiered),
        end_year=_year(show.ended),
        language=_LANGUAGE.get(show.language or ""),
        credits=tuple(_credit(row) for row in embedded.cast),
        plots=_plots(show.summary),
        companies=(Company(name=network.name, kind="network", country=show.country),)
        if network
        else (),
        images=_images(show.image, "poster", show.name),
        ratings=_ratings(show.rating),
    )
    for episode in embedded.episodes:
        yield _episode(episode, SeriesReference(ids=_ids(show)), show.country)


def _single(episode: _Episode, asked: SeriesReference) -> Iterator[Series | Episode]:
    if episode.show:
        yield from _show(episode.show)
        reference = SeriesReference(ids=_ids(episode.show))
        yield _episode(episode, reference, episode.show.country)
    else:
        yield _episode(episode, _reference(episode, asked), None)


def _reference(episode: _Episode, asked: SeriesReference) -> SeriesReference:
    link = episode.links.show if episode.links else None
    if link and (found := _SHOW_LINK.search(link.href)):
        return SeriesReference(ids=Ids(tvmaze=int(found[1])), title=link.name)
    slug = _SLUG.search(urlsplit(episode.url).path)
    title = slug["show"].replace("-", " ").title() if slug else None
    return msgspec.structs.replace(asked, title=title)


def _episode(episode: _Episode, reference: SeriesReference, country: str | None) -> Episode:
    numbered = episode.number is not None
    return Episode(
        source=SOURCE,
        url=episode.url,
        ids=Ids(tvmaze=episode.id),
        series=reference,
        kind=_kind(episode),
        runtime=episode.runtime or None,
        titles=(Title(text=_text(episode.name)),),
        numberings=(Numbering(season=episode.season, number=episode.number or 0),)
        if numbered
        else (),
        releases=_releases(episode, country),
        plots=_plots(episode.summary),
        images=_images(episode.image, "still", episode.name),
        ratings=_ratings(episode.rating),
    )


def _kind(episode: _Episode) -> EpisodeKind:
    special = episode.number is None or (episode.type or "regular") != "regular"
    return "special" if special else "regular"


def _releases(episode: _Episode, country: str | None) -> tuple[Release, ...]:
    """Give the first date; the moment only where an air time is known, never a made-up midnight."""
    if not episode.airdate:
        return ()
    moment = None
    if episode.airstamp and episode.airtime:
        moment = datetime.fromisoformat(episode.airstamp)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment  # refused by Release
    datetime.fromisoformat(episode.airdate)
    return (Release(date=episode.airdate, moment=moment, country=country),)


def _ids(show: _Show) -> Ids:
    externals = show.externals or _Externals()
    return Ids(tvmaze=show.id, imdb=externals.imdb or None, tvdb=externals.thetvdb)


def _credit(row: _Cast) -> Credit:
    return Credit(
        name=row.person.name,
        ids=Ids(tvmaze=row.person.id),
        character=row.character.name,
        himself=row.self,
        voice=row.voice,
    )


def _plots(summary: str | None) -> tuple[Plot, ...]:
    text = plain(summary or "")
    return (Plot(text=text),) if text else ()


def _images(picture: _Picture | None, kind: Any, name: str) -> tuple[Image, ...]:  # noqa: ANN401
    url = picture and (picture.original or picture.medium)
    return (Image(url=url, kind=kind, alt=f"{kind.capitalize()} of {name}"),) if url else ()


def _ratings(rating: _Average | None) -> tuple[Rating, ...]:
    return (Rating(value=rating.average),) if rating and rating.average is not None else ()


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def _text(text: str) -> str:
    """Take out what no title has: NUL and other controls, blanks at the ends."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip() or "Untitled"


def plain(html: str) -> str:
    """Turn a summary into plain text: paragraphs stay apart, everything else becomes words."""
    # html.parser takes minutes for 40 kB of "<a b="; these take each sign once.
    text = unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
