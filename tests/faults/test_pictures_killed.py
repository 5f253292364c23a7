"""kill -9 between any two file operations of keeping a picture: the copy is whole, or not there."""

from pathlib import Path

from bot.store import copies
from tests.drawn import picture
from tests.faults.test_killed import copies as left
from tests.faults.test_killed import program

URL = "https://pictures.example/1.jpg"


def test_a_copy_killed_at_any_moment_is_whole_or_not_there(memory: Path):
    (start := memory / "start").mkdir()
    (memory / "picture.jpg").write_bytes(picture())
    [(moments, status)] = program("picture", start, memory / "picture.jpg")
    assert status == 0
    assert moments > 5
    seen = set()
    for folder in left(memory):
        held = copies.held(folder, [URL])
        seen.add(bool(held))
        assert copies.amount(folder).copies == len(held)
        if held:
            assert copies.copy_of(folder, URL) == ("jpg", picture())
        with copies.copying(folder, "a test"):
            pass
        files = [path for path in folder.glob("pictures/??/*") if path.is_file()]
        assert {path.read_bytes() for path in files} <= {picture()}, "something half is left"
        assert len(files) <= 2
    assert seen == {True, False}
