"""Durable votes: together against one transaction each, at a steady rate, and pressed in Discord.

Reviews are voted on by how popular they are: the second gets half as many votes as the first, and
so on. Who votes has been known for months.
"""

import asyncio
import gc
import os
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import Any

from bot import loading
from bot.render import reviews as reviewed
from bot.reviews import Ballot, Deed, Words
from bot.store import Database, Store, deeds, reviews, votes
from bot.store.catalogue import heading
from bot.ui import Screen
from tests.benchmarks.answers import CONSTANT
from tests.benchmarks.pages import pressed_cost
from tests.transport.components import walk
from tests.transport.loopback import Loopback
from tests.transport.people import User
from tests.transport.program import online, settings_for, started

REVIEWS, MEMBERS, SERVERS = 300, 50_000, 20
ROUNDS, ALONE, VOTERS, EACH = 5, 300, 8000, 4
PRESSED, PRESSES = 10, 200
A_SECOND, SECONDS, FLUSHES = 1000, 10, 1000
LONG_AGO = "2026-01-01T12:00:00+00:00"

Json = dict[str, Any]
Ask = Callable[[], Awaitable[object]]
Voting = Callable[[Store, Sequence[Ballot]], Awaitable[object]]


async def measure(folder: Path) -> None:
    """Print how many votes are durable in a second, and how long one waits for that."""
    async with Store.opened(folder / "votes") as store:
        await loading.load_starter(store)
        async with store.writing() as line:
            written = await line.run(_prepare)
        ballots = _ballots(written)
        await _compare(store, ballots)
        print(f"votes at {A_SECOND:,} a second: {_told(await _steady(store, ballots))}")
        print(
            f"the disk alone, 32 kB at a time: {_told(await asyncio.to_thread(_flushed, folder))}"
        )
        cards = [await store.read(_card, review) for review in written[:PRESSED]]
    await _in_discord(folder / "votes", dict(zip(written, cards, strict=False)))


