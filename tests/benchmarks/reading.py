"""Reading the reviews of one episode that has a hundred thousand, with five million votes.

A tenth of it unless COLDOPEN_BENCH=full. Some reviews are kept by two servers, some are hidden
on the one where they are read, and some members blocked there. Each kind of page is timed in the
store and with the making of its card, then /review read in Discord.
"""

import asyncio
import copy
import random
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from bot import loading
from bot.finding import reviews as asked
from bot.page import Viewer
from bot.reading import PAGE, Hunt
from bot.render import reading as cards
from bot.reviews import FULL as WHOLE
from bot.reviews import ORDERS, Filters, helpfulness, seconds
from bot.store import Database, Store, review_words, reviews
from bot.store import reading as read
from bot.ui import Screen
from tests.benchmarks.answers import CONSTANT
from tests.benchmarks.loads import FULL, size
from tests.benchmarks.pages import pressed_cost
from tests.benchmarks.peers import times
from tests.transport.components import walk
from tests.transport.loopback import Loopback
from tests.transport.people import GUILD
from tests.transport.program import Program, online, settings_for, started

QUERY = "mayday 9x05"
REVIEWS, VOTES, WORDED = 100_000, 50, 10
"""Reviews, votes that each of them has on average, and of how many one has its words stored."""
KEPT, HIDDEN, BLOCKED = 100, 50, 20
VOTERS, VOTED = 60_000, "2026-01-01T12:00:00+00:00"
ROUNDS, EACH = 5, 100
HERE = Viewer(server=GUILD.id)
FILTERS: Mapping[str, Filters] = {
    "spoiler-free": Filters(spoiler_free=True),
    "rated 9 to 10": Filters(lowest=9),
    "in German, by votes": Filters("votes", language="de"),
    "of no language": Filters("lowest", language="xx"),
    "here, rated 1 to 4": Filters("newest", highest=4, here=True),
}
SEARCHES = ("storm", "night engine captain", "harb", "zzz")
WORDS = (
    "storm night engine captain harbour island pilot ice fire water wing sea north crew radio "
    "fuel smoke mountain ending story actor scene truth minute slow good bad never again "
    "because "
)

Ask = Callable[[], Awaitable[object]]


async def measure(folder: Path) -> None:
    """Print CPU ms of each order's first, middle and last page, of filters, and in Discord."""
    number = REVIEWS if size() is FULL else REVIEWS // 10
    async with Store.opened(folder / "data") as store:
        await loading.load_starter(store)
        thing = await store.read(lambda db: asked.found(db, QUERY).headings[0].id)
    began = time.perf_counter()
    await asyncio.to_thread(_fill, folder / "data" / "community.db", thing, number)
    took = time.perf_counter() - began
    print(f"reading: {number:,} reviews, {number * VOTES:,} votes made in {took:.0f} s")
    async with Store.opened(folder / "data") as store:
        await _pages(store, thing)
        for text in SEARCHES:
            spent = [await _timed(store, asked.search, Hunt(text), HERE) for _ in range(20)]
            print(f"reading: search {text!r:24} {times(spent)} ms of CPU")
    await _in_discord(folder / "data")


