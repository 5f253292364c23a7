"""Erasing: everything of a member goes in one transaction, or nothing does.

A review that goes leaves a row with nothing in it: its id is on buttons in channels, and would be
given to somebody else's. What is anonymised gets a member of its own, below 0, for each review:
nobody can tell that two were one person's.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.personal import Choice, Erased
from bot.reviews import FULL, Deed, helpfulness
from bot.store import pictures, tallies, tombstones
from bot.store.connection import Database
from bot.store.tallies import Counted

NOBODY = 0
"""Whose the empty rows are, and what was accepted of those who went."""
WENT = "former member"
"""Who loaded, in the list of loads, where it was somebody who went."""
OWN = ("report", "appeal", "notice", "alarm_voter", "progress", "deed")
"""Tables whose rows go with the member in them, and who is not counted anywhere."""
OF_REVIEW = ("report", "appeal", "hiding")
"""Tables whose rows go with their review, beside its words and votes."""
MEMBERS = (
    ("member", "id"), ("rating", "member"), ("review", "member"), ("draft", "member"),
    ("vote", "member"), ("vote", "author"), ("report", "member"), ("appeal", "member"),
    ("notice", "member"), ("alarm", "author"), ("alarm_voter", "member"),
    ("contribution", "member"), ("contribution", "decided_by"), ("progress", "member"),
    ("deed", "member"),
)  # fmt: skip
"""Where members stand who can be erased, by table and column."""


def erase(db: Database, deed: Deed, folder: Path, choice: Choice) -> Erased:
    """Erase everything of who asks; durably noted beside the databases before it is done.

    A process that is killed in between finishes it at its next start. Doing it again does no harm.
    Raises StoreReadOnly and StoreBusy.
    """
    number = tombstones.note(folder, deed.member, deed.now, choice, _known(db))
    given = remove(db, deed.member, choice, deed.now)
    _carried_out(db, number, deed.now)
    return given


def honour(db: Database, folder: Path) -> None:
    """Erase again whoever went after this community.db was copied, or while it was killed.

    Raises StoreMissing where hashes are there, and not their key.
    """
    told = tombstones.read(folder)
    if not told:
        return
    known = _known(db)
    members = tombstones.among(folder, _everybody(db) if told[-1].number > known else ())
    db.execute("BEGIN IMMEDIATE")
    try:
        for line in told:
            if line.number > known:
                if member := members.get(line.hash):
                    choice: Choice = "erased" if line.choice == "erased" else "anonymised"
                    remove(db, member, choice, line.at)
                _carried_out(db, line.number, line.at)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _known(db: Database) -> int:
    (number,) = db.execute("SELECT coalesce(max(number), 0) FROM erasure").fetchone()
    return int(number)


def _carried_out(db: Database, number: int, at: str) -> None:
    sql = "INSERT INTO erasure (number, done_at) VALUES (:number, :at)"
    db.execute(sql, {"number": number, "at": at})


def _everybody(db: Database) -> set[int]:
    found: set[int] = set()
    for table, column in MEMBERS:
        rows = db.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} > 0")  # noqa: S608 - our own tables
        found.update(member for (member,) in rows)
    rows = db.execute("SELECT DISTINCT who FROM load")
    return found.union(int(who) for (who,) in rows if who.isascii() and who.isdecimal())


def remove(db: Database, member: int, choice: Choice, now: str) -> Erased:
    """Remove all that is stored about a member, inside of somebody's transaction.

    Counts, sums and ranks are right afterwards. What stays of a member: what moderators wrote.
    """
    db.execute("PRAGMA main.secure_delete = ON")  # the words are not to stay in free pages
    try:
        voted = _withdraw(db, member)
        kept = _anonymise(db, member) if choice == "anonymised" else []
        gone = _reviews_of(db, member)
        shown = empty(db, gone, now)
        ratings = drop_ratings(db, "member = :member", {"member": member})
        drafts = drop_drafts(db, "member = :member", {"member": member})
        silence(db, "author = :member", {"member": member})
        others = sum(_drop(db, table, member) for table in OWN)
        _leave_contributions(db, member)
        sql = "UPDATE load SET who = :went WHERE who = :who"
        db.execute(sql, {"went": WENT, "who": str(member)})
        pictures.release(db, shown)
        sql = "DELETE FROM member WHERE id = :member"
        others += db.execute(sql, {"member": member}).rowcount
    finally:
        db.execute("PRAGMA main.secure_delete = OFF")
    return Erased(tuple(gone), tuple(kept), tuple(voted), ratings, drafts, others)


def _withdraw(db: Database, member: int) -> list[int]:
    """Take all votes of a member back; gives the reviews that they were on."""
    sql = "DELETE FROM vote WHERE member = :member RETURNING review, helpful, weight"
    votes = db.execute(sql, {"member": member}).fetchall()
    for review, helpful, weight in votes:
        sql = """
            UPDATE review SET votes = votes - 1, helpful = helpful - :helpful,
                weighed = weighed - :weight, weighed_helpful = weighed_helpful - :weight * :helpful
            WHERE id = :review RETURNING weighed_helpful, weighed
        """
        key = {"review": review, "helpful": helpful, "weight": weight}
        weighed = db.execute(sql, key).fetchone()
        sql = "UPDATE review SET rank = :rank WHERE id = :review"
        rank = helpfulness(*(one / FULL for one in weighed))
        db.execute(sql, {"review": review, "rank": rank})
    return [review for review, *_ in votes]


def _reviews_of(db: Database, member: int) -> list[int]:
    sql = "SELECT id FROM review WHERE member = :member ORDER BY id"
    return [row[0] for row in db.execute(sql, {"member": member})]


def _anonymise(db: Database, member: int) -> list[int]:
    """Give each published review a member of its own, with the rating that stands in it."""
    sql = """
        SELECT id, thing, rating, created_at FROM review
        WHERE member = :member AND state = 'published' ORDER BY id
    """
    reviews = db.execute(sql, {"member": member}).fetchall()
    for review, thing, rating, at in reviews:
        nobody = _somebody(db, -review, at)
        key = {"member": member, "nobody": nobody, "review": review, "thing": thing, "at": at}
        db.execute("UPDATE review SET member = :nobody WHERE id = :review", key)
        db.execute("UPDATE vote SET author = :nobody WHERE review = :review", key)
        # Who did not want their reviews does not get to see them because they went.
        sql = """
            INSERT INTO block (server, member, since)
            SELECT server, :nobody, :at FROM block WHERE member = :member
        """
        db.execute(sql, key)
        # A card shows the author too: it is another one than those numbers say.
        db.execute("UPDATE posted SET shows = 'another author' WHERE review = :review", key)
        if rating is not None:
            sql = "UPDATE rating SET member = :nobody WHERE member = :member AND thing = :thing"
            db.execute(sql, key)
    return [review for review, *_ in reviews]


def _somebody(db: Database, member: int, since: str) -> int:
    sql = "INSERT INTO member (id, since) VALUES (:id, :since) ON CONFLICT (id) DO NOTHING"
    db.execute(sql, {"id": member, "since": since})
    return member


def empty(db: Database, reviews: Sequence[int], now: str) -> list[int]:
    """Leave nothing of reviews but their ids and what they were of; gives pictures left over.

    Their words, votes, reports and what hid them go with them. `pictures.release` is the caller's.
    """
    left = [picture for review in reviews for picture in unword(db, review, now)]
    if reviews:
        _somebody(db, NOBODY, "")
    for review in reviews:
        key = {"review": review, "nobody": NOBODY}
        db.execute("UPDATE review SET member = :nobody, server = NULL WHERE id = :review", key)
        silence(db, "review = :review", key)
        for table in OF_REVIEW:
            db.execute(f"DELETE FROM {table} WHERE review = :review", key)  # noqa: S608 - our own tables
    return left


def unword(db: Database, review: int, now: str) -> list[int]:
    """Take the words and votes of a review away; gives the pictures that were in it.

    Whose it was stays, and so does what moderators decided about it.
    """
    key = {"review": review, "now": now}
    sql = "SELECT thing, place FROM review WHERE id = :review AND state = 'published'"
    for thing, place in db.execute(sql, key).fetchall():
        tallies.add(db, thing, place, Counted(reviews=-1))
    sql = """
        UPDATE review SET state = 'deleted', revision = NULL, rating = NULL, spoiler = 0,
            language = NULL, length = 0, helpful = 0, votes = 0, weighed_helpful = 0, weighed = 0,
            rank = 0, edited_after = NULL, deleted_at = coalesce(deleted_at, :now)
        WHERE id = :review
    """
    db.execute(sql, key)
    for table in ("vote", "review_word"):
        db.execute(f"DELETE FROM {table} WHERE review = :review", key)  # noqa: S608 - our own tables
    return _blank(db, key)


def silence(db: Database, which: str, key: Mapping[str, Any]) -> None:
    """Delete alarms, by a condition of our own, and whose votes rang them."""
    sql = f"DELETE FROM alarm_voter WHERE alarm IN (SELECT id FROM alarm WHERE {which})"  # noqa: S608 - our own words
    db.execute(sql, key)
    db.execute(f"DELETE FROM alarm WHERE {which}", key)  # noqa: S608 - our own words


def _blank(db: Database, key: Mapping[str, Any]) -> list[int]:
    """Take the words out of a review's revisions, and give the pictures that were in them.

    The rows stay: SQLite would look through all votes for each, whether one was given for it.
    """
    sql = "SELECT picture FROM review_revision WHERE review = :review AND picture IS NOT NULL"
    shown = [picture for (picture,) in db.execute(sql, key)]
    sql = """
        UPDATE review_revision SET headline = '', body = '', rating = NULL, spoiler = 0,
            language = NULL, written_at = '', picture = NULL
        WHERE review = :review
    """
    db.execute(sql, key)
    return shown


def drop_ratings(db: Database, which: str, key: Mapping[str, Any]) -> int:
    """Delete ratings, by a condition of our own, and count them no more."""
    sql = f"DELETE FROM rating WHERE {which} RETURNING thing, place, value"  # noqa: S608 - our words
    ratings = db.execute(sql, key).fetchall()
    for thing, place, value in ratings:
        tallies.add(db, thing, place, Counted(ratings=-1, stars=-value))
    return len(ratings)


def drop_drafts(db: Database, which: str, key: Mapping[str, Any]) -> int:
    """Delete drafts, by a condition of our own, and the pictures in them."""
    sql = f"DELETE FROM draft WHERE {which} RETURNING picture"  # noqa: S608 - our own words
    drafts = db.execute(sql, key).fetchall()
    pictures.release(db, [picture for (picture,) in drafts])
    return len(drafts)


def _drop(db: Database, table: str, member: int) -> int:
    sql = f"DELETE FROM {table} WHERE member = :member"  # noqa: S608 - our own tables
    return db.execute(sql, {"member": member}).rowcount


def _leave_contributions(db: Database, member: int) -> None:
    """Let stay what was accepted, as nobody's."""
    key = {"member": member, "nobody": NOBODY}
    sql = "DELETE FROM contribution WHERE member = :member AND state <> 'accepted'"
    db.execute(sql, key)
    sql = "UPDATE contribution SET member = :nobody WHERE member = :member"
    if db.execute("SELECT 1 FROM contribution WHERE member = :member", key).fetchone():
        _somebody(db, NOBODY, "")
        db.execute(sql, key)
    sql = "UPDATE contribution SET decided_by = NULL WHERE decided_by = :member"
    db.execute(sql, key)
