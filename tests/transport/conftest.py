"""What tests over real sockets have in common."""

from collections.abc import AsyncGenerator

import pytest

from .loopback import Loopback


@pytest.fixture
async def server() -> AsyncGenerator[Loopback]:
    """Give a Discord of our own, to which nothing may be said that Discord refuses."""
    async with Loopback() as discord_server:
        yield discord_server
        assert discord_server.problems == []
