"""A running bot has the databases: what shells load is done by it, while it answers people."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pytest

from bot.loading.handover import owner
from bot.store.generations import FIRST
from bot.store.holder import loading, who_loads
from tests.faults.dumps import FIRST as OURS
from tests.faults.dumps import dumps
from tests.faults.test_loads_killed import BOTH, LATER, sound
from tests.shell.program import Done, coldopen, command, environment

ROOT = Path(__file__).parents[2]
GHOSTS = {"record": "series", "source": "shelf", "titles": [{"text": "Ghosts"}], "start_year": 2019}


class Bot:
    """A process that has the databases and does what shells ask for."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        assert self._out.readline()

    @property
    def _out(self) -> IO[bytes]:
        assert self.process.stdout
        return self.process.stdout

    def asked(self, words: str) -> dict[str, Any]:
        """Ask it for an episode; gives what it found, and what it says of itself."""
        assert self.process.stdin
        self.process.stdin.write(words.encode() + b"\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self._out.readline())
        assert told["attends"], "it does nothing for shells any more"
        return told

    def signal(self, number: signal.Signals) -> None:
        """Stop it, let it go on, or kill it."""
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()


@contextmanager
def running(folder: Path) -> Iterator[Bot]:
    """Let a bot have the databases of a folder."""
    with subprocess.Popen(
        [*command()[:1], "-m", "tests.faults.program", "attend", folder],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield Bot(process)
        finally:
            process.kill()


@pytest.fixture
def bot(home: Path) -> Iterator[Bot]:
    """Let a bot have the databases."""
    with running(home / "data") as bot:
        yield bot


@contextmanager
def shell(home: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a load of the shell's that waits for the bot, from the moment that it waits."""
    with subprocess.Popen(
        command(*arguments), cwd=home, env=environment(home),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            # Taken in a moment, it has another name.
            while not {".request", ".taken"} & {Path(name).suffix for name in waiting(home)}:
                assert process.poll() is None, "it ended before it waited"
                time.sleep(0.01)
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[bytes]) -> Done:
    """Wait for a process; gives how it ended and what it said."""
    out, err = process.communicate()
    assert b"Traceback" not in err, err.decode()
    return Done(process.returncode, out.decode(), err.decode())


def table(path: Path, *rows: object) -> Path:
    """Write a table."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows or [GHOSTS]))
    return path


def asked_for(home: Path, kind: str) -> str | Path:
    """Give what stands behind `coldopen load KIND`."""
    if kind == "undo":
        return "1"
    return table(home / "ghosts.jsonl") if kind == "table" else dumps(home / "first")


def waiting(home: Path) -> list[str]:
    """Give what lies in the folder in which shells and the bot leave files."""
    return [path.name for path in (home / "data" / "handover").glob("*")]


def test_a_table_is_loaded_by_the_bot_that_runs(home: Path, bot: Bot):
    added = table(home / "ghosts.jsonl")
    for counts in ("1 new, 0 changed, 0 unchanged", "0 new, 0 changed, 1 unchanged"):
        done = coldopen(home, "load", "table", added)
        assert done.code == 0
        assert counts in done.out
        assert "handed over to the running bot" in done.err
    assert bot.asked("ghosts")["title"] == "Ghosts"
    assert "Ghosts" in coldopen(home, "find", "ghosts").out
    listed = coldopen(home, "loads").out.splitlines()
    assert [line.split(":")[0] for line in listed] == ["3", "2", "1"]
    assert bot.asked("mayday 9x05")["title"] == "Target Is Destroyed"
    assert waiting(home) == []


def test_dumps_go_live_in_the_bot_that_runs_and_it_answers_all_the_while(home: Path, bot: Bot):
    assert bot.asked(OURS)["title"] is None
    with subprocess.Popen(
        command("load", "imdb", dumps(home / "first"), "--json"), cwd=home,
        env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        seen = set()
        while process.poll() is None:
            told = bot.asked("mayday 9x05")
            assert told["title"] == "Target Is Destroyed"
            seen.add((told["episodes"], told["generation"]))
        done = ended(process)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["new"] == 420
    told = bot.asked(OURS)
    assert (told["title"], told["episodes"]) == ("Number 1 of 0", BOTH)
    assert told["generation"] == "catalogue-1.db"
    assert seen <= {(110, FIRST), (BOTH, "catalogue-1.db")}
    assert waiting(home) == []


def test_loads_are_taken_back_by_the_bot_that_runs(home: Path, bot: Bot):
    coldopen(home, "load", "imdb", dumps(home / "first"))
    coldopen(home, "load", "table", table(home / "ghosts.jsonl"))
    refused = coldopen(home, "load", "undo", "2")
    assert refused.code == 12
    assert "the last one is 3" in refused.err
    assert coldopen(home, "load", "undo", "3").code == 0
    assert bot.asked(OURS)["generation"] == "catalogue-1.db"
    assert coldopen(home, "load", "undo", "2") == (0, "Load 2 was taken back.\n", "")
    told = bot.asked(OURS)
    assert (told["title"], told["generation"], told["episodes"]) == (None, FIRST, 110)


def test_a_dry_run_of_the_bot_changes_nothing(home: Path, bot: Bot):
    for kind, what in (("imdb", dumps(home / "first")), ("table", table(home / "ghosts.jsonl"))):
        done = coldopen(home, "load", kind, what, "--dry-run")
        assert done.code == 0
        assert "would be" in done.out
        assert bot.asked(OURS)["generation"] == FIRST
    assert len(coldopen(home, "loads").out.splitlines()) == 1
    assert sorted(path.name for path in (home / "data").glob("*.db*") if "-" not in path.name) == [
        FIRST,
        "community.db",
    ]


def test_what_the_bot_refuses_is_told_as_if_the_shell_had_done_it(home: Path, bot: Bot):
    bad = table(home / "bad.jsonl", GHOSTS, {"record": "nothing"})
    done = coldopen(home, "load", "table", bad)
    assert done.code == 13
    assert "bad.jsonl, line 2" in done.err
    assert "1 of 2 rows can't be used" in done.err
    assert bot.asked("ghosts")["title"] is None


def test_while_one_shell_waits_for_the_bot_another_is_told_who_loads(home: Path, bot: Bot):
    bot.signal(signal.SIGSTOP)
    with shell(home, "load", "table", table(home / "ghosts.jsonl")) as first:
        for arguments in (
            ["load", "starter"],
            ["load", "imdb", dumps(home / "d")],
            ["load", "undo", "1"],
        ):
            done = coldopen(home, *arguments)
            assert done.code == 11
            assert f"table, from the shell (process {first.pid}) since " in done.err
        bot.signal(signal.SIGCONT)
        assert ended(first).code == 0


@pytest.mark.parametrize("kind", ["table", "imdb", "undo"])
def test_a_shell_whose_bot_dies_before_it_begins_does_it_itself(home: Path, bot: Bot, kind: str):
    what = asked_for(home, kind)
    bot.signal(signal.SIGSTOP)
    with shell(home, "load", kind, what) as process:
        bot.signal(signal.SIGKILL)
        done = ended(process)
    assert done.code == 0
    assert waiting(home) == []
    sound(home / "data")
    again = coldopen(home, "load", kind, what)
    assert "Nothing changes" in again.out or "no load that could be" in again.err


@pytest.mark.parametrize("late", [0.0, 0.1, 0.2, 0.3, 0.4, 0.5])
def test_a_bot_that_dies_in_the_middle_leaves_all_of_a_load_or_nothing(
    home: Path, bot: Bot, late: float
):
    coldopen(home, "load", "imdb", dumps(home / "first"))
    with shell(home, "load", "imdb", dumps(home / "second", edition=2)) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(late)
        bot.signal(signal.SIGKILL)
        done = ended(process)
    sound(home / "data")
    with running(home / "data") as next_bot:
        told = next_bot.asked(OURS)
    assert told["title"]
    assert told["episodes"] in ({LATER} if done.code == 0 else {BOTH, LATER})
    assert done.code in {0, 5}
    assert waiting(home) == []


@pytest.mark.parametrize("kind", ["table", "imdb", "undo"])
def test_what_a_shell_that_was_killed_had_asked_for_is_done_or_dropped(
    home: Path, bot: Bot, kind: str
):
    what = asked_for(home, kind)
    bot.signal(signal.SIGSTOP)
    with shell(home, "load", kind, what) as process:
        process.kill()
    bot.signal(signal.SIGCONT)
    done = coldopen(home, "load", "table", table(home / "own.jsonl"))
    assert done.code == 0
    assert waiting(home) == []
    assert bot.asked("mayday 9x05")["generation"] == FIRST
    assert len(coldopen(home, "loads").out.splitlines()) == 2, "nobody waited for it any more"
    sound(home / "data")


def test_a_request_that_lies_there_since_yesterday_is_dropped(home: Path):
    request = home / "data" / "handover" / "17.request"
    request.parent.mkdir()
    request.write_text(json.dumps({"kind": "undo", "number": 1}))
    with running(home / "data") as bot:
        while request.exists():
            bot.asked("mayday 9x05")
        assert bot.asked("mayday 9x05")["episodes"] == 110
        assert waiting(home) == []


GARBAGE = [
    b"",
    b"<html>",
    b"\xff\xfe\0",
    b"[" * 20_000,
    b'{"kind": "all"}',
    b'{"kind": "undo", "number": "1"}',
    b'{"kind": "undo", "number": 99999999999999999999}',
    b'{"kind": "undo", "number": 9223372036854775807}',
    b'{"kind": "tellings", "rejected": 5, "rows": 5}',
    b'{"kind": "tellings", "tellings": [{"record": "series", "source": 1}]}',
    b'{"kind": "generation"}',
    b'{"kind": "generation", "generation": "community.db"}',
    b'{"kind": "generation", "generation": "catalogue.db"}',
    b'{"kind": "generation", "generation": "../outside"}',
    b'{"kind": "generation", "generation": "catalogue-1.db.part"}',
    b'{"kind": "generation", "generation": "\\u0000"}',
]


def test_a_request_that_is_garbage_is_answered_and_the_bot_goes_on(home: Path, bot: Bot):
    outside = home / "outside"
    outside.write_text("of somebody else")
    folder = home / "data" / "handover"
    folder.mkdir(exist_ok=True)
    files = {path: path.stat().st_ino for path in (home / "data").glob("*.db")}
    with loading(home / "data", "a test"):
        mine = owner(who_loads(home / "data") or "")
        for number, content in enumerate(GARBAGE):
            (folder / "part").write_bytes(content)
            (folder / "part").rename(folder / f"{mine}-{number}.request")
            answer = folder / f"{mine}-{number}.answer"
            while not answer.exists():
                assert bot.asked("mayday 9x05")["title"] == "Target Is Destroyed"
            told = json.loads(answer.read_text())
            assert told["error"], content
            answer.unlink()
    assert outside.read_text() == "of somebody else"
    assert {path: path.stat().st_ino for path in files} == files, "a database was removed"
    assert coldopen(home, "load", "table", table(home / "ghosts.jsonl")).code == 0
    assert bot.asked("mayday 9x05")["episodes"] == 110
    sound(home / "data")


def test_an_answer_that_was_left_for_another_shell_is_nobodys(home: Path, bot: Bot):
    bot.signal(signal.SIGSTOP)
    with shell(home, "load", "table", table(home / "ghosts.jsonl")) as process:
        left = home / "data" / "handover" / f"{process.pid}.answer"
        left.write_text('{"error": "StoreBusy", "data": ["/data", "of last year"]}')
        bot.signal(signal.SIGCONT)
        assert ended(process).code == 0


@pytest.mark.parametrize("kind", ["table", "imdb"])
def test_ctrl_c_in_a_shell_that_waits_leaves_all_as_it_was(home: Path, bot: Bot, kind: str):
    what = asked_for(home, kind)
    bot.signal(signal.SIGSTOP)
    with shell(home, "load", kind, what) as process:
        process.send_signal(signal.SIGINT)
        done = ended(process)
    assert done.code == 130
    assert "Everything is as it was" in done.err
    assert waiting(home) == []
    bot.signal(signal.SIGCONT)
    assert bot.asked("mayday 9x05")["generation"] == FIRST
    assert len(coldopen(home, "loads").out.splitlines()) == 1
    assert not list((home / "data").glob("*.part"))


def many(path: Path) -> Path:
    """Write a table of so many series that loading it takes a while."""
    series = ({"titles": [{"text": f"Lighthouse {number}"}]} for number in range(30_000))
    return table(path, *({"record": "series", "source": "shelf"} | one for one in series))


def test_ctrl_c_while_the_bot_loads_for_a_shell_leaves_all_as_it_was(home: Path, bot: Bot):
    with shell(home, "load", "table", many(home / "many.jsonl")) as process:
        while not any(name.endswith(".taken") for name in waiting(home)):
            assert bot.asked("mayday 9x05")["title"]
        time.sleep(0.2)  # what it loads it writes at the end: nothing on the disk tells of it
        process.send_signal(signal.SIGINT)
        done = ended(process)
    assert done.code == 130
    assert coldopen(home, "load", "table", table(home / "ghosts.jsonl")).code == 0
    assert len(coldopen(home, "loads").out.splitlines()) == 2
    assert bot.asked("lighthouse 7")["title"] is None
    assert waiting(home) == []
