"""kill -9 while somebody is erased: gone whole, now or at the next start, or not at all."""

from pathlib import Path

from bot.store import Store, tombstones
from tests.faults.test_killed import copies, program
from tests.store.folders import connected, copied
from tests.store.gone import ANN, crowd, fits, standing

EVERY = 3
"""Every how many statements it is killed."""
STAYS = {("block", "member"), ("moderation", "actor"), ("moderation", "member")}


async def test_an_erasure_killed_at_any_moment_is_finished_at_the_next_start_or_never_began(
    memory: Path, starter: Path
):
    async with Store.opened(copied(starter, memory / "start")) as store:
        await crowd(store)
        before = standing(store, ANN)
    [(moments, status)] = program("erase", memory / "start", str(EVERY))
    assert status == 0
    seen = set()
    for copy in copies(memory):
        noted = bool(tombstones.read(copy))
        with connected(copy / "community.db") as db:
            done = db.execute("SELECT 1 FROM erasure").fetchone() is not None
        async with Store.opened(copy) as store:
            stands = standing(store, ANN)
            assert stands == (STAYS if noted else before)
            fits(store)
        seen.add((noted, done))
    assert seen == {(False, False), (True, False), (True, True)}
    assert moments > 50
