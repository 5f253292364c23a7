"""Reviews as cards: headline, rating, author, text with its spoilers hidden, and who it helped."""

from datetime import UTC, datetime

import discord
from discord import ui

from bot.model import Heading
from bot.render import parts, words
from bot.render.fit import ALT, bare, cut, escape
from bot.render.parts import Container
from bot.render.spoilers import BARS, Run, paged, runs
from bot.reviews import HEADLINE, Review, Standing

FAMILY = "Write, read and rate reviews"
"""What Discord says of /review."""
PAGE = 1400
"""Characters of a review on one page, as they were written."""
SHOWN = 2850
"""Characters that a page may have when it is escaped, beside its headline and its numbers."""


def card(review: Review, head: Heading) -> Container:
    """Show a published review in a channel, with what others can do with it."""
    texts = body_pages(review)
    return parts.card(
        *face(review, head, texts[0]),
        parts.text(f"-# {helped(review)}{edited(review)}", 250),
        parts.row(
            parts.button("Helpful", f"review:helpful:{review.id}"),
            parts.button("Not helpful", f"review:unhelpful:{review.id}"),
            parts.button("Report", f"review:report:{review.id}"),
            parts.button("More reviews", f"review:more:{review.thing}:{review.id}"),
        ),
        *_beside(review, len(texts)),
    )


def face(review: Review, head: Heading, text: str) -> list[ui.Item[ui.LayoutView]]:
    """Show what a review is of, its headline, a page of its text and its picture."""
    return [
        parts.text(f"{of(head)}\n{title(review)}", 850),
        parts.text(text, SHOWN),
        *([_picture(review)] if review.picture else []),
    ]


def _beside(review: Review, pages: int) -> list[parts.Row]:
    """Lead to the rest of a long text, and to what was changed in it."""
    buttons = [
        *([parts.button("Read on", f"review:whole:{review.id}:1")] if pages > 1 else []),
        *history(review),
    ]
    return [parts.row(*buttons)] if buttons else []


def history(review: Review) -> list[parts.Button]:
    """Lead to what was changed in a review, where something was."""
    if review.edited_after is None:
        return []
    return [parts.button("What was changed", f"review:history:{review.id}:0")]


def _picture(review: Review) -> ui.MediaGallery[ui.LayoutView]:
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
    said = cut(f"Picture that came with the review “{_headline(review)}”", ALT)
    name = picture_name(review.picture or 0)
    return gallery.add_item(media=f"attachment://{name}", description=said, spoiler=review.spoiler)


def picture_name(picture: int) -> str:
    """Name the file of a review's picture: by the picture, so that another has another name."""
    return f"review-{picture}.jpg"


def gone(head: Heading | None) -> Container:
    """Show what stands in the place of a review that was deleted, or hidden by a moderator."""
    said = "This review is no longer here: its author or a moderator took it away."
    return parts.card(parts.text(f"{of(head)}\n{said}" if head else said, 700))


def of_nothing() -> Container:
    """Show what stands in the place of a review of something that is no longer in the catalogue."""
    said = "What this review is of is no longer in my catalogue. The review itself is kept."
    return parts.card(parts.text(said))


def of(head: Heading) -> str:
    """Say in small what a review is of."""
    place = f"{cut(words.series_line(head), 200)}"
    if head.kind == "series":
        return f"-# Review of {place}"
    code = f" · **{head.code}**" if head.code else ""
    return f"-# Review of {place}{code} · {cut(escape(head.title or '') or 'Untitled', 150)}"


def title(review: Review) -> str:
    """Give the headline, the rating with its stars, the day and the author."""
    rated = f"{stars(review.rating)} · " if review.rating else ""
    at = f"{day(review.created_at)} · " if review.created_at else ""
    return f"### {escape(_headline(review))}\n-# {rated}{at}by {author(review.member)}"


def _headline(review: Review) -> str:
    return cut(" ".join(bare(review.headline).split()), HEADLINE) or "No headline"


def day(told: str) -> str:
    """Show the day of a moment, as each reader writes it."""
    moment = datetime.fromisoformat(told)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return discord.utils.format_dt(moment, "d")


def author(member: int) -> str:
    """Name who wrote: a mention that pings nobody; who left for good has no name."""
    return f"<@{member}>" if member > 0 else "a former member"


def stars(rating: int) -> str:
    """Show a rating from 1 to 10: eight of ten stars, and the number."""
    return f"{'★' * rating}{'☆' * (10 - rating)} {rating}/10"


def helped(review: Review | Standing) -> str:
    """Say whom a review helped, always with both numbers."""
    people = "person" if review.votes == 1 else "people"
    return f"{review.helpful} of {review.votes} {people} found this review helpful"


def edited(review: Review) -> str:
    """Say that words were changed, and after how many votes that were given for others."""
    if review.edited_after is None:
        return ""
    if not review.edited_after:
        return " · edited"
    votes = "1 vote" if review.edited_after == 1 else f"{review.edited_after} votes"
    return f" · edited after {votes}"


def body_pages(review: Review) -> tuple[str, ...]:
    """Give the text page by page, escaped; what the author hid is hidden, or all of it.

    A spoiler that reaches over the end of a page goes on behind bars on the next. Bars that are
    never closed are signs like any other.
    """
    return paged(runs_of(review.body, spoiler=review.spoiler), PAGE, SHOWN)


def runs_of(body: str, *, spoiler: bool) -> list[Run]:
    """Part a text into what is seen and what is hidden: all of it where it is ticked so."""
    return [Run(body.replace(BARS, ""), hidden=True)] if spoiler else runs(body)
