"""Worlds drawn by chance: members, servers, reviews kept or shared, ratings, votes, hidings.

What anybody may read in them is worked out here once more, in plain Python, from what was done.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from bot.reviews import EVERYWHERE, Ballot, Deed, Filters, Words
from bot.store import Database, reviews, tallies, votes

BEGUN = datetime(2026, 11, 20, 12, tzinfo=UTC)
MEMBERS = tuple(range(1_000, 1_010))
SERVERS = (EVERYWHERE, 71, 72, 73)
"""Where something is asked or written; EVERYWHERE is a direct message."""
WORDS = ("storm", "stormy", "harbour", "night", "nightly", "engine")
TABLES = (
    "review_word", "hiding", "block", "vote", "rating", "counted", "deed", "review_revision",
    "review", "lookup",
)  # fmt: skip


@dataclass
class Written:
    """A review as its author left it."""

    id: int
    member: int
    thing: int
    place: int
    server: int
    words: Words
    created_at: str
    number: int
    gone: bool = False
    votes: dict[int, bool] = field(default_factory=dict)

    @property
    def said(self) -> set[str]:
        return {*self.words.headline.split(), *self.words.body.split()}


@dataclass
class World:
    """What was done, and what follows from it for who asks on a server."""

    chance: Random
    things: Sequence[int]
    series: int
    reviews: list[Written] = field(default_factory=list)
    ratings: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: set[tuple[int, int]] = field(default_factory=set)
    blocked: set[tuple[int, int]] = field(default_factory=set)
    done: int = 0

    def deed(self, member: int, server: int = EVERYWHERE) -> Deed:
        """Let time go on: every third deed is of another day."""
        self.done += 1
        now = BEGUN + timedelta(minutes=self.done, days=self.done // 60)
        return Deed(member, self.done, now.isoformat(timespec="seconds"), server or None)

    def visible(self, server: int) -> list[Written]:
        """Give what may be read there, by the rules as people are told them."""
        return [
            one
            for one in self.reviews
            if not one.gone
            and one.place in {EVERYWHERE, server}
            and not {(EVERYWHERE, one.id), (server, one.id)} & self.hidden
            and not {(EVERYWHERE, one.member), (server, one.member)} & self.blocked
        ]

    def refuses(self, member: int, server: int) -> bool:
        """Tell whether a member may not write there."""
        return bool({(EVERYWHERE, member), (server, member)} & self.blocked)

    def of(self, thing: int, server: int) -> list[Written]:
        """Give what may be read there of a thing."""
        return [one for one in self.visible(server) if one.thing == thing]

    def rated(self, thing: int, server: int) -> list[int]:
        """Give the ratings of a thing that count there."""
        return [
            value
            for (_, of), (value, place) in self.ratings.items()
            if of == thing and place in {EVERYWHERE, server}
        ]

    def bare(self, thing: int, server: int) -> dict[int, int]:
        """Give the ratings of a thing that may be seen there of who has not written of it."""
        wrote = {one.member for one in self.reviews if one.thing == thing and not one.gone}
        return {
            member: value
            for (member, of), (value, place) in self.ratings.items()
            if of == thing and place in {EVERYWHERE, server}
            if member not in wrote and not self.refuses(member, server)
        }

    @property
    def mean(self) -> float | None:
        """Give the mean of all ratings that count everywhere."""
        every = [value for value, place in self.ratings.values() if place == EVERYWHERE]
        return sum(every) / len(every) if every else None


def passes(one: Written, filters: Filters, server: int) -> bool:
    """Tell whether a filter lets a review through."""
    words = one.words
    return (
        not (filters.spoiler_free and words.spoiler)
        and (filters.lowest is None or (words.rating or 0) >= filters.lowest)
        and (filters.highest is None or 0 < (words.rating or 0) <= filters.highest)
        and (not filters.here or (one.server == server and bool(server)))
        and filters.language in {None, words.language}
    )


def build(db: Database, world: World, deeds: int) -> None:
    """Let chance do what members and moderators do, in a store that has nothing of before."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - tables of our own
    sql = "INSERT INTO member (id, since) VALUES (:id, '2020-01-01') ON CONFLICT (id) DO NOTHING"
    db.executemany(sql, [{"id": one} for one in MEMBERS])
    acts = (_write, _write, _write, _rate, _vote, _vote, _hide, _block, _delete, _restore, _revise)
    for _ in range(deeds):
        world.chance.choice(acts)(db, world)


def _words(world: World) -> Words:
    chance = world.chance
    return Words(
        " ".join(chance.choices(WORDS, k=2)),
        " ".join([*chance.choices(WORDS, k=4), f"only{world.done}"]),
        chance.choice((None, *range(1, 11))),
        chance.random() < 0.3,
        chance.choice((None, "en", "de")),
    )


