"""What is said of copying pictures into the store: how it goes, what came of it, what could not."""

from collections.abc import Iterable, Sequence

from discord import ui

from bot.render import loading, parts
from bot.render.fit import bare, cut, escape, lines
from bot.render.parts import Container
from bot.report import Copied

LISTED = 10
"""Pictures that could not be had in a card; the file that comes with it has all."""
ADDRESS, REASON = 200, 150


def named(show: str) -> str:
    """Name what is copied: the pictures of a series, by its name or what somebody typed for it."""
    return f"pictures of {show}"


def summary(report: Copied) -> str:
    """Say in one line what came of it."""
    counts = ", ".join(
        words
        for count, words in (
            (report.new, f"{report.new:,} copied ({loading.size(report.size)})"),
            (report.held, f"{report.held:,} there already"),
            (report.failed, f"{report.failed:,} could not be had"),
        )
        if count
    )
    if not report.told:
        return "No source that I have tells of a picture."
    many = "picture" if report.told == 1 else "pictures"
    return f"{report.told:,} {many} told of: {counts or 'nothing done yet'}."


def failure(reject: Sequence[str]) -> str:
    """Say in one line which picture could not be had, and why: of host, address and reason."""
    _, address, reason = reject
    address, reason = bare(address).replace("\n", " "), bare(reason).replace("\n", " ")
    return f"{cut(address, ADDRESS)}: {cut(reason, REASON)}"


def result(name: str, report: Copied, rejects: Sequence[Sequence[str]]) -> Container:
    """Tell what came of it; what could not be had comes as a file, too."""
    more = "\nThey are shown from here from now on; no database was changed." if report.new else ""
    listed = _listed(rejects)
    text = f"### {escape(cut(bare(name), loading.NAME))}\n{summary(report)}{more}{listed}"
    file = [ui.File[ui.LayoutView](f"attachment://{loading.REJECTS}")] if rejects else []
    return parts.card(parts.text(text, 3800), *file)


def _listed(rejects: Iterable[Sequence[str]]) -> str:
    rows = [f"- {escape(failure(one))}" for one in rejects]
    shown = lines(rows[:LISTED], 3000)
    left = len(rows) - len(shown.splitlines())
    more = f"\n- and {left:,} more" if left else ""
    return f"\n{shown}{more}" if rows else ""
