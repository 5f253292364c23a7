"""Votes that look odd: the moderators of where they were cast see whose they are."""

import pytest

from bot import ui
from bot.reviews import FULL, seconds
from bot.store import Database, Store
from bot.store.weighing import RULES
from tests.conversations.conftest import Bot, by_permission
from tests.conversations.moderators import (
    FANS,
    decides,
    in_private,
    loses_roles,
    presses_id,
    said,
    watched,
)
from tests.conversations.talk import Person, Reply
from tests.moderating import log_of, reviewed
from tests.store.voting import weights

ELSEWHERE = 12345


async def rang(store: Store, review: int, votes: dict[int, range], times: int = 1) -> None:
    """Let alarms ring: by servers, whose votes they are."""

    def ring(db: Database) -> None:
        sql = """
            INSERT INTO alarm (kind, review, author, server, begun_at, ended_at)
            VALUES ('burst', :review, 5, NULL, :at, :at) RETURNING id
        """
        at = seconds("2026-11-27T12:00:00+00:00")
        for _ in range(times):
            (alarm,) = db.execute(sql, {"review": review, "at": at}).fetchone()
            rows = [(alarm, server, one) for server, every in votes.items() for one in every]
            db.executemany("INSERT INTO alarm_voter VALUES (?, ?, ?)", rows)

    await store.write(ring)


async def test_where_nothing_was_odd_nothing_is_said(dan: Person):
    assert "Odd" not in "".join((await dan.uses("moderate reports")).buttons)
    assert said(await presses_id(dan, "moderate:alarms:0:first")).startswith("### Odd votes")


async def test_a_burst_is_shown_with_its_voters_here_and_a_number_elsewhere(
    bot: Bot, store: Store, bob: Person, dan: Person
):
    review = await reviewed(store, bob.id)
    await rang(store, review, {bot.env.guild.id: range(101, 104), ELSEWHERE: range(201, 209)})
    queue = await dan.uses("moderate reports")
    listed = await dan.presses("Odd votes: 1 alarm", queue)
    assert listed.id == queue.id
    assert (
        f"**11 voters, 3 of them here:** new accounts voted within minutes on review {review}"
        in (listed.text)
    )
    voters = await dan.picks("New accounts", listed)
    assert "<@101>, <@102>, <@103>" in voters.text
    assert "<@201>" not in voters.text
    assert "3 here · 8 elsewhere, whom I don't name" in voters.text


async def test_operators_are_told_of_all_in_private(bot: Bot, store: Store, ann: Person):
    review = await reviewed(store, 5)
    await rang(store, review, {ELSEWHERE: range(201, 209)})
    private = in_private(bot, ann)
    listed = await private.presses("Odd votes", await private.uses("moderate reports"))
    assert "<@208>" in (await private.picks("New accounts", listed)).text


async def test_what_concerns_another_server_is_not_shown(bot: Bot, store: Store, dan: Person):
    await rang(store, await reviewed(store, 5), {ELSEWHERE: range(201, 209)})
    assert "Odd" not in "".join((await dan.uses("moderate reports")).buttons)
    for custom_id in ("moderate:alarm:1:0:first", "moderate:alarm:99:0:first", "moderate:alarm"):
        assert "no longer in my catalogue" in said(await presses_id(dan, custom_id))


async def test_many_alarms_and_voters_are_turned_page_by_page(bot: Bot, store: Store, dan: Person):
    guild = bot.env.guild.id
    await rang(store, await reviewed(store, 5), {guild: range(101, 221)}, times=12)
    listed = await dan.presses("Odd votes: 12 alarms", await dan.uses("moderate reports"))
    assert "Page 1 of 2" in listed.text
    last = await dan.presses("Last", listed)
    assert "Page 2 of 2" in last.text
    assert said(await presses_id(dan, "moderate:alarms:999:first")) == last.text
    result = await dan.actor.select(last.message, ["1"], custom_id="moderate:alarm")
    assert result.acknowledged
    voters = await dan.presses("Next", last)
    assert "<@151>" in voters.text
    assert "Page 2 of 3" in voters.text
    assert "Page 1 of 2" in (await dan.presses("All odd votes", voters)).text


async def burst(person: Person) -> Reply:
    """Let a moderator look at who voted in the newest burst."""
    listed = await person.presses("Odd votes", await person.uses("moderate reports"))
    return await person.picks("New accounts", listed)


async def test_moderators_find_the_votes_of_a_watch_party_honest(
    bot: Bot, store: Store, bob: Person, dan: Person
):
    review = await reviewed(store, bob.id)
    await watched(store, review, bot.env.guild.id)
    assert {weight for weight, _ in await weights(store)} == {RULES.damped}
    card = await burst(dan)
    assert "10 votes weigh little in the order because of the burst." in card.text
    after = await decides(dan, "These were honest", card, "We *watched* it together")
    assert after.id == card.id
    assert {weight for weight, _ in await weights(store)} == {FULL}
    assert "These were honest" not in after.buttons
    assert f"These votes were **found honest** by <@{dan.id}>" in after.text
    assert r"We \*watched\* it together" in after.text
    assert "weigh little" not in after.text
    listed = await dan.presses("All odd votes", after)
    assert f"**found honest** by <@{dan.id}>" in listed.text
    log = await dan.uses("moderate log")
    assert f"<@{dan.id}> found the votes of a burst honest on review {review}" in log.text
    assert "together" in log.text


