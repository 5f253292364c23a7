"""Pictures from anywhere: copied politely and whole, or listed with the reason why not."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import LoadHeld, StoreBusy, Unreachable
from bot.loaders import pictures
from bot.loaders.pictures import Line, is_public
from bot.loaders.web import Patience
from bot.loading.pictures import DUMB, Copying
from bot.loading.progress import Progress
from bot.pictures import LARGEST
from bot.report import Copied
from bot.store import copies
from tests.drawn import picture
from tests.loading.places import Page, Place, place

QUICK = Patience(attempts=2, whole=5, call=1, silence=0.3, pause=0.01, longest=0.05)
IMAGE = {"Content-Type": "image/jpeg"}
GOOD = picture()
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def there() -> AsyncIterator[Place]:
    """Serve a place with one good picture."""
    async with place() as served:
        served.give("/good.jpg", GOOD, headers=IMAGE)
        yield served


@pytest.fixture
async def elsewhere() -> AsyncIterator[Place]:
    """Serve another place."""
    async with place() as served:
        served.give("/good.jpg", GOOD, headers=IMAGE)
        yield served


Copy = Callable[..., Awaitable[Copying]]


@pytest.fixture
def copy(tmp_path: Path, there: Place) -> Copy:
    """Copy pictures of the place, by their paths."""

    async def copied(*paths: str, local: bool = True) -> Copying:
        copying = Copying(tmp_path, Progress(), local=local, patience=QUICK)
        wanted = [one if "://" in one else there.url + one for one in paths]
        await copying.copy(wanted, "a test")
        return copying

    return copied


def files(folder: Path) -> list[Path]:
    """Give what lies where copies are, but for the lock."""
    return [
        path
        for path in folder.glob("pictures/**/*")
        if path.is_file() and path.parent.name != "pictures"
    ]


def reasons(copying: Copying) -> list[str]:
    return [reject.reason for reject in copying.rejects.kept]


def drawn_large(side: int) -> bytes:
    """Give a PNG of a hundred bytes that says to have so many pixels a side."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    size = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(100)))
    return PNG_HEAD + chunk(b"IHDR", size) + pixels + chunk(b"IEND", b"")


async def test_a_picture_is_copied_as_it_came_and_the_second_time_nobody_is_asked(
    there: Place, copy: Copy, tmp_path: Path
):
    assert (await copy("/good.jpg")).report == Copied(1, 0, 1, 0, len(GOOD))
    [file] = files(tmp_path)
    assert file.read_bytes() == GOOD
    assert (await copy("/good.jpg")).report == Copied(1, 1, 0, 0, 0)
    assert there.count("/good.jpg") == 1
    assert there.calls[0].headers["user-agent"].startswith("coldopen/")


