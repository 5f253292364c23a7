"""Lifting: moderators find the votes of a burst honest, and these weigh what they are worth.

What is judged are votes, not the review: those of a lifted burst are no strangers' votes any more,
so that they neither make nor join another burst. Whoever votes later is watched as ever, and if
these are as many within minutes they are damped and ring an alarm of their own, which can be lifted
as well. Else a ring would wait for the lift of a small honest burst, and follow it unwatched.

Nobody vouches for votes whose voters they are not shown: on a server those that were cast there are
lifted, by its moderators if the review was written there, else by operators; in private these lift
all. What others cast stays damped. Nobody lifts what is on their own review.
"""

from collections.abc import Mapping, Sequence

from bot.cases import HONEST, Alarm, Lift
from bot.errors import Decided, Gone, NotAllowed, OwnReview
from bot.reviews import Deed, told
from bot.store import alarms, deeds, moderation, votes
from bot.store.connection import Database
from bot.store.weighing import RULES, Rules, bounds, worth

_THERE = "moderators of the server where the review was written, and operators,"


def check(db: Database, member: int, lift: Lift) -> Alarm:
    """Give an alarm that a member may lift; raises Gone, NotAllowed, OwnReview, Decided."""
    alarm = alarms.one(db, lift.alarm, lift.server)
    if alarm is None:
        raise Gone(0)
    if not may(alarm, lift.server, operator=lift.operator):
        raise NotAllowed(_THERE)
    if alarm.author == member:
        raise OwnReview(alarm.review)
    if not alarm.damped:
        done = alarm.lifted
        told = (done.action, done.actor, done.acted_at) if done else ("", 0, "")
        raise Decided(alarm.review, *told)
    return alarm


def may(alarm: Alarm, server: int, *, operator: bool) -> bool:
    """Tell whether who moderates a server (0: none, an operator in private) may lift an alarm."""
    return operator or (server != 0 and alarm.server == server)


def lift(db: Database, deed: Deed, lift: Lift, rules: Rules = RULES) -> None:
    """Let the votes of a burst weigh what they are worth by all other rules, and note who says so.

    That is what they would be worth if they were the only burst: less for many on one author, as
    far as these votes still stand, and nothing yet where a member is too new. Ranks are counted
    anew. The same interaction does it once; the second of two moderators is told of the first.
    Raises what `check` does.
    """
    if deeds.earlier(db, deed) is not None:
        return
    alarm = check(db, deed.member, lift)
    _weigh_again(db, _damped(db, lift), rules)
    votes.count_again(db, [alarm.review])
    entry = moderation.Writing(
        lift.server, deed.member, HONEST, lift.reason, deed.now, alarm.review, alarm.author
    )
    sql = "UPDATE alarm SET lifted = :entry WHERE id = :alarm"
    db.execute(sql, {"alarm": alarm.id, "entry": moderation.write(db, entry)})
    deeds.note(db, deed, "lift", alarm.id)


def _damped(db: Database, lift: Lift) -> Sequence[tuple[int, int, int, int]]:
    sql = f"""
        SELECT vote.review, vote.member, vote.author, vote.cast_at
        FROM alarm {alarms.DAMPED} AND alarm.id = :alarm
    """  # noqa: S608 - words of our own
    return db.execute(sql, {"alarm": lift.alarm, "server": lift.server}).fetchall()


def _weigh_again(db: Database, damped: Sequence[tuple[int, int, int, int]], rules: Rules) -> None:
    sql = """
        UPDATE vote SET worth = :worth, fresh = 0,
            weight = CASE WHEN counts_from IS NULL THEN :worth ELSE 0 END
        WHERE review = :review AND member = :member
    """
    for review, member, author, cast_at in damped:
        many = bounds(told(cast_at), rules).many
        key = {"review": review, "member": member, "author": author, "at": cast_at, "many": many}
        db.execute(sql, key | {"worth": worth(_before(db, key), rules)})


def _before(db: Database, key: Mapping[str, object]) -> int:
    """Count the votes of a member on the same author that came before one, and still stand."""
    sql = """
        SELECT count(*) FROM vote
        WHERE member = :member AND author = :author AND cast_at > :many
            AND (cast_at < :at OR (cast_at = :at AND review < :review))
    """
    return int(db.execute(sql, key).fetchone()[0])
