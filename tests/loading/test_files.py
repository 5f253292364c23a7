"""Files as they come: cut off, damaged, far too large, or not there; nothing gets through."""

import gzip
import os
import random
import resource
import subprocess
import zlib
from pathlib import Path

import pytest

from bot.errors import Unreadable
from bot.loaders import files
from bot.loaders.files import RATIO, SLACK, chunks, content_of, inflated
from bot.loaders.rejects import Rejects
from bot.loading import sources
from tests.shell.program import command, environment

MEGABYTE = 1 << 20
LINES = b"".join(b'{"record": "series", "title": "Number %d"}\n' % n for n in range(200))
GZIPPED = gzip.compress(LINES, mtime=0)


def noise(size: int) -> bytes:
    """Give bytes that can't be packed."""
    return random.Random(7).randbytes(size)  # noqa: S311 - to be the same each time


@pytest.mark.parametrize("content", [LINES, b"", b"\x1f", b"\x1f\x8a" + LINES, noise(3 * MEGABYTE)])
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_is_read_whole_gzipped_or_not(tmp_path: Path, content: bytes, *, packed: bool):
    path = tmp_path / "a"  # whatever it is called
    path.write_bytes(gzip.compress(content, 1) if packed else content)
    told: list[int] = []
    assert content_of(path) == content
    assert b"".join(chunks(path, size=4096, tell=told.append)) == content
    assert sum(told) == (path.stat().st_size if content else 0)
    assert inflated(path.read_bytes(), "a") == content


def test_a_gz_in_several_pieces_is_read_to_its_end():
    assert inflated(GZIPPED + gzip.compress(b"more"), "a.gz") == LINES + b"more"
    assert inflated(GZIPPED + bytes(512), "a.gz") == LINES, "tapes are filled up with zeros"


def test_a_gz_is_unpacked_once():
    assert inflated(gzip.compress(GZIPPED), "a.gz") == GZIPPED


@pytest.mark.parametrize("cut", [*range(2, 40), *range(40, len(GZIPPED), 97), len(GZIPPED) - 1])
def test_a_gz_that_is_cut_off_anywhere_is_refused(tmp_path: Path, cut: int):
    (tmp_path / "a.gz").write_bytes(GZIPPED[:cut])
    for read in (lambda: content_of(tmp_path / "a.gz"), lambda: inflated(GZIPPED[:cut], "a.gz")):
        with pytest.raises(Unreadable) as caught:
            read()
        assert caught.value.file == "a.gz"
        assert "end is missing" in caught.value.reason or "damaged" in caught.value.reason


def test_what_comes_out_of_a_cut_off_gz_comes_before_its_error(tmp_path: Path):
    content = noise(2 * MEGABYTE)
    (tmp_path / "a.gz").write_bytes(gzip.compress(content, 1)[:-9])
    read = chunks(tmp_path / "a.gz")
    assert content.startswith(next(read))
    with pytest.raises(Unreadable, match="end is missing"):
        list(read)


@pytest.mark.parametrize("bit", range(8))
def test_a_flipped_bit_is_seen_or_changes_nothing(bit: int):
    refused = 0
    for offset in range(0, len(GZIPPED), 3):
        damaged = bytearray(GZIPPED)
        damaged[offset] ^= 1 << bit
        try:
            content = inflated(bytes(damaged), "a.gz")
        except Unreadable:
            refused += 1
        else:  # a head has a time and a name, which nobody needs; without one it is no gzip
            assert offset < 10
            assert content in (LINES, bytes(damaged))
    assert refused > len(GZIPPED) / 4


@pytest.mark.parametrize("tail", [b"<html>", b"\x1f\x8b", GZIPPED[:30], b"\0\0x"])
def test_what_stands_behind_a_gz_is_refused(tail: bytes):
    with pytest.raises(Unreadable):
        inflated(GZIPPED + tail, "a.gz")


