"""People are found by their names, whoever tells of them, and lead to their episodes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot import loading
from bot.asking import fold, fold_lines
from bot.finding.people import people_named
from bot.model import Credit, Ids
from bot.store import Database, Store, indexing
from tests.loading.dumps import Made, load
from tests.loading.harbour import found
from tests.loading.reading import episode, show
from tests.loading.reading import load as tell

CAST = {7: "Denis Akiyama", 8: "Denise Aki", 9: "Élise O'Hara", 10: "The Amazing Bo", 11: "李小龙"}
SHOW = show("Ghosts", 2019, tvmaze=1)


@pytest.fixture
async def cast(store: Store, tmp_path: Path) -> Store:
    """A store in which IMDb's dumps alone tell of five people."""
    made = Made()
    made.series(100, "Harbour", year=2001)
    made.episode(101, 100, "1x01", "Arrival")
    for number, name in CAST.items():
        made.credit(101, number, number, "actor")
        made.person(number, name)
    await load(store, made.write(tmp_path / "in"))
    return store


async def people(store: Store, words: str) -> list[str]:
    return [one.name for one in await store.read(people_named, fold(words))]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("denis akiyama", "Denis Akiyama"),
        ("akiyama", "Denis Akiyama"),
        ("akiyama denis", "Denis Akiyama"),
        ("denis akiyma", "Denis Akiyama"),
        ("dennis akiyama", "Denis Akiyama"),
        ("elise ohara", "Élise O'Hara"),
        ("amazing bo", "The Amazing Bo"),
        ("李小龙", "李小龙"),
        ("denise a", "Denise Aki"),
    ],
)
async def test_people_of_the_dumps_are_found(cast: Store, words: str, first: str):
    assert (await people(cast, words))[0] == first


async def test_nobody_is_found_for_what_is_nobodys_name(cast: Store):
    assert await people(cast, "xyzzy plugh") == []


@pytest.mark.parametrize("few", [20_000, 0])
async def test_who_is_in_the_credits_leads_to_the_episodes(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
):
    monkeypatch.setattr(indexing, "FEW", few)
    ann = Credit(name="Ann Example", ids=Ids(tvmaze=5))
    episodes = [
        structs.replace(episode(SHOW, f"1x0{number}", title, tvmaze=10 + number), credits=(ann,))
        for number, title in enumerate(("Who Do?", "Alone"), 1)
    ]
    report = await tell(store, SHOW, *episodes)
    for words in ("ann example", "anne exampel", "Example"):
        assert sorted(await found(store, words)) == ["Alone", "Who Do?"], words
    [one] = await store.read(people_named, "ann example")
    assert (one.name, one.credits) == ("Ann Example", 2)
    await loading.undo(store, report.load)
    assert "Alone" not in await found(store, "ann example")


lines = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30)


@given(st.lists(lines, min_size=1, max_size=5))
def test_many_names_fold_as_each_does(names: list[str]):
    folded = fold_lines("\n".join(names).encode()).decode()
    assert folded.split("\n") == [fold(one) for one in names]


@pytest.mark.parametrize("dumps", [False, True])
async def test_people_of_an_older_file_are_named_by_the_next_load(tmp_path: Path, *, dumps: bool):
    ann = Credit(name="Ann Example", ids=Ids(tvmaze=5))
    told = structs.replace(episode(SHOW, "1x01", "Who Do?", tvmaze=11), credits=(ann,))

    def forget(db: Database) -> None:  # as the step of the schema leaves it
        db.execute("DELETE FROM name WHERE kind = 'person'")
        db.execute("INSERT INTO likeness_late (name) SELECT id * 1024 FROM person")

    async with Store.opened(tmp_path / "data") as store:
        await tell(store, SHOW, told)
        async with store.writing() as line:
            await line.run(forget)
    async with Store.opened(tmp_path / "data") as store:
        assert await people(store, "ann example") == []
        if dumps:
            made = Made()
            made.series(100, "Harbour", year=2001)
            await load(store, made.write(tmp_path / "in"))
        else:
            await tell(store, show("Light", 2001, tvmaze=2))
        assert await people(store, "ann example") == ["Ann Example"]


async def test_signs_alone_are_a_name_too(store: Store):
    odd = Credit(name="★\n★", ids=Ids(tvmaze=6))
    await tell(store, SHOW, structs.replace(episode(SHOW, "1x01", "A", tvmaze=11), credits=(odd,)))
    assert await people(store, "★") == []
