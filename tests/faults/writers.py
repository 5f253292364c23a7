"""Fifty members who write, edit, delete and vote until their process is killed; again and again.

python -m tests.faults.writers FOLDER KILLS SEED; prints one JSON value: what was acknowledged.
What a member tries and what is acknowledged goes into a file at once: a kill takes none of it back.
"""

import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.errors import ReviewError
from bot.reviews import EVERYWHERE, Ballot, Deed, Words
from bot.store import Database, Store, reviews, votes

MEMBERS = range(80_351_110_224_678_912, 80_351_110_224_678_962)
THINGS = 12
LONGEST = 0.08
"""Seconds after which a process is killed at the latest; opening the store takes a quarter."""
_BEGIN = datetime(2027, 1, 1, tzinfo=UTC)

Key = tuple[str, int, int]
"""What is written: "review" and thing and member, or "vote" and review and member."""
Told = dict[Key, list[object]]
NOTHING: dict[str, object] = {"review": "", "vote": None}
"""What stands where nothing does."""


class Book:
    """A file of tries and acknowledgements, a line each, written at once."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, what: str, key: Key, value: object) -> None:
        """Write that something is tried, done or refused."""
        os.write(self._file, json.dumps([what, *key, value]).encode() + b"\n")


async def member(store: Store, book: Book, me: int, numbers: range, dice: random.Random) -> None:
    """Do one thing after the other, half of them as Discord sends them twice."""
    for number in numbers:
        at = (_BEGIN + timedelta(hours=number // 100)).isoformat(timespec="seconds")
        deed = Deed(me, number * 100 + me % 100, at)
        try:
            await (_review if dice.random() < 0.3 else _vote)(store, book, deed, dice)
        except ReviewError:
            continue


async def _review(store: Store, book: Book, deed: Deed, dice: random.Random) -> None:
    thing = await store.read(_any_thing, dice.random())
    mine = await store.read(reviews.own, deed.member, thing)
    key = "review", thing, deed.member
    write: Callable[[Database], int | None]
    body = f"{deed.interaction} " * dice.randint(10, 200)
    words = Words(f"No. {deed.interaction}", body, dice.randint(1, 10))
    write = partial(reviews.publish, deed=deed, thing=thing, words=words, place=EVERYWHERE)
    if mine is not None and dice.random() < 0.2:
        body, write = "", partial(reviews.delete, deed=deed, review=mine)
    elif mine is not None:
        write = partial(reviews.revise, deed=deed, review=mine, words=words)
    book.note("tried", key, body)
    await asyncio.gather(*(store.write(write) for _ in range(dice.randint(1, 2))))
    book.note("done", key, body)


async def _vote(store: Store, book: Book, deed: Deed, dice: random.Random) -> None:
    review = await store.read(_any_review, dice.random())
    helpful = dice.choice([True, False, None])
    key = "vote", review, deed.member
    ballot = Ballot(deed, review, helpful)
    book.note("tried", key, helpful)
    work = [store.write_together(votes.cast, ballot) for _ in range(dice.randint(1, 2))]
    try:
        await asyncio.gather(*work)
    except ReviewError:
        book.note("refused", key, None)
        raise
    book.note("done", key, helpful)


def _any_thing(db: sqlite3.Connection, place: float) -> int:
    sql = "SELECT id FROM episode ORDER BY id LIMIT 1 OFFSET :at"
    return int(db.execute(sql, {"at": int(place * THINGS)}).fetchone()[0])


def _any_review(db: sqlite3.Connection, place: float) -> int:
    found = db.execute("SELECT id FROM review WHERE state = 'published'").fetchall()
    return int(found[int(place * len(found))][0]) if found else 0


def live(folder: Path, book: Path, turn: int, seed: str) -> None:
    """Be the process that is killed."""

    async def work() -> None:
        async with Store.opened(folder) as store:
            notes, first = Book(book), turn * 1000 + 1
            numbers = range(first, first + 1000)
            every = (
                member(store, notes, me, numbers, random.Random(f"{seed} {me}"))  # noqa: S311 - moments
                for me in MEMBERS
            )
            await asyncio.gather(*every)

    asyncio.run(work())


def killed(folder: Path, book: Path, turn: int, seed: str) -> None:
    """Let a process live for a moment of random length, then kill it."""
    child = os.fork()
    if child == 0:
        try:
            live(folder, book, turn, seed)
        finally:
            traceback.print_exc()
            os._exit(9)
    time.sleep(random.Random(seed).uniform(0, LONGEST))  # noqa: S311 - a moment
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit(f"turn {turn} ended by itself: {status}")


def told(book: Path, before: Told) -> tuple[Told, int]:
    """Give what may stand where: what was acknowledged last, and what was tried since.

    A kill may come in the middle of a line, which has no end then: it was not noted.
    """
    found: Told = {key: [value[-1]] for key, value in before.items()}
    acknowledged = 0
    for line in book.read_bytes().split(b"\n")[:-1] if book.exists() else ():
        what, kind, of, who, value = json.loads(line)
        key = kind, of, who
        if what == "tried":
            found.setdefault(key, [NOTHING[kind]]).append(value)
        elif what == "done":
            found[key], acknowledged = [value], acknowledged + 1
    return found, acknowledged


def standing(folder: Path) -> dict[Key, object]:
    """Give what stands in the store, and fail where anything does not fit together."""
    with closing(sqlite3.connect(folder / "community.db")) as db:
        sql = """
            SELECT thing, review.member, body FROM review
            JOIN review_revision AS shown ON shown.id = review.revision WHERE state = 'published'
        """
        found: dict[Key, object] = {("review", of, who): body for of, who, body in db.execute(sql)}
        sql = "SELECT review, member, helpful FROM vote"
        found |= {("vote", of, who): bool(helpful) for of, who, helpful in db.execute(sql)}
        for sql in WRONG.values():
            if wrong := db.execute(sql).fetchall():
                raise SystemExit(f"{sql}: {wrong[:3]}")
    return found


WRONG = {
    "votes that are not counted": """
        SELECT id FROM review WHERE (votes, helpful) IS NOT
            (SELECT count(*), coalesce(sum(helpful), 0) FROM vote WHERE review = review.id)
    """,
    "weights that are not counted": """
        SELECT id FROM review WHERE (weighed, weighed_helpful) IS NOT
            (SELECT coalesce(sum(weight), 0), coalesce(sum(weight * helpful), 0)
                FROM vote WHERE review = review.id)
    """,
    "half a review": """
        SELECT review.id FROM review
        LEFT JOIN review_revision AS shown ON shown.id = review.revision
        WHERE shown.id IS NULL OR shown.review <> review.id OR length <> length(shown.body)
            OR shown.headline <> 'No. ' || substr(shown.body, 1, instr(shown.body, ' ') - 1)
    """,
    "reviews that are not counted": """
        SELECT thing FROM (SELECT thing FROM review UNION SELECT thing FROM counted) AS every
        WHERE thing AND
            (SELECT count(*) FROM review WHERE thing = every.thing AND state = 'published')
            <> (SELECT coalesce(sum(reviews), 0) FROM counted WHERE thing = every.thing)
    """,
    "ratings that are not counted": """
        SELECT thing FROM (SELECT thing FROM rating UNION SELECT thing FROM counted) AS every
        WHERE thing AND
            (SELECT 1000 * count(*) + coalesce(sum(value), 0) FROM rating WHERE thing = every.thing)
            <> (SELECT coalesce(sum(1000 * ratings + stars), 0) FROM counted
                WHERE thing = every.thing)
    """,
    "two reviews of one thing": """
        SELECT thing FROM review WHERE state = 'published'
        GROUP BY thing, member HAVING count(*) > 1
    """,
}
"""Questions to which a store that is whole has no answer."""


def lost(may: Told, stands: dict[Key, object]) -> list[tuple[Key, list[object], object]]:
    """Give what was acknowledged and does not stand, and what stands and was never asked for."""
    keys = may.keys() | stands.keys()
    return [
        (key, may.get(key, []), stands.get(key))
        for key in keys
        if stands.get(key, NOTHING[key[0]]) not in may.get(key, [NOTHING[key[0]]])
    ]


def main() -> None:
    """Kill, look, and kill again."""
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    book = folder / "book"
    before: Told = {}
    every = 0
    for turn in range(kills):
        killed(folder, book, turn, f"{seed} {turn}")
        may, acknowledged = told(book, before)
        stands = standing(folder)
        if gone := lost(may, stands):
            raise SystemExit(f"turn {turn}: {gone[:3]}")
        every += acknowledged
        before = {key: [value] for key, value in stands.items()}
        book.unlink(missing_ok=True)
    votes_left = sum(key[0] == "vote" for key in before)
    print(json.dumps([every, len(before) - votes_left, votes_left]))  # noqa: T201 - told to the test


if __name__ == "__main__":
    main()
