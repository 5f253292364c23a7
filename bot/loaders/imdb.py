"""IMDb's dumps: seven files, of which what a television bot needs is kept, in numpy's columns.

Texts go to spools on the disk, so that memory holds a few numbers a title. Rows may stand in any
order and twice (the last one counts); parents and people may be missing.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.errors import Unreadable
from bot.loaders.dumps import (
    NO_NUMBER,
    NULL,
    Block,
    Mask,
    Whole,
    Words,
    blocks,
    eights,
    found,
    same,
    word,
)
from bot.loaders.files import Tell
from bot.loaders.memory import give_back
from bot.loaders.rejects import Rejects
from bot.loaders.spool import Marks, Spool, Spooled
from bot.model import LONGEST_NAME

BASICS = (
    "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres"
)
EPISODE = "tconst parentTconst seasonNumber episodeNumber"
RATINGS = "tconst averageRating numVotes"
PRINCIPALS = "tconst ordering nconst category job characters"
CREW = "tconst directors writers"
AKAS = "titleId ordering title region language types attributes isOriginalTitle"
NAMES = "nconst primaryName birthYear deathYear primaryProfession knownForTitles"
FILES = {
    "title.basics": BASICS,
    "title.episode": EPISODE,
    "title.ratings": RATINGS,
    "title.principals": PRINCIPALS,
    "title.crew": CREW,
    "title.akas": AKAS,
    "name.basics": NAMES,
}
"""The dumps and the fields of each."""

EPISODE_KIND, SERIES_KIND, MINI_KIND = 0, 1, 2
NUMBER_TITLE, DATED_TITLE = 1, 2
_KINDS = {word("tvEpisode"): 0, word("tvSeries"): 1, word("tvMiniSeries"): 2}
_LATEST = 2999
_LARGEST = 999_999
"""The largest season or number that an episode may have (bot.model.Number)."""
_EPISODE = np.uint64(int.from_bytes(b"Episode ", "little"))
_DATED, _SIX = (np.uint64(int.from_bytes(one, "little")) for one in (b"dated ", b"\xff" * 6))
_NULLS = np.uint64(int.from_bytes(rb"\N", "little"))


class Titles(NamedTuple):
    """Series and episodes, sorted by IMDb's number; what is not known is NULL."""

    number: Whole
    kind: Whole
    year: Whole
    end: Whole
    generic: Whole
    """NUMBER_TITLE for "Episode #3.7", DATED_TITLE for "Episode dated ...", 0 for any other."""
    primary: Whole
    """The size of the primary title, in bytes."""
    original: Whole
    """The size of the original title, 0 where it is the primary one."""
    texts: Spooled
    """A line a title: primary title; original title, runtime, genres, with tabs between."""

    def only(self, rows: Mask | Whole | slice) -> "Titles":
        """Give some of the rows."""
        columns = (column[rows] for column in self[:-1])
        return Titles._make([*columns, self.texts.only(rows)])

    def primaries(self) -> list[str]:
        """Give the primary titles."""
        found = self.texts.slices(self.texts.at, self.texts.at + self.primary)
        return b"\n".join(found).decode().split("\n") if found else []

    def heads(self) -> list[bytes]:
        """Give what stands behind the primary titles, as it is packed."""
        at = self.texts.at
        return self.texts.slices(at + self.primary + 1, at + self.texts.size)


class Places(NamedTuple):
    """Where episodes stand, sorted by the episode's number."""

    number: Whole
    parent: Whole
    season: Whole
    episode: Whole


class Ratings(NamedTuple):
    """Ratings in tenths and votes, sorted by the title's number."""

    number: Whole
    tenths: Whole
    votes: Whole


def check_folder(folder: Path) -> dict[str, Path]:
    """Give the dumps that are there; raises Unreadable unless titles can be read."""
    there = {name: path for name in FILES if (path := found(folder, name))}
    if "title.basics" not in there:
        why = "title.basics.tsv.gz is not there" if folder.is_dir() else "there is no such folder"
        raise Unreadable(str(folder), "the folder", why)
    return there


def narrow(numbers: Whole) -> Whole:
    """Give numbers in four bytes each if they fit: IMDb's own do, and there are millions."""
    return numbers if numbers.max(initial=0) >= 2**31 else numbers.astype(np.int32)


def _last_of_each(number: Whole) -> Whole:
    """Give the order that sorts numbers, with the last one alone of those that are equal."""
    order = np.argsort(number, kind="stable")
    ranked = number[order]
    last: Whole = order[np.append(ranked[1:] != ranked[:-1], True)[: len(ranked)]]
    return last


