"""Prints every figure: make bench."""

import asyncio
import platform
import sqlite3
import tempfile
from pathlib import Path

from tests.benchmarks import (
    answers,
    copies,
    during,
    loads,
    millions,
    pages,
    phrases,
    pictures,
    reading,
    searches,
    soak,
    start,
    texts,
    votes,
)


async def main() -> None:
    """Measure one thing after the other."""
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    for subject in (
        start, searches, phrases, texts, answers, pages, reading, pictures, copies, loads, millions,
        during, votes, soak,
    ):  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            await subject.measure(Path(folder))


asyncio.run(main())
