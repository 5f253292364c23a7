"""How long a start takes until the bot is ready, and how much memory it holds then."""

import statistics
import time
from pathlib import Path

import psutil

from tests.transport.loopback import Loopback
from tests.transport.program import settings_for, started

STARTS = 7


async def measure(folder: Path) -> None:
    """Print seconds from the start of the process to READY, and resident memory."""
    seconds, memory = [], []
    async with Loopback(check=False) as server:
        for _ in range(STARTS):
            begun = time.perf_counter()
            async with started(folder / "data", settings_for(server), "run") as program:
                await program.says("ready as")
                seconds.append(time.perf_counter() - begun)
                await server.slash("episode", query="mayday 9x05")
                memory.append(psutil.Process(program.pid).memory_info().rss / 2**20)
                await program.stopped()
    print(
        f"start to READY: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s; "
        f"resident memory {max(memory):.0f} MB"
    )
