"""The stores of tests.store, and a folder in memory for what is killed a hundred times."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.fixtures import empty, started, starter, store

__all__ = ["empty", "started", "starter", "store"]

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of random name is made in it


@pytest.fixture
def memory() -> Iterator[Path]:
    """Give a folder in memory where there is one: a kill needs no disk, and fsync costs most."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    yield folder
    shutil.rmtree(folder)
