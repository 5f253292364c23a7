"""Starting, being reached, and stopping: the playground's process from outside."""

import json
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .program import free_port, playing, said

OTHER_SERIES = {
    "record": "series",
    "source": "A friend",
    "titles": [{"text": "Lighthouse Keepers"}],
    "start_year": 1971,
}


def test_the_page_is_for_who_has_the_printed_address_on_this_machine(tmp_path: Path):
    with playing(tmp_path) as program:
        assert program.status("/") == 200
        assert program.status("/api/state") == 401
        assert program.status("/api/state", key="guessed") == 401
        address = urlsplit(program.address)
        # 410: the key is right, and the page that asks is not known yet.
        assert program.status("/api/state", key=address.fragment) == 410
        for other in ("127.0.0.2", "::1"):
            with pytest.raises(OSError, match=r"refused|assign"):
                socket.create_connection((other, address.port or 0), timeout=5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_it_cleanly(tmp_path: Path, number: int):
    with playing(tmp_path) as program:
        assert program.stop(number) == 0
        assert not list((tmp_path / "data").rglob("*-wal"))
        assert "Traceback" not in program.complaints.read_text()


def test_no_token_opens_it_with_nothing_said_of_discord(tmp_path: Path):
    with playing(tmp_path, "run", "--port", str(free_port())) as program:
        assert program.status("/") == 200
        assert "discord." not in program.complaints.read_text()


def test_a_second_one_says_what_is_in_its_way(tmp_path: Path):
    with playing(tmp_path) as program:
        port = str(urlsplit(program.address).port)
        taken, words = said(tmp_path, "play", "--port", port)
        assert taken == 6
        assert f"Port {port} of 127.0.0.1 is taken" in words
        assert "--port" in words
        held, words = said(tmp_path, "play", "--port", str(free_port()))
        assert held == 5
        assert f"process {program.process.pid} since" in words


@pytest.mark.parametrize("module", ["simcord", "markdown_it"])
def test_a_missing_package_is_said_with_what_to_install(tmp_path: Path, module: str):
    without = f"import sys; sys.modules['{module}'] = None"
    code, words = said(tmp_path, "play", "--port", str(free_port()), before=without)
    assert code == 7
    assert module in words
    assert "pip install '.[playground]'" in words
    assert not (tmp_path / "data").exists()


def test_nothing_of_it_is_loaded_for_other_commands(tmp_path: Path):
    after = "import atexit, sys; atexit.register(lambda: print('simcord' in sys.modules))"
    code, words = said(tmp_path, "find", "target is destroyed", before=after)
    assert (code, words.splitlines()[-1]) == (0, "False")


def test_what_is_in_its_store_lasts_between_starts(tmp_path: Path):
    with playing(tmp_path):
        pass
    (tmp_path / "mine.jsonl").write_text(json.dumps(OTHER_SERIES) + "\n")
    assert said(tmp_path, "load", "table", "mine.jsonl", data="data/playground")[0] == 0
    with playing(tmp_path):
        asked = said(tmp_path, "find", "lighthouse keepers", data="data/playground")
    assert "Lighthouse Keepers (1971" in asked[1]
