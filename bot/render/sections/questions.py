"""Frequently asked questions, with the answers that there are."""

from bot.model import Question
from bot.page import EpisodePage
from bot.render.fit import escape, hidden, page_of, pages
from bot.render.sections.shown import Section, Shown
from bot.render.spoilers import BARS

ANSWER = 700
"""Characters of an answer on one page."""


def show(page: EpisodePage, at: int) -> Shown:
    """Show one question with its answer, or a part of a long one."""
    pieces = [
        (one, text)
        for one in page.facts(Question)
        for text in pages(one.answer or "", ANSWER) or ("",)
    ]
    shown, taken, count = page_of(pieces, at, 1)
    if not shown:
        return Shown("*No questions yet.* Nobody has asked anything about it.")
    return Shown(_written(*shown[0]), taken, count)


def _written(one: Question, text: str) -> str:
    # A question can tell as much as its answer, and what hides some of its words hides all.
    hide = hidden if one.spoiler or BARS in f"{one.text} {one.answer}" else escape
    answer = hide(text) if text else "*No answer yet.*"
    mark = " · spoiler" if hide is hidden else ""
    return f"**Q** {hide(one.text)}\n**A** {answer}\n-# {escape(one.source)}{mark}"


SECTION = Section("Questions", lambda page: len(page.facts(Question)), show)
