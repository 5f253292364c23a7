"""What Discord hides of a text: its marks read as its clients do, from left to right."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

Rule = tuple[re.Pattern[str], int]


class Piece(NamedTuple):
    """A piece of plain text, and whether it is behind bars."""

    text: str
    hidden: bool


_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_RAW: tuple[re.Pattern[str], ...] = (
    re.compile(r"```(?:[a-z0-9_+\-.]+?\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE),
    re.compile(r"(?P<ticks>`+)([\s\S]*?[^`])(?P=ticks)(?!`)"),
    re.compile(r"(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s]"),
)
"""Inside of these nothing is a mark."""
_NESTED: tuple[Rule, ...] = (
    (
        re.compile(r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?(?:[^\s\\)]|\\.)*?>?\s*\)"),
        1,
    ),
    (re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"), 1),
    (re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)"), 1),
    (
        re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"),
        1,
    ),
    (re.compile(r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b"), 1),
    (re.compile(r"~~([\s\S]+?)~~(?!_)"), 1),
)
_SPOILER = re.compile(r"\|\|([\s\S]+?)\|\|")
_QUOTE = re.compile(r" *>>> ([\s\S]*)| *> ([^\n]*(?:\n *> [^\n]*)*\n?)")
_LINE = re.compile(r"(?:#{1,3}|-#|[-*]|\d+\.) ([^\n]+)")


def read(text: str, *, hidden: bool = False, quoted: bool = False) -> Iterator[Piece]:
    """Part a text as it is shown."""
    at, plain = 0, ""
    while at < len(text):
        start = at == 0 or text[at - 1] == "\n"
        inner = _quoted(text, at) if start and not quoted else None
        found = inner or _marked(text, at)
        if found is None:
            plain, at = plain + text[at], at + 1
            continue
        inside, end, kind = found
        if plain:
            yield Piece(plain, hidden)
            plain = ""
        if kind == "raw":
            yield Piece(inside, hidden)
        else:
            yield from read(inside, hidden=hidden or kind == "hidden", quoted=quoted or bool(inner))
        at = end
    if plain:
        yield Piece(plain, hidden)


def _quoted(text: str, at: int) -> tuple[str, int, str] | None:
    for pattern in (_QUOTE, _LINE):
        if match := pattern.match(text, at):
            inside = next(group for group in match.groups() if group is not None)
            return inside, match.end(), "block"
    return None


def _marked(text: str, at: int) -> tuple[str, int, str] | None:
    if match := _ESCAPE.match(text, at):
        return match[1], match.end(), "raw"
    for pattern in _RAW:
        if match := pattern.match(text, at):
            return match[0], match.end(), "raw"
    if match := _SPOILER.match(text, at):
        return match[1], match.end(), "hidden"
    longest: Callable[[re.Match[str]], int] = lambda match: match.end()  # noqa: E731
    nested = [match for pattern, _ in _NESTED if (match := pattern.match(text, at))]
    if not nested:
        return None
    match = max(nested, key=longest)
    return match[1], match.end(), "nested"
