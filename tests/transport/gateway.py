"""The WebSocket side: sessions, heartbeats, and the replay of what a lost socket missed."""

from __future__ import annotations

import asyncio
import contextlib
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web

from .people import APPLICATION_ID, BOT, application_payload, guild_payload, user_payload
from .world import World

Json = dict[str, Any]

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
INVALID_SESSION, HELLO, ACKNOWLEDGE = 9, 10, 11
BAD_TOKEN, NOT_IDENTIFIED = 4004, 4003


class Link:
    """One open socket with its own compression stream."""

    def __init__(self, request: web.Request) -> None:
        self.socket = web.WebSocketResponse(compress=False, timeout=1)
        self.gone = asyncio.Event()
        self._request = request
        compressed = request.query.get("compress") == "zlib-stream"
        self._deflate = zlib.compressobj() if compressed else None

    async def say(self, op: int, data: object = None) -> None:
        """Send one message that is not an event."""
        await self.send(msgspec.json.encode({"op": op, "d": data, "s": None, "t": None}))

    async def send(self, frame: bytes) -> None:
        """Send one message; when the socket has died, the replay will bring it."""
        with contextlib.suppress(ConnectionError):
            if self._deflate is None:
                await self.socket.send_str(frame.decode())
            else:
                # Nothing may come between compressing and writing: the stream has an order.
                packed = self._deflate.compress(frame) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)

    def cut(self) -> None:
        """Break the connection with no goodbye."""
        if self._request.transport is not None:
            self._request.transport.abort()


@dataclass(eq=False)
class Session:
    """One identified shard, which outlives its sockets."""

    id: str
    shard: tuple[int, int]
    intents: int
    link: Link | None = None
    sequence: int = 0
    sent: deque[tuple[int, str, bytes]] = field(default_factory=lambda: deque(maxlen=2_000))

    async def dispatch(self, event: str, data: object) -> None:
        """Send an event, or keep it for the next RESUME."""
        self.sequence += 1
        told = {"op": DISPATCH, "t": event, "s": self.sequence, "d": data}
        frame = msgspec.json.encode(told)
        self.sent.append((self.sequence, event, frame))
        if self.link is not None:
            await self.link.send(frame)

    async def replay(self, link: Link, seen: int) -> list[str]:
        """Send what came after the last event that the client has seen, then stay attached."""
        names = []
        while seen < self.sequence:
            number, event, frame = next(entry for entry in self.sent if entry[0] > seen)
            await link.send(frame)
            names.append(event)
            seen = number
        self.link = link
        return names


