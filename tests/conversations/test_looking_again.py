"""Nothing is typed yet: what somebody looked at last comes first, and nobody else learns of it."""

from pathlib import Path

import pytest

from bot import loading, looked
from bot.model import Episode, Ids, Numbering, Series, SeriesReference, Title, thing_of
from bot.store import Store
from tests.conversations.conftest import Bot, Journal, behind_its_back
from tests.conversations.talk import Person

MAYDAY = "Mayday (2003– )"
OTHER = SeriesReference(ids=Ids(imdb="tt7777777"))


async def load_other(store: Store) -> None:
    """Load a series of one episode that nobody has ever rated."""
    titles, numberings = (Title(text="The Other"),), (Numbering(season=1, number=1),)
    told = Series(source="x", ids=OTHER.ids, titles=titles, start_year=2020)
    first = (Title(text="The First"),)
    one = Episode(source="x", series=OTHER, titles=first, numberings=numberings)
    await loading.load(store, [told, one])


async def names(person: Person) -> list[str]:
    """Type nothing and read what is suggested."""
    return [choice.name.removeprefix(MAYDAY).strip() for choice in await person.types("")]


async def test_what_ann_looked_at_last_comes_first_and_then_what_is_popular(ann: Person):
    popular = await names(ann)
    for words in ("target is destroyed", "mayday", "mayday 4x04"):
        await ann.asks(words)
    for nothing in ("", "   ", "?!"):
        seen = [choice.name for choice in await ann.types(nothing)]
        assert seen[:3] == [
            f"{MAYDAY} S04E04 · Final Approach",
            MAYDAY,
            f"{MAYDAY} S09E05 · Target Is Destroyed",
        ]
    mine = await names(ann)
    assert mine[3:] == [name for name in popular if name not in mine[:3]][:22]


async def test_nobody_sees_what_ann_looked_at(ann: Person, bob: Person):
    before = await names(bob)
    await ann.asks("mayday 9x05")
    await ann.asks("mayday")
    assert await names(bob) == before


async def test_what_is_looked_at_again_is_the_newest_and_stands_there_once(ann: Person):
    for words in ("mayday 9x05", "mayday 4x04", "mayday 9x05"):
        await ann.asks(words)
    seen = await names(ann)
    assert seen[:2] == ["S09E05 · Target Is Destroyed", "S04E04 · Final Approach"]
    assert len(seen) == len(set(seen)) == 25


async def test_the_last_ten_are_kept_among_25(ann: Person, bob: Person):
    usual = await names(bob)
    places = [f"S03E{number:02}" for number in range(1, 13)]
    for place in places:
        await ann.asks(f"mayday {place}")
    seen = await names(ann)
    assert [name[:6] for name in seen[:10]] == places[:1:-1]
    assert seen[10:] == [name for name in usual if name not in seen[:10]][:15]


async def test_presses_and_picks_count_and_for_who_pressed(ann: Person, bob: Person):
    before = await names(bob)
    card = await ann.asks("mayday 9x05")
    await bob.presses("Cast", card)
    await bob.presses("Previous", card)
    assert (await names(bob))[:2] == [
        "S09E04 · Cleared for Disaster",
        "S09E05 · Target Is Destroyed",
    ]
    assert (await names(ann))[1:] == [name for name in before if name[:6] != "S09E05"][:24]
    listed = await ann.asks("mayday")
    await ann.picks("Racing the Storm", listed)
    assert (await names(ann))[:2] == ["S01E02 · Racing the Storm", ""]
    await bob.presses("Next", await ann.asks("mayday"))
    assert (await names(bob))[0] == ""


async def test_a_choice_is_nothing_looked_at_before_one_is_picked(ann: Person):
    before = await names(ann)
    choice = await ann.asks("Kör Uçuş")
    await ann.asks("taget maday")
    await ann.asks("zzzzqqqq")
    assert await names(ann) == before
    await ann.picks("Final Approach", choice)
    assert (await names(ann))[0] == "S04E04 · Final Approach"


async def test_what_is_gone_is_left_out(ann: Person, store: Store):
    await load_other(store)
    for words in ("mayday 9x05", "tt7777777", "the other 1x01"):
        await ann.asks(words)
    assert (await names(ann))[:3] == [
        "The Other (2020– ) S01E01 · The First",
        "The Other (2020– )",
        "S09E05 · Target Is Destroyed",
    ]
    behind_its_back(
        store,
        "DELETE FROM episode WHERE title = 'The First'; DELETE FROM series WHERE start_year = 2020",
    )
    seen = await names(ann)
    assert seen[0] == "S09E05 · Target Is Destroyed"
    assert not any("Other" in name for name in seen)
    assert len(seen) == 25


async def test_what_could_not_be_shown_was_not_looked_at(
    ann: Person, store: Store, journal: Journal
):
    card = await ann.asks("mayday 4x04")
    before = await names(ann)
    made_up = card.made_up(card.button("Cast"), f"series:{thing_of('tt1597909')}:0")
    assert "no longer" in (await ann.presses("Cast", made_up)).text
    behind_its_back(store, "DROP TABLE telling")
    journal.explains(await ann.asks("mayday 9x05"))
    assert await names(ann) == before


async def test_it_is_the_same_wherever_ann_asks(ann: Person, bot: Bot):
    await ann.asks("mayday 4x04")
    elsewhere = bot.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("telly")
    there = Person(elsewhere.add_member(bot.operator), channel)
    assert (await names(there))[0] == "S04E04 · Final Approach"


async def test_a_restart_forgets(ann: Person, bot: Bot):
    before = await names(ann)
    await ann.asks("mayday 4x04")
    assert await names(ann) != before
    await bot.restarts()
    assert await names(ann) == before


async def test_nothing_of_it_is_written_down(
    ann: Person, store: Store, caplog: pytest.LogCaptureFixture
):
    before = written(store.folder)
    card = await ann.asks("mayday 9x05")
    await ann.presses("Cast", card)
    await ann.types("")
    assert written(store.folder) == before
    told = " ".join(one.getMessage() for one in caplog.records if one.name.startswith("bot"))
    assert str(ann.id) not in told
    assert "mayday" not in told.lower()


def written(folder: Path) -> dict[Path, bytes]:
    """Read every file but those in which SQLite notes who reads, which go with the process."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file: file.read_bytes() for file in files if not file.name.endswith("-shm")}


async def test_who_was_silent_for_longest_is_forgotten(
    ann: Person, bob: Person, cat: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(looked, "MEMBERS", 2)
    before = await names(ann)
    for person, words in ((ann, "4x04"), (bob, "9x05"), (ann, "9x05"), (cat, "1x01")):
        await person.asks(f"mayday {words}")
    assert (await names(ann))[:2] == ["S09E05 · Target Is Destroyed", "S04E04 · Final Approach"]
    assert await names(bob) == before
    assert (await names(cat))[0] == "S01E01 · Unlocking Disaster"
