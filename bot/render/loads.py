"""What loads say, in the shell and in Discord: what one did, the list of them."""

from collections.abc import Iterable

from bot.render.figures import counted
from bot.render.fit import bare, cut
from bot.report import Change, Load, Report

_CHANGES = {"new series": "new", "retitled": "retitled", "conflict": "disagree"}
LINE = 200


def summary(report: Report, *, dry_run: bool = False) -> str:
    """Say in one line what a load did, or would do."""
    counts = ", ".join(
        f"{count:,} {word}"
        for word, count in (
            ("new", report.new),
            ("changed", report.changed),
            ("unchanged", report.unchanged),
            ("gone", report.gone),
            ("rejected", report.rejected),
            ("left out", len(report.undecided)),
        )
        if count or word in {"new", "changed", "unchanged"}
    )
    if report.renamed:
        counts += f", {counted(report.renamed, 'group')} of names changed"
    changes = report.new + report.changed + report.gone + report.renamed
    would = "would be " if dry_run else ""
    read = f"{report.series:,} series and {counted(report.episodes, 'episode')} read"
    nothing = " Nothing changes." if not changes else ""
    return f"{read}: {would}{counts}.{nothing}"


def details(report: Report, limit: int = 50) -> list[str]:
    """Say what else there is to know, a line each: gaps, changes, what could not be decided."""
    lines = [*report.notes, *(change(one) for one in report.changes)]
    lines += [f"left out: {cut(harmless(reason), LINE)}" for reason in report.undecided]
    more = len(lines) - limit + report.unnamed
    return [*lines[:limit], *([f"and {more:,} more"] if more > 0 else [])]


def change(one: Change) -> str:
    """Say what a load does with one thing."""
    was = f" (was: {one.was})" if one.kind == "retitled" else f"; {one.was}" if one.was else ""
    return cut(harmless(f"{_CHANGES[one.kind]}: {one.what}{was}"), LINE)


def harmless(text: str) -> str:
    """Put text by people on one line of a terminal: no sign in it moves or colours anything."""
    return " ".join(bare(text).split())


def load_line(load: Load, who: str = "") -> str:
    """Say in one line what stands in the list of loads about one; `who` loaded, in other words."""
    state = " (taken back)" if load.state == "undone" else ""
    counts = f"{load.new:,} new, {load.changed:,} changed, {load.unchanged:,} unchanged"
    extra = "".join(
        f", {count:,} {word}"
        for word, count in (("gone", load.gone), ("rejected", load.rejected))
        if count
    )
    when = load.loaded_at[:16].replace("T", " ")
    version = f" {load.version}" if load.version else ""
    by = f"by {who or load.who}, {load.seconds:.1f} s"
    return f"{load.id}: {load.source}{version}, {when} UTC, {by}: {counts}{extra}{state}"


def load_lines(loads: Iterable[Load]) -> list[str]:
    """Say what stands in the list of loads, a line each."""
    return [load_line(load) for load in loads] or ["Nothing has been loaded yet."]
