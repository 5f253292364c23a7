"""Votes that look odd: the moderators of where they were cast see whose they are."""

import pytest

from bot.store import Database, Store
from tests.conversations.conftest import Bot
from tests.conversations.moderators import by_permission, in_private, presses_id, said
from tests.conversations.talk import Person
from tests.moderating import reviewed

ELSEWHERE = 12345


@pytest.fixture
def dan(bot: Bot) -> Person:
    return by_permission(bot)


async def rang(store: Store, review: int, votes: dict[int, range], times: int = 1) -> None:
    """Let alarms ring: by servers, whose votes they are."""

    def ring(db: Database) -> None:
        sql = """
            INSERT INTO alarm (kind, review, author, server, begun_at, ended_at)
            VALUES ('burst', :review, 5, NULL, :at, :at) RETURNING id
        """
        at = "2026-11-27T12:00:00+00:00"
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
