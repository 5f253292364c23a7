"""Cards of reviews kept right: each is edited in place when what it shows has changed.

So are the messages to moderators and authors that quote a review, when they may not any more.

An edit goes by the bot's own token, in the background; no answer waits for it. What is changed
again within five seconds is gathered into one edit.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import Protocol

import discord

from bot.cases import Case, Quote
from bot.errors import StoreError
from bot.render import moderation, reporting, reviews
from bot.render.parts import Container
from bot.reviews import now
from bot.running import spawn_background
from bot.store import Store, posted, quoted
from bot.store.posted import Face, Place
from bot.ui import LOST

EVERY = 5.0
"""Seconds between two edits of a card."""
_OVER = {10003, 10008, 50001, 50007, 50013}
"""Unknown channel, unknown message, no access, nobody to write to, no permission: the card is not
ours any more.
"""
TRIES = 3
"""How often an edit is tried that Discord fails to take."""
AT_ONCE = 8
"""Reviews whose cards are edited at the same time."""

log = logging.getLogger(__name__)


class Editing(Protocol):
    """Edits one of our own messages; None for the files leaves those that it has."""

    async def __call__(
        self, place: Place, card: Container, files: Sequence[discord.File] | None
    ) -> None:
        """Edit it."""


class Cards:
    """The cards of reviews, and what quotes them; a store that can't be written mends none."""

    def __init__(self, store: Store, edit: Editing, every: float = EVERY) -> None:
        self.every = every
        """Seconds between two edits of a card."""
        self._store, self._edit = store, edit
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._over = asyncio.Event()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._looked = False

    def changed(self, review: int) -> None:
        """Mend the cards of a review soon: it has other votes or words, or may not be read now."""
        if self._store.read_only or self._over.is_set():
            return
        self._again.add(review)
        if review not in self._tasks:
            self._tasks[review] = spawn_background(self._keep_right(review))

    def begin(self) -> None:
        """Mend what has been wrong since before the start; once, however often it is called."""
        if not self._looked:
            self._looked = True
            self.look()

    def look(self) -> None:
        """Mend all that is wrong, whoever made it so."""
        if 0 not in self._tasks and not self._store.read_only and not self._over.is_set():
            self._tasks[0] = spawn_background(self._look())

    async def settled(self) -> None:
        """Wait until every card that was told of is right."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def close(self) -> None:
        """Mend what is left, no longer than between two edits, and no more after that."""
        self._over.set()
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks.values()), timeout=EVERY)
            for task in late:
                task.cancel()

    async def _look(self) -> None:
        try:
            for stale in (posted.stale, quoted.stale):
                for review in await self._store.read(stale):
                    self.changed(review)
        except StoreError as error:
            log.warning("cards that are wrong can't be looked for: %s", error)
        finally:
            del self._tasks[0]

    async def _keep_right(self, review: int) -> None:
        failed = 0
        try:
            while review in self._again:
                self._again.discard(review)
                async with self._turns:
                    failed = 0 if await self._mend(review) else failed + 1
                if 0 < failed < TRIES:
                    self._again.add(review)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._over.wait(), self.every)
        except Exception:
            log.exception("cards can't be mended")
        finally:
            self._again.discard(review)
            del self._tasks[review]

    async def _mend(self, review: int) -> bool:
        """Edit what shows a review and is wrong; tells whether each is right or gone now."""
        done = True
        for place, face in await self._store.read(posted.of, review):
            edited = await self._edited(place, card_of(face), changed_files(place, face))
            if edited:
                await self._store.write(posted.keep, review, _as_edited(place, face), now())
            elif edited is None:
                await self._store.write(posted.forget, place.message)
            done &= edited is not False
        for quote, case in await self._store.read(quoted.of, review):
            place = Place(quote.message, quote.channel, quote.server)
            edited = await self._edited(place, quote_of(quote, case), None)
            if edited:
                await self._store.write(quoted.keep, quote, now())
            elif edited is None:
                await self._store.write(quoted.forget, quote.message)
            done &= edited is not False
        return done

    async def _edited(
        self, place: Place, card: Container, files: Sequence[discord.File] | None
    ) -> bool | None:
        """Edit a message; tells whether it is right now, None where it is not ours any more."""
        try:
            await self._edit(place, card, files)
        except LOST as error:
            if getattr(error, "code", None) in _OVER:
                return None
            log.warning("a card can't be mended now: %s", error)
            return False
        return True


def _as_edited(place: Place, face: Face) -> Place:
    picture = face.review.picture if face.review else None
    return place._replace(picture=picture, shows=face.shows)


def card_of(face: Face) -> Container:
    """Show a review as it is to be shown, or that it is gone."""
    if face.review is None:
        return reviews.gone(face.head)
    if face.head is None:
        return reviews.of_nothing()
    return reviews.card(face.review, face.head)


def quote_of(quote: Quote, case: Case | None) -> Container:
    """Show what may be shown of a review to moderators, or to its author of a decision."""
    return moderation.quote(quote, case) if quote.kind == "case" else reporting.erased_notice()


def files_of(face: Face) -> list[discord.File]:
    """Give the file that a card shows, if any."""
    if face.review is None or face.head is None or not face.content:
        return []
    return [discord.File(BytesIO(face.content), reviews.picture_name(face.review.picture or 0))]


def changed_files(place: Place, face: Face) -> list[discord.File] | None:
    """Give the files that a card is to get, None where it has them."""
    picture = face.review.picture if face.review else None
    return None if picture == place.picture else files_of(face)
