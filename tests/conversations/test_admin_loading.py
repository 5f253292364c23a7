"""After the preview: Load, how far it is, Cancel; by several people, over restarts and time."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import discord
import msgspec
import pytest

from bot import running
from bot.loading import exporting, uploads
from bot.model import Credit, Episode, Ids, Numbering, Series, SeriesReference, Title
from bot.store import Store
from bot.store import loads as told
from bot.store.holder import loading
from tests.conversations.conftest import Bot, Journal, behind_its_back
from tests.conversations.talk import Person, Reply
from tests.conversations.test_admin_files import TABLE, waiting

QUARTER = 15 * 60.0
"""Seconds after which an interaction's token is worth nothing."""
SHOW = Ids(imdb="tt5555555")


def lighthouses(count: int) -> bytes:
    """Make the table of a series with many episodes."""
    episodes = (
        Episode(
            source="table",
            series=SeriesReference(ids=SHOW),
            numberings=(Numbering(season=1, number=number),),
            titles=(Title(text=f"Lighthouse number {number}"),),
            credits=tuple(Credit(name=f"Keeper {number} {one}") for one in range(5)),
        )
        for number in range(1, count + 1)
    )
    series = Series(source="table", ids=SHOW, titles=(Title(text="Lighthouses"),))
    return b"\n".join(map(msgspec.json.encode, [series, *episodes]))


@asynccontextmanager
async def held_up(store: Store) -> AsyncIterator[None]:
    """Keep everybody from writing: a load waits for its turn."""
    async with store.writing():
        yield


