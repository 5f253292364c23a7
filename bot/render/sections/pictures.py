"""Pictures: a gallery with captions, and words for who can't see them."""

from collections.abc import Iterator
from typing import Any

from discord import MediaGalleryItem, ui

from bot.model import Image
from bot.page import Page
from bot.render import words
from bot.render.fit import ALT, bare, cut, escape, lines, page_of
from bot.render.sections.shown import ROW, Section, Shown

PICTURES = 4


def pictures_of(page: Page) -> list[tuple[Image, str]]:
    """Give the pictures that can be shown, with their addresses: https, and none that ends."""
    return [(one, url) for one in page.facts(Image) if (url := words.picture_address(one.url))]


def show(page: Page, at: int) -> Shown:
    """Show four pictures, each with a caption and a text for who can't see it."""
    shown, taken, count = page_of(pictures_of(page), at, PICTURES)
    if not shown:
        return Shown("*No pictures yet.* There is no still of this episode.")
    captions = lines(
        (f"{number}. {_caption(one)}" for number, (one, _) in enumerate(shown, 1)), 800
    )
    gallery: ui.MediaGallery[Any] = ui.MediaGallery(
        *(MediaGalleryItem(url, description=alt(one, page)) for one, url in shown)
    )
    return Shown(captions, taken, count, (gallery,))


def alt(one: Image, page: Page) -> str:
    """Say what is on a picture, or that nobody has said it."""
    head = page.heading
    told = bare(one.alt or "") or f"A {one.kind} of {bare(head.title or head.series)}"
    return cut(told, ALT) or "A picture"


def _caption(one: Image) -> str:
    return cut(" · ".join(_caption_parts(one)), ROW)


def _caption_parts(one: Image) -> Iterator[str]:
    yield one.kind.capitalize()
    if one.alt:
        yield escape(cut(one.alt, 80))
    if one.width and one.height:
        yield f"{one.width} × {one.height}"
    yield escape(cut(one.source, 30))


SECTION = Section("Pictures", lambda page: len(pictures_of(page)), show)
