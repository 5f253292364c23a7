"""The second process that draws pictures: one after the other, until nobody asks any more.

It makes members' pictures anew as well: what is wrong with one of these, it happens here.
"""

import signal
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Literal

from bot.ratings import Ratings

Sort = Literal["heatmap", "curve"]
"""The pictures that there are."""
Wish = tuple[Sort, Ratings] | bytes
"""What is asked for: a picture of ratings, or a picture file to be made anew."""


def work(line: "Connection[bytes | str, Wish]") -> None:
    """Draw what comes in; the other end gets a file, or the traceback of what went wrong.

    Ends when the other end is closed, however the first process has ended.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first one's to answer
    with suppress(EOFError, OSError):
        while True:
            line.send(_made(line.recv()))


def _made(wish: Wish) -> bytes | str:
    try:
        return _anew(wish) if isinstance(wish, bytes) else _drawn(*wish)
    except Exception:
        return traceback.format_exc()


def _drawn(sort: Sort, ratings: Ratings) -> bytes:
    # Imported here, as below: the first process needs nothing of what draws.
    from bot.render.curve import curve  # noqa: PLC0415
    from bot.render.heatmap import heatmap  # noqa: PLC0415

    return {"heatmap": heatmap, "curve": curve}[sort](ratings)


def _anew(content: bytes) -> bytes:
    from bot.loaders.pictures import anew  # noqa: PLC0415

    return anew(content)
