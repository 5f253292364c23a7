"""Where words stand in what tellings say: passages of them, and what was found in which."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from bot.model import Heading, Telling

Where = Literal[
    "title", "outline", "summary", "synopsis", "character", "person", "question", "series",
    "headline", "review",
]  # fmt: skip

BARS = "||"
"""What stands between two of these is to be hidden."""


class Passage(NamedTuple):
    """A piece of text that a source tells of a thing, in which words are looked for."""

    where: Where
    text: str
    spoiler: bool = False


def passages(tellings: Iterable[Telling]) -> tuple[Passage, ...]:
    """Give all passages of a thing, each once, titles first, in the tellings' order."""
    every = list(tellings)
    read = (_titles, _plots, _credits, _questions)
    found = (passage for part in read for one in every for passage in part(one))
    return tuple(dict.fromkeys(found))


def _titles(telling: Telling) -> Iterator[Passage]:
    for one in telling.titles:
        yield Passage("title", one.text)


def _plots(telling: Telling) -> Iterator[Passage]:
    for one in telling.plots:
        # Where some words are hidden it is not known which of them a piece of it has.
        hides = one.spoiler or one.kind == "synopsis" or BARS in one.text
        yield Passage(one.kind, one.text.replace(BARS, ""), hides)


def _credits(telling: Telling) -> Iterator[Passage]:
    for one in telling.credits:
        if one.character:
            yield Passage("character", one.character)
        for name in filter(None, (one.name, one.credited_as)):
            yield Passage("person", name)


def _questions(telling: Telling) -> Iterator[Passage]:
    for one in telling.questions:
        said = " ".join(filter(None, (one.text, one.answer)))
        yield Passage("question", said.replace(BARS, ""), one.spoiler or BARS in said)


class Piece(NamedTuple):
    """A piece of a phrase: some words, and whether they were asked for."""

    text: str
    asked: bool = False


class Phrase(NamedTuple):
    """The words around those that were asked for; `before` and `after` where more is cut off."""

    where: Where
    pieces: tuple[Piece, ...] = ()
    spoiler: bool = False
    before: bool = False
    after: bool = False


class Find(NamedTuple):
    """A thing that has some of the words, and where; `words` is how many of those asked for."""

    heading: Heading
    phrase: Phrase
    words: int


class Finds(NamedTuple):
    """One page of what has the words of `text`: of `total` things the best ones are `listed`.

    Where they do not have `all` of the words, they have `most` of them. `people`, by their ids and
    names, have a name with these words.
    """

    text: str
    finds: tuple[Find, ...]
    total: int
    listed: int
    page: int
    pages: int
    most: int
    all: int
    people: tuple[tuple[int, str], ...] = ()
