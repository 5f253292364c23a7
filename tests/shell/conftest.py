"""The stores of tests.store, here too, and a folder from which the program runs."""

from pathlib import Path

import pytest

from tests.store.fixtures import empty, started, starter, store
from tests.store.folders import copied

__all__ = ["empty", "home", "started", "starter", "store"]


@pytest.fixture
def home(starter: Path, tmp_path: Path) -> Path:
    """Give a folder from which the program runs, over the starter catalogue."""
    copied(starter, tmp_path / "data")
    return tmp_path
