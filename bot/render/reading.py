"""Reviews of a thing as pages: a few at a time, long ones cut, with all that chooses among them."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import discord

from bot.model import Heading
from bot.reading import (
    COUNTED,
    LOOKED,
    FoundReview,
    FoundReviews,
    Hunt,
    ReviewsPage,
    Stars,
    WholeReview,
)
from bot.reading import filters_text as written
from bot.render import finds, parts, reviews, words
from bot.render.fit import bare, cut, escape
from bot.render.parts import Container
from bot.render.reviews import author, edited, helped, runs_of, title
from bot.render.spoilers import paged
from bot.reviews import Filters, Order, Review

ORDERS: Mapping[Order, tuple[str, str]] = MappingProxyType(
    {
        "helpful": ("Most helpful first", "By the votes of readers, few votes count less"),
        "newest": ("Newest first", ""),
        "oldest": ("Oldest first", ""),
        "highest": ("Highest rating first", ""),
        "lowest": ("Lowest rating first", ""),
        "votes": ("Most votes first", "Whether they were helpful or not"),
    }
)
LANGUAGES = (
    "en", "bg", "cs", "da", "de", "el", "es", "fi", "fr", "hi", "hu", "it", "ja", "ko", "nl", "no",
    "pl", "pt", "ro", "ru", "sv", "tr", "uk", "vi", "zh",
)  # fmt: skip
"""Languages that the command offers: of those that Discord has, as many as it takes. A reader's own
is offered by the card."""
RANGES = ("7to10", "5to6", "1to4")
"""Ranges of ratings that are offered."""
ROOM = 3850
"""Characters of all texts of a page."""
HEAD, TITLE, HELPED = 620, 420, 110


def page(found: ReviewsPage, language: str = "en") -> Container:
    """Show one page of reviews; `language` is the reader's own, which a filter offers."""
    head = _head(found)
    shown = _shown(found)
    used = len(head) + sum(len(_top(*one)) + len(_below(one[1])) for one in shown)
    texts = _fitted([one for _, one in shown], ROOM - used)
    prefix = f"review:read:{found.heading.id}:{found.filters.order}:{written(found.filters)}"
    turning = parts.turning(prefix, found.page, found.pages)
    bodies = zip(shown, texts, strict=True)
    return parts.card(
        parts.text(head, HEAD),
        *(part for (heading, one), text in bodies for part in _review(heading, one, *text)),
        *([parts.row(*turning)] if turning else []),
        *([_orders(prefix, found), _filters(prefix, found, language)] if found.total else []),
        *([_filters(prefix, found, language)] if not found.total and _chosen(found) else []),
        _around(found.heading),
    )


def _chosen(found: ReviewsPage) -> bool:
    return written(found.filters) != "all"


def _head(found: ReviewsPage) -> str:
    place = f"-# {cut(words.named(found.heading), 330)}\n## Reviews"
    score = words.capital(words.score(found.score, alone=found.viewer.alone))
    said = [f"{_counted(found)} · {score}", _order_told(found)]
    return "\n".join([place, *filter(None, said)]) + parts.position(found.page, found.pages)


def _counted(found: ReviewsPage) -> str:
    if not found.total and not found.more:
        nothing = "*No review is like that: take a filter away below.*"
        return nothing if _chosen(found) else none_yet(found.heading)
    many = f"{found.total:,} {'review' if found.total == 1 else 'reviews'}"
    if found.more and found.total < COUNTED:
        return f"{many} among the first {LOOKED:,}"
    return f"more than {many}" if found.more else many


def none_yet(head: Heading) -> str:
    """Say that nothing has a review; of a series that its episodes may have some."""
    if head.kind == "series":
        return "*No reviews of the series itself yet;* those of its episodes are a press away."
    return "*No reviews yet.*"


def of_episodes(head: Heading) -> list[parts.Button]:
    """Lead from a series to what is reviewed of it and of its episodes."""
    if head.kind != "series":
        return []
    hunt = Hunt(thing=head.id).carried
    return [parts.button("Reviews of its episodes", f"review:found:0:first:{hunt}")]


def _order_told(found: ReviewsPage) -> str:
    told = [ORDERS[found.filters.order][0].lower()] if found.total > 1 else []
    filters = found.filters
    told += ["none that is marked as a spoiler"] if filters.spoiler_free else []
    told += [_rated(filters)] if filters.lowest or filters.highest else []
    told += ["written on this server"] if filters.here else []
    told += [f"in {escape(words.language(filters.language))}"] if filters.language else []
    return f"-# {cut(words.capital(', '.join(told)), 160)}" if told else ""


def _rated(filters: Filters) -> str:
    return f"rated {filters.lowest or 1} to {filters.highest or 10}"


