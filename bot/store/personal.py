"""What is stored about a member: each kind of it counted, read page by page, and read whole.

Every table in which a member stands is told of here; what is erased is decided in erasing.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.model import Heading, Ids
from bot.personal import KINDS, Entry, Thing
from bot.reviews import told
from bot.store import catalogue, identity
from bot.store.connection import Database

_PLACES = Ids.__struct_fields__
_SQL: Mapping[str, str] = {
    "member": "SELECT since, country, locale FROM member WHERE id = :member",
    "rating": """
        SELECT thing, value AS rating, place, given_at AS at FROM rating WHERE member = :member
        ORDER BY given_at DESC, thing
    """,
    "review": """
        SELECT review.id, review.thing, review.state, review.place, review.server,
            review.created_at, coalesce(shown.written_at, review.deleted_at) AS at,
            review.deleted_at, review.edited_after, review.helpful, review.votes,
            coalesce(shown.headline, '') AS headline, coalesce(shown.body, '') AS body,
            shown.rating, shown.spoiler, shown.language, shown.picture,
            (SELECT count(*) FROM hiding WHERE hiding.review = review.id) AS hidden
        FROM review LEFT JOIN review_revision AS shown ON shown.id = review.revision
        WHERE review.member = :member ORDER BY review.created_at DESC, review.id
    """,
    "revision": """
        SELECT review.thing, review.id AS review, old.headline, old.body, old.rating, old.spoiler,
            old.language, old.picture, old.written_at AS at
        FROM review JOIN review_revision AS old ON old.review = review.id
        WHERE review.member = :member AND old.id <> review.revision
        ORDER BY old.written_at DESC, old.id
    """,
    "draft": """
        SELECT id, thing, review, server, place, headline, body, rating, spoiler, language, picture,
            changed_at AS at
        FROM draft WHERE member = :member ORDER BY changed_at DESC, id
    """,
    "vote": """
        SELECT review.thing, vote.review, vote.helpful, vote.server, vote.weight, vote.counts_from,
            vote.interaction, vote.cast_at AS at
        FROM vote JOIN review ON review.id = vote.review
        WHERE vote.member = :member ORDER BY vote.cast_at DESC, vote.review
    """,
    "report": """
        SELECT review.thing, report.review, report.server, report.reason, report.words,
            report.decision, report.decided_at, report.reported_at AS at
        FROM report JOIN review ON review.id = report.review
        WHERE report.member = :member ORDER BY report.reported_at DESC, report.review
    """,
    "appeal": """
        SELECT review.thing, appeal.review, appeal.server, appeal.words, appeal.decision,
            appeal.decided_at, appeal.appealed_at AS at
        FROM appeal JOIN review ON review.id = appeal.review
        WHERE appeal.member = :member ORDER BY appeal.appealed_at DESC, appeal.review
    """,
    "notice": """
        SELECT moderation.server, moderation.action, moderation.review, moderation.reason,
            notice.told_at, moderation.acted_at AS at
        FROM notice JOIN moderation ON moderation.id = notice.entry
        WHERE notice.member = :member ORDER BY notice.id DESC
    """,
    "alarm": """
        SELECT alarm.kind AS of, alarm.review, alarm_voter.server, alarm.ended_at AS at
        FROM alarm_voter JOIN alarm ON alarm.id = alarm_voter.alarm
        WHERE alarm_voter.member = :member ORDER BY alarm.ended_at DESC, alarm.id
    """,
    "contribution": """
        SELECT thing, kind AS of, fact, state, reason, decided_at, given_at AS at
        FROM contribution WHERE member = :member ORDER BY given_at DESC, id
    """,
    "decision": """
        SELECT thing, kind AS of, state, reason, decided_at AS at
        FROM contribution WHERE decided_by = :member ORDER BY decided_at DESC, id
    """,
    "progress": """
        SELECT episode AS thing, series, seen_at AS at FROM progress WHERE member = :member
        ORDER BY seen_at DESC, series
    """,
    "picture": """
        SELECT id, kind AS type, length(content) AS bytes FROM picture WHERE id IN (
            SELECT picture FROM draft WHERE member = :member
            UNION SELECT old.picture FROM review
            JOIN review_revision AS old ON old.review = review.id WHERE review.member = :member
        ) ORDER BY id
    """,
    "deed": """
        SELECT deed.interaction, deed.kind AS of, deed.subject, deed.done_at AS at,
            CASE WHEN deed.kind = 'rating' THEN deed.subject ELSE review.thing END AS thing
        FROM deed LEFT JOIN review ON review.id = deed.subject AND deed.kind IN (
            'review', 'revision', 'deletion', 'restoration', 'report', 'appeal', 'vote'
        )
        WHERE deed.member = :member ORDER BY deed.done_at DESC, deed.interaction
    """,
    "block": """
        SELECT server, since AS at FROM block WHERE member = :member ORDER BY since DESC, server
    """,
    "moderation": """
        SELECT server, action, review, subject, reason, actor = :member AS own, acted_at AS at
        FROM moderation WHERE actor = :member OR member = :member
        ORDER BY acted_at DESC, id
    """,
    "load": """
        SELECT id, source, version, state, loaded_at AS at FROM load WHERE who = :who
        ORDER BY loaded_at DESC, id
    """,
}
COVERED: Mapping[tuple[str, str], str] = {
    ("member", "id"): "member",
    ("rating", "member"): "rating",
    ("review", "member"): "review",
    ("draft", "member"): "draft",
    ("vote", "member"): "vote",
    ("report", "member"): "report",
    ("appeal", "member"): "appeal",
    ("notice", "member"): "notice",
    ("alarm_voter", "member"): "alarm",
    ("contribution", "member"): "contribution",
    ("contribution", "decided_by"): "decision",
    ("progress", "member"): "progress",
    ("deed", "member"): "deed",
    ("block", "member"): "block",
    ("moderation", "actor"): "moderation",
    ("moderation", "member"): "moderation",
    ("load", "who"): "load",
}
"""The columns in which members stand, and under which kind these rows are shown and exported."""
NOT_SHOWN: Mapping[tuple[str, str], str] = {
    ("alarm", "author"): "whose reviews others may have voted on together: it is about them",
    ("vote", "author"): "whose review it is that another member voted on: shown as its votes",
}
"""The columns in which members stand and whose rows are others', each with the reason."""
STAYS: Mapping[tuple[str, str], str] = {
    ("block", "member"): "a server's own decision, until it is taken back or the server left",
    ("moderation", "actor"): "nobody may change the log; it ends by itself",
    ("moderation", "member"): "nobody may change the log; it ends by itself",
}
"""The columns in which a member still stands after all else of them was erased, and why."""


