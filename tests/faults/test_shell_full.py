"""Commands of the shell where nothing more can be written: words and a code, never a traceback."""

import os
import resource
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.errors import LoadHeld
from bot.store.holder import attending, loading
from tests.shell.program import TOKEN, Done, coldopen, command, environment
from tests.store.folders import copied


def unmeasured(known: Mapping[str, str]) -> dict[str, str]:
    """Leave out what measures the tests: it would write as well, and say that it can't."""
    return {name: value for name, value in known.items() if not name.startswith("COVERAGE")}


def full(home: Path, *arguments: str, **settings: str) -> Done:
    """Run the program where no file may grow; Python takes the signal for that as an error."""

    def hem_in() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    done = subprocess.run(
        command(*arguments), cwd=home, env=unmeasured(environment(home, **settings)),
        capture_output=True,
        text=True, check=False, timeout=60, preexec_fn=hem_in,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("command", ["run", "backup"])
def test_a_full_disk_is_said_in_one_line(starter: Path, tmp_path: Path, command: str):
    copied(starter, tmp_path / "data")
    done = full(tmp_path, command, DISCORD_TOKEN=TOKEN, DISCORD_API_URL="http://127.0.0.1:9")
    assert done.code == 5, done.err
    assert len(done.err.splitlines()) == 1, done.err
    assert "full" in done.err


def test_reading_on_a_full_disk_says_that_it_is_full(starter: Path, tmp_path: Path):
    copied(starter, tmp_path / "data")
    for path in (tmp_path / "data").glob("*-shm"):
        path.unlink()
    done = full(tmp_path, "find", "mayday 9x05")
    assert (done.code, len(done.err.splitlines())) == (5, 1), done.err
    assert "the disk is full" in done.err


def test_a_lock_on_a_full_disk_is_held_without_a_name(tmp_path: Path):
    script = (
        "import sys; from pathlib import Path; from bot.store.holder import holding\n"
        "with holding(Path(sys.argv[1])): print('held')"
    )

    def hem_in() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    done = subprocess.run(
        [*command()[:1], "-c", script, tmp_path], capture_output=True, text=True, check=False,
        env=unmeasured(os.environ), preexec_fn=hem_in, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "held\n"), done.stderr


def test_a_backup_that_has_no_place_is_said_in_one_line(starter: Path, tmp_path: Path):
    copied(starter, tmp_path / "data")
    (tmp_path / "data" / "backups").write_text("a file")
    done = coldopen(tmp_path, "backup")
    assert (done.code, len(done.err.splitlines())) == (5, 1), done.err
    assert "backups" in done.err


def test_a_load_removes_first_what_killed_ones_left_and_who_is_refused_nothing(tmp_path: Path):
    part, work = tmp_path / "catalogue-7.db.part", tmp_path / "loading-abc"

    def left() -> None:
        part.touch()
        work.mkdir()
        (work / "texts").touch()

    left()
    with attending(tmp_path), loading(tmp_path, "a load"):
        assert not part.exists()
        assert not work.exists()
        left()
        with pytest.raises(LoadHeld), loading(tmp_path, "another"):
            pass
        assert part.exists()
        assert work.exists()
