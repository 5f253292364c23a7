"""coldopen load pictures: from a place on loopback, interrupted, killed, beside the running bot."""

import asyncio
import json
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.store import Store, copies
from tests.drawn import noise
from tests.loading.places import Page, Place, place
from tests.shell.program import Done, coldopen, command, environment

IMAGE = {"Content-Type": "image/jpeg"}
LOCAL = {"COLDOPEN_LOCAL_PICTURES": "yes"}
GOOD = noise("JPEG", (64, 36))
COUNT = 3


@pytest.fixture
async def there() -> AsyncIterator[Place]:
    """Serve some pictures."""
    async with place() as served:
        for number in range(COUNT):
            served.give(f"/{number}.jpg", GOOD, headers=IMAGE)
        yield served


@pytest.fixture
def home(tmp_path: Path, there: Place) -> Path:
    """Give a folder from which the program runs, over two series whose episodes have pictures."""
    rows: list[dict[str, Any]] = []
    for name, number in (("Harbour", 0), ("Lighthouse", COUNT - 1)):
        urls = [f"{there.url}/{one}.jpg" for one in range(number, COUNT)]
        titles = [{"text": name}]
        rows += [
            {
                "record": "series", "source": "table", "titles": titles,
                "images": [{"url": urls[-1]}],
            },
            {
                "record": "episode", "source": "table", "series": {"title": name},
                "numberings": [{"season": 1, "number": 1}],
                "images": [{"url": url} for url in urls],
            },
        ]  # fmt: skip
    (tmp_path / "shelf.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
    done = coldopen(tmp_path, "load", "table", "shelf.jsonl")
    assert done.code == 0, done.err
    return tmp_path


async def copied(home: Path, *wanted: str, **settings: Any) -> Done:
    """Run the program while this process serves what it asks."""
    arguments = ("load", "pictures", *wanted)
    return await asyncio.to_thread(coldopen, home, *arguments, **(LOCAL | settings))


def files(home: Path) -> list[Path]:
    """Give what lies where copies are."""
    return [path for path in home.glob("data/pictures/*/*") if path.is_file()]


async def test_pictures_of_several_series_are_copied_once(home: Path, there: Place):
    done = await copied(home, "harbour", "lighthouse")
    assert done.code == 0, done.err
    size = COUNT * len(GOOD) / 1000
    assert done.out == f"{COUNT} pictures told of: {COUNT} copied ({size:.1f} KB).\n"
    assert "copying pictures (3) ..." in done.err
    assert [path.read_bytes() for path in files(home)] == [GOOD] * COUNT
    done = await copied(home, "Harbour", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {"told": 3, "held": 3, "new": 0, "failed": 0, "size": 0}
    assert len(there.calls) == COUNT


async def test_what_can_t_be_had_is_listed_and_the_others_come(home: Path, there: Place):
    there.give("/1.jpg", 404)
    done = await copied(home, "harbour")
    assert done.code == 0
    assert f"{there.url}/1.jpg: it answered with HTTP 404" in done.err
    assert "1 rows rejected" in done.err
    assert "2 copied" in done.out
    assert rejected(home) == {"file": "127.0.0.1", "place": f"{there.url}/1.jpg",
                    "reason": "it answered with HTTP 404"}  # fmt: skip


async def test_when_nothing_can_be_had_it_is_exit_code_10(home: Path, there: Place):
    there.give("/2.jpg", 404)
    done = await copied(home, "lighthouse")
    assert (done.code, done.out) == (10, "1 picture told of: 1 could not be had.\n")


async def test_a_local_network_is_not_asked_unless_the_settings_allow_it(home: Path, there: Place):
    done = await copied(home, "harbour", COLDOPEN_LOCAL_PICTURES="no")
    assert done.code == 10
    assert "inside of the local network" in done.err
    assert there.calls == []


async def test_a_series_that_is_not_there_ends_it_before_anything_is_asked(
    home: Path, there: Place
):
    done = await copied(home, "harbour", "xyzzy plugh")
    assert (done.code, done.out) == (1, "")
    assert "xyzzy plugh" in done.err
    assert there.calls == []
    assert not (home / "data" / "pictures").exists()


async def test_the_bot_may_have_the_databases_meanwhile(home: Path):
    async with Store.opened(home / "data") as store:
        assert not store.read_only
        done = await copied(home, "harbour")
    assert done.code == 0, done.err
    assert len(files(home)) == COUNT


def rejected(home: Path) -> object:
    """Give the one picture in the file of what could not be had."""
    [kept] = home.glob("data/rejects/*-pictures.jsonl")
    return json.loads(kept.read_text())


async def begun(home: Path, there: Place) -> "subprocess.Popen[str]":
    """Start copying, and wait until the second picture stops in the middle."""
    there.give("/1.jpg", Page(200, GOOD, IMAGE, hang_after=len(GOOD) // 2))
    process = subprocess.Popen(  # noqa: ASYNC220 - it is only begun here
        command("load", "pictures", "harbour"), cwd=home, env=environment(home, **LOCAL),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not there.count("/1.jpg") or not files(home):  # noqa: ASYNC110 - it looks from outside
        await asyncio.sleep(0.01)
    return process


async def ended(process: "subprocess.Popen[str]", number: signal.Signals) -> Done:
    process.send_signal(number)
    out, err = await asyncio.to_thread(process.communicate, timeout=30)
    return Done(process.returncode, out, err)


async def test_ctrl_c_keeps_what_is_whole(home: Path, there: Place):
    done = await ended(await begun(home, there), signal.SIGINT)
    assert (done.code, done.out) == (130, "")
    kept = len(files(home))
    assert f"Called off. What came before is kept: {kept} copied." in done.err
    assert "Traceback" not in done.err
    assert {path.read_bytes() for path in files(home)} == {GOOD}
    there.give("/1.jpg", GOOD, headers=IMAGE)
    assert f"{kept} there already" in (await copied(home, "harbour")).out


async def test_kill_9_in_the_middle_of_a_picture_leaves_nothing_half(home: Path, there: Place):
    done = await ended(await begun(home, there), signal.SIGKILL)
    assert done.code == -signal.SIGKILL
    assert files(home)
    assert {path.read_bytes() for path in files(home)} == {GOOD}
    there.give("/1.jpg", GOOD, headers=IMAGE)
    assert (await copied(home, "harbour")).code == 0
    assert copies.amount(home / "data") == (COUNT, COUNT * len(GOOD))


async def test_two_shells_do_not_copy_at_the_same_time(home: Path, there: Place):
    process = await begun(home, there)
    done = await copied(home, "lighthouse")
    assert (done.code, done.out) == (11, "")
    assert "Somebody else is loading: pictures, from the shell (process" in done.err
    await ended(process, signal.SIGKILL)
