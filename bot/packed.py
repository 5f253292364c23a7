"""What IMDb alone says about a series or an episode, in few bytes: one column of its row.

Ten million episodes as JSON would be tens of gigabytes. Packed, the first line holds rating, the
original title where it is another, runtime and genres; then follow other titles and credits:

    7.9 TAB original title TAB 44 TAB Crime,Drama LF
    t  DE TAB de TAB Der erfundene Hafen TAB note LF                 (another title)
    A  ordering (1 byte)  person (4 bytes, little end first)  job TAB characters LF
    a  ordering (1 byte)  person (5 bytes)  job TAB characters LF

The first byte of a credit is its category, a small letter where the person has five bytes: those of
more than 32 bits, and all in what earlier versions packed. Characters are a JSON list of texts
without its ends. The people whom they name are packed as well: how far each id is behind the first
(4 bytes), then the names, a line each.
What stands in the row itself (title, season, number, year, votes) is not said again.
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from bot.model import (
    PERSON_IDS,
    Credit,
    Episode,
    Ids,
    Numbering,
    Rating,
    Release,
    Series,
    SeriesKind,
    SeriesReference,
    Spec,
    Title,
    imdb_id,
    stamped,
)

SOURCE = "IMDb"
CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "actor": "a",
        "actress": "b",
        "self": "s",
        "archive_footage": "f",
        "archive_sound": "g",
        "director": "d",
        "writer": "w",
        "producer": "p",
        "composer": "m",
        "cinematographer": "c",
        "editor": "e",
        "production_designer": "n",
        "casting_director": "k",
    }
)
"""IMDb's category words and their byte; "?" stands for any other, whose word begins the job."""
_WORDS = {code: category for category, code in CATEGORIES.items()}
_DEPARTMENTS = {
    "director": "direction",
    "writer": "writing",
    "producer": "production",
    "composer": "music",
    "cinematographer": "camera",
}
_CAST = frozenset({"actor", "actress", "self", "archive_footage", "archive_sound"})
_TITLE = ord("t")
"""The first byte of another title."""
LARGE = 0x20
"""The bit of a category that is set where the person has five bytes."""
_HEAD = 6
"""Bytes of a credit before its text, one less than of a person with five bytes."""


CROWD = 64
"""People in one row of the store: as many as make a look-up cheap and a row worth its overhead."""

SeriesRow = tuple[int, str, str, int | None, int | None, str, int, bytes]
"""id, title, kind, start_year, end_year, status, popularity, packed: as the store has it."""
EpisodeRow = tuple[int, int, int | None, int | None, str, str, str | None, int, bytes]
"""id, series, season, number, title, kind, date, popularity, packed: as the store has it."""


EMPTY = b"\t\t\t\n"
"""Packed: nothing is known."""


_DATED = re.compile(r"Episode dated (\d{1,2}) (\w+) (\d{4})", re.ASCII)
_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Row(NamedTuple):
    """A row of the store as it is unpacked; `series` and `number` are None for a series."""

    id: int
    title: str | None
    kind: str
    start_year: int | None
    end_year: int | None
    popularity: int
    packed: bytes
    series: int | None = None
    season: int | None = None
    number: int | None = None
    date: str | None = None


class _Part(NamedTuple):
    category: str
    ordering: int
    person: int
    job: str | None
    characters: tuple[str, ...]


class Measured(NamedTuple):
    """The two numbers in a packed telling: IMDb's rating and the minutes that it runs."""

    rating: float | None
    runtime: int | None


def measured(packed: bytes) -> Measured:
    """Read rating and runtime out of a packed telling, and nothing else of it."""
    rating, _, runtime, _ = packed[: packed.index(b"\n")].split(b"\t")
    return Measured(float(rating) if rating else None, int(runtime) if runtime else None)


def people_of(packed: bytes) -> list[int]:
    """Give the permanent ids of the people named in a packed telling."""
    return [PERSON_IDS + part.person for part in _parts(_lines(packed))]


def credits_of(packed: bytes, person: int) -> list[Credit]:
    """Give what one person did, by the permanent id, in a packed telling; without their name."""
    parts = [one for one in _parts(_lines(packed)) if PERSON_IDS + one.person == person]
    return list(_credits(parts, {}))


def credit_of(code: int, ordering: int, person: int) -> bytes:
    """Pack a credit without job and characters."""
    large = person >= 1 << 32
    head = bytes([code if large else code ^ LARGE, ordering])
    return head + person.to_bytes(4 + large, "little") + b"\n"


def crowd(people: Sequence[int], names: Sequence[bytes]) -> tuple[int, bytes]:
    """Pack people, sorted by their ids, and their names as a row of the store.

    The last id may be 2**32 - 1 behind the first one.
    """
    first = people[0]
    behind = struct.pack(f"<B{len(people)}I", len(people), *[one - first for one in people])
    return first, behind + b"\n".join(names)


def name_in(first: int, body: bytes, person: int) -> str | None:
    """Give the name of a person out of a packed crowd, None if the person is not in it."""
    count = body[0]
    behind = struct.unpack_from(f"<{count}I", body, 1)
    if person - first not in behind:
        return None
    return body[1 + 4 * count :].split(b"\n")[behind.index(person - first)].decode()