async def _pages(store: Store, thing: int) -> None:
    count = await store.read(reviews.count, thing, HERE.server)
    last = count // PAGE + 1
    for order in ORDERS:
        for name, at in (("first", 0), ("middle", last // 2), ("last", last)):
            await _print(store, f"{order}, {name}", thing, Filters(order), at)
    for name, filters in FILTERS.items():
        await _print(store, f"{name}, first", thing, filters, 0)
        await _print(store, f"{name}, last", thing, filters, last)
    spent = [await _timed(store, asked.find_reviews, QUERY, Filters(), HERE) for _ in range(50)]
    print(f"reading: {'found by words, first':32} {times(spent)} ms of CPU")


async def _print(store: Store, name: str, thing: int, filters: Filters, at: int) -> None:
    spent = [await _timed(store, read.page, thing, filters, HERE, at) for _ in range(30)]
    page = await store.read(read.page, thing, filters, HERE, at)
    began = time.thread_time()
    Screen(cards.page(page)).to_components()
    card = 1000 * (time.thread_time() - began)
    print(f"reading: {name:32} {times(spent)} ms of CPU, and {card:.1f} for its card")


async def _timed(store: Store, function: Callable[..., object], *args: object) -> float:
    def timed(db: Database) -> float:
        began = time.thread_time()
        function(db, *args)
        return 1000 * (time.thread_time() - began)

    return await store.read(timed)


def _fill(file: Path, thing: int, number: int) -> None:
    """Write reviews and votes of one episode, past what publishes and counts them one by one."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    with closing(sqlite3.connect(file, factory=Database)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA cache_size = -400000;")
        sql = "INSERT INTO thing (id, kind) VALUES (:thing, 'episode') ON CONFLICT (id) DO NOTHING"
        db.execute(sql, {"thing": thing})
        members = ({"id": one} for one in range(1, number + VOTERS + 1))
        db.executemany("INSERT INTO member (id, since) VALUES (:id, '2020-01-01')", members)
        _reviews(db, chance, thing, number)
        _votes(db, number)
        _moderate(db, chance, thing, number)
        db.commit()
        db.execute("PRAGMA journal_mode = WAL")


def _reviews(db: Database, chance: random.Random, thing: int, number: int) -> None:
    texts = [" ".join(chance.choices(WORDS.split(), k=chance.randint(30, 400))) for _ in range(500)]
    rows = []
    for review in range(1, number + 1):
        at = f"202{review * 6 // (number + 1)}-{1 + review % 12:02}-{1 + review % 28:02}"
        rows.append(
            {
                "id": review,
                "thing": thing,
                "server": chance.choice((None, GUILD.id, 8)),
                "body": texts[review % 500],
                "length": len(texts[review % 500]),
                "rating": chance.choice((None, *range(1, 11))),
                "spoiler": chance.random() < 0.2,
                "language": chance.choice(("en", "en", "de", None)),
                "at": f"{at}T12:{review % 60:02}:00+00:00",
            }
        )
    sql = """
        INSERT INTO review (id, thing, member, server, place, state, revision, rating, spoiler,
            language, length, created_at)
        VALUES (:id, :thing, :id, :server, 0, 'published', :id, :rating, :spoiler, :language,
            :length, :at)
    """
    db.executemany(sql, rows)
    sql = """
        INSERT INTO review_revision
            (id, review, headline, body, rating, spoiler, language, written_at)
        VALUES (:id, :id, 'What I say of it', :body, :rating, :spoiler, :language, :at)
    """
    db.executemany(sql, rows)
    for row in rows[::WORDED]:
        review_words.put(db, row["id"], "What I say of it", row["body"])


def _votes(db: Database, number: int) -> None:
    (made,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'vote_review'").fetchone()
    db.execute("DROP INDEX vote_review")
    sql = """
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100)
        INSERT INTO vote (review, member, revision, author, helpful, server, cast_at)
        SELECT review.id, :number + 1 + (review.id * 131 + n * 97) % :voters, review.revision,
            review.member, (review.id * 7 + n * n) % 10 < review.id % 11, 8, :at
        FROM review, numbers WHERE n < review.id * 7919 % 101
        ORDER BY 2, 1
    """
    db.execute(sql, {"number": number, "voters": VOTERS, "at": seconds(VOTED)})
    db.execute(made)
    sql = "SELECT review, sum(helpful), count(*) FROM vote GROUP BY review"
    rows = [
        {
            "id": review,
            "helpful": helpful,
            "votes": votes,
            "full": WHOLE,
            "rank": helpfulness(helpful, votes),
        }
        for review, helpful, votes in db.execute(sql)
    ]
    sql = """
        UPDATE review SET helpful = :helpful, votes = :votes, weighed_helpful = :helpful * :full,
            weighed = :votes * :full, rank = :rank
        WHERE id = :id
    """
    db.executemany(sql, rows)


def _moderate(db: Database, chance: random.Random, thing: int, number: int) -> None:
    some = chance.sample(range(1, number + 1), 2 * KEPT + HIDDEN + BLOCKED)
    kept, hidden, blocked = some[: 2 * KEPT], some[2 * KEPT : -BLOCKED], some[-BLOCKED:]
    places = [{"id": one, "place": GUILD.id if at % 2 else 8} for at, one in enumerate(kept)]
    db.executemany("UPDATE review SET place = :place, server = :place WHERE id = :id", places)
    rows = [{"server": GUILD.id, "thing": thing, "id": one} for one in hidden]
    db.executemany("INSERT INTO hiding VALUES (:server, :thing, :id, 'hidden', '2026')", rows)
    rows = [{"server": GUILD.id, "thing": 0, "id": one} for one in blocked]
    db.executemany("INSERT INTO block VALUES (:server, :id, '2026')", rows)
    sql = """
        INSERT INTO counted (thing, place, reviews)
        SELECT thing, place, count(*) FROM review GROUP BY thing, place
        UNION ALL SELECT 0, place, count(*) FROM review GROUP BY place
    """
    db.execute(sql)


async def _in_discord(data: Path) -> None:
    """Print what the command and its buttons cost, beyond what any answer costs."""
    async with (
        Loopback(check=False) as ours,
        Loopback(check=False) as plain,
        online(data, ours) as bot,
        started(data, settings_for(plain), module=CONSTANT) as other,
    ):
        await plain.connected()
        shown = await ours.slash("review read", query=QUERY)
        assert shown.message
        message = copy.deepcopy(shown.message)
        jobs: dict[str, tuple[Program, Ask]] = {
            "constant": (other, partial(plain.slash, "episode", query="x")),
            "/review read": (bot, partial(ours.slash, "review read", query=QUERY)),
        }
        for name in ("on", "last"):
            pressed = next(one for one in _ids(message) if one.endswith(f":{name}"))
            jobs[f"its button {name!r}"] = (bot, partial(_press, ours, message, pressed))
        spent: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(ROUNDS):
            for name, (program, ask) in jobs.items():
                spent[name].append(await pressed_cost(program.pid, ask, EACH))
    base = statistics.median(spent["constant"])
    for name, some in spent.items():
        print(f"reading: {name:24} {statistics.median(some):.2f} ms of CPU in Discord", end="")
        print(f" ({statistics.median(some) - base:+.2f} to constant)")


def _ids(message: dict[str, Any]) -> list[str]:
    return [str(one["custom_id"]) for one in walk(message["components"]) if "custom_id" in one]


async def _press(server: Loopback, message: dict[str, Any], custom_id: str) -> None:
    await server.press(dict(message), custom_id)
