"""Other places' services: polite to them, and whatever they do ends in an answer or one error."""

import asyncio
import shutil
import sqlite3
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Unreachable
from bot.loaders import web
from bot.loaders.web import Patience, Service
from tests.loading.places import Page, Place, place

QUICK = Patience(attempts=4, whole=5, call=1, silence=0.2, pause=0.01, longest=0.05)
TOKEN = "eyJhbGciOiJIUzI1NiJ9.a-secret-of-tests"


@pytest.fixture
async def there() -> AsyncIterator[Place]:
    """Serve a place."""
    async with place() as served:
        yield served


def opened(there: Place, **options: Any) -> AbstractAsyncContextManager[Service]:
    """Open the place as a service that is waited for but shortly."""
    defaults: dict[str, Any] = {"calls": 1000, "seconds": 1, "patience": QUICK}
    return Service.opened("Nowhere", there.url + "/", **(defaults | options))


def file_of(cache: Path) -> Path:
    """Name the one file of a cache."""
    [file] = cache.iterdir()
    return file


def self_signed(folder: Path) -> ssl.SSLContext:
    """Make a certificate that nobody vouches for."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl, to make a certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def refused(there: Place, path: str = "/page", **options: Any) -> Unreachable:
    """Ask for what can't be had, and give the error, which names the service."""
    async with opened(there, **options) as service:
        with pytest.raises(Unreachable) as caught:
            await service.get(path)
    assert caught.value.service == "Nowhere"
    assert caught.value.reason
    return caught.value


async def test_a_body_comes_as_it_is(there: Place):
    there.give("/shows/82", b'{"id": 82}')
    async with opened(there) as service:
        assert await service.get("/shows/82") == b'{"id": 82}'
    assert there.calls[0].headers["user-agent"].startswith("coldopen/")


async def test_a_query_is_written_as_it_has_to_be(there: Place):
    there.give("/search", [1], q="a & b?=ü", page=2)
    there.give("/shows/1?embed[]=cast&embed[]=akas", [2])
    async with opened(there) as service:
        assert await service.get("search", q="a & b?=ü", page=2) == b"[1]"
        assert await service.get("/shows/1?embed[]=cast&embed[]=akas") == b"[2]"


async def test_what_is_not_there_is_none(there: Place):
    async with opened(there) as service:
        assert await service.get("/nothing") is None
    assert there.count("/nothing") == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_what_passes_is_asked_again(there: Place, status: int):
    there.give("/page", status, status, {"id": 1})
    async with opened(there) as service:
        assert await service.get("/page") == b'{"id": 1}'
    assert there.count("/page") == 3


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_what_does_not_pass_ends(there: Place, status: int):
    there.give("/page", status)
    error = await refused(there)
    assert error.status == status
    assert there.count("/page") == QUICK.attempts


async def test_a_storm_of_429_ends_even_when_long_pauses_are_asked_for(there: Place):
    there.give("/page", 429, headers={"Retry-After": "86400"})
    error = await refused(there, patience=QUICK._replace(whole=0.04))
    assert error.status == 429
    assert there.count("/page") < QUICK.attempts


@pytest.mark.parametrize(
    "asked",
    ["0", "1", "-5", "soon", "", "9" * 400, "²", "Wed, 32 Foo 2026 99:00:00 GMT",
     format_datetime(datetime(2001, 1, 1, tzinfo=UTC), usegmt=True),
     format_datetime(datetime.now(UTC) + timedelta(days=3), usegmt=True)],
    ids=lambda asked: asked[:12] or "empty",
)  # fmt: skip
async def test_any_pause_that_is_asked_for_is_kept_within_limits(there: Place, asked: str):
    there.give("/page", Page(429, headers={"Retry-After": asked}), {"id": 1})
    async with opened(there) as service:
        assert await service.get("/page") == b'{"id": 1}'


async def test_a_pause_that_is_asked_for_is_waited(there: Place):
    there.give("/page", Page(429, headers={"Retry-After": "1"}), {"id": 1})
    async with opened(there, patience=QUICK._replace(longest=60)) as service:
        asking = asyncio.create_task(service.get("/page"))
        await asyncio.wait({asking}, timeout=0.5)
        assert there.count("/page") == 1
        assert await asking == b'{"id": 1}'


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("headers", [None, {"Authorization": f"Bearer {TOKEN}"}])
async def test_who_is_not_let_in_is_told_what_to_check(
    there: Place, status: int, headers: dict[str, str] | None
):
    there.give("/page", status)
    error = await refused(there, headers=headers)
    assert error.status == status
    assert ("token" if headers else "address") in error.reason
    assert TOKEN not in str(error)
    assert there.count("/page") == 1


@pytest.mark.parametrize("status", [204, 206, 304, 400, 405, 418, 451])
async def test_any_other_status_is_told(there: Place, status: int):
    there.give("/page", Page(status))
    error = await refused(there)
    assert error.status == status
    assert str(status) in error.reason
    assert there.count("/page") == 1


