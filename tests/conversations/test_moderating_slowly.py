"""When the disk takes long, and when something goes wrong: nothing is lost, everybody is told."""

import pytest
import simcord

from bot import ui
from bot.store import Store, decisions, moderation, servers
from tests.conversations.conftest import Bot, Journal
from tests.conversations.moderators import (
    decides,
    in_private,
    looks,
    messages,
    presses_id,
    reports,
    said,
    with_button,
)
from tests.conversations.talk import Person, Reply
from tests.moderating import decided
from tests.reviewing import deed


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything take longer than people wait without a word."""
    monkeypatch.setattr(ui, "PATIENCE", 0.0)


async def test_a_decision_that_takes_a_while_is_shown_on_its_card(
    dan: Person, review: int, slow: None
):
    case = await looks(dan, review)
    after = await decides(dan, "Hide", case)
    assert after.id == case.id
    assert "hidden by a moderator" in case.text


@pytest.mark.usefixtures("slow")
async def test_a_report_and_an_appeal_that_take_a_while_are_answered_privately(
    bot: Bot, bob: Person, cat: Person, dan: Person, review: int
):
    thanks = await reports(cat, review)
    assert thanks.private
    assert thanks.text.startswith("Thank you.")
    await decides(dan, "Hide", await looks(dan, review))
    private = in_private(bot, bob)
    notice = messages(private.channel)[-1]
    told = await private.sends(await private.opens_by("Appeal", notice), words="Why?")
    assert told.text.startswith("Your appeal is with")
    assert "hid your review" in notice.text


async def test_a_rule_that_takes_a_while_is_shown_on_its_card(
    bot: Bot, store: Store, dan: Person, slow: None
):
    card = await dan.uses("moderate settings")
    assert (await dan.presses("Refuse links", card)).id == card.id
    assert "are refused" in card.text
    form = await dan.opens_by("Words", card)
    await dan.sends(form, words="darn")
    assert (await store.read(servers.rules, bot.env.guild.id)).words == ("darn",)
    assert "(1): darn" in card.text


async def test_who_is_late_is_told_privately_after_an_announcement_too(
    dan: Person, review: int, slow: None
):
    first, second = await looks(dan, review), await looks(dan, review)
    await decides(dan, "Hide", first)
    form = await dan.opens_by("Hide", second)
    late = await dan.sends(form, reason="Again")
    assert late.private
    assert "hid this review" in late.text


async def test_a_notice_that_can_not_be_shown_waits_on(
    bot: Bot, store: Store, journal: Journal, bob: Person, review: int
):
    await decided(store, "warn", review, bot.env.guild.id)
    assert isinstance(bob.actor, simcord.MemberActor)
    bot.env.inject_error("POST", "/webhooks/*", status=404, code=10015, message="Unknown")
    result = await bob.actor.slash(bob.channel, "review drafts")
    assert result.response
    assert not result.followups
    assert len(await store.read(moderation.notices, bob.id)) == 1
    expected = [one for one in journal.faults if "can't be told" in one.getMessage()]
    assert len(expected) == 1
    journal.expected += expected


async def test_more_notices_than_are_shown_at_once_come_the_next_time(
    bot: Bot, store: Store, bob: Person, review: int
):
    for _ in range(7):
        await decided(store, "warn", review, bot.env.guild.id)
    assert isinstance(bob.actor, simcord.MemberActor)
    shown = []
    for _ in range(3):
        result = await bob.actor.slash(bob.channel, "review drafts")
        assert all(one.ephemeral for one in result.followups)
        shown.append(len(result.followups))
    assert shown == [5, 2, 0]


async def test_reasons_and_channels_that_no_form_offers_are_refused(
    bot: Bot, store: Store, cat: Person, dan: Person, review: int
):
    card = await with_button(cat, f"review:report:{review}")
    form = await cat.opens_by(next(iter(card.buttons)), card)
    spec = form.result._interaction.modal  # noqa: SLF001 - as another version's form has it
    assert spec
    select = spec["components"][0]["component"]
    select["options"].append({"label": "x", "value": "made up"})
    assert "no longer in my catalogue" in (await cat.sends(form, reason=["made up"])).text
    settings = await dan.uses("moderate settings")
    elsewhere = bot.env.create_guild("Elsewhere").create_text_channel("reports")
    channel = bot.env.guild.create_text_channel("reports")
    bot.app.get_guild(bot.env.guild.id)._channels.pop(channel.id)  # type: ignore[union-attr]  # noqa: SLF001 - the bot may not see it
    result = await dan.actor.select(settings.message, [channel], custom_id="moderate:set:channel")
    assert said(result).startswith("That is no channel of this server")
    assert not messages(elsewhere)
    assert (await store.read(servers.rules, bot.env.guild.id)).channel is None


async def test_what_another_version_offered_to_pick_changes_nothing(bot: Bot, dan: Person):
    settings = await dan.uses("moderate settings")
    settings.made_up("5", "4")
    custom_id = "moderate:set:hide_after"
    result = await dan.actor.select(settings.message, ["4"], custom_id=custom_id)
    got = [one for one in (result.response, *result.followups) if one is not None]
    assert "no longer in my catalogue" in Reply(got[0]).text
    assert said(await presses_id(dan, custom_id))


async def test_a_server_without_rules_is_left_without_a_word(bot: Bot, store: Store):
    other = bot.env.create_guild("Elsewhere")
    await bot.env.settle()
    bot.env.backend.remove_guild(other.id)
    await bot.env.settle()
    await store.write(decisions.set_rules, deed(1, other.id), {"kept": True})
    assert not await store.read(servers.is_left, other.id)


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_author_is_told_even_if_the_moderator_s_answer_is_lost(
    bot: Bot, journal: Journal, bob: Person, dan: Person, review: int, *, code: int
):
    form = await dan.opens_by("Hide", await looks(dan, review))
    bot.env.inject_error("POST", "/interactions/*", status=400, code=code, message="Over")
    await dan.actor.submit_modal(form.result, {"reason": "It tells the end"})
    (notice,) = messages(in_private(bot, bob).channel)
    assert "It tells the end" in notice.text
    lost = [one for one in journal.faults if "was over before" in one.getMessage()]
    assert len(lost) == 1
    journal.expected += lost
