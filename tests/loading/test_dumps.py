"""Tab-separated dumps in numpy's columns: the same lines, fields and numbers that a split gives."""

import gzip
import random
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.loaders.dumps import (
    LONGEST,
    NO_NUMBER,
    NULL,
    Block,
    blocks,
    eights,
    found,
    same,
    word,
)
from bot.loaders.rejects import KEPT, Rejects
from tests.loading.dumps import CHUNK, put

HEADER = "id title number"
HEAD = b"id\ttitle\tnumber\n"
NAME = "some.dump"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
FIELD = TEXT | st.sampled_from((r"\N", '"', '"open', "0", "007", "tt0000001", "9" * 10, "\x02"))
NO_NUMBERS = (
    r"\n", r"\N0", "", "-1", "+1", "1.5", " 1", "1 ", "1e3", "/0:", "１２", "12345678x",
    "123456789x", "99999999999", str(2**64), str(2**64 + 5), "9" * 400,
)  # fmt: skip
NO_IDS = ("tt99000014012", "tt", "t", "", "nm0000001", "TT0000001", "0000001", "ttt000001")
ROWS = st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=12)


class Read(NamedTuple):
    """What was read: the fields of each line with its number in the file, and what was not."""

    rows: list[tuple[str, ...]]
    lines: list[int]
    rejects: Rejects


def taken(block: Block, at: int) -> list[str]:
    """Give one field of every line of a block."""
    return [block.bytes_of(at, row).decode() for row in range(len(block.begins))]


def read(path: Path, *, strict: bool = False) -> Read:
    """Read a file of three fields."""
    result = Read([], [], Rejects(strict=strict))
    for block in blocks(path, HEADER, result.rejects):
        result.rows.extend(zip(*(taken(block, at) for at in range(3)), strict=True))
        result.lines.extend(block.lines.tolist())
    return result


def written(folder: Path, content: bytes, *, gzipped: bool = False) -> Path:
    """Write a file of three fields, its header first."""
    return put(folder, NAME, HEAD + content, gzipped=gzipped)


def told(rejects: Rejects) -> list[tuple[str, str]]:
    """Give where and why something was rejected."""
    return [(one.place, one.reason) for one in rejects.kept]


def number_in(text: str, letters: str = "") -> int:
    """Read a number the slow way, as `Block.numbers` says it does."""
    if text == r"\N":
        return NULL
    digits = text.removeprefix(letters) if text.startswith(letters) else ""
    return int(digits) if re.fullmatch("[0-9]{1,10}", digits) else NO_NUMBER


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, gzipped=st.booleans(), ended=st.booleans())
def test_lines_are_what_splitting_at_tabs_gives(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, ...]],
    *,
    gzipped: bool,
    ended: bool,
):
    lines = ["\t".join(row) for row in rows]
    content = "\n".join(lines) + ("\n" if lines and ended else "")
    path = written(tmp_path_factory.mktemp("dump"), content.encode(), gzipped=gzipped)
    result = read(path)
    assert result.rows == rows
    assert result.lines == list(range(2, len(rows) + 2))
    assert (result.rejects.count, result.rejects.rows) == (0, len(rows))


@settings(max_examples=150, deadline=None)
@given(fields=st.lists(FIELD | st.integers(0, 10**12).map(str), min_size=1, max_size=20))
def test_numbers_are_what_reading_them_one_by_one_gives(
    tmp_path_factory: pytest.TempPathFactory, fields: list[str]
):
    content = "".join(f"tt{one}\t{one}\t{one}\n" for one in fields).encode()
    [block] = blocks(written(tmp_path_factory.mktemp("dump"), content), HEADER, Rejects())
    assert block.numbers(0, "tt").tolist() == [number_in(f"tt{one}", "tt") for one in fields]
    assert block.numbers(1).tolist() == [number_in(one) for one in fields]
    assert block.numbers(1, "tt").tolist() == [number_in(one, "tt") for one in fields]
    bare = [NO_NUMBER if one == r"\N" else number_in(one) for one in fields]
    assert block.read(*block.field(2)).tolist() == bare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("0000001", 1),
        ("1234567", 1234567),
        ("12345678", 12345678),
        ("123456789", 123456789),
        ("9999999999", 9999999999),
        (r"\N", NULL),
        *((text, NO_NUMBER) for text in NO_NUMBERS),
    ],
)
def test_a_number_has_one_to_ten_digits_and_nothing_else(tmp_path: Path, text: str, expected: int):
    # Neighbours of other lengths: nothing of them may get in.
    content = f"1\t{text}\t12345678\n{text}\t{text}\t{text}\n9\t{text}\t\n".encode()
    [block] = blocks(written(tmp_path, content), HEADER, Rejects())
    assert block.numbers(1).tolist() == [expected] * 3
    assert block.numbers(0).tolist() == [1, expected, 9]
    assert block.numbers(2).tolist() == [12345678, expected, NO_NUMBER]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tt0000001", 1),
        ("tt99000140", 99000140),
        ("tt990000140", 990000140),
        ("tt9900001401", 9900001401),
        *((text, NO_NUMBER) for text in NO_IDS),
        (r"\N", NULL),
    ],
)
def test_an_id_has_its_letters_and_up_to_ten_digits(tmp_path: Path, text: str, expected: int):
    content = f"{text}\ttt7\t\n".encode()
    [block] = blocks(written(tmp_path, content), HEADER, Rejects())
    assert block.numbers(0, "tt").tolist() == [expected]


