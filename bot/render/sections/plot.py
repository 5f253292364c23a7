"""The plot: outline, summaries with their authors, the synopsis behind a spoiler."""

from typing import NamedTuple

from bot.model import Plot
from bot.page import EpisodePage, Page
from bot.render import words
from bot.render.figures import counted
from bot.render.fit import cut, escape, hidden, page_of, pages
from bot.render.sections.shown import Section, Shown
from bot.render.spoilers import BARS, paged, runs

PIECE = 1000
"""Characters of a plot on one page: escaped and in spoilers they can be two and a half times it."""
_ORDER = ("outline", "summary", "synopsis")


class _Piece(NamedTuple):
    """A part of a plot; `ready` where it is escaped and what it hides is behind bars."""

    plot: Plot
    text: str
    part: int
    parts: int
    ready: bool


def outline(page: Page) -> Plot | None:
    """Give the outline that spoils nothing, if there is one."""
    every = (plot for plot in page.facts(Plot) if plot.kind == "outline" and not plot.spoiler)
    return next(every, None)


def outlined(page: Page, limit: int) -> str:
    """Write the outline, cut to what there is room for; what it hides itself stays hidden."""
    plot = outline(page)
    if plot is None:
        return "*No outline yet.*"
    if BARS in plot.text:
        shown, *more = paged(runs(plot.text), limit, limit - 2)
        return f"{shown} …" if more else shown
    return cut(escape(cut(plot.text, limit)), limit)


def show(page: EpisodePage, at: int) -> Shown:
    """Show as many whole texts as fit, or one part of a long one."""
    plots = sorted(page.facts(Plot), key=lambda plot: _ORDER.index(plot.kind))
    pieces = [piece for plot in plots for piece in _pieces(plot)]
    shown, taken, count = page_of(_packed(pieces), at, 1)
    if not shown:
        return Shown("*No plot yet.* There is no outline, no summary and no synopsis of it.")
    text = "\n".join(_written(piece) for piece in shown[0])
    many = f"\n-# {counted(len(plots), 'text')}" if count > 1 else ""
    return Shown(text + _missing(plots) + many, taken, count)


def _pieces(plot: Plot) -> list[_Piece]:
    """Part a plot; one that hides some of its words itself hides them on every page."""
    ready = BARS in plot.text and not _hides(plot)
    texts = paged(runs(plot.text), PIECE, 2 * PIECE) if ready else pages(plot.text, PIECE)
    return [_Piece(plot, text, at, len(texts), ready) for at, text in enumerate(texts, 1)]


def _packed(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Put short texts together on one page; what is told behind a spoiler stands alone."""
    packed: list[list[_Piece]] = []
    for piece in pieces:
        last = packed[-1] if packed else []
        size = sum(len(one.text) + 100 for one in last) + len(piece.text)
        if last and size <= PIECE and _hides(last[-1].plot) == _hides(piece.plot):
            last.append(piece)
        else:
            packed.append([piece])
    return packed


def _hides(plot: Plot) -> bool:
    return plot.spoiler or plot.kind == "synopsis"


def _written(piece: _Piece) -> str:
    plot = piece.plot
    part = f" ({piece.part} of {piece.parts})" if piece.parts > 1 else ""
    body = piece.text if piece.ready else (hidden if _hides(plot) else escape)(piece.text)
    author = f"by {cut(escape(plot.author), 100)}, " if plot.author else ""
    language = "" if plot.language == "en" else f" · {cut(words.language(plot.language), 40)}"
    source = cut(escape(plot.source), 100)
    return f"### {plot.kind.capitalize()}{part}\n{body}\n-# {author}from {source}{language}"


def _missing(plots: list[Plot]) -> str:
    """Say which kinds of plot nobody has told yet."""
    kinds = {plot.kind for plot in plots}
    missing = [kind for kind in _ORDER if kind not in kinds]
    return f"\n-# No {' and no '.join(missing)} yet." if missing else ""


SECTION = Section("Plot", lambda page: len(page.facts(Plot)), show)
