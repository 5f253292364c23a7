"""Reviews: how many there are, the one that helped most, and the way to all of them."""

from bot.page import EpisodePage, SeriesPage
from bot.render import parts, words
from bot.render.fit import cut, page_of
from bot.render.reading import none_yet, of_episodes
from bot.render.reviews import edited, helped, history, runs_of, title
from bot.render.sections.shown import Section, Shown
from bot.render.spoilers import paged
from bot.reviews import Review

BODY, SHOWN = 1000, 2150
"""Characters of a review on one page, as they were written, and when they are escaped."""
TITLE = 420


def show(page: EpisodePage | SeriesPage, at: int) -> Shown:
    """Show the review that helped most, a long one page by page."""
    score = words.capital(words.score(page.score, alone=page.viewer.alone))
    best = page.best
    if best is None:
        nothing = f"{none_yet(page.heading)}\n{score}"
        buttons = [*of_episodes(page.heading), _writing(page)]
        return Shown(nothing, below=(parts.row(*buttons),))
    texts = paged(runs_of(best.body, spoiler=best.spoiler), BODY, SHOWN)
    shown, taken, count = page_of(texts, at, 1)
    more = f"{page.reviews:,} reviews, this one helped most\n" if page.reviews > 1 else ""
    text = f"{cut(title(best), TITLE)}\n{shown[0]}\n-# {_below(best)}\n{more}{score}"
    beside = [*history(best), *of_episodes(page.heading)]
    rows = [parts.row(*_buttons(best, page.reviews), _writing(page))]
    rows += [parts.row(*beside)] if beside else []
    return Shown(text, taken, count, below=tuple(rows))


def _below(review: Review) -> str:
    return cut(f"{helped(review)}{edited(review)}", 110)


def _buttons(best: Review, number: int) -> list[parts.Button]:
    every = parts.button(f"Read all {number:,}", f"review:read:{best.thing}:helpful:all:0")
    alone = parts.button("Read it on its own page", f"review:whole:{best.id}:0")
    return [
        parts.button("Helpful", f"review:helpful:{best.id}"),
        parts.button("Not helpful", f"review:unhelpful:{best.id}"),
        parts.button("Report", f"review:report:{best.id}"),
        every if number > 1 else alone,
    ]


def _writing(page: EpisodePage | SeriesPage) -> parts.Button:
    return parts.button("Review this title", f"review:write:{page.heading.id}")


SECTION = Section("Reviews", lambda page: page.reviews, show)
