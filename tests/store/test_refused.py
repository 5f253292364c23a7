"""What is no whole database of ours of today or before is refused by name, and left as it was."""

import random
from pathlib import Path

import pytest

from bot.errors import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
)
from bot.render.problems import problem
from bot.store import Store
from bot.store.migrations import CATALOGUE, COMMUNITY, Schema, prepare
from tests.store.folders import SCHEMAS, connected, make, on_disk

BOTH = [pytest.param(schema, id=schema.name) for schema in SCHEMAS]
PAGE = b"<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>\n" * 40


async def refused(folder: Path, kind: type[StoreError], *, writable: bool = True) -> StoreError:
    """Open a store that has to be refused, and see that nothing was changed."""
    before = on_disk(folder)
    with pytest.raises(kind) as caught:
        async with Store.opened(folder, writable=writable):
            pass
    assert type(caught.value) is kind
    assert on_disk(folder) == before
    return caught.value


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Give a folder with both files of today, with rows."""
    for schema in SCHEMAS:
        make(tmp_path / f"{schema.name}.db", schema, schema.version)
    return tmp_path


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("schema", BOTH)
async def test_a_newer_file_is_refused_with_both_versions(
    whole: Path, schema: Schema, *, writable: bool
):
    path = whole / f"{schema.name}.db"
    with connected(path) as database:
        database.execute("PRAGMA user_version = 99")
    error = await refused(whole, StoreNewer, writable=writable)
    assert isinstance(error, StoreNewer)
    assert (error.path, error.found, error.known) == (path, 99, schema.version)
    assert "99" in problem(error)
    assert str(schema.version) in problem(error)
    assert str(path) in problem(error)


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("application", [0, 0x12345678])
@pytest.mark.parametrize("schema", BOTH)
async def test_another_programs_database_is_refused(
    whole: Path, schema: Schema, application: int, *, writable: bool
):
    path = whole / f"{schema.name}.db"
    with connected(path) as database:
        database.execute(f"PRAGMA application_id = {application}")
    error = await refused(whole, StoreForeign, writable=writable)
    assert error.path == path
    assert str(path) in problem(error)


async def test_each_file_is_refused_in_the_others_place(whole: Path):
    (whole / "catalogue.db").write_bytes((whole / "community.db").read_bytes())
    assert (await refused(whole, StoreForeign)).path == whole / "catalogue.db"


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("content", [b"", b"x", PAGE, b"\0" * 8192], ids=lambda c: f"{len(c)}")
@pytest.mark.parametrize("schema", BOTH)
async def test_what_is_no_database_is_refused(
    whole: Path, schema: Schema, content: bytes, *, writable: bool
):
    path = whole / f"{schema.name}.db"
    path.write_bytes(content)
    assert (await refused(whole, StoreForeign, writable=writable)).path == path


@pytest.mark.parametrize("schema", BOTH)
def test_a_truncated_file_is_refused_wherever_it_ends(whole: Path, schema: Schema):
    path = whole / f"{schema.name}.db"
    content = path.read_bytes()
    for size in [50, 99, 100, 511, 512, 1000, *range(4096, len(content), 4096), len(content) - 1]:
        path.write_bytes(content[:size])
        with pytest.raises((StoreCorrupt, StoreForeign)) as caught:
            prepare(path, schema)
        assert caught.value.path == path
        assert path.read_bytes() == content[:size], size


def why_not(path: Path, schema: Schema) -> StoreError | None:
    """Give the error for which a file can't be used."""
    try:
        prepare(path, schema)
    except StoreError as error:
        return error
    return None


@pytest.mark.parametrize("schema", BOTH)
def test_flipped_bytes_are_refused_or_harmless_and_never_written_over(whole: Path, schema: Schema):
    path = whole / f"{schema.name}.db"
    content = path.read_bytes()
    chance = random.Random(20261123)  # noqa: S311 - which bytes does not matter
    refusals = 0
    for flips in (1, 1, 1, 4, 40) * 30:
        damaged = bytearray(content)
        for _ in range(flips):
            at = chance.choice((chance.randrange(100), chance.randrange(len(content))))
            damaged[at] ^= chance.randrange(1, 256)
        path.write_bytes(damaged)
        if refusal := why_not(path, schema):
            refusals += 1
            assert refusal.path == path
            assert path.read_bytes() == damaged
    assert refusals > 50


async def test_a_file_that_another_program_locks_is_busy_not_damaged(whole: Path):
    with connected(whole / "catalogue.db") as database:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
        await refused(whole, StoreBusy)


@pytest.mark.parametrize("schema", BOTH)
async def test_a_folder_in_the_place_of_a_file_is_refused(whole: Path, schema: Schema):
    path = whole / f"{schema.name}.db"
    path.unlink()
    path.mkdir()
    assert (await refused(whole, StoreReadOnly)).path == path


@pytest.mark.parametrize("place", ["file", "file/below"])
async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, place: str):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreReadOnly) as caught:
        async with Store.opened(tmp_path / place):
            pass
    assert caught.value.path == tmp_path / place


@pytest.mark.parametrize("schema", BOTH)
async def test_reading_alone_makes_no_file_where_one_is_missing(whole: Path, schema: Schema):
    path = whole / f"{schema.name}.db"
    path.unlink()
    error = await refused(whole, StoreMissing, writable=False)
    assert error.path == path
    assert not path.exists()


async def test_reading_alone_does_not_migrate(tmp_path: Path):
    make(tmp_path / "catalogue.db", CATALOGUE, CATALOGUE.version)
    make(tmp_path / "community.db", COMMUNITY, COMMUNITY.version - 1)
    error = await refused(tmp_path, StoreReadOnly, writable=False)
    assert error.path == tmp_path / "community.db"
    assert str(COMMUNITY.version) in error.detail


async def test_a_lost_community_file_is_not_replaced_under_a_catalogue(whole: Path):
    (whole / "community.db").unlink()
    error = await refused(whole, StoreMissing)
    assert error.path == whole / "community.db"
    assert "catalogue.db" in problem(error)
    assert "backup" in problem(error)


async def test_a_lost_catalogue_is_made_anew_beside_the_community(whole: Path):
    (whole / "catalogue.db").unlink()
    async with Store.opened(whole) as store:
        assert not store.read_only
