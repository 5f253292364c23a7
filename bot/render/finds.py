"""What has the words of a search: each with the phrase in which they stand."""

from itertools import groupby

from bot.passages import Find, Finds, Phrase
from bot.render import parts, words
from bot.render.fit import bare, cut, escape
from bot.render.parts import Container

SIZE = 6
"""Things on a page: with the longest phrases they stay below the 4,000 characters of a view."""
PHRASE = 220
"""Characters of a phrase, escaped."""


def page(finds: Finds) -> Container:
    """Show one page of what has the words, to pick from."""
    asked = f"### “{cut(escape(finds.text), 170)}”"
    head = f"{asked}\n{_counted(finds)}" + parts.position(finds.page, finds.pages)
    if not finds.finds:
        return parts.card(parts.text(head, 900), *_people(finds))
    first = finds.page * SIZE + 1
    rows = "\n".join(_row(number, one) for number, one in enumerate(finds.finds, first))
    turning = parts.turning("search", finds.page, finds.pages, f":{finds.text}")
    return parts.card(
        parts.text(head, 900),
        parts.line(),
        parts.text(rows, 3050),
        parts.picker((one.heading for one in finds.finds), "Open one of these"),
        *([parts.row(*turning)] if turning else []),
        *_people(finds),
    )


def _counted(finds: Finds) -> str:
    if not finds.finds:
        return "Nothing but a name has these words."
    things = "1 thing" if finds.total == 1 else f"{finds.total:,} things"
    if finds.listed < finds.total:
        things = f"The best {finds.listed} of {things}"
    have = "has" if finds.total == 1 else "have"
    if finds.most == finds.all:
        return f"{things} {have} {_told(finds)}."
    return f"Nothing has all {finds.all} words. {things} {have} {finds.most} of them."


def _told(finds: Finds) -> str:
    """Name the words; those that nearly everything has were not looked for: "did it"."""
    if len(set(finds.text.casefold().split())) <= finds.all:
        return ("this word", "both words")[finds.all - 1] if finds.all < 3 else "all words"
    if finds.all == 1:
        return "the one word of these that tells something"
    return f"the {finds.all} words of these that tell something"


def _people(finds: Finds) -> list[parts.Row]:
    """Lead to the people whose name it may be."""
    buttons = [
        parts.button(cut(bare(name), 60) or "Somebody", f"person:{person}:0:found")
        for person, name in finds.people
    ]
    return [parts.row(*buttons)] if buttons else []


def _row(number: int, find: Find) -> str:
    return f"**{number}.** {words.named(find.heading)}\n{where(find.phrase)}"


def where(phrase: Phrase) -> str:
    """Say where the words stand, and what stands around them; what tells the end is hidden."""
    said = _said(phrase)
    return f"-# {phrase.where}\n{f'||{said}||' if phrase.spoiler else said}"


def _said(phrase: Phrase) -> str:
    """Write the words that fit, those that were asked for in bold: words in a row in one piece."""
    kept: list[str] = []
    left = PHRASE
    for asked, pieces in groupby(phrase.pieces, key=lambda piece: piece.asked):
        run = escape(" ".join(" ".join(piece.text for piece in pieces).split()))
        shown = cut(run, max(left, 2))
        if shown:
            kept.append(f"**{shown}**" if asked else shown)
        left -= len(shown) + 5
        if left <= 0 or len(shown) < len(run):
            break
    before, after = "… " * phrase.before, " …" * (phrase.after and left > 0)
    return f"{before}{' '.join(kept)}{after}".strip() or "…"
