"""Votes: one a member and review; what is shown is raw, the order is made of what they weigh."""

from collections.abc import Sequence
from itertools import groupby

from bot.reviews import EVERYWHERE, Ballot, Standing, Voter, Voters, told
from bot.store import cases
from bot.store.box import Box, Sums, write_sums
from bot.store.connection import Database, marks
from bot.store.weighing import RULES, Rules, bounds
from bot.store.writes import Failed

PAGE = 15
"""Voters on a page."""


def cast(db: Database, ballots: Sequence[Ballot], rules: Rules = RULES) -> list[Standing | Failed]:
    """Cast votes, in their order, and tell how each review stands then.

    The same interaction votes once, and whose vote is so already changes nothing. Fails with
    ReviewGone, OwnReview or TooMany. Votes that are old enough by now begin to count.
    """
    results: list[Standing | Failed] = []
    for (now, _), alike in groupby(ballots, lambda one: (one.deed.now, one.helpful is None)):
        ripen(db, now)
        results += Box(db, list(alike), bounds(now, rules), rules).counted()
    return results


def ripen(db: Database, now: str) -> int:
    """Let the votes count that were too new until now, and tell how many these are."""
    sql = """
        UPDATE vote SET weight = worth, counts_from = NULL WHERE counts_from <= :now
        RETURNING review
    """
    rows = db.execute(sql, {"now": now}).fetchall()
    if rows:
        count_again(db, [row[0] for row in rows])
    return len(rows)


def count_again(db: Database, some: Sequence[int]) -> None:
    """Count the votes on some reviews (one at least) anew."""
    typed, values = marks(sorted(set(some)))
    sql = f"""
        SELECT review.id, review.member, review.revision, review.server,
            coalesce(sum(vote.helpful), 0), count(vote.review),
            coalesce(sum(vote.weight * vote.helpful), 0), coalesce(sum(vote.weight), 0)
        FROM review LEFT JOIN vote ON vote.review = review.id
        WHERE review.id IN ({typed}) GROUP BY review.id
    """  # noqa: S608 - marks
    write_sums(db, [Sums(*row) for row in db.execute(sql, values).fetchall()])


def own(db: Database, review: int, member: int) -> bool | None:
    """Give a member's vote on a review, None where they have none."""
    sql = "SELECT helpful FROM vote WHERE review = :review AND member = :member"
    row = db.execute(sql, {"review": review, "member": member}).fetchone()
    return bool(row[0]) if row else None


def voters(db: Database, review: int, server: int | None, page: int) -> Voters:
    """Give a page of those who voted on a review on a server; the last one where it has fewer.

    For moderators alone, who see hidden reviews too. Raises ReviewGone where another server keeps
    the review.
    """
    cases.case(db, review, server or EVERYWHERE)
    sql = """
        SELECT count(*), count(*) FILTER (WHERE coalesce(server, 0) = :server) FROM vote
        WHERE review = :review
    """
    key = {"review": review, "server": server or EVERYWHERE, "most": PAGE}
    every, here = db.execute(sql, key).fetchone()
    pages = max(1, -(-here // PAGE))
    page = min(page, pages - 1)
    sql = """
        SELECT member, helpful, weight, counts_from, cast_at FROM vote
        WHERE review = :review AND coalesce(server, 0) = :server
        ORDER BY cast_at DESC, member LIMIT :most OFFSET :before
    """
    rows = db.execute(sql, key | {"before": page * PAGE})
    found = tuple(
        Voter(who, bool(helpful), weight, counts_from, told(cast_at))
        for who, helpful, weight, counts_from, cast_at in rows
    )
    return Voters(found, page, pages, here, every - here)
