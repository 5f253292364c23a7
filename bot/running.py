"""Loads of the running bot: tried first, done when an operator says so, each told in one message.

What takes long runs in the background and outlives the command that asked for it. Nothing of a
load is changed before somebody pressed Load; Cancel and the end of the bot leave all as it was.
"""

import asyncio
import contextvars
import functools
import logging
import secrets
import shutil
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import discord
from msgspec.structs import replace

from bot.errors import Cancelled, Unreachable, Unreadable
from bot.loaders.rejects import Reject, Rejects
from bot.loaders.web import Candidate, Service
from bot.loading import Order, Progress, Report, load, services, sources, uploads
from bot.loading.services import Services
from bot.loading.sources import ServiceName, Tellings
from bot.loading.telling import put
from bot.loading.uploads import Upload
from bot.render import loading as cards
from bot.render.parts import Container
from bot.store import Store, catalogue, copies, loads
from bot.store.holder import loading, who_loads
from bot.ui import LOST, Interaction, Screen, report, send

EVERY = 3.0
"""Seconds between two edits that tell how far a load is."""
OFFERING = 0.25
"""Seconds that a place has to offer shows: a bit less than suggestions may take."""

T = TypeVar("T")

log = logging.getLogger(__name__)


def spawn_background(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start a task that has nothing of the context of who asked for it, nor ends with it."""
    return contextvars.Context().run(asyncio.create_task, work)


class Wish(NamedTuple):
    """What an operator wants to load; reading it gives whose tellings they are, too.

    `allowed` is the share of rows that may be rejected.
    """

    name: str
    allowed: float
    read: Callable[[Rejects], Awaitable[tuple[str, Tellings]]]


async def attached(file: discord.Attachment, limit: int, rejects: Rejects) -> tuple[str, Tellings]:
    """Read whatever somebody attached; raises Unreadable, and Unreachable when it does not come."""
    content = await content_of(file, limit)
    return await asyncio.to_thread(sources.read_attached, content, file.filename, rejects)


async def content_of(file: discord.Attachment, limit: int) -> bytes:
    """Fetch what somebody attached; raises Unreadable, and Unreachable when it does not come.

    Neither what is said of its size nor what comes may have more than `limit` bytes.
    """
    large = Unreadable(file.filename, f"byte {limit}", f"it has more than {limit:,} bytes")
    if file.size > limit:
        raise large
    try:
        content = await file.read()
    except LOST as error:
        raise Unreachable("Discord", f"the file can't be had: {error}") from error
    if len(content) > limit:
        raise large
    return content


async def state_of(store: Store) -> cards.State:
    """Tell how a store is."""
    files, free, holder = await asyncio.to_thread(_look_at, store.folder)
    pictures = await asyncio.to_thread(copies.amount, store.folder)
    counts, last = await store.read(lambda db: (catalogue.counts(db), loads.latest(db, 3)))
    return cards.State(
        folder=store.folder.name,
        files=files,
        free=free,
        generation=store.catalogue.name,
        read_only=store.read_only,
        loading=holder,
        counts=counts,
        loads=last,
        pictures=pictures.copies,
        pictures_size=pictures.size,
    )


def _look_at(folder: Path) -> tuple[dict[str, int], int, str | None]:
    """Give the databases' sizes, the free bytes, and who loads."""
    files = {}
    for path in sorted(folder.glob("*.db*")):
        with suppress(FileNotFoundError):  # a load that has just ended
            files[path.name] = path.stat().st_size
    return files, shutil.disk_usage(folder).free, who_loads(folder)


class Message:
    """A message of ours, edited with the bot's own token: an interaction's ends after 15 minutes.

    Where the bot may not see the channel, the interaction's has to do as long as it lasts.
    """

    def __init__(self, interaction: Interaction, number: int) -> None:
        self.interaction = interaction
        channel = interaction.client.get_partial_messageable(
            interaction.channel_id, guild_id=interaction.guild_id
        )
        self._message = channel.get_partial_message(number)
        self._seen = True
        # What goes by the interaction's token goes the way that is known where it came from.
        self._context = contextvars.copy_context()

    async def show(self, card: Container, rejects: Sequence[Reject] = ()) -> None:
        """Show a card, with the file of rejects where it names it; what fails is logged."""
        try:
            if self._seen:
                await self._message.edit(**_content(card, rejects))
                return
        except LOST as error:
            log.info("a load can't be told of in its channel: %s", error)
            self._seen = not isinstance(error, discord.Forbidden | discord.NotFound)
        try:
            edit = self.interaction.edit_original_response(**_content(card, rejects))
            await self._by_token(edit)
        except LOST as error:
            log.info("a load can't be told of: %s", error)

    async def refuse(self, error: Exception, rejects: Sequence[Reject]) -> None:
        """Take the message away and tell who asked, privately, what went wrong."""
        try:
            await self._by_token(self.interaction.delete_original_response())
        except LOST as lost:
            log.info("a message can't be taken away: %s", lost)
        await self.tell(error, rejects)

    async def tell(self, error: Exception, rejects: Sequence[Reject] = ()) -> None:
        """Tell who asked, privately, what went wrong."""
        if not isinstance(error, Unreadable):
            await self._by_token(report(self.interaction, error))
            return
        card = cards.refusal(error, rejects=bool(rejects))
        files = [cards.rejects_file(rejects)] if rejects else []
        answer = self.interaction.followup.send(view=Screen(card), files=files, ephemeral=True)
        try:
            await self._by_token(answer)
        except LOST as lost:
            log.warning("an answer was lost: %s", lost)

    async def _by_token(self, work: Coroutine[Any, Any, object]) -> None:
        await self._context.run(asyncio.create_task, work)


def _content(card: Container, rejects: Sequence[Reject]) -> dict[str, Any]:
    """Give what an edit sends; a file can be sent once, so each has its own."""
    files = [cards.rejects_file(rejects)] if rejects else []
    return {"view": Screen(card), "attachments": files}


async def tell(message: Message, card: Callable[[], Container], over: asyncio.Event) -> None:
    """Show in a message how far something is, every few seconds until it is over."""
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), EVERY)
            return
        await message.show(card())


