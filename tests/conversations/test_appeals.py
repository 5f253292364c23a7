"""Authors are told in private, or the next time that they come; they may appeal once."""

import pytest
import simcord

from bot.store import Store, decisions, moderation, reviews
from tests.conversations.conftest import Bot
from tests.conversations.moderators import (
    decides,
    in_private,
    looks,
    messages,
    presses_id,
    reports,
    said,
)
from tests.conversations.talk import Person, Reply
from tests.conversations.test_writing import begun
from tests.moderating import TEXT, reviewed
from tests.reviewing import deed


def told(bot: Bot, person: Person) -> list[Reply]:
    return messages(in_private(bot, person).channel)


async def appeals(bot: Bot, person: Person, words: str = "It says nothing of the end.") -> Reply:
    """Let an author appeal against what they were told last."""
    private, notice = in_private(bot, person), told(bot, person)[-1]
    return await private.sends(await private.opens_by("Appeal", notice), words=words)


async def test_an_appeal_brings_a_removed_review_back(
    bot: Bot, store: Store, bob: Person, dan: Person, review: int
):
    case = await decides(dan, "Remove", await looks(dan, review), "It tells the end")
    assert "Restore" not in case.buttons
    thanks = await appeals(bot, bob)
    assert thanks.text.startswith("Your appeal is with those who decide.")
    queue = await dan.uses("moderate reports")
    assert "the author appeals" in queue.text
    case = await dan.picks("Good", queue)
    assert "**Its author appeals** since" in case.text
    assert "**The author appeals:** It says nothing of the end." in case.text
    assert "Next" not in case.buttons
    await decides(dan, "Restore", case, "You are right")
    assert "is shown again in the server" in told(bot, bob)[-1].text
    assert "**Why:** You are right" in told(bot, bob)[-1].text
    assert await store.read(reviews.read, review, bot.env.guild.id)
    assert "Nothing waits" in (await dan.uses("moderate reports")).text


async def test_an_appeal_that_is_dismissed_is_told_and_can_not_be_made_again(
    bot: Bot, bob: Person, dan: Person, review: int
):
    await decides(dan, "Hide", await looks(dan, review))
    first = told(bot, bob)[0]
    await appeals(bot, bob)
    await decides(dan, "Dismiss", await looks(dan, review), "It does")
    last = told(bot, bob)[-1]
    assert "looked at your appeal" in last.text
    assert not last.buttons
    private = in_private(bot, bob)
    result = await private.actor.click(first.message, custom_id=first.button("Appeal"))
    assert said(result).startswith("You have appealed before")


async def test_an_appeal_needs_words(bot: Bot, bob: Person, dan: Person, review: int):
    await decides(dan, "Hide", await looks(dan, review))
    assert (await appeals(bot, bob, " \u200b ")).text.startswith("Say why")
    assert "Nothing waits" in (await dan.uses("moderate reports")).text


async def test_nobody_else_appeals(bot: Bot, cat: Person, dan: Person, review: int):
    await decides(dan, "Hide", await looks(dan, review))
    custom_id = f"moderate:appeal:{review}:{bot.env.guild.id}"
    for person in (cat, in_private(bot, cat), dan):
        assert "no longer here" in said(await presses_id(person, custom_id))


async def test_who_can_not_be_reached_is_told_after_their_next_review_command(
    bot: Bot, store: Store, bob: Person, dan: Person, review: int
):
    path = f"/channels/{in_private(bot, bob).channel.id}/messages"
    bot.env.inject_error("POST", path, status=403, code=50007, message="Cannot send to this user")
    case = await decides(dan, "Hide", await looks(dan, review), "It tells the end")
    assert "hidden by a moderator" in case.text
    assert not told(bot, bob)
    await bob.uses("episode", query="mayday 9x05")
    assert len(await store.read(moderation.notices, bob.id)) == 1
    answer, notice = await in_two(bob, "review drafts")
    assert "hid your review" not in answer.text
    assert notice.private
    assert notice.text.startswith("A moderator hid your review “Good” in the server **Fans**.")
    assert list(notice.buttons) == ["Appeal"]
    assert await store.read(moderation.notices, bob.id) == ()
    await bob.uses("review drafts")  # has one answer again
    form = await bob.opens_by("Appeal", notice)
    assert (await bob.sends(form, words="Why?")).text.startswith("Your appeal is with")