async def test_a_copy_that_broke_is_fetched_again(there: Place, copy: Copy, tmp_path: Path):
    await copy("/good.jpg")
    [file] = files(tmp_path)
    file.write_bytes(GOOD[: len(GOOD) // 2])
    assert (await copy("/good.jpg")).report.new == 1
    assert file.read_bytes() == GOOD


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (404, "it answered with HTTP 404"),
        (403, "it answered with HTTP 403"),
        (503, "it has troubles of its own (HTTP 503)"),
        (429, "it asks for fewer calls (HTTP 429)"),
        (Page(200, b"<!DOCTYPE html>", {"Content-Type": "text/html"}), "a web page came instead"),
        (Page(200, b"<!DOCTYPE html>", IMAGE), "no PNG, JPEG, WebP or GIF"),
        (Page(200, b"<svg xmlns='http://www.w3.org/2000/svg'/>", IMAGE), "no PNG, JPEG, WebP"),
        (Page(200, b"", IMAGE), "no PNG, JPEG, WebP or GIF"),
        (Page(200, GOOD[:-20], IMAGE), "no PNG, JPEG, WebP or GIF"),
        (Page(200, GOOD[:40], IMAGE), "no PNG, JPEG, WebP or GIF"),
        (Page(200, picture("BMP"), IMAGE), "no PNG, JPEG, WebP or GIF"),
        (Page(200, picture("TIFF"), IMAGE), "no PNG, JPEG, WebP or GIF"),
        (Page(200, PNG_HEAD + bytes(500), IMAGE), "no PNG, JPEG, WebP or GIF"),
        (Page(200, drawn_large(8000), IMAGE), "it has more than 12,000,000 pixels"),
        (Page(200, drawn_large(12000), IMAGE), "it has more than 12,000,000 pixels"),
        (Page(200, drawn_large(30000), IMAGE), "it has more than 12,000,000 pixels"),
        (Page(200, bytes(LARGEST + 1), IMAGE), "it has more than 8 MB"),
        (Page(200, bytes(LARGEST + 1), IMAGE, cut_after=1), "it has more than 8 MB"),
        (Page(200, GOOD, IMAGE, cut_after=50), "the connection broke off"),
        (Page(200, GOOD, IMAGE, hang_after=50), "it stopped answering"),
        (Page(302, headers={"Location": "/page"}), "it sends us around in circles"),
        (Page(302, headers={"Location": "file:///etc/passwd"}), "no http or https address"),
        (Page(302, headers={"Location": "http://[::1"}), "it sends us to no address"),
        (Page(302, headers={"Location": "http://u:p@127.0.0.1/"}), "a password in it"),
    ],
)  # fmt: skip
async def test_what_is_not_a_picture_is_listed_with_its_reason_and_keeps_nothing(
    there: Place, copy: Copy, tmp_path: Path, page: Page | int, why: str
):
    there.give("/page", page)
    copying = await copy("/page", "/good.jpg")
    assert (copying.report.new, copying.report.failed) == (1, 1)
    [reject] = copying.rejects.kept
    assert why in reject.reason
    assert reject.file == "127.0.0.1"
    assert reject.place == there.url + "/page"
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize(
    "address",
    ["ftp://127.0.0.1/x.jpg", "file:///etc/passwd", "javascript:alert(1)", "http://", "x", " ",
     "http://[::1/x", "http://a:b@127.0.0.1/x", "http://127.0.0.1:99999/x", "http://\0/x",
     "data:image/png;base64,AAAA", "http://" + "a" * 400 + ".example/", "http://xn--\ud800/",
     "http://..example/", "gopher://127.0.0.1:70/1", "http://127.0.0.1:notaport/"],
    ids=range(16),
)  # fmt: skip
async def test_addresses_that_are_none_are_listed_and_hinder_nobody(
    copy: Copy, tmp_path: Path, address: str
):
    copying = await copy("/good.jpg", *([address] if "://" in address else [f"{address}://"]))
    assert copying.report[2:4] == (1, 1), reasons(copying)
    assert len(files(tmp_path)) == 1


async def test_redirects_are_followed_to_other_hosts(there: Place, elsewhere: Place, copy: Copy):
    port = elsewhere.url.rpartition(":")[2]
    to = {"Location": f"http://localhost:{port}/good.jpg"}
    there.give("/moved", Page(301, headers=to))
    assert (await copy("/moved")).report.new == 1


async def test_what_passes_is_asked_again(there: Place, copy: Copy):
    there.give("/page", Page(200, GOOD, IMAGE, cut_after=50), 503, Page(200, GOOD, IMAGE))
    copying = await copy("/page")
    assert copying.report.failed == 1
    assert (await copy("/page")).report.new == 1


async def test_a_host_that_does_not_answer_is_given_up_and_another_is_not(
    there: Place, elsewhere: Place, copy: Copy
):
    for number in range(DUMB + 4):
        there.give(f"/{number}.jpg", 503)
    port = elsewhere.url.rpartition(":")[2]
    paths = [f"/{number}.jpg" for number in range(DUMB + 4)]
    copying = await copy(*paths, "/good.jpg", f"http://localhost:{port}/good.jpg")
    assert (copying.report.new, copying.report.failed) == (1, DUMB + 5)
    assert len(there.calls) == DUMB * QUICK.attempts
    assert sum("not asked any more" in one for one in reasons(copying)) == 5


