"""kill -9 while fifty members write, edit, delete and vote: nothing that was answered is lost."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import loading
from bot.reviews import Words
from bot.store import Store
from tests.faults.test_killed import ROOT
from tests.faults.writers import WRONG, lost, standing, told
from tests.reviewing import voted, wrote

KILLS = int(os.environ.get("COLDOPEN_KILLS", "200"))
"""Moments at which the process is killed; 1,000 take a minute on a quiet machine."""


async def _started(folder: Path) -> None:
    async with Store.opened(folder) as store:
        await loading.load_starter(store)


def test_what_was_acknowledged_stands_after_every_kill_whole_and_once(memory: Path):
    asyncio.run(_started(memory))
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.writers", memory, str(KILLS), "seed"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    acknowledged, reviews, votes = json.loads(done.stdout)
    assert acknowledged > KILLS
    assert reviews > 50
    assert votes > 100


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM vote",
        "UPDATE vote SET helpful = NOT helpful",
        "UPDATE vote SET weight = weight - 1",
        "UPDATE review_revision SET body = substr(body, 1, 5)",
        "DELETE FROM counted",
        "UPDATE counted SET ratings = ratings + 1",
        "UPDATE review SET revision = NULL",
    ],
)
async def test_the_questions_find_what_does_not_fit_together(started: Store, harm: str):
    thing = await started.read(lambda db: db.execute("SELECT min(id) FROM episode").fetchone()[0])
    review = await wrote(started, 5, thing, Words("No. 7", "7 7 7 7", 8))
    await voted(started, 6, review, helpful=True)
    stands = standing(started.folder)
    assert stands == {("review", thing, 5): "7 7 7 7", ("vote", review, 6): True}
    async with started.writing() as line:
        await line.run(lambda db: db.execute("PRAGMA defer_foreign_keys = ON"))
        await line.run(lambda db: db.execute(harm))
    with pytest.raises(SystemExit):
        standing(started.folder)


def test_a_line_of_which_the_kill_took_the_end_was_not_noted(tmp_path: Path):
    book = tmp_path / "book"
    tried, done = '["tried", "vote", 1, 2, true]', '["done", "vote", 1, 2, true]'
    for torn in (done[:9], done):
        book.write_text(f"{tried}\n{torn}")
        assert told(book, {}) == ({("vote", 1, 2): [None, True]}, 0)
    book.write_text(f"{tried}\n{done}\n")
    assert told(book, {}) == ({("vote", 1, 2): [True]}, 1)


def test_what_is_lost_or_came_from_nowhere_is_told():
    key = ("vote", 1, 2)
    assert lost({key: [True]}, {key: True}) == []
    assert lost({key: [True]}, {}) == [(key, [True], None)]
    assert lost({key: [True, None]}, {}) == []
    assert lost({}, {key: False}) == [(key, [], False)]
    assert len(WRONG) == 6
