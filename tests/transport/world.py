"""Everything that the loopback Discord remembers."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .answers import UNKNOWN_COMMAND, RefusedError
from .exchange import Exchange
from .faults import Faults
from .messages import Messages
from .people import APPLICATION_ID, Guild

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000


@dataclass(frozen=True)
class Request:
    """One request as the client sent it."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes]
    query: dict[str, str]


class Snowflakes:
    """Gives ids that carry the time, each once."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def __call__(self) -> int:
        since = time.time_ns() // 1_000_000 - EPOCH_MS
        return since << 22 | next(self._count) & 0x3FFFFF


@dataclass
class World:
    """The state behind the HTTP routes and the gateway."""

    token: str
    guilds: Sequence[Guild]
    deadline: float
    snowflake: Snowflakes = field(default_factory=Snowflakes)
    faults: Faults = field(default_factory=Faults)
    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    commands: dict[int, list[Json]] = field(default_factory=dict)
    messages: Messages = field(init=False)

    def __post_init__(self) -> None:
        self.messages = Messages(self.snowflake)

    def put_commands(self, scope: int, listed: list[Json]) -> list[Json]:
        """Replace all commands of a scope, which is a server's id or 0 for everywhere."""
        known = {_key(old): old["id"] for old in self.commands.get(scope, ())}
        self.commands[scope] = [self._command(scope, new, known.get(_key(new))) for new in listed]
        return self.commands[scope]

    def add_command(self, scope: int, new: Json) -> Json:
        """Add one command, or replace the one of the same name and kind."""
        others = [old for old in self.commands.get(scope, ()) if _key(old) != _key(new)]
        self.put_commands(scope, [*others, new])
        return self.commands[scope][-1]

    def find_command(self, scope: int, id_: str) -> Json:
        """Find a command of a scope by its id."""
        for command in self.commands.get(scope, ()):
            if command["id"] == id_:
                return command
        raise RefusedError(UNKNOWN_COMMAND)

    def command_named(self, name: str, guild: Guild | None, kind: int = 1) -> Json:
        """Find the command that a person sees under this name."""
        scopes = ([guild.id] if guild else []) + [0]
        seen = [command for scope in scopes for command in self.commands.get(scope, ())]
        for command in seen:
            if command["name"] == name and (command.get("type") or 1) == kind:
                return command
        known = ", ".join(sorted(command["name"] for command in seen)) or "none"
        raise LookupError(f"the bot has no command {name!r} here; it has: {known}")

    def _command(self, scope: int, new: Json, id_: str | None) -> Json:
        defaults: Json = {"type": 1, "description": "", "options": [], "nsfw": False}
        defaults |= {"default_member_permissions": None, "contexts": None, "handler": None}
        defaults |= {"name_localizations": None, "description_localizations": None}
        told = {key: value for key, value in new.items() if value is not None}
        permissions = told.get("default_member_permissions")
        if permissions is not None:
            told["default_member_permissions"] = str(permissions)
        fixed = {"id": id_ or str(self.snowflake()), "application_id": str(APPLICATION_ID)}
        fixed["version"] = str(self.snowflake())
        here = {"guild_id": str(scope)} if scope else {}
        return defaults | {"integration_types": [0]} | told | fixed | here


def _key(command: Json) -> tuple[str, int]:
    return command["name"], command.get("type") or 1
