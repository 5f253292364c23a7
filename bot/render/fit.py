"""Make text by other people fit Discord: escaped, cleaned, cut, in linear time.

discord.utils.escape_markdown is cubic in its input: 4,000 hostile signs block the loop for 5 s.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")

VIEW = 4000
"""Characters of all text in one view (discord.py says so of LayoutView; Discord's docs do not)."""
LABEL, CHOICE, OPTION, PLACEHOLDER = 80, 100, 100, 150
"""Limits of a button's label, a choice's name, an option's texts, a placeholder."""
ALT = 1000
"""Characters that say what is on a picture: Discord takes 1,024."""
STACKED = 3
"""Combining marks kept on one letter: Vietnamese needs two, Thai three; zalgo has dozens."""

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\*_~`|>#[]()<@:"})
_LIST = re.compile(r"^([ \t]*\d{0,9})([-+.])(?=\s)", re.MULTILINE)
_LINES = re.compile(r"\n{3,}")
_SENTENCES = (
    ". ",
    "! ",
    "? ",
    "… ",
    '." ',
    '!" ',
    '?" ',
    ".” ",
    "!” ",
    "?” ",
    ".’ ",
    ".) ",
    "。",
    "！",
    "？",
)
_ENDS = tuple(
    re.compile(f"(?s:.*)(?:{'|'.join(map(re.escape, ends))})")
    for ends in (("\n\n",), ("\n",), _SENTENCES, (" ",))
)
"""Where a page may end, the best first: paragraphs, lines, sentences, words."""


def escape(text: str) -> str:
    """Show text as it is: no markdown, mention, emoji, link or list comes out of it."""
    return escape_clean(bare(text))


def escape_clean(text: str) -> str:
    """Escape text that is clean already; nothing of it goes away."""
    return _LIST.sub(r"\1\\\2", text.translate(_ESCAPED))


def hidden(text: str) -> str:
    """Put text behind spoiler bars, escaped: one pair a paragraph, as none reaches over two."""
    paragraphs = (part for part in escape(text).split("\n\n") if part.strip())
    return "\n\n".join(f"||{part}||" for part in paragraphs)


def bare(text: str) -> str:
    """Take out what only disturbs: controls, direction marks, zero-width signs, stacked marks."""
    return clean(text).strip()


def clean(text: str) -> str:
    """Take out what only disturbs, and leave the blanks at the ends of a piece of a text."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return _LINES.sub("\n\n", text) if "\n\n\n" in text else text
    kept = "".join(_visible(text))
    return _LINES.sub("\n\n", unicodedata.normalize("NFC", kept))


def _visible(text: str) -> Iterator[str]:
    for mark, signs in groupby(text, key=lambda sign: unicodedata.category(sign) in {"Mn", "Me"}):
        for count, sign in enumerate(signs):
            if mark and count >= STACKED:
                break
            if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}:
                yield sign


def cut(text: str, limit: int) -> str:
    """Cut text to `limit` characters at the end of a word, with a sign that it goes on."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    word = head.rsplit(None, 1)[0] if len(head.split(None, 1)) > 1 else head
    # A backslash that escaped the first sign that was cut off would now escape the ellipsis.
    kept = word if len(word) > limit // 2 else head
    return kept.rstrip(" \\") + "…"


def lines(texts: Iterable[str], limit: int) -> str:
    """Join as many whole lines as fit."""
    kept: list[str] = []
    left = limit
    for text in texts:
        left -= len(text) + 1
        if left < 0:
            break
        kept.append(text)
    return "\n".join(kept)


def pages(text: str, size: int) -> tuple[str, ...]:
    """Part a long text into pages, at paragraphs, else at sentences, else at words.

    Whatever has no end at all in half a page is cut where the page ends.
    """
    return tuple(text[start:end].strip() for start, end in spans(text, size))


def spans(text: str, size: int, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Give where the pages of a text begin and end, which have no blanks at their ends."""
    found: list[tuple[int, int]] = []
    end = len(text) if end is None else end
    end = start + len(text[start:end].rstrip())
    while start < end:
        start = end - len(text[start:end].lstrip())
        at = start + _end(text[start : start + size], size) if end - start > size else end
        found.append((start, start + len(text[start:at].rstrip())))
        start = at
    return found


def _end(text: str, size: int) -> int:
    """Give the best place for a page's end in its second half."""
    for ends in _ENDS:
        if last := ends.match(text, size // 2, size):
            return last.end()
    return size


def page_of(rows: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """Give the rows of a page, the page that was taken (0 is the first), and how many there are."""
    count = max(1, -(-len(rows) // size))
    taken = min(max(page, 0), count - 1)
    return rows[taken * size : (taken + 1) * size], taken, count
