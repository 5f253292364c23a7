"""A ring of 200 wants its review on top of one that helped honest voters: each rule against it.

Each simulation is run twice: with all rules, and with all but the one that it is about.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import NamedTuple

import pytest

from bot.cases import Lift
from bot.reviews import EVERYWHERE, Ballot, Deed, Words, first_made
from bot.store import Database, Store, alarms, deeds, lifting, reviews, votes
from bot.store.weighing import RULES, Rules
from bot.store.writes import Failed
from tests.reviewing import LONG_AGO

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
SERVER = 7
RING = 200
OFF = 1 << 40
KNOWN = "2026-01-01T12:00:00+00:00"
"""Since when who is no stranger is known, and a member of the server."""


class Stage(NamedTuple):
    """Where it happens: reviews of one thing, `top` of which helped honest voters."""

    db: Database
    rules: Rules
    thing: int
    top: list[int]
    rings: int

    def winner(self) -> int:
        """Give the review that is shown first."""
        _, best = reviews.best(self.db, self.thing, SERVER)
        assert best
        return best.id


INTERACTIONS = count(10**15)


def at(minutes: float) -> str:
    return (START + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def ballot(
    member: int, review: int, minutes: float, *, helpful: bool = True, joined: str = KNOWN
) -> Ballot:
    return Ballot(Deed(member, next(INTERACTIONS), at(minutes), SERVER, joined), review, helpful)


def cast(stage: Stage, ballots: Iterator[Ballot]) -> int:
    """Cast votes in the order of their time; gives how many were refused."""
    ordered = sorted(ballots, key=lambda one: one.deed.now)
    given = votes.cast(stage.db, ordered, stage.rules)
    return sum(isinstance(one, Failed) for one in given)


def wrote(db: Database, author: int, thing: int) -> int:
    words = Words(f"Review by {author}", "It is as it is, and says so. " * 3)
    deed = Deed(author, next(INTERACTIONS), at(-3 * 24 * 60), SERVER)
    return reviews.publish(db, deed, thing, words, EVERYWHERE)


def things(db: Database) -> list[int]:
    return [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id")]


def honest_members(number: int) -> range:
    return range(LONG_AGO, LONG_AGO + number)


def staged(db: Database, rules: Rules, *, honest: int = 40, others: int = 1) -> Stage:
    """Let honest voters find 9 of 10 times that the honest reviews helped, the ring's never."""
    thing = things(db)[-1]
    top = [wrote(db, 1000 + number, thing) for number in range(others)]
    stage = Stage(db, rules, thing, top, wrote(db, 999, thing))
    members = honest_members(honest)
    deeds.see(db, members, [SERVER], KNOWN)
    for number, review in enumerate(top):
        cast(stage, (
            ballot(one, review, number - 1000, helpful=bool((one + number) % 10))
            for one in members
        ))  # fmt: skip
    some = members if others > 1 else members[:10]
    cast(stage, (ballot(one, stage.rings, -500, helpful=False) for one in some))
    assert stage.winner() in top
    return stage


def ring(made: datetime, *, known: str | None = KNOWN, db: Database) -> range:
    """Make 200 accounts at a time; the bot knows them since then, or not yet."""
    first = first_made(made) + 1
    members = range(first, first + RING)
    if known:
        deeds.see(db, members, [SERVER], known)
    return members


def new_accounts(stage: Stage) -> None:
    """Accounts of three days vote, one every twenty minutes."""
    members = ring(START - timedelta(days=3), known=at(-3 * 24 * 60), db=stage.db)
    cast(stage, (ballot(one, stage.rings, 20 * turn) for turn, one in enumerate(members)))


def just_joined(stage: Stage) -> None:
    """Old accounts join the server at once, and vote one every five minutes."""
    members = ring(datetime(2016, 5, 1, tzinfo=UTC), db=stage.db)
    cast(stage, (
        ballot(one, stage.rings, 5 * turn, joined=at(0)) for turn, one in enumerate(members)
    ))  # fmt: skip


def one_author(stage: Stage) -> None:
    """Members of old vote for everything that the ring's author writes, once an hour."""
    members = ring(datetime(2016, 5, 1, tzinfo=UTC), db=stage.db)
    works = [wrote_later(stage, thing) for thing in things(stage.db)[:40]]
    for hour, review in enumerate([*works, stage.rings]):
        cast(stage, (ballot(one, review, 60 * hour) for one in members))


