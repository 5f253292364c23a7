"""What members look at is counted, without them, and shown where they did."""

from datetime import UTC, datetime

import pytest

from bot.reviews import EVERYWHERE, Words
from bot.store import Store, reviews
from tests.conversations.conftest import GUILD, Bot, behind_its_back
from tests.conversations.talk import Person
from tests.reviewing import deed

NOTHING = "Nobody has looked anything up"


async def rows(store: Store) -> list[tuple[object, ...]]:
    sql = "SELECT server, thing, count FROM lookup ORDER BY server, count DESC"
    return await store.read(lambda db: db.execute(sql).fetchall())


async def test_nothing_yet_says_so(ann: Person):
    assert f"{NOTHING} here" in (await ann.uses("trending")).text
    assert f"{NOTHING} everywhere" in (await ann.uses("trending", where="everywhere")).text


async def test_what_members_look_at_is_counted_once_each(
    ann: Person, bob: Person, bot: Bot, store: Store
):
    card = await ann.asks("mayday 9x05")
    await ann.presses("Cast", card)
    await ann.asks("mayday 9x05")
    await bob.asks("mayday 9x05")
    await bob.asks("mayday 10x05")
    found = await ann.uses("trending")
    first, second = [line for line in found.text.split("\n") if line.startswith("**")]
    assert first == "**1.** Mayday **S09E05** · Target Is Destroyed"
    assert second == "**2.** Mayday **S10E05** · Hudson River Runway"
    assert "looked up twice\n" in found.text
    assert found.text.endswith("looked up once")
    assert [(server, count) for server, _, count in await rows(store)] == [
        (0, 2), (0, 1), (GUILD, 2), (GUILD, 1)
    ]  # fmt: skip


async def test_what_was_counted_is_written_at_the_end(ann: Person, bot: Bot):
    await ann.asks("mayday 9x05")
    await bot.app.close()
    await bot.restarts()
    assert "Target Is Destroyed" in (await ann.uses("trending")).text


async def test_what_another_server_looks_at_is_not_told_here(ann: Person, bot: Bot):
    now = datetime.now(UTC)
    bot.app.lookups.note(GUILD + 1, await episode(bot, 9, 5))
    bot.app.lookups.note(None, await episode(bot, 10, 5))
    bot.app.lookups.note(GUILD, await episode(bot, 1, 1))
    await bot.app.lookups.write()
    here = await ann.uses("trending", where="here")
    assert [one.label for one in here.options] == ["Unlocking Disaster"]
    there = await ann.uses("trending", where="everywhere")
    assert len(there.options) == 3
    assert now.year


async def test_reviews_count_where_they_may_be_read(ann: Person, bot: Bot, store: Store):
    episodes = [await episode(bot, 9, number) for number in (1, 2, 3, 4)]
    for number, (kept, thing) in enumerate(zip((GUILD, GUILD + 1, None), episodes, strict=False)):
        at = deed(number + 1, kept, datetime.now(UTC))
        words = Words("So", "It was good.")
        await store.write(reviews.publish, at, thing, words, kept or EVERYWHERE)
    gone = deed(9, None, datetime.now(UTC))
    review = await store.write(reviews.publish, gone, episodes[3], words, EVERYWHERE)
    await store.write(reviews.delete, gone._replace(interaction=-1), review)
    here = await ann.uses("trending")
    assert "1 review" in here.text
    assert [one.value for one in here.options] == [f"episode:{episodes[0]}"]
    there = await ann.uses("trending", where="everywhere")
    assert [one.value for one in there.options] == [f"episode:{episodes[2]}"]


async def episode(bot: Bot, season: int, number: int) -> int:
    sql = "SELECT id FROM episode WHERE season = ? AND number = ?"
    row = await bot.app.store.read(lambda db: db.execute(sql, (season, number)).fetchone())
    return int(row[0])


async def test_pages_turn_and_things_that_are_gone_are_left_out(
    ann: Person, bob: Person, bot: Bot, store: Store
):
    for number in range(1, 7):
        for season in (1, 3):
            bot.app.lookups.note(GUILD, await episode(bot, season, number))
    bot.app.lookups.note(GUILD, 999_999)
    await bot.app.lookups.write()
    found = await ann.uses("trending")
    assert "Page 1 of 2" in found.text
    await bot.restarts()
    assert "Page 2 of 2" in (await bob.presses("Next", found)).text
    behind_its_back(store, "DELETE FROM episode")
    turned = await ann.presses("Last", found)
    assert f"{NOTHING} here" in turned.text


@pytest.mark.parametrize("custom_id", ["trending:here:999999:on", "trending:everywhere:7:on"])
async def test_a_made_up_button_is_answered(ann: Person, bot: Bot, custom_id: str):
    for season in (1, 3):
        for number in range(1, 7):
            bot.app.lookups.note(GUILD, await episode(bot, season, number))
    await bot.app.lookups.write()
    found = await ann.uses("trending")
    turned = await ann.presses("Next", found.made_up(found.button("Next"), custom_id))
    assert "Page 2 of 2" in turned.text
