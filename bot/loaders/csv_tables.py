"""Tables of CSV with a header: episodes, cast, releases or offers (data/starter/FORMAT.md).

The header tells the kind; columns are known by name, in any order. Each row names its series and
its episode; all rows about one episode become one telling.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any, get_args

from rapidfuzz import fuzz, process

from bot.errors import Unreadable
from bot.loaders import cells, sheets
from bot.loaders.cells import Cell, shown
from bot.loaders.gathering import SCHEMES, Facts, Gathering
from bot.loaders.rejects import Rejects
from bot.model import Credit, Episode, EpisodeKind, Fact, Ids, Offer, Plot, Release, Series, Title

SOURCE = "table"
"""Who tells, where a row does not say it."""

_SERIES: dict[str, Cell] = {
    "series": cells.NAME,
    "series_year": cells.YEAR,
    "series_imdb": cells.TITLE_ID,
    "series_tvmaze": cells.COUNT,
    "series_tmdb": cells.COUNT,
    "series_tvdb": cells.COUNT,
}
_EPISODE: dict[str, Cell] = {
    "season": cells.NUMBER,
    "number": cells.NUMBER,
    "title": cells.NAME,
    "imdb": cells.TITLE_ID,
    "tvmaze": cells.COUNT,
    "tmdb": cells.COUNT,
    "tvdb": cells.COUNT,
}
_ONCE: dict[str, Cell] = {
    "kind": cells.one_of(get_args(EpisodeKind)),
    "runtime": cells.MINUTES,
    "url": cells.TEXT,
}
"""Columns of a table of episodes of which an episode can have one value only."""
_DEPARTMENTS = ("cast", "direction", "writing", "production", "camera", "music", "crew")
_WAYS = ("rent", "buy", "subscription", "free", "ads")
_OWN: dict[str, dict[str, Cell]] = {
    "episodes": {
        **_ONCE,
        "date": cells.day,
        "country": cells.COUNTRY,
        "original_title": cells.NAME,
        "outline": cells.TEXT,
    },
    "cast": {
        "name": cells.NAME,
        "character": cells.TEXT,
        "department": cells.one_of(_DEPARTMENTS),
        "job": cells.TEXT,
        "guest": cells.flag,
        "voice": cells.flag,
        "uncredited": cells.flag,
        "credited_as": cells.TEXT,
        "person_imdb": cells.PERSON_ID,
    },
    "releases": {"date": cells.day, "country": cells.COUNTRY, "note": cells.TEXT},
    "offers": {
        "provider": cells.NAME,
        "country": cells.COUNTRY,
        "kind": cells.one_of(_WAYS),
        "price": str,
        "currency": cells.currency,
        "quality": cells.TEXT,
        "url": cells.TEXT,
        "seen": cells.whole_day,
    },
}
KINDS = tuple(_OWN)
"""The kinds of tables that there are."""
COLUMNS = {kind: {**_SERIES, **_EPISODE, **own, "source": cells.NAME} for kind, own in _OWN.items()}
"""The columns of each kind, and what their cells may hold."""
_NEEDED = {"episodes": (), "cast": (), "releases": ("date",),
           "offers": ("provider", "country", "kind")}  # fmt: skip

_EXAMPLE = {
    "series": "Mayday", "series_year": "2003", "series_imdb": "tt0386950", "season": "9",
    "number": "5", "title": "Target Is Destroyed", "imdb": "tt1597909", "source": SOURCE,
}  # fmt: skip
_OWN_EXAMPLES = {
    "episodes": {"kind": "regular", "runtime": "60", "date": "2010-10-06", "country": "CA",
                 "outline": "An airliner strays into Soviet airspace."},
    "cast": {"name": "Denis Akiyama", "character": "Captain - Flight 007", "department": "cast",
             "guest": "yes", "voice": "no", "uncredited": "no"},
    "releases": {"date": "2010-10-06", "country": "CA", "note": "first shown"},
    "offers": {"provider": "Prime Video", "country": "US", "kind": "buy", "price": "1.99",
               "currency": "USD", "quality": "SD", "seen": "2026-11-01"},
}  # fmt: skip


def read_csv(
    content: bytes, file: str, rejects: Rejects, *, encoding: str | None = None
) -> list[Series | Episode]:
    """Read the tellings of one table, UTF-8 unless `encoding` says otherwise.

    All facts about one episode are in one telling, in the order of their rows. A row that can't be
    used is a reject, with the line in which it begins and the column. Raises Unreadable when the
    text, its quotes or its header are not what they should be, or when there are no rows.
    """
    table = sheets.rows(sheets.decoded(content, file, encoding), file, rejects)
    header = next(table, None)
    if header is None:
        raise Unreadable(file, "line 1", "there is no header in it")
    try:
        columns = _columns(header.cells)
        kind = _kind(columns)
    except ValueError as error:
        raise Unreadable(file, f"line {header.line}", str(error)) from error
    gathering, line, before = Gathering(), header.line, rejects.count
    for line, cells_of_row in table:
        try:
            _add(gathering, kind, _values(kind, columns, cells_of_row), line)
        except ValueError as error:
            rejects.add(file, f"line {line}", str(error))
    if line == header.line and rejects.count == before:
        raise Unreadable(file, f"line {line}", "there are no rows under the header")
    return list(gathering.tellings())


def template(kind: str) -> str:
    """Give the header of a kind of table (one of KINDS) and one row as an example."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS[kind], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow({**_EXAMPLE, **_OWN_EXAMPLES[kind]})
    return text.getvalue()