def leaves(bot: Bot, person: Person) -> None:
    """Let somebody leave the server."""
    assert isinstance(person.actor, simcord.MemberActor)
    bot.env.guild.remove_member(person.actor)


async def in_two(person: Person, command: str) -> tuple[Reply, Reply]:
    """Use a command, and give its answer and what follows it."""
    assert isinstance(person.actor, simcord.MemberActor)
    result = await person.actor.slash(person.channel, command)
    assert result.response
    return Reply(result.response), Reply(result.followups[0])


async def test_a_fault_of_discord_s_keeps_the_notice_too(
    bot: Bot, store: Store, bob: Person, dan: Person, review: int
):
    bot.env.inject_error("POST", "/users/@me/channels", status=404, code=10013, message="Unknown")
    await decides(dan, "Warn", await looks(dan, review))
    (waiting,) = await store.read(moderation.notices, bob.id)
    assert waiting.entry.action == "warn"


async def test_an_author_who_left_the_server_is_told_and_appeals(
    bot: Bot, bob: Person, dan: Person, review: int
):
    leaves(bot, bob)
    await decides(dan, "Hide", await looks(dan, review))
    await appeals(bot, bob)
    assert "the author appeals" in (await dan.uses("moderate reports")).text


async def test_a_reporter_who_left_still_counts(bot: Bot, cat: Person, dan: Person, review: int):
    await reports(cat, review)
    leaves(bot, cat)
    assert "1 report ·" in (await dan.uses("moderate reports")).text


async def test_reports_of_private_messages_are_decided_by_operators(
    bot: Bot, ann: Person, bob: Person, cat: Person, review: int
):
    thanks = await reports(in_private(bot, cat), review, "hateful")
    assert thanks.text == "Thank you. The people who run me see your report."
    assert "Nothing waits" in (await ann.uses("moderate reports")).text
    private = in_private(bot, ann)
    queue = await private.uses("moderate reports")
    assert "1 report ·" in queue.text
    case = await private.picks("Good", queue)
    await decides(private, "Hide everywhere", case, "Hateful")
    (notice,) = told(bot, bob)
    assert notice.text.startswith("An operator hid your review “Good” everywhere.")
    await appeals(bot, bob)
    assert "the author appeals" in (await private.uses("moderate reports")).text


@pytest.fixture
async def reported_in(bot: Bot, store: Store) -> simcord.ChannelHandle:
    """Give the channel to which reports come."""
    channel = bot.env.guild.create_text_channel("reports")
    at = deed(1, bot.env.guild.id)
    await store.write(decisions.set_rules, at, {"channel": channel.id})
    return channel


async def test_a_card_for_moderators_comes_to_their_channel(
    bot: Bot, reported_in: simcord.ChannelHandle, cat: Person, dan: Person, bob: Person
):
    channel = reported_in
    review = await reviewed(bot.app.store, bob.id)
    await reports(cat, review, "spam")
    (card,) = messages(channel)
    assert "**Open reports:** Spam or advertising (1)" in card.text
    there = Person(dan.actor, channel)
    other = bot.lets_in(bot.env.create_user("gus"))
    refused = await Person(other.actor, channel).actor.click(
        card.message, custom_id=card.button("Hide")
    )
    assert said(refused) == "Only moderators may do that."
    after = await decides(there, "Hide", card)
    assert after.id == card.id
    assert "hidden by a moderator" in messages(channel)[0].text
    await appeals(bot, bob)
    assert len(messages(channel)) == 2
    assert "**Its author appeals**" in messages(channel)[1].text


