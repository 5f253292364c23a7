"""Pictures: a gallery with captions, and words for who can't see them.

A picture of which the store has a copy is shown from a file that comes with the card.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import MediaGalleryItem, ui

from bot.model import Image
from bot.page import Page
from bot.render import words
from bot.render.fit import ALT, bare, cut, escape, lines, page_of
from bot.render.sections.shown import ROW, Section, Shown

PICTURES = 4
ATTACHED = "attachment://"


def pictures_of(page: Page) -> list[tuple[Image, str]]:
    """Give the pictures that can be shown, with where each is shown from.

    That is the file of a copy (attachment://picture-3.jpg: the third of the page's), else an
    address that is https and does not end.
    """
    shown: list[tuple[Image, str]] = []
    for one in page.facts(Image):
        kind = page.copies.get(one.url)
        file = f"{ATTACHED}picture-{len(shown) + 1}.{kind}"
        if url := file if kind else words.picture_address(one.url):
            shown.append((one, url))
    return shown


def only_copied(page: Page) -> list[str]:
    """Give the addresses that are never shown themselves: of these a copy is."""
    return [one.url for one in page.facts(Image) if not words.picture_address(one.url)]


def first(page: Page) -> list[tuple[Image, str]]:
    """Give the picture that stands beside the text of an overview, if there is one."""
    return pictures_of(page)[:1]


def gallery(page: Page, at: int) -> Sequence[tuple[Image, str]]:
    """Give the pictures on one page of the gallery."""
    return page_of(pictures_of(page), at, PICTURES)[0]


def thumbnail(page: Page) -> ui.Thumbnail[Any] | None:
    """Show the first picture of a page beside its text, if it has one."""
    for image, url in first(page):
        return ui.Thumbnail(url, description=alt(image, page))
    return None


def files_of(pictures: Sequence[tuple[Image, str]]) -> dict[str, str]:
    """Name the files that must come with these pictures, each with the address of its copy."""
    attached = ((one, url) for one, url in pictures if url.startswith(ATTACHED))
    return {url.removeprefix(ATTACHED): one.url for one, url in attached}


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