@pytest.mark.parametrize("reason", [" \u200b ", "\u202e"])
async def test_without_a_reason_nothing_is_lifted(
    bot: Bot, store: Store, bob: Person, dan: Person, reason: str
):
    await watched(store, await reviewed(store, bob.id), bot.env.guild.id)
    form = await dan.opens_by("These were honest", await burst(dan))
    assert form.fields["reason"]["required"]
    refusal = await dan.sends(form, reason=reason)
    assert refusal.private
    assert refusal.text.startswith("Say why")
    assert {weight for weight, _ in await weights(store)} == {RULES.damped}


async def test_the_second_of_two_moderators_is_told_of_the_first(
    bot: Bot, store: Store, bob: Person, dan: Person
):
    await watched(store, await reviewed(store, bob.id), bot.env.guild.id)
    eve = by_permission(bot, "eve")
    cards = [await burst(one) for one in (dan, eve)]
    form = await eve.opens_by("These were honest", cards[1])
    await decides(dan, "These were honest", cards[0])
    late = await eve.sends(form, reason="Me too")
    assert f"<@{dan.id}> found the votes of a burst honest on this review" in late.text
    assert await log_of(store, bot.env.guild.id) == ["honest votes"]


async def test_moderators_of_where_the_votes_were_cast_alone_are_not_asked(
    bot: Bot, store: Store, bob: Person, dan: Person, ann: Person
):
    review = await reviewed(store, bob.id)
    sql = "UPDATE review SET server = :server"
    await store.write(lambda db: db.execute(sql, {"server": ELSEWHERE}))
    await watched(store, review, bot.env.guild.id)
    card = await burst(dan)
    assert "These were honest" not in card.buttons
    assert "my operators decide" in card.text
    told = said(await presses_id(dan, "moderate:honest:1"))
    assert told.startswith("Only moderators of the server where the review was written")
    form = await ann.opens_by("These were honest", await burst(ann))
    assert form.title == "These were honest"
    assert {weight for weight, _ in await weights(store)} == {RULES.damped}
    await decides(ann, "These were honest", await burst(ann))
    assert {weight for weight, _ in await weights(store)} == {FULL}


async def test_operators_lift_in_private_what_was_cast_anywhere(
    bot: Bot, store: Store, bob: Person, ann: Person, dan: Person
):
    review = await reviewed(store, bob.id)
    await watched(store, review, bot.env.guild.id, FANS[:5])
    await watched(store, review, ELSEWHERE, FANS[5:])
    await decides(dan, "These were honest", await burst(dan), "Ours were")
    assert [weight for weight, _ in await weights(store)] == [FULL] * 5 + [RULES.damped] * 5
    private = in_private(bot, ann)
    card = await burst(private)
    assert "Ours were" in card.text
    assert "5 votes weigh little" in card.text
    after = await decides(private, "These were honest", card, "All were")
    assert "All were" in after.text
    assert {weight for weight, _ in await weights(store)} == {FULL}


async def test_nobody_finds_votes_on_their_own_review_honest(bot: Bot, store: Store, dan: Person):
    await watched(store, await reviewed(store, dan.id), bot.env.guild.id)
    card = await burst(dan)
    result = await dan.actor.click(card.message, custom_id=card.button("These were honest"))
    assert said(result).startswith("This is your own review")


async def test_who_lost_the_permission_while_they_wrote_lifts_nothing(
    bot: Bot, store: Store, bob: Person, dan: Person
):
    await watched(store, await reviewed(store, bob.id), bot.env.guild.id)
    form = await dan.opens_by("These were honest", await burst(dan))
    await loses_roles(bot, dan)
    refusal = await dan.sends(form, reason="I was one")
    assert refusal.text.startswith("Only moderators may do that.")
    assert list(refusal.files) == ["words.txt"]
    assert {weight for weight, _ in await weights(store)} == {RULES.damped}


async def test_a_lift_that_takes_a_while_is_shown_where_it_was_asked_for(
    bot: Bot, store: Store, bob: Person, dan: Person, monkeypatch: pytest.MonkeyPatch
):
    await watched(store, await reviewed(store, bob.id), bot.env.guild.id)
    card = await burst(dan)
    monkeypatch.setattr(ui, "PATIENCE", 0.0)
    assert (await decides(dan, "These were honest", card)).id == card.id
    assert "found honest" in card.text


async def test_a_burst_that_went_or_never_was_is_no_longer_here(dan: Person):
    for number in ("7", "0", "9" * 18):
        told = said(await presses_id(dan, f"moderate:honest:{number}"))
        assert "no longer in my catalogue" in told
