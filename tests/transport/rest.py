"""The HTTP side: which path leads where, and what each request must pass first."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from aiohttp import BodyPartReader, web

from .answers import (
    NOT_FOUND,
    UNAUTHORIZED,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MESSAGE,
    RefusedError,
    answer,
    failure,
    nothing,
)
from .gateway import Gateway
from .people import (
    ANN,
    BOT,
    OWNER,
    Place,
    application_payload,
    channel_payload,
    guild_payload,
    user_payload,
)
from .schema import Schema
from .webhooks import Webhooks
from .world import Request, World

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

BODY: web.RequestKey[Any] = web.RequestKey("body", object)
FILES: web.RequestKey[Mapping[str, bytes]] = web.RequestKey("files", dict)
PREFIX = "/api/v10"
# An interaction token in the address is the right to use these.
_OPEN = re.compile(r"/(interactions|webhooks)/|/gateway$")


class Rest:
    """Every route, and the recording, failing and checking of all requests."""

    def __init__(self, world: World, gateway: Gateway, schema: Schema | None) -> None:
        self.world = world
        self.gateway = gateway
        self.schema = schema
        self.webhooks = Webhooks(world)

    def application(self) -> web.Application:
        """Make the aiohttp application."""
        app = web.Application(middlewares=[self._pass], client_max_size=26 * 1024 * 1024)
        for method, path, handler in self._routes():
            app.router.add_route(method, PREFIX + path, handler)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/attachments/{id}/{name}", self._file)
        return app

    def _routes(self) -> list[tuple[str, str, Handler]]:
        commands = [
            (method, f"/applications/{{application}}{scope}/commands{tail}", handler)
            for scope in ("", "/guilds/{guild}")
            for method, tail, handler in (
                ("GET", "", self._commands),
                ("PUT", "", self._put_commands),
                ("POST", "", self._add_command),
                ("GET", "/{command}", self._command),
                ("PATCH", "/{command}", self._edit_command),
                ("DELETE", "/{command}", self._delete_command),
            )
        ]
        hook, message = "/webhooks/{application}/{token}", "/messages/{message}"
        return [
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/applications/@me", self._application),
            ("GET", "/gateway", self._gateway),
            ("GET", "/gateway/bot", self._gateway_bot),
            *commands,
            ("POST", "/interactions/{interaction}/{token}/callback", self._callback),
            ("POST", hook, self._follow_up),
            ("GET", hook + message, self._hook_message),
            ("PATCH", hook + message, self._edit_hook_message),
            ("DELETE", hook + message, self._delete_hook_message),
            ("GET", "/channels/{channel}", self._channel),
            ("POST", "/channels/{channel}/messages", self._send),
            ("GET", "/channels/{channel}" + message, self._message),
            ("PATCH", "/channels/{channel}" + message, self._edit_message),
            ("DELETE", "/channels/{channel}" + message, self._delete_message),
            ("GET", "/guilds/{guild}", self._guild),
            ("POST", "/users/@me/channels", self._direct),
        ]

    @web.middleware
    async def _pass(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(PREFIX):
            return await handler(request)
        path = request.path.removeprefix(PREFIX)
        await self._record(request, path)
        await self.world.faults.hold(request, path)
        fault = self.world.faults.meet(request, path)
        if fault is not None and not fault.accepted:
            return fault.answer(request)
        given = await self._serve(request, path, handler)
        return given if fault is None else fault.answer(request)

    async def _serve(self, request: web.Request, path: str, handler: Handler) -> web.StreamResponse:
        authorized = request.headers.get("Authorization") == f"Bot {self.world.token}"
        if not authorized and _OPEN.match(path) is None:
            return failure(*UNAUTHORIZED)
        try:
            return await handler(request)
        except RefusedError as refused:
            return failure(*refused.error)
        except web.HTTPNotFound:
            self.world.problems.append(f"{request.method} {path}: the loopback has no such route")
            return failure(*NOT_FOUND)

    async def _record(self, request: web.Request, path: str) -> None:
        body, files = await _read(request)
        request[BODY], request[FILES] = body, files
        query = dict(request.query)
        self.world.requests.append(Request(request.method, path, body, files, query))
        if self.schema is not None and body is not None:
            kind = self._option_type(path)
            found = self.schema.check(request.method, path, body, option_type=kind)
            self.world.problems += [f"{request.method} {path}: {problem}" for problem in found]

    def _option_type(self, path: str) -> int:
        parts = path.split("/")
        token = parts[3] if path.endswith("/callback") else ""
        exchange = self.world.exchanges.get(token)
        return 3 if exchange is None else exchange.option_type

    async def _me(self, _: web.Request) -> web.Response:
        return answer(
            user_payload(BOT) | {"verified": True, "mfa_enabled": True, "locale": "en-US"}
        )

    async def _application(self, _: web.Request) -> web.Response:
        return answer(application_payload())

    async def _gateway(self, _: web.Request) -> web.Response:
        return answer({"url": self.gateway.url})

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        used = len(self.gateway.identified)
        limit = {"total": 1_000, "remaining": 1_000 - used, "reset_after": 86_400_000}
        limit["max_concurrency"] = 1
        shards = self.gateway.shards
        return answer({"url": self.gateway.url, "shards": shards, "session_start_limit": limit})

    async def _commands(self, request: web.Request) -> web.Response:
        return answer(self.world.commands.get(_scope(request), []))

    async def _put_commands(self, request: web.Request) -> web.Response:
        return answer(self.world.put_commands(_scope(request), request[BODY]))

    async def _add_command(self, request: web.Request) -> web.Response:
        return answer(self.world.add_command(_scope(request), request[BODY]), 201)

    async def _command(self, request: web.Request) -> web.Response:
        command = self.world.find_command(_scope(request), request.match_info["command"])
        return answer(command)

    async def _edit_command(self, request: web.Request) -> web.Response:
        old = self.world.find_command(_scope(request), request.match_info["command"])
        old |= {key: value for key, value in request[BODY].items() if value is not None}
        return answer(old)

    async def _delete_command(self, request: web.Request) -> web.Response:
        old = self.world.find_command(_scope(request), request.match_info["command"])
        self.world.commands[_scope(request)].remove(old)
        return nothing()

    async def _callback(self, request: web.Request) -> web.Response:
        where = request.match_info
        body, files = request[BODY], request[FILES]
        told = self.webhooks.callback(where["interaction"], where["token"], body, files)
        wanted = request.query.get("with_response", "").lower() in {"1", "true"}
        return answer(told) if wanted else nothing()

    async def _follow_up(self, request: web.Request) -> web.Response:
        where = request.match_info
        body, files = request[BODY], request[FILES]
        return answer(self.webhooks.follow_up(where["application"], where["token"], body, files))

    async def _hook_message(self, request: web.Request) -> web.Response:
        where = request.match_info
        exchange = self.webhooks.opened(where["application"], where["token"])
        return answer(self.webhooks.message(exchange, where["message"]))

    async def _edit_hook_message(self, request: web.Request) -> web.Response:
        where = request.match_info
        exchange = self.webhooks.opened(where["application"], where["token"])
        body, files = request[BODY], request[FILES]
        return answer(self.webhooks.edit(exchange, where["message"], body, files))

    async def _delete_hook_message(self, request: web.Request) -> web.Response:
        where = request.match_info
        exchange = self.webhooks.opened(where["application"], where["token"])
        self.webhooks.delete(exchange, where["message"])
        return nothing()

    async def _channel(self, request: web.Request) -> web.Response:
        return answer(channel_payload(self._place(request), ANN))

    async def _send(self, request: web.Request) -> web.Response:
        place = self._place(request)
        return answer(self.world.messages.create(place, request[BODY], request[FILES]))

    async def _message(self, request: web.Request) -> web.Response:
        return answer(self._stored(request))

    async def _edit_message(self, request: web.Request) -> web.Response:
        message = self._stored(request)
        self.world.messages.write(message, request[BODY], request[FILES])
        return answer(message)

    async def _delete_message(self, request: web.Request) -> web.Response:
        self.world.messages.delete(self._stored(request))
        return nothing()

    async def _guild(self, request: web.Request) -> web.Response:
        for guild in self.world.guilds:
            if str(guild.id) == request.match_info["guild"] and guild.installed:
                return answer(guild_payload(guild))
        raise RefusedError(UNKNOWN_GUILD)

    async def _direct(self, request: web.Request) -> web.Response:
        person = int(request[BODY]["recipient_id"])
        return answer(channel_payload(Place(None, person + 1_000_000), OWNER))

    async def _file(self, request: web.Request) -> web.Response:
        where = request.match_info
        content = self.world.messages.files.get(f"{where['id']}/{where['name']}")
        if content is None:
            return failure(*NOT_FOUND)
        return web.Response(body=content, content_type="application/octet-stream")

    def _place(self, request: web.Request) -> Place:
        id_ = int(request.match_info["channel"])
        for guild in self.world.guilds:
            if guild.channel_id == id_ and guild.installed:
                return Place(guild, id_)
        if id_ < self.world.guilds[0].id:
            return Place(None, id_)
        raise RefusedError(UNKNOWN_CHANNEL)

    def _stored(self, request: web.Request) -> Json:
        message = self.world.messages.by_id.get(int(request.match_info["message"]))
        if message is None or message["channel_id"] != request.match_info["channel"]:
            raise RefusedError(UNKNOWN_MESSAGE)
        return message


def _scope(request: web.Request) -> int:
    return int(request.match_info.get("guild", 0))


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """Read a body in any of the forms that clients send."""
    if request.content_type == "multipart/form-data":
        return await _read_parts(request)
    raw = await request.read()
    return (msgspec.json.decode(raw) if raw else None), {}


async def _read_parts(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = msgspec.json.decode(content)
        else:
            files[part.filename or "file"] = content
    return body, files
