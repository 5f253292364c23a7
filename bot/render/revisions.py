"""What was changed in a review, word by word; what is hidden in it stays hidden."""

import re
from collections.abc import Iterator
from heapq import nlargest
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel, MatchingBlock

from bot.render import parts
from bot.render.fit import bare, clean, cut, escape, escape_clean
from bot.render.parts import Container
from bot.render.reviews import author, day, of, runs_of
from bot.render.spoilers import covered, ends
from bot.render.words import language
from bot.reviews import History, Words

SHOWN = 2600
"""Signs that a page of changes may have."""
PIECES = 250
"""Pieces that stayed which are told apart, the longest ones; a text written anew has few long ones,
and one of nothing but signs would take everybody's time with thousands."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class _Word(NamedTuple):
    text: str
    hidden: bool


class _Piece(NamedTuple):
    """A word of either text; `mark` is ** for one that came, ~~ for one that went."""

    text: str
    hidden: bool
    mark: str


def card(history: History, page: int) -> Container:
    """Show a change of a review, one page (from 0) of it, and lead to the others."""
    pages = _pages(history)
    at = min(max(page, 0), len(pages) - 1)
    review = history.review
    others = parts.turning(f"review:history:{review.id}", history.at, history.changes)
    on = parts.turning(f"review:change:{review.id}:{history.at}", at, len(pages))
    said = f"{of(history.head)}\n### What was changed\n-# by {author(review.member)}"
    number = f", change {history.at + 1} of {history.changes}" if history.changes > 1 else ""
    return parts.card(
        parts.text(f"{said}{number}", 850),
        parts.text(pages[at] + parts.position(at, len(pages)), SHOWN + 300),
        *([parts.row(*on)] if on else []),
        *([parts.text("-# Newer and older changes", 100), parts.row(*others)] if others else []),
    )


def _pages(history: History) -> list[str]:
    if history.before is None or history.after is None:
        return ["Nothing was changed since it was published."]
    before, after = history.before.words, history.after.words
    head = "\n".join((f"Changed {day(history.after.written_at)}", *_facts(before, after)))
    first, *others = changes(before, after, SHOWN - len(head) - 1) or ["The text is the same."]
    return [f"{head}\n{first}", *others]


def _facts(before: Words, after: Words) -> Iterator[str]:
    """Tell what was changed beside the text."""
    if before.headline != after.headline:
        yield f"Headline: ~~{_headline(before)}~~ **{_headline(after)}**"
    if before.rating != after.rating:
        old, new = (f"{one}/10" if one else "none" for one in (before.rating, after.rating))
        yield f"Rating: ~~{old}~~ **{new}**"
    if before.spoiler != after.spoiler:
        yield f"Spoilers in all of it: {'told now' if after.spoiler else 'no more'}"
    if before.language and after.language and before.language != after.language:
        old, new = (_language(one) for one in (before.language, after.language))
        yield f"Language: ~~{old}~~ **{new}**"
    if before.picture != after.picture:
        gone, come = "taken away", "another" if before.picture else "added"
        yield f"Picture: {come if after.picture else gone}"


def _language(code: str) -> str:
    return cut(escape(language(code)), 60)


def _headline(words: Words) -> str:
    return escape(" ".join(cut(bare(words.headline), 150).split())) or "…"


def changes(before: Words, after: Words, most: int) -> list[str]:
    """Give the text with its changes in pages of at most `most` signs: new words bold, old struck.

    A word that was hidden in either text stays so. Nothing where no word was changed.
    """
    old, new = _words(before), _words(after)
    pieces = list(_compared(old, new))
    if not any(piece.mark for piece in pieces):
        return []
    pages, size = [""], 0
    for (hidden, mark), group in groupby(pieces, key=lambda piece: (piece.hidden, piece.mark)):
        for text in _chunks("".join(piece.text for piece in group)):
            shown = _shown(text, hidden, mark)
            if size + len(shown) > most and pages[-1]:
                pages.append("")
                size = 0
            pages[-1] += shown
            size += len(shown)
    return [page.strip() or "…" for page in pages]


def _chunks(text: str) -> Iterator[str]:
    for at in range(0, len(text), 400):
        yield text[at : at + 400]


def _words(words: Words) -> list[_Word]:
    return [
        _Word(word, run.hidden)
        for run in runs_of(words.body, spoiler=words.spoiler)
        for word in _WORD.findall(clean(run.text))
    ]


def _compared(old: list[_Word], new: list[_Word]) -> Iterator[_Piece]:
    """Give what both texts have, and before it what went from there, then what came."""
    was = came = 0
    for block in _common([word.text for word in old], [word.text for word in new]):
        yield from (_Piece(one.text, one.hidden, "~~") for one in old[was : block.a])
        yield from (_Piece(one.text, one.hidden, "**") for one in new[came : block.b])
        was, came = block.a + block.size, block.b + block.size
        both = zip(old[block.a : was], new[block.b : came], strict=True)
        yield from (_Piece(two.text, one.hidden or two.hidden, "") for one, two in both)


def _common(old: list[str], new: list[str]) -> list[MatchingBlock]:
    """Give what two texts have in common, in its order, then an empty block at their ends."""
    *blocks, end = Indel.opcodes(old, new).as_matching_blocks()
    longest = nlargest(PIECES, blocks, key=lambda block: block.size)
    return [*sorted(longest, key=lambda block: block.a), end]


def _shown(text: str, hidden: bool, mark: str) -> str:  # noqa: FBT001 - as it is grouped
    """Show a piece: marks and bars stand close to its words, one pair a paragraph."""
    escaped = escape_clean(text)
    if not mark:
        return covered(escaped) if hidden else escaped
    shown = []
    for line in escaped.split("\n"):
        start, end = ends(line)
        core = line.strip()
        marked = f"{mark}{core}{mark}" if core else ""
        shown.append(f"{start}{f'||{marked}||' if hidden and marked else marked}{end}")
    return "\n".join(shown)
