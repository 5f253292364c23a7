"""Reviews as cards: headline, rating, author, text with its spoilers hidden, and who it helped."""

from datetime import datetime

from bot.model import Heading
from bot.render import parts, words
from bot.render.fit import cut, escape, hidden, pages
from bot.render.parts import Container
from bot.reviews import Review

PAGE = 1400
"""Characters of a review on one page: escaped they may be twice as many."""
SHOWN = 3000
"""Characters that the text of a card may have beside its headline and its numbers."""


def card(review: Review, head: Heading) -> Container:
    """Show a published review in a channel, with what others can do with it."""
    texts = body_pages(review)
    more = [parts.button("Read on", f"review:whole:{review.id}:1")] if len(texts) > 1 else []
    return parts.card(
        parts.text(f"{_of(head)}\n{title(review)}", 700),
        parts.text(texts[0], SHOWN),
        parts.text(f"-# {helped(review)}{edited(review)}", 300),
        parts.row(
            parts.button("Helpful", f"review:helpful:{review.id}"),
            parts.button("Not helpful", f"review:unhelpful:{review.id}"),
            parts.button("Report", f"review:report:{review.id}"),
            parts.button("More reviews", f"review:more:{review.thing}:{review.id}"),
            *more,
        ),
    )


def gone(head: Heading | None) -> Container:
    """Show what stands in the place of a review that was deleted, or hidden by a moderator."""
    said = "This review is no longer here: its author or a moderator took it away."
    return parts.card(parts.text(f"{_of(head)}\n{said}" if head else said, 700))


def _of(head: Heading) -> str:
    place = f"{cut(words.series_line(head), 300)}"
    if head.kind == "series":
        return f"-# Review of {place}"
    code = f" · **{head.code}**" if head.code else ""
    return f"-# Review of {place}{code} · {cut(escape(head.title or 'Untitled'), 200)}"


def title(review: Review) -> str:
    """Give the headline, the rating with its stars, the day and the author."""
    rated = f"{stars(review.rating)} · " if review.rating else ""
    at = f"<t:{int(datetime.fromisoformat(review.created_at).timestamp())}:d>"
    return f"### {escape(cut(review.headline, 150))}\n-# {rated}{at} · by {author(review.member)}"


def author(member: int) -> str:
    """Name who wrote: a mention that pings nobody; who left for good has no name."""
    return f"<@{member}>" if member > 0 else "a former member"


def stars(rating: int) -> str:
    """Show a rating from 1 to 10: eight of ten stars, and the number."""
    return f"{'★' * rating}{'☆' * (10 - rating)} {rating}/10"


def helped(review: Review) -> str:
    """Say whom a review helped, always with both numbers."""
    people = "person" if review.votes == 1 else "people"
    return f"{review.helpful} of {review.votes} {people} found this review helpful"


def edited(review: Review) -> str:
    """Say that words were changed after votes were given for others."""
    if review.edited_after is None:
        return ""
    votes = "1 vote" if review.edited_after == 1 else f"{review.edited_after} votes"
    return f" · edited after {votes}"


def body_pages(review: Review) -> tuple[str, ...]:
    """Give the text page by page, escaped; what the author hid is hidden, or all of it.

    A spoiler that reaches over the end of a page goes on behind bars on the next. Bars that are
    never closed are signs like any other.
    """
    if review.spoiler:
        bare = review.body.replace("||", "")
        return tuple(hidden(page) for page in pages(bare, PAGE)) or ("",)
    open_, shown = False, []
    closed = review.body.count("||") // 2 * 2
    for page in pages(review.body, PAGE):
        pieces = page.split("||")
        bars = min(len(pieces) - 1, closed)
        closed -= bars
        shown.append(_barred(pieces, bars, open_=open_))
        open_ ^= bool(bars % 2)
    return tuple(shown) or ("",)


def _barred(pieces: list[str], bars: int, *, open_: bool) -> str:
    """Join pieces between bars; the first is hidden if `open_`; bars after `bars` are signs."""
    kept = [*pieces[:bars], "||".join(pieces[bars:])]
    return "".join(
        hidden(piece) if (at % 2 == 1) != open_ else escape_in(piece)
        for at, piece in enumerate(kept)
    )


def escape_in(piece: str) -> str:
    """Escape a piece of a text; the blanks at its ends part it from its neighbours."""
    start = piece[: len(piece) - len(piece.lstrip())]
    end = piece[len(piece.rstrip()) :] if piece.strip() else ""
    return f"{start}{escape(piece)}{end}"
