"""Rows about one episode become one telling: a source's second would replace its first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.loaders.csv_tables import read_csv
from bot.loaders.rejects import Rejects
from bot.model import Ids, SeriesReference, Title
from tests.loading.spreadsheets import CAST, only, read, rejected


def test_all_rows_about_an_episode_are_one_telling_wherever_they_stand():
    told = read(CAST + "Mayday,1,1,,Ann,A\nMayday,1,2,,Bob,B\nMAYDAY ,1.0,1,,Zoe,Z\n")
    assert [[credit.name for credit in one.credits] for one in told] == [["Ann", "Zoe"], ["Bob"]]


def test_an_episode_is_met_again_by_any_name_that_a_row_gave_it():
    told = only(
        read(
            "series,series_imdb,season,number,title,imdb,tvmaze,name\n"
            ",tt0386950,,,,tt1597909,,Ann\n"
            "Mayday,tt0386950,9,5,,tt1597909,,Bob\n"
            "mayday,,9,5,Target,,7,Cid\n"
            "Mayday,,,,TARGET,,,Dan\n"
            ",,,,,,7,Eve\n"
        )
    )
    assert [credit.name for credit in told.credits] == ["Ann", "Bob", "Cid", "Dan", "Eve"]
    assert told.ids == Ids(imdb="tt1597909", tvmaze=7)
    assert told.series == SeriesReference(ids=Ids(imdb="tt0386950"), title="Mayday")
    assert told.titles == (Title(text="Target"),)


def test_a_series_without_its_year_is_met_again_with_it():
    told = read("series,series_year,season,number,name\nMayday,,1,1,Ann\nMayday,2003,1,1,Bob\n")
    assert len(only(told).credits) == 2


def test_two_series_of_one_title_stay_two():
    told = read("series,series_year,season,number,name\nMayday,2003,1,1,Ann\nMayday,2013,1,1,Bob\n")
    assert [one.series.year for one in told] == [2003, 2013]  # type: ignore[union-attr]


def test_two_episodes_of_one_title_stay_two():
    told = read(CAST + "Mayday,1,1,Part 1,Ann,\nMayday,2,1,Part 1,Bob,\n")
    assert len(told) == 2


def test_each_source_tells_for_itself():
    told = read("series,season,number,name,source\nMayday,1,1,Ann,Anna\nMayday,1,1,Ann,Bert\n")
    assert [one.source for one in told] == ["Anna", "Bert"]


def test_a_row_that_is_there_twice_tells_once():
    assert len(only(read(CAST + "Mayday,1,1,,Ann,A\n" * 2)).credits) == 1


def test_an_id_of_nought_is_an_id():
    told = only(read("series_tvmaze,season,number,name\n0,1,1,Ann\n0,1,1,Bob\n"))
    assert (told.series.ids.tvmaze, len(told.credits)) == (0, 2)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("M,,,1,1,A,,\nM,,,1,1,B,,\n", "title: 'B', but line 2 has 'A'"),
        ("M,,,1,1,,tt0000001,\nM,,,1,1,,tt0000002,\n", "imdb: 'tt0000002', but line 2 has"),
        ("M,,,1,1,,tt0000001,\nM,,,1,2,,tt0000001,\n", "number: '2', but line 2 has '1'"),
        ("M,,,1,1,,,special\nM,,,1,1,,,pilot\n", "kind: 'pilot', but line 2 has 'special'"),
        ("M,2003,7,1,1,,,\nM,2004,7,1,1,,,\n", "series_year: '2004', but line 2 has '2003'"),
        ("M,,,1,1,,tt0000001,\nN,,,1,1,,tt0000001,\n", "series: a row before this one"),
    ],
)
def test_a_row_that_contradicts_another_is_refused(rows: str, reason: str):
    header = "series,series_year,series_tvmaze,season,number,title,imdb,kind\n"
    [(place, told)] = rejected(header + rows)
    assert place == "line 3"
    assert told.startswith(reason)


@pytest.mark.parametrize(
    "rows",
    [
        "M,1,1,Part 1,\nM,2,1,Part 1,\nM,,,Part 1,\n",
        "M,1,1,,\nM,,,,tt0000001\nM,1,1,,tt0000001\n",
        "M,1,1,A,\nM,,,,tt0000001\nM,1,1,,tt0000001\n",
    ],
)
def test_a_row_that_fits_several_episodes_is_refused(rows: str):
    [(place, reason)] = rejected("series,season,number,title,imdb\n" + rows)
    assert (place, "several episodes" in reason) == ("line 4", True)


def test_a_row_that_fits_several_series_is_refused():
    text = "series,series_year,season,number\nMayday,2003,1,1\nMayday,2013,1,1\nMayday,,1,1\n"
    [(place, reason)] = rejected(text)
    assert (place, "know several" in reason) == ("line 4", True)


def test_a_refused_row_leaves_nothing_behind():
    text = (
        "series,series_imdb,season,number,title,name\n"
        "Mayday,,1,1,A,Ann\nMayday,tt0386950,1,1,B,Bob\nMayday,,1,1,A,Cid\n"
    )
    told = only(read_csv(text.encode(), "shelf.csv", Rejects()))
    assert told.series == SeriesReference(title="Mayday")
    assert [credit.name for credit in told.credits] == ["Ann", "Cid"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Mayday,,,,Ann,A", "the row names no episode"),
        (",1,1,,Ann,A", "series: it is missing"),
        (",,,Target,Ann,A", "series: it is missing"),
        ("Mayday,1,,,Ann,A", "number: it is missing"),
        ("Mayday,,1,,Ann,A", "season: it is missing"),
        ("Mayday,1,1,,,", "name: it is missing"),
        ("Mayday,1,1,,Ann,A,over", "column 7 has no name in the header, but 'over'"),
    ],
)
def test_a_row_that_says_too_little_is_refused(line: str, reason: str):
    [(place, told)] = rejected(CAST + "Mayday,1,1,,Ann,A\n" + line + "\n")
    assert place == "line 3"
    assert told.startswith(reason)


def test_a_year_alone_names_no_series():
    assert rejected("series_year,season,number\n2003,1,1\n")[0][1].startswith("series: ")


def test_a_season_without_a_number_helps_nobody_but_does_no_harm():
    assert only(read(CAST + "Mayday,0,,Special,Ann,A\n")).numberings == ()


ROW = st.lists(
    st.sampled_from(("", "1", "2", "x", "M", "N", "tt0000001", "tt0000002", "7", "2010")),
    min_size=8,
    max_size=8,
).map(",".join)
HEADER = "series,series_year,series_tvmaze,season,number,title,imdb,tvdb,name"


@settings(max_examples=200, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8))
def test_every_row_is_in_one_telling_or_a_reject(rows: list[str]):
    rejects = Rejects()
    lines = [HEADER, *(f"{row},Person {at}" for at, row in enumerate(rows))]
    told = read_csv("\n".join(lines).encode(), "shelf.csv", rejects)
    names = [credit.name for one in told for credit in one.credits]
    assert len(names) + rejects.count == len(rows)
    assert len(set(names)) == len(names)
