"""Walks the trees of components that messages and modals are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

BUTTON, STRING_SELECT, TEXT_INPUT, TEXT_DISPLAY = 2, 3, 4, 10
SELECTS = frozenset({3, 5, 6, 7, 8})
LAYOUT = frozenset({9, 10, 11, 12, 13, 14, 17})


def walk(components: Iterable[Any] | None) -> Iterator[Json]:
    """Yield every component, parents before children, in the order people see them."""
    for component in components or ():
        if isinstance(component, dict):
            yield component
            yield from walk(component.get("components"))
            yield from walk(
                component[key] for key in ("accessory", "component") if key in component
            )


def all_text(components: Iterable[Any] | None) -> str:
    """Give the text of every text display, a line break between two."""
    shown = (part for part in walk(components) if part.get("type") == TEXT_DISPLAY)
    return "\n".join(part["content"] for part in shown)


def custom_ids(components: Iterable[Any] | None) -> list[str]:
    """List the custom ids in the order people see them."""
    return [part["custom_id"] for part in walk(components) if part.get("custom_id")]


def media(component: Json) -> Iterator[Json]:
    """Yield the places of one component that hold the address of a picture or file."""
    for holder in (component, *(component.get("items") or ())):
        for key in ("media", "file"):
            if isinstance(holder.get(key), dict):
                yield holder[key]


def number(components: list[Json]) -> list[Json]:
    """Give each component without a numeric id the next free one, as Discord does."""
    taken = {part["id"] for part in walk(components) if part.get("id")}
    free = (id_ for id_ in range(1, 1_000_000) if id_ not in taken)
    for part in walk(components):
        part["id"] = part.get("id") or next(free)
    return components