def test_words_have_the_numbers_that_word_gives(tmp_path: Path):
    words = ["", "a", "tvSeries", "tvEpisode", "tvMiniSeries", "archive_footage", "archive_sound"]
    content = "".join(f"1\t{one}\t2\n" for one in words).encode()
    [block] = blocks(written(tmp_path, content), HEADER, Rejects())
    assert block.words(1).tolist() == [word(one) for one in words]
    assert len(set(block.words(1).tolist())) == len(words)


def test_lines_that_lie_across_chunks_are_whole(tmp_path: Path):
    chance = random.Random(5)  # noqa: S311 - no secret
    rows = [
        (f"tt{number:07}", "é" * chance.randrange(0, 400), str(chance.randrange(10**10)))
        for number in range(9000)
    ]
    content = "".join("\t".join(row) + "\n" for row in rows).encode()
    assert len(content) > 5 * CHUNK
    path = written(tmp_path, content)
    assert len(list(blocks(path, HEADER, Rejects()))) > 4
    result = read(path)
    assert result.rows == rows
    assert result.lines == list(range(2, len(rows) + 2))
    numbers = [block.numbers(0, "tt") for block in blocks(path, HEADER, Rejects())]
    assert np.concatenate(numbers).tolist() == list(range(len(rows)))


@pytest.mark.parametrize("short", range(4))
def test_a_line_may_end_where_a_chunk_does(tmp_path: Path, short: int):
    first = b"1\t" + b"x" * (CHUNK - len(HEAD) - len(b"1\t\t2\n") - short) + b"\t2\n"
    result = read(written(tmp_path, first + b"3\tb\t4\n"))
    assert [row[0] for row in result.rows] == ["1", "3"]
    assert result.lines == [2, 3]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_lines_may_end_as_windows_ends_them(tmp_path: Path, end: bytes, *, last: bool):
    lines = [HEAD.rstrip(), b"1\ta\t2", b'3\t"b\t4']
    content = end.join(lines) + (end if last else b"")
    result = read(put(tmp_path, NAME, content))
    assert result.rows == [("1", "a", "2"), ("3", '"b', "4")]
    assert result.lines == [2, 3]
    assert result.rejects.count == 0


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path):
    assert read(put(tmp_path, NAME, b"\xef\xbb\xbf" + HEAD + b"1\ta\t2\n")).rows == [
        ("1", "a", "2")
    ]


def test_a_header_alone_has_no_lines(tmp_path: Path):
    for content in (HEAD, HEAD.rstrip()):
        assert read(put(tmp_path, NAME, content)).rows == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"<!DOCTYPE html>\n<title>502 Bad Gateway</title>\n",
        b"id\ttitle\n1\ta\n",
        b"id\ttitle\tnumber\tmore\n",
        b"title\tid\tnumber\n",
        b"id,title,number\n1,a,2\n",
        b"1\ta\t2\n",
        HEAD.decode().encode("utf-16"),
        HEAD.decode().encode("utf-16-le"),
        b"x" * (LONGEST + CHUNK + 1),
    ],
    ids=[
        "nothing", "an empty line", "HTML", "a field less", "a field more", "another order", "CSV",
        "no header", "UTF-16", "UTF-16 without its mark", "a megabyte without an end",
    ],
)  # fmt: skip
@pytest.mark.parametrize("gzipped", [False, True])
def test_another_header_is_refused_in_line_1(tmp_path: Path, content: bytes, *, gzipped: bool):
    if gzipped and len(content) > LONGEST:
        pytest.skip("packed, so many of one letter are a bomb")
    with pytest.raises(Unreadable) as error:
        read(put(tmp_path, NAME, content, gzipped=gzipped))
    assert error.value.file.startswith(NAME)
    assert error.value.place == "line 1"
    assert len(error.value.reason) < 400


