"""Ratings and reviews in files that members bring: ours, IMDb's and Trakt's, told by their look.

Ours are the records of bot.render.export, in a list or one a line:
{"record": "rating", "thing": {"kind": "episode", "ids": {"imdb": "tt1597909"}, "season": 9,
"number": 5, "title": "...", "series": {"title": "Mayday", "year": 2003, "ids": {...}}},
"rating": 8, "at": "2026-11-27T12:00:00+00:00"}; a "review" or a "draft" has headline, body and
spoiler besides; other records are passed over. IMDb's are the CSV of "Your ratings" > "Export" with
the columns Const, Your Rating, Date Rated, Title, Title Type and Year; Trakt's the lists
ratings-episodes.json and ratings-shows.json.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec

from bot.errors import Unreadable
from bot.folding import storable
from bot.loaders import sheets
from bot.loaders.rejects import Rejects
from bot.model import Kind, Number, Year
from bot.opinions import Named, Opinion
from bot.reviews import BODY, EVERYWHERE, HEADLINE, Words

MOST = 100_000
"""Rows that a file may have."""
_LONGEST = 100_000
"""Characters that a line may have; a review of ours has 4,000."""
_WINDOW = 1 << 20
"""Characters of a list that are looked at together: none of its entries may have more."""
_IMDB = re.compile(r"tt[0-9]{7,10}")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_KINDS: Mapping[str, Kind] = {
    "tvepisode": "episode", "tvseries": "series", "tvminiseries": "series",
}  # fmt: skip
_COLUMNS = {"const": "Const", "yourrating": "Your Rating"}
_GAP = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()

Stars = Annotated[int, msgspec.Meta(ge=1, le=10)]
Word = Annotated[str, msgspec.Meta(max_length=500)]
Ids = dict[str, str | int | None]


class _Series(msgspec.Struct):
    title: Word | None = None
    year: Year | None = None
    ids: Ids = {}


class _Thing(_Series):
    kind: Literal["series", "episode"] = "episode"
    season: Number | None = None
    number: Number | None = None
    series: _Series | None = None


class _Ours(msgspec.Struct):
    record: str
    thing: _Thing | None = None
    rating: Stars | None = None
    at: str | None = None
    place: str | int = EVERYWHERE
    state: str = "published"
    headline: Annotated[str, msgspec.Meta(max_length=HEADLINE)] = ""
    body: Annotated[str, msgspec.Meta(max_length=BODY)] = ""
    spoiler: bool = False
    language: Annotated[str, msgspec.Meta(max_length=20)] | None = None


class _Trakt(msgspec.Struct):
    rating: Stars
    rated_at: str | None = None
    type: str = ""
    show: _Series | None = None
    episode: _Thing | None = None


def read(content: bytes, file: str, rejects: Rejects) -> Iterator[Opinion]:
    """Give the ratings and reviews of a file; rows that can't be used are rejects.

    Raises Unreadable for what is none of the three, and where there are more than 100,000 rows.
    """
    text = _text_of(content, file)
    start = text.lstrip()[:1]
    if start == "[":
        rows: Iterator[Opinion] = _records(_entries(text, file), file, rejects)
    elif start == "{":
        rows = _records(_lines(_of_lines(text, file)), file, rejects)
    else:
        rows = _imdb(_of_lines(text, file), file, rejects)
    for count, one in enumerate(rows, 1):
        if count + rejects.count > MOST:
            raise Unreadable(file, one.line, f"it has more than {MOST:,} rows")
        yield one


def _text_of(content: bytes, file: str) -> str:
    if not content.strip():
        raise Unreadable(file, "byte 0", "there is nothing in it")
    if content.startswith((b"PK", b"%PDF", b"<")):
        raise Unreadable(file, "byte 0", "it is no CSV or JSON: take the file out of its archive")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = "it is not UTF-8; save it as UTF-8"
        raise Unreadable(file, f"byte {error.start}", reason) from error
    if (nul := text.find("\0")) >= 0:
        raise Unreadable(file, f"character {nul}", "there is a NUL in it")
    return text


def _of_lines(text: str, file: str) -> str:
    """Refuse what would be read for long: too many lines, even if nothing is in them, or long ones.

    Whoever reads one line without end has everybody wait for it.
    """
    if text.count("\n") > 2 * MOST:
        raise Unreadable(file, f"line {2 * MOST}", f"it has more than {MOST:,} rows")
    at = number = 0
    while at < len(text):
        number += 1
        end = text.find("\n", at, at + _LONGEST)
        if end < 0 and len(text) - at > _LONGEST:
            reason = f"the line has more than {_LONGEST:,} characters"
            raise Unreadable(file, f"line {number}", reason)
        at = end + 1 if end >= 0 else len(text)
    return text


def _lines(text: str) -> Iterator[tuple[str, Any]]:
    for number, found in enumerate(re.finditer(r"[^\n]+", text), 1):
        line = found[0].strip()
        if not line:
            continue
        try:
            yield f"line {number}", json.loads(line)
        except (ValueError, RecursionError):
            yield f"line {number}", None


def _entries(text: str, file: str) -> Iterator[tuple[str, Any]]:
    """Give the entries of a list one by one: who decodes all at once keeps everybody waiting."""
    start, at, number = 0, text.index("[") + 1, 0
    window = text[:_WINDOW]
    while True:
        at += len(_GAP.match(window, at)[0])  # type: ignore[index]  # it matches nothing as well
        if start + len(window) < len(text) and len(window) - at < _WINDOW // 2:
            start, at = start + at, 0
            window = text[start : start + _WINDOW]
            continue
        if window[at : at + 1] == "]":
            return
        number += 1
        try:
            found, at = _DECODER.raw_decode(window, at)
        except (ValueError, RecursionError) as error:
            place = f"entry {number}, character {start + at}"
            raise Unreadable(file, place, "it is no JSON from here on") from error
        yield f"entry {number}", found


def _records(rows: Iterator[tuple[str, Any]], file: str, rejects: Rejects) -> Iterator[Opinion]:
    for line, row in rows:
        try:
            if (one := _ours(line, row) if _is_ours(row) else _trakt(line, row)) is not None:
                yield one
        except (ValueError, RecursionError) as error:
            rejects.add(file, line, _short(error))
            if rejects.count > MOST:
                raise Unreadable(file, line, f"it has more than {MOST:,} rows") from error


def _short(error: Exception) -> str:
    return str(error)[:200]


def _is_ours(row: object) -> bool:
    return isinstance(row, dict) and "record" in row


def _ours(line: str, row: object) -> Opinion | None:
    told = msgspec.convert(row, _Ours)
    if told.record not in {"rating", "review", "draft"} or told.state == "deleted":
        return None
    if told.thing is None:
        raise ValueError("it does not say what it is of")
    at, place = _moment(told.at), _place(told.place)
    named = _named(told.thing, told.thing.series)
    if told.record == "rating":
        if told.rating is None:
            raise ValueError("there is no rating in it")
        return Opinion(line, named, told.rating, at, None, place)
    if not told.body.strip():
        raise ValueError("there is no text in it")
    words = Words(
        storable(told.headline), storable(told.body), told.rating, told.spoiler, told.language
    )
    return Opinion(line, named, None, at, words, place)


def _trakt(line: str, row: object) -> Opinion:
    if not isinstance(row, dict):
        raise ValueError("it is no record")  # noqa: TRY004 - one of the reasons of a reject
    if other := row.keys() & {"movie", "season"}:
        title = _told(row, "show" if "show" in row else min(other))
        raise ValueError(f"it is a rating of a {min(other)}{title}, not of an episode or a series")
    told = msgspec.convert(row, _Trakt)
    at = _moment(told.rated_at)
    if told.episode is not None:
        return Opinion(line, _named(told.episode, told.show), told.rating, at)
    if told.show is None:
        raise ValueError("it does not say what it is of")
    show = _Thing(told.show.title, told.show.year, told.show.ids, kind="series")
    return Opinion(line, _named(show, None), told.rating, at)


def _told(row: Mapping[str, Any], key: str) -> str:
    """Quote the title of what stands in a row, as far as there is one."""
    found = row[key]
    return _quoted(found.get("title")) if isinstance(found, dict) else ""


def _quoted(title: object) -> str:
    return f" (“{title[:80]}”)" if isinstance(title, str) and title else ""


def _named(told: _Thing, series: _Series | None) -> Named:
    if told.kind == "series":
        return Named("series", _ids(told.ids), _name(told.title), told.year)
    of = series or _Series()
    return Named(
        "episode", _ids(told.ids), _name(told.title), of.year, _name(of.title), _ids(of.ids),
        told.season, told.number,
    )  # fmt: skip


def _ids(told: Ids) -> tuple[tuple[str, str], ...]:
    every = {scheme: str(told.get(scheme)) for scheme in ("imdb", "tvmaze", "tmdb", "tvdb")}
    return tuple(
        (scheme, value)
        for scheme, value in every.items()
        if (_IMDB if scheme == "imdb" else _NUMBER).fullmatch(value)
    )


def _name(text: str | None) -> str | None:
    return storable(text) or None if text else None


def _place(told: str | int) -> int:
    text = str(told)
    if not re.fullmatch(r"[0-9]{1,19}", text) or int(text) >= 1 << 63:
        raise ValueError(f"place: the number of a server is expected, not {text[:40]!r}")
    return int(text)


def _moment(told: str | None) -> str | None:
    """Give a moment in UTC, to the second; a day begins at midnight."""
    if not told:
        return None
    try:
        moment = datetime.fromisoformat(told.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise ValueError(f"a moment as 2026-11-27 is expected, not {told[:40]!r}") from None


def _imdb(text: str, file: str, rejects: Rejects) -> Iterator[Opinion]:
    table = sheets.rows(text, file, rejects)
    header = next(table, None)
    names = ["".join(cell.casefold().split()) for cell in header.cells] if header else []
    for column, name in _COLUMNS.items():
        if column not in names:
            reason = f"there is no column “{name}”: it is no list of ratings of IMDb's"
            raise Unreadable(file, "line 1", reason)
    for line, cells in table:
        row = dict(zip(names, cells, strict=False))
        try:
            yield _rated(f"line {line}", row)
        except ValueError as error:
            rejects.add(file, f"line {line}", _short(error))
            if rejects.count > MOST:
                raise Unreadable(file, f"line {line}", f"it has more than {MOST:,} rows") from error


def _rated(line: str, row: Mapping[str, str]) -> Opinion:
    kind = _KINDS.get("".join(row.get("titletype", "").casefold().split()))
    if kind is None and row.get("titletype"):
        title = _quoted(row.get("title"))
        raise ValueError(
            f"it is of a {row['titletype'][:40]}{title}, not of an episode or a series"
        )
    if not _IMDB.fullmatch(row["const"]):
        raise ValueError(f"an id as tt0386950 is expected, not {row['const'][:40]!r}")
    stars = row.get("yourrating", "")
    if not re.fullmatch(r"[1-9]|10", stars):
        raise ValueError(f"a rating from 1 to 10 is expected, not {stars[:40]!r}")
    year = row.get("year", "")
    told = int(year) if re.fullmatch(r"[12][0-9]{3}", year) and kind == "series" else None
    named = Named(kind, (("imdb", row["const"]),), row.get("title", "")[:500] or None, told)
    return Opinion(line, named, int(stars), _moment(row.get("daterated")))
