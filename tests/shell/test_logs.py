"""The log: text or JSON, with tracebacks, without a token of the bot or of an interaction."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.logs import Json, Redacting, set_up
from bot.settings import Settings
from tests.shell.program import TOKEN

INTERACTION = "aW50ZXJhY3Rpb246MTMzNzp5ZXM6bm8tb25lLWtub3dz"
APPLICATION = 846264545284587550
FORMS = pytest.mark.parametrize("form", [Redacting, Json])


def written(form: type[Redacting], message: str, *arguments: object, **more: Any) -> str:
    """Log something and give what is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form(TOKEN))
    logger = logging.getLogger("tests.shell.test_logs")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        logger.warning(message, *arguments, **more)
    finally:
        logger.removeHandler(handler)
    text = stream.getvalue()
    assert text
    if form is Json:
        json.loads(text)
    return text


@FORMS
@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("logging in with %s", [TOKEN]),
        ("headers: %s", [{"Authorization": f"Bot {TOKEN}"}]),
        ("POST %s", [f"https://discord.com/api/v10/interactions/123/{INTERACTION}/callback"]),
        ("%s", [f"https://discord.com/api/v10/webhooks/{APPLICATION}/{INTERACTION}"]),
        ("%s", [f"/webhooks/{APPLICATION}/{INTERACTION}/messages/@original?wait=true"]),
        ("For Shard ID %s: WebSocket Event: %s", [0, {"d": {"id": "1", "token": INTERACTION}}]),
        ("payload %s", [json.dumps({"token": INTERACTION, "type": 2})]),
        ("payload %s", [json.dumps({"token": INTERACTION}, separators=(",", ":"))]),
        ("payload %r", [json.dumps({"d": {"token": INTERACTION}})]),
    ],
)
def test_no_token_is_logged(form: type[Redacting], message: str, arguments: list[object]):
    text = written(form, message, *arguments)
    assert TOKEN not in text
    assert INTERACTION not in text
    assert "[token]" in text


@FORMS
def test_no_token_is_in_a_traceback(form: type[Redacting]):
    error = RuntimeError(f"could not log in with {TOKEN}")
    error.__cause__ = ValueError(f"/interactions/1/{INTERACTION}/callback")
    text = written(form, "it failed", exc_info=error)
    assert TOKEN not in text
    assert INTERACTION not in text
    assert "RuntimeError" in text
    assert "ValueError" in text


@FORMS
@pytest.mark.parametrize("odd", ["\ud800", "\0", "\u202e", "\U0001f6eb"])
def test_signs_that_are_hard_to_write_lose_no_line(form: type[Redacting], odd: str):
    assert "mayday" in written(form, "asked for mayday %s", odd)


@FORMS
def test_what_is_no_secret_stays(form: type[Redacting]):
    text = written(form, "GET https://discord.com/api/v10/users/@me and /webhooks/7")
    assert "/users/@me" in text
    assert "[token]" not in text


@pytest.fixture
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    quiet = logging.getLogger("aiosqlite").level
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("aiosqlite").setLevel(quiet)


@pytest.mark.usefixtures("_logging_as_before")
def test_blanks_around_a_token_do_not_hide_it(capsys: pytest.CaptureFixture[str]):
    set_up(Settings(DISCORD_TOKEN=f" {TOKEN}\n", COLDOPEN_LOG="debug"))
    logging.getLogger("discord").debug("logging in with %s", TOKEN)
    said = capsys.readouterr().err
    assert "[token]" in said
    assert TOKEN not in said


@pytest.mark.usefixtures("_logging_as_before")
def test_no_token_of_another_place_is_logged(capsys: pytest.CaptureFixture[str]):
    tokens = {"DISCORD_TOKEN": TOKEN, "TMDB_TOKEN": " eyJhbGciOiJIUzI1NiJ9.of-tests \n"}
    set_up(Settings(**tokens))
    logging.getLogger("tests").warning("refused: %s and %s", *tokens.values())
    said = capsys.readouterr().err
    assert said.count("[token]") == 2
    assert "of-tests" not in said


@pytest.mark.usefixtures("_logging_as_before")
def test_what_people_typed_is_not_logged_by_the_database(capsys: pytest.CaptureFixture[str]):
    set_up(Settings(COLDOPEN_LOG="debug"))
    logging.getLogger("aiosqlite").debug("executing %s", "what Ann typed")
    assert "Ann" not in capsys.readouterr().err
