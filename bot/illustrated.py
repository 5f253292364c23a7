"""Pages with the store's own copies of their pictures, read beside the event loop."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Protocol, Self, TypeVar

import discord

from bot.model import Image
from bot.page import Page
from bot.pictures import Kind
from bot.render.sections.pictures import files_of, only_copied
from bot.store import copies


class Illustrable(Page, Protocol):
    """A page with pictures that can be told of copies: a NamedTuple with a field for them."""

    def _replace(self, *, copies: Mapping[str, Kind]) -> Self:
        """Give the page with these copies."""


class Content(BytesIO):
    """A file's bytes, of which no copy is made for who asks how many they are: aiohttp does."""

    def getbuffer(self) -> memoryview:
        """Give the bytes to look at; nobody writes into them."""
        return memoryview(self.getvalue())


P = TypeVar("P", bound=Illustrable)
Pictures = Sequence[tuple[Image, str]]


async def illustrated(
    folder: Path, page: P, pictured: Callable[[P], Pictures], *, small: bool
) -> tuple[P, list[discord.File]]:
    """Tell a page of the copies that the store has of its pictures, and read those that are shown.

    `pictured` gives the pictures that are shown of a page, `small` where that is in a corner. A
    copy that is gone or broken counts as none. One hop to a thread, and none where no picture is
    shown and all have addresses that stay.
    """
    if not pictured(page) and not only_copied(page):
        return page, []
    page, files = await asyncio.to_thread(_read, folder, page, pictured, small=small)
    return page, [discord.File(Content(content), name) for name, content in files.items()]


def _read(
    folder: Path, page: P, pictured: Callable[[P], Pictures], *, small: bool
) -> tuple[P, Mapping[str, bytes]]:
    held = copies.held(folder, only_copied(page))
    while True:
        shown = [image.url for image, _ in pictured(page._replace(copies=held))]
        read = {url: copies.copy_of(folder, url, small=small) for url in shown}
        lost = [url for url, copy in read.items() if copy is None and url in held]
        if not lost:
            break
        for url in lost:  # gone since a moment ago: others are shown without it
            del held[url]
    found = {url: copy for url, copy in read.items() if copy}
    if not held and not found:
        return page, {}
    page = page._replace(copies=held | {url: copy.kind for url, copy in found.items()})
    files = files_of(pictured(page))
    return page, {name: found[address].content for name, address in files.items()}
