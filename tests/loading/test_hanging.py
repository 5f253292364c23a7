"""What people gave hangs on the same episode, whatever is loaded, taken back or lost afterwards."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import loading
from bot.model import thing_of
from bot.reviews import EVERYWHERE, Deed, Words
from bot.store import Database, Store, catalogue, identity, reviews
from tests.loading import reading
from tests.loading.dumps import load, tt
from tests.loading.reading import episode, everything, lines
from tests.loading.test_sources_meet import FACTS, LIGHT, ORDERS, SHOW, dumps, facts, into

HUNG = (LIGHT + 2, LIGHT + 4, LIGHT + 5)
"""Episodes on which something hangs."""
TABLES = {"review": "thing", "rating": "thing", "contribution": "thing", "progress": "episode"}


def hang(db: Database) -> None:
    """Let a member rate, review, correct and watch some episodes, and watch their series."""
    db.execute("INSERT INTO member (id, since) VALUES (77, '2026-01-01')")
    [series] = identity.recognise(db, "series", [("imdb", tt(LIGHT))])
    give_out(db, series, "series")
    for number, imdb in enumerate(HUNG):
        [thing] = identity.recognise(db, "episode", [("imdb", tt(imdb))])
        give_out(db, thing, "episode")
        key = {"thing": thing, "series": series}
        deed = Deed(77, 1000 + number, "2026-01-02T00:00:00+00:00")
        reviews.publish(db, deed, thing, Words("Good", "Wet", 9), EVERYWHERE)
        for sql in (
            """INSERT INTO contribution (thing, member, kind, fact, state, given_at)
               VALUES (:thing, 77, 'Plot', '{}', 'accepted', '2026')""",
            """INSERT INTO progress VALUES (77, :series, :thing, '2026')
               ON CONFLICT DO UPDATE SET episode = excluded.episode""",
        ):
            db.execute(sql, key)


def give_out(db: Database, thing: int, kind: str) -> None:
    """Give out a permanent id that was made of IMDb's, as a review of such a thing does."""
    sql = "INSERT INTO thing (id, kind) VALUES (:id, :kind) ON CONFLICT DO NOTHING"
    db.execute(sql, {"id": thing, "kind": kind})


def hanging(db: Database) -> list[tuple[str, str | None, str | None, int]]:
    """Say what hangs where: the table, the title and IMDb's id of what it hangs on, its series."""
    found = []
    for table, column in TABLES.items():
        for (thing,) in db.execute(f"SELECT {column} FROM {table} ORDER BY {column}"):  # noqa: S608
            head = catalogue.heading(db, thing)
            found.append((table, head.title, catalogue.ids(db, thing).imdb, head.series_id))
    return sorted(found, key=repr)


async def hung(store: Store) -> list[tuple[str, str | None, str | None, int]]:
    """Hang something on the episodes, and say where it hangs."""
    async with store.writing() as line:
        await line.run(hang)
    found = await store.read(hanging)
    assert {imdb for _, _, imdb, _ in found} == {tt(imdb) for imdb in HUNG}
    assert len(found) == 3 * len(HUNG) + 1
    return found


async def test_it_hangs_on_what_imdb_alone_told_of_after_imdb_and_tvmaze_again(
    store: Store, tmp_path: Path
):
    await load(store, dumps(tmp_path / "first"))
    before = await hung(store)
    made = facts()
    made.rows["title.ratings"] = [row + "0" for row in made.rows["title.ratings"]]
    changed = await load(store, dumps(tmp_path / "second", made))
    assert changed.changed == len(FACTS)
    assert await store.read(hanging) == before
    for source in ("TVmaze", "IMDb", "table"):
        assert (await into(store, source, tmp_path))[3] == ()
        assert {imdb for _, _, imdb, _ in await store.read(hanging)} == {tt(one) for one in HUNG}
    assert len(await store.read(lines)) == len(FACTS) + 1


async def test_it_hangs_on_the_same_after_a_big_load_is_taken_back_and_made_again(
    store: Store, tmp_path: Path
):
    first = await load(store, dumps(tmp_path / "in"))
    before = await hung(store)
    await loading.undo(store, first.load)
    assert await store.read(lines) == []
    await load(store, dumps(tmp_path / "in"))
    assert await store.read(hanging) == before


async def test_it_hangs_on_the_same_after_everything_was_renumbered_and_renamed(
    store: Store, tmp_path: Path
):
    for source in ("TVmaze", "IMDb"):
        await into(store, source, tmp_path)
    before = await hung(store)
    moved = [
        episode(SHOW, f"9x{number:02}", f"Renamed {number}", day, tvmaze=5000 + number)
        for number, (_, _, _, day) in enumerate(FACTS, 1)
    ]
    await reading.load(store, *moved)
    # One title is TVmaze's: IMDb only says its number.
    before = [
        (what, "Renamed 5" if title == "The Reckoning" else title, imdb, series)
        for what, title, imdb, series in before
    ]
    assert await store.read(hanging) == before
    made = facts()
    for dump in ("title.basics", "title.episode"):
        made.rows[dump] = [row.replace("\t1\t", "\t4\t") for row in made.rows[dump]]
    await load(store, dumps(tmp_path / "in", made))
    assert await store.read(hanging) == before


def lose(folder: Path) -> None:
    """Lose the catalogue, whatever its generation."""
    for path in folder.glob("catalogue*"):
        path.unlink()


@pytest.mark.parametrize("after", ORDERS, ids=" ".join)
@pytest.mark.parametrize("before", [ORDERS[0], ORDERS[1]], ids=" ".join)
async def test_it_hangs_on_the_same_after_the_catalogue_was_lost_and_loaded_in_any_order(
    tmp_path: Path, before: Sequence[str], after: Sequence[str]
):
    folder = tmp_path / "store"
    async with Store.opened(folder) as store:
        for source in before:
            await into(store, source, tmp_path)
        where = await hung(store)
        places = {(line.id, line.code) for line in await store.read(lines)}
    lose(folder)
    async with Store.opened(folder) as store:
        for source in after:
            assert (await into(store, source, tmp_path))[3] == ()
        assert await store.read(hanging) == where
        assert {(line.id, line.code) for line in await store.read(lines)} == places


@pytest.mark.parametrize("after", ORDERS, ids=" ".join)
async def test_it_hangs_on_what_imdb_told_of_after_the_catalogue_was_lost(
    tmp_path: Path, after: Sequence[str]
):
    folder = tmp_path / "store"
    async with Store.opened(folder) as store:
        await into(store, "IMDb", tmp_path)
        await hung(store)
    lose(folder)
    async with Store.opened(folder) as store:
        for source in after:
            await into(store, source, tmp_path)
        found = await store.read(hanging)
        assert {imdb for _, _, imdb, _ in found} == {tt(imdb) for imdb in HUNG}
        assert {series for _, _, _, series in found} == {thing_of(tt(LIGHT))}


async def test_what_people_gave_is_no_part_of_what_a_load_changes(store: Store, tmp_path: Path):
    await into(store, "IMDb", tmp_path)
    await hung(store)
    known = await store.read(everything)
    for source in ("TVmaze", "table", "IMDb"):
        await into(store, source, tmp_path)
    after = await store.read(everything)
    given = ("member", "rating", "review", "review_revision", "contribution", "progress")
    assert {name: after[name] for name in given} == {name: known[name] for name in given}
