"""python -m bot: what it prints, where, and its exit codes."""

import json
import subprocess
from pathlib import Path

import pytest

from bot import __version__
from bot.loading.progress import Progress
from bot.loading.storing import Ledger
from bot.render.loads import details
from bot.report import Change, Report
from tests.shell.program import coldopen, command, environment
from tests.store.folders import connected, on_disk

SERIES = {"record": "series", "source": "shelf", "titles": [{"text": "Ghosts"}], "start_year": 2019}
SHOW = {"id": 7, "url": "https://www.tvmaze.com/shows/7/ghosts", "name": "Ghosts"}


def test_it_says_its_version(tmp_path: Path):
    assert coldopen(tmp_path, "--version") == (0, f"coldopen {__version__}\n", "")
    assert list(tmp_path.iterdir()) == []


def test_the_starter_loads_once(tmp_path: Path):
    done = coldopen(tmp_path, "load", "starter")
    assert done[:2] == (
        0,
        "1 series and 110 episodes read: 111 new, 0 changed, 0 unchanged.\n",
    )
    done = coldopen(tmp_path, "load", "starter")
    assert done.out == (
        "1 series and 110 episodes read: 0 new, 0 changed, 111 unchanged. Nothing changes.\n"
    )


def test_tables_and_answers_of_tvmaze_load_and_what_is_left_out_is_told(tmp_path: Path):
    table, answer, wrong = (tmp_path / name for name in ("a.jsonl", "b.json", "c.jsonl"))
    table.write_text(json.dumps(SERIES))
    done = coldopen(tmp_path, "load", "table", table)
    assert done[:2] == (0, "1 series and 0 episodes read: 1 new, 0 changed, 0 unchanged.\n")
    answer.write_text(json.dumps(SHOW | {"premiered": "2019-04-15"}))
    done = coldopen(tmp_path, "load", "tvmaze", answer)
    assert done[:2] == (0, "1 series and 0 episodes read: 0 new, 1 changed, 0 unchanged.\n")
    reference = {"ids": {"tvmaze": 99}}
    wrong.write_text(json.dumps({"record": "episode", "source": "shelf", "series": reference}))
    done = coldopen(tmp_path, "load", "table", wrong)
    assert done.code == 0
    counts = "0 new, 0 changed, 0 unchanged, 1 left out. Nothing changes."
    assert done.out == f"0 series and 1 episode read: {counts}\n"
    assert "left out: (untitled): its series is not known" in done.err.splitlines()[-1]


def test_one_bad_file_of_several_keeps_all_out(home: Path):
    good, bad = home / "good.jsonl", home / "bad.jsonl"
    good.write_text(json.dumps(SERIES))
    bad.write_text(json.dumps(SERIES) + "\n<html>")
    before = databases(home)
    for other, code in ((bad, 13), (home / "absent.jsonl", 8)):
        done = coldopen(home, "load", "table", good, other)
        assert (done.code, done.out) == (code, "")
        problem = done.err.splitlines()[-1]
        assert other.name in problem
        assert ("line 2" in problem) == (other == bad)
        assert ("1 of 3 rows" in problem) == (other == bad)
    assert databases(home) == before


def databases(home: Path) -> dict[str, bytes]:
    """Give the bytes of every database file."""
    return {name: content for name, content in on_disk(home / "data").items() if ".db" in name}


def test_words_are_found_with_how_they_were_read(home: Path):
    done = coldopen(home, "find", "air emergency 9x05")
    assert done.code == 0
    [line] = done.out.splitlines()
    assert "Mayday" in line
    assert "S09E05 · Target Is Destroyed" in line
    assert "read as air emergency S09E05" in line


def test_nothing_found_is_said_and_is_no_failure(home: Path):
    done = coldopen(home, "find", "xyzzy plugh")
    assert (done.code, done.out, done.err) == (0, "Nothing found.\n", "")


def test_results_come_as_json_and_as_few_as_wanted(home: Path):
    done = coldopen(home, "find", "deadly", "--json", "--limit", "2")
    answer = json.loads(done.out)
    assert answer["query"] == "deadly"
    assert answer["sure"] is False
    assert answer["understood"] == ["deadly"]
    assert [result["series"] for result in answer["results"]] == ["Mayday"] * 2
    assert {"kind", "id", "year", "season", "number", "title", "ids", "score"} <= set(
        answer["results"][0]
    )