async def until(true: Callable[[], object]) -> None:
    """Wait for something that the bot does by itself."""
    while not true():  # noqa: ASYNC110 - it looks from outside, as a person does
        await asyncio.sleep(0.005)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let how far a load is be told often, so that a test need not wait."""
    monkeypatch.setattr(running, "EVERY", 0.01)


@pytest.fixture
async def preview(ann: Person) -> Reply:
    """Ann has attached a file, and sees what would change."""
    return await ann.loads("table.jsonl", TABLE)


async def state(store: Store) -> tuple[str, int]:
    return await exporting.content_hash(store), len(await store.read(told.latest))


async def test_how_far_it_is_is_told_in_the_message_for_all(
    ann: Person, bot: Bot, store: Store, often: None
):
    preview = await ann.loads("many.jsonl", lighthouses(600))
    seen = set()
    async with held_up(store):
        await ann.presses("Load", preview)
        await until(lambda: "waiting for its turn" in preview.text)
        assert list(preview.buttons) == ["Cancel"]
    while bot.app.loads.tasks:
        seen.add(preview.text.split("\n")[1])
        await asyncio.sleep(0.005)
    assert [one for one in seen if "of 601" in one]
    assert "### Loaded many.jsonl" in preview.text
    assert not preview.private


async def test_it_is_told_every_three_seconds_at_most(
    bot: Bot, ann: Person, store: Store, preview: Reply
):
    assert running.EVERY == 3.0
    edits = [one for one in bot.env.http_requests if one.method == "PATCH"]
    await ann.decides("Load", preview)
    more = [one for one in bot.env.http_requests if one.method == "PATCH"]
    assert "### Loaded" in preview.text
    assert len(more) - len(edits) == 1


async def test_cancel_while_it_loads_leaves_everything_as_it_was(
    ann: Person, store: Store, often: None
):
    preview = await ann.loads("many.jsonl", lighthouses(1500))
    was = await state(store)
    await ann.presses("Load", preview)
    await until(lambda: "of 1,501" in preview.text)
    await ann.decides("Cancel", preview)
    assert "Called off. Everything is as it was." in preview.text
    assert preview.buttons == {}
    assert await state(store) == was
    assert waiting(store) == []
    assert (await ann.asks("lighthouses")).private


async def test_cancel_while_it_is_read_leaves_everything_as_it_was(
    ann: Person, store: Store, bot: Bot
):
    was = await state(store)
    async with held_up(store):
        reading = await ann.uses("admin load-file", file=("table.jsonl", TABLE))
        assert "### Reading table.jsonl" in reading.text
        assert bot.app.loads.tasks
        await ann.presses("Cancel", reading)
    await until(lambda: not bot.app.loads.tasks)
    assert "Called off. Everything is as it was." in reading.text
    assert await state(store) == was
    assert waiting(store) == []


async def test_pressing_cancel_twice_is_no_fault(
    ann: Person, store: Store, bot: Bot, preview: Reply
):
    async with held_up(store):
        await ann.presses("Load", preview)
        await ann.actor.click(preview.message, custom_id=preview.button("Cancel"))
        assert "Nothing waits" in (await ann.presses("Cancel", preview)).text
    await until(lambda: not bot.app.loads.tasks)
    assert "Called off. Everything is as it was." in preview.text


async def test_people_are_answered_while_it_loads(ann: Person, bob: Person, bot: Bot):
    preview = await ann.loads("many.jsonl", lighthouses(400))
    await ann.presses("Load", preview)
    answered = 0
    while bot.app.loads.tasks:
        assert "**S09E05**" in (await bob.asks("mayday 9x05")).text
        answered += 1
    assert answered >= 2
    assert "**S01E377**" in (await bob.asks("lighthouses 1x377")).text


async def test_a_preview_works_after_a_restart(ann: Person, bot: Bot, preview: Reply):
    await bot.restarts()
    await bot.env.advance_time(3 * QUARTER)
    assert "### Loaded" in (await ann.decides("Load", preview)).text
    assert "First light" in (await ann.asks("lighthouses 1x01")).text
    assert bot.remembered == 0


async def test_a_preview_can_be_called_off_after_a_restart(
    ann: Person, bot: Bot, store: Store, preview: Reply
):
    await bot.restarts()
    assert "Called off" in (await ann.decides("Cancel", preview)).text
    assert waiting(store) == []


async def test_what_waited_for_more_than_a_day_is_gone_after_a_restart(
    ann: Person, bot: Bot, store: Store, preview: Reply
):
    (file,) = waiting(store)
    os.utime(file, (time.time() - uploads.DAY - 1,) * 2)
    fresh = await ann.loads("fresh.jsonl", TABLE)
    await bot.restarts()
    assert len(waiting(store)) == 1
    gone = await ann.presses("Load", preview)
    assert gone.private
    assert "Nothing waits behind this button any more" in gone.text
    assert "Nothing waits" in (await ann.presses("Cancel", preview)).text
    assert "### Loaded" in (await ann.decides("Load", fresh)).text


async def test_pressing_load_twice_loads_once(
    ann: Person, cat: Person, bot: Bot, store: Store, preview: Reply
):
    bot.app.operators |= {cat.id}
    load, cancel = preview.button("Load"), preview.button("Cancel")
    async with held_up(store):
        await ann.presses("Load", preview)
        # Cat's Discord still shows her the preview.
        late = await cat.presses("Cancel", preview.made_up(cancel, load))
        assert late.private
        assert "Nothing waits behind this button any more" in late.text
    await until(lambda: not bot.app.loads.tasks)
    assert "### Loaded" in preview.text
    assert [load.who for load in await store.read(told.latest)] == [str(ann.id), "shell"]


async def test_of_many_who_take_it_at_once_one_gets_it(store: Store, ann: Person, preview: Reply):
    token = preview.button("Load").split(":")[-1]
    takes = [asyncio.to_thread(uploads.take, store.folder, token) for _ in range(20)]
    assert len([one for one in await asyncio.gather(*takes) if one]) == 1


async def test_another_operator_may_decide(
    ann: Person, cat: Person, bot: Bot, store: Store, preview: Reply
):
    bot.app.operators |= {cat.id}
    await cat.decides("Load", preview)
    assert "### Loaded" in preview.text
    assert (await store.read(told.latest))[0].who == str(cat.id)


async def test_while_somebody_else_loads_load_says_who_and_works_later(
    ann: Person, store: Store, preview: Reply
):
    with loading(store.folder, "IMDb, from the shell"):
        refusal = await ann.presses("Load", preview)
        assert refusal.private
        assert r"Somebody else is loading\: IMDb, from the shell" in refusal.text
        assert list(preview.buttons) == ["Load", "Cancel"]
        second = await ann.loads("other.jsonl", TABLE)
        assert second.private
        assert r"Somebody else is loading\: IMDb, from the shell" in second.text
        status = await ann.uses("admin status")
        assert "Somebody is loading: IMDb, from the shell" in status.text
    assert "### Loaded" in (await ann.decides("Load", preview)).text
    assert "Nobody is loading." in (await ann.uses("admin status")).text


async def test_two_loads_at_once_are_one_and_a_refusal(
    ann: Person, bot: Bot, store: Store, preview: Reply
):
    other = await ann.loads("other.jsonl", TABLE.replace(b"First", b"Second"))
    async with held_up(store):
        await ann.presses("Load", preview)
        refusal = await ann.presses("Load", other)
        assert refusal.private
        assert rf"Somebody else is loading\: table, {ann.id}" in refusal.text
    await until(lambda: not bot.app.loads.tasks)
    assert "### Loaded" in (await ann.decides("Load", other)).text
    assert "Second light" in (await ann.asks("lighthouses 1x01")).text


async def test_it_is_told_of_longer_than_an_interaction_lasts(
    ann: Person, bot: Bot, store: Store, preview: Reply
):
    async with held_up(store):
        await ann.presses("Load", preview)
        await bot.env.advance_time(QUARTER + 60)
    await until(lambda: not bot.app.loads.tasks)
    assert "### Loaded" in preview.text


@pytest.fixture
def hidden(bot: Bot, ann: Person) -> Person:
    """Give Ann in a channel that the bot may not see; people use it there all the same."""
    blind = discord.PermissionOverwrite(view_channel=False)
    me = bot.env.bot.user
    assert me
    return Person(ann.actor, bot.env.guild.create_text_channel("secret", overwrites={me: blind}))


async def test_in_a_channel_that_the_bot_may_not_see_it_is_told_too(
    hidden: Person, bot: Bot, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    preview = await hidden.loads("table.jsonl", TABLE)
    assert "### Loaded" in (await hidden.decides("Load", preview)).text
    assert "a load can't be told of in its channel" in caplog.text


async def test_where_the_next_edit_would_have_to_wait_too_long_it_is_told_too(
    ann: Person, preview: Reply, monkeypatch: pytest.MonkeyPatch
):
    async def too_often(*_: object, **__: object) -> None:
        raise discord.RateLimited(60.0)

    monkeypatch.setattr(discord.PartialMessage, "edit", too_often)
    assert "### Loaded" in (await ann.decides("Load", preview)).text


async def test_in_a_hidden_channel_a_late_end_is_logged_and_the_load_done(
    hidden: Person, bot: Bot, store: Store, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    preview = await hidden.loads("table.jsonl", TABLE)
    async with held_up(store):
        await hidden.presses("Load", preview)
        await bot.env.advance_time(QUARTER + 60)
    await until(lambda: not bot.app.loads.tasks)
    assert "a load can't be told of:" in caplog.text
    assert (await store.read(told.latest))[0].new == 2


async def test_a_message_that_was_deleted_stops_no_load(
    ann: Person, bot: Bot, store: Store, preview: Reply
):
    async with held_up(store):
        await ann.presses("Load", preview)
        await preview.message.message.delete()
    await until(lambda: not bot.app.loads.tasks)
    assert (await store.read(told.latest))[0].new == 2


async def test_what_fails_is_told_to_who_pressed_and_everything_is_as_it_was(
    ann: Person, bot: Bot, store: Store, journal: Journal, preview: Reply
):
    was = await state(store)
    behind_its_back(
        store,
        """CREATE TRIGGER full BEFORE INSERT ON episode
        BEGIN SELECT RAISE(ABORT, 'no more room'); END""",
    )
    result = await ann.actor.click(preview.message, custom_id=preview.button("Load"))
    await until(lambda: not bot.app.loads.tasks)
    (apology,) = map(Reply, result.followups)
    journal.explains(apology)
    assert "It could not be loaded. Everything is as it was." in preview.text
    assert await state(store) == was


async def test_the_end_of_the_bot_calls_off_what_it_loads(
    ann: Person, bot: Bot, store: Store, preview: Reply
):
    was = await state(store)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(held_up(store))
        await ann.presses("Load", preview)
        ending = asyncio.create_task(bot.app.loads.close())
        await asyncio.sleep(0)
        await stack.aclose()
        await ending
    assert "Called off. Everything is as it was." in preview.text
    assert await state(store) == was
    with loading(store.folder, "the lock is free"):
        pass


async def test_what_a_killed_bot_had_taken_is_removed_at_the_next_start(
    ann: Person, bot: Bot, store: Store, preview: Reply
):
    token = preview.button("Load").split(":")[-1]
    assert uploads.take(store.folder, token)
    await bot.restarts()
    assert waiting(store) == []
    assert "Nothing waits" in (await ann.presses("Cancel", preview)).text
