"""coldopen load and loads: what they say, change and leave, and their exit codes."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.cli_working import Wish, write_rejects
from bot.loaders.rejects import Rejects
from tests.faults.dumps import dumps
from tests.faults.test_loads_killed import LOCKS
from tests.loading.test_tvmaze import SHOW as TVMAZE_SHOW
from tests.loading.tmdb_answers import SEASON
from tests.loading.tmdb_answers import SHOW as TMDB_SHOW
from tests.shell.program import coldopen
from tests.store.folders import copied

KEYS = [
    "source", "series", "episodes", "people", "credits", "new", "changed", "unchanged", "rejected",
    "seconds", "cpu_seconds", "peak_rss_mb", "gone", "undecided", "load",
]  # fmt: skip
GHOSTS = {"record": "series", "source": "shelf", "titles": [{"text": "Ghosts"}], "start_year": 2019}
HOUR = {
    "record": "episode",
    "source": "shelf",
    "series": {"title": "Ghosts", "year": 2019},
    "titles": [{"text": "Who Do You Think You Are?"}],
    "numberings": [{"season": 1, "number": 1}],
}
CSV = "series,season,number,title\nGhosts,1,1,Who Do You Think You Are?\n"
NFO = "<tvshow><title>Ghosts</title><year>2019</year></tvshow>"


def table(path: Path, *rows: object) -> Path:
    """Write a table; a row that is a text stands there as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows or [GHOSTS, HOUR]]
    path.write_text("".join(line + "\n" for line in lines))
    return path


def asked_for(home: Path, source: str) -> list[str | Path]:
    """Give a command line that loads something of a source, and write what it reads."""
    answers = home / "answers"
    answers.mkdir(exist_ok=True)
    match source:
        case "starter":
            return ["starter"]
        case "imdb":
            return ["imdb", dumps(answers)]
        case "csv":
            (answers / "episodes.csv").write_text(CSV)
            return ["table", answers / "episodes.csv"]
        case "nfo":
            (answers / "tvshow.nfo").write_text(NFO)
            return ["nfo", answers]
        case "tvmaze":
            (answers / "show.json").write_text(json.dumps(TVMAZE_SHOW))
            return ["tvmaze", answers / "show.json"]
        case "tmdb":
            (answers / "show.json").write_text(json.dumps(TMDB_SHOW | {"season/1": SEASON}))
            return ["tmdb", answers / "show.json"]
    return ["table", table(answers / "ghosts.jsonl")]


SOURCES = ["starter", "imdb", "table", "csv", "nfo", "tvmaze", "tmdb"]


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_loads_once_and_says_so_in_one_line_of_json(tmp_path: Path, source: str):
    arguments = ["load", *asked_for(tmp_path, source), "--json"]
    for again in (False, True):
        done = coldopen(tmp_path, *arguments)
        assert (done.code, done.err) == (0, "")
        assert done.out.count("\n") == 1
        told = json.loads(done.out)
        assert list(told) == KEYS
        assert all(isinstance(told[key], int) for key in KEYS[1:9])
        assert (told["new"] > 0, told["unchanged"] > 0) == (not again, again)
        assert (told["changed"], told["gone"], told["rejected"]) == (0, 0, 0)
        assert told["new"] + told["unchanged"] == told["series"] + told["episodes"]
        assert told["load"] == 1 + again
        assert told["peak_rss_mb"] > 10
        assert 0 <= told["seconds"] < 60
        assert told["cpu_seconds"] > 0
    listed = coldopen(tmp_path, "loads").out.splitlines()
    assert [line.split(": ")[0] for line in listed] == ["2", "1"]
    assert all(f": {told['source']} " in line for line in listed)


@pytest.mark.parametrize("source", ["imdb", "table", "tvmaze"])
def test_a_dry_run_says_what_would_change_and_changes_nothing(home: Path, source: str):
    arguments = ["load", *asked_for(home, source)]
    before = on_disk(home)
    done = coldopen(home, *arguments, "--dry-run")
    assert done.code == 0
    assert "would be" in done.out
    if source != "imdb":
        assert re.search(r"^new: (Ghosts \(2019|Some Show \(2004)\)$", done.err, re.MULTILINE)
    told = json.loads(coldopen(home, *arguments, "--dry-run", "--json").out)
    assert told["new"] > 0
    assert told["load"] == 0
    assert on_disk(home) == before
    assert json.loads(coldopen(home, *arguments, "--json").out)["new"] == told["new"]


