"""Ratings and reviews that members bring: three formats read, found for certain or not at all."""

import asyncio
import csv
import gzip
import io
import json
import random
from datetime import timedelta
from typing import Any

import pytest

from bot import loading
from bot.errors import Blocked, Unreadable
from bot.finding.opinions import bring, thing_of
from bot.loaders import opinions
from bot.loaders.rejects import Rejects
from bot.model import Episode, Ids, Numbering, Series, SeriesReference, Title
from bot.opinions import Named, Opinion
from bot.page import Score, Viewer
from bot.personal import Entry
from bot.render import export
from bot.render.opinions import brought, untaken_file
from bot.reviews import Words
from bot.store import Database, Store, erasing, personal, reviews, servers, tallies
from tests.reviewing import NOW, deed, rated, wrote
from tests.store.gone import ANN, BOB, HERE, SECRET

SEED = "tt1597909"
HEAD = "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Year"
IMDB = f"""{HEAD}
{SEED},8,2019-05-01,"Mayday: Target Is Destroyed",,https://example.org,TV Episode,8.1,2010
tt0386950,9,2019-05-02,Mayday,,,TV Series,8.6,2003
tt9999999,7,2019-05-03,"Air Emergency: Gimli Glider",,,TV Episode,8.6,2008
tt0133093,10,2019-05-03,A film,,,Movie,8.7,1999
tt9999998,7,2019-05-03,"=HYPERLINK(""x"")",,,TV Episode,8.6,2008
tt0386951,11,2019-05-03,Too good,,,TV Episode,8.6,2008
""".encode()
EPISODE = {
    "season": 9, "number": 5, "title": "Target Is Destroyed",
    "ids": {"trakt": 1, "tvdb": None, "imdb": SEED, "tmdb": 5},
}  # fmt: skip
SHOW = {"title": "Mayday", "year": 2003, "ids": {"trakt": 2, "slug": "mayday", "imdb": "tt0386950"}}
TRAKT: list[dict[str, Any]] = [
    {"rated_at": "2014-09-01T09:10:11.000Z", "rating": 8, "type": "episode", "episode": EPISODE,
     "show": SHOW},
    {"rated_at": "2014-09-01T09:10:12.000Z", "rating": 9, "type": "show", "show": SHOW},
    {"rated_at": "2014-09-01T09:10:12.000Z", "rating": 9, "type": "season", "season": {"number": 1},
     "show": SHOW},
    {"rated_at": "2014-09-01T09:10:12.000Z", "rating": 9, "type": "movie", "movie": SHOW},
]  # fmt: skip


def read(content: bytes) -> tuple[list[Opinion], Rejects]:
    rejects = Rejects()
    return list(opinions.read(content, "file", rejects)), rejects


async def ratings(store: Store, member: int = ANN) -> dict[str, tuple[int, str]]:
    """Give a member's ratings by what they are of."""
    every = await store.read(lambda db: personal.some(db, member, "rating", -1))
    return {
        export.named(one.thing.heading): (one.facts["rating"], one.facts["at"])
        for one in every if one.thing
    }  # fmt: skip


def test_imdbs_list_is_read_and_films_and_impossible_ratings_are_not():
    told, rejects = read(IMDB)
    assert [(one.line, one.rating, one.at, one.named.kind) for one in told] == [
        ("line 2", 8, "2019-05-01T00:00:00+00:00", "episode"),
        ("line 3", 9, "2019-05-02T00:00:00+00:00", "series"),
        ("line 4", 7, "2019-05-03T00:00:00+00:00", "episode"),
        ("line 6", 7, "2019-05-03T00:00:00+00:00", "episode"),
    ]
    assert [(one.place, "Movie (“A film”)" in one.reason) for one in rejects.kept] == [
        ("line 5", True), ("line 7", False),
    ]  # fmt: skip