def _shown(found: ReviewsPage) -> list[tuple[str, Review]]:
    if found.praising is None or found.critical is None:
        return [("", one) for one in found.reviews]
    pair = [("Praising", found.praising), ("Critical", found.critical)]
    if found.best is None:
        return pair
    also = [heading.lower() for heading, one in pair if one.id == found.best.id]
    heading = " · ".join(["Most helpful to others", *also])
    return [(heading, found.best), *(row for row in pair if row[1].id != found.best.id)]


def _top(heading: str, review: Review) -> str:
    above = f"**{heading}**\n" if heading else ""
    return f"{above}{cut(title(review), TITLE)}\n"


def _below(review: Review) -> str:
    return f"\n-# {cut(f'{helped(review)}{edited(review)}', HELPED)}"


def _fitted(some: Sequence[Review], room: int) -> list[tuple[str, bool]]:
    """Give each review's text, and whether it is cut: what short ones leave is for long ones."""
    wanted = [(*_text(one, room), at) for at, one in enumerate(some)]
    fitted: dict[int, tuple[str, bool]] = {}
    for left, (text, more, at) in enumerate(sorted(wanted, key=lambda one: len(one[0]))):
        share = room // (len(some) - left)
        fitted[at] = (text, more) if len(text) <= share else _text(some[at], share)
        room -= len(fitted[at][0])
    return [fitted[at] for at in range(len(some))]


def _text(review: Review, room: int) -> tuple[str, bool]:
    """Give the text of a review as far as there is room for it, and whether it goes on."""
    texts = paged(runs_of(review.body, spoiler=review.spoiler), max(room - 2, 1), max(room - 2, 8))
    return (f"{texts[0]} …", True) if len(texts) > 1 else (texts[0], False)


def _review(
    heading: str,
    review: Review,
    text: str,
    more: bool,  # noqa: FBT001 - what _fitted gives
) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    return [
        parts.line(),
        parts.text(f"{_top(heading, review)}{text}{_below(review)}"),
        parts.row(*buttons(review, more=more)),
    ]


def buttons(review: Review, *, more: bool) -> list[parts.Button]:
    """Offer what can be done with a review: vote, report it, read it on, read its author's.

    What was changed is offered where all of it is shown: a row has room for five.
    """
    on = [parts.button("Read on", f"review:whole:{review.id}:0")]
    return [
        parts.button("Helpful", f"review:helpful:{review.id}"),
        parts.button("Not helpful", f"review:unhelpful:{review.id}"),
        parts.button("Report", f"review:report:{review.id}"),
        *(on if more else reviews.history(review)),
        *(
            [parts.button("All by this author", f"author:{review.member}:0")]
            if review.member > 0
            else []
        ),
    ]


def _orders(prefix: str, found: ReviewsPage) -> parts.Row:
    options = [
        discord.SelectOption(
            value=name, label=label, description=under or None, default=name == found.filters.order
        )
        for name, (label, under) in ORDERS.items()
    ]
    return parts.row(discord.ui.Select(custom_id=f"{prefix}:order", options=options))


def _filters(prefix: str, found: ReviewsPage, language: str) -> parts.Row:
    """Offer the filters, of which several can be chosen, and those that are, whatever they are."""
    filters = found.filters
    chosen = [] if written(filters) == "all" else written(filters).split(".")
    offered = ["safe", *(["here"] if found.viewer.server else []), *RANGES, language]
    options = [
        discord.SelectOption(value=one, label=_offered(one), default=one in chosen)
        for one in dict.fromkeys([*offered, *chosen])
    ]
    select: discord.ui.Select[discord.ui.LayoutView] = discord.ui.Select(
        custom_id=f"{prefix}:filter",
        placeholder="Show only some of them",
        options=options,
        min_values=0,
        max_values=len(options),
    )
    return parts.row(select)


def _offered(told: str) -> str:
    lowest, to, highest = told.partition("to")
    if to and lowest.isdigit():
        return f"Rated {lowest} to {highest}"
    plain = {"safe": "None marked as a spoiler", "here": "Written on this server"}
    return plain.get(told) or cut(f"In {words.language(told)}", 100)


def _around(head: Heading) -> parts.Row:
    return parts.row(
        parts.button("Write one", f"review:write:{head.id}"),
        parts.button("All ratings", f"review:ratings:{head.id}"),
        *of_episodes(head),
        parts.button("The page", f"{head.kind}:overview:{head.id}:0"),
    )


def whole(found: WholeReview, at: int = 0) -> Container:
    """Show one review whole, a long one page by page."""
    review, texts = found.review, reviews.body_pages(found.review)
    at = min(at, len(texts) - 1)
    shown = review if found.picture else review._replace(picture=None)
    turning = parts.turning(f"review:whole:{review.id}", at, len(texts))
    below = f"-# {helped(review)}{edited(review)}{parts.position(at, len(texts))}"
    return parts.card(
        *reviews.face(shown, found.heading, texts[at]),
        parts.text(below, 290),
        *([parts.row(*turning)] if turning else []),
        parts.row(*buttons(review, more=False)),
        parts.row(
            parts.button("All reviews of it", f"review:more:{review.thing}:{review.id}"),
            parts.button("The page", f"{found.heading.kind}:overview:{found.heading.id}:0"),
        ),
    )