async def test_one_that_is_missing_is_no_reason_to_give_a_host_up(there: Place, copy: Copy):
    paths = [f"/{number}.jpg" for number in range(DUMB + 2)]
    copying = await copy(*paths, "/good.jpg")
    assert (copying.report.new, copying.report.failed) == (1, DUMB + 2)


async def test_a_host_gets_one_call_at_a_time(tmp_path: Path):
    busy = most = 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.3)  # longer than the pause between two calls
        busy -= 1
        return web.Response(body=GOOD, headers=IMAGE)

    app = web.Application()
    app.router.add_get("/{path}", answer)
    async with TestServer(app) as server:
        copying = Copying(tmp_path, Progress(), local=True)
        await copying.copy([str(server.make_url(f"/{n}.jpg")) for n in range(3)], "a test")
    assert copying.report.new == 3
    assert most == 1


async def test_when_it_is_called_off_what_is_whole_is_kept(there: Place, tmp_path: Path):
    there.give("/hangs.jpg", Page(200, GOOD, IMAGE, hang_after=50))
    copying = Copying(tmp_path, Progress(), local=True)
    work = asyncio.create_task(
        copying.copy([f"{there.url}/good.jpg", f"{there.url}/hangs.jpg"], "a test")
    )
    while not there.count("/hangs.jpg"):  # noqa: ASYNC110 - it looks from outside
        await asyncio.sleep(0.005)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert copying.report == Copied(2, 0, 1, 0, len(GOOD))
    assert [file.read_bytes() for file in files(tmp_path)] == [GOOD]
    with copies.copying(tmp_path, "somebody else"):
        pass


async def test_two_do_not_copy_at_the_same_time(copy: Copy, tmp_path: Path, there: Place):
    with copies.copying(tmp_path, "somebody else"), pytest.raises(LoadHeld):
        await copy("/good.jpg")
    assert there.calls == []


async def test_a_folder_that_can_t_be_written_ends_it(copy: Copy, tmp_path: Path, there: Place):
    await copy("/good.jpg")
    [file] = files(tmp_path)
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("not a folder")
    with pytest.raises(StoreBusy):
        await copy("/good.jpg")


INSIDE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0",  # noqa: S104 - nobody listens
    "10.1.2.3", "192.168.0.1",
    "172.16.0.9", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "localhost", "localhost.",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
async def test_nobody_inside_of_the_local_network_is_asked(
    there: Place, copy: Copy, tmp_path: Path, host: str
):
    port = there.url.rpartition(":")[2]
    copying = await copy(f"http://{host}:{port}/good.jpg", local=False)
    assert copying.report.failed == 1
    told = ("inside of the local network", "no connection", "no address")
    assert any(one in reasons(copying)[0] for one in told), reasons(copying)
    assert there.calls == []
    assert files(tmp_path) == []


@pytest.mark.parametrize("host", ["10.1.2.3", "[::1]", "169.254.169.254", "[::ffff:10.1.2.3]"])
async def test_nor_by_a_redirect_from_outside(
    there: Place, copy: Copy, host: str, monkeypatch: pytest.MonkeyPatch
):
    # The one that serves is taken for one of the public net.
    monkeypatch.setattr(pictures, "is_public", lambda text: text == "127.0.0.1")
    port = there.url.rpartition(":")[2]
    there.give("/moved", Page(302, headers={"Location": f"http://{host}:{port}/good.jpg"}))
    copying = await copy("/moved", "/good.jpg", local=False)
    assert reasons(copying) == ["its address is inside of the local network"]
    assert copying.report.new == there.count("/good.jpg") == 1


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_the_public_net_is_public(address: str):
    assert is_public(address)


async def test_a_line_asks_by_names_and_numbers(there: Place):
    async with Line.opened(local=True, patience=QUICK) as line:
        assert await line.fetch(f"{there.url}/good.jpg") == GOOD
        with pytest.raises(Unreachable):
            await line.fetch("http://nowhere.invalid/x.jpg")