BAD = [
    (b"1\ta", "it has 2 fields, not 3"),
    (b"1\ta\t2\t3", "it has 4 fields, not 3"),
    (b"", "it has 1 fields, not 3"),
    (b"1\tna\xefve\t2", "byte 4 is not UTF-8"),
    (b"1\t\xed\xa0\x80\t2", "byte 2 is not UTF-8"),
    (b"1\ta\0b\t2", "the control character 0x00 stands in it"),
    (b"1\ta\rb\t2", "the control character 0x0d stands in it"),
    (b"1\ta\x1bb\t2", "the control character 0x1b stands in it"),
]


@pytest.mark.parametrize(("line", "why"), BAD, ids=[why for _, why in BAD])
@pytest.mark.parametrize("ended", [True, False])
def test_a_bad_line_is_rejected_and_the_others_stay(
    tmp_path: Path, line: bytes, why: str, *, ended: bool
):
    if not line and not ended:
        pytest.skip("nothing behind the last newline is no line")
    result = read(written(tmp_path, b"1\ta\t2\n3\tb\t4\n" + line + (b"\n" if ended else b"")))
    assert result.rows == [("1", "a", "2"), ("3", "b", "4")]
    assert told(result.rejects) == [("line 4", why)]
    result = read(written(tmp_path, b"1\ta\t2\n" + line + b"\n3\tb\t4\n"))
    assert result.rows == [("1", "a", "2"), ("3", "b", "4")]
    assert result.lines == [2, 4]
    assert told(result.rejects) == [("line 3", why)]
    assert result.rejects.rows == 3


@pytest.mark.parametrize(("line", "why"), BAD, ids=[why for _, why in BAD])
def test_who_is_strict_stops_at_the_first_bad_line(tmp_path: Path, line: bytes, why: str):
    path = written(tmp_path, b"1\ta\t2\n" + line + b"\n3\tb\t4\n")
    with pytest.raises(Unreadable) as error:
        read(path, strict=True)
    assert (error.value.file, error.value.place, error.value.reason) == (path.name, "line 3", why)


def test_two_wrongs_that_fit_together_are_seen(tmp_path: Path):
    # Six fields in two lines, as there should be: but not three in each.
    result = read(written(tmp_path, b"1\ta\n2\t3\tb\t4\n5\tc\t6\n"))
    assert result.rows == [("5", "c", "6")]
    assert [place for place, _ in told(result.rejects)] == ["line 2", "line 3"]


def test_a_file_in_latin_1_names_every_line_that_is_not_utf_8(tmp_path: Path):
    content = "1\tGrösse\t2\n3\tplain\t4\n5\tçà\t6\n".encode("latin-1")
    result = read(written(tmp_path, content))
    assert result.rows == [("3", "plain", "4")]
    assert told(result.rejects) == [
        ("line 2", "byte 4 is not UTF-8"),
        ("line 4", "byte 2 is not UTF-8"),
    ]


def test_the_numbers_of_lines_go_on_behind_bad_ones_and_across_chunks(tmp_path: Path):
    lines = [b"%d\t%s\t1" % (number, b"t" * 200) for number in range(2, 8002)]
    for bad in range(0, 8000, 1000):
        lines[bad] = b"no fields"
    result = read(written(tmp_path, b"\n".join(lines) + b"\n"))
    assert [int(row[0]) for row in result.rows] == result.lines
    assert [place for place, _ in told(result.rejects)] == [
        f"line {bad + 2}" for bad in range(0, 8000, 1000)
    ]
    assert result.rejects.rows == 8000


def test_all_rejects_are_counted_and_the_first_thousand_kept(tmp_path: Path):
    result = read(written(tmp_path, b"1\ta\t2\n" + b"bad\n" * (KEPT + 234)))
    assert (result.rejects.count, len(result.rejects.kept)) == (KEPT + 234, KEPT)
    assert result.rejects.kept[-1].place == f"line {KEPT + 2}"
    assert result.rejects.rows == KEPT + 235


