"""A live generation that is gone: named, never silently an older one instead."""

from pathlib import Path

import pytest

from bot.store import Store
from tests.faults.dumps import dumps
from tests.faults.program import dumped
from tests.shell.program import coldopen
from tests.store.folders import copied


@pytest.fixture
def home(starter: Path, tmp_path: Path) -> Path:
    """Give a folder with data: the starter, and the dumps in a generation that is live."""
    dumped(copied(starter, tmp_path / "data"), dumps(tmp_path / "first"))
    return tmp_path


def test_a_live_generation_that_is_gone_is_named(home: Path):
    (home / "data" / "catalogue-1.db").rename(home / "away.db")
    for arguments in (["find", "mayday 9x05"], ["export", "--hash"], ["load", "starter"]):
        done = coldopen(home, *arguments)
        assert (done.code, done.out) == (5, ""), done
        assert "catalogue-1.db. Beside" in done.err.splitlines()[-1]
    (home / "away.db").rename(home / "data" / "catalogue-1.db")
    assert coldopen(home, "find", "mayday 9x05").code == 0


async def test_it_is_made_anew_where_the_older_one_is_moved_away_too(home: Path):
    (home / "data" / "catalogue-1.db").unlink()
    (home / "data" / "catalogue.db").unlink()
    async with Store.opened(home / "data") as store:
        assert store.catalogue.name == "catalogue-1.db"


def test_a_backup_from_before_a_newer_generation_can_be_put_back(home: Path, starter: Path):
    data = home / "data"
    (data / "community.db").write_bytes((starter / "community.db").read_bytes())
    (data / "catalogue.db").unlink()
    assert coldopen(home, "find", "mayday 9x05").code == 0
