"""A Discord in the browser for people without a token, running the same App as Discord does."""

from __future__ import annotations

import asyncio
import importlib
import logging
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot import loading
from bot.app import App
from bot.errors import PlaygroundMissing, PortTaken
from bot.loading import handover
from bot.loading.services import Services
from bot.settings import Settings
from bot.store import Store
from bot.ui import stopping

if TYPE_CHECKING:
    from simcord import Env, Preview

GUILD = 1
TICK = 1.0
"""Seconds between two looks at the time and at what the bot said by itself."""
NEEDED = ("simcord", "aiohttp", "markdown_it", "linkify_it", "regex", "PIL")
"""What draws the page."""
SEED = """\
**Welcome to Cold Open's playground**, a make-believe Discord: nothing leaves your computer.
- Type `/episode`, press Enter, type `target is`, pick the suggestion, press the paper plane
- The same with `mayday 9x05`, or with any words of your own, typos too
- `/series mayday`, `/search fuel`, `/random`, `/help`
- `/review write`, publish it, be Bob, press **Helpful** under it

No answer in sight? Press **View response** at the top. \
You are Ann; **Viewing as** makes you Bob or Cat."""
HINT = """\
The playground is open (Ctrl-C ends it): {}
Try there, with Enter after the command: /episode target is   /episode mayday 9x05   /help"""

log = logging.getLogger(__name__)


async def playground(settings: Settings, port: int) -> None:
    """Keep one open until it is told to stop; raises PlaygroundMissing, PortTaken, StoreError."""
    # It warns of voice and intents, and tells of a login: none of that is so here.
    logging.getLogger("discord").setLevel(logging.ERROR)
    check_packages()
    check_port(port)
    stop = stopping()
    async with Store.opened(settings.data / "playground") as store:
        await loading.ensure_starter(store)
        app = App(
            store,
            admin_guild=GUILD,
            always_sync=True,
            services=Services.of(settings),
            keeping=settings.keeping,
        )
        app.least = settings.review_least
        async with app, opened(app, port) as page:
            print(HINT.format(page.url), flush=True)  # noqa: T201 - for who started it
            await ended(stop, page, handover.attend(store))


def check_packages() -> None:
    """Raise PlaygroundMissing unless all that draws the page can be imported."""
    for name in NEEDED:
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise PlaygroundMissing(name) from error


def check_port(port: int) -> None:
    """Raise PortTaken unless the port can be listened on."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        raise PortTaken(port) from error


@asynccontextmanager
async def opened(app: App, port: int) -> AsyncIterator[Preview]:
    """Start the bot in an invented server with Ann, an operator, Bob and Cat, and open its page."""
    from simcord import Env  # noqa: PLC0415 - it may be missing, and it changes discord.py

    env = mended(Env(app, shard_count=1))
    env.backend.edit_bot_profile("Cold Open")
    guild = env.create_guild("Playground", id=GUILD)
    people = tuple(guild.add_member(env.create_user(name)) for name in ("Ann", "Bob", "Cat"))
    channel = guild.create_text_channel("television")
    app.operators = frozenset({people[0].id})
    # Not before: ids are made of the time, and people keep theirs, and what is theirs, this way.
    env.backend.clock._epoch = datetime.now(UTC)  # noqa: SLF001 - else it is January 2026
    await env.start()
    # It takes errors that are answered ("did you mean") for faults, and keeps the command open.
    vars(app.tree).pop("on_error", None)
    try:
        await guild.add_member(env.create_user("Guide")).send(channel, SEED)
        async with env.preview(channel, viewers=people, layout="channel", port=port) as page:
            yield page
    finally:
        await env.shutdown()


def mended(env: Env) -> Env:
    """Let an invented Discord forget a "thinking" message that was deleted.

    By itself it takes the next message for that one and refuses it: Discord sends it as it is.
    """
    backend = env.backend
    delete = backend.delete_message

    def delete_message(channel_id: int, message_id: int) -> None:
        delete(channel_id, message_id)
        for one in backend.interactions.values():
            if one.message_id == message_id and one.loading:
                one.complete_deferred()

    vars(backend)["delete_message"] = delete_message
    return env


async def ended(stop: asyncio.Event, page: Preview, *endless: Coroutine[Any, Any, None]) -> None:
    """Wait until somebody ends it, while the clock and what else has no end run."""
    clock = [Clock(page).run()] if hasattr(page, "_action") else []
    tasks = map(asyncio.ensure_future, (stop.wait(), page.wait_closed(), *clock, *endless))
    done, left = await asyncio.wait(set(tasks), return_when="FIRST_COMPLETED")
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.gather(*done)


class Clock:
    """Lets time pass in the invented Discord, in turns with what people do on the page.

    Both at once would leave an action without an outcome. A refresh closes open suggestions: there
    is one only when the bot has said something that no action has put on the page.
    """

    def __init__(self, page: Preview) -> None:
        self._page, self._env = page, page.env
        self._turn = asyncio.Lock()
        self._shown = len(self._env.backend.transcript)
        self._ahead = self._env.now() - datetime.now(UTC)
        self._act = page._action  # noqa: SLF001
        vars(page)["_action"] = self._action

    async def _action(self, *args: Any) -> dict[str, Any]:  # noqa: ANN401 - handed on as they are
        async with self._turn:
            self._page.capture_time = self._env.now()
            try:
                return await self._act(*args)
            finally:
                self._shown = len(self._env.backend.transcript)

    async def run(self) -> None:
        """Follow the real time for ever."""
        while True:
            await asyncio.sleep(TICK)
            async with self._turn:
                behind = datetime.now(UTC) + self._ahead - self._env.now()
                try:
                    await self._env.advance_time(max(behind.total_seconds(), 0))
                    if len(self._env.backend.transcript) > self._shown:
                        await self._page.refresh()
                except TimeoutError as late:
                    log.warning("the bot is busy: %s", late)
                self._shown = len(self._env.backend.transcript)