class Running:
    """A load that is being done: how far it is is told every few seconds, its end at once."""

    def __init__(self, store: Store, token: str, upload: Upload, message: Message) -> None:
        self.progress = Progress()
        self._store, self._token, self._upload = store, token, upload
        self._message = message
        self._began = time.monotonic()

    @property
    def card(self) -> Container:
        """Show how far it is."""
        now = self.progress
        step = cards.Step(now.stage, now.done, now.total, time.monotonic() - self._began)
        return cards.progress(self._upload.name, step, self._token)

    async def run(self, lock: ExitStack) -> None:
        """Load, with the lock of loads, which is given back; nothing is raised: it is told."""
        over, name = asyncio.Event(), self._upload.name
        kept: Sequence[Reject] = ()
        failed: Exception | None = None
        telling = spawn_background(tell(self._message, lambda: self.card, over))
        try:
            with lock:
                done = await self._load()
            kept = self._upload.kept
            card = cards.result(name, done, rejects=bool(kept))
        except Cancelled:
            card = cards.ended(name, cards.CALLED_OFF)
        except Exception as error:
            card, failed = cards.ended(name, cards.FAILED), error
        over.set()
        await telling
        await self._message.show(card, kept)
        if failed:
            await self._message.tell(failed)

    async def _load(self) -> Report:
        folder = self._store.folder
        try:
            tellings = await asyncio.to_thread(uploads.tellings_of, folder, self._token)
            rejects = self._upload.rejects
            return await put(self._store, tellings, self._upload.order, rejects, self.progress)
        finally:
            await asyncio.to_thread(uploads.drop, folder, self._token)