@lru_cache(1 << 16)
def dated(title: str) -> str | None:
    """Read the day (YYYY-MM-DD) in "Episode dated 6 October 2010", which says nothing else."""
    if not (told := _DATED.fullmatch(title)):
        return None
    try:
        return date(int(told[3]), _MONTHS.index(told[2]), int(told[1])).isoformat()
    except ValueError:
        return None


def titles_in(lines: bytes) -> list[Title]:
    """Give the other titles in packed lines, which may be any lines but the first."""
    return list(_titles(_lines_of(lines)))


def unpack(row: Row, names: Mapping[int, str]) -> Series | Episode:
    """Make a telling of a packed row; `names` are people's by their permanent id."""
    fields = _fields(row, names)
    if row.series is None:
        mini: SeriesKind = "mini-series" if row.kind == "mini-series" else "series"
        return stamped(
            Series(kind=mini, start_year=row.start_year, end_year=row.end_year, **fields)
        )
    (_, _, runtime, _), _ = _split(row.packed)
    numberings = (
        (Numbering(season=row.season, number=row.number),) if row.number is not None else ()
    )
    return stamped(
        Episode(
            series=SeriesReference(ids=Ids(imdb=imdb_id(row.series))),
            kind="special" if row.season == 0 else "regular",
            runtime=int(runtime) if runtime else None,
            numberings=numberings,
            releases=(Release(date=row.date),) if row.date else (),
            **fields,
        )
    )


def _fields(row: Row, names: Mapping[int, str]) -> dict[str, Any]:
    (rating, original, _, genres), rest = _split(row.packed)
    lines = list(_lines_of(rest))
    imdb = imdb_id(row.id)
    titles = [Title(text=row.title)] if row.title else []
    titles += [Title(text=original, kind="original")] if original else []
    return {
        "source": SOURCE,
        "url": f"https://www.imdb.com/title/{imdb}/",
        "ids": Ids(imdb=imdb),
        "titles": (*titles, *_titles(lines)),
        "credits": tuple(_credits(_parts(lines), names)),
        "specs": tuple(Spec(name="genre", value=genre) for genre in genres.split(",") if genre),
        "ratings": (Rating(value=float(rating), votes=row.popularity),) if rating else (),
    }


def _split(packed: bytes) -> tuple[list[str], bytes]:
    first, _, rest = packed.partition(b"\n")
    return first.decode().split("\t"), rest


def _lines(packed: bytes) -> Iterator[bytes]:
    return _lines_of(_split(packed)[1])


def _lines_of(rest: bytes) -> Iterator[bytes]:
    """Part what follows the first line: a person's bytes may look like the end of a line."""
    at = 0
    while at < len(rest):
        head = 1 if rest[at] == _TITLE else _head(rest[at])
        end = rest.index(b"\n", at + head)
        yield rest[at:end]
        at = end + 1


def _head(code: int) -> int:
    return _HEAD + (code & LARGE == LARGE)


def _titles(lines: Iterable[bytes]) -> Iterator[Title]:
    for line in lines:
        if line[0] == _TITLE:
            region, language, text, note = line[1:].decode().split("\t")
            yield Title(
                text=text,
                kind="alternative",
                country=region or None,
                language=language or None,
                note=note or None,
            )


def _parts(lines: Iterable[bytes]) -> list[_Part]:
    """Give the credits in billing order, each of a person's categories once."""
    found: dict[tuple[str, int], _Part] = {}
    for line in lines:
        if line[0] != _TITLE:
            part = _part(line)
            known = found.get((part.category, part.person))
            if known is None or (part.characters and part.characters != known.characters):
                found[part.category, part.person] = part
    return sorted(found.values(), key=lambda part: part.ordering)


def _part(line: bytes) -> _Part:
    head = _head(line[0])
    text = line[head:].decode()
    category = _WORDS.get(chr(line[0] | LARGE))
    if category is None:
        category, _, text = text.partition("\t")
    job, _, characters = text.partition("\t")
    person = int.from_bytes(line[2:head], "little")
    return _Part(category, line[1], person, job or None, _characters(characters))


def _characters(inside: str) -> tuple[str, ...]:
    if not inside:
        return ()
    try:
        told = msgspec.json.decode(f'["{inside}"]', type=tuple[str, ...])
    except msgspec.DecodeError:
        told = (inside,)  # quoted in another way than IMDb does: shown as it stands
    return told


def _credits(parts: Iterable[_Part], names: Mapping[int, str]) -> Iterator[Credit]:
    for part in parts:
        cast = part.category in _CAST
        # "Self" alone is what `himself` says already.
        character = " / ".join(part.characters).removeprefix("Self - ")
        yield Credit(
            name=names.get(PERSON_IDS + part.person),
            ids=Ids(imdb=f"nm{part.person:07}"),
            department=_department(part.category),
            character=(character if character != "Self" else None) or None,
            job=None if cast else part.job or part.category.replace("_", " ").capitalize(),
            himself=part.category == "self",
            archive_footage=part.category in {"archive_footage", "archive_sound"},
        )


def _department(category: str) -> Any:  # noqa: ANN401 - one of the words that Credit takes
    return "cast" if category in _CAST else _DEPARTMENTS.get(category, "crew")