async def test_others_get_a_page_of_a_moderators_card_of_their_own(
    reported_in: simcord.ChannelHandle, cat: Person, dan: Person, review: int
):
    channel = reported_in
    await reports(cat, review, "spam", "Buy it!")
    (card,) = messages(channel)
    page = await Person(dan.actor, channel).presses("Next", card)
    assert page.private
    assert "Buy it!" in page.text
    assert "Buy it!" not in messages(channel)[0].text


@pytest.mark.parametrize("gone", [True, False])
async def test_a_channel_that_is_gone_or_closed_hinders_no_report(
    bot: Bot, reported_in: simcord.ChannelHandle, cat: Person, dan: Person, *, gone: bool
):
    review = await reviewed(bot.app.store, dan.id)
    if gone:
        bot.env.backend.delete_channel(reported_in.id)
    else:
        path = f"/channels/{reported_in.id}/messages"
        bot.env.inject_error("POST", path, status=403, code=50013, message="No")
    assert (await reports(cat, review)).text.startswith("Thank you.")
    assert "1 report ·" in (await dan.uses("moderate reports")).text
    told = (await dan.uses("moderate settings")).text
    assert ("The channel that was chosen is gone" in told) == gone


async def test_a_published_card_says_that_it_is_gone_and_comes_back(
    bot: Bot, bob: Person, cat: Person, dan: Person
):
    bot.app.posted.every = 0
    form = await bob.opens("review write", query="mayday 9x05")
    preview = await bob.sends(form, headline="Hard to watch", body=TEXT)
    result = await bob.actor.click(preview.message, custom_id=preview.button("Publish"))
    card = Reply(result.followups[0])
    report = await cat.opens_by("Report", card)
    await cat.sends(report, reason=["spoiler"])
    queue = await dan.uses("moderate reports")
    case = await decides(dan, "Hide", await dan.picks("Hard to watch", queue))
    await bot.app.posted.settled()
    assert "no longer here" in card.text
    assert not card.buttons
    assert "### Hard to watch" in (await dan.uses_on("Moderate this review", card)).text
    await decides(dan, "Restore", case)
    await bot.app.posted.settled()
    assert "### Hard to watch" in card.text
    assert "Report" in card.buttons
    await decides(dan, "Block author here", await dan.uses_on("Moderate this review", card))
    await bot.app.posted.settled()
    assert "no longer here" in card.text
    again = await bob.opens("review write", query="mayday 9x04")
    refused = await bob.sends(again, headline="Another", body=TEXT)
    assert "take no reviews and no ratings from you" in refused.text


async def test_an_author_appeals_from_all_that_they_wrote_as_well(
    bot: Bot, bob: Person, dan: Person, review: int
):
    await decides(dan, "Hide", await looks(dan, review))
    mine = await bob.uses("review mine")
    await bob.sends(await bob.opens_by("Appeal", mine), words="It says nothing of the end.")
    assert "the author appeals" in (await dan.uses("moderate reports")).text
    after = await bob.uses("review mine")
    assert "Appeal" not in after.buttons
    assert "hidden here by a moderator: “Because of it” · your appeal waits for a" in after.text
    assert "You have appealed before" in (await bob.presses("Appeal", mine)).text
    await decides(dan, "Dismiss", await looks(dan, review))
    assert "your appeal waits" not in (await bob.uses("review mine")).text


async def test_who_publishes_what_is_hidden_here_is_told_so(bot: Bot, bob: Person, dan: Person):
    _, card = await bob.publishes(await begun(bob))
    await decides(dan, "Remove", await dan.uses_on("Moderate this review", card))
    form = await bob.opens("review edit", query="mayday 9x05")
    changed = await bob.presses("Publish", await bob.sends(form, headline="Better"))
    assert "Changed. Others don't see it here" in changed.text
    await bob.uses("review delete", query="mayday 9x05")
    new = await bob.presses("Publish", await begun(bob))
    assert "Published. Others don't see it here" in new.text
    assert "kept in the server" not in new.text
    assert "removed here by a moderator" in (await bob.presses("See all my reviews", new)).text
