"""What a member wrote, as cards: for others, for themselves; and the episodes rated best."""

from typing import Any

from discord import ui

from bot.model import Heading
from bot.page import LISTED
from bot.reading import AuthorPage, OwnPage, OwnReview, RatedEpisode, TopPage
from bot.render import parts, words
from bot.render.figures import counted
from bot.render.fit import cut, escape
from bot.render.parts import Container
from bot.render.reading import headline, line, opener
from bot.render.reporting import appealing
from bot.render.reviews import author, body_pages, helped, stars
from bot.reviews import EVERYWHERE, PRIOR, Draft

_HIDDEN = {
    "reports": "hidden here after reports, until a moderator has decided",
    "hidden": "hidden here by a moderator",
    "removed": "removed here by a moderator",
    "blocked": "not shown here: no reviews are taken from you",
}


def page(found: AuthorPage) -> Container:
    """Show one page of a member's reviews, as others may read them."""
    head = f"## Reviews by {author(found.member)}\n{_facts(found)}"
    head += parts.position(found.page, found.pages)
    if not found.reviews:
        nothing = "*No reviews that you may read here.*"
        return parts.card(parts.text(f"{head}\n{nothing}", 600))
    rows = "\n".join(
        f"{line(one.heading, one.review)}\n-# {helped(one.review)}" for one in found.reviews
    )
    turning = parts.turning(f"author:{found.member}", found.page, found.pages)
    return parts.card(
        parts.text(head, 600),
        parts.line(),
        parts.text(rows, 3200),
        opener((one.heading, one.review) for one in found.reviews),
        *([parts.row(*turning)] if turning else []),
    )


def _facts(found: AuthorPage) -> str:
    told = [
        f"{found.total:,} {'review' if found.total == 1 else 'reviews'}",
        f"{found.ratings:,} {'rating' if found.ratings == 1 else 'ratings'} given",
    ]
    if found.votes:
        share = round(100 * found.helpful / found.votes)
        votes = "vote" if found.votes == 1 else "votes"
        told.append(f"helpful: {found.helpful:,} of {found.votes:,} {votes}, {share} %")
    return " · ".join(told)


def own(found: OwnPage, server: int | None) -> Container:
    """Show one page of all that a member wrote, to them alone, with what they can change."""
    many = (
        f"{found.total:,} in all, drafts last"
        if found.total
        else "*Nothing yet.* Begin with `/review write`."
    )
    head = f"## What you wrote\n{many}{parts.position(found.page, found.pages)}"
    turning = parts.turning("review:mine", found.page, found.pages)
    return parts.card(
        parts.text(head, 200),
        *(part for one in found.reviews for part in _own(one, server)),
        *(part for of, draft in found.drafts for part in _draft(of, draft)),
        *([parts.row(*turning)] if turning else []),
    )


def _own(one: OwnReview, server: int | None) -> list[ui.Item[Any]]:
    review = one.review
    place = _place(review.place, server)
    state = ", ".join(filter(None, [_HIDDEN.get(one.hidden or "", ""), place])) or "published"
    told = f": “{cut(escape(one.told), 150)}”" if one.told else ""
    told += " · your appeal waits for a decision" if one.appealed else ""
    rated = f"{stars(review.rating)} · " if review.rating else ""
    readable = one.heading and one.hidden is None and review.place in {EVERYWHERE, server}
    text = (
        f"-# {_of(one.heading)}\n**{cut(escape(headline(review)), 200)}**\n"
        f"-# {rated}{helped(review)} · {state}{told}\n{_beginning(body_pages(review)[0])}"
    )
    return [
        parts.line(),
        parts.text(text, 1150),
        parts.row(
            parts.button("Edit", f"review:edit:{review.id}"),
            parts.button("Delete", f"review:delete:{review.id}"),
            *([parts.button("Read", f"review:whole:{review.id}:0")] if readable else []),
            *([appealing(review.id, one.appeal)] if one.appeal is not None else []),
        ),
    ]


def _place(place: int, server: int | None) -> str:
    if place == EVERYWHERE:
        return ""
    return "kept on this server" if place == server else "kept on the server where you wrote it"


def _beginning(text: str) -> str:
    """Give the beginning of an escaped text; one with hidden parts is not cut inside of them."""
    return text if len(text) <= 300 else "" if "||" in text else cut(text, 300)


def _draft(of: Heading | None, draft: Draft) -> list[ui.Item[Any]]:
    said = " ".join(draft.words.headline.split()) or "No headline yet"
    publish = [parts.button("Publish", f"draft:publish:{draft.id}")] if draft.thing else []
    rated = f"{stars(draft.words.rating)} · " if draft.words.rating else ""
    text = (
        f"-# Draft · {_of(of)}\n**{cut(escape(cut(said, 150)), 250)}**\n"
        f"{rated}{counted(len(draft.words.body), 'character')} of text"
    )
    return [
        parts.line(),
        parts.text(text, 1150),
        parts.row(
            *publish,
            parts.button("Edit", f"draft:edit:{draft.id}"),
            parts.button("Discard", f"draft:discard:{draft.id}"),
        ),
    ]


def _of(head: Heading | None) -> str:
    return cut(words.named(head), 200) if head else "of something that I don't know (yet)"


def top(found: TopPage) -> Container:
    """Show one page of the episodes of a series that members like best."""
    series = f"-# {cut(words.series_line(found.series), 300)}"
    head = f"{series}\n## Best by members' ratings{parts.position(found.page, found.pages)}"
    back = parts.row(parts.button("Series", f"series:overview:{found.series.id}:0"))
    if not found.episodes:
        return parts.card(
            parts.text(f"{head}\n*No episode was rated by members yet.* `/rate` does.", 600), back
        )
    first = found.page * LISTED + 1
    rows = "\n".join(_rated(rank, one) for rank, one in enumerate(found.episodes, first))
    turning = parts.turning(f"review:top:{found.series.id}", found.page, found.pages)
    return parts.card(
        parts.text(head, 600),
        parts.text(rows, 2900),
        parts.text(_explained(found), 300),
        parts.picker((one.heading for one in found.episodes), "Open an episode"),
        *([parts.row(*turning)] if turning else []),
        back,
    )


def _rated(rank: int, one: RatedEpisode) -> str:
    head = one.heading
    title = cut(escape(cut(head.title or "", 50)) or "Untitled", 70)
    many = f"{one.votes:,} {'rating' if one.votes == 1 else 'ratings'}"
    return (
        f"**{rank}.** **{head.code or 'no number'}** {title} · "
        f"★ {one.weighted:.2f} ({many}, mean {one.mean:.2g})"
    )


def _explained(found: TopPage) -> str:
    if found.of_all is None:
        return "-# By the mean of the ratings."
    return (
        f"-# Few ratings count less: {PRIOR} of {found.of_all:.2g}, the mean of all ratings, are "
        "added to each episode's own."
    )
