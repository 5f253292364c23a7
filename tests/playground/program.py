"""The program in a process of its own, as a person without a token starts it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 20.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/#[\w-]{43}")


class Program:
    """A playground that is open; `address` is what it printed, key and all."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.complaints = folder / "stderr.txt"
        with self.complaints.open("w") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                cwd=folder,
                env=environment(folder / "data"),
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        assert self.process.stdout
        self.greeting = self.process.stdout.readline()
        found = ADDRESS.search(self.greeting)
        assert found, self.complaints.read_text()
        self.address = found[0]

    def status(self, path: str, key: str | None = None) -> int:
        """GET a path as a browser would, and give the status."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"X-Simcord-Capability": key} if key else {})
            return connection.getresponse().status
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal and give the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        return self.process.returncode


@contextmanager
def playing(folder: Path, *arguments: str) -> Iterator[Program]:
    """Have a playground open on a free port while the block runs."""
    program = Program(folder, *(arguments or ("play", "--port", str(free_port()))))
    try:
        yield program
        assert program.stop() == 0, program.complaints.read_text()
    finally:
        program.process.kill()
        program.process.communicate()


def said(folder: Path, *arguments: str, before: str = "", data: str = "data") -> tuple[int, str]:
    """Run the program to its end: its exit code, and its output and complaints."""
    done = subprocess.run(
        [sys.executable, "-c", f"{before}\nfrom bot.cli import main\nmain()", *arguments],
        cwd=folder,
        env=environment(folder / data),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def environment(data: Path) -> dict[str, str]:
    """Give this environment without what would tell the program of a bot or of other data."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DISCORD_", "COLDOPEN_"))
    }
    return kept | {"COLDOPEN_DATA": str(data)}


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