def test_a_line_of_two_megabytes_is_refused_by_its_number(tmp_path: Path):
    path = written(tmp_path, b"1\ta\t2\n1\t" + b"ab" * LONGEST + b"\t2\n")
    with pytest.raises(Unreadable) as error:
        read(path)
    assert (error.value.file, error.value.place) == (path.name, "line 3")
    assert f"{LONGEST:,}" in error.value.reason


def test_a_line_below_a_megabyte_is_read(tmp_path: Path):
    long = "ab" * (LONGEST // 2 - 10)
    assert read(written(tmp_path, f"1\ta\t2\n1\t{long}\t2\n".encode())).rows[1][1] == long


def test_a_cut_off_gz_gives_rows_and_then_its_error(tmp_path: Path):
    chance = random.Random(7)  # noqa: S311 - no secret
    content = b"".join(b"%d\t%d\t1\n" % (n, chance.randrange(10**15)) for n in range(120_000))
    packed = gzip.compress(HEAD + content)
    path = tmp_path / f"{NAME}.tsv.gz"
    path.write_bytes(packed[: len(packed) * 9 // 10])
    rows = 0
    with pytest.raises(Unreadable, match="its end is missing"):  # noqa: PT012 - what came before
        for block in blocks(path, HEADER, Rejects()):
            rows += len(block.begins)
    assert rows > 1000


def test_who_is_told_hears_of_every_byte_of_the_file(tmp_path: Path):
    for gzipped in (False, True):
        path = written(tmp_path, b"1\ta\t2\n" * 300_000, gzipped=False)
        if gzipped:
            chance = random.Random(3)  # noqa: S311 - no secret
            content = b"".join(b"1\t%d\t2\n" % chance.randrange(10**12) for _ in range(100_000))
            path = written(tmp_path, content, gzipped=True)
        heard: list[int] = []
        assert sum(len(one.begins) for one in blocks(path, HEADER, Rejects(), heard.append))
        assert sum(heard) == path.stat().st_size


def test_a_gz_is_taken_before_the_same_file_unpacked(tmp_path: Path):
    assert found(tmp_path, NAME) is None
    plain = written(tmp_path, b"")
    assert found(tmp_path, NAME) == plain
    packed = written(tmp_path, b"", gzipped=True)
    assert found(tmp_path, NAME) == packed
    packed.unlink()
    plain.unlink()
    plain.mkdir()
    assert found(tmp_path, NAME) is None, "a folder of that name is no dump"


@pytest.mark.parametrize("size", range(35))
def test_pieces_are_the_same_where_all_their_bytes_are(size: int):
    # Each is another one by one byte, at one place after the other; the last is the same.
    piece = bytes(range(100, 100 + size))
    others = [piece[:at] + b"!" + piece[at + 1 :] for at in range(size)] + [piece]
    texts = [
        eights(np.frombuffer(b"#".join(pieces) + bytes(8), np.uint8).copy())
        for pieces in ([piece] * len(others), others)
    ]
    at = np.arange(len(others)) * (size + 1)
    alike = same(texts[0], at, texts[1], at, np.full(len(others), size))
    assert alike.tolist() == [False] * size + [True]


def test_pieces_of_lines_are_kept_one_after_the_other(tmp_path: Path):
    [block] = blocks(
        written(tmp_path, "1\tÄb\t2\n33\t\t444\n5\tc\t6\n".encode()), HEADER, Rejects()
    )
    block = block.only(np.array([True, True, False]))
    (first, behind), (last, end) = block.field(0), block.field(2)
    content, sizes = block.kept((first, behind), (last - 1, end + 1))
    assert (content, sizes.tolist()) == (b"1\t2\n33\t444\n", [4, 7])


def test_lines_that_are_rejected_later_have_their_numbers(tmp_path: Path):
    rejects = Rejects()
    [block] = blocks(written(tmp_path, b"1\ta\t2\nbad\nx\tb\t4\n"), HEADER, rejects)
    left = block.without(block.numbers(0) < 0, "no number", "dump", rejects)
    assert left.numbers(0).tolist() == [1]
    assert [place for place, _ in told(rejects)] == ["line 3", "line 4"]