def stars(found: Stars) -> Container:
    """Show how often a thing was rated 1 to 10, and who gave a rating without a text."""
    every = sum(found.counts)
    most = max(1, *found.counts)
    rows = [
        f"`{value:>2}` {'█' * round(16 * count / most) or '·'} {count:,}"
        for value, count in zip(range(10, 0, -1), reversed(found.counts), strict=True)
    ]
    many = f"{every:,} {'rating' if every == 1 else 'ratings'}"
    wrote = f"{found.reviews:,} {'review' if found.reviews == 1 else 'reviews'}"
    mean = sum(value * count for value, count in enumerate(found.counts, 1)) / (every or 1)
    said = (
        f"{many}, {mean:.2g} on average · {wrote} with a text"
        if every
        else "Not rated yet. `/rate` does."
    )
    head = f"-# {cut(words.named(found.heading), 330)}\n## Ratings by members\n{said}"
    return parts.card(
        parts.text(head, 600),
        *([parts.text("\n".join(rows))] if every else []),
        *_bare(found),
        parts.row(
            parts.button("Reviews", f"review:read:{found.heading.id}:helpful:all:0"),
            parts.button("The page", f"{found.heading.kind}:overview:{found.heading.id}:0"),
        ),
    )


def _bare(found: Stars) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    """Show a page of the ratings without a text."""
    if not found.total:
        return []
    many = f"{'more than ' * found.more}{found.total:,}"
    head = f"**Without a text** ({many}, the newest first)"
    rows = [
        f"{reviews.stars(one.value)} · {reviews.day(one.given_at)} · {author(one.member)}"
        for one in found.bare
    ]
    said = "\n".join([head, *rows]) + parts.position(found.page, found.pages)
    turning = parts.turning(f"review:ratings:{found.heading.id}", found.page, found.pages)
    return [
        parts.line(),
        parts.text(said, 1500),
        *([parts.row(*turning)] if turning else []),
    ]


def results(found: FoundReviews) -> Container:
    """Show one page of the reviews that have the words, each with the words around them."""
    head = f"{_hunted(found)}\n{_results_counted(found)}"
    head += parts.position(found.page, found.pages)
    if not found.finds:
        return parts.card(parts.text(head, 750))
    rows = "\n".join(map(_found, found.finds))
    turning = parts.turning("review:found", found.page, found.pages, f":{found.hunt.carried}")
    return parts.card(
        parts.text(head, 750),
        parts.line(),
        parts.text(rows, 3200),
        opener((one.heading, one.review) for one in found.finds),
        *([parts.row(*turning)] if turning else []),
    )


def _hunted(found: FoundReviews) -> str:
    hunt = found.hunt
    asked = f"“{cut(escape(hunt.text), 170)}”" if hunt.text else "Reviews"
    by = f" by {author(hunt.author)}" if hunt.author else ""
    of = f" of {cut(words.named(found.of), 220)}" if found.of else ""
    return f"### {asked}\n-# In reviews{of}{by}"


def _results_counted(found: FoundReviews) -> str:
    hunt = found.hunt
    if hunt == Hunt():
        return "Tell me words, a member, an episode or a series: I look for reviews of that."
    if not found.total:
        if not hunt.text:
            return "No review that you may read here is like that."
        return "No review that you may read here has all these words. Fewer may find more."
    many = f"{found.total:,} {'review' if found.total == 1 else 'reviews'}"
    return f"{'More than ' * found.more}{many}, the newest first"


def _found(one: FoundReview) -> str:
    return f"{line(one.heading, one.review)}\n{finds.where(one.phrase)}"


def line(head: Heading, review: Review) -> str:
    """Tell of a review in two lines: what it is of, its headline, rating, day and author."""
    rated = f"★ {review.rating}/10 · " if review.rating else ""
    said = cut(escape(cut(headline(review), 60)), 90)
    by = f"{rated}{reviews.day(review.created_at)} · by {author(review.member)}"
    return f"-# {cut(words.named(head), 130)}\n**{said}** · {by}"


def headline(review: Review) -> str:
    """Give the headline in one line."""
    return " ".join(bare(review.headline).split()) or "No headline"


def opener(some: Iterable[tuple[Heading, Review]]) -> parts.Row:
    """Offer reviews to read one of them whole."""
    rows = [
        (f"review:{one.id}", headline(one), words.choice_name(head))
        for head, one in dict.fromkeys(some)
    ]
    return parts.chooser("review:open", "Read one of these", rows)
