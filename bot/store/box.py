"""A box of ballots: what all of them need is read at once, counted in their order, written at once.

A statement for each would take most of the time of a vote.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cases import Sort
from bot.errors import OwnReview, ReviewGone, TooMany
from bot.reviews import EVERYWHERE, FULL, Ballot, Deed, Standing, daily_limit, helpfulness
from bot.store import alarms, deeds
from bot.store.alarms import Ringing
from bot.store.connection import Database, mark_rows, marks, parted
from bot.store.reviews import VISIBLE
from bot.store.weighing import Bounds, Rules, counts_from, is_new, worth
from bot.store.writes import Failed

Vote = dict[str, Any]
"""A row of the table of that name."""

_COLUMNS = (
    "review", "member", "author", "revision", "helpful", "server", "weight", "worth", "counts_from",
    "cast_at", "fresh",
)  # fmt: skip
_ALWAYS = daily_limit("vote", 0)
"""Votes in a day that everybody may cast: who has fewer need not be looked at closely."""


@dataclass(slots=True)
class Sums:
    """A review's votes as they are counted; `changed` once they have to be written."""

    id: int
    author: int
    revision: int
    server: int | None
    helpful: int
    votes: int
    weighed_helpful: int
    weighed: int
    changed: bool = False

    def count(self, vote: Vote, sign: int) -> None:
        """Count a vote, or take it out again (-1)."""
        self.votes += sign
        self.weighed += sign * vote["weight"]
        if vote["helpful"]:
            self.helpful += sign
            self.weighed_helpful += sign * vote["weight"]
        self.changed = True

    def row(self) -> dict[str, object]:
        """Give what is written of it, with the rank that comes of it."""
        return {
            "review": self.id,
            "helpful": self.helpful,
            "votes": self.votes,
            "weighed_helpful": self.weighed_helpful,
            "weighed": self.weighed,
            "rank": helpfulness(self.weighed_helpful / FULL, self.weighed / FULL),
        }


