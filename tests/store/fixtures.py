"""Stores to test with: made once, copied for every test."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import loading
from bot.store import Store
from tests.store.folders import copied


async def _made(folder: Path, *, starter: bool) -> None:
    async with Store.opened(folder) as store:
        if starter:
            await loading.load_starter(store)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a closed store with nothing in it; copy it."""
    folder = tmp_path_factory.mktemp("empty")
    asyncio.run(_made(folder, starter=False))
    return folder


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a closed store with the starter catalogue; copy it."""
    folder = tmp_path_factory.mktemp("starter")
    asyncio.run(_made(folder, starter=True))
    return folder


@pytest.fixture
async def store(empty: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """Open a store with nothing in it."""
    async with Store.opened(copied(empty, tmp_path / "store")) as opened:
        yield opened


@pytest.fixture
async def started(starter: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """Open a store with the starter catalogue."""
    async with Store.opened(copied(starter, tmp_path / "started")) as opened:
        yield opened