def _columns(parts: list[tuple[Whole, ...]], count: int) -> list[Whole]:
    """Join the columns of all blocks, one after the other, so that few are there twice."""
    pieces = [[part[at] for part in parts] for at in range(count)]
    parts.clear()
    columns = []
    for column in pieces:
        columns.append(np.concatenate(column) if column else np.zeros(0, np.int64))
        column.clear()
        give_back()
    return columns


def _sorted(columns: list[Whole]) -> tuple[list[Whole], Whole]:
    """Sort columns by the first one, each row's last telling alone; gives the order, too.

    One column after the other, so that only one is there twice.
    """
    order = _last_of_each(columns[0])
    for at, column in enumerate(columns):
        columns[at] = column[order]
    return columns, order


def coded(words: Words, codes: dict[int, int], otherwise: int) -> Whole:
    """Give the code of each word, as `Block.words` gives them."""
    keys = np.array(sorted(codes), np.uint64)
    values = np.array([codes[key] for key in sorted(codes)], np.int64)
    at = np.minimum(np.searchsorted(keys, words), len(keys) - 1)
    return np.where(keys[at] == words, values[at], otherwise)


def titles(path: Path, spool: Path, rejects: Rejects, tell: Tell) -> Titles:
    """Read title.basics: what is no television is passed over."""
    parts: list[tuple[Whole, ...]] = []
    with Spool(spool) as out:
        for block in blocks(path, BASICS, rejects, tell):
            kind = coded(block.words(1), _KINDS, -1)
            parts.append(_titles(block.only(kind >= 0), kind[kind >= 0], path, out, rejects))
    columns, order = _sorted(_columns(parts, 7))
    return Titles._make([*columns, out.take(order)])


def _titles(
    block: Block, kind: Whole, path: Path, out: Spool, rejects: Rejects
) -> tuple[Whole, ...]:
    number, year, end = block.numbers(0, "tt"), block.numbers(5), block.numbers(6)
    runtime = block.numbers(7)
    begins, ends = block.field(2)
    bad = (number < 0) | (begins == ends) | (runtime == NO_NUMBER)
    for one in (year, end):
        bad |= (one == NO_NUMBER) | (one > _LATEST) | ((one >= 0) & (one < 1800))
    bad |= too_long(block, 2) | too_long(block, 3)
    why = "its id, title, years or runtime can't be read"
    good = ~bad
    block = block.without(bad, why, path.name, rejects)
    (begin, ends), (other, original) = block.field(2), block.field(3)
    content, sizes = block.kept(*_text(block, runtime[good]))
    out.write(content, sizes)
    words = block.eights()
    generic = (words[begin] == _EPISODE) & (block.text[begin + 8] == ord("#"))
    for edge in (begin + 9, ends - 1):  # "Episode #Metoo" is a title
        generic &= block.text[edge] - np.uint8(ord("0")) < 10
    dated = (words[begin] == _EPISODE) & (words[begin + 8] & _SIX == _DATED)
    differs = _differing(block)
    lengths = (ends - begin, np.where(differs, original - other, 0))
    return (
        narrow(number[good]),
        kind[good].astype(np.int8),
        year[good].astype(np.int16),
        end[good].astype(np.int16),
        np.where(dated, DATED_TITLE, generic * NUMBER_TITLE).astype(np.int8),
        *(one.astype(np.int16) for one in lengths),  # of LONGEST_NAME at most
    )


def is_null(block: Block, begins: Whole, ends: Whole) -> Mask:
    r"""Tell where \N stands between positions."""
    null: Mask = (ends - begins == 2) & ((block.eights()[begins] & np.uint64(0xFFFF)) == _NULLS)
    return null


def too_long(block: Block, field: int) -> Mask:
    """Tell which names are longer than a name may be."""
    begins, ends = block.field(field)
    long: Mask = ends - begins > LONGEST_NAME
    for row in np.flatnonzero(long).tolist():
        long[row] = len(block.bytes_of(field, row).decode()) > LONGEST_NAME
    return long


def _text(block: Block, runtime: Whole) -> list[tuple[Whole, Whole]]:
    """Give the pieces of a line that are kept: what is unknown, or said twice, is left out."""
    (begin, ends), (other, original) = block.field(2), block.field(3)
    minutes, minutes_end = block.field(7)
    genres, end = block.field(8)
    lasting = (runtime >= 1) & (runtime <= 6000)
    known = ~is_null(block, genres, end)
    return [
        (begin, ends + 1),
        (other, np.where(_differing(block), original, other)),
        (minutes - 1, np.where(lasting, minutes_end, minutes)),
        (genres - 1, np.where(known, end, genres)),
        (end, end + 1),
    ]


