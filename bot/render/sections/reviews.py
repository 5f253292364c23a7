"""Reviews: how many there are, and the one that helped most."""

from collections.abc import Sequence

from bot.page import EpisodePage
from bot.render import words
from bot.render.fit import cut, escape, hidden, page_of, pages
from bot.render.sections.shown import Section, Shown
from bot.reviews import Review

BODY = 1000


def show(page: EpisodePage, at: int) -> Shown:
    """Show the review that helped most, a long one page by page."""
    score = words.capital(words.score(page.score, alone=page.viewer.alone))
    if page.best is None:
        return Shown(f"*No reviews yet.* Nobody here has written one.\n{score}")
    shown, taken, count = page_of(pages(page.best.body, BODY), at, 1)
    more = f"\n-# {page.reviews} reviews, this one helped most" if page.reviews > 1 else ""
    return Shown(f"{_head(page.best)}\n{_body(page.best, shown)}{more}\n{score}", taken, count)


def _head(review: Review) -> str:
    rated = f"★ {review.rating}/10 · " if review.rating else ""
    written = words.day(review.written_at[:10])
    return f"### {escape(cut(review.headline, 150))}\n-# {rated}{written} · by <@{review.member}>"


def _body(review: Review, shown: Sequence[str]) -> str:
    text = "".join(shown)
    people = "person" if review.votes == 1 else "people"
    helped = f"{review.helpful} of {review.votes} {people} found this review helpful."
    return f"{hidden(text) if review.spoiler else escape(text)}\n-# {helped}"


SECTION = Section("Reviews", lambda page: page.reviews, show)
