"""Copying pictures in the running bot: in the background, told and called off as loads are."""

import asyncio
import secrets
import time

from bot import finding
from bot.errors import Cancelled
from bot.loading import Progress
from bot.loading.pictures import Copying, addresses
from bot.render import copies as words
from bot.render import loading as cards
from bot.render.parts import Container
from bot.render.problems import problem
from bot.running import Loads, Message, spawn_background, tell
from bot.ui import Interaction, Screen


async def copy_pictures(loads: Loads, interaction: Interaction, show: str) -> None:
    """Begin to copy the pictures of a series and of its episodes; told in one message.

    What goes wrong is told to who asked. Cancel, and the end of the bot, keep what is whole.
    """
    token = secrets.token_hex(8)
    running = Running(loads, show, token)
    answer = await interaction.response.send_message(view=Screen(running.card()))
    message = Message(interaction, answer.message_id or 0)
    loads.begin(token, running.run(message), lambda task: task.cancel())


class Running:
    """The pictures of one series that are being copied."""

    def __init__(self, loads: Loads, show: str, token: str) -> None:
        self._loads, self._show, self._token = loads, show, token
        self._began, self._progress = time.monotonic(), Progress()
        folder, local = loads.store.folder, loads.services.local
        self._copying = Copying(folder, self._progress, local=local)

    def card(self) -> Container:
        """Show how far it is."""
        now = self._progress
        step = cards.Step(now.stage, now.done, now.total, time.monotonic() - self._began)
        return cards.progress(words.named(self._show), step, self._token)

    async def run(self, message: Message) -> None:
        """Copy, and tell what came of it; nothing is raised."""
        over = asyncio.Event()
        telling = spawn_background(tell(message, self.card, over))
        failed: Exception | None = None
        try:
            await self._copy(str(message.interaction.user.id))
            name, report = words.named(self._show), self._copying.report
            card = words.result(name, report, self._copying.rejects.kept)
        except asyncio.CancelledError:
            card = cards.ended(
                words.named(self._show), problem(Cancelled(self._copying.report.new))
            )
        except Exception as error:
            failed = error
        over.set()
        await telling
        if failed:
            await message.refuse(failed, ())
        else:
            await message.show(card, self._copying.rejects.kept)

    async def _copy(self, who: str) -> None:
        store = self._loads.store
        series = await finding.find_series(store, self._show)
        self._show = series.series
        await self._copying.copy(await addresses(store, series.id), who)