def wrote_later(stage: Stage, thing: int) -> int:
    words = Words("Another one", "It is as it is, and says so. " * 3)
    sql = """
        INSERT INTO review (thing, member, server, place, state, created_at)
        VALUES (:thing, 999, :server, 0, 'published', :now) RETURNING id
    """
    deed = Deed(999, next(INTERACTIONS), at(0), SERVER)
    reviews.known(stage.db, deed, thing)
    row = {"thing": thing, "server": SERVER, "now": deed.now}
    (review,) = stage.db.execute(sql, row).fetchone()
    reviews.revise(stage.db, deed, review, words)  # more than one member may publish in a day
    return int(review)


def burst(stage: Stage) -> None:
    """Accounts of twenty days, members for ten, all vote within five minutes."""
    members = ring(START - timedelta(days=20), known=at(-10 * 24 * 60), db=stage.db)
    joined = at(-10 * 24 * 60)
    cast(stage, (
        ballot(one, stage.rings, turn / 40, joined=joined) for turn, one in enumerate(members)
    ))  # fmt: skip


def voting_down(stage: Stage) -> None:
    """Old accounts that the bot has never seen vote all others down, evenly and in one day."""
    members = ring(datetime(2016, 5, 1, tzinfo=UTC), known=None, db=stage.db)
    cast(stage, (ballot(one, stage.rings, turn * 1.2) for turn, one in enumerate(members)))
    later = 245
    for turn in range(len(stage.top)):
        cast(stage, (
            ballot(
                one, stage.top[(number * 19 + turn) % len(stage.top)], later + turn * 14,
                helpful=False,
            )
            for number, one in enumerate(members)
        ))  # fmt: skip


SIMULATED: dict[str, tuple[Callable[[Stage], None], Rules]] = {
    "accounts younger than a week": (new_accounts, Rules(young_days=0)),
    "members since today": (just_joined, Rules(joined_days=0)),
    "many votes on one author": (one_author, Rules(whole=OFF)),
    "a burst of new accounts": (burst, Rules(burst=OFF)),
    "more votes than a day has": (voting_down, Rules(limited=False)),
}


async def simulated(store: Store, name: str, rules: Rules) -> bool:
    """Tell whether an honest review is on top after all."""
    act, _ = SIMULATED[name]
    large = {"honest": 150, "others": 80} if act is voting_down else {}

    def go(db: Database) -> bool:
        stage = staged(db, rules, **large)
        act(stage)
        return stage.winner() in stage.top

    return await store.write(go)


@pytest.mark.parametrize("name", SIMULATED)
async def test_honest_voters_keep_their_review_on_top_of_a_ring_of_200(started: Store, name: str):
    assert await simulated(started, name, RULES)


@pytest.mark.parametrize("name", SIMULATED)
async def test_without_the_rule_the_ring_has_its_review_on_top(started: Store, name: str):
    _, all_others = SIMULATED[name]
    assert not await simulated(started, name, all_others)


async def test_what_is_shown_stays_raw_and_moderators_see_the_whole_ring(started: Store):
    def go(db: Database) -> None:
        stage = staged(db, RULES)
        burst(stage)
        shown = reviews.read(db, stage.rings, SERVER)
        assert (shown.helpful, shown.votes) == (RING, RING + 10)
        (alarm,), number = alarms.newest(db, SERVER, 0)
        assert number == 1
        assert (alarm.kind, alarm.review, alarm.author) == ("burst", stage.rings, 999)
        assert (alarm.voters, alarm.here) == (RING, RING)
        assert len(alarms.voters(db, alarm.id, SERVER)[0]) == RING
        sql = "SELECT count(*) FROM vote WHERE fresh AND worth > :damped"
        assert db.execute(sql, {"damped": RULES.damped}).fetchone() == (0,)

    await started.write(go)


async def test_a_ring_that_follows_an_honest_burst_gains_nothing_by_its_lift(started: Store):
    def go(db: Database) -> None:
        stage = staged(db, RULES)
        fans = range(LONG_AGO + 5000, LONG_AGO + 5012)
        cast(stage, (ballot(one, stage.rings, -turn / 60) for turn, one in enumerate(fans)))
        (honest,), _ = alarms.newest(db, SERVER, 0)
        moderator = Deed(LONG_AGO + 6000, next(INTERACTIONS), at(0), SERVER)
        lifting.lift(db, moderator, Lift(honest.id, SERVER, "We watched it together"))
        burst(stage)
        assert stage.winner() in stage.top
        (new, old), _ = alarms.newest(db, SERVER, 0)
        assert (old.id, old.voters, old.damped) == (honest.id, len(fans), 0)
        assert (new.voters, new.damped) == (RING, RING)

    await started.write(go)
