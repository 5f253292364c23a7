"""Alarms for moderators: votes that look as if they were not honest, and whose they are."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cases import Alarm, Entry, Odd
from bot.render import parts
from bot.render.fit import bare, cut, escape, page_of
from bot.render.moderation import moment
from bot.render.parts import Container, Row
from bot.render.reporting import Field, reason_field
from bot.render.reviews import author
from bot.render.votes import counted

NAMED = 50
"""Voters on one page."""
_LABELS = {"burst": "New accounts within minutes", "author": "Many votes on one author"}


def listed(odd: Odd) -> Container:
    """Show a page of the alarms, to pick one and see who voted."""
    turning = parts.turning("moderate:alarms", odd.page, odd.pages)
    rows = "\n".join(f"- {_line(one)}" for one in odd.alarms)
    said = "Such votes weigh less in the order of reviews; what is shown stays as it was cast."
    return parts.card(
        parts.text(f"### Odd votes{parts.position(odd.page, odd.pages)}"),
        parts.text(rows or "No votes were odd so far.", 3600),
        parts.text(f"-# {said}"),
        *([_pick(odd.alarms)] if odd.alarms else []),
        *([parts.row(*turning)] if turning else []),
    )


def _line(one: Alarm) -> str:
    if one.kind == "burst":
        said = f"new accounts voted within minutes on review {one.review} by {author(one.author)}"
    else:
        each = "each " * (one.voters > 1)
        said = f"{each}voted many times on what {author(one.author)} wrote"
    found = f" · {_found(one.lifted, 100)}" if one.lifted else ""
    return f"**{_many(one)}:** {said} · {moment(one.begun_at)} to {moment(one.ended_at)}{found}"


def _found(entry: Entry, limit: int) -> str:
    """Say by whom the votes of a burst were found honest, and why."""
    why = cut(escape(" ".join(bare(entry.reason).split())), limit)
    return f"**found honest** by <@{entry.actor}> on {moment(entry.acted_at)}: {why}"


def _many(one: Alarm) -> str:
    if one.voters == 1:
        return f"1 voter, {'here' if one.here else 'elsewhere'}"
    return f"{one.voters} voters, {one.here} of them here"


def _pick(alarms: Sequence[Alarm]) -> Row:
    rows = ((str(one.id), _LABELS[one.kind], _many(one)) for one in alarms)
    return parts.chooser("moderate:alarm", "See who voted", rows)


def voters(alarm: Alarm, here: Sequence[int], page: int, *, may: bool) -> Container:
    """Show who voted on this server of those who rang an alarm; others are a number.

    Who `may` find the votes of a burst honest can, as long as some weigh little.
    """
    shown, at, pages = page_of(here, page, NAMED)
    turning = parts.turning(f"moderate:alarm:{alarm.id}", at, pages)
    where = counted(len(here), alarm.voters - len(here))
    honest = [parts.button("These were honest", f"moderate:honest:{alarm.id}")]
    return parts.card(
        parts.text("### Who voted oddly"),
        parts.text(", ".join(author(member) for member in shown) or "Nobody here.", 2000),
        *[parts.text(one, 900) for one in _weighed(alarm, may=may)],
        parts.text(f"-# {where}{parts.position(at, pages)}", 300),
        *([parts.row(*turning)] if turning else []),
        parts.row(
            *(honest if may and alarm.damped else []),
            parts.button("All odd votes", "moderate:alarms:0:first"),
        ),
    )


def _weighed(alarm: Alarm, *, may: bool) -> Iterator[str]:
    if alarm.lifted:
        yield f"✅ These votes were {_found(alarm.lifted, 600)}"
    if alarm.damped:
        many = "1 vote weighs" if alarm.damped == 1 else f"{alarm.damped} votes weigh"
        whose = "" if may else "; the review was written elsewhere, so my operators decide of that"
        yield f"{many} little in the order because of the burst{whose}."


def form(alarm: Alarm) -> tuple[str, tuple[Field, ...]]:
    """Ask why the votes of a burst are found honest, and say what that does."""
    many = "1 vote" if alarm.damped == 1 else f"{alarm.damped} votes"
    effect = (
        f"{many} on review {alarm.review} by {author(alarm.author)}: they weigh in the order what "
        "they would without the burst. Who votes in another burst on it is damped again."
    )
    why = "Needed: it goes into the log, and stands with the alarm."
    return "These were honest", (ui.TextDisplay[Any](effect), reason_field(why))
