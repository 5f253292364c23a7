"""One interaction from the press of a key to everything that came back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .components import all_text, custom_ids
from .messages import EPHEMERAL
from .people import Place, User

Json = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL_SHOWN = 4, 5, 6, 7, 8, 9


class NoAnswerError(AssertionError):
    """The bot did not do in time what the person was waiting for."""


class Choice(NamedTuple):
    """One line of an autocomplete list."""

    name: str
    value: str | int | float


@dataclass(eq=False)
class Exchange:
    """What the server knows about one interaction."""

    id: int
    token: str
    type: int
    user: User
    place: Place
    payload: Json
    metadata: Json
    source: Json | None = None
    option_type: int = 3
    started: float = field(default_factory=time.monotonic)
    expired: bool = False
    callback: int | None = None
    data: Json = field(default_factory=dict)
    original: Json | None = None
    thinking: bool = False
    edits: int = 0
    deleted: bool = False
    followups: list[Json] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def change(self) -> None:
        """Wake everyone who waits for this exchange."""
        self._changed.set()

    async def until(self, done: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until something is so."""
        try:
            async with asyncio.timeout(seconds):
                while not done():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            asked = self.payload["data"].get("name") or self.payload["data"].get("custom_id")
            raise NoAnswerError(f"{what} did not come for {asked!r} in {seconds:g} s") from None


class Reply:
    """What the person got back; live, so it changes when the bot edits the message."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    @property
    def type(self) -> int:
        """Tell the callback type: 4 message, 5 deferred, 6, 7 update, 8 choices, 9 modal."""
        return self.exchange.callback or 0

    @property
    def deferred(self) -> bool:
        """Tell whether the bot asked for more time first."""
        return self.type in {DEFERRED, DEFERRED_UPDATE}

    @property
    def message(self) -> Json:
        """Give the stored message that answers: new, or the one that was pressed."""
        if self.exchange.original is None:
            raise NoAnswerError(f"no message: the callback was of type {self.type}")
        return self.exchange.original

    @property
    def modal(self) -> Json:
        """Give the modal that was opened."""
        if self.type != MODAL_SHOWN:
            raise NoAnswerError(f"no modal: the callback was of type {self.type}")
        return self.exchange.data

    @property
    def choices(self) -> list[Choice]:
        """List the choices of an autocomplete answer."""
        listed = self.exchange.data.get("choices") or ()
        return [Choice(choice["name"], choice["value"]) for choice in listed]

    @property
    def flags(self) -> int:
        """Give the flags of the message."""
        return int(self.message["flags"])

    @property
    def ephemeral(self) -> bool:
        """Tell whether only the person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def content(self) -> str:
        """Give the plain content of the message."""
        return str(self.message["content"])

    @property
    def embeds(self) -> list[Json]:
        """Give the embeds of the message."""
        return list(self.message["embeds"])

    @property
    def components(self) -> list[Json]:
        """Give the top components of the message or modal."""
        shown = self.modal if self.type == MODAL_SHOWN else self.message
        return list(shown["components"])

    @property
    def custom_ids(self) -> list[str]:
        """List everything that can be pressed or filled in."""
        return custom_ids(self.components)

    @property
    def followups(self) -> list[Json]:
        """List the messages that came after the first."""
        return self.exchange.followups

    @property
    def text(self) -> str:
        """Give the text of all text displays."""
        return all_text(self.components)

    async def edited(self, times: int = 1, seconds: float = 10) -> Reply:
        """Wait until the answer was edited so many times."""
        exchange = self.exchange
        await exchange.until(lambda: exchange.edits >= times, seconds, f"edit {times}")
        return self

    async def followup(self, nth: int = 1, seconds: float = 10) -> Json:
        """Wait for the nth follow-up message."""
        come = self.exchange.followups
        await self.exchange.until(lambda: len(come) >= nth, seconds, f"follow-up {nth}")
        return come[nth - 1]

    async def deleted(self, seconds: float = 10) -> None:
        """Wait until the bot deleted its answer."""
        await self.exchange.until(lambda: self.exchange.deleted, seconds, "deletion")
