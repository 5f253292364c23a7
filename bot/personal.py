"""What is stored about a member, kind by kind: values between the store, exports and words."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from bot.model import Heading

KINDS = (
    "member", "rating", "review", "revision", "draft", "vote", "report", "appeal", "notice",
    "alarm", "contribution", "decision", "progress", "picture", "deed", "block", "moderation",
    "load", "looked",
)  # fmt: skip
"""Every kind of what is stored, in the order in which people are told; `looked` is in memory."""

Choice = Literal["erased", "anonymised"]
"""What becomes of a member's published reviews when they go."""


class Thing(NamedTuple):
    """What an entry is about, as files tell it: its heading, its ids, its series' ids."""

    heading: Heading
    ids: Mapping[str, str]
    series_ids: Mapping[str, str]


class Entry(NamedTuple):
    """One row that is stored about a member; `thing` where it is about one that is known."""

    kind: str
    facts: Mapping[str, Any]
    thing: Thing | None = None


class Erased(NamedTuple):
    """What was erased of a member: reviews that went or stay as nobody's, those voted on, the rest.

    The cards of all of these show something else now.
    """

    reviews: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    voted: tuple[int, ...] = ()
    ratings: int = 0
    drafts: int = 0
    others: int = 0