@pytest.mark.parametrize(
    "page",
    [
        Page(200, b"<!DOCTYPE html><title>Sign in</title>"),
        Page(200, b" \n\t<html>"),
        Page(200, b"Sign in", {"Content-Type": "text/html; charset=utf-8"}),
        Page(200, b"{}", {"Content-Type": "text/html"}),
    ],
)
async def test_a_web_page_is_no_answer(there: Place, page: Page):
    there.give("/page", page)
    error = await refused(there)
    assert error.status == 200
    assert "web page" in error.reason
    assert there.url in error.reason


async def test_a_service_that_stops_in_the_middle_is_given_up(there: Place):
    there.give("/page", Page(200, b"[" + b"1," * 500 + b"1]", hang_after=100))
    error = await refused(there, patience=QUICK._replace(attempts=2))
    assert (error.status, there.count("/page")) == (None, 2)


async def test_a_service_that_drips_is_given_up(there: Place):
    # Each piece comes in time, and the whole never does.
    there.give("/page", Page(200, b"x" * 1000, hang_after=10))
    error = await refused(there, patience=QUICK._replace(attempts=1, call=0.2, silence=9))
    assert error.reason == "it stopped answering"


async def test_a_cut_connection_is_asked_again(there: Place):
    there.give("/page", Page(200, b"[" * 1000, cut_after=10), {"id": 1})
    async with opened(there) as service:
        assert await service.get("/page") == b'{"id": 1}'


async def test_a_connection_that_is_always_cut_is_given_up(there: Place):
    there.give("/page", Page(200, b"[" * 1000, cut_after=10))
    error = await refused(there)
    assert (error.status, there.count("/page")) == (None, QUICK.attempts)


async def test_damaged_compression_is_told(there: Place):
    there.give("/page", Page(200, b"no gzip at all", {"Content-Encoding": "gzip"}))
    assert (await refused(there)).status is None


async def test_nobody_there_is_told_with_the_address(there: Place):
    async with Service.opened(
        "Nowhere", "http://127.0.0.1:9", calls=1000, seconds=1, patience=QUICK
    ) as service:
        with pytest.raises(Unreachable) as caught:
            await service.get("/page")
    assert "127.0.0.1:9" in caught.value.reason


async def test_a_server_without_https_is_told_with_the_address(there: Place):
    base = there.url.replace("http:", "https:")
    async with Service.opened("Nowhere", base, calls=1000, seconds=1, patience=QUICK) as service:
        with pytest.raises(Unreachable) as caught:
            await service.get("/page")
    assert "127.0.0.1" in caught.value.reason


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path):
    async with place(self_signed(tmp_path)) as there:
        error = await refused(there, headers={"Authorization": TOKEN})
        assert "certificate" in error.reason
        assert there.calls == []


async def test_too_large_an_answer_is_refused(there: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(web, "LARGEST", 1000)
    there.give("/page", b"1" * 1000)
    async with opened(there) as service:
        assert await service.get("/page") == b"1" * 1000
    there.give("/page", b"1" * 1001)
    assert "bytes" in (await refused(there)).reason


async def test_a_redirect_inside_the_place_is_followed(there: Place):
    there.give("/lookup/shows", Page(301, headers={"Location": "/shows/82"}), imdb="tt0944947")
    there.give("/shows/82", {"id": 82})
    async with opened(there) as service:
        assert await service.get("/lookup/shows", imdb="tt0944947") == b'{"id": 82}'


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1:9/shows", "https://example.org/", "//example.org/", "file:///etc/passwd",
     "ftp://127.0.0.1/", "http://[", "http://localhost:1/", "javascript:x"],
)  # fmt: skip
async def test_a_redirect_to_another_place_is_not_followed(there: Place, location: str):
    there.give("/page", Page(302, headers={"Location": location}))
    error = await refused(there, headers={"Authorization": TOKEN})
    assert error.status == 302
    assert "another place" in error.reason


async def test_redirects_in_a_circle_end(there: Place):
    there.give("/page", Page(302, headers={"Location": "/page"}))
    assert "circles" in (await refused(there)).reason


async def test_no_more_calls_than_allowed_go_out(there: Place):
    there.give("/page", {})
    async with opened(there, calls=5, seconds=60) as service:
        asking = [asyncio.create_task(service.get("/page", n=n)) for n in range(20)]
        await asyncio.wait(asking, timeout=0.3)
        assert there.count("/page") <= 5
        for each in asking:
            each.cancel()
        await asyncio.wait(asking)


async def test_an_answer_is_kept(there: Place, tmp_path: Path):
    there.give("/page", {"id": 1}, {"id": 2})
    for _ in range(2):
        async with opened(there, cache=tmp_path) as service:
            assert await service.get("/page", a=1, b=2) == b'{"id": 1}'
    async with opened(there, cache=tmp_path) as service:
        assert await service.get("/page", a=2) == b'{"id": 2}'
        assert await service.get("/nothing") is None
        assert await service.get("/nothing") is None
    assert (there.count("/page"), there.count("/nothing")) == (2, 1)


