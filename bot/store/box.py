"""A box of ballots: most of them are cast by a few statements for all, the others one by one.

Most are the first vote of a member on an author: whatever else the rules ask for, they count whole.
A statement for each would take most of the time of a vote.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cases import Sort
from bot.errors import OwnReview, ReviewGone, TooMany
from bot.reviews import EVERYWHERE, FULL, Ballot, Deed, Standing, daily_limit, helpfulness, told
from bot.store import alarms, deeds
from bot.store import asked as table
from bot.store.alarms import Ringing
from bot.store.connection import Database, marks, parted
from bot.store.reviews import VISIBLE
from bot.store.weighing import Bounds, Rules, counts_from, is_new, worth
from bot.store.writes import Failed

Vote = dict[str, Any]
"""A row of the table of that name."""

_COLUMNS = (
    "review", "member", "author", "revision", "helpful", "server", "weight", "worth", "counts_from",
    "cast_at", "fresh", "interaction",
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

    def count(self, helpful: int, weight: int, sign: int = 1) -> None:
        """Count a vote, or take it out again (-1)."""
        self.votes += sign
        self.weighed += sign * weight
        if helpful:
            self.helpful += sign
            self.weighed_helpful += sign * weight
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
        self._odd: set[tuple[int, int]] = set()
        """Members and authors whose ballots are looked at one by one."""
        self._looked: list[dict[str, int]] = []
        """What is asked for by the ballots that were: all others are cast at once."""
        self._votes: dict[tuple[int, int], Vote] = {}
        self._since: dict[int, str | None] = {}
        """Since when members are known: those who are not yet, for a short time, or vote a lot."""
        self._today: Counter[int] = Counter()
        self._on_author: Counter[tuple[int, int]] = Counter()
        self._recent: dict[int, list[Vote]] = {}
        self._done: set[int] = set()
        self._written: dict[tuple[int, int], Vote] = {}
        self._removed: set[tuple[int, int]] = set()
        self._noted: list[dict[str, object]] = []
        self._strangers: set[int] = set()
        self._servers: set[int | None] = set()
        self._ringing: dict[tuple[str, int], Ringing] = {}

    def counted(self) -> list[Standing | Failed]:
        """Count all ballots, write what comes of it, and tell how each review stands then."""
        self._read_reviews()
        asked = [self._votable(one) for one in self._ballots]
        table.ask(self._db, self._rows(asked))
        self._read_odd()
        results = [
            self._one(ballot, sums) if isinstance(sums, Sums) else sums
            for ballot, sums in zip(self._ballots, asked, strict=True)
        ]
        self._write()
        return results

    def _read_reviews(self) -> None:
        there: dict[int, list[int]] = defaultdict(list)
        for server, review in {
            (one.deed.server or EVERYWHERE, one.review) for one in self._ballots
        }:
            there[server].append(review)
        for server, every in there.items():
            for some in parted(every):
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

    def _rows(self, asked: Sequence[Sums | Failed]) -> Iterator[dict[str, object]]:
        """Give what is asked for, but for what fails; who is too new or asks twice is odd."""
        young, joined_late = min(self._at.young, self._at.new), self._at.joined
        pairs: set[tuple[int, int]] = set()
        for ballot, sums in zip(self._ballots, asked, strict=True):
            if isinstance(sums, Failed):
                continue
            (member, interaction, _, server, joined), review, helpful = ballot
            pair = member, sums.author
            if pair in pairs or member > young or (joined and joined > joined_late):
                self._odd.add(pair)
            pairs.add(pair)
            yield {
                "member": member,
                "review": review,
                "interaction": interaction,
                "author": sums.author,
                "helpful": None if helpful is None else int(helpful),
                "server": server,
            }

    def _read_odd(self) -> None:
        """Read what is there of those of whom not all is as with most."""
        members = Counter(one.deed.member for one in self._ballots)
        for row in table.odd(self._db, self._at, _ALWAYS, max(members.values())):
            interaction, review, member, author, done, since, today, on_author, *vote = row
            self._odd.add((member, author))
            if done:
                self._done.add(interaction)
            self._since[member] = since
            self._today[member] = today
            self._on_author[member, author] = on_author
            if vote[0] is not None:
                kept = self._votes[review, member] = _vote(review, member, author, *vote)
                self._done.add(kept["interaction"])

    def _one(self, ballot: Ballot, sums: Sums) -> Standing | Failed:
        deed, review, helpful = ballot
        if (deed.member, sums.author) in self._odd:
            key = {"member": deed.member, "review": review, "interaction": deed.interaction}
            self._looked.append(key)
            return self._closely(ballot, sums)
        sums.count(bool(helpful), FULL)
        self._servers.add(deed.server)
        return Standing(review, sums.helpful, sums.votes, helpful, None)

    def _closely(self, ballot: Ballot, sums: Sums) -> Standing | Failed:
        deed, review, helpful = ballot
        vote = self._votes.get((review, deed.member))
        before = own = bool(vote["helpful"]) if vote else None
        if deed.interaction not in self._done:
            kind = "same" if helpful is before else "unvote" if helpful is None else "vote"
            if kind == "vote" and (error := self._too_many(deed)):
                return Failed(error)
            if kind != "same":
                self._put(ballot, sums, vote)
            self._remember(deed, kind)
            if vote or kind == "same":
                self._noted.append(deeds.row(deed, kind, review))
            own = helpful
        return Standing(review, sums.helpful, sums.votes, own, before)

    def _too_many(self, deed: Deed) -> TooMany | None:
        count = self._today[deed.member]
        if count < _ALWAYS or not self._rules.limited:
            return None
        since = self._since[deed.member] or self._at.now
        limit = daily_limit("vote", deeds.days_between(since, self._at.now))
        if count < limit:
            return None
        return TooMany("vote", limit, deeds.again(self._db, deed, "vote"))

    def _put(self, ballot: Ballot, sums: Sums, vote: Vote | None) -> None:
        """Cast a vote, change it or take it back; who changes it loses no weight by that."""
        key = ballot.review, ballot.deed.member
        if vote:
            sums.count(vote["helpful"], vote["weight"], -1)
        if vote and ballot.helpful is None:
            del self._votes[key]
            self._removed.add(key)
            self._noted += _cast(vote)
        elif vote:
            vote.update(helpful=int(bool(ballot.helpful)), revision=sums.revision)
            sums.count(vote["helpful"], vote["weight"])
            self._written[key] = vote
        else:
            vote = self._votes[key] = self._written[key] = self._weighed(ballot, sums)
            sums.count(vote["helpful"], vote["weight"])
            if vote["fresh"]:
                self._see_burst(sums, vote)

    def _weighed(self, ballot: Ballot, sums: Sums) -> Vote:
        """Make a vote that was not there before."""
        deed, at, rules = ballot.deed, self._at, self._rules
        member, pair = deed.member, (deed.member, sums.author)
        others, waits = self._on_author[pair], counts_from(deed, at, rules)
        fresh, value = is_new(member, self._since.get(member, ""), at), worth(others, rules)
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
            "cast_at": at.at,
            "fresh": int(fresh),
            "interaction": deed.interaction,
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
                cast_at, fresh, interaction
            FROM vote WHERE fresh AND review = :review AND cast_at > :burst
            ORDER BY cast_at DESC LIMIT :most
        """
        key = {"review": sums.id, "burst": self._at.burst, "most": self._rules.burst - 1}
        rows = self._db.execute(sql, key).fetchall()
        return [self._votes.get((row[0], row[1]), _vote(*row)) for row in reversed(rows)]

    def _damp(self, sums: Sums, vote: Vote) -> None:
        sums.count(vote["helpful"], vote["weight"], -1)
        vote["worth"] = self._rules.damped
        vote["weight"] = min(vote["weight"], self._rules.damped)
        sums.count(vote["helpful"], vote["weight"])
        self._written[vote["review"], vote["member"]] = vote

    def _ring(self, kind: Sort, sums: Sums, votes: Iterable[Vote]) -> None:
        subject = sums.id if kind == "burst" else sums.author
        found = self._ringing.get((kind, subject))
        if found is None:
            found = Ringing(kind, sums.id, sums.author, sums.server, set())
            self._ringing[kind, subject] = found
        found.voters.update((one["server"] or EVERYWHERE, one["member"]) for one in votes)

    def _remember(self, deed: Deed, kind: str) -> None:
        self._done.add(deed.interaction)
        self._servers.add(deed.server)
        if self._since.get(deed.member, "") is None:
            self._strangers.add(deed.member)
        if kind == "vote":
            self._today[deed.member] += 1

    def _write(self) -> None:
        db = self._db
        deeds.see(db, self._strangers, self._servers, self._at.now)
        table.cast(db, self._looked, self._at.at)
        _remove(db, self._removed)
        _keep(db, self._written.values())
        write_sums(db, (one for one in self._known.values() if one.changed))
        deeds.note_all(db, self._noted)
        for one in self._ringing.values():
            alarms.ring(db, one, self._at)


def _vote(*row: object) -> Vote:
    return dict(zip(_COLUMNS, row, strict=True))


def _cast(vote: Vote) -> list[dict[str, object]]:
    """Give the deed that a vote was, which it does not tell itself any more."""
    if vote["interaction"] is None:
        return []
    deed = Deed(vote["member"], vote["interaction"], told(vote["cast_at"]))
    return [deeds.row(deed, "vote", vote["review"])]


def _remove(db: Database, keys: Iterable[tuple[int, int]]) -> None:
    sql = "DELETE FROM vote WHERE review = :review AND member = :member"
    db.executemany(sql, [{"review": review, "member": member} for review, member in keys])


def _keep(db: Database, votes: Iterable[Vote]) -> None:
    sql = """
        INSERT INTO vote (review, member, author, revision, helpful, server, weight, worth,
            counts_from, cast_at, fresh, interaction)
        VALUES (:review, :member, :author, :revision, :helpful, :server, :weight, :worth,
            :counts_from, :cast_at, :fresh, :interaction)
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
