"""Something breaks: nobody is left without an answer, and the log says what it was."""

import asyncio
import sqlite3
from typing import Any

import discord
import pytest
import simcord

from bot import finding, ui
from bot.errors import Gone, StoreCorrupt
from bot.store import Store
from tests.conversations.conftest import Bot, Journal, behind_its_back
from tests.conversations.talk import Person, Reply


async def test_a_command_that_breaks_apologises_with_an_id_that_stands_in_the_log(
    ann: Person, store: Store, journal: Journal
):
    behind_its_back(store, "DROP TABLE telling")
    entry = journal.explains(await ann.asks("mayday 9x05"))
    assert entry.exc_info
    assert isinstance(entry.exc_info[1], sqlite3.OperationalError)
    assert "no such table" in str(entry.exc_info[1])


async def test_a_button_that_breaks_apologises_to_who_pressed_it(
    ann: Person, bob: Person, store: Store, journal: Journal
):
    card = await ann.asks("mayday 9x05")
    before = card.text
    behind_its_back(store, "DROP TABLE telling")
    for who in (ann, bob):
        journal.explains(await who.presses("Cast", card))
    assert card.text == before


async def test_a_list_that_breaks_apologises(ann: Person, store: Store, journal: Journal):
    listed = await ann.asks("mayday")
    behind_its_back(store, "DROP TABLE episode")
    journal.explains(await ann.presses("Next", listed))


async def test_a_select_that_breaks_apologises(ann: Person, store: Store, journal: Journal):
    choice = await ann.asks("Kör Uçuş")
    behind_its_back(store, "DROP TABLE telling")
    journal.explains(await ann.picks("Final Approach", choice))


async def test_suggestions_that_break_are_none_and_the_log_says_why(
    ann: Person, store: Store, journal: Journal
):
    behind_its_back(store, "DROP TABLE name")
    assert await ann.types("target") == []
    assert "no suggestions" in journal.has("no suggestions").getMessage()


async def test_help_and_about_break_as_politely(ann: Person, store: Store, journal: Journal):
    behind_its_back(store, "DROP TABLE tally")
    journal.explains(await ann.uses("about"))
    journal.explains(await ann.uses("admin status"))
    assert "/episode" in (await ann.uses("help")).text


async def test_every_apology_has_an_id_of_its_own(ann: Person, store: Store, journal: Journal):
    behind_its_back(store, "DROP TABLE episode")
    entries = [journal.explains(await ann.asks("mayday 9x05")).getMessage() for _ in range(3)]
    assert len(set(entries)) == 3


async def test_nothing_of_the_machinery_is_shown(ann: Person, store: Store, journal: Journal):
    behind_its_back(store, "DROP TABLE telling")
    apology = await ann.asks("mayday 9x05")
    journal.explains(apology)
    for secret in ("telling", "sqlite", "table", str(store.folder), "Traceback"):
        assert secret not in apology.text


async def test_when_it_is_mended_the_old_card_works_again(
    ann: Person, store: Store, journal: Journal
):
    card = await ann.asks("mayday 9x05")
    behind_its_back(store, "ALTER TABLE telling RENAME TO lent")
    journal.explains(await ann.presses("Cast", card))
    behind_its_back(store, "ALTER TABLE lent RENAME TO telling")
    assert "· Cast" in (await ann.presses("Cast", card)).text


async def test_a_closed_store_is_an_apology_too(bot: Bot, ann: Person, journal: Journal):
    card = await ann.asks("mayday 9x05")
    await bot.app.store._reader.close()  # noqa: SLF001 - a real fault, made on purpose
    journal.explains(await ann.asks("mayday 9x05"))
    journal.explains(await ann.presses("Cast", card))
    assert await ann.types("may") == []
    journal.has("no suggestions")


async def test_a_damaged_database_is_told_to_operators_and_to_others_without_its_place(
    ann: Person, bob: Person, store: Store, journal: Journal
):
    behind_its_back(store, "PRAGMA wal_checkpoint(TRUNCATE)")
    file = store.folder / "catalogue.db"
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    reply = await bob.asks("mayday 9x05")
    assert str(store.folder) not in reply.text
    entry = journal.explains(reply)
    assert entry.exc_info
    assert isinstance(entry.exc_info[1], StoreCorrupt)
    told = await ann.asks("mayday 9x05")
    assert told.private
    assert "is damaged" in told.text
    assert "Put a backup in its place" in told.text
    journal.has("an operator was told of it")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let finding take longer than people wait, on a clock that is twenty times as fast."""
    real = finding.find

    async def late(*asked: Any, **how: Any) -> finding.Answer:
        await asyncio.sleep(0.1)
        return await real(*asked, **how)

    monkeypatch.setattr(finding, "find", late)
    monkeypatch.setattr(ui, "PATIENCE", 0.05)


async def test_an_answer_that_takes_long_is_announced_and_comes(ann: Person, bot: Bot, slow: None):
    card = await ann.asks("mayday 9x05")
    assert "## Target Is Destroyed" in card.text
    (callback,) = (one for one in bot.env.http_requests if one.path.endswith("/callback"))
    assert isinstance(callback.json, dict)
    assert callback.json["type"] == discord.InteractionResponseType.deferred_channel_message.value


def public(bot: Bot) -> list[Reply]:
    """Give what everybody sees in the channel."""
    known = bot.env.backend.messages.get(bot.channel.id, {})
    every = [Reply(simcord.ResponseMessage(bot.env, one)) for one in known.values()]
    return [one for one in every if not one.private]


async def test_what_goes_wrong_after_an_announcement_is_told_privately(
    ann: Person, bot: Bot, store: Store, journal: Journal, slow: None
):
    sorry = await ann.asks("zzzzqqqq")
    assert sorry.private
    assert "I know nothing like" in sorry.text
    behind_its_back(store, "DROP TABLE telling")
    journal.explains(await ann.asks("mayday 9x05"))
    assert public(bot) == []


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("status", [403, 404, 503])
async def test_an_announcement_that_stays_is_filled_with_the_one_answer(
    ann: Person, bot: Bot, slow: None, method: str, status: int
):
    path = "/webhooks/*/*/messages/@original"
    bot.env.inject_error(method, path, status=status, code=0, message="Not now", times=5)
    sorry = await ann.asks("zzzzqqqq")
    assert "I know nothing like" in sorry.text
    assert [one.id for one in public(bot)] == [sorry.id]


async def test_an_announcement_that_somebody_took_away_is_no_loss(
    ann: Person, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    async def late(*_asked: Any, **_how: Any) -> finding.Answer:
        await asyncio.sleep(0.1)
        for one in public(bot):
            bot.env.backend.delete_message(bot.channel.id, one.id)
        raise Gone(7)

    monkeypatch.setattr(finding, "find", late)
    monkeypatch.setattr(ui, "PATIENCE", 0.05)
    sorry = await ann.asks("mayday 9x05")
    assert sorry.private
    assert "no longer in my catalogue" in sorry.text


async def test_suggestions_that_come_too_late_are_none_and_no_fault(
    ann: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ui, "KEYSTROKE", 0.0)
    assert await ann.types("target") == []
