"""The program itself as a process of its own, as an operator starts it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from .loopback import Loopback
from .people import ANN

ROOT = Path(__file__).parents[2]


class Program:
    """A running `python -m bot run`: what it says, and how it ends."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""
        self._heard = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        """Give the process's id."""
        return self.process.pid

    async def says(self, words: str, seconds: float = 20) -> None:
        """Wait until the program has written the words."""
        async with asyncio.timeout(seconds), self._heard:
            await self._heard.wait_for(lambda: words in self.said or self._listening.done())
        assert words in self.said, self.said

    async def ends(self, seconds: float = 20) -> int:
        """Wait until the program has ended by itself; gives its exit code."""
        async with asyncio.timeout(seconds):
            await self._listening
            return await self.process.wait()

    async def stopped(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell the program to stop and wait until it has; gives its exit code."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.ends()

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            async with self._heard:
                self.said += line.decode()
                self._heard.notify_all()
        async with self._heard:
            self._heard.notify_all()


@asynccontextmanager
async def started(
    data: Path, settings: Mapping[str, str], *arguments: str, module: str = "bot"
) -> AsyncGenerator[Program]:
    """Start the program with these settings alone, and kill it if the test forgets it."""
    ours = {key: value for key, value in os.environ.items() if not _is_setting(key)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        env=ours | {"COLDOPEN_DATA": str(data), "PYTHONPATH": str(ROOT), **settings},
        cwd=data.parent,
        limit=2**20,  # a line of the log may be a whole event
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    program = Program(process)
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await program.ends()


@asynccontextmanager
async def online(data: Path, server: Loopback, **settings: str) -> AsyncGenerator[Program]:
    """Start the program at a loopback server and wait until it is ready."""
    async with started(data, settings_for(server) | settings, "run") as program:
        await server.connected(20)
        yield program


def settings_for(server: Loopback) -> dict[str, str]:
    """Give the settings that point the program at a loopback server; ann is its operator."""
    return {
        "DISCORD_TOKEN": server.token,
        "DISCORD_API_URL": server.api_url,
        "COLDOPEN_OPERATORS": str(ANN.id),
    }


def _is_setting(key: str) -> bool:
    return key.startswith("COLDOPEN_") or key in {"DISCORD_TOKEN", "DISCORD_API_URL"}
