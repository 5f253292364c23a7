"""After any loads and undos words are found as if all were read anew, and so are days."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import finding, loading
from bot.errors import NothingSaid
from bot.loading import phrasing
from bot.model import Credit, Episode, Plot, Question, Rating, Release, Series
from bot.passages import passages
from bot.store import Database, Store, indexing, phrases
from bot.store.connection import AT_ONCE
from bot.store.phrases import Document
from tests.loading.dumps import Made, tt
from tests.loading.dumps import load as load_dumps
from tests.loading.harbour import HARBOUR, harbour
from tests.loading.reading import episode, show
from tests.store.folders import copied

MAYDAY = show("Mayday", 2003, tvmaze=100)
Words = dict[str, dict[int, int]]
SAID = st.lists(st.sampled_from(["storm", "pilot", "Überlingen", "the", "uçak"]), max_size=6)
texts = SAID.map(lambda words: " ".join(words) or "x")


def words_of(db: Database) -> tuple[Words, dict[str, int], list[Any]]:
    """Give what each word weighs in each thing, as it is stored, and the days of all."""
    places = dict(db.execute("SELECT place, thing FROM phrased"))
    found: Words = {}
    for word, block, at, weights in db.execute("SELECT word, block, places, weights FROM phrase"):
        for place, weight in zip(np.frombuffer(at, "<u2").tolist(), weights, strict=True):
            found.setdefault(word, {})[places[block * phrases.BLOCK + place]] = weight
    counts = dict(db.execute("SELECT word, things FROM phrase_word"))
    return found, counts, db.execute("SELECT * FROM airing ORDER BY 1, 2, 3").fetchall()


def anew(db: Database) -> None:
    """Read everything anew."""
    for table in ("phrase", "phrase_word", "phrased", "airing"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    db.execute("INSERT OR IGNORE INTO phrase_late SELECT DISTINCT thing FROM telling")
    phrasing.settle(db)


async def check(store: Store) -> None:
    """See that what is stored is what it would be if all were read anew."""
    before = await store.read(words_of)
    assert await store.read(phrases.late, 1) == []
    async with store.writing() as line:
        await line.run(anew)
    assert await store.read(words_of) == before
    assert {word: len(things) for word, things in before[0].items()} == before[1]


def told(number: int, source: str, title: str, text: str, day: str) -> Episode:
    return msgspec.structs.replace(
        episode(MAYDAY, f"1x{number}", title, day, source=source, tvmaze=1000 + number),
        plots=(Plot(text=text),),
        credits=(Credit(name=title, character=text),),
        questions=(Question(text=title),),
        ratings=(Rating(value=5, votes=len(text)),),
    )


tellings = st.builds(
    told,
    st.integers(1, 4), st.sampled_from(["TVmaze", "TMDB"]), texts, texts,
    st.sampled_from(["2003-09-03", "2003-09", "2004-01-01"]),
)  # fmt: skip
series = st.builds(lambda title: show(title, 2003, tvmaze=100), texts)
steps = st.lists(
    st.lists(tellings | series, min_size=1, max_size=3) | st.none(), min_size=1, max_size=5
)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps)
def test_after_any_loads_and_undos_words_are_those_of_all_read_anew(
    empty: Path,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[list[Episode | Series] | None],
):
    async def work() -> None:
        async with Store.opened(copied(empty, tmp_path_factory.mktemp("words"))) as store:
            numbers = [(await loading.load(store, [MAYDAY])).load]
            for step in steps:
                if step is None and len(numbers) > 1:
                    await loading.undo(store, numbers.pop())
                elif step:
                    numbers.append((await loading.load(store, step)).load)
            await check(store)

    asyncio.run(work())


async def test_what_waits_in_dumps_and_what_goes_with_them_is_read_too(
    store: Store, tmp_path: Path
):
    of = show("The Made-Up Harbour", 2001, tvmaze=7, imdb=tt(HARBOUR))
    quoted = episode(of, "1x01", "Quoted Arrival", "2001-05-06", tvmaze=71)
    plot = (Plot(text="A lighthouse keeper vanishes."),)
    await loading.load(store, [of, msgspec.structs.replace(quoted, plots=plot)])
    await load_dumps(store, harbour().write(tmp_path / "in"))
    assert await titles(store, "lighthouse") == 1
    await check(store)
    assert await titles(store, "tenth") == 1
    gone = Made()
    gone.series(5, "Something Else", year=2001)
    await load_dumps(store, gone.write(tmp_path / "later"))
    assert await titles(store, "tenth") == 0
    assert await titles(store, "lighthouse") == 1
    await check(store)


async def titles(store: Store, word: str) -> int:
    """Count what has a word."""
    return (await store.read(phrases.ranked, [{word: 1.0}], 9)).total


async def test_a_series_that_is_named_anew_has_its_new_name_in_its_episodes(store: Store):
    await loading.load(store, [MAYDAY, told(1, "TVmaze", "Storm", "pilot", "2003-09-03")])
    assert await titles(store, "mayday") == 2
    await loading.load(store, [show("Air Crash", 2003, tvmaze=100)])
    assert await titles(store, "mayday") == 0
    assert await titles(store, "crash") == 2
    await check(store)


async def test_what_an_older_version_has_stored_is_read_some_at_a_time(
    started: Store, monkeypatch: pytest.MonkeyPatch
):
    before = await started.read(words_of)

    def forget(db: Database) -> None:
        for table in ("phrase", "phrase_word", "phrased", "airing"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
        db.execute("INSERT INTO phrase_late SELECT DISTINCT thing FROM telling")

    async with started.writing() as line:
        await line.run(forget)
    monkeypatch.setattr(phrasing, "STEP", 10)
    assert await titles(started, "korean") == 0
    assert await phrasing.catch_up(started) == 111
    assert await phrasing.catch_up(started) == 0
    assert await started.read(words_of) == before


async def test_a_large_load_leaves_its_words_to_the_bot(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(phrasing, "FEW", 10)
    monkeypatch.setattr(phrasing, "LOOK", 0.01)
    storms = [told(at, "TVmaze", f"Zoo {at}", "zebras", "2003-09-03") for at in range(1, 12)]
    await loading.load(store, [MAYDAY, *storms])
    assert await titles(store, "zebras") == 0
    keeping = asyncio.create_task(phrasing.keep_up(store))
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if not await store.read(phrases.late, 1):
            break
    keeping.cancel()
    assert await titles(store, "zebras") == 11
    monkeypatch.undo()
    await check(store)


def documents(every: Iterable[tuple[int, dict[str, int]]]) -> list[Document]:
    return [Document(thing, weights) for thing, weights in every]


async def test_words_of_many_things_stand_in_several_blocks(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(phrases, "BLOCK", 8)
    first = documents((thing, {"storm": 5 * thing, f"w{thing}": 9}) for thing in range(1, 50))

    async def put(some: list[Document]) -> None:
        async with store.writing() as line:
            await line.run(phrases.put, some)

    await put(first)
    found, counts, _ = await store.read(words_of)
    assert found["storm"] == {thing: 5 * thing for thing in range(1, 50)}
    assert counts["storm"] == 49
    await put(documents((thing, {}) for thing in range(1, 50, 2)))
    await put(documents([(2, {"wind": 7})]))
    found, counts, _ = await store.read(words_of)
    assert found["storm"].keys() == set(range(4, 50, 2))
    assert (counts["storm"], counts["wind"]) == (23, 1)
    assert "w1" not in found
    assert "w1" not in counts
    best = await store.read(phrases.ranked, [{"storm": 1.0}], 3)
    assert [hit.thing for hit in best.hits] == [48, 46, 44]
    assert best.total == 23


async def test_of_what_has_as_many_words_the_heavier_and_then_the_more_popular_come_first(
    store: Store,
):
    some = documents(
        [(1, {"a": 90, "b": 90}), (2, {"a": 250}), (3, {"a": 90, "b": 90, "": 99}), (4, {"c": 1})]
    )
    async with store.writing() as line:
        await line.run(phrases.put, some)
    found = await store.read(phrases.ranked, [{"a": 1.0}, {"b": 1.0}], 9)
    assert [(hit.thing, hit.words) for hit in found.hits] == [(3, 2), (1, 2)]
    found = await store.read(phrases.ranked, [{"a": 1.0}, {"b": 1.0}], 9, least=1)
    assert [hit.thing for hit in found.hits] == [2, 3, 1]
    limited = await store.read(phrases.ranked, [{"a": 1.0}], 1)
    assert ([hit.thing for hit in limited.hits], limited.total) == ([2], 3)
    nothing = await store.read(phrases.ranked, [{"d": 1.0, "e": 0.5}], 9)
    assert (nothing.hits, nothing.total) == ([], 0)


async def test_of_very_many_that_are_as_good_the_first_ones_come_first(store: Store):
    every = [(thing, {"storm": 9 if thing % 2 else 200}) for thing in range(1, 2 * AT_ONCE)]
    async with store.writing() as line:
        await line.run(phrases.put, documents(every))
    best = await store.read(phrases.ranked, [{"storm": 1.0}], 5)
    assert [hit.thing for hit in best.hits] == [2, 4, 6, 8, 10]
    best = await store.read(phrases.ranked, [{"storm": 1.0}], AT_ONCE + 1)
    assert [hit.thing for hit in best.hits[-3:]] == [1022, 1, 3]
    assert best.total == len(every)


async def test_a_word_that_a_great_part_of_very_many_things_have_is_common(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    every = [(thing, {"the": 9, "storm": 9} if thing < 3 else {"the": 9}) for thing in range(1, 9)]
    async with store.writing() as line:
        await line.run(phrases.put, documents(every))
    words = ["the", "storm", "none"]
    assert await store.read(phrases.common, words) == []
    monkeypatch.setattr(phrases, "MANY", 5)
    assert await store.read(phrases.common, words) == ["the"]
    monkeypatch.setattr(phrases, "SHARE", 1)
    assert await store.read(phrases.common, words) == ["the"]
    monkeypatch.setattr(phrases, "MANY", 8)
    assert await store.read(phrases.common, words) == []


async def test_another_form_of_a_word_counts_a_little_less(store: Store):
    async with store.writing() as line:
        await line.run(phrases.put, documents([(1, {"crashes": 200}), (2, {"crash": 200})]))
    found = await store.read(phrases.ranked, [{"crash": 1.0, "crashes": 0.8}], 9)
    assert [hit.thing for hit in found.hits] == [2, 1]


def test_a_word_weighs_more_in_a_title_than_in_an_outline_and_there_than_in_a_long_plot():
    def weight(**fields: Any) -> int:
        one = episode(MAYDAY, "1x01", fields.pop("title", "Lost"), tvmaze=1)
        return phrasing.weighed(passages([msgspec.structs.replace(one, **fields)]))["storm"]

    plot = f"{'word ' * 600} storm"
    title = weight(title="The Storm")
    outline = weight(plots=(Plot(text="A storm is near."),))
    assert title > outline > weight(plots=(Plot(text=plot, kind="synopsis"),)) > 0


async def test_days_are_those_of_dates_and_of_moments_in_utc(store: Store):
    releases = (
        Release(date="2019-04-15", moment=datetime(2019, 4, 16, 1, tzinfo=UTC), country="US"),
        Release(date="2020"),
        Release(date="2020-05"),
    )
    one = episode(MAYDAY, "1x01", "Pilot", tvmaze=1)
    await loading.load(store, [MAYDAY, msgspec.structs.replace(one, releases=releases)])
    rows = await store.read(lambda db: db.execute("SELECT day, country FROM airing").fetchall())
    assert rows == [("2019-04-15", "US"), ("2019-04-16", "US")]


async def test_an_episode_is_found_by_any_of_its_days_before_these_are_read_as_well(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    releases = Release(date="2019-04-15"), Release(date="2021-01-02", country="DE")
    one = episode(MAYDAY, "1x01", "Pilot", tvmaze=1)
    other = episode(MAYDAY, "1x02", "Storm", "2019-04-22", tvmaze=2)
    monkeypatch.setattr(phrasing, "FEW", 0)
    await loading.load(store, [MAYDAY, msgspec.structs.replace(one, releases=releases), other])
    assert await store.read(lambda db: db.execute("SELECT 1 FROM airing").fetchall()) == []
    for _ in range(2):
        assert await titles_on(store, "mayday 2019-04-15") == ["Pilot"]
        assert await titles_on(store, "mayday 2021-01-02") == ["Pilot"]
        assert await titles_on(store, "mayday 2019-04-22") == ["Storm"]
        await phrasing.catch_up(store)
    assert await store.read(phrases.late, 1) == []


async def titles_on(store: Store, text: str) -> list[str | None]:
    answer = await finding.find(store, text)
    return [match.heading.title for match in answer.matches]


async def test_titles_of_dumps_alone_are_found_with_quotes_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "FEW", 0)
    made = Made()
    for number in range(1, 30):
        made.series(number, f"Zebra Flight {number}", year=2001)
    async with Store.opened(tmp_path / "store") as store:
        await load_dumps(store, made.write(tmp_path / "in"))
        found = await finding.search(store, "zebra flight", 0, 6)
        assert (found.most, found.all) == (2, 2)
        assert (await finding.search(store, '"zebra flight"', 0, 6)).total == found.total > 6
        with pytest.raises(NothingSaid):
            await finding.search(store, '"flight zebra"', 0, 6)


async def test_what_can_t_be_read_keeps_nothing_else_from_being_read(store: Store):
    await loading.load(store, [MAYDAY, told(1, "TVmaze", "Storm", "pilot", "2003-09-03")])

    def broken(db: Database) -> None:
        db.execute("UPDATE telling SET body = '{' WHERE thing IN (SELECT id FROM episode)")
        db.execute("INSERT INTO phrase_late SELECT DISTINCT thing FROM telling")

    async with store.writing() as line:
        await line.run(broken)
    assert await titles(store, "pilot") == 1
    assert await phrasing.catch_up(store) == 2
    assert await titles(store, "pilot") == 0
    assert await titles(store, "mayday") == 2