def _differing(block: Block) -> Mask:
    """Tell where the original title is told and is another one."""
    (begin, ends), (other, original) = block.field(2), block.field(3)
    size = ends - begin
    alike = size == original - other
    words = block.eights()
    alike[alike] = same(words, begin[alike], words, other[alike], size[alike])
    differing: Mask = ~alike & ~is_null(block, other, original)
    return differing


def places(path: Path, rejects: Rejects, tell: Tell) -> Places:
    """Read title.episode."""
    parts: list[tuple[Whole, ...]] = []
    for block in blocks(path, EPISODE, rejects, tell):
        columns = (
            block.numbers(0, "tt"), block.numbers(1, "tt"), block.numbers(2), block.numbers(3)
        )  # fmt: skip
        number, parent, season, episode = columns
        bad = (number < 0) | (parent < 0) | (season == NO_NUMBER) | (episode == NO_NUMBER)
        block.without(bad, "its ids or numbers can't be read", path.name, rejects)
        season = np.where(season > _LARGEST, NULL, season)
        episode = np.where((episode > _LARGEST) | (season < 0), NULL, episode)
        season = np.where(episode < 0, NULL, season)
        parts.append(tuple(narrow(one[~bad]) for one in (number, parent, season, episode)))
    ordered, _ = _sorted(_columns(parts, 4))
    return Places._make(ordered)


def ratings(path: Path, rejects: Rejects, tell: Tell) -> Ratings:
    """Read title.ratings."""
    parts: list[tuple[Whole, ...]] = []
    for block in blocks(path, RATINGS, rejects, tell):
        number, votes = block.numbers(0, "tt"), block.numbers(2)
        begins, ends = block.field(1)
        whole, tenth = block.read(begins, ends - 2), block.read(ends - 1, ends)
        tenths = whole * 10 + tenth
        bad = (number < 0) | (votes < 0) | (whole < 0) | (tenth < 0) | (tenths > 100)
        bad |= block.text[ends - 2] != ord(".")
        block.without(bad, "its id, rating or votes can't be read", path.name, rejects)
        parts.append((narrow(number[~bad]), tenths[~bad].astype(np.int16), narrow(votes[~bad])))
    columns, _ = _sorted(_columns(parts, 3))
    return Ratings._make(columns)


def other_titles(path: Path, told: Titles, spool: Path, rejects: Rejects, tell: Tell) -> Spooled:
    """Read title.akas: titles that differ from the two told, and no "Folge #1.2"."""
    wanted = Marks.of(told.number)
    texts = eights(told.texts.text())
    with Spool(spool) as out:
        for every in blocks(path, AKAS, rejects, tell):
            number = every.numbers(0, "tt")
            block = every.without(number < 0, "its id can't be read", path.name, rejects)
            begins, ends = block.field(2)
            number = number[number >= 0]
            mine = wanted.has(number) & (block.text[block.field(7)[0]] != ord("1"))
            mine &= ends > begins
            block, number = block.only(mine), number[mine]
            long = too_long(block, 2)
            why = f"its title has more than {LONGEST_NAME} characters"
            block, number = block.without(long, why, path.name, rejects), number[~long]
            # Of another width, all of the told numbers would be made as wide for each block.
            rows = np.searchsorted(told.number, number.astype(told.number.dtype))
            new = _differs(block, rows, told, texts)
            _other_titles(block.only(new), number[new], out)
    return out.by_key()


def _differs(block: Block, rows: Whole, told: Titles, texts: Words) -> Mask:
    """Tell which titles are others than the primary and the original one of their rows."""
    begins, ends = block.field(2)
    # "Folge #1.2" is "Episode #1.2" in another language.
    last = block.text[ends - 1]
    new: Mask = ~((told.generic[rows] > 0) & (last >= ord("0")) & (last <= ord("9")))
    words, size, at = block.eights(), ends - begins, told.texts.at[rows]
    for place, length in ((at, told.primary), (at + told.primary[rows] + 1, told.original)):
        alike = np.flatnonzero(new & (length[rows] == size))
        new[alike] &= ~same(words, begins[alike], texts, place[alike], size[alike])
    return new


def _other_titles(block: Block, number: Whole, out: Spool) -> None:
    fields = [block.field(at) for at in (3, 4, 2, 6)]
    text = block.text.tobytes()
    for row, key in enumerate(number):
        told = (_told(text[begins[row] : ends[row]]) for begins, ends in fields)
        line = b"t" + b"\t".join(told) + b"\n"
        out.write(line, np.array([len(line)]), key=key[None])


def _told(field: bytes) -> bytes:
    return b"" if field == rb"\N" else field.replace(b"\x02", b" / ")
