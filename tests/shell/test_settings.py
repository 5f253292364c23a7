"""Settings: from the environment and .env, every problem at once, and never the token."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import EXPECTED, Settings, problems_of
from tests.shell.program import TOKEN, coldopen, command, environment

BAD: dict[str, Any] = {
    "COLDOPEN_OPERATORS": "ann, 80351110224678912",
    "COLDOPEN_ADMIN_GUILD": "-5",
    "DISCORD_API_URL": "not an address",
    "TVMAZE_API_URL": "ftp://api.tvmaze.com",
    "TMDB_API_URL": "file:///etc/passwd",
    "TMDB_TOKEN": "two words\nand more",
    "COLDOPEN_LOCAL_PICTURES": "perhaps",
    "COLDOPEN_KEEP_DRAFTS": "never",
    "COLDOPEN_KEEP_DELETED": "0.0",
    "COLDOPEN_KEEP_DEEDS": "-77",
    "COLDOPEN_KEEP_LOG": "3.5",
    "COLDOPEN_KEEP_SERVERS": "36501",
    "COLDOPEN_KEEP_CARDS": "9999999999999999999",
    "COLDOPEN_LOG": "loud",
    "DISCORD_TOKEN": TOKEN,
}
DOTENV = Path(__file__).parents[2] / ".env.example"


def test_every_bad_setting_is_told_at_once_and_no_value_of_one(tmp_path: Path):
    for arguments in ([], ["find", "mayday"]):
        done = coldopen(tmp_path, *arguments, **BAD)
        assert done.code == 2
        assert done.out == ""
        told = [line.split(":")[0].strip() for line in done.err.splitlines()[1:]]
        assert sorted(told) == sorted(set(BAD) - {"DISCORD_TOKEN"})
        for value in BAD.values():
            assert value not in done.err
    assert not (tmp_path / "data").exists()


def test_settings_come_from_a_file_and_the_environment_goes_first(tmp_path: Path):
    (tmp_path / ".env").write_text("COLDOPEN_LOG=loud\nSOMETHING_ELSE=1\n")
    assert coldopen(tmp_path, "load", "starter").code == 2
    assert coldopen(tmp_path, "load", "starter", COLDOPEN_LOG="error").code == 0


def test_a_token_of_another_place_is_taken_without_the_blanks_around_it():
    names = {"TMDB_TOKEN": " abc.def\n", "TMDB_API_URL": "http://127.0.0.1:8080/3/"}
    settings = Settings(**names)
    assert settings.tmdb_token is not None
    assert settings.tmdb_token.get_secret_value() == "abc.def"
    assert "abc" not in repr(settings)
    assert settings.tmdb_url == "http://127.0.0.1:8080/3"
    assert settings.tvmaze_url == "https://api.tvmaze.com"


@pytest.mark.parametrize(
    ("given", "local"), [("yes", True), ("1", True), ("no", False), ("", False), (" ", False)]
)
def test_pictures_come_from_the_local_network_only_where_that_is_wanted(given: str, *, local: bool):
    names = {"COLDOPEN_LOCAL_PICTURES": given}
    assert Settings(**names).local_pictures is local


@pytest.mark.parametrize("token", ["two words", "tab\tin", "line\nin", "ünï", "nul\0"])
def test_a_token_that_no_header_can_carry_is_refused(token: str):
    with pytest.raises(ValidationError) as caught:
        Settings(TMDB_TOKEN=token)
    assert [name for name, _ in problems_of(caught.value)] == ["TMDB_TOKEN"]
    assert token not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f'DISCORD_TOKEN="{TOKEN}\n', 1),
        (f"# ours\n\nDISCORD_TOKEN: {TOKEN}\n", 3),
        ("COLDOPEN_LOG=info\nDISCORD_TOKEN\n", 2),
        ("\n\nCOLDOPEN_KEEP_DRAFT=3\n", 3),
    ],
)
def test_a_line_that_would_be_left_out_is_told_with_its_number(
    tmp_path: Path, content: str, line: int
):
    (tmp_path / ".env").write_text(content)
    done = coldopen(tmp_path, "load", "starter")
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 2, done.err
    assert f".env, line {line}" in done.err
    assert ("COLDOPEN_KEEP_DRAFTS" in done.err) is ("DRAFT" in content)


def test_a_name_that_nobody_reads_is_refused_in_the_environment_too(tmp_path: Path):
    done = coldopen(tmp_path, "find", "mayday", COLDOPEN_OPERATOR="7")
    assert (done.code, done.out) == (2, "")
    assert "COLDOPEN_OPERATOR: " in done.err
    assert "COLDOPEN_OPERATORS" in done.err


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path):
    (tmp_path / ".env").mkdir()
    done = coldopen(tmp_path, "find", "mayday")
    assert (done.code, done.out) == (2, "")
    assert ".env: expected a file" in done.err


def test_what_is_empty_is_as_if_it_were_not_set():
    default = Settings()
    for blank in ("", " "):
        assert Settings(**dict.fromkeys(EXPECTED, blank)) == default


def test_a_file_that_begins_with_a_mark_of_its_encoding_is_read(tmp_path: Path):
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfCOLDOPEN_LOG=loud\n")
    assert coldopen(tmp_path, "load", "starter").code == 2


@pytest.mark.parametrize("content", [b"COLDOPEN_LOG=\xff\xfe\n", b"\x00\x01\x02"])
def test_a_settings_file_that_is_no_text_is_told(tmp_path: Path, content: bytes):
    (tmp_path / ".env").write_bytes(content)
    done = coldopen(tmp_path, "load", "starter", DISCORD_TOKEN=TOKEN)
    assert done.code in {0, 2}


def test_every_setting_is_in_the_example_and_the_example_is_right(tmp_path: Path):
    text = DOTENV.read_text("utf-8")
    named = {line.split("=")[0] for line in text.splitlines() if "=" in line and line[0] != "#"}
    assert named == set(EXPECTED)
    aliases = {
        choice
        for field in Settings.model_fields.values()
        for choice in getattr(field.validation_alias, "choices", ())
    }
    assert aliases == set(EXPECTED)
    (tmp_path / ".env").write_text(text)
    assert coldopen(tmp_path, "load", "starter").code == 0


@pytest.mark.parametrize("form", ["debug text", "debug json"])
def test_the_token_is_in_nothing_that_is_logged(tmp_path: Path, form: str):
    # It runs against an address where nobody listens, until it is told to stop.
    settings = {
        "DISCORD_TOKEN": f" {TOKEN}\n",
        "DISCORD_API_URL": "http://127.0.0.1:9",
        "COLDOPEN_LOG": form,
    }
    with subprocess.Popen(
        command("run"), cwd=tmp_path, env=environment(tmp_path, **settings),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr
        os.set_blocking(process.stderr.fileno(), False)
        said, until = b"", time.monotonic() + 20
        while b"trying again" not in said and time.monotonic() < until:
            said += process.stderr.read() or b""
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        os.set_blocking(process.stderr.fileno(), True)
        said += process.stderr.read()
    assert process.returncode == 0
    assert b"trying again" in said
    assert TOKEN.encode() not in said
    assert TOKEN.split(".")[2].encode() not in said