def bomb(size: int) -> bytes:
    """Give a gzip that grows a thousandfold."""
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(MEGABYTE)
    return b"".join(packer.compress(block) for _ in range(size // MEGABYTE)) + packer.flush()


def test_a_bomb_is_refused_by_its_growth_long_before_its_end(tmp_path: Path):
    (tmp_path / "a.gz").write_bytes(bomb(300 * MEGABYTE))
    came = 0

    def read() -> None:
        nonlocal came
        for chunk in chunks(tmp_path / "a.gz"):
            came += len(chunk)

    with pytest.raises(Unreadable, match=f"more than {RATIO} times its size"):
        read()
    assert MEGABYTE < came <= SLACK + RATIO * (tmp_path / "a.gz").stat().st_size
    with pytest.raises(Unreadable, match=f"more than {RATIO} times its size"):
        inflated(bomb(32 * MEGABYTE), "a.gz")


def test_a_tiny_gz_may_grow_more_than_a_large_one():
    content = b"a" * (SLACK - 1)
    assert inflated(gzip.compress(content), "a.gz") == content


@pytest.mark.parametrize("packed", [False, True])
def test_more_bytes_than_are_allowed_are_refused_at_the_limit(tmp_path: Path, *, packed: bool):
    content = noise(MEGABYTE)
    path = tmp_path / "a"
    path.write_bytes(gzip.compress(content, 1) if packed else content)
    assert b"".join(chunks(path, largest=MEGABYTE)) == content
    with pytest.raises(Unreadable) as caught:
        list(chunks(path, largest=MEGABYTE - 1))
    assert caught.value.place == f"byte {MEGABYTE - 1}"
    assert f"{MEGABYTE - 1:,} bytes" in caught.value.reason


def test_a_file_that_is_none_is_named_with_the_reason(tmp_path: Path):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "long").symlink_to("x" * 300 if os.name != "posix" else "y/" * 90)
    for name in ("absent", "loop", "long", ".", "absent/../a", "a" * 300):
        with pytest.raises(Unreadable) as caught:
            content_of(tmp_path / name)
        assert caught.value.file == str(tmp_path / name)
        assert caught.value.place == "the file itself"
        assert caught.value.reason


def test_a_fault_of_who_reads_is_not_taken_for_one_of_the_file(tmp_path: Path):
    (tmp_path / "a").write_bytes(LINES)

    def read() -> None:
        for _ in chunks(tmp_path / "a"):
            raise OSError("of the one who reads")

    with pytest.raises(OSError, match="of the one who reads"):
        read()


ATTACHED = {
    "bomb.jsonl.gz": (bomb(40 * MEGABYTE), "times its size"),
    "large.jsonl.gz": (gzip.compress(noise(33 * MEGABYTE), 1), "larger than 33,554,432 bytes"),
    "large.jsonl": (noise(33 * MEGABYTE), "larger than 33,554,432 bytes"),
    "cut.json.gz": (GZIPPED[:-12], "end is missing"),
    "empty.csv": (b"", "nothing in it"),
    "blank.nfo.gz": (gzip.compress(b""), ""),
    "page.json": (b"<!DOCTYPE html><html><body>Not found</body></html>", ""),
    "deep.json": (b"[" * 100_000, ""),
    "latin.csv": ("série;épisode\nà;1\n".encode("latin-1"), ""),
    "other.json": (b'{"message": "Not Found"}', ""),
    "entities.nfo": (
        b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tvshow>&b;</tvshow>',
        "",
    ),
}


@pytest.mark.parametrize("name", ATTACHED)
def test_an_attachment_of_no_use_is_refused_with_its_name(name: str):
    content, reason = ATTACHED[name]

    def read() -> None:
        rejects = Rejects()
        assert sources.read_attached(content, name, rejects)[1] == []
        rejects.check(rejects.count)  # all that is in it

    with pytest.raises(Unreadable) as caught:
        read()
    assert caught.value.file == name
    assert reason in caught.value.reason


def hemmed(home: Path, megabytes: int, *arguments: str | Path) -> tuple[int, str]:
    """Run the program with so much memory; gives its exit code and its complaint."""
    with subprocess.Popen(
        command(*arguments), cwd=home, env=environment(home), stderr=subprocess.PIPE
    ) as process:
        limit = megabytes * MEGABYTE
        resource.prlimit(process.pid, resource.RLIMIT_DATA, (limit, limit))
        said = process.communicate()[1].decode()
    return process.returncode, said


@pytest.fixture(scope="module")
def gigabyte() -> bytes:
    """Give the pieces of a gzip of a gigabyte that does not grow more than it may."""
    block = noise(MEGABYTE // 110).hex().encode()
    piece = block * (8 * MEGABYTE // len(block))
    packed = gzip.compress(piece, 1)
    assert len(piece) / len(packed) < RATIO
    return packed * (1 << 30 >> 23)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no memory can be taken away here")
@pytest.mark.parametrize("kind", ["table", "tvmaze", "imdb"])
def test_a_cell_of_a_gigabyte_is_refused_and_never_held(tmp_path: Path, gigabyte: bytes, kind: str):
    dump = gzip.compress(
        b"tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\t"
        b"runtimeMinutes\tgenres\ntt0000001\ttvSeries\t"
    )
    heads = {
        "table": gzip.compress(b'{"record": "series", "source": "'),
        "tvmaze": gzip.compress(b'{"id": 1, "name": "'),
        "imdb": dump,
    }
    name = "title.basics.tsv.gz" if kind == "imdb" else "cell.json.gz"
    (tmp_path / name).write_bytes(heads[kind] + gigabyte)
    what = tmp_path if kind == "imdb" else tmp_path / name
    code, said = hemmed(tmp_path, 250 if kind == "imdb" else 400, "load", kind, what)
    assert code == 8, said
    assert f"{name}, " in said
    assert ("1,048,576 bytes" if kind == "imdb" else f"{files.LARGEST:,} bytes") in said