async def test_an_old_answer_is_asked_about_and_kept_where_nothing_changed(
    there: Place, tmp_path: Path
):
    there.give("/page", {"id": 1}, headers={"ETag": '"one"', "Last-Modified": "a day"})
    async with opened(there, cache=tmp_path, fresh=0) as service:
        assert await service.get("/page") == await service.get("/page") == b'{"id": 1}'
        there.give("/page", {"id": 2}, headers={"ETag": '"two"'})
        assert await service.get("/page") == b'{"id": 2}'
    second = there.calls[1].headers
    assert (second["if-none-match"], second["if-modified-since"]) == ('"one"', "a day")
    async with opened(there, cache=tmp_path) as service:
        assert await service.get("/page") == b'{"id": 2}'
    assert there.count("/page") == 3


async def test_without_a_mark_an_old_answer_is_asked_for_anew(there: Place, tmp_path: Path):
    there.give("/page", {"id": 1}, {"id": 2})
    async with opened(there, cache=tmp_path, fresh=0) as service:
        assert await service.get("/page") == b'{"id": 1}'
        assert await service.get("/page") == b'{"id": 2}'


@pytest.mark.parametrize("bad", [503, 403, b"<html>"])
async def test_an_error_is_not_kept(there: Place, tmp_path: Path, bad: int | bytes):
    there.give("/page", bad)
    await refused(there, cache=tmp_path)
    there.give("/page", {"id": 1})
    async with opened(there, cache=tmp_path) as service:
        assert await service.get("/page") == b'{"id": 1}'


async def test_a_token_goes_with_every_call_and_is_kept_nowhere(there: Place, tmp_path: Path):
    there.give("/page", {"id": 1})
    async with opened(
        there, cache=tmp_path, headers={"Authorization": f"Bearer {TOKEN}"}
    ) as service:
        await service.get("/page", api_key=TOKEN)
    assert there.calls[0].headers["authorization"] == f"Bearer {TOKEN}"
    written = file_of(tmp_path).read_bytes()
    assert b'{"id": 1}' in written
    assert TOKEN.encode() not in written


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
async def test_a_damaged_cache_is_done_without(there: Place, tmp_path: Path, content: bytes):
    there.give("/page", {"id": 1})
    async with opened(there, cache=tmp_path) as service:
        await service.get("/page")
    file_of(tmp_path).write_bytes(content)
    async with opened(there, cache=tmp_path) as service:
        assert await service.get("/page") == b'{"id": 1}'
        assert await service.get("/page", n=1) == b'{"id": 1}'


async def test_a_cache_that_is_a_folder_is_done_without(there: Place, tmp_path: Path):
    there.give("/page", {"id": 1})
    async with opened(there, cache=tmp_path) as service:
        await service.get("/page")
    file = file_of(tmp_path)
    file.unlink()
    file.mkdir()
    async with opened(there, cache=tmp_path) as service:
        assert await service.get("/page") == b'{"id": 1}'


@pytest.mark.parametrize("folder", ["file", "file/cache"])
async def test_a_cache_with_no_place_is_done_without(there: Place, tmp_path: Path, folder: str):
    (tmp_path / "file").touch()
    there.give("/page", {"id": 1})
    async with opened(there, cache=tmp_path / folder) as service:
        assert await service.get("/page") == b'{"id": 1}'


async def test_a_cache_that_can_not_be_written_is_done_without(there: Place, tmp_path: Path):
    there.give("/page", {"id": 1}, {"id": 2})
    async with opened(there, cache=tmp_path) as service:
        await service.get("/page", n=1)
    with closing(sqlite3.connect(file_of(tmp_path))) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON answers BEGIN SELECT raise(ABORT, 'full'); END"
        )
    async with opened(there, cache=tmp_path) as service:
        assert await service.get("/page") == b'{"id": 2}'
        assert await service.get("/page", n=1) == b'{"id": 2}'


async def test_the_answers_of_another_month_are_forgotten(there: Place, tmp_path: Path):
    old, other = tmp_path / "nowhere-2020-01.sqlite", tmp_path / "elsewhere-2020-01.sqlite"
    old.touch()
    other.touch()
    async with opened(there, cache=tmp_path):
        pass
    assert (old.exists(), other.exists()) == (False, True)


async def test_no_proxy_of_the_environment_is_used(there: Place, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    there.give("/page", {"id": 1})
    async with opened(there) as service:
        assert await service.get("/page") == b'{"id": 1}'


async def test_a_call_that_is_called_off_leaves_nothing_behind(there: Place, tmp_path: Path):
    there.give("/page", Page(200, b"[" * 100, hang_after=10))
    async with opened(there, cache=tmp_path, patience=web.PATIENT) as service:
        asking = asyncio.create_task(service.get("/page"))
        await asyncio.wait({asking}, timeout=0.1)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
