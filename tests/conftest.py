"""For all tests: what was looked up; what the two processes that run them tell each other."""

from collections.abc import Generator
from typing import Any

import pytest

from bot import finding
from bot.finding import Answer
from bot.store import Database


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which words are looked up, on the database's thread."""
    words: list[str] = []
    real = finding.answered

    def noted(db: Database, text: str, season: int | None, number: int | None) -> Answer:
        words.append(text)
        return real(db, text, season, number)

    monkeypatch.setattr(finding, "answered", noted)
    return words


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[
    None, dict[str, Any] | None, dict[str, Any] | None
]:
    """Let odd signs in what was logged cross over to the process that prints reports."""
    told = yield
    if told and "sections" in told:
        told["sections"] = [
            (name, text.encode("utf-8", "backslashreplace").decode())
            for name, text in told["sections"]
        ]
    return told
