"""What a server keeps, hides or blocks shows and counts nowhere else, in a hundred thousand draws.

Worlds are drawn by chance (tests.store.worlds); every function by which reviews and ratings are
read is asked there, and answers as the rules do that are written down once more in Python.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest

from bot.errors import ReviewGone
from bot.finding import reviews as asked
from bot.page import Viewer
from bot.reading import LISTED, PAGE, Hunt
from bot.reviews import EVERYWHERE, ORDERS, PRIOR, Filters
from bot.store import Database, Store, authors, reading, reviews, series, tallies, tops, trends
from tests.store.worlds import (
    BEGUN,
    MEMBERS,
    SERVERS,
    WORDS,
    World,
    Written,
    build,
    passes,
)

WORLDS, QUESTIONS, DEEDS = 100, 1_000, 110
NEWEST: Callable[[Written], tuple[object, ...]] = lambda one: (one.created_at, one.id)  # noqa: E731


def viewer(world: World, server: int) -> Viewer:
    return Viewer(world.chance.choice(MEMBERS), server=server or None)


def counts(db: Database, world: World, server: int) -> None:
    thing = world.chance.choice(world.things)
    seen = world.of(thing, server)
    number, best = reviews.best(db, thing, server or None)
    assert number == reviews.count(db, thing, server or None) == len(seen)
    assert (best is None) == (not seen)
    assert best is None or best.id in {one.id for one in seen}


def one_review(db: Database, world: World, server: int) -> None:
    if not world.reviews:
        return
    one = world.chance.choice(world.reviews)
    found = None
    with suppress(ReviewGone):
        found = reading.whole(db, one.id, server or None).review
    assert (found is not None) == (one in world.visible(server))
    if found:
        assert (found.votes, found.helpful) == (len(one.votes), sum(one.votes.values()))
        assert (found.body, found.rating) == (one.words.body, one.words.rating)


def listed(db: Database, world: World, server: int) -> None:
    chance, thing = world.chance, world.chance.choice(world.things)
    some = chance.random() < 0.5
    filters = Filters(
        chance.choice(ORDERS),
        chance.random() < 0.3 and some,
        chance.choice((None, 3, 7)) if some else None,
        chance.choice((None, 8)) if some else None,
        chance.random() < 0.2 and some,
        chance.choice((None, None, "de")) if some else None,
    )
    seen = [one for one in world.of(thing, server) if passes(one, filters, server)]
    where = viewer(world, server)
    page = reading.page(db, thing, filters, where, chance.randrange(4))
    assert page.total == len(seen)
    assert page.more is False
    assert page.score == tallies.score(db, thing, where)
    if filters.order == "helpful":
        every = [reading.page(db, thing, filters, where, at) for at in range(page.pages)]
        shown = [one.id for each in every for one in each.reviews]
        lead = {
            one.id for each in every for one in (each.praising, each.critical, each.best) if one
        }
        assert sorted([*shown, *lead]) == sorted(one.id for one in seen)
        return
    ids = [one.id for one in ordered(seen, filters.order)]
    assert [one.id for one in page.reviews] == ids[page.page * PAGE : (page.page + 1) * PAGE]


def ordered(some: list[Written], order: str) -> list[Written]:
    keys: dict[str, Callable[[Written], tuple[object, ...]]] = {
        "newest": NEWEST,
        "highest": lambda one: (one.words.rating or 0, *NEWEST(one)),
        "lowest": lambda one: (-(one.words.rating or 11), *NEWEST(one)),
        "votes": lambda one: (len(one.votes), *NEWEST(one)),
    }
    if order == "oldest":
        return sorted(some, key=NEWEST)
    return sorted(some, key=keys[order], reverse=True)


def scores(db: Database, world: World, server: int) -> None:
    thing, where = world.chance.choice(world.things), viewer(world, server)
    rated = world.rated(thing, server)
    score = tallies.score(db, thing, where)
    own = world.ratings.get((where.member, thing))
    assert (score.votes, score.own) == (len(rated), own and own[0])
    assert score.mean == (pytest.approx(sum(rated) / len(rated)) if rated else None)
    counted = Counter(rated)
    found = reading.stars(db, thing, server or None)
    assert found.counts == tuple(counted[value] for value in range(1, 11))
    assert {one.member: one.value for one in found.bare} == world.bare(thing, server)
    assert [one.given_at for one in found.bare] == sorted(
        (one.given_at for one in found.bare), reverse=True
    )
    assert tallies.of_all(db) == (None if world.mean is None else pytest.approx(world.mean))


def averages(db: Database, world: World, server: int) -> None:
    where = viewer(world, server)
    expected = {}
    for thing in world.things:
        if rated := world.rated(thing, server):
            prior = 0 if world.mean is None else PRIOR
            total = sum(rated) + prior * (world.mean or 0)
            expected[thing] = round(total / (len(rated) + prior), 9), len(rated)
    found = tops.scores(db, world.things, where)
    told = {thing: (round(one.mean or 0, 9), one.votes) for thing, one in found.items()}
    assert told == expected
    best = tops.page(db, world.series, where)
    told = {one.heading.id: (round(one.weighted, 9), one.votes) for one in best.episodes}
    assert told == {thing: expected[thing] for thing in expected if thing != world.series}
    assert [one.weighted for one in best.episodes] == sorted(
        (one.weighted for one in best.episodes), reverse=True
    )


def seasons(db: Database, world: World, server: int) -> None:
    page = series.season_page(db, world.series, 1, 0, viewer(world, server))
    for one in page.episodes:
        rated = world.rated(one.heading.id, server)
        assert (one.members.votes if one.members else 0) == len(rated)


def searched(db: Database, world: World, server: int) -> None:
    chance = world.chance
    words = chance.sample(WORDS, k=chance.choice((1, 2)))
    thing = chance.choice((None, None, world.series, *world.things))
    if chance.random() < 0.2:
        words = [f"only{chance.randrange(DEEDS)}"]
    begun = words[-1][: chance.choice((3, 99))]
    author = chance.choice((None, None, *MEMBERS[:3]))
    if thing and chance.random() < 0.2:
        words, begun = [], ""
    text = " ".join([*words[:-1], begun])
    found = asked.search(db, Hunt(text, author, thing), viewer(world, server))
    seen = [
        one
        for one in world.visible(server)
        if {*words[:-1]} <= one.said
        and any(word.startswith(begun) for word in one.said)
        and author in {None, one.member}
        and (thing in {None, one.thing} or thing == world.series)
    ]
    ids = [one.id for one in ordered(seen, "newest")]
    assert found.total == len(ids)
    assert [one.review.id for one in found.finds] == ids[:LISTED]
    suggested = asked.headlines(db, text, viewer(world, server))
    assert {*suggested[1:]} <= {one.words.headline for one in world.visible(server)}


def author(db: Database, world: World, server: int) -> None:
    member = world.chance.choice(MEMBERS)
    page = authors.page(db, member, server or None)
    seen = [one for one in world.visible(server) if one.member == member]
    votes = [vote for one in seen for vote in one.votes.values()]
    rated = [one for (of, _), one in world.ratings.items() if of == member]
    assert (page.total, page.votes, page.helpful) == (len(seen), len(votes), sum(votes))
    assert page.ratings == sum(place in {EVERYWHERE, server} for _, place in rated)
    ids = [one.id for one in ordered(seen, "newest")][:LISTED]
    assert [one.review.id for one in page.reviews] == ids


def own(db: Database, world: World, server: int) -> None:
    member = world.chance.choice(MEMBERS)
    page = authors.own(db, member, server or None)
    every = [one for one in world.reviews if one.member == member and not one.gone]
    ids = [one.id for one in ordered(every, "newest")]
    assert page.total == len(ids)
    assert [one.review.id for one in page.reviews] == ids[:PAGE]
    hidden = {one for place, one in world.hidden if place in {EVERYWHERE, server}}
    if {(place, member) for place in (EVERYWHERE, server)} & world.blocked:
        hidden |= {*ids}
    assert {one.review.id for one in page.reviews if one.hidden} == {*ids[:PAGE]} & hidden


def trending(db: Database, world: World, server: int) -> None:
    today = (BEGUN.date()).replace(day=26)
    found = trends.week(db, server or None, today, size=50)
    here = [one for one in world.visible(server) if not server or one.server == server]
    counted = Counter(one.thing for one in here if one.created_at[:10] >= "2026-11-20")
    assert {one.heading.id: one.reviews for one in found.trends} == dict(counted)


ASKED = (
    counts, one_review, listed, listed, scores, averages, seasons, searched, searched, author, own,
    trending,
)  # fmt: skip


@pytest.fixture
async def things(started: Store) -> tuple[int, list[int]]:
    """Give a series, and it with some of its first season's episodes."""

    def some(db: Database) -> tuple[int, list[int]]:
        sql = "SELECT series, min(id) FROM episode WHERE season = 1 GROUP BY series LIMIT 1"
        of, _ = db.execute(sql).fetchone()
        sql = "SELECT id FROM episode WHERE series = :of AND season = 1 ORDER BY number LIMIT 5"
        return of, [of, *(row[0] for row in db.execute(sql, {"of": of}))]

    return await started.read(some)


async def test_nothing_that_a_server_keeps_or_hides_is_seen_or_counted_elsewhere(
    started: Store, things: tuple[int, list[int]]
):
    draws = 0

    def ask(db: Database, world: World) -> int:
        for _ in range(QUESTIONS):
            world.chance.choice(ASKED)(db, world, world.chance.choice(SERVERS))
        return QUESTIONS

    for seed in range(WORLDS):
        world = World(Random(seed), things[1], things[0])  # noqa: S311 - no secret
        await started.write(build, world, DEEDS)
        draws += await started.read(ask, world)
    assert draws == 100_000