def test_trakts_lists_are_read_and_films_and_seasons_are_not():
    for content in (json.dumps(TRAKT), json.dumps(TRAKT, indent=2)):
        told, rejects = read(content.encode())
        assert [(one.rating, one.at) for one in told] == [
            (8, "2014-09-01T09:10:11+00:00"), (9, "2014-09-01T09:10:12+00:00"),
        ]  # fmt: skip
        assert told[0].named == Named(
            "episode", (("imdb", SEED), ("tmdb", "5")), "Target Is Destroyed", 2003, "Mayday",
            (("imdb", "tt0386950"),), 9, 5,
        )  # fmt: skip
        assert told[1].named == Named("series", (("imdb", "tt0386950"),), "Mayday", 2003)
        assert [one.reason.partition(",")[0] for one in rejects.kept] == [
            "it is a rating of a season (“Mayday”)", "it is a rating of a movie (“Mayday”)",
        ]  # fmt: skip


def test_what_has_no_title_is_not_called_anything():
    for movie in ("{}", "7", "null", '{"title": 7}', '{"title": ""}'):
        _, rejects = read(f'[{{"rating": 9, "movie": {movie}}}]'.encode())
        assert rejects.kept[0].reason == "it is a rating of a movie, not of an episode or a series"


async def test_ratings_are_stored_once_and_what_was_not_taken_is_told(started: Store):
    done = await bring(started, deed(ANN), IMDB, "ratings.csv")
    assert (done.new, done.newer, done.known, done.untaken) == (3, 0, 0, 3)
    assert await ratings(started) == {
        "Mayday (2003) S09E05 · Target Is Destroyed": (8, "2019-05-01T00:00:00+00:00"),
        "Mayday (2003)": (9, "2019-05-02T00:00:00+00:00"),
        "Mayday (2003) S05E02 · Gimli Glider": (7, "2019-05-03T00:00:00+00:00"),
    }
    again = await bring(started, deed(ANN), IMDB, "ratings.csv")
    assert (again.new, again.newer, again.known, again.untaken) == (0, 0, 3, 3)
    (file,) = untaken_file(done)
    rows = list(csv.reader(io.StringIO(file.fp.read().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["line 5", "line 7", "line 6"]
    assert rows[3][1].startswith("'=HYPERLINK")
    assert "no such series or episode" in rows[3][2]


async def test_only_a_newer_rating_takes_the_place_of_one_that_is_there(started: Store):
    thing = await started.read(lambda db: thing_of(db, Named("episode", (("imdb", SEED),))))
    assert isinstance(thing, int)
    await rated(started, ANN, thing, 3)
    done = await bring(started, deed(ANN), IMDB, "ratings.csv")
    assert (done.new, done.known) == (2, 1)
    newer = [TRAKT[0] | {"rated_at": deed(ANN).now, "rating": 5}]
    done = await bring(started, deed(ANN), json.dumps(newer).encode(), "trakt.json")
    assert (done.new, done.newer) == (0, 1)
    future = [TRAKT[0] | {"rated_at": "2999-01-01", "rating": 1}]
    done = await bring(started, deed(ANN), json.dumps(future).encode(), "trakt.json")
    assert (done.newer, done.known) == (0, 1)
    assert (await ratings(started))["Mayday (2003) S09E05 · Target Is Destroyed"][0] == 5


async def test_the_rating_of_a_review_stays_the_one_that_stands_in_it(started: Store):
    thing = await started.read(lambda db: thing_of(db, Named("episode", (("imdb", SEED),))))
    assert isinstance(thing, int)
    review = await wrote(started, ANN, thing, Words("Kept", "It is kept here.", 9), HERE)
    told = {"record": "rating", "thing": {"ids": {"imdb": SEED}}, "rating": 2}
    later = told | {"at": "2026-11-28"}
    by = deed(ANN, at=NOW + timedelta(days=3))
    done = await bring(started, by, json.dumps(later).encode(), "mine.jsonl")
    assert (done.new, done.newer, done.known) == (0, 0, 1)
    assert (await started.read(reviews.read, review, HERE)).rating == 9
    viewer = Viewer(ANN, server=HERE)
    assert await started.read(tallies.score, thing, viewer) == Score(9, 1, 9)
    assert await started.read(tallies.of_all) is None


async def test_what_is_brought_where_all_is_kept_counts_there_alone(started: Store):
    await started.write(servers.decide, HERE, deed(ANN).now, {"kept": True})
    thing = await started.read(lambda db: thing_of(db, Named("episode", (("imdb", SEED),))))
    assert isinstance(thing, int)
    await bring(started, deed(ANN, HERE), IMDB, "ratings.csv")
    for server, votes in ((HERE, 1), (None, 0)):
        assert (await started.read(tallies.score, thing, Viewer(server=server))).votes == votes


async def test_no_ratings_are_taken_of_whom_no_reviews_are_taken(started: Store):
    told = {"record": "rating", "thing": {"ids": {"imdb": SEED}}, "rating": 2}

    def block(db: Database) -> None:
        db.execute("INSERT INTO block (server, member, since) VALUES (0, :ann, '')", {"ann": ANN})

    await started.write(block)
    with pytest.raises(Blocked):
        await bring(started, deed(ANN, HERE), json.dumps(told).encode(), "mine.jsonl")
    assert await ratings(started) == {}


async def test_a_round_trip_gives_the_same_ratings_and_the_reviews_as_drafts(started: Store):
    things = await started.read(_episodes)
    for number, thing in enumerate(things, 1):
        await rated(started, ANN, thing, number)
    await wrote(started, ANN, things[0], Words("Held", SECRET, 10, spoiler=True))
    await wrote(started, ANN, things[1], Words("Kept here", SECRET, 2), HERE)
    before = await ratings(started)
    entries = await started.read(lambda db: list(personal.everything(db, ANN)))
    (json_file, _) = export.files(entries, [], 10**7)
    await started.write(erasing.erase, deed(ANN), started.folder, "erased")
    assert await ratings(started) == {}
    lines = b"\n".join(json.dumps(one).encode() for one in json.loads(json_file.content))
    for content in (json_file.content, lines):
        elsewhere = await bring(started, deed(ANN, 5), content, "coldopen.json")
        assert elsewhere.untaken == 2
        await bring(started, deed(ANN, HERE), content, "coldopen.json")
        assert await ratings(started) == before
        assert await started.read(_drafts) == [
            ("Held", SECRET, 10, 1, 0), ("Kept here", SECRET, 2, 0, HERE),
        ]  # fmt: skip
    assert await started.read(reviews.own, ANN, things[0]) is None


def _episodes(db: Database) -> list[int]:
    return [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id LIMIT 5")]


def _drafts(db: Database) -> list[tuple[object, ...]]:
    sql = "SELECT headline, body, rating, spoiler, place FROM draft ORDER BY headline"
    return db.execute(sql).fetchall()


async def test_reviews_are_brought_beside_what_is_there_and_no_more_than_20(started: Store):
    things = await started.read(_episodes)
    await wrote(started, ANN, things[0], Words("Here", "This one is here.", 4))
    await wrote(started, BOB, things[0], Words("Bob's", SECRET, 4))
    every = await started.read(lambda db: list(personal.everything(db, BOB)))
    one = next(export.record(entry) for entry in every if entry.kind == "review")
    done = await bring(started, deed(ANN), json.dumps([one]).encode(), "file")
    assert (done.drafts, done.known) == (0, 1)
    entries = await started.read(_all_things)
    many = [export.record(Entry("draft", {"headline": "A", "body": "B"}, thing))
            for thing in entries]  # fmt: skip
    assert len(many) > 100
    done = await bring(started, deed(ANN), json.dumps(many).encode(), "file")
    assert (done.drafts, done.known, done.untaken) == (20, 1, len(many) - 21)
    assert "20 drafts" in untaken_file(done)[0].fp.read().decode()
    assert "as drafts" in str(brought(done).to_component_dict())


def _all_things(db: Database) -> list[Any]:
    things = [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id")]
    return [one.thing for one in personal.of_things(db, things)]


GHOSTS = tuple(
    Series(source="t", ids=Ids(tvmaze=one), start_year=year, titles=(Title(text="Ghosts"),))
    for one, year in ((2, 2019), (3, 2021))
)
NAMES: list[tuple[Named, str]] = [
    (Named("series", title="Ghosts"), "several"),
    (Named("series", title="Ghosts", year=2021), "Ghosts (2021)"),
    (Named("series", title="Ghosts", year=1999), "unknown"),
    (Named("series", (("tvmaze", "2"),), "Other"), "Ghosts (2019)"),
    (Named("series", (("tvmaze", "9"),), "Ghosts", 2021), "unknown"),
    (Named("episode", (), "Pilot", 2021, "Ghosts", (), 1, 1), "Ghosts (2021) S01E01 · Pilot"),
    (Named("episode", (), None, 2021, "Ghosts", (), 1, 1), "Ghosts (2021) S01E01 · Pilot"),
    (Named("episode", (), "Pilot", None, "Ghosts", (), 1, 1), "several"),
    (Named("episode", (), "Who?", 2021, "Ghosts", (), 1, 1), "contradicted"),
    (Named("episode", (("tvmaze", "77"),), "Pilot", 2021, "Ghosts", (), 1, 1), "contradicted"),
    (Named("episode", (), "Pilot", 2021, "Ghosts", (), 7, 1), "unknown"),
    (Named("episode", (), "who", None, None, (("tvmaze", "2"),)), "Ghosts (2019) S01E01 · Who?"),
    (Named("episode", (), "Again", None, None, (("tvmaze", "2"),)), "several"),
    (Named("episode", (), "Mayday: Gimli Glider"), "Mayday (2003) S05E02 · Gimli Glider"),
    (Named("episode", (), "Mayday: Nothing Like It"), "unknown"),
    (Named("episode", (), None, None, "Mayday", (), 2, 2), "Mayday (2003) S02E02"),
    (Named("episode"), "unknown"),
]


@pytest.mark.parametrize(("told", "meant"), NAMES)
async def test_what_is_certain_is_found_and_what_is_not_is_not_guessed(
    started: Store, told: Named, meant: str
):
    await loading.load(started, [*GHOSTS, *_pilots()], loading.Order(source="t"))
    found = await started.read(thing_of, told)
    if isinstance(found, int):
        (entry,) = await started.read(personal.of_things, [found])
        assert entry.thing
        assert export.named(entry.thing.heading).startswith(meant)
    else:
        assert found == meant


def _pilots() -> list[Episode]:
    told = ((2, 1, "Who?"), (2, 2, "Again"), (2, 3, "Again"), (3, 1, "Pilot"))
    return [
        Episode(
            source="t", ids=Ids(tvmaze=100 + at), series=SeriesReference(ids=Ids(tvmaze=one)),
            titles=(Title(text=title),), numberings=(Numbering(season=season, number=1),),
        )
        for at, (one, season, title) in enumerate(told)
    ]  # fmt: skip


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"  \n", "nothing in it"),
    "an archive": (b"PK\3\4 and more", "archive"),
    "a page": (b"<!DOCTYPE html>", "no CSV or JSON"),
    "another encoding": ("Const,Your Rating\nTürme".encode("cp1252"), "not UTF-8"),
    "UTF-16": ("Const,Your Rating\n".encode("utf-16"), "not UTF-8"),
    "NUL": (b"Const,Your Rating\n\0", "NUL"),
    "another table": (b"series;season\nMayday;1\n", "no column “Const”"),
    "half a list": (json.dumps(TRAKT).encode()[:-9], "no JSON from here on"),
    "depth": (b"[" * 100_000, "no JSON from here on"),
    "one endless word": (b'["' + b"a" * 3_000_000, "no JSON from here on"),
    "a bomb": (gzip.compress(b" " * (60 << 20)), "200 times its size"),
    "a cut .gz": (gzip.compress(IMDB)[:-9], "its end is missing"),
    "an open quote": (f'{HEAD}\n{SEED},"8'.encode() + b"\n" * 500, "a quote opens here"),
    "too many rows": (
        f"{HEAD}\n".encode() + b"tt0000001,8,2019-05-01,A,,,TV Episode,8,2010\n" * 100_001,
        "more than 100,000 rows",
    ),
    "too many rows of no use": (HEAD.encode() + b"\nx,8" * 100_002, "more than 100,000 rows"),
    "too many entries": (b"[" + b"1," * 100_002 + b"1]", "more than 100,000 rows"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
async def test_files_of_no_use_are_refused_and_change_nothing(started: Store, name: str):
    content, reason = HOSTILE[name]
    with pytest.raises(Unreadable) as caught:
        await bring(started, deed(ANN), content, "file")
    assert reason in caught.value.reason
    assert await started.read(personal.counts, ANN) == {}


ROWS = [
    '{"record": "rating", "rating": NaN}',
    '{"record": "rating", "rating": 1e400}',
    '{"record": "rating", "rating": 9223372036854775808}',
    f'{{"record": "rating", "rating": {"9" * 5000}}}',
    '{"record": "rating", "rating": "8"}',
    '{"record": "rating", "rating": 8}',
    '{"record": "rating", "thing": {"ids": {"imdb": "tt1597909"}}}',
    '{"record": "rating", "rating": 8, "thing": 5}',
    '{"record": "rating", "rating": 8, "thing": {"season": 9223372036854775808}}',
    '{"record": "rating", "rating": 8, "thing": {}, "place": "9223372036854775808"}',
    '{"record": "rating", "rating": 8, "thing": {}, "place": "-1"}',
    '{"record": "rating", "rating": 8, "thing": {}, "at": "0001-01-01T00:00:00+20:00"}',
    '{"record": "rating", "rating": 8, "thing": {}, "at": "soon"}',
    f'{{"record": "review", "thing": {{}}, "body": "{"a" * 4001}"}}',
    '{"record": "review", "thing": {}, "body": "   "}',
    '{"a": ' * 5000,
    "{]",
    "[]",
    "5",
    '"words"',
]


async def test_rows_of_no_use_are_told_one_by_one_and_the_others_are_taken(started: Store):
    good = json.dumps(TRAKT[0])
    content = "\n".join([good, *ROWS, good]).encode()
    done = await bring(started, deed(ANN), content, "file")
    assert (done.new, done.known, done.untaken) == (1, 1, len(ROWS))
    assert [one.line for one in done.some] == [f"line {at + 2}" for at in range(len(ROWS))]


async def test_halves_of_signs_and_ids_that_no_column_holds_do_no_harm(started: Store):
    thing = {"ids": {"imdb": "tt99999999999", "tmdb": 10**30, "tvdb": -1, "x": [1]}}
    rows = [
        {"record": "draft", "thing": EPISODE | {"ids": {"imdb": SEED}}, "headline": "\ud800",
         "body": "\udfff text"},
        {"record": "rating", "rating": 8, "thing": thing},
        {"record": "rating", "rating": 8, "thing": {"title": "\ud800", "series": {"title": "a"}}},
        {"record": "rating", "rating": 8, "thing": {"season": 999999, "number": 999999,
         "series": {"title": "Mayday"}}},
    ]  # fmt: skip
    done = await bring(started, deed(ANN), json.dumps(rows).encode(), "file")
    assert (done.drafts, done.untaken) == (1, 3)


@pytest.mark.parametrize("seed", range(20))
async def test_noise_is_refused_or_taken_and_never_a_fault(started: Store, seed: int):
    dice = random.Random(seed)  # noqa: S311 - the same noise each time
    whole = dice.choice([IMDB, json.dumps(TRAKT).encode()])
    content = bytearray(whole)
    for _ in range(dice.randint(1, 20)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        done = await bring(started, deed(ANN), bytes(content), "file")
    except Unreadable:
        return
    assert done.new + done.untaken


async def test_others_are_answered_while_a_large_file_is_read(started: Store):
    content = f"[{','.join([json.dumps(TRAKT[0])] * 20_000)}]".encode()
    bringing, answers = asyncio.create_task(bring(started, deed(ANN), content, "file")), 0
    while not bringing.done():
        await started.read(personal.counts, BOB)
        answers += 1
    done = await bringing
    assert (done.new, done.known) == (1, 19_999)
    assert answers > 20