class Gateway:
    """All sockets and sessions, and the disturbances that tests ask for."""

    def __init__(self, world: World, *, shards: int, heartbeat_seconds: float) -> None:
        self.world = world
        self.shards = shards
        self.heartbeat_seconds = heartbeat_seconds
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.links: set[Link] = set()
        self.identified: list[Json] = []
        self.resumed: list[list[str]] = []
        self.heartbeats = 0
        self.greets = True
        self.acknowledges = True
        self.refusals: list[int] = []
        self._changed = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one socket until it is gone."""
        link = Link(request)
        await link.socket.prepare(request)
        self.links.add(link)
        try:
            if self.greets:
                await link.say(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1_000)})
            await self._listen(link)
        finally:
            self._forget(link)
        return link.socket

    async def until(self, done: Callable[[], bool], seconds: float = 10) -> None:
        """Wait until something is so; looked at after each identify, resume, heartbeat, loss."""
        async with asyncio.timeout(seconds):
            while not done():
                self._changed.clear()
                await self._changed.wait()

    def session(self, shard: int) -> Session | None:
        """Give the latest session of a shard."""
        mine = (one for one in reversed(self.sessions.values()) if one.shard[0] == shard)
        return next(mine, None)

    async def dispatch(self, event: str, data: object, guild_id: int | None) -> None:
        """Send an event to the shard that the server belongs to."""
        shard = 0 if guild_id is None else (guild_id >> 22) % self.shards
        session = self.session(shard)
        if session is None:
            await self.until(lambda: self.session(shard) is not None)
            session = self.session(shard)
        if session is not None:
            await session.dispatch(event, data)

    async def drop(self) -> None:
        """Cut every socket; the sessions stay and collect what is missed."""
        links = self._detach()
        for link in links:
            link.cut()
        for link in links:
            await link.gone.wait()

    async def close(self, code: int) -> None:
        """Close every socket with a close code."""
        links = self._detach()
        await asyncio.gather(*(link.socket.close(code=code) for link in links))

    async def say(self, op: int, data: object = None) -> None:
        """Send an operation such as RECONNECT or INVALID SESSION to every client."""
        for link in list(self.links):
            await link.say(op, data)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Declare every session invalid."""
        if not resumable:
            self.sessions.clear()
        await self.say(INVALID_SESSION, resumable)

    def _detach(self) -> list[Link]:
        for session in self.sessions.values():
            session.link = None
        return list(self.links)

    def _forget(self, link: Link) -> None:
        self.links.discard(link)
        for session in self.sessions.values():
            if session.link is link:
                session.link = None
        link.gone.set()
        self._changed.set()

    async def _listen(self, link: Link) -> None:
        async for message in link.socket:
            # hikari sends its JSON in binary frames.
            if message.type in {WSMsgType.TEXT, WSMsgType.BINARY}:
                told = msgspec.json.decode(message.data)
                await self._hear(link, told["op"], told.get("d"))
                self._changed.set()

    async def _hear(self, link: Link, op: int, data: Any) -> None:
        match op:
            case 1:
                self.heartbeats += 1
                if self.acknowledges:
                    await link.say(ACKNOWLEDGE)
            case 2:
                await self._identify(link, data)
            case 6:
                await self._resume(link, data)
            case _ if not any(one.link is link for one in self.sessions.values()):
                await link.socket.close(code=NOT_IDENTIFIED)

    async def _identify(self, link: Link, data: Json) -> None:
        self.identified.append(data)
        if self.refusals or data["token"] != self.world.token:
            code = self.refusals.pop(0) if self.refusals else BAD_TOKEN
            await link.socket.close(code=code)
            return
        number, count = data.get("shard") or (0, 1)
        session = Session(f"{self.world.snowflake():x}", (number, count), data["intents"], link)
        self.sessions[session.id] = session
        await session.dispatch("READY", self._ready(session))
        for guild in self._guilds(session):
            await session.dispatch("GUILD_CREATE", guild_payload(guild))

    async def _resume(self, link: Link, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.world.token:
            await link.say(INVALID_SESSION, data=False)
            return
        oldest = session.sent[0][0] if session.sent else 1
        if data["seq"] is None or data["seq"] < oldest - 1:
            await link.say(INVALID_SESSION, data=False)
            return
        missed = await session.replay(link, data["seq"])
        await session.dispatch("RESUMED", {"_trace": []})
        self.resumed.append(missed)

    def _guilds(self, session: Session) -> list[Any]:
        number, count = session.shard
        installed = (guild for guild in self.world.guilds if guild.installed)
        return [guild for guild in installed if (guild.id >> 22) % count == number]

    def _ready(self, session: Session) -> Json:
        unavailable = [{"id": str(one.id), "unavailable": True} for one in self._guilds(session)]
        return {
            "v": 10,
            "user": user_payload(BOT) | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": unavailable,
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "application": {"id": str(APPLICATION_ID), "flags": application_payload()["flags"]},
            "private_channels": [],
            "relationships": [],
            "_trace": [],
        }

    async def shut(self) -> None:
        """Say goodbye to every client."""
        await self.close(WSCloseCode.GOING_AWAY)
        for link in list(self.links):
            link.cut()
            await link.gone.wait()