def counts(db: Database, member: int) -> dict[str, int]:
    """Tell how much of each kind is stored about a member; kinds with nothing are left out."""
    found = {
        kind: db.execute(f"SELECT count(*) FROM ({sql})", _key(member)).fetchone()[0]  # noqa: S608 - our own
        for kind, sql in _SQL.items()
    }
    return {kind: int(found[kind]) for kind in KINDS if found.get(kind)}


def some(db: Database, member: int, kind: str, limit: int, offset: int = 0) -> list[Entry]:
    """Give entries of a kind, the newest first; none of a kind that is not stored."""
    if kind not in _SQL:
        return []
    sql = f"{_SQL[kind]} LIMIT :limit OFFSET :offset"
    cursor = db.execute(sql, _key(member) | {"limit": limit, "offset": offset})
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    for row in rows:
        if isinstance(row.get("at"), int):
            row["at"] = told(row["at"])
    known = _things(db, [row["thing"] for row in rows if row.get("thing")])
    return [Entry(kind, row, known.get(row.pop("thing", None))) for row in rows]


def everything(db: Database, member: int) -> Iterator[Entry]:
    """Give all that is stored about a member, kind by kind."""
    for kind in KINDS:
        yield from some(db, member, kind, -1)


def picture(db: Database, picture: int) -> tuple[str, bytes] | None:
    """Give a picture that came with a review: what it is, and its bytes."""
    sql = "SELECT kind, content FROM picture WHERE id = :picture"
    row: tuple[str, bytes] | None = db.execute(sql, {"picture": picture}).fetchone()
    return row


def of_things(db: Database, things: Sequence[int]) -> list[Entry]:
    """Give what a member looked at, which only this process' memory knows, as entries."""
    known = _things(db, things)
    return [Entry("looked", {}, known[one]) for one in things if one in known]


def _key(member: int) -> dict[str, int | str]:
    return {"member": member, "who": str(member)}


def _things(db: Database, things: Sequence[int]) -> dict[int | None, Thing]:
    heads = catalogue.headings(db, list(dict.fromkeys(things)))
    series = {one.series_id: _ids(db, one.of_series) for one in heads}
    return {one.id: Thing(one, _ids(db, one), series[one.series_id]) for one in heads}


def _ids(db: Database, head: Heading) -> dict[str, str]:
    """Give the ids of other places, those that a source told before those that were remembered."""
    remembered = {key: value for key, value in identity.keys(db, head.id) if key in _PLACES}
    return remembered | dict(catalogue.ids(db, head.id).items())
