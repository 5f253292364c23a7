"""Cards of loading: what would change, how far it is, what was done; the list of loads, the store.

An operator sees them. Names of files, titles and reasons come from elsewhere and are escaped.
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import discord
from discord import ui

from bot.errors import ColdOpenError
from bot.render import parts
from bot.render.about import catalogue
from bot.render.figures import counted
from bot.render.fit import CHOICE, bare, cut, escape, lines, page_of
from bot.render.loads import details, load_line, summary
from bot.render.parts import Container
from bot.render.problems import problem
from bot.report import Load, Report

NAME, DETAILS, ROWS, PAGE = 120, 2600, 50, 10
REJECTS = "rejects.jsonl"
CALLED_OFF = "Called off. Everything is as it was."
FAILED = "It could not be loaded. Everything is as it was."
OVER = (
    "Nothing waits behind this button any more: it was loaded or called off, or a day or a "
    "restart has passed. `/admin loads` has what was loaded."
)
_STEPS = 20
_UNITS = ("bytes", "KB", "MB", "GB", "TB")


class Step(NamedTuple):
    """How far a load is; `total` is 0 where nobody knows how much there is to do."""

    stage: str
    done: int
    total: int
    seconds: float


class State(NamedTuple):
    """How the store is: its files with their sizes in bytes, and what else an operator asks for."""

    folder: str
    files: Mapping[str, int]
    free: int
    generation: str
    read_only: bool
    loading: str | None
    """Who loads, if somebody does."""
    counts: Mapping[str, int]
    loads: Sequence[Load]
    pictures: int = 0
    """Copies of pictures, and their bytes."""
    pictures_size: int = 0


def reading(name: str, token: str) -> Container:
    """Say that something is read and tried."""
    return _card(f"### Reading {_named(name)} …", parts.button("Cancel", f"admin:cancel:{token}"))


def preview(name: str, report: Report, token: str, first: Sequence[str] = ()) -> Container:
    """Show what would change, and ask whether it is to be loaded.

    `first` is the first row that can't be used: file, place and reason. Where nothing would change
    there is nothing to ask.
    """
    refused = f"\n-# First row of no use: {escape(cut(', '.join(first), 300))}" if first else ""
    body = f"{summary(report, dry_run=True)}{refused}"
    if not changes(report):
        return _card(f"### {_named(name)}\n{body}{_more(report)}")
    return _card(
        f"### Load {_named(name)}?\nNothing is changed yet. {body}{_more(report)}",
        parts.button("Load", f"admin:load:{token}"),
        parts.button("Cancel", f"admin:cancel:{token}"),
    )


def changes(report: Report) -> int:
    """Count what a load changes."""
    return report.new + report.changed + report.gone


def progress(name: str, step: Step, token: str) -> Container:
    """Show how far a load is."""
    said = f"{step.stage or 'waiting for its turn'}: {step.done:,}"
    if step.total:
        full = min(_STEPS, _STEPS * step.done // step.total)
        share = min(100, 100 * step.done // step.total)
        said += f" of {step.total:,}\n`{'█' * full}{'░' * (_STEPS - full)}` {share} %"
        if step.done and step.done < step.total:
            left = step.seconds * (step.total - step.done) / step.done
            said += f", about {left:,.0f} s left"
    cancel = parts.button("Cancel", f"admin:cancel:{token}")
    return _card(f"### Loading {_named(name)} …\n{said}", cancel)


def result(name: str, report: Report, *, rejects: bool) -> Container:
    """Tell what was done, with the file of rejects where there is one."""
    back = f"\n-# Load {report.load}, {report.seconds:,.1f} s; `/admin undo` takes it back."
    text = parts.text(f"### Loaded {_named(name)}\n{summary(report)}{_more(report)}{back}")
    return parts.card(text, *_file(there=rejects))


def ended(name: str, words: str) -> Container:
    """Say that a load came to nothing."""
    return _card(f"### {_named(name)}\n{words}")


def said(words: str) -> Container:
    """Say one thing, in words of ours."""
    return _card(words)


def refusal(error: ColdOpenError, *, rejects: bool) -> Container:
    """Say why a file is not loaded; its name and what stands in it are other people's words."""
    text = parts.text(cut(escape(problem(error)), 1500))
    return parts.card(text, *_file(there=rejects), colour=parts.TROUBLE)


def rejects_file(rejects: Iterable[tuple[str, str, str]]) -> discord.File:
    """Make the file of what was rejected: a JSON object a line."""
    rows = (dict(zip(("file", "place", "reason"), reject, strict=True)) for reject in rejects)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return discord.File(io.BytesIO(text.encode(errors="replace")), REJECTS)