def _prepare(db: Database) -> list[int]:
    """Let authors of their own write reviews, and make the voters known."""
    things = [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id")]
    members = range(REVIEWS + 1, REVIEWS + MEMBERS + 1)
    deeds.see(db, members, range(1, SERVERS + 1), LONG_AGO)
    words = Words("A headline", "A body of some length. " * 10, rating=8)
    return [
        reviews.publish(db, Deed(at + 1, at + 1, LONG_AGO), things[at % len(things)], words, 0)
        for at in range(REVIEWS)
    ]


def _ballots(written: Sequence[int]) -> Iterator[Ballot]:
    """Give votes without end, by members in a row and reviews by their popularity."""
    drawn = random.Random(6)  # noqa: S311 - the same votes each time
    weights = [1 / (at + 1) for at in range(len(written))]
    for number in count():
        member = REVIEWS + 1 + drawn.randrange(MEMBERS)
        (review,) = drawn.choices(written, weights)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        deed = Deed(member, 1_000_000 + number, now, 1 + member % SERVERS, LONG_AGO)
        yield Ballot(deed, review, drawn.random() < 0.7)


async def _compare(store: Store, ballots: Iterator[Ballot]) -> None:
    """Vote in each way, in turns: the disk is not the same from one second to the next."""
    ways: dict[str, tuple[int, Voting]] = {
        "one transaction each, through the store": (ALONE, _one_by_one),
        "one transaction each, on its connection alone": (ALONE, _alone),
        f"{VOTERS:,} at once through the store": (VOTERS * EACH, _together),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    costs: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (number, vote) in ways.items():
            some = [next(ballots) for _ in range(number)]
            gc.collect()
            gc.freeze()  # as the program does; the ballots that wait are the benchmark's own
            begun, spent = time.perf_counter(), time.process_time()
            await vote(store, some)
            rates[name].append(number / (time.perf_counter() - begun))
            costs[name].append((time.process_time() - spent) / number * 1e6)
    for name, rate in rates.items():
        cost = statistics.median(costs[name])
        print(f"votes, {name}: {statistics.median(rate):,.0f} a second, {cost:.0f} us of CPU each")
    *singly, (_, many) = rates.items()
    for name, rate in singly:
        times = sorted(ours / alone for ours, alone in zip(many, rate, strict=True))
        span = f"{statistics.median(times):.1f} ({times[0]:.1f} to {times[-1]:.1f})"
        print(f"votes, {VOTERS:,} at once: {span} times the rate of {name}")


async def _alone(store: Store, ballots: Sequence[Ballot]) -> None:
    """Vote on the store's own connection, and commit after each vote: nothing else is done."""

    def each(db: Database) -> None:
        db.execute("COMMIT")
        for ballot in ballots:
            db.execute("BEGIN IMMEDIATE")
            votes.cast(db, [ballot])
            db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")

    async with store.writing() as line:
        await line.run(each)


async def _one_by_one(store: Store, ballots: Sequence[Ballot]) -> None:
    for ballot in ballots:
        await store.write_together(votes.cast, ballot)


async def _together(store: Store, ballots: Sequence[Ballot]) -> None:
    async def voter(some: Sequence[Ballot]) -> None:
        for ballot in some:
            await store.write_together(votes.cast, ballot)

    await asyncio.gather(*(voter(ballots[at::VOTERS]) for at in range(VOTERS)))


async def _steady(store: Store, ballots: Iterator[Ballot]) -> list[float]:
    """Vote A_SECOND times a second, whether answers have come or not; gives every wait in ms."""
    begun = time.perf_counter()

    async def one(at: float, ballot: Ballot) -> float:
        await store.write_together(votes.cast, ballot)
        return (time.perf_counter() - at) * 1000

    waiting = []
    for number in range(A_SECOND * SECONDS):
        at = begun + number / A_SECOND
        if (early := at - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        waiting.append(asyncio.create_task(one(at, next(ballots))))
    return list(await asyncio.gather(*waiting))


def _flushed(folder: Path) -> list[float]:
    """Write and flush a file again and again, as a commit does: no vote can wait for less."""
    times = []
    with (folder / "flushed").open("wb", buffering=0) as file:
        for _ in range(FLUSHES):
            begun = time.perf_counter()
            file.write(b"\0" * 32_768)
            os.fsync(file.fileno())
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.002)
    return times


def _told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    p50, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    return f"p50 {p50:.1f}, p99 {p99:.1f}, at most {ordered[-1]:.1f} ms"


def _card(db: Database, review: int) -> list[Json]:
    """Give what Discord is sent of a review's card, with the ids that it gives to every part."""
    read = reviews.read(db, review, None)
    parts: list[Json] = Screen(reviewed.card(read, heading(db, read.thing))).to_components()
    for number, part in enumerate(walk(parts), 1):
        part["id"] = number
    return parts


async def _in_discord(data: Path, cards: Mapping[int, list[Json]]) -> None:
    """Press Helpful on cards, against the constant bot in the same run."""
    async with (
        Loopback(check=False) as ours,
        Loopback(check=False) as plain,
        online(data, ours) as bot,
        started(data, settings_for(plain), module=CONSTANT) as other,
    ):
        await plain.connected()
        jobs: dict[str, tuple[int, Ask]] = {
            "constant": (other.pid, partial(plain.slash, "episode", query="x")),
            "vote": (bot.pid, partial(_press, ours, await _pressable(ours, cards))),
        }
        costs: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(ROUNDS):
            for name, (pid, ask) in jobs.items():
                costs[name].append(await pressed_cost(pid, ask, PRESSES))
    base, vote = (statistics.median(costs[name]) for name in jobs)
    print(f"votes in Discord: {vote:.2f} ms of CPU each ({vote - base:+.2f} to constant)")


async def _pressable(
    server: Loopback, cards: Mapping[int, list[Json]]
) -> Iterator[tuple[str, Json, User]]:
    """Give buttons without end, the messages on which they are, and who presses them."""
    shown = (await server.slash("about")).message
    messages = [
        (f"review:helpful:{review}", shown | {"components": parts})
        for review, parts in cards.items()
    ]
    members = range(REVIEWS + 1, REVIEWS + MEMBERS + 1)
    turns = zip(cycle(messages), cycle(members), strict=False)
    return ((custom_id, dict(on), User(who, "voter")) for (custom_id, on), who in turns)


async def _press(server: Loopback, pressed: Iterator[tuple[str, Json, User]]) -> None:
    custom_id, message, voter = next(pressed)
    told = await server.press(message, custom_id, user=voter)
    assert told.ephemeral
    assert "found this review helpful" in str(told.components)