def on_disk(home: Path) -> dict[str, bytes]:
    """Give all that lies in the folder of the databases, but for locks."""
    folder = home / "data"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in LOCKS and not path.name.endswith(("-wal", "-shm"))
    }


def rejected(home: Path) -> list[dict[str, Any]]:
    """Give what stands in the one file of rejects."""
    [file] = (home / "data" / "rejects").iterdir()
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_too_many_rows_of_no_use_call_a_load_off_and_lie_in_a_file(home: Path):
    bad = table(home / "bad.jsonl", GHOSTS, "<html>", HOUR, {"record": "?"})
    before = on_disk(home)
    done = coldopen(home, "load", "table", bad)
    assert (done.code, done.out) == (13, "")
    assert "bad.jsonl, line 2: " in done.err.splitlines()[-1]
    assert "2 of 4 rows can't be used" in done.err
    assert "2 rows rejected in " in done.err
    rows = rejected(home)
    assert [(row["file"], row["place"]) for row in rows] == [
        ("bad.jsonl", "line 2"),
        ("bad.jsonl", "line 4"),
    ]
    assert all(row["reason"] for row in rows)
    after = {name: content for name, content in on_disk(home).items() if "rejects" not in name}
    assert after == before


def test_as_many_rows_may_be_of_no_use_as_are_allowed(home: Path):
    bad = table(home / "bad.jsonl", GHOSTS, "<html>", HOUR, HOUR)
    assert coldopen(home, "load", "table", bad, "--max-rejected", "24.9").code == 13
    done = coldopen(home, "load", "table", bad, "--max-rejected", "25", "--json")
    assert (done.code, json.loads(done.out)["rejected"]) == (0, 1)
    assert ", 1 rejected" in coldopen(home, "loads").out.splitlines()[0]


@pytest.mark.parametrize("source", ["table", "imdb"])
def test_who_is_strict_stops_at_the_first_row_of_no_use(home: Path, source: str):
    arguments = asked_for(home, source)
    if source == "imdb":
        (home / "answers" / "title.ratings.tsv.gz").unlink()
        rows = "tconst\taverageRating\tnumVotes\ntt7000000\t7.5\t10\ntt7000001\tmany\t10\n"
        (home / "answers" / "title.ratings.tsv").write_text(rows)
    else:
        table(home / "answers" / "ghosts.jsonl", GHOSTS, HOUR, "<html>", "<html>")
    before = on_disk(home)
    done = coldopen(home, "load", *arguments, "--strict")
    assert (done.code, done.out) == (8, "")
    assert "line 3: " in done.err.splitlines()[-1]
    assert on_disk(home) == before
    assert coldopen(home, "load", *arguments, "--max-rejected", "100").code == 0


def test_a_file_of_rejects_stays_in_its_folder_whatever_the_table_is_called(home: Path):
    (home / "deep" / "er").mkdir(parents=True)
    for name in ("deep/er/../../..jsonl", "%2e%2e%2fetc.jsonl", "a b\nc\x1b.jsonl", "-x.jsonl"):
        bad = table(home / name, GHOSTS, "<html>")
        done = coldopen(home, "load", "table", "--", bad)
        assert done.code == 13
        assert {path.parent for path in home.rglob("*-table.jsonl")} == {home / "data" / "rejects"}


def test_rejects_of_two_loads_of_one_moment_lie_in_two_files(tmp_path: Path):
    rejects = Rejects()
    rejects.add("a.jsonl", "line 1", "it is no telling")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write_rejects(Wish(tmp_path, "table"), rejects), range(4)))
    assert len(list((tmp_path / "rejects").iterdir())) == 4


def test_where_rejects_cannot_be_written_the_fault_of_the_load_is_told(home: Path):
    (home / "data" / "rejects").write_text("in the way")
    done = coldopen(home, "load", "table", table(home / "bad.jsonl", GHOSTS, "<html>"))
    assert (done.code, done.out) == (13, "")
    assert "no file can have them: File exists" in done.err
    assert "bad.jsonl, line 2: " in done.err.splitlines()[-1]


