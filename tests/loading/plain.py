"""IMDb's dumps read row by row, slowly and simply: what reading them in columns has to say too."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from bot.model import (
    Credit,
    Episode,
    Ids,
    Numbering,
    Rating,
    Release,
    Series,
    SeriesReference,
    Spec,
    Title,
    stamped,
)
from bot.packed import SOURCE
from tests.loading.dumps import N, rows_of, tt

KINDS = {"tvSeries", "tvMiniSeries", "tvEpisode"}
DEPARTMENTS = {
    "director": "direction",
    "writer": "writing",
    "producer": "production",
    "composer": "music",
    "cinematographer": "camera",
}
CAST = {"actor", "actress", "self", "archive_footage", "archive_sound"}
DATED = re.compile("Episode dated ([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})")
GENERIC = re.compile("Episode #[0-9].*[0-9]|Episode #[0-9]")
Telling = Series | Episode


def last_of(rows: Iterable[list[str]], key: int = 0) -> dict[str, list[str]]:
    """Give the last row of each id."""
    return {str(int(row[key][2:])): row for row in rows}


class Plain(NamedTuple):
    """Dumps read row by row, each as a dictionary by the title's number."""

    titles: dict[str, list[str]]
    places: dict[str, list[str]]
    ratings: dict[str, list[str]]
    names: dict[str, list[str]]
    others: dict[str, list[list[str]]]
    credits: dict[str, list[list[str]]]

    def telling(self, number: str) -> Telling | None:
        """Say what IMDb says about a title, None where its series is not told."""
        _, kind, _, _, _, year, end, _, _ = self.titles[number]
        if kind == "tvEpisode":
            return self._episode(number) if number in self.places else None
        word: Any = "mini-series" if kind == "tvMiniSeries" else "series"
        years = {"start_year": year, "end_year": end}
        known = {name: int(one) for name, one in years.items() if one != N}
        fields: dict[str, Any] = self._shared(number) | known
        return stamped(Series(kind=word, **fields))

    def _episode(self, number: str) -> Episode:
        year, runtime = (self.titles[number][at] for at in (5, 7))
        _, parent, season, place = self.places[number]
        numbered = N not in {season, place} and max(int(season), int(place)) <= 999_999
        minutes = None if runtime == N or not 1 <= int(runtime) <= 6000 else int(runtime)
        numbering = (Numbering(season=int(season), number=int(place)),) if numbered else ()
        return stamped(
            Episode(
                series=SeriesReference(ids=Ids(imdb=tt(int(parent[2:])))),
                kind="special" if numbered and int(season) == 0 else "regular",
                runtime=minutes,
                numberings=numbering,
                releases=self._releases(number, year),
                **self._shared(number),
            )
        )

    def _releases(self, number: str, year: str) -> tuple[Release, ...]:
        if dated := DATED.fullmatch(self.titles[number][2]):
            with suppress(ValueError):
                day = datetime.strptime(dated[1], "%d %B %Y").replace(tzinfo=UTC)
                return (Release(date=f"{day:%Y-%m-%d}"),)
        return () if year == N else (Release(date=year),)

    def _shared(self, number: str) -> dict[str, Any]:
        title, original, genres = (self.titles[number][at] for at in (2, 3, 8))
        titles = [Title(text=title)]
        if original not in {title, N}:
            titles.append(Title(text=original, kind="original"))
        every = () if genres == N else genres.split(",")
        return {
            "source": SOURCE,
            "url": f"https://www.imdb.com/title/{tt(int(number))}/",
            "ids": Ids(imdb=tt(int(number))),
            "titles": (*titles, *self._others(number, title, original)),
            "credits": tuple(self._credits(number)),
            "specs": tuple(Spec(name="genre", value=one) for one in every),
            "ratings": self._ratings(number),
        }

    def _ratings(self, number: str) -> tuple[Rating, ...]:
        row = self.ratings.get(number)
        return (Rating(value=float(row[1]), votes=int(row[2])),) if row else ()

    def _others(self, number: str, title: str, original: str) -> Iterable[Title]:
        for _, _, text, region, language, _, note, first in self.others.get(number, []):
            repeated = (GENERIC.fullmatch(title) or title.startswith("Episode dated ")) and text[
                -1:
            ] in set("0123456789")
            if first != "1" and text and text not in {title, original} and not repeated:
                words = [one.replace("\2", " / ") for one in (text, region, language, note)]
                country, tongue, told = (None if one == N else one for one in words[1:])
                yield Title(
                    text=words[0], kind="alternative", country=country, language=tongue, note=told
                )

    def _credits(self, number: str) -> Iterable[Credit]:
        found: dict[tuple[str, str], tuple[int, Credit]] = {}
        for _, ordering, person, category, job, characters in self.credits.get(number, []):
            key = category, person
            named = () if characters == N else tuple(json.loads(characters))
            if key not in found or named:
                credit = self._credit(person, category, None if job == N else job, named)
                found[key] = min(int(ordering), 255), credit
        return [credit for _, credit in sorted(found.values(), key=lambda pair: pair[0])]

    def _credit(
        self, person: str, category: str, job: str | None, named: tuple[str, ...]
    ) -> Credit:
        character = " / ".join(named).removeprefix("Self - ")
        row = self.names.get(str(int(person[2:])))
        cast = category in CAST
        department: Any = "cast" if cast else DEPARTMENTS.get(category, "crew")
        return Credit(
            name=row[1] if row else None,
            ids=Ids(imdb=f"nm{int(person[2:]):07}"),
            department=department,
            character=None if character in {"", "Self"} else character,
            job=None if cast else job or category.replace("_", " ").capitalize(),
            himself=category == "self",
            archive_footage=category in {"archive_footage", "archive_sound"},
        )


def grouped(rows: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    """Give the rows of each title, in the order of the file."""
    found: dict[str, list[list[str]]] = {}
    for row in rows:
        found.setdefault(str(int(row[0][2:])), []).append(row)
    return found


def crew_rows(folder: Path) -> Iterable[list[str]]:
    """Give title.crew as if it were title.principals."""
    for title, directors, writers in rows_of(folder, "title.crew"):
        for people, category in ((directors, "director"), (writers, "writer")):
            for person in people.split(",") if people != N else ():
                yield [title, "255", person, category, N, N]


def plainly(folder: Path) -> dict[str, Telling]:
    """Read dumps row by row; nothing in them may be wrong."""
    plain = Plain(
        last_of(row for row in rows_of(folder, "title.basics") if row[1] in KINDS),
        last_of(rows_of(folder, "title.episode")),
        last_of(rows_of(folder, "title.ratings")),
        last_of(rows_of(folder, "name.basics")),
        grouped(rows_of(folder, "title.akas")),
        grouped(chain(rows_of(folder, "title.principals"), crew_rows(folder))),
    )
    tellings = [plain.telling(number) for number in plain.titles]
    return {str(one.ids.imdb): one for one in tellings if one is not None}
