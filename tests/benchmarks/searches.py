"""What finding costs by itself, without Discord."""

import statistics
import time
from contextlib import suppress
from pathlib import Path

from bot import finding, loading
from bot.errors import Unclear
from bot.store import Store

QUERIES = {
    "code": "mayday 9x05",
    "title": "gimli glider",
    "series + title": "air emergency target is destroyed",
    "IMDb id": "tt1597909",
    "prefix": "target is",
    "two typos": "gimly glidr",
    "nonsense": "xyzzy plugh",
    "6,000 signs": "ab " * 2000,
}


async def measure(folder: Path) -> None:
    """Print CPU ms of each kind of question over the starter catalogue."""
    async with Store.opened(folder / "search") as store:
        await loading.ensure_starter(store)
        for kind, query in QUERIES.items():
            times = []
            for _ in range(100):
                begun = time.process_time()
                with suppress(Unclear):
                    await store.read(finding.answered, query, None, None)
                times.append((time.process_time() - begun) * 1000)
            print(f"find {kind:15} {statistics.median(times):6.2f} ms CPU")