class Box:
    """Ballots of one moment that either all vote or all take back."""

    def __init__(self, db: Database, ballots: Sequence[Ballot], at: Bounds, rules: Rules) -> None:
        self._db, self._ballots, self._at, self._rules = db, ballots, at, rules
        self._sums: dict[tuple[int, int], Sums] = {}
        """By review and server: those that may be read there."""
        self._known: dict[int, Sums] = {}
        self._votes: dict[tuple[int, int], Vote] = {}
        self._since: dict[int, str] = {}
        self._today: Counter[int] = Counter()
        self._on_author: Counter[tuple[int, int]] = Counter()
        self._recent: dict[int, list[Vote]] = {}
        self._done: set[int] = set()
        self._written: dict[tuple[int, int], Vote] = {}
        self._removed: set[tuple[int, int]] = set()
        self._noted: list[tuple[Deed, str, int]] = []
        self._ringing: dict[tuple[str, int], Ringing] = {}

    def counted(self) -> list[Standing | Failed]:
        """Count all ballots, write what comes of it, and tell how each review stands then."""
        self._read_reviews()
        asked = [(one, self._votable(one)) for one in self._ballots]
        taken = [(one.deed, sums) for one, sums in asked if isinstance(sums, Sums)]
        for some in parted(taken):
            self._read_what_is_there(some)
        results = [self._one(one, sums) if isinstance(sums, Sums) else sums for one, sums in asked]
        if self._noted:
            self._write()
        return results

    def _read_reviews(self) -> None:
        there: dict[int, list[int]] = defaultdict(list)
        for deed, review, _ in self._ballots:
            there[deed.server or EVERYWHERE].append(review)
        for server, every in there.items():
            for some in parted(list(dict.fromkeys(every))):
                self._read_some(server, some)

    def _read_some(self, server: int, reviews: Sequence[int]) -> None:
        typed, values = marks(reviews)
        sql = f"""
            SELECT review.id, review.member, review.revision, review.server, review.helpful,
                review.votes, review.weighed_helpful, review.weighed
            FROM review
            WHERE review.id IN ({typed}) AND {VISIBLE.replace(":thing", "review.thing")}
        """  # noqa: S608 - words of our own
        for row in self._db.execute(sql, values | {"server": server}):
            self._sums[row[0], server] = self._known.setdefault(row[0], Sums(*row))

    def _votable(self, ballot: Ballot) -> Sums | Failed:
        sums = self._sums.get((ballot.review, ballot.deed.server or EVERYWHERE))
        if sums is None:
            return Failed(ReviewGone(ballot.review))
        if sums.author == ballot.deed.member:
            return Failed(OwnReview(ballot.review))
        return sums

    def _read_what_is_there(self, asked: Sequence[tuple[Deed, Sums]]) -> None:
        rows = [(deed.interaction, sums.id, deed.member, sums.author) for deed, sums in asked]
        typed, values = mark_rows(rows)
        sql = f"""
            WITH asked (interaction, review, member, author) AS (VALUES {typed})
            SELECT asked.interaction, asked.review, asked.member, asked.author,
                EXISTS (SELECT 1 FROM deed WHERE interaction = asked.interaction),
                (SELECT since FROM member WHERE id = asked.member),
                (SELECT count(*) FROM deed
                    WHERE member = asked.member AND kind = 'vote' AND done_at > :day),
                (SELECT count(*) FROM vote WHERE member = asked.member
                    AND author = asked.author AND cast_at > :many),
                vote.revision, vote.helpful, vote.server, vote.weight, vote.worth,
                vote.counts_from, vote.cast_at, vote.fresh
            FROM asked
            LEFT JOIN vote ON vote.review = asked.review AND vote.member = asked.member
        """  # noqa: S608 - marks
        moments = {"day": self._at.day, "many": self._at.many}
        for row in self._db.execute(sql, values | moments):
            interaction, review, member, author, done, since, today, on_author, *vote = row
            if done:
                self._done.add(interaction)
            if since is not None:
                self._since[member] = since
            self._today[member] = today
            self._on_author[member, author] = on_author
            if vote[0] is not None:
                self._votes[review, member] = _vote(review, member, author, *vote)

    def _one(self, ballot: Ballot, sums: Sums) -> Standing | Failed:
        deed, review, helpful = ballot
        vote = self._votes.get((review, deed.member))
        before = own = bool(vote["helpful"]) if vote else None
        if deed.interaction not in self._done:
            kind = "same" if helpful is before else "unvote" if helpful is None else "vote"
            if kind == "vote" and (error := self._too_many(deed)):
                return Failed(error)
            if kind != "same":
                self._put(ballot, sums, vote)
            self._note(deed, kind, review)
            own = helpful
        return Standing(review, sums.helpful, sums.votes, own, before)

    def _too_many(self, deed: Deed) -> TooMany | None:
        count = self._today[deed.member]
        if count < _ALWAYS or not self._rules.limited:
            return None
        since = self._since.get(deed.member, self._at.now)
        limit = daily_limit("vote", deeds.days_between(since, self._at.now))
        if count < limit:
            return None
        return TooMany("vote", limit, deeds.again(self._db, deed, "vote"))

    def _put(self, ballot: Ballot, sums: Sums, vote: Vote | None) -> None:
        """Cast a vote, change it or take it back; who changes it loses no weight by that."""
        key = ballot.review, ballot.deed.member
        if vote:
            sums.count(vote, -1)
        if ballot.helpful is None:
            del self._votes[key]
            self._removed.add(key)
        elif vote:
            vote.update(helpful=int(ballot.helpful), revision=sums.revision)
            sums.count(vote, 1)
            self._written[key] = vote
        else:
            vote = self._votes[key] = self._written[key] = self._weighed(ballot, sums)
            sums.count(vote, 1)
            if vote["fresh"]:
                self._see_burst(sums, vote)

    def _weighed(self, ballot: Ballot, sums: Sums) -> Vote:
        """Make a vote that was not there before."""
        deed, at, rules = ballot.deed, self._at, self._rules
        member, pair = deed.member, (deed.member, sums.author)
        others, waits = self._on_author[pair], counts_from(deed, at, rules)
        fresh, value = is_new(member, self._since.get(member), at), worth(others, rules)
        self._on_author[pair] = others + 1
        vote: Vote = {
            "review": sums.id,
            "member": member,
            "author": sums.author,
            "revision": sums.revision,
            "helpful": int(bool(ballot.helpful)),
            "server": deed.server,
            "weight": 0 if waits else value,
            "worth": value,
            "counts_from": waits,
            "cast_at": at.now,
            "fresh": int(fresh),
        }
        if others + 1 >= rules.noticed:
            self._ring("author", sums, [vote])
        return vote

    def _see_burst(self, sums: Sums, vote: Vote) -> None:
        """Damp all votes of new accounts on a review within minutes, if these are many."""
        recent = self._recent.get(sums.id)
        if recent is None:
            recent = self._recent[sums.id] = self._newest(sums)
        recent.append(vote)
        if len(recent) < self._rules.burst:
            return
        for one in recent:
            if one["worth"] > self._rules.damped:
                self._damp(sums, one)
        self._ring("burst", sums, recent)
        del recent[: len(recent) - self._rules.burst + 1]

    def _newest(self, sums: Sums) -> list[Vote]:
        """Read the newest votes of new accounts within minutes: of any before, all are damped."""
        sql = """
            SELECT review, member, author, revision, helpful, server, weight, worth, counts_from,
                cast_at, fresh
            FROM vote WHERE fresh AND review = :review AND cast_at > :burst
            ORDER BY cast_at DESC LIMIT :most
        """
        key = {"review": sums.id, "burst": self._at.burst, "most": self._rules.burst - 1}
        rows = self._db.execute(sql, key).fetchall()
        return [self._votes.get((row[0], row[1]), _vote(*row)) for row in reversed(rows)]

    def _damp(self, sums: Sums, vote: Vote) -> None:
        sums.count(vote, -1)
        vote["worth"] = self._rules.damped
        vote["weight"] = min(vote["weight"], self._rules.damped)
        sums.count(vote, 1)
        self._written[vote["review"], vote["member"]] = vote

    def _ring(self, kind: Sort, sums: Sums, votes: Iterable[Vote]) -> None:
        subject = sums.id if kind == "burst" else sums.author
        found = self._ringing.get((kind, subject))
        if found is None:
            found = Ringing(kind, sums.id, sums.author, sums.server, set())
            self._ringing[kind, subject] = found
        found.voters.update((one["server"] or EVERYWHERE, one["member"]) for one in votes)

    def _note(self, deed: Deed, kind: str, review: int) -> None:
        self._done.add(deed.interaction)
        if kind == "vote":
            self._today[deed.member] += 1
        self._noted.append((deed, kind, review))

    def _write(self) -> None:
        noted = [deed for deed, _, _ in self._noted]
        strangers = {deed.member for deed in noted} - self._since.keys()
        deeds.see(self._db, strangers, {deed.server for deed in noted}, self._at.now)
        _remove(self._db, self._removed)
        _keep(self._db, self._written.values())
        write_sums(self._db, (one for one in self._known.values() if one.changed))
        deeds.note_all(self._db, [deeds.row(*one) for one in self._noted])
        for one in self._ringing.values():
            alarms.ring(self._db, one, self._at)


def _vote(*row: object) -> Vote:
    return dict(zip(_COLUMNS, row, strict=True))


def _remove(db: Database, keys: Iterable[tuple[int, int]]) -> None:
    sql = "DELETE FROM vote WHERE review = :review AND member = :member"
    db.executemany(sql, [{"review": review, "member": member} for review, member in keys])


def _keep(db: Database, votes: Iterable[Vote]) -> None:
    sql = """
        INSERT INTO vote (review, member, author, revision, helpful, server, weight, worth,
            counts_from, cast_at, fresh)
        VALUES (:review, :member, :author, :revision, :helpful, :server, :weight, :worth,
            :counts_from, :cast_at, :fresh)
        ON CONFLICT (review, member) DO UPDATE SET revision = excluded.revision,
            helpful = excluded.helpful, weight = excluded.weight, worth = excluded.worth
    """
    db.executemany(sql, votes)


def write_sums(db: Database, every: Iterable[Sums]) -> None:
    """Write how reviews' votes are, and their ranks."""
    sql = """
        UPDATE review SET helpful = :helpful, votes = :votes, weighed_helpful = :weighed_helpful,
            weighed = :weighed, rank = :rank
        WHERE id = :review
    """
    db.executemany(sql, [one.row() for one in every])