def loads_page(loads: Sequence[Load], page: int) -> Container:
    """List loads, ten a page."""
    some, page, count = page_of(loads, page, PAGE)
    rows = "\n".join(f"- {_line(load)}" for load in some) or "Nothing has been loaded yet."
    turning = parts.turning("admin:loads", page, count)
    return _card(f"## Loads\n{rows}{parts.position(page, count)}", *turning)


def undo(load: Load) -> Container:
    """Ask whether a load is to be taken back."""
    button = parts.button(f"Take load {load.id} back", f"admin:undo:{load.id}")
    return _card(f"### Take load {load.id} back?\n{_line(load)}", button)


def undone(load: Load) -> Container:
    """Tell that a load was taken back."""
    return _card(f"### Load {load.id} was taken back\n{_line(load)}")


def undo_choice(load: Load) -> str:
    """Name a load in a list of choices."""
    return cut(bare(f"{load.id}: {load.source}, {load.loaded_at[:16].replace('T', ' ')}"), CHOICE)


def show_choice(title: str, year: int | None, note: str) -> str:
    """Name a show that a place offers in a list of choices."""
    dated = f"{cut(bare(title), 60) or 'untitled'}{f' ({year})' if year else ''}"
    return cut(f"{dated} · {bare(note)}" if bare(note) else dated, CHOICE)


def status(state: State) -> Container:
    """Tell an operator how the store is."""
    can = "read-only" if state.read_only else "can be written"
    who = (
        f"Somebody is loading: {escape(state.loading)}." if state.loading else "Nobody is loading."
    )
    has = "\n".join(f"- {count}" for count in catalogue(state.counts))
    files = "\n".join(f"- {escape(name)}: {size(many)}" for name, many in state.files.items())
    last = "\n".join(f"- {_line(load)}" for load in state.loads) or "- none"
    return parts.card(
        parts.text(f"## Store\nFolder {escape(state.folder)}, {can}. {who}\n{has}", 1200),
        parts.text(f"**Files**, {size(state.free)} free\n{files}{_pictures(state)}", 1200),
        parts.text(f"**Catalogue** {escape(state.generation)}\n**Last loads**\n{last}", 1500),
    )


def _pictures(state: State) -> str:
    if not state.pictures:
        return "\n- no copies of pictures"
    many = counted(state.pictures, "copy of a picture", "copies of pictures")
    return f"\n- {many}: {size(state.pictures_size)}; deleting the folder pictures forgets them"


def backed_up(name: str, many: int) -> Container:
    """Tell where a backup is."""
    return _card(
        f"### Backup made and checked\nbackups/{escape(name)}, {size(many)}: what people gave. "
        "The catalogue is not in it: that can be loaded again."
    )


def synced(count: int) -> Container:
    """Tell that Discord knows the commands."""
    return _card(f"Discord was told of {counted(count, 'command')}.")


def size(many: float) -> str:
    """Write a number of bytes for people: 3.4 MB."""
    unit = 0
    while many >= 1000 and unit < len(_UNITS) - 1:
        many, unit = many / 1000, unit + 1
    return f"{many:,.1f} {_UNITS[unit]}" if unit else f"{many:,.0f} bytes"


def _card(said: str, *buttons: ui.Item[Any]) -> Container:
    return parts.card(parts.text(said, 3800), *([parts.row(*buttons)] if buttons else []))


def _file(*, there: bool) -> list[ui.Item[Any]]:
    return [ui.File(f"attachment://{REJECTS}")] if there else []


def _named(name: str) -> str:
    return escape(cut(bare(name), NAME)) or "a file"


def _line(load: Load) -> str:
    """Say what stands in the list about a load; who is a member is mentioned, and not pinged."""
    told = load._replace(source=escape(cut(load.source, 60)), version=escape(cut(load.version, 20)))
    return load_line(told, f"<@{load.who}>" if load.who.isdecimal() else escape(load.who))


def _more(report: Report) -> str:
    """List what else there is to know, as many rows of it as there is room for."""
    every = len(report.notes) + len(report.changes) + len(report.undecided)
    rows = [f"- {escape(row)}" for row in details(report, ROWS)[:ROWS]]
    shown = lines((row.replace("\n", " ") for row in rows), DETAILS)
    left = every - (shown.count("\n") + 1 if shown else 0)
    more = f"\n- and {left:,} more" if left else ""
    return f"\n{shown}{more}" if rows else ""
