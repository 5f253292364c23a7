"""A server's rules on one card: each is changed with a press, checked, and logged."""

from typing import Any

import pytest
from simcord.backend.serializers import guild_create_payload

from bot.reviews import ServerRules
from bot.store import Database, Store, decisions, servers
from tests.conversations.conftest import Bot
from tests.conversations.moderators import messages, presses_id, said
from tests.conversations.talk import Person, Reply
from tests.reviewing import deed


@pytest.fixture
async def card(dan: Person) -> Reply:
    return await dan.uses("moderate settings")


async def rules(bot: Bot) -> ServerRules:
    return await bot.app.store.read(servers.rules, bot.env.guild.id)


async def picks(person: Person, name: str, values: list[Any], on: Reply) -> Reply:
    custom_id = f"moderate:set:{name}"
    result = await person.actor.select(on.message, values, custom_id=custom_id)
    got = [one for one in (result.response, *result.followups) if one is not None]
    return Reply(got[0])


async def test_the_card_says_what_holds_before_anything_was_decided(card: Reply):
    assert card.private
    assert card.text.split("\n") == [
        "### Rules of this server",
        "**New reviews** are shared with all servers unless their author keeps them here",
        "**Links and invites** in them are shown as text",
        "**Words refused:** none",
        "**Reports:** 5 reports of established members hide a review until somebody decides",
        "**Moderators** are all who have the permission “Manage Server”",
        "**Cards of reports** come to `/moderate reports`",
    ]


async def test_switches_change_and_change_back(bot: Bot, dan: Person, card: Reply):
    kept = await dan.presses("Keep new reviews here", card)
    assert kept.id == card.id
    assert "**New reviews** are kept in this server\n" in kept.text
    refused = await dan.presses("Refuse links", kept)
    assert "**Links and invites** in them are refused" in refused.text
    assert (await rules(bot))[:2] == (True, False)
    again = await dan.presses("Share new reviews", await dan.presses("Show links", refused))
    assert (await rules(bot))[:2] == (False, True)
    assert again.text == card.text


async def test_every_change_is_logged_with_who_made_it(dan: Person, card: Reply):
    await dan.presses("Refuse links", card)
    await picks(dan, "hide_after", ["3"], card)
    log = await dan.uses("moderate log")
    assert f"<@{dan.id}> decided that links in reviews are refused" in log.text
    assert "3 reports of established members hide a review" in log.text


async def test_words_are_listed_in_a_form_and_come_back_in_it(bot: Bot, dan: Person, card: Reply):
    form = await dan.opens_by("Words", card)
    told = await dan.sends(form, words="darn, Heck\n**bold**")
    assert "**Words refused** (3): darn, Heck, \\*\\*bold\\*\\*" in told.text
    assert (await rules(bot)).words == ("darn", "Heck", "**bold**")
    form = await dan.opens_by("Words", told)
    assert form.filled == {"words": "darn\nHeck\n**bold**"}
    assert "**Words refused:** none" in (await dan.sends(form, words="")).text


async def test_how_many_reports_hide_is_picked(bot: Bot, dan: Person, card: Reply):
    told = await picks(dan, "hide_after", ["0"], card)
    assert "**Reports:** reports alone hide nothing" in told.text
    assert (await rules(bot)).hide_after == 0


async def test_a_role_is_chosen_and_taken_away_but_never_everybody(
    bot: Bot, dan: Person, card: Reply
):
    role = bot.env.guild.create_role("Mods")
    told = await picks(dan, "role", [role], card)
    assert f"the permission “Manage Server”, and who has <@&{role.id}>" in told.text
    refusal = await picks(dan, "role", [bot.env.guild.default_role], told)
    assert refusal.private
    assert refusal.text.startswith("Everybody would moderate")
    assert (await rules(bot)).role == role.id
    await picks(dan, "role", [], told)
    assert (await rules(bot)).role is None


async def test_a_channel_is_told_that_reports_come_there(bot: Bot, dan: Person, card: Reply):
    channel = bot.env.guild.create_text_channel("reports")
    told = await picks(dan, "channel", [channel], card)
    assert f"come to <#{channel.id}> and `/moderate reports`" in told.text
    (posted,) = messages(channel)
    assert posted.text == "Reports of reviews come to this channel from now on."
    await picks(dan, "channel", [channel], told)
    assert len(messages(channel)) == 1
    await picks(dan, "channel", [], told)
    assert (await rules(bot)).channel is None


async def test_a_channel_in_which_the_bot_may_not_write_is_not_taken(
    bot: Bot, dan: Person, card: Reply
):
    channel = bot.env.guild.create_text_channel("closed")
    path = f"/channels/{channel.id}/messages"
    bot.env.inject_error("POST", path, status=403, code=50013, message="No")
    refusal = await picks(dan, "channel", [channel], card)
    assert refusal.text.startswith("I may not write in that channel.")
    assert (await rules(bot)).channel is None


@pytest.mark.parametrize(
    "custom_id", ["moderate:set:hide_after", "moderate:set:kept:maybe", "moderate:set:made_up:on"]
)
async def test_what_no_card_of_ours_offers_changes_nothing(bot: Bot, dan: Person, custom_id: str):
    assert "no longer in my catalogue" in said(await presses_id(dan, custom_id))
    assert await rules(bot) == ServerRules()


@pytest.mark.parametrize("unavailable", [None, False])
async def test_a_server_that_the_bot_was_taken_out_of_is_remembered_as_left(
    bot: Bot, store: Store, *, unavailable: bool | None
):
    def left(db: Database) -> str | None:
        sql = "SELECT left_at FROM server WHERE id = :server"
        at: str | None = db.execute(sql, {"server": other.id}).fetchone()[0]
        return at

    other, backend = bot.env.create_guild("Elsewhere"), bot.env.backend
    await bot.env.settle()
    await store.write(decisions.set_rules, deed(1, other.id), {"kept": True})
    guild = backend.get_guild(other.id)
    backend.remove_guild(other.id)
    await bot.env.settle()
    assert await store.read(left)
    backend.guilds[other.id] = guild
    # Discord says that a server is available when the bot was let in while it was not running.
    told = dict(guild_create_payload(backend, guild)) | {"unavailable": unavailable}
    backend.emit("GUILD_CREATE", told)
    await bot.env.settle()
    assert await store.read(left) is None
    assert (await store.read(servers.rules, other.id)).kept
