"""Several answers: pick one; how the words were read; a series' episodes page by page."""

from bot.model import Heading
from bot.readings import (
    Coded,
    Credited,
    Dated,
    Elsewhere,
    Known,
    Placed,
    Reading,
    Remembered,
)
from bot.render import parts, words
from bot.render.fit import cut, escape
from bot.render.parts import Container
from bot.render.words import choice_name

EPISODES = 25
_MORE = " There may be more: add what tells it from these, as its series, a year or a code."
"""What is said where as many are offered as can be."""


def choice(
    text: str, headings: tuple[Heading, ...], custom_id: str = "pick", people: tuple[str, ...] = ()
) -> Container:
    """Ask which of several things is meant; `custom_id` says what is done with it.

    `people` are those in whose cast or crew they are, where the words are of a name.
    """
    asked = cut(escape(text), 200)
    these = f"any of these {len(headings)}"
    if len(headings) == 1:
        these = f"**{escape(choice_name(headings[0]))}**"
    more = _MORE if len(headings) == parts.OPTIONS else ""
    question = "Did you mean this one?" if len(headings) == 1 else "Which one?"
    head = f"### {question}\n“{asked}” {_meaning(text, people)} {these}.{more}"
    return parts.card(parts.text(head, 600), _offer(headings, custom_id))


def _offer(headings: tuple[Heading, ...], custom_id: str) -> parts.Row:
    """Offer things to pick from; a single episode that is only to be shown by a button."""
    if len(headings) == 1 and custom_id == "pick" and headings[0].kind == "episode":
        one = headings[0]
        return parts.row(parts.button(choice_name(one), f"episode:overview:{one.id}:0"))
    return parts.picker(headings, "Pick one", custom_id)


def _meaning(text: str, people: tuple[str, ...]) -> str:
    if not people:
        return "could be"
    if len(people) > 1:
        return "could be somebody in the cast or crew of"
    if people[0].casefold() == text.strip().casefold():
        return "is in the cast or crew of"
    return f"reads as **{escape(cut(people[0], 100))}**, who is in the cast or crew of"


def read_as(reading: Reading, name: str, others: int) -> str:
    """Say how words were read, and that there are other readings."""
    more = f" · {others} other {'reading' if others == 1 else 'readings'} below" if others else ""
    return f"Read as {_reading(reading, name)}{more}"


def read_from(episode: Heading, season: int | None = None) -> str:
    """Say that the words are of an episode, whose series is shown, or whose season that is."""
    of_season = season is not None and episode.code is not None and episode.code.season == season
    title = escape(cut(episode.title or "untitled", 100))
    told = f"{episode.code} · {title}" if episode.code else title
    return f"Read as the {'season' if of_season else 'series'} of {told}"


def _reading(reading: Reading, name: str) -> str:
    match reading:
        case Known() | Elsewhere():
            return f"the id {reading}"
        case Coded(season=None, number=number):
            return f"number {number} of {escape(cut(name, 100))}"
        case Coded():
            return f"{escape(cut(name, 100))} {str(reading).removeprefix(reading.words).strip()}"
        case Dated(date=day):
            return f"{escape(cut(name, 100))} on {words.day(day)}"
        case Placed(place=place, season=season):
            inside = "" if season is None else f" of season {season}"
            return f"the {place} episode{inside} of {escape(cut(name, 100))}"
        case Remembered():
            return "words of its plot"
        case Credited():
            return "a person in its cast or crew"
        case _:
            return f"the title “{escape(cut(name, 100))}”"


def others(headings: tuple[Heading, ...]) -> parts.Row:
    """Offer the other readings of a question below its answer."""
    return parts.picker(headings, f"Other readings ({len(headings)})")


def episodes(
    series: Heading, listed: list[Heading], page: int, total: int, note: str = ""
) -> Container:
    """Show one page of a series' episodes to pick from; `total` counts all of them.

    `note` says how a question was read.
    """
    pages = max(1, -(-total // EPISODES))
    counted = f"{total} {'episode' if total == 1 else 'episodes'}"
    head = f"### {cut(words.series_line(series), 300)}\n{counted}"
    read = f"\n-# {note}" if note else ""
    body = parts.text(head + parts.position(page, pages) + read, 1200)
    about = parts.row(parts.button("About the series", f"series:overview:{series.id}:0"))
    if not listed:
        return parts.card(body, about)
    first, last = listed[0], listed[-1]
    span = f"{parts.called(first)} to {parts.called(last)}"
    turning = parts.turning(f"series:{series.id}", page, pages)
    rows = [parts.row(*turning)] if turning else []
    return parts.card(body, parts.picker(listed, f"Pick an episode: {span}"), *rows, about)
