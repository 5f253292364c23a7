"""coldopen export and backup: what is written where, and where nothing can be."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.loading import STARTER
from tests.faults.dumps import dumps
from tests.faults.test_loads_killed import BOTH
from tests.shell.program import coldopen, command, environment
from tests.store.folders import connected


@pytest.mark.parametrize("arguments", [["loads"], ["export"], ["export", "--hash"], ["backup"]])
def test_what_only_reads_makes_no_store_in_a_folder_without_one(
    tmp_path: Path, arguments: list[str]
):
    done = coldopen(tmp_path, *arguments)
    assert (done.code, done.out) == (5, "")
    assert f"There is no {tmp_path / 'data'}" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [["--series", ""], ["--hash", "--series", "mayday"], ["--hash", "all.jsonl"]]
)
def test_an_export_that_would_not_do_what_is_asked_is_refused(home: Path, arguments: list[str]):
    done = coldopen(home, "export", *arguments)
    assert (done.code, done.out) == (2, "")
    assert {path.name for path in home.iterdir()} == {"data"}


@pytest.mark.parametrize(
    "arguments", [["export"], ["export", "--hash"], ["find", "mayday"], ["loads"]]
)
def test_an_output_that_cannot_be_written_is_one_line(home: Path, arguments: list[str]):
    shut = home / "shut"
    shut.write_text("")
    with shut.open("rb") as out:  # open for reading alone, as full as a disk can be
        done = subprocess.run(
            command(*arguments), cwd=home, env=environment(home), stdout=out,
            stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith(b"The standard output can't be written: ")


def test_what_is_exported_loads_into_an_empty_store_with_the_same_hash(home: Path):
    assert coldopen(home, "load", "imdb", dumps(home / "dumps")).code == 0
    done = coldopen(home, "export", "all.jsonl")
    assert (done.code, done.out) == (0, "")
    assert f"{BOTH + 21 + 2:,} tellings written to all.jsonl" in done.err
    printed = coldopen(home, "export")
    assert printed.out == (home / "all.jsonl").read_text("utf-8")
    other = home / "other"
    other.mkdir()
    assert coldopen(other, "load", "table", home / "all.jsonl").code == 0
    told = [coldopen(folder, "export", "--hash").out for folder in (home, other)]
    assert told[0] == told[1]
    assert len(told[0].strip()) == 64
    assert {path.name for path in home.iterdir()} == {"data", "dumps", "all.jsonl", "other"}


def test_one_series_is_exported_by_its_name_or_not_at_all(home: Path):
    done = coldopen(home, "export", "--series", "mayday", "one.jsonl")
    assert done.code == 0
    count = sum(len(path.read_text("utf-8").splitlines()) for path in STARTER.glob("*.jsonl"))
    assert len((home / "one.jsonl").read_text("utf-8").splitlines()) == count
    done = coldopen(home, "export", "--series", "xyzzy plugh", "two.jsonl")
    assert (done.code, done.out) == (1, "")
    assert not (home / "two.jsonl").exists()
    done = coldopen(home, "export", "--series", "the")
    asked, *near = done.err.splitlines()
    assert asked.endswith("Did you mean one of these?")
    assert near
    assert all(line.startswith("  Mayday") for line in near)


def test_where_nothing_can_be_written_an_export_says_so(home: Path):
    for file in ("absent/all.jsonl", "data"):
        done = coldopen(home, "export", file)
        assert (done.code, done.out) == (2, "")
        assert file in done.err
    assert {path.name for path in home.iterdir()} == {"data"}


def test_an_export_to_a_link_replaces_what_the_link_leads_to(home: Path):
    (home / "far").mkdir()
    (home / "far" / "all.jsonl").write_text("old")
    links = {"all.jsonl": "far/all.jsonl", "new.jsonl": "far/new.jsonl", "circle": "circle"}
    for name, target in links.items():
        (home / name).symlink_to(target)
        assert coldopen(home, "export", name).code == (2 if name == "circle" else 0)
        assert (home / name).is_symlink()
    for name in ("all.jsonl", "new.jsonl"):
        assert (home / "far" / name).read_text("utf-8").startswith('{"record":')
    assert len(list((home / "far").iterdir())) == 2


def test_an_export_to_a_pipe_is_written_through_it(home: Path):
    pipe = home / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        try:
            assert coldopen(home, "export", pipe).code == 0
            assert pipe.is_fifo()
            assert reader.communicate(timeout=20)[0].startswith(b'{"record":')
        finally:
            reader.kill()


def test_an_export_that_nobody_reads_any_more_ends_quietly(home: Path):
    with subprocess.Popen(
        command("export"), cwd=home, env=environment(home),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_a_backup_is_a_sound_database(home: Path):
    done = coldopen(home, "backup")
    assert (done.code, done.err) == (0, "")
    path = Path(done.out.strip())
    assert path.parent == home / "data" / "backups"
    with connected(path) as copy, connected(home / "data" / "community.db") as database:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        sql = "SELECT * FROM thing ORDER BY id"
        assert copy.execute(sql).fetchall() == database.execute(sql).fetchall() != []


def test_a_backup_that_is_put_back_with_the_catalogue_loaded_again_has_nothing_twice(home: Path):
    data, shows = home / "data", {}
    for name in ("Ghosts", "Beta"):
        shows[name] = home / f"{name}.csv"
        shows[name].write_text(f"series,season,number,title\n{name},1,1,One\n{name},1,2,Two\n")
    backup = Path(coldopen(home, "backup").out.strip())
    assert coldopen(home, "load", "table", shows["Ghosts"]).code == 0
    backup.replace(data / "community.db")
    for left in [*data.glob("community.db-*"), *data.glob("catalogue*.db*")]:
        left.unlink()
    for arguments in (["starter"], ["table", shows["Beta"]], ["table", shows["Ghosts"]]):
        assert coldopen(home, "load", *arguments).code == 0
    assert "Nothing changes." in coldopen(home, "load", "table", shows["Ghosts"]).out
    for name in shows:
        assert len(coldopen(home, "export", "--series", name).out.splitlines()) == 3
