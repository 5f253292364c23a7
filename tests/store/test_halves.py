"""Names that are one mistake away are found among any number of names."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import fold
from bot.model import NamedKind
from bot.store import Database, Store, halves, index, indexing

NAMES = [f"{first} {second}" for first in ("harbor", "silent", "last", "northern", "broken", "Ж日")
         for second in ("lights", "storm", "train", "witness", "orchard", "signal")]  # fmt: skip
words = (
    st.text(min_size=halves.SHORTEST, max_size=60)
    .map(fold)
    .filter(lambda name: len(name) >= halves.SHORTEST)
)


@pytest.fixture
async def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """A store whose names are as many as need halves."""
    monkeypatch.setattr(indexing, "FEW", 3)
    async with Store.opened(tmp_path / "data") as store:
        yield store


async def named(store: Store, names: Sequence[str], start: int = 1, votes: int = 0) -> None:
    """Let episodes have these names, one each."""

    def write(db: Database) -> None:
        for thing, name in enumerate(names, start):
            index.put_names(db, thing, 10**6, "episode", [(name, name.title())], votes)
        indexing.settle(db)

    async with store.writing() as line:
        await line.run(write)


async def near(store: Store, name: str, kind: NamedKind = "episode") -> list[str]:
    return [one.folded for one in await store.read(index.near, name, kind)]


def mistaken(name: str, at: int, kind: str) -> str:
    """Make one mistake in a name."""
    match kind:
        case "gone":
            return name[:at] + name[at + 1 :]
        case "more":
            return name[:at] + "q" + name[at:]
        case "other":
            return name[:at] + "q" + name[at + 1 :]
        case _:
            return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


def halves_of(name: str, kind: NamedKind) -> set[int]:
    made = halves.cut([name], kind)
    return {*made.left.tolist(), *made.right.tolist()}


@given(words, st.data(), st.sampled_from(["gone", "more", "other", "swapped"]))
def test_one_mistake_anywhere_leaves_a_half_by_which_the_name_is_found(
    name: str, data: st.DataObject, kind: str
):
    typed = mistaken(name, data.draw(st.integers(0, len(name) - 1)), kind)
    if len(typed) >= halves.SHORTEST:
        assert halves_of(name, "episode") & set(halves.asked(typed, "episode").tolist())


def test_kinds_have_no_half_in_common():
    series, episode, person = (
        halves_of("silent storm", kind) for kind in ("series", "episode", "person")
    )
    assert not series & episode
    assert max(series) < min(episode) <= max(episode) < min(person)


async def test_a_store_of_few_names_has_no_halves(tmp_path: Path):
    async with Store.opened(tmp_path / "data") as store:
        await named(store, NAMES)
        assert not await store.read(index.is_large)
        assert await near(store, "silnt storm") == []


@pytest.mark.parametrize("kind", ["gone", "more", "other", "swapped"])
async def test_every_mistake_in_every_name_is_found(many: Store, kind: str):
    await named(many, NAMES)
    for name in NAMES:
        for at in range(len(name) - 1):
            assert name in await near(many, mistaken(name, at, kind)), (name, at)


async def test_what_is_written_later_is_found_and_what_is_dropped_is_not(many: Store):
    await named(many, NAMES)
    await named(many, ["quiet gale"], start=1000)
    assert await near(many, "quite gale") == ["quiet gale"]
    async with many.writing() as line:
        await line.run(index.drop_names, 1000)
        await line.run(indexing.settle)
    assert await near(many, "quite gale") == []


async def test_of_equal_names_another_stands_for_all_when_one_is_dropped(many: Store):
    await named(many, [*NAMES, "quiet gale"], votes=5)
    await named(many, ["quiet gale"], start=1000)
    place = len(NAMES) + 1
    one, *_ = await many.read(index.near, "quite gale", "episode")
    assert one.thing == place
    async with many.writing() as line:
        await line.run(index.drop_names, place)
        await line.run(indexing.settle)
    assert {one.thing for one in await many.read(index.near, "quite gale", "episode")} == {1000}


def test_one_half_leads_to_the_most_popular_names_alone():
    many = 3 * halves.RUN
    every = halves.Halves(
        np.full(many, 7, np.uint32), np.arange(many), np.zeros(many, np.uint32),
        np.arange(many, dtype=np.int32),
    )  # fmt: skip
    [(first, keys, names, _)] = halves.rows(every)
    assert (first, len(keys)) == (7, 4 * halves.RUN)
    assert np.frombuffer(names, "<i8").tolist() == [*range(many - 1, many - 1 - halves.RUN, -1)]


async def test_a_later_name_is_found_whatever_its_halves_are(many: Store):
    await named(many, NAMES[:5])  # of episodes alone: series come before all of these
    series = ["crimson office", "night watchers", "harbor lights", "last signal"]

    def write(db: Database) -> None:
        for thing, name in enumerate(series, 2000):
            index.put_names(db, thing, thing, "series", [(name, name)], 0)
        indexing.settle(db)

    async with many.writing() as line:
        await line.run(write)
    for name in series:
        for at in range(len(name)):
            assert name in await near(many, mistaken(name, at, "gone"), "series")


async def test_a_few_names_written_again_and_again_do_not_become_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "FEW", len(NAMES))
    async with Store.opened(tmp_path / "data") as store:
        for _ in range(3):
            await named(store, NAMES)
            async with store.writing() as line:
                for thing in range(1, len(NAMES) + 1):
                    await line.run(index.drop_names, thing)
                await line.run(indexing.settle)
        await named(store, NAMES)
        assert not await store.read(index.is_large)
