"""IMDb's dumps in columns say what they say row by row, whatever chance puts into them."""

import random
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Unreadable
from bot.loaders import imdb
from bot.loaders.rejects import Rejects
from bot.model import Episode
from bot.packed import CATEGORIES
from tests.loading.dumps import CHUNK, Made, N, generated_by_tool, nm, put, read, rows_of, tt
from tests.loading.plain import plainly
from tests.loading.shared import needed
from tests.loading.test_imdb import ARRIVAL, HARBOUR, ODD, small

WORDS = (
    'The', '"Quoted"', '"open', 'back\\', 'Größe', '東京の夜', 'a\u0301', "it's", ',', r'\N x', '…',
    'Episode', '#1.5', '2010', '’', '🎬', 'é', 'End"',
)  # fmt: skip
CHARACTERS = (
    '["Lou"]', r'["Det. \"Lucky\" Marsh","Her Mother"]', '["Self"]', '["Self - Host"]',
    '["A\\\\B"]', '["José Ñ."]', '["\\u00e9"]', '[""]', N,
)  # fmt: skip


class Chance:
    """Dumps of every shape by chance: unsorted, with duplicates and with gaps."""

    def __init__(self, seed: int, series: int, episodes: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.made, self.count = Made(), episodes
        lows = [10**6, 10**7, 10**8, 10**9, 9 * 10**9]
        self.ids = list({self._id(low) for low in lows for _ in range(series + episodes)})
        self.chance.shuffle(self.ids)
        self.shows, self.parts = self.ids[:series], self.ids[series : series + episodes]
        self.everybody = [self._id(low) for low in lows for _ in range(40)]

    def generated(self) -> Made:
        """Make them."""
        for fill in (self._titles, self._places, self._credits, self._crew, self._others):
            fill()
        for number in self.chance.choices(self.ids, k=self.count * 2):
            votes = self.chance.randrange(10**10)
            self.made.rated(number, f"{self.chance.randrange(1, 101) / 10:.1f}", votes)
        for one in self.everybody[::2] + self.everybody[:20:2]:
            self.made.person(one, self._title())
        for rows in self.made.rows.values():
            self.chance.shuffle(rows)
        return self.made

    def _id(self, low: int) -> int:
        return low + self.chance.randrange(10**6)

    def _any(self, *values: Any) -> Any:
        return self.chance.choice(values)

    def _title(self) -> str:
        if self.chance.random() < 0.2:
            return f"Episode #{self.chance.randrange(9)}.{self.chance.randrange(30)}"
        return " ".join(self.chance.choices(WORDS, k=self.chance.randrange(1, 6)))

    def _titles(self) -> None:
        again = self.chance.choices(self.shows + self.parts, k=len(self.parts) // 10)
        for number in (*self.shows, *self.parts, *again):
            series = number in self.shows
            self._told(number, self._any("tvSeries", "tvMiniSeries") if series else "tvEpisode")
        for number in self.ids[len(self.shows) + len(self.parts) :][: self.count]:
            self._told(number, self._any("movie", "short", "tvSpecial", "videoGame"))

    def _told(self, number: int, kind: str) -> None:
        title = self._title()
        self.made.title(
            number,
            title,
            kind,
            original=self._any(title, title, self._title(), None),
            year=self._any(None, 1800, 2999, 2010),
            end=self._any(None, 2012),
            runtime=self._any(None, 0, 1, 44, 6000, 6001),
            genres=self._any(None, "Drama", "Crime,Drama", "Sci-Fi,Reality-TV"),
        )

    def _places(self) -> None:
        again = self.chance.choices(self.parts, k=self.count * 2)
        for number in again + self.parts[: self.count // 2]:
            code = self._any("", "0x1", "1x1", "12x345", "2005x183", "1000000x1", "1x999999")
            self.made.place(number, self._any(*self.shows, 7777777), code)

    def _credits(self) -> None:
        for number in self.chance.choices(self.ids, k=self.count * 4):
            category = self._any(*CATEGORIES, *ODD)
            job = self._any(None, "executive producer", 'based on "Low Tide" by')
            who, place = self._any(*self.everybody), self._any(1, 2, 9, 10, 75, 255)
            self.made.credit(number, place, who, category, job, self._any(*CHARACTERS))

    def _crew(self) -> None:
        for number in self.chance.sample(self.ids, k=self.count):
            two = ",".join(nm(one) for one in self.chance.sample(self.everybody, k=2))
            self.made.add("title.crew", tt(number), self._any(two, None), self._any(two, None))

    def _others(self) -> None:
        for number in self.chance.choices(self.ids, k=self.count * 2):
            region, language = self._any(None, "DE", "XWW", "CSHH"), self._any(None, "ja", "cmn")
            note, first = (
                self._any(None, "informal title", "alternative\2new title"),
                self._any(0, 1),
            )
            self.made.other(number, self._title(), region, language, note=note, original=first)


def generated(seed: int, series: int, episodes: int) -> Made:
    """Make dumps by chance, the same ones for a seed."""
    return Chance(seed, series, episodes).generated()


@pytest.mark.parametrize("seed", range(12))
def test_columns_say_what_the_rows_say(tmp_path: Path, seed: int):
    folder = generated(seed, series=6, episodes=60).write(tmp_path / "in")
    rejects = Rejects()
    assert read(folder, tmp_path / "work", rejects) == plainly(folder)
    assert rejects.count == 0
    assert rejects.rows == sum(len(rows_of(folder, name)) for name in imdb.FILES)


def test_columns_say_what_the_rows_say_across_chunks(tmp_path: Path):
    folder = generated(99, series=300, episodes=9000).write(tmp_path / "in", gzipped=False)
    large = [name for name in imdb.FILES if (folder / f"{name}.tsv").stat().st_size > CHUNK]
    assert {"title.basics", "title.episode", "title.principals", "title.akas"} <= set(large)
    assert read(folder, tmp_path / "work") == plainly(folder)


@pytest.mark.shared
def test_generated_dumps_of_every_file_are_read_exactly(tmp_path: Path):
    folder = generated_by_tool(tmp_path / "in", episodes=2000)
    put(folder, "title.crew", b"tconst\tdirectors\twriters\n")
    rejects = Rejects()
    told = read(folder, tmp_path / "work", rejects)
    assert told == plainly(folder)
    assert len([one for one in told.values() if isinstance(one, Episode)]) == 2000
    assert rejects.count == 0


@pytest.mark.shared
def test_the_synthetic_sample_is_read_exactly(tmp_path: Path):
    folder = needed() / "catalog" / "imdb_format_synthetic"
    rejects = Rejects()
    told = read(folder, tmp_path / "work", rejects)
    assert told == plainly(folder)
    assert (len(told), rejects.count, rejects.rows) == (14, 0, 56)
    titles = {key[-3:]: one.titles[0].text for key, one in told.items()}
    assert titles["002"] == '"Quoted" Start'
    assert titles["003"] == '"Unbalanced Start'
    assert titles["007"] == "Ends With Backslash \\"
    assert titles["140"] == "Nine Digit Id"
    billed = [(one.name, one.character) for one in told["tt99000002"].credits]
    assert billed == [
        ('"Lou" Test', 'Det. Lou "Lucky" Marsh / Lucky\'s Mother'),
        ("Host, Jr.", "Host"),
        ("Ann Example", None),
        ("Bo Sample", None),
        ("Bo Sample", None),
        ("N", None),
        ("Tenth Person", "Tenth Man"),
        ("Bo Sample", None),
    ]
    assert [one.name for one in told["tt99000008"].credits] == [None, '"Lou" Test']


WRONG = {
    "an id of other letters": ("title.basics", ("nm0000001", "tvEpisode", "T", "T", 0, N, N, N, N)),
    "an id past 64 bits": (
        "title.basics", (f"tt{2**64}", "tvEpisode", "T", "T", 0, N, N, N, N)
    ),
    "no title": ("title.basics", ("tt0000001", "tvEpisode", "", "T", 0, N, N, N, N)),
    "a title too long": ("title.basics", ("tt0000001", "tvEpisode", "é" * 501, "T", 0, N, N, N, N)),
    "an original title too long": (
        "title.basics", ("tt0000001", "tvSeries", "T", "T" * 501, 0, N, N, N, N)
    ),
    "a year that is a word": ("title.basics", ("tt0000001", "tvSeries", "T", "T", 0, "x", N, N, N)),
    "a year too early": ("title.basics", ("tt0000001", "tvSeries", "T", "T", 0, 1799, N, N, N)),
    "a year too late": ("title.basics", ("tt0000001", "tvSeries", "T", "T", 0, N, 3000, N, N)),
    "a year past 64 bits": (
        "title.basics", ("tt0000001", "tvSeries", "T", "T", 0, 2**64 + 2001, N, N, N)
    ),
    "a runtime that is a word": (
        "title.basics", ("tt0000001", "tvSeries", "T", "T", 0, N, N, "Drama", N)
    ),
    "a parent without an id": ("title.episode", (tt(ARRIVAL), N, 1, 1)),
    "a season that is a word": ("title.episode", (tt(ARRIVAL), tt(HARBOUR), "one", 1)),
    "a number past 64 bits": ("title.episode", (tt(ARRIVAL), tt(HARBOUR), 1, 2**64)),
    "a negative number": ("title.episode", (tt(ARRIVAL), tt(HARBOUR), 1, -1)),
    "a rating without tenths": ("title.ratings", (tt(ARRIVAL), "7", 5)),
    "a rating with a comma": ("title.ratings", (tt(ARRIVAL), "7,5", 5)),
    "a rating above 10": ("title.ratings", (tt(ARRIVAL), "10.1", 5)),
    "a rating of 100": ("title.ratings", (tt(ARRIVAL), "100.0", 5)),
    "a rating that is none": ("title.ratings", (tt(ARRIVAL), "nan", 5)),
    "a rating that is empty": ("title.ratings", (tt(ARRIVAL), "", 5)),
    "a rating that is null": ("title.ratings", (tt(ARRIVAL), N, 5)),
    "votes past 64 bits": ("title.ratings", (tt(ARRIVAL), "7.5", 2**64)),
    "a person without an id": ("title.principals", (tt(ARRIVAL), 1, N, "actor", N, N)),
    "a person of two letters": ("title.principals", (tt(ARRIVAL), 1, "nm", "actor", N, N)),
    "a short person of an odd trade": ("title.principals", (tt(ARRIVAL), 1, "nm1", "odd", N, N)),
    "an ordering that is a word": (
        "title.principals", (tt(ARRIVAL), "a", "nm0000001", "actor", N, N)
    ),
    "an ordering past 64 bits": (
        "title.principals", (tt(ARRIVAL), 2**64, "nm0000001", "actor", N, N)
    ),
    "characters without a list": (
        "title.principals", (tt(ARRIVAL), 1, "nm0000001", "actor", N, "Lou")
    ),
    "a list that does not end": (
        "title.principals", (tt(ARRIVAL), 1, "nm0000001", "actor", N, '["Lou')
    ),
    "half a list": ("title.principals", (tt(ARRIVAL), 1, "nm0000001", "actor", N, '["]')),
    "a credit of no title": ("title.principals", ("x", 1, "nm0000001", "actor", N, N)),
    "a crew of no title": ("title.crew", ("x", "nm0000001", N)),
    "a director without an id": ("title.crew", (tt(ARRIVAL), "nm0000001,Bo", N)),
    "a writer past 10 digits": ("title.crew", (tt(ARRIVAL), N, f"nm{2**64}")),
    "another title of no title": ("title.akas", ("x", 1, "T", N, N, N, N, 0)),
    "another title too long": ("title.akas", (tt(ARRIVAL), 1, "A" * 501, N, N, N, N, 0)),
    "a person of no id": ("name.basics", ("x", "Ann", N, N, N, N)),
    "a person of no name": ("name.basics", ("nm0000007", "", N, N, N, N)),
    "a name too long": ("name.basics", ("nm0000007", "A" * 501, N, N, N, N)),
    "a field less": ("title.ratings", (tt(ARRIVAL), "7.5")),
    "a field more": ("title.ratings", (tt(ARRIVAL), "7.5", 5, 5)),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_can_not_be_read_is_rejected_by_file_and_line_and_nothing_else_is(
    tmp_path: Path, wrong: str
):
    dump, fields = WRONG[wrong]
    made = small()
    made.rated(ARRIVAL, "8.1", 250)
    made.credit(ARRIVAL, 1, 7, "actor", characters='["Lou"]')
    made.add("title.crew", tt(HARBOUR), "nm0000007", N)
    made.person(7, "Ann Example")
    made.other(ARRIVAL, "Die Ankunft", "DE")
    rows = made.rows[dump]
    rows.append(rows[0])  # a good row behind the bad one
    good = read(made.write(tmp_path / "good"), tmp_path / "work")
    made.add(dump, *fields)
    rows[-2:] = rows[:-3:-1]
    line = len(rows)
    rejects = Rejects()
    folder = made.write(tmp_path / "in")
    told = read(folder, tmp_path / "work", rejects)
    assert [(each.file, each.place) for each in rejects.kept] == [
        (f"{dump}.tsv.gz", f"line {line}")
    ]  # fmt: skip
    if wrong == "a director without an id":  # the row is kept but for him
        assert told[tt(ARRIVAL)].credits[-1].department == "direction"
        told[tt(ARRIVAL)] = good[tt(ARRIVAL)]
    assert told == good
    with pytest.raises(Unreadable) as error:
        read(folder, tmp_path / "work", Rejects(strict=True))
    assert (error.value.file, error.value.place) == (f"{dump}.tsv.gz", f"line {line}")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("gzipped", [True, False])
def test_packed_and_plain_and_with_the_ends_of_windows_all_read_the_same(
    tmp_path: Path, end: str, *, gzipped: bool
):
    made = generated(3, series=4, episodes=30)
    expected = plainly(made.write(tmp_path / "plain"))
    folder = made.write(tmp_path / "in", gzipped=gzipped, end=end)
    rejects = Rejects()
    assert read(folder, tmp_path / "work", rejects) == expected
    assert rejects.count == 0


def test_the_same_rows_in_any_order_say_the_same(tmp_path: Path):
    chance = random.Random(4)  # noqa: S311 - no secret
    made = Made()
    made.series(HARBOUR, "Harbour")
    for number in range(1, 60):
        made.episode(HARBOUR + number, HARBOUR, f"1x{number}", f"Part {number}")
        made.rated(HARBOUR + number, f"{number % 10}.5", number)
        made.person(number, f"Person {number}")
        made.credit(HARBOUR + number, 1, number, "actor", characters=f'["Role {number}"]')
    first = read(made.write(tmp_path / "in", only=tuple(imdb.FILES)), tmp_path / "work")
    for rows in made.rows.values():
        chance.shuffle(rows)
    again = read(made.write(tmp_path / "turned", only=tuple(imdb.FILES)), tmp_path / "work")
    assert again == first


def test_headers_alone_tell_nothing(tmp_path: Path):
    folder = Made().write(tmp_path / "in", only=tuple(imdb.FILES))
    assert read(folder, tmp_path / "work") == {}


def test_headers_alone_beside_titles_take_nothing_away(tmp_path: Path):
    made = Made()
    made.series(HARBOUR, "Harbour")
    told = read(made.write(tmp_path / "in", only=tuple(imdb.FILES)), tmp_path / "work")
    assert [one.titles[0].text for one in told.values()] == ["Harbour"]


@pytest.mark.parametrize("dump", imdb.FILES)
def test_each_file_says_when_its_header_is_another_one(tmp_path: Path, dump: str):
    folder = small().write(tmp_path / "in", only=tuple(imdb.FILES))
    put(folder, dump, b"<!DOCTYPE html>\n<title>Service Unavailable</title>\n", gzipped=True)
    with pytest.raises(Unreadable) as error:
        read(folder, tmp_path / "work")
    assert (error.value.file, error.value.place) == (f"{dump}.tsv.gz", "line 1")
    assert imdb.FILES[dump] in error.value.reason


def test_a_folder_without_titles_is_told_from_one_that_is_not_there(tmp_path: Path):
    put(tmp_path / "in", "title.ratings", b"")
    for folder, why in ((tmp_path / "in", "title.basics"), (tmp_path / "no", "no such folder")):
        with pytest.raises(Unreadable, match=why):
            imdb.check_folder(folder)