def _write(db: Database, world: World) -> None:
    chance = world.chance
    member, thing = chance.choice(MEMBERS), chance.choice(world.things)
    if any(one for one in _published(world) if (one.member, one.thing) == (member, thing)):
        return
    server = chance.choice(SERVERS)
    if world.refuses(member, server):
        return
    place, words, deed = chance.choice((EVERYWHERE, server)), _words(world), None
    deed = world.deed(member, server)
    review = reviews.publish(db, deed, thing, words, place)
    world.reviews.append(Written(review, member, thing, place, server, words, deed.now, world.done))
    _rated(world, world.reviews[-1])
    gone = [
        one.id for one in world.reviews if one.gone and (one.member, one.thing) == (member, thing)
    ]
    if gone:  # what was hidden stays hidden when it is written anew
        world.hidden |= {(where, review) for where, one in world.hidden if one == max(gone)}


def _rated(world: World, one: Written) -> None:
    if one.words.rating is not None:
        world.ratings[one.member, one.thing] = one.words.rating, one.place


def _published(world: World) -> list[Written]:
    return [one for one in world.reviews if not one.gone]


def _one(world: World, *, gone: bool = False) -> Written | None:
    some = [one for one in world.reviews if one.gone is gone]
    return world.chance.choice(some) if some else None


def _rate(db: Database, world: World) -> None:
    chance = world.chance
    member, thing = chance.choice(MEMBERS), chance.choice(world.things)
    value, place = chance.choice((None, *range(1, 11))), chance.choice(SERVERS)
    deed = world.deed(member, place)
    reviews.known(db, deed, thing)
    tallies.rate(db, deed, thing, value, place)
    world.ratings.pop((member, thing), None)
    if value is not None:
        world.ratings[member, thing] = value, place


def _vote(db: Database, world: World) -> None:
    server, member = world.chance.choice(SERVERS), world.chance.choice(MEMBERS)
    some = [one for one in world.visible(server) if one.member != member]
    if not some:
        return
    one, helpful = world.chance.choice(some), world.chance.choice((True, True, False, None))
    votes.cast(db, [Ballot(world.deed(member, server), one.id, helpful)])
    one.votes.pop(member, None)
    if helpful is not None:
        one.votes[member] = helpful


def _hide(db: Database, world: World) -> None:
    one, server = _one(world), world.chance.choice(SERVERS)
    if one is None or world.chance.random() < 0.5:
        return
    key = {"server": server, "thing": one.thing, "review": one.id}
    if (server, one.id) in world.hidden:
        world.hidden.remove((server, one.id))
        sql = "DELETE FROM hiding WHERE server = :server AND thing = :thing AND review = :review"
    else:
        world.hidden.add((server, one.id))
        sql = "INSERT INTO hiding VALUES (:server, :thing, :review, 'hidden', '2026-11-20')"
    db.execute(sql, key)


def _block(db: Database, world: World) -> None:
    pair = world.chance.choice(SERVERS), world.chance.choice(MEMBERS)
    key = dict(zip(("server", "member"), pair, strict=True))
    if pair in world.blocked:
        world.blocked.remove(pair)
        db.execute("DELETE FROM block WHERE server = :server AND member = :member", key)
    elif world.chance.random() < 0.3:
        world.blocked.add(pair)
        db.execute("INSERT INTO block VALUES (:server, :member, '2026-11-20')", key)


def _delete(db: Database, world: World) -> None:
    if (one := _one(world)) is None or world.chance.random() < 0.5:
        return
    reviews.delete(db, world.deed(one.member), one.id)
    one.gone = True
    if one.words.rating is not None:
        world.ratings.pop((one.member, one.thing), None)


def _restore(db: Database, world: World) -> None:
    one = _one(world, gone=True)
    if one is None or any(
        (other.member, other.thing) == (one.member, one.thing) for other in _published(world)
    ):
        return
    deed = world.deed(one.member)
    sql = "UPDATE review SET deleted_at = :now WHERE id = :review"
    db.execute(sql, {"now": deed.now, "review": one.id})
    reviews.restore(db, deed, one.id)
    one.gone = False
    if since := world.ratings.get((one.member, one.thing)):
        one.words = one.words._replace(rating=since[0])
    _rated(world, one)


def _revise(db: Database, world: World) -> None:
    server = world.chance.choice(SERVERS)
    if (one := _one(world)) is None or world.refuses(one.member, server):
        return
    one.words = _words(world)
    reviews.revise(db, world.deed(one.member, server), one.id, one.words)
    _rated(world, one)