class Loads:
    """What this bot loads, or is about to; it has at most one line open to each place."""

    def __init__(self, store: Store, services: Services) -> None:
        self.store = store
        self.tasks: set[asyncio.Task[None]] = set()
        """What runs in the background right now."""
        self.services, self._lines = services, AsyncExitStack()
        self._open: dict[ServiceName, Service] = {}
        self._turn = asyncio.Lock()
        self._call_off: dict[str, Callable[[], object]] = {}

    async def tidy(self) -> None:
        """Remove what nobody loaded or called off for a day; only at a start."""
        if not self.store.read_only:
            await asyncio.to_thread(uploads.tidy, self.store.folder)

    async def close(self) -> None:
        """Call off what runs, wait until all is as it was, and close the lines to the services."""
        for token in list(self._call_off):
            self._call_off.pop(token)()
        if self.tasks:
            await asyncio.wait(self.tasks)
        await self._lines.aclose()
        self._open.clear()

    async def fetch(self, place: ServiceName, what: str, rejects: Rejects) -> tuple[str, Tellings]:
        """Fetch a show by name or id; raises BadSettings where a token is missing."""
        return place, await services.fetch_show(await self._line(place), what, rejects)

    async def candidates(self, place: ServiceName, words: str) -> tuple[Candidate, ...]:
        """Give what a place offers for words; raises TimeoutError when it takes too long."""

        async def ask() -> tuple[Candidate, ...]:
            async with asyncio.timeout(OFFERING):
                return await services.candidates(await self._line(place), words)

        return await spawn_background(ask())

    async def _line(self, place: ServiceName) -> Service:
        async with self._turn:
            if place not in self._open:
                opening = self.services.opened(place)
                self._open[place] = await self._lines.enter_async_context(opening)
        return self._open[place]

    async def prepare(self, interaction: Interaction, wish: Wish) -> None:
        """Say that something is read; then show what loading it would change, and ask."""
        token = secrets.token_hex(8)
        first = Screen(cards.reading(wish.name, token))
        answer = await interaction.response.send_message(view=first)
        message, progress = Message(interaction, answer.message_id or 0), Progress()

        # Nothing of a dry run stays, so it may be ended at any moment; a load may not.
        def call_off(task: asyncio.Task[None]) -> None:
            progress.call_off()
            task.cancel()

        self.begin(token, self._try(message, wish, token, progress), call_off)

    async def start(self, interaction: Interaction, token: str) -> None:
        """Load what waits under a token, once, however often and by whomever it is pressed.

        Raises LoadHeld while somebody else loads; it waits on then.
        """
        folder = self.store.folder
        upload = await asyncio.to_thread(uploads.take, folder, token)
        if upload is None:
            await send(interaction, cards.said(cards.OVER), private=True)
            return
        order = upload.order._replace(who=str(interaction.user.id), dry_run=False)
        message = Message(interaction, interaction.message.id if interaction.message else 0)
        running = Running(self.store, token, replace(upload, order=order), message)
        lock = ExitStack()
        try:
            lock.enter_context(loading(folder, f"{order.source}, {order.who}"))
            await interaction.response.edit_message(view=Screen(running.card))
        except BaseException:
            lock.close()
            await asyncio.to_thread(uploads.give_back, folder, token)
            raise
        self.begin(token, running.run(lock), lambda _: running.progress.call_off())

    async def cancel(self, interaction: Interaction, token: str) -> None:
        """Call off what runs or waits under a token."""
        if call_off := self._call_off.pop(token, None):
            call_off()
            await interaction.response.defer()
            return
        upload = await asyncio.to_thread(uploads.take, self.store.folder, token)
        if upload is None:
            await send(interaction, cards.said(cards.OVER), private=True)
            return
        await asyncio.to_thread(uploads.drop, self.store.folder, token)
        card = cards.ended(upload.name, cards.CALLED_OFF)
        await interaction.response.edit_message(view=Screen(card))

    def begin(
        self,
        token: str,
        work: Coroutine[Any, Any, None],
        call_off: Callable[[asyncio.Task[None]], object],
    ) -> None:
        """Do work in the background that Cancel calls off by its token, and the end of the bot."""
        task = spawn_background(work)
        mine = self._call_off[token] = functools.partial(call_off, task)
        self.tasks.add(task)

        def end(done: asyncio.Task[None]) -> None:
            self.tasks.discard(done)
            if self._call_off.get(token) is mine:  # Load may have been pressed already
                del self._call_off[token]
            if not done.cancelled() and (fault := done.exception()):
                log.error("a load could not be told of", exc_info=fault)

        task.add_done_callback(end)

    async def _try(self, message: Message, wish: Wish, token: str, progress: Progress) -> None:
        """Read, try, and show what would change."""
        rejects, who = Rejects(), str(message.interaction.user.id)
        try:
            source, tellings = await wish.read(rejects)
            order = Order(source, who=who, dry_run=True, allowed=wish.allowed)
            tried = await load(self.store, tellings, order, rejects, progress)
            if cards.changes(tried):
                await asyncio.to_thread(self._keep, token, wish, order, tellings, rejects)
            first = rejects.kept[0] if rejects.kept else ()
            await message.show(cards.preview(wish.name, tried, token, first))
        except (Cancelled, asyncio.CancelledError):
            await asyncio.to_thread(uploads.drop, self.store.folder, token)
            await message.show(cards.ended(wish.name, cards.CALLED_OFF))
        except Exception as error:
            await message.refuse(error, rejects.kept)

    def _keep(
        self, token: str, wish: Wish, order: Order, tellings: Tellings, rejects: Rejects
    ) -> None:
        kept = tuple(rejects.kept)
        upload = Upload(wish.name, order, rejects.count, rejects.rows, kept)
        uploads.keep(self.store.folder, token, upload, tellings)
