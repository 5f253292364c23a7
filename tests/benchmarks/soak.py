"""Eight hours' worth of questions, presses and votes, one after the other: what they leave.

Members ask for episodes, turn pages, read reviews, vote, change votes and take them back. Printed
is what memory the process has more after the last press than after the first tenth, and how many
messages discord.py keeps.
"""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from bot import loading
from bot.reviews import Words
from bot.store import Store
from tests.reviewing import wrote
from tests.transport.loopback import Loopback
from tests.transport.people import User
from tests.transport.program import Program, settings_for, started

INTERACTIONS = 50_000 if os.environ.get("COLDOPEN_BENCH") == "full" else 5_000
IN_FLIGHT = 8
WATCHED = "tests.benchmarks.watched"
MEMBERS = [User(80_351_110_224_678_912 + number, f"member{number}") for number in range(300)]
REVIEWERS = range(90_000_000_000_000_001, 90_000_000_000_000_041)
TEXT = "Long enough to say what there is to say, and no word longer than that. " * 8

Json = dict[str, Any]


async def measure(folder: Path) -> None:
    """Print how memory grows over many interactions, after a tenth of them as warm-up."""
    data = folder / "data"
    async with Store.opened(data) as store:
        await loading.load_starter(store)
        sql = "SELECT id FROM episode ORDER BY id LIMIT 40"
        things = [row[0] for row in await store.read(lambda db: db.execute(sql).fetchall())]
        reviews = [
            await wrote(store, who, thing, Words("So it was", TEXT, 1 + thing % 10))
            for who, thing in zip(REVIEWERS, things, strict=True)
        ]
    async with (
        Loopback(check=False) as server,
        started(data, settings_for(server), module=WATCHED) as bot,
    ):
        await server.connected(20)
        await _lived(bot, await _deeds(server, reviews))
        await bot.stopped()


async def _lived(bot: Program, ask: Callable[[random.Random], Awaitable[object]]) -> None:
    process, dice = psutil.Process(bot.pid), random.Random(11)  # noqa: S311 - a crowd
    await _crowd(ask, dice, INTERACTIONS // 10)
    before = _own(process)
    await _crowd(ask, dice, INTERACTIONS - INTERACTIONS // 10)
    grown = (_own(process) - before) / 2**20
    process.send_signal(10)  # SIGUSR1: bot.watched tells what discord.py keeps
    await bot.says("messages kept:")
    kept = bot.said.partition("messages kept:")[2].split()[0]
    print(
        f"soak: {INTERACTIONS:,} interactions, {grown:+.1f} MB after warm-up, {kept} messages kept"
    )


def _own(process: psutil.Process) -> int:
    """Give the bytes that are the process's alone; the files that it maps are the system's."""
    maps = process.memory_maps()
    return sum(getattr(one, "anonymous", one.rss) for one in maps)


async def _crowd(
    ask: Callable[[random.Random], Awaitable[object]], dice: random.Random, size: int
) -> None:
    turns = asyncio.Semaphore(IN_FLIGHT)

    async def one() -> None:
        async with turns:
            await ask(dice)

    await asyncio.gather(*(one() for _ in range(size)))


async def _deeds(
    server: Loopback, reviews: list[int]
) -> Callable[[random.Random], Awaitable[object]]:
    """Give a way to let somebody do something, most often what people do most often."""
    card = await server.slash("episode", query="air emergency target is destroyed")
    assert card.message
    page = dict(card.message)

    async def ask(dice: random.Random) -> None:
        user = dice.choice(MEMBERS)
        review = dice.choice(reviews)
        every: list[Callable[[], Awaitable[object]]] = [

                partial(server.slash, "episode", query="mayday 9x05", user=user),
                partial(server.autocomplete, "episode", focused="query", query="may", user=user),
                partial(_press, server, page, f"review:more:{review}:{review}", user),
                *(partial(_press, server, page, f"episode:{name}:{{}}:0", user)
                  for name in ("cast", "plot", "reviews")),
                *(partial(_press, server, page, f"review:{vote}:{review}", user)
                  for vote in ("helpful", "unhelpful", "unvote")),
        ]  # fmt: skip
        await dice.choice(every)()

    return ask


async def _press(server: Loopback, page: Json, custom_id: str, user: User) -> None:
    """Press a button that the page has, or that another message of the bot has."""
    own = str(page).partition("episode:cast:")[2].partition(":")[0]
    message = server.post(components=_button(custom_id.format(own)), flags=1 << 15)
    await server.press(message, custom_id.format(own), user=user)
    server.world.messages.delete(message)


def _button(custom_id: str) -> list[Json]:
    return [
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "x", "custom_id": custom_id}]}
    ]
