"""Spreadsheets saved as CSV: four kinds of tables into tellings."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import loading
from bot.errors import Unreadable
from bot.loaders.csv_tables import COLUMNS, KINDS, read_csv, template
from bot.loaders.rejects import Rejects
from bot.model import (
    Credit,
    Episode,
    Ids,
    Numbering,
    Offer,
    Plot,
    Release,
    Series,
    SeriesReference,
    Title,
)
from bot.store import Store
from tests.loading import reading
from tests.loading.spreadsheets import SEED, only, read


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_a_table_of_its_kind(kind: str):
    told = only(read(template(kind)))
    assert (told.source, told.series) == ("table", SEED)
    assert told.numberings == (Numbering(season=9, number=5),)
    assert template(kind).splitlines()[0].split(",") == list(COLUMNS[kind])


def test_a_table_of_episodes_tells_what_an_episode_is():
    told = read(
        "Series;Series Year;Season;Number;Title;TVmaze;Kind;Runtime;Date;Country;Original Title;"
        "Outline;URL;Source\n"
        "Mayday;2003;9;5;Target Is Destroyed;123;special;60;2010-10-06;ca;Cible;"
        '"It strays.\r\n\r\nIt falls.";https://example.org/5;Anna\n'
    )
    assert told == [
        Episode(
            source="Anna",
            url="https://example.org/5",
            ids=Ids(tvmaze=123),
            series=SeriesReference(title="Mayday", year=2003),
            kind="special",
            runtime=60,
            titles=(Title(text="Target Is Destroyed"), Title(text="Cible", kind="original")),
            numberings=(Numbering(season=9, number=5),),
            releases=(Release(date="2010-10-06", country="CA"),),
            plots=(Plot(text="It strays.\n\nIt falls."),),
        )
    ]


def test_a_table_of_cast_tells_credits_in_the_order_of_its_rows():
    told = only(
        read(
            "imdb,name,character,department,job,guest,voice,uncredited,credited_as,person_imdb\n"
            "tt1597909,Zoe,Ann,,,x,YES,true,Z.,nm0000001\n"
            "tt1597909,George D'Amato,,Direction,Director,no,false,0,,\n"
            "tt1597909,,Soldier,,,,,,,\n"
        )
    )
    assert told.series == SeriesReference()
    assert told.credits == (
        Credit(
            name="Zoe",
            ids=Ids(imdb="nm0000001"),
            character="Ann",
            guest=True,
            voice=True,
            uncredited=True,
            credited_as="Z.",
        ),
        Credit(name="George D'Amato", department="direction", job="Director"),
        Credit(character="Soldier"),
    )


def test_a_table_of_releases_tells_dates_as_exact_as_they_are_known():
    told = only(
        read(
            "series,season,number,date,country,note\n"
            "Mayday,9,5,2010-10-06,CA,first\nMayday,9,5,2010-10,US,\nMayday,9,5,2010,,\n"
        )
    )
    assert told.releases == (
        Release(date="2010-10-06", country="CA", note="first"),
        Release(date="2010-10", country="US"),
        Release(date="2010"),
    )
    assert told.titles == ()


def test_offers_are_of_an_episode_or_of_the_whole_series():
    told = read(
        "series,series_year,season,number,provider,country,kind,price,currency,quality,url,seen\n"
        'Mayday,2003,9,5,Prime Video,US,Buy,"1,99",usd,SD,https://example.org,06.10.2026\n'
        "Mayday,2003,,,Netflix,CA,subscription,,,,,\n"
        "Mayday,2003,,,Pluto,CA,free,,,,,\n"
    )
    offer = Offer(
        provider="Prime Video",
        country="US",
        kind="buy",
        price=199,
        currency="USD",
        quality="SD",
        url="https://example.org",
        seen=date(2026, 10, 6),
    )
    episode, series = told
    assert episode.offers == (offer,)
    assert series == Series(
        source="table",
        titles=(Title(text="Mayday"),),
        start_year=2003,
        offers=(
            Offer(provider="Netflix", country="CA", kind="subscription"),
            Offer(provider="Pluto", country="CA", kind="free"),
        ),
    )


async def test_a_table_loaded_twice_changes_nothing(store: Store):
    for kind in KINDS:
        await loading.load(store, read(template(kind)))
    before = await store.read(reading.everything)
    report = await loading.load(store, read(template("offers")))
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    assert await store.read(reading.everything) == before


async def test_tables_of_all_kinds_are_one_page(started: Store):
    for kind in KINDS:
        report = await loading.load(started, read(template(kind)))
        assert (report.new, report.undecided) == (0, ())


def test_the_table_of_the_format_is_read_and_every_column_is_in_it():
    text = (loading.STARTER / "FORMAT.md").read_text("utf-8")
    table = text.split("```csv\n")[1].split("```")[0]
    assert len(only(read(table)).credits) == 2
    section = text.split("## CSV")[1]
    assert all(f"`{name}`" in section for columns in COLUMNS.values() for name in columns)


SCRAPS = st.sampled_from(
    (*COLUMNS["offers"], *COLUMNS["cast"], *COLUMNS["episodes"], ",", ";", "\t", "\n", "\r\n", '"',
     '""', "1", "1.0", "Mayday", "tt1597909", "2010-10-06", "10/06/2010", "buy", "US", "USD",
     "1,99", "x", "\0", "\ufeff", "é", "\u2028", "sep=;\n", " ", "9" * 20)
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.binary()
    | st.lists(SCRAPS | st.text(max_size=3), max_size=60).map(
        lambda scraps: "".join(scraps).encode()
    )
    | st.builds(
        lambda kind, rows: (template(kind) + "\n".join(rows)).encode(),
        st.sampled_from(KINDS),
        st.lists(st.lists(SCRAPS, max_size=20).map(",".join), max_size=5),
    ),
    st.sampled_from((None, None, "utf-8", "cp1252", "utf-16", "utf-7", "cp9999")),
)
@example(b"", None)
@example(b"\xff\xfe", "utf-16")
def test_any_bytes_are_tellings_or_an_error_that_says_where(content: bytes, encoding: str | None):
    rejects = Rejects()
    try:
        told: list[Any] = read_csv(content, "shelf.csv", rejects, encoding=encoding)
    except Unreadable as error:
        told = [error.place]
    assert told or rejects.count
    assert all(reject.place.startswith("line ") for reject in rejects.kept)
