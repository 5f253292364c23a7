"""Online in Discord: connect with patience, say what is refused, stop without losing an answer."""

import asyncio
import gc
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import aiohttp
import discord
import stamina
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot import loading
from bot.app import App
from bot.errors import DiscordOdd, IntentsRefused, TokenRefused
from bot.loading import handover
from bot.loading.services import Services
from bot.settings import Settings
from bot.store import Store
from bot.ui import drained, stopping

DRAIN = 10.0
"""Seconds that people who are being answered get when the program is told to stop."""
REFUSED_TOKEN = 4004
"""The gateway's close code for a token that it does not know."""
NO_ANSWERS = (TypeError, LookupError, ValueError, AttributeError)
"""What discord.py raises when it reads something that is not an answer of Discord's."""

log = logging.getLogger(__name__)


async def online(settings: Settings) -> None:
    """Be online until SIGTERM or SIGINT; raises StartError or StoreError when that can't be.

    The second signal ends the program at once.
    """
    point_at(settings.api_url)
    stop = stopping()
    async with Store.opened(settings.data) as store:
        await loading.ensure_starter(store)
        async with App(
            store,
            operators=settings.operators,
            admin_guild=settings.admin_guild,
            services=Services.of(settings),
            keeping=settings.keeping,
        ) as app:
            app.least = settings.review_least
            app.add_listener(_greet(app), "on_ready")
            connection = asyncio.create_task(connect(app, settings))
            shells = asyncio.create_task(handover.attend(store))
            await asyncio.wait(
                {connection, shells, asyncio.create_task(stop.wait())},
                return_when="FIRST_COMPLETED",
            )
            for task in (connection, shells):
                if task.done():
                    task.result()
            await ended(shells)
            await drained(DRAIN)
        await ended(connection)


async def ended(task: asyncio.Task[None]) -> None:
    """End a task that would go on for ever."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def point_at(api_url: str) -> None:
    """Let discord.py speak to the server at this address; the gateway is what it names."""
    Route.BASE = api_url
    # Asked for only when a session can't be resumed and /gateway/bot was never asked.
    if (url := URL(api_url)).host != URL("https://discord.com").host:
        socket = url.with_scheme("wss" if url.scheme == "https" else "ws")
        DiscordWebSocket.DEFAULT_GATEWAY = socket.with_path("/gateway")


async def connect(app: App, settings: Settings) -> None:
    """Log in and stay connected; waits longer and longer while Discord can't be reached."""
    token = settings.token.get_secret_value() if settings.token else ""
    try:
        async for attempt in stamina.retry_context(
            on=unreachable, attempts=None, timeout=None, wait_initial=1.0, wait_max=60.0
        ):
            with attempt:
                await _once(app, token)
    except discord.LoginFailure:
        raise TokenRefused from None
    except discord.PrivilegedIntentsRequired:
        raise IntentsRefused from None
    except discord.ConnectionClosed as closed:
        raise (TokenRefused() if closed.code == REFUSED_TOKEN else closed) from None
    except discord.HTTPException as refused:
        raise DiscordOdd(_place(), f"status {refused.status}") from None


async def _once(app: App, token: str) -> None:
    try:
        await _log_in(app, token)
        await _stay(app)
    except Exception as error:
        if unreachable(error):
            log.warning("can't reach Discord at %s (%s), trying again", _place(), error)
        # A new attempt needs a new session: login() would leave this one open behind it.
        await app.http.close()
        app.http.connector = discord.utils.MISSING
        # With a count it would take the default gateway instead of asking /gateway/bot for it.
        app.shard_count = None  # type: ignore[assignment]  # discord.py's own "ask" value
        raise


async def _log_in(app: App, token: str) -> None:
    try:
        await app.login(token)
    except NO_ANSWERS as error:
        # Known once both answers were read: what fails after that is a fault of ours.
        if app.application is not None:
            raise
        raise DiscordOdd(_place(), "its answer can't be read") from error


async def _stay(app: App) -> None:
    try:
        await app.connect(reconnect=True)
    except NO_ANSWERS as error:
        if app.shards:
            raise
        raise DiscordOdd(_place(), "it names no gateway") from error


def _place() -> str:
    """Give the address that is asked, without what may stand in it as a password."""
    return str(URL(Route.BASE).with_user(None))


def unreachable(error: Exception) -> bool:
    """Tell whether trying again later may help."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.status == 429
    return isinstance(error, aiohttp.ClientError | OSError | discord.GatewayNotFound)


def _greet(app: App) -> Callable[[], Coroutine[Any, Any, None]]:
    async def on_ready() -> None:
        log.info("ready as %s in %d servers", app.user, len(app.guilds))
        log.info("invite: %s", app.invite)
        if not gc.get_freeze_count():
            settle()

    return on_ready


def settle() -> None:
    """Let the collector of cycles look only at what comes from now on.

    A hundred thousand objects live as long as the program: each look at all of them held everybody
    up for 60 ms.
    """
    gc.collect()
    gc.freeze()
