"""What pictures from the store's own copies cost: looked for and read beside the event loop.

Asked: a gallery of four of the heaviest copies does not block the loop, nor does making one fit.
"""

import asyncio
import statistics
import time
from functools import partial
from pathlib import Path

from bot.illustrated import illustrated
from bot.loaders.pictures import LIGHT, fit
from bot.model import Episode, Heading, Image, SeriesReference
from bot.page import EpisodePage
from bot.pictures import Picture
from bot.render import cards
from bot.store import copies
from tests.benchmarks.pictures import beating
from tests.drawn import noise

EACH, SHOWN = 200, 4
URLS = [f"https://pictures.example/{number}.jpg" for number in range(SHOWN)]
HEADING = Heading(1, "episode", 2, "Harbour", 2010, None, 1, 1, "The Long Night")


async def measure(folder: Path) -> None:
    """Print time, CPU and how late the loop was, with copies and without."""
    telling = Episode(
        source="table", series=SeriesReference(), images=tuple(Image(url=url) for url in URLS)
    )
    page = EpisodePage(HEADING, (telling,))
    await _shown(folder, page, "no copies at all")
    content = noise("JPEG", (400, 300))
    content = content[:-2] + bytes(LIGHT - len(content)) + content[-2:]
    for url in URLS:
        copies.put(folder, url, Picture("jpg", content))
    await _shown(folder, page, f"{SHOWN} copies of {len(content) / 1000:.0f} kB")
    for size in ((1920, 1080), (3000, 2000)):
        await _fit(noise("JPEG", size), f"{size[0]} x {size[1]}")


async def _shown(folder: Path, page: EpisodePage, name: str) -> None:
    waits, began = [], time.process_time()
    async with beating() as late:
        for _ in range(EACH):
            before = time.perf_counter()
            await illustrated(folder, page, partial(cards.pictured, "pictures"), small=False)
            waits.append((time.perf_counter() - before) * 1000)
    cpu = (time.process_time() - began) / EACH * 1000
    print(
        f"a gallery, {name}: {statistics.median(waits):.2f} ms, {cpu:.2f} ms of CPU; "
        f"loop late by {max(late):.1f} ms at most"
    )


async def _fit(content: bytes, name: str) -> None:
    async with beating() as late:
        before = time.perf_counter()
        made, _ = await asyncio.to_thread(fit, content, "x")
        took = (time.perf_counter() - before) * 1000
    print(
        f"a picture of {name}, {len(content) / 1e6:.1f} MB made {len(made.content) / 1000:.0f} kB "
        f"in {took:.0f} ms; loop late by {max(late):.1f} ms at most"
    )
