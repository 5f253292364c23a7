"""How Discord words an HTTP answer."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web

Json = dict[str, Any]

UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
INVALID_TOKEN = (401, 50027, "Invalid Webhook Token")
ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
UNAUTHORIZED = (401, 0, "401: Unauthorized")
NOT_FOUND = (404, 0, "404: Not Found")


class RefusedError(Exception):
    """A request that Discord answers with an error."""

    def __init__(self, error: tuple[int, int, str]) -> None:
        super().__init__(error[2])
        self.error = error


def answer(value: object, status: int = 200) -> web.Response:
    """Answer with JSON; a charset in the content type would make discord.py read it as text."""
    body = msgspec.json.encode(value)
    return web.Response(body=body, status=status, content_type="application/json")


def nothing() -> web.Response:
    """Answer that it is done."""
    return web.Response(status=204)


def failure(status: int, code: int, message: str, **extra: object) -> web.Response:
    """Answer with an error as Discord words it."""
    return answer({"message": message, "code": code} | extra, status)