CAUSES = {
    "no such file": (8, ["table", "absent.jsonl"], "absent.jsonl, the file itself"),
    "a folder": (8, ["table", "answers"], "answers, the file itself"),
    "no such folder": (8, ["imdb", "absent"], "there is no such folder"),
    "no dumps in it": (8, ["imdb", "answers"], "title.basics.tsv.gz is not there"),
    "a file for a folder": (8, ["imdb", "page.html"], "there is no such folder"),
    "links in a circle": (8, ["imdb", "circle"], "is not there"),
    "a link to itself": (8, ["table", "circle/title.basics.tsv"], "the file itself"),
    "a web page": (8, ["table", "page.html"], "this is a web page"),
    "no such library": (8, ["nfo", "absent"], "there is no such folder"),
    "a file for a library": (8, ["nfo", "page.html"], "there is no such folder"),
    "a library of links": (8, ["nfo", "linked"], "links, which are not followed: one and 1 more"),
    "another encoding": (13, ["table", "latin.jsonl"], "--encoding cp1252"),
    "no such answer": (8, ["tvmaze", "./typo"], "typo, the file itself"),
    "no such answer of TMDB": (8, ["tmdb", "typo.json"], "typo.json, the file itself"),
    "no token": (2, ["tmdb", "Ghosts"], "it is missing"),
    "nothing named": (2, ["tvmaze"], ""),
    "a bad percentage": (2, ["table", "page.html", "--max-rejected", "101"], ""),
    "no such load": (12, ["undo", "7"], "the last one is 1"),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_exit_codes_tell_causes_apart(home: Path, cause: str):
    code, arguments, words = CAUSES[cause]
    (home / "answers").mkdir()
    (home / "circle").mkdir()
    (home / "linked").mkdir()
    for name in ("one", "two"):
        (home / "linked" / name).symlink_to(home / "answers")
    (home / "latin.jsonl").write_bytes('{"record": "series é"}'.encode("cp1252"))
    (home / "circle" / "title.basics.tsv").symlink_to("title.basics.tsv")
    (home / "page.html").write_text("<html>")
    before = on_disk(home)
    done = coldopen(home, "load", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in " ".join(done.err.replace("│", " ").split())
    after = {name: content for name, content in on_disk(home).items() if "rejects" not in name}
    assert after == before


def test_a_damaged_dump_is_exit_code_8_and_changes_nothing(home: Path):
    folder = dumps(home / "dumps")
    before = on_disk(home)
    for name in ("title.basics", "title.principals", "name.basics"):
        path = folder / f"{name}.tsv.gz"
        whole = path.read_bytes()
        path.write_bytes(whole[:-20])
        done = coldopen(home, "load", "imdb", folder)
        assert (done.code, done.out) == (8, "")
        assert f"{name}.tsv.gz, byte " in done.err
        assert "its end is missing" in done.err
        assert on_disk(home) == before
        path.write_bytes(whole)
    assert coldopen(home, "load", "imdb", folder).code == 0


def test_dumps_without_episodes_do_not_take_those_of_an_earlier_load_away(home: Path):
    folder = dumps(home / "dumps")
    path = folder / "title.episode.tsv.gz"
    content = path.read_bytes()
    path.unlink()
    assert coldopen(home, "load", "imdb", folder).code == 0
    path.write_bytes(content)
    assert coldopen(home, "load", "imdb", folder).code == 0
    path.unlink()
    before = on_disk(home)
    for arguments in ([], ["--dry-run"]):
        done = coldopen(home, "load", "imdb", folder, *arguments)
        assert (done.code, done.out) == (8, "")
        assert f"{folder}, the folder: title.episode.tsv.gz is not there" in done.err
        assert on_disk(home) == before


def test_loads_are_taken_back_one_after_the_other(home: Path):
    assert coldopen(home, "load", "imdb", dumps(home / "dumps")).code == 0
    assert coldopen(home, "load", "table", table(home / "ghosts.jsonl")).code == 0
    assert coldopen(home, "load", "undo", "2").code == 12
    assert coldopen(home, "load", "undo", "3") == (0, "Load 3 was taken back.\n", "")
    assert coldopen(home, "load", "undo", "2").code == 0
    listed = coldopen(home, "loads").out.splitlines()
    assert [line.endswith("(taken back)") for line in listed] == [True, True, False]
    assert len(coldopen(home, "loads", "--limit", "1").out.splitlines()) == 1
    assert coldopen(home, "find", "harbour lights").out.startswith("Nothing found.")


def test_where_nothing_was_loaded_the_list_says_so(empty: Path, tmp_path: Path):
    copied(empty, tmp_path / "data")
    assert coldopen(tmp_path, "loads") == (0, "Nothing has been loaded yet.\n", "")


def test_without_a_terminal_stages_are_plain_lines(home: Path):
    done = coldopen(home, "load", "imdb", dumps(home / "dumps", 200))
    assert done.code == 0
    assert "\x1b" not in done.err + done.out
    assert all(line.endswith(" ...") for line in done.err.splitlines())
    assert {"naming (4,202) ...", "writing (4,202) ..."} & set(done.err.splitlines())
