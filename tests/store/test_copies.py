"""The store's own copies of pictures: whole under their names, or not there."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import LoadHeld, StoreBusy
from bot.pictures import ENDS, LARGEST, Kind, Picture, kind_of
from bot.store import copies
from tests.drawn import noise, picture

URL = "https://pictures.example/1.jpg"
FILES: dict[Kind, bytes] = {
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "gif": picture("GIF"),
}
ENDINGS = {"jpg": b"\xff\xd9", "gif": b";"}
"""Ends so short that they may stand in the middle, too."""


def told(content: bytes) -> Kind | None:
    return kind_of(content[:ENDS], content[-ENDS:], len(content))


def only_file(folder: Path) -> Path:
    """Give the one copy that there is."""
    [file] = folder.glob("pictures/??/*")
    return file


@pytest.mark.parametrize("kind", FILES)
def test_a_copy_is_found_by_its_address_and_comes_back_as_it_was(tmp_path: Path, kind: Kind):
    copies.put(tmp_path, URL, Picture(kind, FILES[kind]))
    assert copies.held(tmp_path, [URL, URL + "x"]) == {URL: kind}
    assert copies.copy_of(tmp_path, URL) == (kind, FILES[kind])
    assert only_file(tmp_path).suffix == f".{kind}"
    assert only_file(tmp_path).parent.name == only_file(tmp_path).name[:2]


@pytest.mark.parametrize("kind", FILES)
@given(data=st.data())
def test_half_a_picture_is_none(kind: Kind, data: st.DataObject):
    whole = FILES[kind]
    assert told(whole) == kind
    half = whole[: data.draw(st.integers(0, len(whole) - 1))]
    by_chance = half.endswith(ENDINGS[kind]) if kind in ENDINGS else False
    assert told(half) is None or by_chance


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xd8\xff",
        b"<html>gone</html>",
        FILES["jpg"][:-1],
        FILES["png"],
        bytes(len(FILES["jpg"])),
        FILES["jpg"][:3] + bytes(LARGEST) + b"\xff\xd9",
    ],
    ids=["empty", "three bytes", "a page", "cut", "another kind", "zeros", "huge"],
)
def test_what_became_broken_counts_as_none_and_is_replaced(tmp_path: Path, broken: bytes):
    copies.put(tmp_path, URL, Picture("jpg", FILES["jpg"]))
    only_file(tmp_path).write_bytes(broken)
    assert copies.held(tmp_path, [URL]) == {}
    assert copies.copy_of(tmp_path, URL) is None
    copies.put(tmp_path, URL, Picture("png", FILES["png"]))
    assert copies.held(tmp_path, [URL]) == {URL: "png"}
    assert only_file(tmp_path).read_bytes() == FILES["png"]


def test_a_folder_in_the_place_of_a_copy_is_none(tmp_path: Path):
    copies.put(tmp_path, URL, Picture("jpg", FILES["jpg"]))
    path = only_file(tmp_path)
    path.unlink()
    path.mkdir()
    assert copies.held(tmp_path, [URL]) == {}
    assert copies.copy_of(tmp_path, URL) is None
    with pytest.raises(StoreBusy):
        copies.put(tmp_path, URL, Picture("jpg", FILES["jpg"]))
    assert list(path.parent.iterdir()) == [path], "something was left"


@given(st.text(max_size=600))
def test_whatever_an_address_is_it_names_a_file_in_the_folder(address: str):
    path = copies._path(Path("/data"), address, "jpg")  # noqa: SLF001 - it is the name that counts
    assert path.parent.parent == Path("/data/pictures")
    assert len(path.name) == 44


def test_deleting_the_folder_forgets_them_all(tmp_path: Path):
    copies.put(tmp_path, URL, Picture("jpg", FILES["jpg"]))
    assert copies.amount(tmp_path) == (1, len(FILES["jpg"]))
    shutil.rmtree(tmp_path / "pictures")
    assert copies.amount(tmp_path) == (0, 0)
    assert copies.held(tmp_path, [URL]) == {}


def test_copies_are_counted_and_nothing_else(tmp_path: Path):
    for number in range(30):
        copies.put(tmp_path, f"{URL}{number}", Picture("png", FILES["png"]))
    only = next(tmp_path.glob("pictures/??/*"))
    only.with_name("notes.txt").write_text("mine")
    assert copies.amount(tmp_path) == (30, 30 * len(FILES["png"]))


def test_a_small_copy_stands_beside_the_whole_one(tmp_path: Path):
    whole, small = Picture("png", FILES["png"]), Picture("jpg", FILES["jpg"])
    copies.put(tmp_path, URL, whole, small)
    assert copies.held(tmp_path, [URL]) == {URL: "png"}
    assert copies.copy_of(tmp_path, URL) == whole
    assert copies.copy_of(tmp_path, URL, small=True) == small
    assert copies.amount(tmp_path) == (1, len(whole.content) + len(small.content))
    [file] = tmp_path.glob("pictures/??/*-small.jpg")
    file.write_bytes(small.content[:-1])
    assert copies.copy_of(tmp_path, URL, small=True) == whole
    copies.put(tmp_path, URL, whole)
    assert only_file(tmp_path).suffix == ".png"
    assert copies.copy_of(tmp_path, URL, small=True) == whole


def test_one_copies_at_a_time_and_removes_what_a_killed_one_left(tmp_path: Path):
    copies.put(tmp_path, URL, Picture("jpg", FILES["jpg"]))
    left = only_file(tmp_path).with_name("x.jpg.0123.part")
    left.write_bytes(FILES["jpg"][:9])
    with copies.copying(tmp_path, "from the shell"):
        assert not left.exists()
        with pytest.raises(LoadHeld) as caught, copies.copying(tmp_path, "42"):
            pass
        assert "pictures, from the shell (process" in caught.value.holder
    with copies.copying(tmp_path, "42"):
        pass


def test_what_is_as_large_as_may_be_is_held(tmp_path: Path):
    large = noise("PNG", (1600, 1000))
    large = large[:-12] + bytes(LARGEST - len(large)) + large[-12:]
    copies.put(tmp_path, URL, Picture("png", large))
    assert copies.held(tmp_path, [URL]) == {URL: "png"}
    assert copies.copy_of(tmp_path, URL) == ("png", large)
