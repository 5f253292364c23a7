"""Alarms for moderators: votes that look as if they were not honest, and whose they are."""

from collections.abc import Sequence

from bot.cases import Alarm, Odd
from bot.render import parts
from bot.render.fit import page_of
from bot.render.moderation import moment
from bot.render.parts import Container, Row
from bot.render.reviews import author

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
        parts.text(rows or "No votes were odd so far.", 3000),
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
    return f"**{_many(one)}:** {said} · {moment(one.begun_at)} to {moment(one.ended_at)}"


def _many(one: Alarm) -> str:
    if one.voters == 1:
        return f"1 voter, {'here' if one.here else 'elsewhere'}"
    return f"{one.voters} voters, {one.here} of them here"


def _pick(alarms: Sequence[Alarm]) -> Row:
    rows = ((str(one.id), _LABELS[one.kind], _many(one)) for one in alarms)
    return parts.chooser("moderate:alarm", "See who voted", rows)


def voters(alarm: int, here: Sequence[int], elsewhere: int, page: int) -> Container:
    """Show who voted on this server of those who rang an alarm; others are a number."""
    shown, at, pages = page_of(here, page, NAMED)
    turning = parts.turning(f"moderate:alarm:{alarm}", at, pages)
    where = f"{len(here)} here · {elsewhere} elsewhere, whom I don't name"
    return parts.card(
        parts.text("### Who voted oddly"),
        parts.text(", ".join(author(member) for member in shown) or "Nobody here.", 3000),
        parts.text(f"-# {where}{parts.position(at, pages)}", 300),
        *([parts.row(*turning)] if turning else []),
        parts.row(parts.button("All odd votes", "moderate:alarms:0:first")),
    )
