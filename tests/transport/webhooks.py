"""What a bot does with an interaction: answers it, follows up, edits and deletes."""

from __future__ import annotations

import time
from typing import Any

from .answers import (
    ACKNOWLEDGED,
    INVALID_TOKEN,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    RefusedError,
)
from .exchange import DEFERRED, DEFERRED_UPDATE, MESSAGE, UPDATE, Exchange
from .messages import EPHEMERAL, LOADING, Files
from .people import APPLICATION_ID
from .world import World

Json = dict[str, Any]


MISFIT = (400, 50035, "Invalid Form Body: this callback type does not fit the interaction")
# Which callback types answer which type of interaction.
_FITTING = {2: {4, 5, 9}, 3: {4, 5, 6, 7, 9}, 4: {8}, 5: {4, 5, 6, 7}}


class Webhooks:
    """The routes that an interaction token opens."""

    def __init__(self, world: World) -> None:
        self.world = world

    def callback(self, id_: str, token: str, body: Json, files: Files) -> Json:
        """Take the first answer to an interaction."""
        exchange = self._awaiting(id_, token)
        updates = body["type"] in {DEFERRED_UPDATE, UPDATE}
        if body["type"] not in _FITTING[exchange.type] or (updates and exchange.source is None):
            raise RefusedError(MISFIT)
        exchange.callback, exchange.data = body["type"], body.get("data") or {}
        resource = self._carry_out(exchange, files)
        exchange.change()
        return {"interaction": _told(exchange)} | resource

    def follow_up(self, application: str, token: str, body: Json, files: Files) -> Json:
        """Take a message after the first answer; the first one fills a "thinking" message.

        Who sees it was decided with that; once it is deleted, each message tells for itself.
        """
        exchange = self.opened(application, token)
        if exchange.thinking and exchange.original is not None and self._stands(exchange.original):
            self._edit(exchange, exchange.original, body, files)
            return exchange.original
        metadata = dict(exchange.metadata)
        if exchange.original is not None:
            metadata["original_response_message_id"] = exchange.original["id"]
        message = self.world.messages.create(exchange.place, body, files, metadata)
        exchange.followups.append(message)
        exchange.change()
        return message

    def message(self, exchange: Exchange, which: str) -> Json:
        """Find @original or a follow-up of this interaction."""
        mine = [exchange.original] if exchange.original else []
        for message in mine + exchange.followups:
            wanted = message is exchange.original if which == "@original" else False
            if self._stands(message) and (wanted or message["id"] == which):
                return message
        raise RefusedError(UNKNOWN_MESSAGE)

    def edit(self, exchange: Exchange, which: str, body: Json, files: Files) -> Json:
        """Change a message of this interaction."""
        message = self.message(exchange, which)
        self._edit(exchange, message, body, files)
        return message

    def delete(self, exchange: Exchange, which: str) -> None:
        """Take a message of this interaction away."""
        message = self.message(exchange, which)
        self.world.messages.delete(message)
        exchange.deleted = True
        exchange.thinking = False
        exchange.change()

    def _stands(self, message: Json) -> bool:
        return int(message["id"]) in self.world.messages.by_id

    def opened(self, application: str, token: str) -> Exchange:
        """Find the interaction that a webhook token belongs to."""
        exchange = self.world.exchanges.get(token)
        if exchange is None or application != str(APPLICATION_ID):
            raise RefusedError(UNKNOWN_WEBHOOK)
        if exchange.expired:
            raise RefusedError(INVALID_TOKEN)
        if exchange.callback is None:
            raise RefusedError(UNKNOWN_WEBHOOK)
        return exchange

    def _awaiting(self, id_: str, token: str) -> Exchange:
        exchange = self.world.exchanges.get(token)
        if exchange is None or str(exchange.id) != id_:
            raise RefusedError(UNKNOWN_INTERACTION)
        if exchange.callback is not None:
            raise RefusedError(ACKNOWLEDGED)
        late = time.monotonic() - exchange.started > self.world.deadline
        if late or exchange.expired:
            raise RefusedError(UNKNOWN_INTERACTION)
        return exchange

    def _carry_out(self, exchange: Exchange, files: Files) -> Json:
        match exchange.callback:
            case 4 | 5:
                shown = self._first_message(exchange, files)
            case 6 | 7:
                exchange.original = shown = exchange.source or {}
                if exchange.callback == UPDATE:
                    self.world.messages.write(shown, exchange.data, files)
            case _:
                return {}
        # Discord gives the message only where one was made or changed.
        if exchange.callback in {MESSAGE, UPDATE}:
            return {"resource": {"type": exchange.callback, "message": shown}}
        return {}

    def _first_message(self, exchange: Exchange, files: Files) -> Json:
        messages, place = self.world.messages, exchange.place
        exchange.thinking = exchange.callback == DEFERRED
        message = messages.create(place, exchange.data, files, exchange.metadata)
        if exchange.thinking:
            message["flags"] |= LOADING
        exchange.original = message
        return message

    def _edit(self, exchange: Exchange, message: Json, body: Json, files: Files) -> None:
        # Whether a thinking message is private was decided when the bot deferred.
        kept = body | {"flags": (body.get("flags") or 0) & ~EPHEMERAL}
        self.world.messages.write(message, kept, files)
        exchange.thinking = False
        exchange.edits += message is exchange.original
        exchange.change()


def _told(exchange: Exchange) -> Json:
    told: Json = {"id": str(exchange.id), "type": exchange.type}
    if exchange.callback in {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE} and exchange.original:
        flags = exchange.original["flags"]
        told["response_message_id"] = exchange.original["id"]
        told["response_message_loading"] = exchange.thinking
        told["response_message_ephemeral"] = bool(flags & EPHEMERAL)
    told["channel_id"] = str(exchange.place.channel_id)
    return told
