"""Everything that is stored about a member as files: one for programs, one for people.

The first is JSON: a list with one record a line, {"record": "rating", "thing": {...}, ...}. `thing`
has kind (series or episode), ids, title, and date, series (title, year, ids), season and number of
an episode. Numbers of Discord are text: programs of others round large ones. Moments are of ISO
8601. bot.loaders.opinions reads ratings, reviews and drafts of it again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.model import Heading
from bot.personal import KINDS, Entry, Thing
from bot.render.privacy import TITLES

NAME = "coldopen"
FILES = 10
"""Files that a message can have."""
_SAFE = 1 << 53
"""Whole numbers up to here are the same in every program that reads JSON."""
_FLAGS = {"spoiler", "helpful", "own"}


class File(NamedTuple):
    """A file to be sent."""

    name: str
    content: bytes


def files(entries: Sequence[Entry], pictures: Iterable[File], limit: int) -> list[File]:
    """Make the files of all entries, none larger than `limit` bytes; a larger picture is left out.

    A list that does not fit into one file goes on in the next, which is as whole as the first.
    """
    told = [json.dumps(record(one), ensure_ascii=False) for one in entries]
    every = _parted(told, limit, "json", ("[\n", ",\n", "\n]\n"))
    every += _parted(list(_readable(entries)), limit, "md", ("", "\n", "\n"))
    return every + [one for one in pictures if len(one.content) <= limit]


def messages(every: Iterable[File], limit: int) -> list[list[File]]:
    """Put files into messages: together none has more than `limit` bytes."""
    parts: list[list[File]] = [[]]
    for one in every:
        room = limit - sum(len(other.content) for other in parts[-1])
        if parts[-1] and (len(one.content) > room or len(parts[-1]) == FILES):
            parts.append([])
        parts[-1].append(one)
    return parts


def _parted(rows: list[str], limit: int, end: str, around: tuple[str, str, str]) -> list[File]:
    opening, between, closing = around
    parts: list[list[str]] = [[]]
    size = 0
    for row in rows:
        many = len(row.encode(errors="replace")) + len(between)
        if parts[-1] and size + many > limit - len(opening + closing):
            parts.append([])
            size = 0
        parts[-1].append(row)
        size += many
    texts = [opening + between.join(part) + closing for part in parts]
    return [
        File(f"{NAME}-{number}.{end}" if number > 1 else f"{NAME}.{end}", _encoded(text))
        for number, text in enumerate(texts, 1)
    ]


def _encoded(text: str) -> bytes:
    return text.encode(errors="replace")


def record(entry: Entry) -> dict[str, Any]:
    """Give an entry as a record of the JSON file; what is not known is left out."""
    thing = {"thing": _thing(entry.thing)} if entry.thing else {}
    facts = {key: _plain(key, value) for key, value in entry.facts.items() if value is not None}
    return {"record": entry.kind} | thing | facts


def _plain(key: str, value: object) -> object:
    if key in _FLAGS:
        return bool(value)
    return str(value) if isinstance(value, int) and abs(value) > _SAFE else value


def _thing(thing: Thing) -> dict[str, Any]:
    head = thing.heading
    series: dict[str, Any] = {
        "title": head.series,
        "year": head.start_year,
        "ids": dict(thing.series_ids),
    }
    if head.kind == "series":
        return {"kind": "series"} | _known(series)
    told: dict[str, Any] = {"ids": dict(thing.ids), "season": head.season, "number": head.number}
    told |= {"title": head.title, "date": head.date, "series": _known(series)}
    return {"kind": "episode"} | _known(told)


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in (None, {})}


def _readable(entries: Sequence[Entry]) -> Iterator[str]:
    """Give the lines of the file for people: a chapter a kind, texts as quotations."""
    yield "# What Cold Open has stored about you"
    for kind in KINDS:
        some = [one for one in entries if one.kind == kind]
        if some:
            yield f"\n## {TITLES[kind]} ({len(some):,})"
        for one in some:
            yield f"\n### {named(one.thing.heading)}" if one.thing else ""
            yield from _facts(one.facts)


def named(head: Heading) -> str:
    """Name a thing in plain text."""
    year = f" ({head.start_year})" if head.start_year else ""
    code = f" {head.code}" if head.code else ""
    title = f" · {head.title or 'Untitled'}" if head.kind == "episode" else ""
    return f"{head.series}{year}{code}{title}"


def _facts(facts: Mapping[str, Any]) -> Iterator[str]:
    for key, value in facts.items():
        if value is None or value == "":
            continue
        if key in {"body", "headline", "words", "reason"}:
            quoted = "\n> ".join(str(value).splitlines())
            yield f"- {key}:\n\n> {quoted}\n"
        else:
            yield f"- {key.replace('_', ' ')}: {_said(key, value)}"


def _said(key: str, value: object) -> object:
    if key == "place":
        return f"only on the server {value}" if value else "everywhere"
    return ("yes" if value else "no") if key in _FLAGS else value
