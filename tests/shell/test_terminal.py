"""Loads on a terminal: bars, and Ctrl-C at any moment, which leaves everything as it was."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.dumps import dumps
from tests.faults.test_loads_killed import LOCKS, sound
from tests.shell.program import coldopen, command, environment

FOUND = "Target Is Destroyed"
MOMENTS = 3
"""How often a load is interrupted at a moment of its time."""


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, home: Path, *arguments: str | Path) -> None:
        self.said = b""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            words = [os.fsencode(word) for word in command(*arguments)]
            os.execve(sys.executable, words, environment(home, TERM="xterm"))  # noqa: S606 - it is ours

    def hears(self, words: bytes) -> bool:
        """Read until the words were said, or the program has ended."""
        while words not in self.said and (more := self._more()):
            self.said += more
        return words in self.said

    def types(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._terminal, keys)

    def ends(self) -> int:
        """Wait until it has ended; gives its exit code."""
        while more := self._more():
            self.said += more
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _more(self) -> bytes:
        try:
            return os.read(self._terminal, 4096)
        except OSError:  # so a terminal says that nobody is there any more
            return b""


def asked_for(home: Path, size: str) -> tuple[str, str | Path]:
    """Give a load that takes a second or two, and write what it reads."""
    if size == "big":
        return "imdb", dumps(home / "dumps", 150, 40)
    rows = ({"titles": [{"text": f"Lighthouse {number}"}]} for number in range(8_000))
    lines = (json.dumps({"record": "series", "source": "shelf"} | row) for row in rows)
    (home / "many.jsonl").write_text("\n".join(lines))
    return "table", home / "many.jsonl"


def files(home: Path) -> list[Path]:
    """Give what lies in the folder of the databases."""
    return list((home / "data").iterdir())


def as_it_was(home: Path) -> None:
    """See that nothing was loaded, and that nothing lies there that was not there."""
    names = {path.name.removesuffix("-wal").removesuffix("-shm") for path in files(home)}
    assert names <= LOCKS | {"community.db", "catalogue.db"}
    sound(home / "data")
    assert len(coldopen(home, "loads").out.splitlines()) == 1
    assert FOUND in coldopen(home, "find", "mayday 9x05").out


@pytest.mark.parametrize("size", ["big", "small"])
def test_a_terminal_shows_bars_with_rates_and_at_the_end_a_line(home: Path, size: str):
    terminal = Terminal(home, "load", *asked_for(home, size))
    assert terminal.ends() == 0
    shown = terminal.said.decode()
    assert "\x1b[" in shown, "nothing moves"
    assert "%" in shown
    assert re.search(r"\d:\d\d", shown)
    assert size == "big" or re.search(r"[\d,]+/s", shown)
    stages = ("naming", "writing", "indexing", "checking") if size == "big" else ("loading",)
    assert any(stage in shown for stage in stages)
    lines = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown).splitlines()
    assert " read: " in lines[-1]


@pytest.mark.parametrize("stage", [b"reading", b"writing", b"checking"])
def test_ctrl_c_on_a_terminal_leaves_everything_as_it_was_by_a_big_load(home: Path, stage: bytes):
    terminal = Terminal(home, "load", *asked_for(home, "big"))
    shown = terminal.hears(stage)
    terminal.types(b"\x03")
    code = terminal.ends()
    if not shown and code == 0:  # a stage may be too short to be seen
        return
    assert code == 130, terminal.said
    assert b"Called off. Everything is as it was." in terminal.said
    as_it_was(home)


def test_ctrl_c_on_a_terminal_leaves_everything_as_it_was_by_a_small_load(home: Path):
    terminal = Terminal(home, "load", *asked_for(home, "small"))
    assert terminal.hears(b"loading")
    terminal.types(b"\x03")
    assert terminal.ends() == 130
    assert b"Called off. Everything is as it was." in terminal.said
    as_it_was(home)


def interrupted(home: Path, arguments: list[str | Path], later: float | None) -> tuple[int, float]:
    """Load, interrupted so many seconds after it has begun; gives its exit code and its time."""
    with subprocess.Popen(
        command(*arguments), cwd=home, env=environment(home),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr
        said = process.stderr.readline()
        began = time.monotonic()
        if later is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(later)
            process.send_signal(signal.SIGINT)
        said += process.communicate()[1]
    assert b"Traceback" not in said, said.decode()
    assert (process.returncode == 130) == (b"Everything is as it was" in said)
    return process.returncode, time.monotonic() - began


@pytest.mark.parametrize("size", ["big", "small"])
def test_an_interrupt_at_any_moment_is_all_or_nothing(home: Path, size: str):
    arguments: list[str | Path] = ["load", *asked_for(home, size)]
    codes = set()
    code, took = interrupted(home, arguments, None)
    for moment in range(1, MOMENTS + 1):
        if code == 0:
            last = coldopen(home, "loads").out.split(":")[0]
            assert coldopen(home, "load", "undo", last).code == 0
        code, _ = interrupted(home, arguments, took * moment / (MOMENTS + 1))
        codes.add(code)
        sound(home / "data")
    assert 130 in codes <= {0, 130, -2}  # -2: while Python itself began or ended
    assert coldopen(home, "load", *arguments[1:]).code == 0