def test_a_batch_is_answered_line_by_line(home: Path):
    lines = [{"query": "mayday 9x05"}, {"query": "空中浩劫"}, {"query": "!?"}, {"query": "\ud800"}]
    batch = "\n".join(map(json.dumps, lines)).encode()
    (home / "batch.jsonl").write_bytes(batch)
    from_file = coldopen(home, "find", "--batch", "batch.jsonl")
    typed = coldopen(home, "find", "--batch", "-", typed=batch)
    for done in (from_file, typed):
        assert (done.code, done.err) == (0, "")
        answers = [json.loads(line) for line in done.out.splitlines()]
        assert [answer["query"] for answer in answers] == [line["query"] for line in lines]
        assert answers[0]["results"][0]["ids"] == {"imdb": "tt1597909"}
        assert answers[1]["results"][0]["kind"] == "series"
        assert answers[2]["results"] == answers[3]["results"] == []


@pytest.mark.parametrize("line", ['{"query": null}', "[" * 20_000])
def test_a_bad_line_of_a_batch_is_told_with_its_number(home: Path, line: str):
    batch = b'{"query": "mayday"}\n' + line.encode() + b"\n"
    done = coldopen(home, "find", "--batch", "-", typed=batch)
    assert done.code == 8
    assert "standard input, line 2" in done.err
    assert len(done.out.splitlines()) == 1


def test_words_that_are_no_utf_8_are_no_hindrance(home: Path):
    done = coldopen(home, "find", b"mayday\xff 9x05", "--json")
    assert done.code == 0
    assert json.loads(done.out)["results"][0]["title"] == "Target Is Destroyed"


@pytest.mark.parametrize(
    "arguments",
    [["find"], ["find", "a", "--limit", "0"], ["load", "table"]],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_command_line_has_its_exit_code(tmp_path: Path, arguments: list[str]):
    done = coldopen(tmp_path, *arguments)
    assert done.code == 2
    assert done.out + done.err
    assert not (tmp_path / "data").exists()


def test_a_batch_that_nobody_reads_any_more_ends_quietly(home: Path):
    batch = b'{"query": "mayday"}\n' * 400
    with subprocess.Popen(
        command("find", "--batch", "-"), cwd=home, env=environment(home),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(batch)
        process.stdin.close()
        assert b"Traceback" not in process.stderr.read()


def test_finding_makes_a_store_where_there_is_none(tmp_path: Path):
    done = coldopen(tmp_path, "find", "mayday 9x05")
    assert done.code == 0
    assert "Target Is Destroyed" in done.out


def test_a_second_process_may_find_but_not_load_where_nobody_attends_to_it(home: Path):
    with subprocess.Popen(
        [*command()[:1], "-m", "tests.faults.program", "hold", home / "data"],
        cwd=Path(__file__).parents[2], stdout=subprocess.PIPE,
    ) as holder:  # fmt: skip
        try:
            assert holder.stdout
            holder.stdout.readline()
            done = coldopen(home, "load", "starter")
            assert done.code == 5
            told = done.err.splitlines()[-1]
            assert told.startswith(f"Another Cold Open (process {holder.pid} since ")
            assert coldopen(home, "find", "mayday 9x05").code == 0
        finally:
            holder.kill()


def test_a_store_that_cannot_be_used_is_one_line_and_exit_code_5(home: Path):
    with connected(home / "data" / "catalogue.db") as database:
        database.execute("PRAGMA user_version = 99")
    done = coldopen(home, "find", "mayday")
    assert (done.code, done.out, len(done.err.splitlines())) == (5, "", 1)
    assert "99" in done.err
    (home / "file").write_text("not a folder")
    done = coldopen(home, "load", "starter", COLDOPEN_DATA=str(home / "file"))
    assert (done.code, done.out, len(done.err.splitlines())) == (5, "", 1)


def test_what_a_load_says_of_titles_moves_nothing_on_a_terminal():
    told = Change("retitled", "Gho\x1b[31msts\nof\u202e 2019", "Gh\x07osts")
    [line] = details(Report(changes=(told,)))
    assert line.isprintable()
    assert line.startswith("retitled: Gho")


def test_changes_that_a_load_has_no_room_to_name_are_counted():
    ledger = Ledger(None, Progress())
    for number in range(120):
        ledger.change("new series", f"Ghosts {number}")
    lines = details(ledger.report())
    assert (len(lines), lines[-1]) == (51, "and 70 more")
