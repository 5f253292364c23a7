"""coldopen run where something else than Discord answers: one line that says so, and no secret."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.shell.program import TOKEN, coldopen

JSON = "application/json"
ME = b'{"id": "7", "username": "b", "discriminator": "0", "avatar": null}'


@contextmanager
def answering(status: int, kind: str, body: bytes) -> Iterator[str]:
    """Serve one answer to everything; give the address."""

    class Odd(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://ann:s3cret@127.0.0.1:{server.server_port}/api"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (403, JSON, b'{"message": "no", "code": 0}'),
        (404, "text/html", b"<h1>Not here</h1>"),
        (200, "text/html", b"<h1>Welcome</h1>"),
        (200, JSON, b"[1, 2]"),
        (200, JSON, b'{"id": "7", "user'),
        (200, JSON, b"{}"),
        (200, JSON, ME),
    ],
)
def test_what_is_not_discord_is_told_in_one_line(
    tmp_path: Path, status: int, kind: str, body: bytes
):
    with answering(status, kind, body) as url:
        done = coldopen(tmp_path, "run", DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url)
    assert done.code == 10, done.err
    last = done.err.splitlines()[-1]
    assert "127.0.0.1" in last
    assert "DISCORD_API_URL" in last
    assert "s3cret" not in done.err
    assert len(done.err.splitlines()) < 5, done.err


def test_a_token_of_several_lines_is_refused_and_not_printed(tmp_path: Path):
    done = coldopen(tmp_path, "run", DISCORD_TOKEN=f"{TOKEN}\n{TOKEN[::-1]}")
    assert (done.code, done.out) == (2, "")
    assert "DISCORD_TOKEN" in done.err
    assert TOKEN[::-1] not in done.err
