"""Rows about the same series or episode, told together.

What a source tells replaces what it told before, kind of fact by kind of fact, so all rows about an
episode have to become one telling. In a file an episode is recognised by its ids, by its series,
season and number, and where a row has neither, by its series and title. Rows that contradict each
other are refused, never put together.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from bot.loaders.cells import shown
from bot.model import Episode, Fact, Ids, Numbering, Series, SeriesReference, Title

SCHEMES = ("imdb", "tvmaze", "tmdb", "tvdb")

Told = Mapping[str, Any]
"""What a row says that can only be one thing, by the name of its column."""
Facts = Sequence[tuple[str, Fact]]
"""What a row says of which there may be several: the list of the telling, and the fact."""


_Keys = tuple[list[Hashable], list[Hashable], list[Hashable]]


class _Thing:
    """One series or episode, as far as the rows tell."""

    def __init__(self) -> None:
        self.told: dict[str, tuple[Any, int]] = {}
        self.facts: defaultdict[str, list[Fact]] = defaultdict(list)
        self.series: _Thing | None = None

    def check(self, told: Told) -> None:
        """Raise ValueError when something else was told on an earlier line."""
        for column, value in told.items():
            known, line = self.told.get(column, (value, 0))
            if same(known) != same(value):
                raise ValueError(
                    f"{column}: {shown(str(value))}, but line {line} has {shown(str(known))}"
                )

    def agrees(self, told: Told) -> bool:
        try:
            self.check(told)
        except ValueError:
            return False
        return True

    def tell(self, told: Told, line: int) -> None:
        for column, value in told.items():
            self.told.setdefault(column, (value, line))

    def get(self, column: str) -> Any:  # noqa: ANN401 - what the column has
        return self.told.get(column, (None, 0))[0]

    def ids(self, prefix: str = "") -> Ids:
        return Ids(**{scheme: self.get(prefix + scheme) for scheme in SCHEMES})


class _Things:
    """Things by what they are recognised by."""

    def __init__(self) -> None:
        self._known: dict[Hashable, list[_Thing]] = {}

    def named(self, keys: Sequence[Hashable]) -> list[_Thing]:
        """Give the things that answer to any of the keys, each once."""
        return list(dict.fromkeys(chain.from_iterable(self._known.get(key, ()) for key in keys)))

    def remember(self, thing: _Thing, keys: Sequence[Hashable]) -> None:
        for key in keys:
            things = self._known.setdefault(key, [])
            # Two are enough to know that the key decides nothing.
            if thing not in things and len(things) < 2:
                things.append(thing)


class Gathering:
    """The tellings of one file, in the order in which its rows name them first."""

    def __init__(self) -> None:
        self._series, self._tellings = _Things(), _Things()
        self._order: dict[_Thing, str] = {}

    def add(self, source: str, series: Told, episode: Told, facts: Facts, line: int) -> None:
        """Add what a row says of an episode, or of a series when `episode` is empty.

        `series` has the columns that begin with "series". Raises ValueError with what is missing,
        undecided or contradicted, and then keeps nothing of the row.
        """
        about = self._series_of(series)
        thing = self._thing_of(source, about, episode)
        if about is not None:
            about.tell(series, line)
            self._series.remember(about, [*chain.from_iterable(_series_keys(series))])
            thing.series = about
        thing.tell(episode, line)
        ids, code, title = _keys(source, thing.series, episode)
        self._tellings.remember(thing, ids + code + title if episode else [(source, thing.series)])
        self._order[thing] = source
        for field, fact in facts:
            thing.facts[field].append(fact)

    def tellings(self) -> Iterator[Series | Episode]:
        """Give each telling, its facts in the order of their rows."""
        for thing, source in self._order.items():
            if thing.told:
                yield _episode(source, thing)
            else:
                yield _series(source, thing)

    def _series_of(self, series: Told) -> _Thing | None:
        """Find the series of a row: by its ids, else by title and first year, else by title."""
        if not series:
            return None
        ids, dated, title = _series_keys(series)
        if not ids and not title:
            raise ValueError("series: it is missing; the year alone does not say which")
        found = self._series.named(ids)
        if not found:
            titled = self._series.named(dated) or self._series.named(title)
            found = [one for one in titled if one.agrees(series)]
        if len(found) > 1:
            raise ValueError("series: the rows before this one know several to which this fits")
        for one in found:
            one.check({column: value for column, value in series.items() if column != "series"})
        return found[0] if found else _Thing()

    def _thing_of(self, source: str, about: _Thing | None, episode: Told) -> _Thing:
        ids, code, title = _keys(source, about, episode)
        if about is None and not ids:
            raise ValueError("series: it is missing")
        found = self._tellings.named(ids + code if episode else [(source, about)])
        if not found:
            found = [
                one
                for one in self._tellings.named(title)
                if one.agrees(episode) and (_only_titled(episode) or _only_titled(one.told))
            ]
        if len(found) > 1:
            raise ValueError("the rows before this one know several episodes to which this fits")
        for one in found:
            one.check(episode)
            if about is not None and one.series not in {None, about}:
                raise ValueError("series: a row before this one has the episode in another series")
        return found[0] if found else _Thing()


def same(value: object) -> object:
    """Bring a value to the form in which two rows are compared: case and blanks do not count."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _only_titled(told: Told) -> bool:
    return told.keys().isdisjoint((*SCHEMES, "number"))


def _series_keys(series: Told) -> _Keys:
    """Give the keys of a series: by ids, by title and first year, by title."""
    ids: list[Hashable] = [
        (scheme, series[column]) for scheme in SCHEMES if (column := f"series_{scheme}") in series
    ]
    name, year = same(series.get("series")), series.get("series_year")
    return ids, [(name, year)] if name and year else [], [name] if name else []


def _keys(source: str, about: _Thing | None, episode: Told) -> _Keys:
    """Give the keys of an episode: by ids, by its code, by its title."""
    ids: list[Hashable] = [
        (source, scheme, episode[scheme]) for scheme in SCHEMES if scheme in episode
    ]
    if about is None:
        return ids, [], []
    coded = "season" in episode and "number" in episode
    code: list[Hashable] = [(source, about, episode["season"], episode["number"])] if coded else []
    title: list[Hashable] = [(source, about, same(episode["title"]))] if "title" in episode else []
    return ids, code, title


def _facts(thing: _Thing, title: str | None) -> dict[str, Any]:
    facts = {field: tuple(dict.fromkeys(told)) for field, told in thing.facts.items()}
    shown_title = (Title(text=title),) if title else ()
    return {**facts, "titles": (*shown_title, *facts.get("titles", ()))}


def _series(source: str, thing: _Thing) -> Series:
    about = thing.series or _Thing()
    return Series(
        source=source,
        ids=about.ids("series_"),
        start_year=about.get("series_year"),
        **_facts(thing, about.get("series")),
    )


def _episode(source: str, thing: _Thing) -> Episode:
    about, season, number = thing.series or _Thing(), thing.get("season"), thing.get("number")
    numbered = season is not None and number is not None
    return Episode(
        source=source,
        url=thing.get("url"),
        ids=thing.ids(),
        series=SeriesReference(
            ids=about.ids("series_"), title=about.get("series"), year=about.get("series_year")
        ),
        kind=thing.get("kind") or "regular",
        runtime=thing.get("runtime"),
        numberings=(Numbering(season=season, number=number),) if numbered else (),
        **_facts(thing, thing.get("title")),
    )
