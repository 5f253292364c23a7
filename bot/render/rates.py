"""Ratings that members give without a text."""

from bot.model import Heading
from bot.page import Score
from bot.render import parts, words
from bot.render.drafts import all_mine
from bot.render.parts import Container
from bot.render.reviews import stars


def choice(value: int) -> str:
    """Name a rating that can be picked."""
    return stars(value)


def card(head: Heading, score: Score, *, reviewed: bool) -> Container:
    """Tell a member what they gave, and how it is rated now; `reviewed` in their review, too."""
    own = score.own
    said = f"You rate it {stars(own)}." if own else "Your rating is taken back."
    seen = "\n-# Who reads reviews of it can see your rating with your name." if own else ""
    if reviewed:
        said += " Your review says so, too."
    told = words.capital(words.score(score, alone=True))
    label = "Change your review" if reviewed else "Write a review"
    return parts.card(
        parts.text(f"{words.named(head)}\n{said}\n-# {told}{seen}", 900),
        parts.row(parts.button(label, f"review:write:{head.id}"), all_mine()),
    )
