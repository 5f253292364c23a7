"""Every answer of TVmaze that was recorded since 2015 loads, and loads again without a change."""

from pathlib import Path

import pytest

from bot import loading
from bot.loaders import tvmaze
from bot.model import Episode, Series
from bot.store import Store
from tests.loading.reading import everything, lines, shows
from tests.loading.shared import SHARED, needed, recorded

pytestmark = pytest.mark.shared

FILES = recorded("catalog/tvmaze/**/*.json")
EACH = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SHARED).stem))


def read(file: Path) -> list[Series | Episode]:
    """Read one recorded answer."""
    return tvmaze.read_answer(file.read_bytes(), file.name)


def test_there_are_recorded_answers_of_every_shape():
    needed()
    assert len(FILES) >= 24


@EACH
async def test_an_answer_loads_and_loads_again_without_a_change(store: Store, file: Path):
    tellings = read(file)
    first = await loading.load(store, tellings)
    assert first.undecided == ()
    assert first.new
    before = await store.read(everything)
    again = await loading.load(store, tellings)
    assert (again.new, again.changed, again.undecided) == (0, 0, ())
    assert await store.read(everything) == before


@pytest.mark.parametrize("backwards", [False, True])
async def test_all_answers_together_make_each_thing_once(started: Store, *, backwards: bool):
    needed()
    tellings = [telling for file in FILES for telling in read(file)]
    tellings = tellings[::-1] if backwards else tellings
    report = await loading.load(started, tellings)
    assert report.undecided == ()
    told = {telling.ids.tvmaze for telling in tellings if isinstance(telling, Episode)}
    stored = await started.read(lines)
    assert len(stored) == len(told) + 110
    sql = (
        "SELECT count(*) FROM external_id GROUP BY scheme, value, thing IN (SELECT id FROM series)"
    )
    double = await started.read(lambda db: db.execute(f"{sql} HAVING count(*) > 1").fetchall())
    assert not double
    assert len(await started.read(shows)) > 250


def facts(name: str) -> dict[str, Episode]:
    """Read a recorded answer's episodes by their codes, and check that they have distinct ones."""
    needed()
    [file] = recorded(f"catalog/tvmaze/**/{name}.json")
    episodes = [telling for telling in read(file) if isinstance(telling, Episode)]
    coded = {f"{one.season}x{one.number}": each for each in episodes for one in each.numberings}
    assert len(coded) == sum(len(each.numberings) for each in episodes)
    return coded


def test_years_can_be_seasons():
    assert any(code.startswith(("19", "20")) for code in _recorded_codes())


def _recorded_codes() -> set[str]:
    needed()
    tellings = [telling for file in FILES for telling in read(file)]
    return {
        f"{one.season}x{one.number}"
        for each in tellings
        if isinstance(each, Episode)
        for one in each.numberings
    }


def test_summaries_are_plain_text():
    needed()
    plots = [plot.text for file in FILES for telling in read(file) for plot in telling.plots]
    assert len(plots) > 700
    marked = [text for text in plots if "<p>" in text or "</" in text or "&amp;" in text]
    assert marked == []


def test_a_moment_of_2015_with_an_offset_and_one_in_utc_are_the_same_kind():
    moments = [
        one.moment for each in facts("show_118_house_2004").values() for one in each.releases
    ]
    moments += [
        one.moment
        for each in facts("show_82_game-of-thrones_episodes").values()
        for one in each.releases
    ]
    known = [moment for moment in moments if moment is not None]
    assert len(known) > 200
    assert {str(moment.utcoffset()) for moment in known} == {"0:00:00"}
