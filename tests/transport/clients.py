"""Points discord.py at a loopback server for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from .loopback import Loopback

Client = TypeVar("Client", bound=discord.Client)


@contextmanager
def discord_py_at(server: Loopback) -> Generator[None]:
    """Let every discord.py client of this process speak to a loopback server."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = server.api_url
    # A plain client never asks for the address, and all fall back to this one after opcode 9.
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(bot: Client, server: Loopback) -> AsyncGenerator[Client]:
    """Run a discord.py client against a server; yields it when it has identified."""
    with discord_py_at(server):
        async with bot:
            task = asyncio.create_task(bot.start(server.token))
            connected = asyncio.create_task(server.connected())
            try:
                await asyncio.wait({task, connected}, return_when=asyncio.FIRST_COMPLETED)
                if task.done():
                    await task
                yield bot
            finally:
                connected.cancel()
                await bot.close()
                await asyncio.gather(task, connected, return_exceptions=True)
