"""Speaks to the loopback gateway with a bare WebSocket, for what no library lets itself do."""

from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest

from .loopback import Loopback

Socket = aiohttp.ClientWebSocketResponse[Any]


@pytest.fixture
async def server() -> AsyncGenerator[Loopback]:
    async with Loopback() as discord_server:
        yield discord_server


@pytest.fixture
async def socket(server: Loopback) -> AsyncGenerator[Socket]:
    session = aiohttp.ClientSession()
    async with session, session.ws_connect(server.gateway_url) as opened:
        assert (await opened.receive_json())["op"] == 10
        yield opened


def identify(token: str) -> dict[str, Any]:
    return {"op": 2, "d": {"token": token, "intents": 1, "properties": {}}}


def resume(token: str, session_id: str, sequence: int) -> dict[str, Any]:
    return {"op": 6, "d": {"token": token, "session_id": session_id, "seq": sequence}}


async def test_ready_comes_before_the_servers(server: Loopback, socket: Socket):
    await socket.send_json(identify(server.token))
    ready, guild = await socket.receive_json(), await socket.receive_json()
    assert (ready["t"], ready["s"], guild["t"], guild["s"]) == ("READY", 1, "GUILD_CREATE", 2)
    assert ready["d"]["resume_gateway_url"] == server.gateway_url


async def test_a_heartbeat_is_acknowledged(socket: Socket):
    await socket.send_json({"op": 1, "d": None})
    assert (await socket.receive_json())["op"] == 11


async def test_a_wrong_token_closes_the_socket(socket: Socket):
    await socket.send_json(identify("wrong"))
    assert (await socket.receive()).data == 4004


async def test_nothing_comes_before_identify(socket: Socket):
    await socket.send_json({"op": 3, "d": {}})
    assert (await socket.receive()).data == 4003


async def test_an_unknown_session_can_not_be_resumed(server: Loopback, socket: Socket):
    await socket.send_json(resume(server.token, "strange", 1))
    assert await socket.receive_json() == {"op": 9, "d": False, "s": None, "t": None}


async def test_only_what_was_missed_is_sent_again(server: Loopback, socket: Socket):
    await socket.send_json(identify(server.token))
    ready = await socket.receive_json()
    await socket.receive_json()
    await socket.send_json(resume(server.token, ready["d"]["session_id"], 1))
    again, resumed = await socket.receive_json(), await socket.receive_json()
    assert (again["t"], again["s"], resumed["t"]) == ("GUILD_CREATE", 2, "RESUMED")
    assert server.gateway.resumed == [["GUILD_CREATE"]]
