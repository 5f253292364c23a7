"""What became of ratings and reviews that a member brought."""

import csv
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import discord
from discord import ui

from bot.opinions import DRAFTS, Brought
from bot.render import parts
from bot.render.fit import bare
from bot.render.parts import Container

UNTAKEN = "not-taken.csv"
WHY: Mapping[str, str] = MappingProxyType(
    {
        "unknown": "my catalogue has no such series or episode",
        "several": "it may be any of several in my catalogue",
        "contradicted": "its number is another title's, or has another id, in my catalogue",
        "elsewhere": "a server keeps it for itself: bring it along there",
        "drafts": f"you have {DRAFTS} drafts: publish or discard some, then bring it along again",
    }
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets take for a formula."""


def brought(done: Brought) -> Container:
    """Tell what was taken of a file and what was not; `untaken_file` is shown with it."""
    rows = [
        f"{_many(done.new, 'new rating')}, {_many(done.newer, 'newer one')} in place of yours",
        f"{_many(done.known, 'rating or review', 'ratings and reviews')} that were here already",
    ]
    if done.drafts:
        drafts = _many(done.drafts, "review")
        rows.append(f"{drafts} as drafts: nobody sees them until you publish them")
    if done.untaken:
        rows.append(f"**{done.untaken:,} not taken**, the file says why")
    file: list[ui.Item[Any]] = [ui.File(f"attachment://{UNTAKEN}")] if done.untaken else []
    listed = "\n".join(f"- {row}" for row in rows)
    return parts.card(parts.text(f"## Brought along\n{listed}", 1000), *file)


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def untaken_file(done: Brought) -> list[discord.File]:
    """Make the file of what was not taken, if there is any: a table that spreadsheets open."""
    if not done.untaken:
        return []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("where", "what", "why"))
    for line, told, why in done.some:
        writer.writerow(map(_cell, (line, told, WHY.get(why, why))))
    content = text.getvalue().encode("utf-8-sig", errors="replace")
    return [discord.File(io.BytesIO(content), UNTAKEN)]


def _cell(text: str) -> str:
    plain = " ".join(bare(text).split())
    return f"'{plain}" if text.startswith(_FORMULA) or plain.startswith(_FORMULA) else plain
