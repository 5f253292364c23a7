"""The bot itself, which says on SIGUSR1 how many messages discord.py keeps the buttons of."""

import asyncio
import signal
import sys

from bot.app import App
from bot.online import online
from bot.settings import Settings


class Watched(App):
    """The bot, watched."""

    async def setup_hook(self) -> None:
        """Listen to the signal, then begin."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._tell)
        await super().setup_hook()

    def _tell(self) -> None:
        kept = len(self._connection._view_store._views)  # noqa: SLF001 - nothing public counts them
        sys.stdout.write(f"messages kept: {kept}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import bot.online

    bot.online.App = Watched  # type: ignore[attr-defined]
    asyncio.run(online(Settings()))