def _columns(header: Sequence[str]) -> list[str]:
    """Bring the names in a header to their plain form; columns without one stay empty."""
    plain = {name.replace("_", ""): name for columns in COLUMNS.values() for name in columns}
    columns = []
    for cell in header:
        folded = "".join(cell.casefold().split())
        name = plain.get(folded.replace("_", ""), folded)
        if name and name in columns:
            raise ValueError(f"two columns are called {name}")
        columns.append(name)
    return columns


def _kind(columns: Sequence[str]) -> str:
    """Tell the kind of a table: the one that knows the most of its columns."""
    kind = max(KINDS, key=lambda one: len(COLUMNS[one].keys() & set(columns)))
    known = COLUMNS[kind]
    for name in columns:
        if name and name not in known:
            near = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=60)
            meant = f"; {near[0]} may be meant" if near else ""
            raise ValueError(
                f"there is no column {shown(name)} in a table of {kind}{meant}. "
                f"Known are {', '.join(known)}"
            )
    for name in _NEEDED[kind]:
        if name not in columns:
            raise ValueError(f"a table of {kind} needs a column {name}")
    return kind


def _values(kind: str, columns: Sequence[str], row: Sequence[str]) -> dict[str, Any]:
    """Read the cells that have something in them; raises ValueError with the column."""
    values = {}
    for at, text in enumerate(row):
        name = columns[at] if at < len(columns) else ""
        if text and not name:
            raise ValueError(f"column {at + 1} has no name in the header, but {shown(text)} in it")
        if text:
            values[name] = _named(name, COLUMNS[kind][name], text)
    for name in _NEEDED[kind]:
        if name not in values:
            raise ValueError(f"{name}: it is missing")
    return values


def _named(name: str, read: Callable[..., Any], *texts: str) -> Any:  # noqa: ANN401 - as the column
    try:
        return read(*texts)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _add(gathering: Gathering, kind: str, values: dict[str, Any], line: int) -> None:
    once = _ONCE if kind == "episodes" else {}
    series, episode, own = (
        {name: values[name] for name in columns if name in values}
        for columns in (_SERIES, {**_EPISODE, **once}, _OWN[kind].keys() - once.keys())
    )
    if "number" in episode and "season" not in episode:
        raise ValueError("season: it is missing; the number alone does not say which episode")
    if not episode and kind != "offers":
        raise ValueError("the row names no episode: an id, season and number, or a title")
    if "season" in episode and "number" not in episode and not _named_otherwise(episode):
        raise ValueError("number: it is missing; the season alone does not say which episode")
    facts: Facts = [(field, fact) for field, fact in _FACTS[kind](own)]
    gathering.add(values.get("source", SOURCE), series, episode, facts, line)


def _named_otherwise(episode: dict[str, Any]) -> bool:
    return not episode.keys().isdisjoint((*SCHEMES, "title"))


def _facts_of_episode(own: dict[str, Any]) -> Iterator[tuple[str, Fact]]:
    if "country" in own and "date" not in own:
        raise ValueError("date: it is missing; the country alone is no release")
    if "date" in own:
        yield "releases", Release(date=own["date"], country=own.get("country"))
    if "original_title" in own:
        yield "titles", Title(text=own["original_title"], kind="original")
    if "outline" in own:
        yield "plots", Plot(text=own["outline"])


def _facts_of_cast(own: dict[str, Any]) -> Iterator[tuple[str, Fact]]:
    if "name" not in own and "character" not in own:
        raise ValueError("name: it is missing, and there is no character either")
    ids = Ids(imdb=own.pop("person_imdb", None))
    yield "credits", Credit(**own, ids=ids)


def _facts_of_releases(own: dict[str, Any]) -> Iterator[tuple[str, Fact]]:
    yield "releases", Release(**own)


def _facts_of_offers(own: dict[str, Any]) -> Iterator[tuple[str, Fact]]:
    if "price" in own:
        if "currency" not in own:
            raise ValueError("currency: it is missing; a price needs one")
        own["price"] = _named("price", cells.price, own["price"], own["currency"])
    yield "offers", Offer(**own)


_FACTS: dict[str, Callable[[dict[str, Any]], Iterator[tuple[str, Fact]]]] = {
    "episodes": _facts_of_episode,
    "cast": _facts_of_cast,
    "releases": _facts_of_releases,
    "offers": _facts_of_offers,
}
