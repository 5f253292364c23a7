"""For all tests: what the two processes that run them tell each other."""

from collections.abc import Generator
from typing import Any

import pytest


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
