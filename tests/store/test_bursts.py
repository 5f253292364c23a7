"""Votes in bursts and in bulk: damped, and shown to moderators."""

from typing import Any

import pytest

from bot.reviews import FULL, Words
from bot.store import Database, Store, alarms, deeds, reviews, votes
from bot.store.weighing import RULES, Rules
from tests.reviewing import LONG_AGO, wrote
from tests.store.voting import (
    AUTHOR,
    KNOWN,
    OTHER,
    SERVER,
    at,
    ballot,
    born_at,
    cast,
    more_reviews,
    rows,
    weights,
)

Row = dict[str, Any]


@pytest.fixture
async def thing(started: Store) -> int:
    return await started.read(lambda db: db.execute("SELECT max(id) FROM episode").fetchone()[0])


@pytest.fixture
async def review(started: Store, thing: int) -> int:
    return await wrote(started, AUTHOR, thing, Words("A headline", "A body. " * 10))


async def test_votes_by_one_member_on_one_author_are_damped_and_shown(started: Store, review: int):
    *every, late = [review, *await more_reviews(started, 12)]
    await cast(started, [ballot(LONG_AGO, one, at(hours=n)) for n, one in enumerate(every)])
    assert [weight for weight, _ in await weights(started)] == [
        1000, 1000, 1000, 750, 600, 500, 428, 375, 333, 300, 272, 250,
    ]  # fmt: skip
    (alarm,), number = await started.read(alarms.newest, SERVER, 0)
    assert number == 1
    assert (alarm.kind, alarm.author, alarm.voters) == ("author", AUTHOR, 1)
    assert (alarm.begun_at, alarm.ended_at) == (at(hours=9), at(hours=11))
    assert await started.read(alarms.voters, alarm.id, SERVER) == ([LONG_AGO], 0)
    assert await started.read(alarms.newest, OTHER, 0) == ([], 0)
    await cast(started, [ballot(LONG_AGO, late, at(days=31))])
    assert (await weights(started))[-1] == (FULL, None)


async def test_a_burst_of_new_accounts_is_damped_with_what_began_it(started: Store, review: int):
    rules = Rules(burst=4)
    strangers = range(LONG_AGO, LONG_AGO + 10)
    early = [ballot(one, review, at(minutes=-30)) for one in strangers[:3]]
    within = [
        ballot(one, review, at(minutes=turn), server=SERVER if turn % 2 else OTHER)
        for turn, one in enumerate(strangers[3:7])
    ]
    await cast(started, [*early, *within[:3]], rules)
    assert [weight for weight, _ in await weights(started)] == [FULL] * 6
    assert await started.read(alarms.newest, 0, 0) == ([], 0)
    await cast(started, within[3:], rules)
    assert [weight for weight, _ in await weights(started)] == [FULL] * 3 + [RULES.damped] * 4
    await cast(started, [ballot(one, review, at(minutes=9)) for one in strangers[7:]], rules)
    (alarm,), _ = await started.read(alarms.newest, 0, 0)
    assert (alarm.voters, alarm.here) == (7, 7)
    here = [strangers[4], strangers[6], *strangers[7:]]
    assert await started.read(alarms.voters, alarm.id, SERVER) == (here, 2)
    assert await started.read(alarms.voters, alarm.id, 0) == ([*strangers[3:]], 0)
    assert (await started.read(reviews.read, review, None)).votes == 10


async def test_who_is_too_new_and_in_a_burst_is_damped_when_they_count(started: Store, review: int):
    members = [born_at(days=-5) + turn for turn in range(3)]
    await cast(started, [ballot(one, review, at()) for one in members], Rules(burst=3))
    assert [weight for weight, _ in await weights(started)] == [0, 0, 0]
    await started.write(votes.ripen, at(days=3))
    assert [weight for weight, _ in await weights(started)] == [RULES.damped] * 3


