"""The folder of recorded answers beside the checkout, which is no part of the project."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("COLDOPEN_SHARED") or Path(__file__).parents[3] / "shared")
"""COLDOPEN_SHARED, or a folder of that name beside the repository."""


def recorded(pattern: str) -> list[Path]:
    """Give the files there are; none where the folder is not."""
    return sorted(SHARED.glob(pattern))


def needed() -> Path:
    """Give the folder, or skip the test and say why."""
    if not SHARED.is_dir():
        pytest.skip(f"no recorded answers in {SHARED}; set COLDOPEN_SHARED to their folder")
    return SHARED
