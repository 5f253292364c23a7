"""Questions whose right answers are known: how many are found, and that none is surely wrong."""

import asyncio
from pathlib import Path

import pytest

from bot import loading
from bot.errors import Unreadable
from bot.finding.truth import Query, Right, Verdict, judge, read_truth, table
from bot.loaders import tvmaze
from bot.store import Store, begun, index, indexing
from tests.loading import dumps
from tests.loading.shared import SHARED

TRUTH = Path(__file__).parents[2] / "data" / "truth"
CERTAIN = dict.fromkeys(
    ("code", "spelled code", "foreign code", "range", "absolute", "three digits", "id",
     "release name", "date", "position"), 1.0
)  # fmt: skip
FLOORS = CERTAIN | {
    "exact title": 0.99,
    "exact other title": 0.99,
    "series and title": 0.99,
    "series": 0.99,
    "series with year": 0.99,
    "one typo": 0.97,
    "two typos": 0.92,
    "dropped words": 0.95,
    "swapped words": 0.95,
    "run together": 0.92,
    "prefix": 0.95,
    "accents and punctuation": 0.99,
    "articles": 0.99,
    "series and mistyped title": 0.92,
    "mistyped series and code": 0.97,
    "ambiguous": 0.95,
    "not there": 1.0,
    "nonsense": 1.0,
    "person": 0.95,
    "plot": 0.85,
}
"""The least share of questions of a kind whose right answer is the first result."""
AMONG_TEN = {"plot": 0.9}
"""The least share of those whose right answer is among the first ten."""
MANY_ALIKE = (
    "code", "id", "exact title", "exact other title", "series", "one typo", "prefix",
    "accents and punctuation", "nonsense",
)  # fmt: skip
"""Kinds that need no likeness, which a catalogue of very many names has of popular ones alone."""


async def judged(store: Store, name: str) -> list[Verdict]:
    queries = read_truth((TRUTH / name).read_bytes(), name)
    return [await store.read(judge, one) for one in queries]


def see(verdicts: list[Verdict]) -> None:
    """See that no floor is broken, and that nothing is given alone that is wrong."""
    assert [one.query.text for one in verdicts if one.wrong] == []
    rows = {row.kind: row for row in table(verdicts)}
    low = {kind: row.first for kind, row in rows.items() if row.first < FLOORS.get(kind, 0)}
    assert low == {}
    late = {kind: row.ten for kind, row in rows.items() if row.ten < AMONG_TEN.get(kind, 0)}
    assert late == {}
    assert rows.keys() <= {*FLOORS, "all"}
    assert sum(row.queries for row in rows.values()) == 2 * len(verdicts)


async def test_the_starter_catalogue_answers(started: Store):
    verdicts = await judged(started, "starter.jsonl")
    assert len(verdicts) > 600
    see(verdicts)


async def test_it_answers_as_well_as_one_of_many_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "FEW", 0)
    monkeypatch.setattr(indexing, "ALL", 0)  # bits of rated episodes alone: none of these is
    monkeypatch.setattr(begun, "MANY", 8)
    monkeypatch.setattr(begun, "KEPT", 6)
    async with Store.opened(tmp_path / "data") as store:
        await loading.load_starter(store)
        assert await store.read(index.is_large)
        verdicts = await judged(store, "starter.jsonl")
    assert [one.query.text for one in verdicts if one.wrong] == []
    rows = {row.kind: row for row in table(verdicts)}
    assert {kind: rows[kind].first for kind in MANY_ALIKE if rows[kind].first < FLOORS[kind]} == {}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a closed store into which the shared samples were loaded."""
    catalog = SHARED / "catalog"
    if not catalog.is_dir():
        pytest.skip("the shared samples are not there")
    folder = tmp_path_factory.mktemp("shelf")
    shows = [catalog / "tvmaze" / "shows_index.json"]
    shows += sorted(catalog.glob("tvmaze/show_*.json"))
    shows += sorted(catalog.glob("tvmaze/embed_2015/*.json"))

    async def work() -> None:
        async with Store.opened(folder) as store:
            await loading.load_starter(store)
            told = [
                one for path in shows for one in tvmaze.read_answer(path.read_bytes(), path.name)
            ]
            await loading.load(store, told)
            await dumps.load(store, catalog / "imdb_format_synthetic")

    asyncio.run(work())
    return folder


@pytest.mark.shared
async def test_the_shared_samples_answer(shelf: Path):
    async with Store.opened(shelf, writable=False) as store:
        verdicts = await judged(store, "shared.jsonl")
    assert len(verdicts) > 400
    see(verdicts)


def test_a_verdict_counts_what_is_among_the_first():
    query = Query("range", "x", (Right(series="A"), Right(series="B")))
    rows = table([Verdict(query, 0.0, 0.5, 0.5, wrong=False), Verdict(query, 1, 1, 1, wrong=True)])
    assert [(row.kind, row.queries, row.first, row.ten, row.wrong) for row in rows] == [
        ("range", 2, 0.5, 0.75, 1), ("all", 2, 0.5, 0.75, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["{", '{"kind": "code"}', '{"kind": "code", "text": "x", "answers": [{"serie": "A"}]}']
)
def test_a_line_that_is_no_question_is_told(line: str):
    good = '{"kind": "code", "text": "mayday 9x05", "answers": [{"series": "Mayday"}]}'
    with pytest.raises(Unreadable) as caught:
        read_truth(f"{good}\n{line}\n".encode(), "truth.jsonl")
    assert caught.value.place == "line 2"
