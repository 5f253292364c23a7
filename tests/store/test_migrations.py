"""A file of any version reaches today's schema, with its rows, and a backup beside it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.migrations import Schema, migrate, prepare, statements
from tests.store.folders import (
    SCHEMAS,
    connected,
    lasting,
    make,
    on_disk,
    rows_of,
    shape_of,
    shape_today,
    version_of,
)

STEPS = [
    pytest.param(schema, step, id=f"{schema.name}-{step}")
    for schema in SCHEMAS
    for step in range(1, schema.version + 1)
]
BOTH = [pytest.param(schema, id=schema.name) for schema in SCHEMAS]


@pytest.mark.parametrize(("schema", "step"), STEPS)
def test_an_older_file_gets_todays_schema(tmp_path: Path, schema: Schema, step: int):
    path = make(tmp_path / f"{schema.name}.db", schema, step - 1)
    prepare(path, schema)
    assert shape_of(path) == shape_today(schema)
    assert version_of(path) == schema.version


@pytest.mark.parametrize(("schema", "step"), STEPS)
def test_an_older_file_keeps_every_row(tmp_path: Path, schema: Schema, step: int):
    path = make(tmp_path / f"{schema.name}.db", schema, step - 1)
    before = rows_of(path)
    prepare(path, schema)
    kept = lasting(before)
    assert rows_of(path, like=kept) == kept


@pytest.mark.parametrize(("schema", "step"), STEPS)
def test_an_older_file_has_a_whole_backup_beside_it(tmp_path: Path, schema: Schema, step: int):
    path = make(tmp_path / f"{schema.name}.db", schema, step - 1)
    before, shape = rows_of(path), shape_of(path)
    prepare(path, schema)
    backup = tmp_path / f"{schema.name}.v{step - 1}.backup"
    assert rows_of(backup) == before
    assert shape_of(backup) == shape
    assert version_of(backup) == step - 1
    assert sorted(on_disk(tmp_path)) == sorted([path.name, backup.name])


@pytest.mark.parametrize(("schema", "step"), STEPS)
def test_what_stands_in_the_wal_of_a_killed_process_is_migrated_and_backed_up(
    tmp_path: Path, schema: Schema, step: int
):
    made = make(tmp_path / "made.db", schema, step - 1)
    path = tmp_path / f"{schema.name}.db"
    with connected(made) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE late (word TEXT)")
        database.execute("INSERT INTO late VALUES ('committed')")
        for end in ("", "-wal"):
            Path(f"{path}{end}").write_bytes(Path(f"{made}{end}").read_bytes())
    prepare(path, schema)
    assert rows_of(path)["late"] == [{"word": "committed"}]
    assert rows_of(tmp_path / f"{schema.name}.v{step - 1}.backup")["late"] == [
        {"word": "committed"}
    ]


@pytest.mark.parametrize("schema", BOTH)
def test_a_new_file_has_todays_schema_and_leaves_nothing_beside_it(tmp_path: Path, schema: Schema):
    path = tmp_path / "deep" / "down" / f"{schema.name}.db"
    prepare(path, schema)
    assert shape_of(path) == shape_today(schema)
    assert version_of(path) == schema.version
    assert list(on_disk(path.parent)) == [path.name]


@pytest.mark.parametrize("schema", BOTH)
def test_a_file_of_today_is_left_alone(tmp_path: Path, schema: Schema):
    path = make(tmp_path / f"{schema.name}.db", schema, schema.version)
    before = on_disk(tmp_path)
    prepare(path, schema)
    assert on_disk(tmp_path) == before


@pytest.mark.parametrize("schema", BOTH)
def test_the_steps_and_the_readable_schema_say_the_same(schema: Schema):
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        migrate(database, schema)
        assert database.execute("PRAGMA user_version").fetchone() == (schema.version,)
        made = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    assert made == {name for _, name, *_ in shape_today(schema)}


def test_votes_of_before_are_deeds_themselves_if_these_are_known_yet(tmp_path: Path):
    (_, schema) = SCHEMAS
    path = make(tmp_path / "community.db", schema, 11)
    with connected(path) as database:
        sql = """
            UPDATE deed SET kind = 'vote', done_at = cast_at FROM vote
            WHERE vote.member = deed.member AND deed.member < 3
        """
        database.execute(sql)
    prepare(path, schema)
    rows = rows_of(path)
    assert [one["interaction"] for one in rows["vote"]] == [1, 2, None]
    assert [one["interaction"] for one in rows["deed"]] == [3]


def test_a_step_that_fails_takes_the_steps_before_it_back(tmp_path: Path):
    (schema, _) = SCHEMAS
    path = make(tmp_path / "catalogue.db", schema, 1)
    before = rows_of(path)
    broken = schema._replace(steps=(*schema.steps, "CREATE TABLE more (a);\nINSERT INTO no;"))
    with connected(path) as database, pytest.raises(sqlite3.OperationalError):
        migrate(database, broken)
    assert version_of(path) == 1
    assert rows_of(path) == before


def test_a_trigger_is_one_statement():
    script = """
        -- a comment; with a semicolon
        CREATE TABLE a (b TEXT DEFAULT ';');
        CREATE TRIGGER t BEFORE DELETE ON a
        BEGIN
            SELECT 1;
            SELECT 2;
        END;
    """
    assert [one.split()[-1] for one in statements(script)] == ["';');", "END;"]


@pytest.mark.parametrize("schema", BOTH)
def test_no_statement_of_a_schema_is_lost_in_the_splitting(schema: Schema):
    for script in (*schema.steps, schema.today):
        assert "".join(statements(script)).strip() == script.strip()
