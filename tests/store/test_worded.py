"""Names that have all of some words are found in any order, among others, the popular first."""

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from bot.model import PERSON_IDS
from bot.store import Database, Store, called, index, indexing, worded

VOTES = {"target is destroyed": 9, "the last target": 7, "destroyed lives": 5, "is it": 3}


@pytest.fixture
async def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    monkeypatch.setattr(indexing, "FEW", 0)

    def write(db: Database) -> None:
        for thing, (name, votes) in enumerate(VOTES.items(), 1):
            index.put_names(db, thing, 10**6, "episode", [(name, name)], votes)
        indexing.settle(db)

    async with Store.opened(tmp_path / "data") as store:
        async with store.writing() as line:
            await line.run(write)
        yield store


async def having(store: Store, words: str) -> list[str]:
    return [one.folded for one in await store.read(index.having, words, "episode")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("destroyed target", ["target is destroyed"]),
        ("target", ["target is destroyed", "the last target"]),
        ("target des", ["target is destroyed"]),
        ("is is", ["target is destroyed", "is it"]),
        ("target lives", []),
        ("targit destroyed", []),
        ("target d", []),
    ],
)
async def test_all_words_in_any_order_the_last_one_begun(many: Store, words: str, found: list[str]):
    assert await having(many, words) == found


async def test_series_and_people_have_words_of_their_own(many: Store):
    assert await many.read(worded.having, "target", "series", 5) == []
    assert await many.read(worded.having, "target", "person", 5) == []


def test_a_word_that_a_name_has_twice_counts_once():
    rows = worded.rows(
        "episode", ["day by day", "day"], np.array([5, 6]), np.array([1, 2], np.int32)
    )
    found = {word: np.frombuffer(ranks, "<u4").tolist() for word, _, ranks in rows if word}
    assert found == {"day": [0, 1], "by": [1]}


def test_names_that_begin_alike_stand_together_in_either_order():
    names = ["denis akiyama", "denise a", "den", "x y z", "", "李 小龙", "bo featherstonehaugh"]
    turned = ["akiyama denis", "a denise", "den", "z x y", "", "小龙 李", "featherstonehaugh bo"]
    straight, backward = called.numbers("\n".join(names).encode())
    assert straight.tolist() == [called.number(name.encode()) for name in names]
    assert backward.tolist() == [called.number(name.encode()) for name in turned]
    assert straight[2] < straight[0] < straight[1] < straight[3]
    assert called.number(b"denis akiyama the second") == called.number(b"denis akiyam")


@pytest.mark.parametrize("earlier", [False, True])
async def test_however_much_of_a_name_is_typed_it_is_found(tmp_path: Path, *, earlier: bool):
    names = [f"{first} {last}" for first in ("christopher", "ann", "bartholomew")
             for last in ("smith", "smithers", "o")]  # fmt: skip
    straight, _ = called.numbers("\n".join(names).encode())
    order = np.argsort(straight)
    whose = order.astype(np.uint32) + 1
    rows = [*called.rows(straight[order], whose)]
    if earlier:  # eight bytes a number, as an earlier version wrote them
        rows = [(int(straight[order[0]]), straight[order].tobytes(), whose.tobytes())]

    def write(db: Database) -> None:
        sql = "INSERT INTO called VALUES (:first, :numbers, :people)"
        for row in rows:
            db.execute(sql, dict(zip(("first", "numbers", "people"), row, strict=True)))

    async with Store.opened(tmp_path / "data") as store:
        async with store.writing() as line:
            await line.run(write)
        for at, name in enumerate(names, start=PERSON_IDS + 1):
            for end in range(3, len(name) + 1):
                assert at in await store.read(called.beginning, name[:end], 64), name[:end]
