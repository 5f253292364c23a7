"""What lists and searches show of a thing, chosen from its tellings by trust, and its names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.asking import fold
from bot.loading import phrasing
from bot.model import (
    Episode,
    Numbering,
    Rating,
    Release,
    Series,
    Telling,
    Title,
    first_release,
    gathered,
)
from bot.store import Database, catalogue, facts, index, indexing, people, phrases

_WORDS = "episode|ep|folge|episodio|capitulo|aflevering|odcinek|avsnitt|tba|tbd"
_ONLY_A_NUMBER = re.compile(rf"(?:{_WORDS})?(?: ?\d+)*")
_PLACEHOLDER = re.compile(rf"(?:{_WORDS})(?: ?\d+)*|episode dated \d+ [a-z]+ \d+")


def show_series(
    db: Database, thing: int, tellings: Sequence[Series], *, first: bool = False
) -> None:
    """Choose what lists show of a series, by trust, and index its names.

    `first` where no list has shown it before.
    """
    titles = gathered(tellings, Title)
    row: dict[str, Any] = {
        "title": _shown(titles) or "Untitled",
        "kind": tellings[0].kind,
        "status": next((t.status for t in tellings if t.status != "unknown"), "unknown"),
        "start_year": next((t.start_year for t in tellings if t.start_year), None),
        "end_year": next((t.end_year for t in tellings if t.end_year), None),
        "popularity": _popularity(gathered(tellings, Rating)),
    }
    catalogue.put_series(db, thing, row)
    names = list(_names(titles))
    if not first:
        if index.names_of(db, thing) != [text for _, text in names]:
            phrases.mark_episodes(db, thing)
        index.drop_names(db, thing)
    index.put_names(db, thing, thing, "series", names, row["popularity"])
    _show_around(db, thing, thing, str(row["start_year"] or ""), tellings, first=first)


def show_episode(
    db: Database, thing: int, series: int, tellings: Sequence[Episode], *, first: bool = False
) -> None:
    """Choose what lists show of an episode, by trust, and index its names: see `show_series`."""
    titles = gathered(tellings, Title)
    aired = [one for one in gathered(tellings, Numbering) if one.scheme == "aired"]
    shown = first_release(gathered(tellings, Release))
    row: dict[str, Any] = {
        "season": aired[0].season if aired else None,
        "number": aired[0].number if aired else None,
        "title": _shown(titles),
        "kind": tellings[0].kind,
        "date": shown.date if shown else None,
        "popularity": _popularity(gathered(tellings, Rating)),
    }
    if not first:  # it may have moved here from another series
        home = catalogue.series_of(db, thing) or series
        index.drop_names(db, thing)
        if home != series:
            facts.move(db, thing, series)
    catalogue.put_episode(db, thing, series, row)
    index.put_names(db, thing, series, "episode", _names(titles), row["popularity"])
    _show_around(db, thing, series, row["date"] or "", tellings, first=first)


def _show_around(  # noqa: PLR0913 - what the two kinds of things share
    db: Database,
    thing: int,
    series: int,
    date: str,
    tellings: Sequence[Telling],
    *,
    first: bool,
) -> None:
    """Choose the rating of a thing, and let those be found with it who are in its credits."""
    ratings = gathered(tellings, Rating)
    if ratings or not first:
        catalogue.put_rating(db, thing, ratings[0] if ratings else None)
    if not first or any(telling.credits for telling in tellings):
        people.appear(db, thing, series, date, first=first)


def _shown(titles: Iterable[Title]) -> str | None:
    """Choose the first title, but none that only says a number again while another says more."""
    shown = [title.text for title in titles if title.kind == "shown"]
    telling = (text for text in shown if not _PLACEHOLDER.fullmatch(fold(text)))
    return next(telling, shown[0] if shown else None)


def finish(db: Database) -> None:
    """Let all be found and counted that was written: the end of every transaction of a load."""
    for person, name in people.nameless(db):
        folded = fold(name) or " ".join(name.split()) or "?"
        index.put_names(db, person, index.NOBODYS, "person", [(folded, name)], 0)
    indexing.settle(db)
    phrasing.settle(db)
    catalogue.tally(db)


def says_only_a_number(folded: str) -> bool:
    """Tell whether a folded title is a number, or "Episode #1.5" in some language."""
    return bool(_ONLY_A_NUMBER.fullmatch(folded))


def _names(titles: Iterable[Title]) -> Iterator[tuple[str, str]]:
    names = {fold(title.text): title.text for title in reversed(list(titles))}
    names.pop("", None)
    return iter(names.items())


def _popularity(ratings: Iterable[Rating]) -> int:
    return max((rating.votes or 0 for rating in ratings), default=0)
