"""What comes next of a series, and what airs on a day."""

from datetime import date, timedelta

from bot.happening import Aired, Around, Day
from bot.model import Release
from bot.render import parts, words
from bot.render.fit import cut, escape
from bot.render.parts import Container

SIZE = 10
SHOWN = 3
"""Releases of an episode that are shown of one day."""
YEAR = 366
"""Days up to which it is told how many a day is away."""
_OVER = {"ended": "It has ended.", "cancelled": "It was cancelled."}


def around(told: Around) -> Container:
    """Show what of a series comes next and came last."""
    today = told.now.date()
    said = [f"### {cut(words.series_line(told.series), 300)}"]
    if told.next:
        said.append(f"**Next:** {_episode(told.next)}\n{_when(told.next, today)}")
    else:
        said.append(_OVER.get(told.status, "No next episode is known."))
    if told.last:
        said.append(f"**Last:** {_episode(told.last)}\n{_when(told.last, today)}")
    elif not told.next:
        said.append("*No episode is known.*")
    shown = [one.heading for one in (told.next, told.last) if one]
    picker = [parts.picker(shown, "Open an episode")] if shown else []
    return parts.card(parts.text("\n".join(said), 2000), *picker)


def _episode(aired: Aired) -> str:
    head = aired.heading
    code = f"**{head.code}** · " if head.code else ""
    return f"{code}{cut(escape(head.title or '') or 'Untitled', 300)}"


def _when(aired: Aired, today: date) -> str:
    """Tell when: its moment where that is known, else its day, as exactly as it is known."""
    first = next(iter(aired.releases), None)
    where = f" ({words.country(first.country)})" if first and first.country else ""
    if first and first.moment:
        seconds = int(first.moment.timestamp())
        return f"<t:{seconds}:F>, <t:{seconds}:R>{where}"
    known = first.date if first else aired.heading.date
    if not known:
        return "date unknown"
    if len(known) < 10:
        return f"{words.day(known)}{where}, the {'month' if len(known) == 4 else 'day'} is unknown"
    return f"{words.day(known)}{where}{_away(known, today)}; time unknown"


def _away(day: str, today: date) -> str:
    """Tell how far a day is away, up to a year."""
    days = (date.fromisoformat(day) - today).days
    if abs(days) < 2:
        return (", yesterday", ", today", ", tomorrow")[days + 1]
    if abs(days) > YEAR:
        return ""
    return f", in {days} days" if days > 0 else f", {-days} days ago"


def choice(name: str, this: date) -> str:
    """Name a day in a list of choices, with the word that stands for it."""
    written = words.day(this.isoformat())
    return f"{name.capitalize()}, {written}" if name else written


def day(told: Day) -> Container:
    """Show one page of what airs on a day, with the days around it."""
    where = f" · {words.country(told.country)}" if told.country else ""
    pages = max(1, -(-told.total // SIZE))
    counted = f"{told.total:,} episode{'' if told.total == 1 else 's'}"
    head = f"### {words.day(told.day)}{where}\n{counted if told.total else '*Nothing is known.*'}"
    prefix = f"today:{told.day}:{told.country or ANYWHERE}"
    turning = parts.turning(prefix, told.page, pages)
    rows = "\n".join(_row(one) for one in told.aired)
    body = [parts.line(), parts.text(rows, 3300)] if rows else []
    picker = (
        [parts.picker((one.heading for one in told.aired), "Open one of these")] if rows else []
    )
    return parts.card(
        parts.text(head + parts.position(told.page, pages), 400),
        *body,
        *picker,
        *([parts.row(*turning)] if turning else []),
        _days(told),
    )


ANYWHERE = "any"
"""What stands for no country in a custom id."""


def _days(told: Day) -> parts.Row:
    """Lead to the day before and the day after, as far as there are days."""
    this, country = date.fromisoformat(told.day), told.country or ANYWHERE
    steps = (("Day before", -1, "before", date.min), ("Day after", 1, "after", date.max))
    return parts.row(
        *(
            parts.button(
                label,
                f"today:{this if this == end else this + timedelta(step)}:{country}:0:{name}",
                off=this == end,
            )
            for label, step, name, end in steps
        )
    )


def _row(aired: Aired) -> str:
    releases = [_release(one) for one in aired.releases[:SHOWN]]
    more = len(aired.releases) - SHOWN
    if more > 0:
        releases.append(f"and {more} more")
    told = "; ".join(releases) or "time unknown"
    return f"{cut(words.named(aired.heading), 170)}\n-# {told}"


def _release(one: Release) -> str:
    when = f"<t:{int(one.moment.timestamp())}:f>" if one.moment else "time unknown"
    where = words.country(one.country) if one.country else "country not stated"
    note = f" · {cut(escape(one.note), 30)}" if one.note else ""
    return f"{when} · {where}{note}"
