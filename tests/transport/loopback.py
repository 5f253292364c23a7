"""A Discord on 127.0.0.1 with real HTTP and WebSocket, and the people who use the bot there."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .exchange import COMPONENT, DEFERRED, DEFERRED_UPDATE, Choice, Exchange, Reply
from .faults import Fault, Gate
from .gateway import RECONNECT, Gateway
from .interactions import Interactions
from .people import ANN, APPLICATION_ID, GUILD, Group, Guild, User, place_of
from .rest import PREFIX, Rest
from .schema import Schema
from .typed import Values
from .world import Request, World

Json = dict[str, Any]


class Loopback:
    """A Discord of our own: `async with Loopback() as discord_server`."""

    def __init__(
        self,
        *,
        check: bool = True,
        guilds: Sequence[Guild] = (GUILD,),
        deadline: float = 3.0,
        patience: float = 10.0,
        shards: int = 1,
        heartbeat_seconds: float = 41.25,
        schema: Schema | None = None,
    ) -> None:
        self.world = World(_new_token(), guilds, deadline)
        self.patience = patience
        self.gateway = Gateway(self.world, shards=shards, heartbeat_seconds=heartbeat_seconds)
        self._interactions = Interactions(self.world)
        self._rest = Rest(self.world, self.gateway, (schema or Schema()) if check else None)
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._rest.application(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.url = f"ws://127.0.0.1:{self._port}/gateway"
        self.world.messages.files_url = f"http://127.0.0.1:{self._port}/attachments"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for gate in self.world.faults.gates:
            gate.released.set()
        await self.gateway.shut()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """Give the address that clients use in place of Discord's."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Give the address of the gateway."""
        return self.gateway.url

    @property
    def token(self) -> str:
        """Give the only token that is accepted."""
        return self.world.token

    @property
    def requests(self) -> list[Request]:
        """List every request so far."""
        return self.world.requests

    @property
    def problems(self) -> list[str]:
        """List what Discord would not have taken."""
        return self.world.problems

    @property
    def messages(self) -> list[Json]:
        """List the messages that can be seen now, oldest first."""
        return list(self.world.messages.by_id.values())

    async def connected(self, seconds: float = 10) -> None:
        """Wait until every shard has identified and has a socket."""
        shards = range(self.gateway.shards)
        await self.gateway.until(lambda: all(self._attached(shard) for shard in shards), seconds)

    async def slash(
        self,
        path: str,
        *,
        user: User = ANN,
        guild: Guild | Group | None = GUILD,
        finish: bool = True,
        options: Values | None = None,
        **named: Any,
    ) -> Reply:
        """Use a slash command; with finish, a deferred answer is waited for too."""
        place = place_of(user, guild)
        exchange = self._interactions.command(path, {**(options or {}), **named}, user, place)
        return await self._ask(exchange, finish=finish)

    async def autocomplete(
        self,
        path: str,
        *,
        focused: str,
        user: User = ANN,
        guild: Guild | Group | None = GUILD,
        options: Values | None = None,
        **named: Any,
    ) -> list[Choice]:
        """Type into an option and see what is offered."""
        place = place_of(user, guild)
        values = {**(options or {}), **named}
        exchange = self._interactions.command(path, values, user, place, focused)
        return (await self._ask(exchange, finish=False)).choices

    async def menu(
        self,
        name: str,
        target: User | Json,
        *,
        user: User = ANN,
        guild: Guild | Group | None = GUILD,
        finish: bool = True,
    ) -> Reply:
        """Use a command from the menu of a person or a message."""
        exchange = self._interactions.menu(name, target, user, place_of(user, guild))
        return await self._ask(exchange, finish=finish)

    async def press(
        self, message: Reply | Json, custom_id: str, *, user: User = ANN, finish: bool = True
    ) -> Reply:
        """Press a button."""
        exchange = self._interactions.press(_message(message), custom_id, user)
        return await self._ask(exchange, finish=finish)

    async def select(
        self,
        message: Reply | Json,
        custom_id: str,
        values: Sequence[str],
        *,
        user: User = ANN,
        finish: bool = True,
    ) -> Reply:
        """Choose from a select."""
        exchange = self._interactions.press(_message(message), custom_id, user, list(values))
        return await self._ask(exchange, finish=finish)

    async def submit(
        self, opened: Reply, values: Values, *, user: User | None = None, finish: bool = True
    ) -> Reply:
        """Fill in the modal that a reply opened: text by custom id, lists for the rest."""
        exchange = self._interactions.submit(opened, values, user or opened.exchange.user)
        return await self._ask(exchange, finish=finish)

    def post(
        self,
        *,
        guild: Guild | Group | None = GUILD,
        user: User = ANN,
        asked_by: User | None = None,
        **body: Any,
    ) -> Json:
        """Leave a message that the bot sent in an earlier life, so that it can be pressed."""
        place = place_of(user, guild)
        metadata = None if asked_by is None else self._interactions.past(asked_by, place)
        return self.world.messages.create(place, body, {}, metadata)

    def fail_next(self, method: str, path: str, **how: Any) -> Fault:
        """Make the next matching requests fail; see Fault for how."""
        fault = Fault(method, re.compile(path), **how)
        self.world.faults.ordered.append(fault)
        return fault

    def hold_next(self, method: str, path: str) -> Gate:
        """Keep the next matching request waiting until the gate is released."""
        gate = Gate(method, re.compile(path))
        self.world.faults.gates.append(gate)
        return gate

    def expire(self, reply: Reply) -> None:
        """Let the 15 minutes of an interaction token be over."""
        reply.exchange.expired = True

    async def drop(self) -> None:
        """Cut every gateway socket; what happens meanwhile is replayed on RESUME."""
        await self.gateway.drop()

    async def close(self, code: int) -> None:
        """Close every gateway socket with a code."""
        await self.gateway.close(code)

    async def ask_reconnect(self) -> None:
        """Ask every client to reconnect and resume (opcode 7)."""
        await self.gateway.say(RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Declare every session invalid (opcode 9)."""
        await self.gateway.invalidate(resumable=resumable)

    def refuse_identify(self, code: int = 4014) -> None:
        """Answer the next IDENTIFY with this close code."""
        self.gateway.refusals.append(code)

    async def _ask(self, exchange: Exchange, *, finish: bool) -> Reply:
        guild = exchange.place.guild
        at = guild.id if guild is not None and guild.installed else None
        await self.gateway.dispatch("INTERACTION_CREATE", exchange.payload, at)
        seconds = self.world.deadline
        await exchange.until(lambda: exchange.callback is not None, seconds, "an answer")
        if finish and exchange.callback in {DEFERRED, DEFERRED_UPDATE}:
            await exchange.until(lambda: _finished(exchange), self.patience, "the deferred answer")
        return Reply(exchange)

    def _attached(self, shard: int) -> bool:
        session = self.gateway.session(shard)
        return session is not None and session.link is not None


def _new_token() -> str:
    """Invent a token in the form of a real one: the account's id, then two secrets."""
    account = base64.b64encode(str(APPLICATION_ID).encode()).decode()
    return f"{account}.{secrets.token_hex(3)}.{secrets.token_hex(19)}"


def _message(shown: Reply | Json) -> Json:
    return shown.message if isinstance(shown, Reply) else shown


def _finished(exchange: Exchange) -> bool:
    said = exchange.edits > 0 or bool(exchange.followups) or exchange.deleted
    return said if exchange.type == COMPONENT else said and not exchange.thinking
