"""Whatever is voted, changed, taken back, edited and deleted: a review is what its votes are."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ReviewError
from bot.reviews import FULL, Ballot, Deed, Words, first_made, helpfulness
from bot.store import Database, Store, deeds, reviews, votes
from bot.store.weighing import Rules
from bot.store.writes import Failed
from tests.reviewing import NOW

RULES = Rules(whole=1, noticed=3, burst=3)
REVIEWS = 4
MEMBERS = (
    1, 2, 3, 1001, 1002,
    *(first_made(NOW - timedelta(days=days)) + days for days in (1, 5, 6, 20, 40)),
)  # fmt: skip
"""Old accounts, two of which write the reviews, and newer ones."""
SERVERS = (None, 7, 8)
TABLES = {
    "vote": "review, member",
    "review": "id",
    "deed": "interaction",
    "alarm": "id",
    "alarm_voter": "alarm, server, member",
    "server": "id",
}


class Step(NamedTuple):
    """What happens next: a vote, or what an author does to a review."""

    what: str
    member: int
    review: int
    helpful: bool | None
    seconds: int
    server: int | None
    joined_hours: int | None
    again: int | None
    """Which of the interactions before this one is sent again."""


steps = st.builds(
    Step,
    what=st.sampled_from(["vote"] * 12 + ["edit", "delete", "restore"]),
    member=st.sampled_from(MEMBERS),
    review=st.integers(1, REVIEWS),
    helpful=st.sampled_from([True, True, False, None]),
    seconds=st.sampled_from([0, 0, 0, 1, 60, 3600, 30 * 3600, 5 * 24 * 3600]),
    server=st.sampled_from(SERVERS),
    joined_hours=st.sampled_from([None, 1, 23, 1000]),
    again=st.none() | st.none() | st.integers(0, 30),
)
relaxed = settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip

Play = list[Ballot | tuple[str, Deed, int]]


def told(done: list[Step]) -> Play:
    """Make ballots, edits and deletions of steps, one after the other in time."""
    now, interactions = NOW, count(10**6)
    every: Play = []
    for one in done:
        now += timedelta(seconds=one.seconds)
        earlier = [old for old in every if isinstance(old, Ballot)]
        if one.again is not None and one.again < len(earlier):
            every.append(earlier[one.again])
            continue
        hours = one.joined_hours
        joined = None if hours is None else moment(now - timedelta(hours=hours))
        by = one.member if one.what == "vote" else 1001 + one.review % 2
        deed = Deed(by, next(interactions), moment(now), one.server, joined)
        if one.what == "vote":
            every.append(Ballot(deed, one.review, one.helpful))
        else:
            every.append((one.what, deed, one.review))
    return every


def moment(when: Any) -> str:
    return str(when.isoformat(timespec="seconds"))


def prepare(db: Database) -> None:
    things = [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id LIMIT 4")]
    since = moment(NOW - timedelta(days=20))
    deeds.see(db, MEMBERS[:4], [7], since)
    for number, thing in enumerate(things, 1):
        deed = Deed(1001 + number % 2, number, since)
        assert reviews.publish(db, deed, thing, Words("A", "B"), 0) == number


def play(db: Database, every: Play, size: int) -> list[object]:
    """Do it all, votes in batches of a size; gives every answer."""
    answers: list[object] = []
    waiting: list[Ballot] = []

    def cast() -> None:
        given = votes.cast(db, waiting, RULES)
        answers.extend(type(one.error) if isinstance(one, Failed) else one for one in given)
        waiting.clear()

    for one in every:
        if isinstance(one, Ballot):
            waiting.append(one)
            if len(waiting) == size:
                cast()
        else:
            cast()
            author_does(db, *one)
    cast()
    return answers


def author_does(db: Database, what: str, deed: Deed, review: int) -> None:
    try:
        match what:
            case "edit":
                reviews.revise(db, deed, review, Words("A", "C" * review))
            case "delete":
                reviews.delete(db, deed, review)
            case _:
                reviews.restore(db, deed, review)
    except ReviewError:
        return


def state(db: Database) -> dict[str, list[Any]]:
    return {
        table: db.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()  # noqa: S608
        for table, order in TABLES.items()
    }


def undone(db: Database, work: Callable[[], Any]) -> Any:
    """Do something, give what it gave, and take it back."""
    db.execute("SAVEPOINT drawn")
    try:
        return work()
    finally:
        db.execute("ROLLBACK TO drawn")
        db.execute("RELEASE drawn")


def check_sums(db: Database) -> None:
    """Count all votes anew, in Python: reviews say the same, and rank by it."""
    every = db.execute("SELECT review, helpful, weight, worth, counts_from FROM vote").fetchall()
    sql = "SELECT id, helpful, votes, weighed_helpful, weighed, rank FROM review"
    for review, helpful, number, weighed_helpful, weighed, rank in db.execute(sql).fetchall():
        mine = [row for row in every if row[0] == review]
        assert number == len(mine)
        assert helpful == sum(row[1] for row in mine)
        assert weighed == sum(row[2] for row in mine)
        assert weighed_helpful == sum(row[2] for row in mine if row[1])
        assert rank == helpfulness(weighed_helpful / FULL, weighed / FULL)
    assert all(weight == (0 if waits else worth) for _, _, weight, worth, waits in every)
    assert all(0 < row[3] <= FULL for row in every)


async def test_a_review_says_what_its_votes_say_and_ranks_by_their_weights(started: Store):
    def draw(db: Database) -> None:
        @relaxed
        @given(st.lists(steps, max_size=40), st.integers(1, 12))
        def holds(done: list[Step], size: int) -> None:
            def work() -> None:
                play(db, told(done), size)
                check_sums(db)

            undone(db, work)

        prepare(db)
        holds()

    await started.write(draw)


async def test_what_is_cast_together_comes_to_the_same_as_one_after_the_other(started: Store):
    def draw(db: Database) -> None:
        @relaxed
        @given(st.lists(steps, max_size=40), st.integers(2, 40))
        def holds(done: list[Step], size: int) -> None:
            every = told(done)
            together = undone(db, lambda: (play(db, every, size), state(db)))
            alone = undone(db, lambda: (play(db, every, 1), state(db)))
            assert together == alone

        prepare(db)
        holds()

    await started.write(draw)


async def test_all_that_is_sent_again_changes_nothing(started: Store):
    def draw(db: Database) -> None:
        @relaxed
        @given(st.lists(steps, max_size=30), st.integers(1, 12))
        def holds(done: list[Step], size: int) -> None:
            def work() -> None:
                every = told(done)
                failed = [one for one in play(db, every, 1) if isinstance(one, type)]
                before = state(db)
                taken = [one for one in every if isinstance(one, Ballot)]
                if failed:  # what was refused may be taken later, when there is another reason
                    known = {row[0] for row in before["deed"]} | {row[-1] for row in before["vote"]}
                    taken = [one for one in taken if one.deed.interaction in known]
                for at in range(0, len(taken), size):
                    votes.cast(db, taken[at : at + size], RULES)
                assert state(db) == before

            undone(db, work)

        prepare(db)
        holds()

    await started.write(draw)
