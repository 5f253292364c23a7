"""Reviews: which of a thing's helped most."""

from math import sqrt

from bot.page import Review
from bot.store.connection import Database

_Z = 1.96


def best(db: Database, thing: int, server: int | None) -> tuple[int, Review | None]:
    """Count the reviews of a thing that may be seen on a server, and give the most helpful one.

    A review that its server keeps for itself is seen there alone. The newest of equals comes first.
    """
    sql = """
        SELECT review.id, coalesce(sum(vote.helpful), 0), count(vote.member)
        FROM review LEFT JOIN vote ON vote.review = review.id
        WHERE review.thing = :thing AND review.state = 'published'
            AND (review.scope = 'everywhere' OR review.server = :server)
        GROUP BY review.id
    """
    rows = db.execute(sql, {"thing": thing, "server": server}).fetchall()
    if not rows:
        return 0, None
    review, helpful, votes = max(rows, key=lambda row: (helpfulness(row[1], row[2]), row[0]))
    return len(rows), _read(db, review, helpful, votes)


def _read(db: Database, review: int, helpful: int, votes: int) -> Review:
    sql = """
        SELECT review.member, headline, body, rating, spoiler, written_at
        FROM review JOIN review_revision ON review_revision.review = review.id
        WHERE review.id = :review ORDER BY review_revision.id DESC LIMIT 1
    """
    member, headline, body, rating, spoiler, written = db.execute(
        sql, {"review": review}
    ).fetchone()
    return Review(review, member, headline, body, rating, bool(spoiler), written, helpful, votes)


def helpfulness(helpful: int, votes: int) -> float:
    """Rank by the lower bound of Wilson's score interval at 95 %: 0 without votes, below 1.

    After E. Miller, "How Not To Sort By Average Rating" (2009): 1 of 1 gives .2065, 90 of 100
    .8256.
    """
    if votes == 0:
        return 0.0
    share, square = helpful / votes, _Z * _Z
    spread = _Z * sqrt((share * (1 - share) + square / (4 * votes)) / votes)
    return (share + square / (2 * votes) - spread) / (1 + square / votes)