async def test_a_burst_damps_a_vote_that_was_changed_a_moment_before_as_it_is_now(
    started: Store, review: int
):
    rules = Rules(burst=3)
    await cast(started, [ballot(LONG_AGO + turn, review, at()) for turn in range(2)], rules)
    await cast(started, [
        ballot(LONG_AGO + 2, review, at(seconds=1)),
        ballot(LONG_AGO, review, at(seconds=1), helpful=False),
    ], rules)  # fmt: skip
    damped = RULES.damped
    assert await rows(started, "SELECT helpful, weight FROM vote ORDER BY member") == [
        (0, damped), (1, damped), (1, damped),
    ]  # fmt: skip
    sums = "SELECT helpful, votes, weighed_helpful, weighed FROM review"
    assert await rows(started, sums) == [(2, 3, 2 * damped, 3 * damped)]


async def test_a_vote_changed_beside_the_one_that_makes_a_burst_is_counted_once(
    started: Store, review: int
):
    rules = Rules(burst=3)
    await cast(started, [ballot(LONG_AGO + turn, review, at()) for turn in range(2)], rules)
    await cast(started, [
        ballot(LONG_AGO, review, at(seconds=1), helpful=False),
        ballot(LONG_AGO + 2, review, at(seconds=1)),
    ], rules)  # fmt: skip
    sums = "SELECT helpful, votes, weighed_helpful, weighed FROM review"
    damped = RULES.damped
    assert await rows(started, sums) == [(2, 3, 2 * damped, 3 * damped)]
    assert await rows(started, "SELECT sum(helpful), sum(weight) FROM vote") == [(2, 3 * damped)]


async def test_a_burst_that_goes_on_is_one_alarm_and_the_next_another(started: Store, review: int):
    rules = Rules(burst=2)
    minutes = (0, 1, 8, 16, 60, 61)
    await cast(started, [
        ballot(LONG_AGO + turn, review, at(minutes=minute)) for turn, minute in enumerate(minutes)
    ], rules)  # fmt: skip
    every, number = await started.read(alarms.newest, 0, 0)
    assert number == 2
    assert [(one.begun_at, one.ended_at, one.voters) for one in every] == [
        (at(minutes=61), at(minutes=61), 2),
        (at(minutes=1), at(minutes=16), 4),
    ]


async def test_who_rang_an_alarm_on_two_servers_is_one_voter(started: Store):
    *some, _ = await more_reviews(started, 11)
    await cast(started, [
        ballot(LONG_AGO, one, at(hours=turn), server=SERVER if turn % 2 else OTHER)
        for turn, one in enumerate(some)
    ], Rules(noticed=9))  # fmt: skip
    for server in (0, SERVER, OTHER):
        (alarm,), _ = await started.read(alarms.newest, server, 0)
        assert (alarm.kind, alarm.voters, alarm.here) == ("author", 1, 1)
        assert await started.read(alarms.voters, alarm.id, server) == ([LONG_AGO], 0)


async def test_alarms_are_read_page_by_page(started: Store):
    some = await more_reviews(started, 12)
    for turn, one in enumerate(some):
        members = (LONG_AGO + 2 * turn, LONG_AGO + 2 * turn + 1)
        await cast(started, [ballot(who, one, at(hours=turn)) for who in members], Rules(burst=2))
    first, number = await started.read(alarms.newest, SERVER, 0)
    second, _ = await started.read(alarms.newest, SERVER, 1)
    assert number == 12
    assert [one.review for one in [*first, *second]] == some[::-1]


async def test_established_members_are_no_burst(started: Store, review: int):
    members = range(LONG_AGO, LONG_AGO + 30)

    def known(db: Database) -> None:
        deeds.see(db, members, [SERVER], KNOWN)

    await started.write(known)
    await cast(started, [ballot(one, review, at()) for one in members])
    assert {weight for weight, _ in await weights(started)} == {FULL}
    assert await started.read(alarms.newest, 0, 0) == ([], 0)


async def test_who_takes_the_vote_back_is_still_among_those_of_the_alarm(
    started: Store, review: int
):
    rules = Rules(burst=3)
    members = [LONG_AGO, LONG_AGO + 1, LONG_AGO + 2]
    await cast(started, [ballot(one, review, at()) for one in members], rules)
    await cast(started, [ballot(one, review, at(), helpful=None) for one in members], rules)
    (alarm,), _ = await started.read(alarms.newest, SERVER, 0)
    assert await started.read(alarms.voters, alarm.id, SERVER) == (members, 0)
    assert (await rows(started, "SELECT votes, weighed, rank FROM review")) == [(0, 0, 0)]
