"""Decisions of moderators: each once, with a reason, in the log, and told to the author."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from bot.cases import FAVOURING, Action, Order, Outcome
from bot.errors import AlreadyAppealed, Decided, NeverHere, OwnCase, Removed, ReviewGone
from bot.reviews import EVERYWHERE, Deed, ServerRules
from bot.store import deeds, moderation, servers
from bot.store.connection import Database

CLOSING = frozenset({"hide", "restore", "remove", "dismiss"})
"""What decides about a review, and thereby about what was reported; warnings and blocks do not."""
ANSWERING = CLOSING | {"unblock"}
"""What decides about an appeal."""


class Stand(NamedTuple):
    """How a review stands on a server before a decision."""

    review: int
    thing: int
    author: int
    deleted: bool
    hiding: str | None
    blocked: bool
    open: int
    appealed: bool
    met: bool
    """Whether it was written, shown or reported there: else its author does not hear of it."""


def decide(db: Database, deed: Deed, order: Order) -> Outcome:
    """Do what a moderator wants, write it into the log, and let the author be told.

    A review that is hidden or removed is not shown on that server; a removed one comes back only
    when its author appeals, or by an operator. An author hears of servers alone in which the review
    was written, shown or reported: nobody can send words to everybody by a server of their own.
    Raises what `check` does, ReviewGone, Removed, NeverHere, and Decided where somebody has decided
    since the moderator looked, or nothing is left to decide.
    """
    if (before := deeds.earlier(db, deed)) is not None:
        return Outcome(before)
    stand = _standing(db, order)
    check(deed.member, stand.author, order)
    last = moderation.last(db, order.review, order.server)
    if last and last.id > order.seen:
        raise Decided(order.review, last.action, last.actor, last.acted_at)
    if not _DONE[order.action](db, deed, order, stand):
        told = (last.action, last.actor, last.acted_at) if last else ("", 0, "")
        raise Decided(order.review, *told)
    entry = moderation.Writing(
        order.server, deed.member, order.action, order.reason, deed.now, stand.review, stand.author
    )
    outcome = Outcome(moderation.write(db, entry), touched=_touched(db, order, stand))
    _close(db, deed, order)
    deeds.note(db, deed, "decision", outcome.entry)
    if (order.action == "dismiss" and not stand.appealed) or not stand.met:
        return outcome  # of reports that changed nothing the author knows nothing
    return outcome._replace(notice=moderation.notify(db, stand.author, outcome.entry))


def check(member: int, author: int, order: Order) -> None:
    """Raise OwnCase for what a moderator decides in favour of themselves; operators may.

    Where nobody else moderates it would never be decided without these.
    """
    if member == author and order.action in FAVOURING and not order.operator:
        raise OwnCase(order.review)


def _standing(db: Database, order: Order) -> Stand:
    sql = """
        SELECT review.id, review.thing, review.member, review.state = 'deleted',
            (SELECT kind FROM hiding
                WHERE server = :server AND thing = review.thing AND hiding.review = review.id),
            EXISTS (SELECT 1 FROM block WHERE server = :server AND member = review.member),
            (SELECT count(*) FROM report WHERE report.review = review.id
                AND report.server = :server AND decided_at IS NULL),
            EXISTS (SELECT 1 FROM appeal WHERE appeal.review = review.id
                AND appeal.server = :server AND decided_at IS NULL),
            :server IN (0, review.server)
                OR EXISTS (SELECT 1 FROM report WHERE review = review.id AND server = :server)
                OR EXISTS (SELECT 1 FROM posted WHERE review = review.id AND server = :server)
        FROM review
        WHERE review.id = :review AND review.revision IS NOT NULL
            AND (:server = 0 OR review.place IN (0, :server))
    """
    row = db.execute(sql, {"review": order.review, "server": order.server}).fetchone()
    if row is None:
        raise ReviewGone(order.review)
    return Stand(*row)


def _hide(db: Database, deed: Deed, order: Order, stand: Stand) -> bool:
    if stand.deleted:
        raise ReviewGone(stand.review)
    return stand.hiding in {None, "reports"} and _hidden(db, deed, order, stand, "hidden")


def _remove(db: Database, deed: Deed, order: Order, stand: Stand) -> bool:
    if stand.deleted:
        raise ReviewGone(stand.review)
    return stand.hiding != "removed" and _hidden(db, deed, order, stand, "removed")


def _hidden(db: Database, deed: Deed, order: Order, stand: Stand, kind: str) -> bool:
    sql = """
        INSERT INTO hiding (server, thing, review, kind, since)
        VALUES (:server, :thing, :review, :kind, :now)
        ON CONFLICT (server, thing, review) DO UPDATE SET kind = excluded.kind
    """
    key = {"server": order.server, "thing": stand.thing, "review": stand.review}
    db.execute(sql, key | {"kind": kind, "now": deed.now})
    return True


def _restore(db: Database, deed: Deed, order: Order, stand: Stand) -> bool:
    del deed
    if stand.hiding == "removed" and not (stand.appealed or order.operator):
        raise Removed(stand.review)
    return _shown(db, order, stand)


def _shown(db: Database, order: Order, stand: Stand) -> bool:
    sql = """
        DELETE FROM hiding WHERE server = :server AND thing = :thing AND review = :review
        RETURNING review
    """
    key = {"server": order.server, "thing": stand.thing, "review": stand.review}
    return bool(db.execute(sql, key).fetchall())


def _warn(db: Database, deed: Deed, order: Order, stand: Stand) -> bool:
    del db, deed
    if not stand.met:
        raise NeverHere(order.review)
    return True


def _block(db: Database, deed: Deed, order: Order, stand: Stand) -> bool:
    sql = """
        INSERT INTO block (server, member, since) VALUES (:server, :author, :now)
        ON CONFLICT DO NOTHING RETURNING member
    """
    key = {"server": order.server, "author": stand.author, "now": deed.now}
    return bool(db.execute(sql, key).fetchall())


def _unblock(db: Database, deed: Deed, order: Order, stand: Stand) -> bool:
    del deed
    sql = "DELETE FROM block WHERE server = :server AND member = :author RETURNING member"
    return bool(db.execute(sql, {"server": order.server, "author": stand.author}).fetchall())


def _dismiss(db: Database, deed: Deed, order: Order, stand: Stand) -> bool:
    del deed
    shown = stand.hiding == "reports" and _shown(db, order, stand)
    return shown or stand.open > 0 or stand.appealed


_DONE: Mapping[Action, Callable[[Database, Deed, Order, Stand], bool]] = {
    "hide": _hide,
    "restore": _restore,
    "remove": _remove,
    "warn": _warn,
    "block": _block,
    "unblock": _unblock,
    "dismiss": _dismiss,
}


def _close(db: Database, deed: Deed, order: Order) -> None:
    """Close what was asked for by members and the author; everywhere, if operators decide."""
    for table, closing in (("report", CLOSING), ("appeal", ANSWERING)):
        if order.action not in closing:
            continue
        sql = f"""
            UPDATE {table} SET decided_at = :now, decision = :action
            WHERE review = :review AND :server IN (0, server) AND decided_at IS NULL
        """  # noqa: S608 - words of our own
        key = {"review": order.review, "server": order.server, "action": order.action}
        db.execute(sql, key | {"now": deed.now})


def _touched(db: Database, order: Order, stand: Stand) -> tuple[int, ...]:
    if order.action not in {"block", "unblock"}:
        return (stand.review,)
    sql = """
        SELECT DISTINCT review.id FROM posted JOIN review ON review.id = posted.review
        WHERE review.member = :author ORDER BY review.id DESC LIMIT 200
    """
    return tuple(row[0] for row in db.execute(sql, {"author": stand.author}).fetchall())


def appealable(db: Database, member: int, review: int, server: int) -> None:
    """Raise what an appeal would: ReviewGone, AlreadyAppealed."""
    sql = """
        SELECT EXISTS (SELECT 1 FROM appeal WHERE review = :review AND server = :server)
        FROM review WHERE id = :review AND member = :member AND revision IS NOT NULL AND EXISTS (
            SELECT 1 FROM moderation WHERE moderation.review = :review
                AND moderation.server = :server
                AND action IN ('hide', 'remove', 'warn', 'block', 'again'))
    """
    key = {"review": review, "server": server, "member": member}
    row = db.execute(sql, key).fetchone()
    if row is None:
        raise ReviewGone(review)
    if row[0]:
        raise AlreadyAppealed(review)


def appeal(db: Database, deed: Deed, review: int, server: int, words: str) -> None:
    """Keep what an author says against a decision, for those who decided; once a review.

    The same interaction does it once. Raises ReviewGone where it is not theirs or nothing was
    decided, AlreadyAppealed.
    """
    if deeds.earlier(db, deed) is not None:
        return
    appealable(db, deed.member, review, server)
    sql = """
        INSERT INTO appeal (review, server, member, words, appealed_at)
        VALUES (:review, :server, :member, :words, :now)
    """
    key = {"review": review, "server": server, "member": deed.member, "words": words}
    db.execute(sql, key | {"now": deed.now})
    deeds.note(db, deed, "appeal", review)


def set_rules(db: Database, deed: Deed, changed: Mapping[str, object]) -> ServerRules:
    """Change some of a server's rules, write that into its log, and give all of them.

    The same interaction does it once; what stays as it is is not written.
    """
    server = deed.server or EVERYWHERE
    before = servers.rules(db, server)
    new = {name: one for name, one in changed.items() if getattr(before, name) != one}
    if not new or deeds.earlier(db, deed) is not None:
        return before
    for name, one in new.items():
        said = msgspec.json.encode(one).decode()
        entry = moderation.Writing(server, deed.member, "set", said, deed.now, subject=name)
        moderation.write(db, entry)
    deeds.note(db, deed, "rules", server)
    return servers.decide(db, server, deed.now, new)
