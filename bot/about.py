"""What a message of ours is about, read from what can be pressed on it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import discord
import msgspec

_TELLING = (
    re.compile(r"review:(?:write|more):(\d{1,18})(?::\d{1,19})?"),
    re.compile(r"episode:(?!none:)[a-z]{1,20}:(\d{1,18}):\d{1,6}"),
    re.compile(r"series:(?!pick)[a-z]{1,20}:(\d{1,18}):\d{1,6}"),
)
"""Custom ids that tell it, the most telling first."""
_REVIEWS = re.compile(r'"review:(?:report:)?(\d{1,18})"')


def told(message: discord.Message) -> int | None:
    """Tell which episode or series a message of any age shows.

    None where it is not ours, or shows none, or several.
    """
    if not is_ours(message):
        return None
    ids = [*custom_ids(message.components)]
    for telling in _TELLING:
        found = Counter(int(match[1]) for one in ids if (match := telling.fullmatch(one)))
        match found.most_common(2):
            case [(thing, _)]:
                return thing
            case [(thing, most), (_, other)]:
                return thing if most > other else None
    return None


def reviews(told: Any, message: discord.Message) -> list[int]:  # noqa: ANN401 - Discord's JSON
    """Give the reviews that can be reported or opened on a message, as its menu tells its parts."""
    parts = told["resolved"]["messages"][str(message.id)].get("components")
    found = _REVIEWS.findall(msgspec.json.encode(parts).decode())
    return [*dict.fromkeys(map(int, found))]


def is_ours(message: discord.Message) -> bool:
    """Tell whether the bot sent a message, in a place where it is or for who has it themselves."""
    me = message._state.user  # noqa: SLF001 - a message of a context menu knows no client
    return me is not None and message.author.id == me.id


def custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """Give what can be pressed in parts of a message, or of a card."""
    for part in components:
        yield from custom_ids(getattr(part, "children", ()))
        if custom_id := getattr(part, "custom_id", None):
            yield custom_id
