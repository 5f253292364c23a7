"""Who is in what, out of IMDb's dumps: credits packed as bot.packed says, and people's names."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.loaders.dumps import Block, Mask, Whole, blocks, word
from bot.loaders.files import Tell
from bot.loaders.imdb import CREW, NAMES, PRINCIPALS, coded, is_null, too_long
from bot.loaders.pairs import Pairs
from bot.loaders.rejects import Rejects
from bot.loaders.spool import Marks, Spool, Spooled
from bot.packed import CATEGORIES, LARGE, credit_of

_CODES = {word(category): ord(code) for category, code in CATEGORIES.items()}
_OTHER = ord("?")
_SHORTEST = len("nm0000001")


class Asked(NamedTuple):
    """Whose people are read: of the `wanted` titles; those who are `named` there are marked.

    Who is in which is noted in `pairs`, where there are any.
    """

    wanted: Marks
    named: Marks
    rejects: Rejects
    tell: Tell
    pairs: Pairs | None = None

    def note(self, title: Whole, person: Whole) -> None:
        """Note that people are in titles, as far as anybody wants to know."""
        self.named.mark(person)
        if self.pairs:
            self.pairs.add(title, person)


def cast(path: Path, spool: Path, asked: Asked) -> Spooled:
    """Read title.principals for the wanted titles, packed as bot.packed says."""
    with Spool(spool) as out:
        for block in blocks(path, PRINCIPALS, asked.rejects, asked.tell):
            number = block.numbers(0, "tt")
            mine = asked.wanted.has(number) | (number < 0)
            _cast(block.only(mine), number[mine], path, out, asked)
    return out.by_key()


def _cast(block: Block, number: Whole, path: Path, out: Spool, asked: Asked) -> None:
    ordering, person = block.read(*block.field(1)), block.numbers(2, "nm")
    begins, ends = block.field(5)
    known = ~is_null(block, begins, ends)
    eights = block.eights()
    opened = (eights[begins] & np.uint64(0xFFFF)) == int.from_bytes(b'["', "little")
    closed = (eights[ends - 2] & np.uint64(0xFFFF)) == int.from_bytes(b'"]', "little")
    bad = (number < 0) | (ordering < 0) | (person < 0)
    bad |= block.ends[:, 2] - block.ends[:, 1] <= _SHORTEST
    bad |= known & ~(opened & closed & (ends - begins >= 4))
    good = ~bad
    block = block.without(
        bad, "its ids, ordering or characters can't be read", path.name, asked.rejects
    )
    asked.note(number[good], person[good])
    code = coded(block.words(3), _CODES, _OTHER)
    pieces = _credit(block, code, ordering[good], person[good], known[good])
    out.write(*block.kept(*pieces), key=number[good])


def _credit(
    block: Block, code: Whole, ordering: Whole, person: Whole, known: Mask
) -> list[tuple[Whole, Whole]]:
    """Write the head of each credit over its nconst, and give the pieces that are kept."""
    begin, _ = block.field(2)
    large = person >= 1 << 32
    head = code ^ np.where(large, 0, LARGE) | np.minimum(ordering, 255) << 8 | person << 16
    block.eights()[begin] = head.astype(np.uint64)
    category, category_end = block.field(3)
    job, job_end = block.field(4)
    characters, end = block.field(5)
    no_job = is_null(block, job, job_end)
    other = code == _OTHER
    word = [(category, np.where(other, category_end + 1, category))] if other.any() else []
    # A tab and the end of the line where the characters begin and end: a piece instead of three.
    block.text[characters[known] + 1], block.text[end[known] - 2] = ord("\t"), ord("\n")
    return [
        (begin, begin + 6 + large),
        *word,
        (job, np.where(no_job, job, job_end)),
        (np.where(known, characters + 1, end), np.where(known, end - 1, end + 1)),
    ]


def crew(path: Path, spool: Path, asked: Asked) -> Spooled:
    """Read title.crew for the wanted titles: directors and writers, behind all others."""
    with Spool(spool) as out:
        for block in blocks(path, CREW, asked.rejects, asked.tell):
            number = block.numbers(0, "tt")
            good = block.without(number < 0, "its id can't be read", path.name, asked.rejects)
            number = number[number >= 0]
            told = (good.ends[:, 2] - good.ends[:, 0] != 6) & asked.wanted.has(number)
            rows, each = np.flatnonzero(told), []
            for row in rows.tolist():
                each.append(_crew(good, row, path, asked))
                line = b"".join(credit_of(code, 255, one) for code, one in each[-1])
                out.write(line, np.array([len(line)]), key=number[row : row + 1])
            people = np.array([one for some in each for _, one in some], np.int64)
            asked.note(np.repeat(number[rows], list(map(len, each))), people)
    return out.by_key()


def _crew(block: Block, row: int, path: Path, asked: Asked) -> list[tuple[int, int]]:
    """Give the people of a line, each with the code of what they did."""
    found = []
    for field, code in ((1, ord("d")), (2, ord("w"))):
        for one in block.bytes_of(field, row).split(b","):
            if one[:2] == b"nm" and one[2:].isdigit() and len(one) <= 12:
                found.append((code, int(one[2:])))
            elif one != rb"\N":
                asked.rejects.add(
                    path.name, f"line {block.lines[row]}", f"{one[:20]!r} is no person"
                )
    return found


def people(path: Path, spool: Path, asked: Asked) -> Spooled:
    """Read name.basics: the names of those who are named, a line each."""
    with Spool(spool) as out:
        for block in blocks(path, NAMES, asked.rejects, asked.tell):
            number = block.numbers(0, "nm")
            begins, ends = block.field(1)
            bad = (number < 0) | (begins == ends) | too_long(block, 1)
            good = block.without(bad, "its id or name can't be read", path.name, asked.rejects)
            mine = asked.named.has(number[~bad])
            good, key = good.only(mine), number[~bad][mine]
            # Rows beside each other with one key would become one text: the last one counts.
            last = np.append(key[1:] != key[:-1], True)[: len(key)]
            begin, end = good.only(last).field(1)
            out.write(*good.only(last).kept((begin, end + 1)), key=key[last])
    return out.by_key()
