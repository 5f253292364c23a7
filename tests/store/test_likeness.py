"""Names that look like a mistyped one are found at once, whatever was written in between."""

from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import fold
from bot.model import Kind
from bot.store import Database, Store, index, indexing, likeness

NAMES = [f"{first} {second}" for first in ("harbor", "silent", "last", "northern", "broken")
         for second in ("lights", "storm", "train", "witness", "orchard", "signal")]  # fmt: skip
words = st.text(min_size=1, max_size=40).map(fold).filter(bool)


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.opened(tmp_path / "data") as store:
        yield store


async def named(store: Store, names: Sequence[str], *, start: int = 1, settled: bool = True):
    """Let episodes have these names, one each."""

    def write(db: Database) -> None:
        for thing, name in enumerate(names, start):
            index.put_names(db, thing, 1, "episode", [(name, name.title())], 0)
        if settled:
            indexing.settle(db)

    async with store.writing() as line:
        await line.run(write)


async def close_to(store: Store, name: str, kind: Kind = "episode") -> list[str]:
    return [one.folded for one in await store.read(index.alike, name, kind)]


async def blocks(store: Store) -> list[tuple[str, int]]:
    def read(db: Database) -> list[tuple[str, int]]:
        rows = db.execute("SELECT kind, names FROM likeness")
        return sorted((kind, int(np.sign(np.frombuffer(ids, "<i8")).sum())) for kind, ids in rows)

    return await store.read(read)


async def first(store: Store, name: str) -> str:
    found = await store.read(likeness.alike, name, "episode", 1)
    sql = "SELECT folded FROM name WHERE id = :name"
    [(folded,)] = await store.read(lambda db: db.execute(sql, {"name": found[0]}).fetchall())
    return str(folded)


@pytest.mark.parametrize("settled", [True, False])
async def test_two_mistakes_do_not_hide_a_name(empty: Store, *, settled: bool):
    await named(empty, NAMES, settled=settled)
    typed = ("harbr ligts", "brokne orcahrd", "las trian")
    found = [await first(empty, one) for one in typed]
    assert found == ["harbor lights", "broken orchard", "last train"]
    assert await close_to(empty, "harbr ligts", "series") == []


async def test_what_is_written_and_dropped_is_seen_by_the_next_question(empty: Store):
    await named(empty, NAMES)
    assert await first(empty, "silnt storm") == "silent storm"
    place = NAMES.index("silent storm") + 1

    def rename(db: Database) -> None:
        index.drop_names(db, place)
        index.put_names(db, place, 1, "episode", [("quiet gale", "Quiet Gale")], 0)

    async with empty.writing() as line:
        await line.run(rename)
    assert await first(empty, "quite gale") == "quiet gale"
    assert "silent storm" not in await close_to(empty, "silnt storm")
    async with empty.writing() as line:
        await line.run(indexing.settle)
    assert await first(empty, "quite gale") == "quiet gale"
    assert "silent storm" not in await close_to(empty, "silnt storm")
    assert await blocks(empty) == [("episode", len(NAMES))]


async def test_only_blocks_in_which_something_changed_are_written_anew(
    empty: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(likeness, "BLOCK", 64)
    await named(empty, [f"{name} {part}" for part in range(8) for name in NAMES[:24]])

    def numbers(db: Database) -> set[int]:
        return {row[0] for row in db.execute("SELECT block FROM likeness")}

    before = await empty.read(numbers)
    assert await blocks(empty) == [("episode", 64)] * 3
    async with empty.writing() as line:
        await line.run(index.drop_names, 1)
        await line.run(indexing.settle)
    assert await blocks(empty) == [("episode", 63), ("episode", 64), ("episode", 64)]
    assert len(before & await empty.read(numbers)) == 2


async def test_what_nobody_settled_is_settled_at_the_next_start(tmp_path: Path):
    async with Store.opened(tmp_path / "data") as store:
        await named(store, NAMES, settled=False)
        assert await blocks(store) == []
    async with Store.opened(tmp_path / "data") as store:
        assert await blocks(store) == [("episode", len(NAMES))]
        assert await first(store, "northen signl") == "northern signal"


@given(st.lists(words, min_size=1, max_size=20))
def test_bits_of_many_names_are_those_of_each(names: Sequence[str]):
    alone: Iterable[list[int]] = (likeness.bits_of([name])[0].tolist() for name in names)
    assert likeness.bits_of(names).tolist() == list(alone)


@given(words)
def test_a_name_has_a_bit_for_each_two_bytes_but_those_that_meet(name: str):
    ends = f"\n{name}\n".encode()
    pairs = {ends[at : at + 2] for at in range(len(ends) - 1)}
    bits = int(np.bitwise_count(likeness.bits_of([name])).sum())
    assert 1 <= bits <= len(pairs)
    assert bits > len(pairs) // 3
