"""The program in a process of its own, with no settings but those of the test."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


class Done(NamedTuple):
    """How a process ended and what it said."""

    code: int
    out: str
    err: str


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Give the environment of a program whose databases are in a folder."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DISCORD_", "COLDOPEN_", "TMDB_", "TVMAZE_"))
    }
    return inherited | {"COLDOPEN_DATA": str(folder / "data")} | settings


def command(*arguments: str | bytes | Path) -> list[str | bytes | Path]:
    """Give the command line."""
    return [sys.executable, "-m", "bot", *arguments]


def coldopen(
    folder: Path, *arguments: str | bytes | Path, typed: bytes = b"", **settings: Any
) -> Done:
    """Run the program in a folder to its end; nothing that it says has the token in it."""
    done = subprocess.run(
        command(*arguments), cwd=folder, env=environment(folder, **settings), input=typed,
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    out, err = done.stdout.decode(), done.stderr.decode()
    assert TOKEN not in out + err
    assert "Traceback" not in err, err
    return Done(done.returncode, out, err)
