"""The rest of /admin: the list of loads, undo, status, sync, backup; and who may do what."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
import simcord

from bot import loading
from bot.loaders import tables
from bot.loading import exporting
from bot.report import Order
from bot.store import Store
from bot.store import loads as told
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply
from tests.conversations.test_admin_files import TABLE, waiting

REFUSED = "Only operators may do that."
COMMANDS: dict[str, dict[str, object]] = {
    "load-file": {"file": ("table.jsonl", TABLE)},
    "load-show": {"source": "TVmaze", "show": "82"},
    "load-pictures": {"show": "mayday"},
    "loads": {},
    "undo": {"number": 1},
    "status": {},
    "sync": {},
    "backup": {},
}


async def load_many(store: Store, count: int) -> None:
    """Load as often, each time another title."""
    for number in range(count):
        content = TABLE.replace(b"First light", b"Light %d" % number)
        tellings = tables.read_lines(content, "many.jsonl")
        await loading.load(store, tellings, Order(source="table", who="42"))


async def test_every_command_is_among_those_that_bob_is_refused(bot: Bot, ann: Person):
    assert isinstance(ann.actor, simcord.MemberActor)
    names = {one for one in ann.actor.available_commands(ann.channel) if one.startswith("admin")}
    assert names == {f"admin {name}" for name in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
async def test_bob_is_refused_and_nothing_happens(bob: Person, store: Store, command: str):
    was = await exporting.content_hash(store)
    refusal = await bob.waits(command, **COMMANDS[command])
    assert refusal.private
    assert refusal.text == REFUSED
    assert await exporting.content_hash(store) == was
    assert waiting(store) == []
    assert not (store.folder / "backups").exists()


async def test_bob_may_press_nothing_of_it(ann: Person, bob: Person, store: Store):
    await load_many(store, 15)
    preview = await ann.loads("table.jsonl", TABLE)
    for label in ("Load", "Cancel"):
        assert (await bob.presses(label, preview)).text == REFUSED
    assert len(waiting(store)) == 1
    # What only Ann sees, Bob could press with a client of his own: any message's ids can be sent.
    for custom_id in ("admin:undo:16", "admin:loads:1:on"):
        copied = preview.made_up(preview.button("Load"), custom_id)
        assert (await bob.presses("Load", copied)).text == REFUSED
    assert (await store.read(told.last)).id == 16  # type: ignore[union-attr]  # there is one
    assert "### Load table.jsonl?" in preview.text


async def test_bob_is_suggested_no_load(ann: Person, bob: Person):
    assert await bob.types_into("admin undo", "number", "") == []
    assert len(await ann.types_into("admin undo", "number", "")) == 1


async def test_who_is_an_operator_no_longer_may_press_nothing(ann: Person, bot: Bot, store: Store):
    preview = await ann.loads("table.jsonl", TABLE)
    bot.app.operators = frozenset()
    for label in ("Load", "Cancel"):
        assert (await ann.presses(label, preview)).text == REFUSED
    assert len(waiting(store)) == 1


async def test_the_list_of_loads_is_told_newest_first_page_by_page(ann: Person, store: Store):
    await load_many(store, 15)
    page = await ann.uses("admin loads")
    assert page.private
    lines = [line for line in page.text.split("\n") if line.startswith("- ")]
    assert [line.split(":")[0] for line in lines] == [f"- {n}" for n in range(16, 6, -1)]
    assert "by <@42>" in lines[0]
    assert "Page 1 of 2" in page.text
    await ann.presses("Next", page)
    assert r"- 1: starter" in page.text
    assert "by shell" in page.text


async def test_the_last_load_is_taken_back_after_a_question(ann: Person, store: Store):
    was = await exporting.content_hash(store)
    await load_many(store, 1)
    (choice,) = await ann.types_into("admin undo", "number", "")
    assert choice.value == 2  # type: ignore[comparison-overlap]  # an option that takes a number
    assert choice.name.startswith("2: table, 20")
    question = await ann.uses("admin undo", number=2)
    assert question.private
    assert "### Take load 2 back?" in question.text
    assert await exporting.content_hash(store) != was
    await ann.presses("Take load 2 back", question)
    assert "### Load 2 was taken back" in question.text
    assert question.buttons == {}
    assert await exporting.content_hash(store) == was
    assert "(taken back)" in (await ann.uses("admin loads")).text
    assert (await ann.asks("lighthouses")).private


async def test_only_the_last_load_can_be_taken_back_and_only_once(ann: Person, store: Store):
    await load_many(store, 2)
    refusal = await ann.uses("admin undo", number=2)
    assert refusal.private
    assert refusal.text == "Load 2 can't be taken back; the last one is 3."
    question = await ann.uses("admin undo", number=3)
    again = await ann.uses("admin undo", number=3)
    await ann.presses("Take", question)
    assert "the last one is 2" in (await ann.presses("Take", again)).text


async def test_a_question_about_undo_works_after_a_restart(ann: Person, bot: Bot, store: Store):
    await load_many(store, 1)
    question = await ann.uses("admin undo", number=2)
    await bot.restarts()
    await ann.presses("Take", question)
    assert "### Load 2 was taken back" in question.text


async def test_status_tells_sizes_counts_generation_disk_and_the_last_loads(
    ann: Person, store: Store
):
    await load_many(store, 4)
    page = await ann.uses("admin status")
    assert page.private
    for words in ("can be written", "Nobody is loading.", "- 111 episodes", "- 2 series"):
        assert words in page.text
    assert "**Catalogue** catalogue.db" in page.text
    told_free = re.search(r"\*\*Files\*\*, ([\d.,]+) ([MGT])B free", page.text)
    assert told_free
    unit = {"M": 1e6, "G": 1e9, "T": 1e12}[told_free[2]]
    free = float(told_free[1].replace(",", "")) * unit
    assert free == pytest.approx(shutil.disk_usage(store.folder).free, rel=0.2)
    for file in ("catalogue.db", "community.db"):
        size = (store.folder / file).stat().st_size
        assert f"- {file}: {size / 1000:,.1f} KB" in page.text
    assert [f"- {n}: table" in page.text for n in (5, 4, 3, 2)] == [True, True, True, False]
    assert str(store.folder.parent) not in page.text


async def test_sync_tells_discord_of_the_commands_again(ann: Person, bot: Bot):
    def puts() -> list[str]:
        return [one.path for one in bot.env.http_requests if one.method == "PUT"]

    before = len(puts())
    page = await ann.uses("admin sync")
    assert page.private
    told = len(bot.app.tree.get_commands()) + 1  # and /admin
    assert page.text == f"Discord was told of {told} commands."
    everywhere, here = puts()[before:]
    assert everywhere.endswith("/commands")
    assert f"/guilds/{bot.env.guild.id}/" in here


async def test_a_backup_is_a_sound_database_that_is_named_with_its_size(ann: Person, store: Store):
    page = await ann.uses("admin backup")
    assert page.private
    (copy,) = (store.folder / "backups").iterdir()
    assert f"backups/{copy.name}, {copy.stat().st_size / 1000:,.1f} KB" in page.text
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        things = database.execute("SELECT count(*) FROM thing").fetchone()
    with closing(sqlite3.connect(store.folder / "community.db")) as database:
        assert database.execute("SELECT count(*) FROM thing").fetchone() == things


async def test_nothing_of_it_is_kept_in_memory(ann: Person, bot: Bot, store: Store):
    preview = await ann.loads("table.jsonl", TABLE)
    await ann.decides("Load", preview)
    await ann.presses("Take", await ann.uses("admin undo", number=2))
    for command in ("loads", "status", "backup"):
        assert isinstance(await ann.uses(f"admin {command}"), Reply)
    assert bot.remembered == 0
    assert bot.app.loads.tasks == set()
