"""The second process that draws pictures: one after the other, until nobody asks any more."""

import signal
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Literal

from bot.ratings import Ratings

Sort = Literal["heatmap", "curve"]
"""The pictures that there are."""


def work(line: "Connection[bytes | str, tuple[Sort, Ratings]]") -> None:
    """Draw what comes in; the other end gets a file, or the traceback of what went wrong.

    Ends when the other end is closed, however the first process has ended.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first one's to answer
    with suppress(EOFError, OSError):
        while True:
            sort, ratings = line.recv()
            line.send(_drawn(sort, ratings))


def _drawn(sort: Sort, ratings: Ratings) -> bytes | str:
    # Imported here: the first process needs nothing of what draws.
    from bot.render.curve import curve  # noqa: PLC0415
    from bot.render.heatmap import heatmap  # noqa: PLC0415

    try:
        return {"heatmap": heatmap, "curve": curve}[sort](ratings)
    except Exception:
        return traceback.format_exc()
