"""What was changed in a review, word by word; what is hidden in it stays hidden."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from bot.render import parts
from bot.render.fit import bare, clean, cut, escape, escape_clean
from bot.render.parts import Container
from bot.render.reviews import author, day, of, runs_of
from bot.render.spoilers import covered, ends
from bot.reviews import History, Revision, Words

SHOWN = 2600
"""Signs that a page of changes may have."""
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
    """Show one page (from 0) of what was changed, the newest change first."""
    pages = _pages(history.revisions)
    at = min(max(page, 0), len(pages) - 1)
    review = history.review
    turning = parts.turning(f"review:history:{review.id}", at, len(pages))
    said = f"{of(history.head)}\n### What was changed\n-# by {author(review.member)}"
    return parts.card(
        parts.text(said, 800),
        parts.text(pages[at] + parts.position(at, len(pages)), SHOWN + 300),
        *([parts.row(*turning)] if turning else []),
    )


def _pages(revisions: tuple[Revision, ...]) -> list[str]:
    pages: list[str] = []
    for number in range(len(revisions) - 1, 0, -1):
        before, after = revisions[number - 1], revisions[number]
        told = f"**Change {number} of {len(revisions) - 1}**, {day(after.written_at)}"
        facts = "\n".join(_facts(before.words, after.words))
        head = "\n".join(filter(None, (told, facts)))
        texts = changes(before.words, after.words, SHOWN - len(head) - 1) or [
            "The text is the same."
        ]
        pages += [f"{head}\n{texts[0]}", *texts[1:]]
    return pages or ["Nothing was changed since it was published."]


def _facts(before: Words, after: Words) -> Iterator[str]:
    """Tell what was changed beside the text."""
    if before.headline != after.headline:
        yield f"Headline: ~~{_headline(before)}~~ **{_headline(after)}**"
    if before.rating != after.rating:
        old, new = (f"{one}/10" if one else "none" for one in (before.rating, after.rating))
        yield f"Rating: ~~{old}~~ **{new}**"
    if before.spoiler != after.spoiler:
        yield f"Spoilers in all of it: {'told now' if after.spoiler else 'no more'}"
    if before.picture != after.picture:
        gone, come = "taken away", "another" if before.picture else "added"
        yield f"Picture: {come if after.picture else gone}"


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
    texts = [word.text for word in old], [word.text for word in new]
    for change in Indel.opcodes(*texts):
        gone = old[change.src_start : change.src_end]
        come = new[change.dest_start : change.dest_end]
        if change.tag == "equal":
            for one, two in zip(gone, come, strict=True):
                yield _Piece(two.text, one.hidden or two.hidden, "")
        else:
            yield from (_Piece(one.text, one.hidden, "~~") for one in gone)
            yield from (_Piece(one.text, one.hidden, "**") for one in come)


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
