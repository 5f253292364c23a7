"""A place on 127.0.0.1 that answers by path and query, as well or as badly as it is told to.

async with place() as there:
    there.give("/shows/82", {"id": 82})
    there.give("/shows", [], q="girls")
    there.give("/busy", 429, {"id": 1}, headers={"Retry-After": "0"})
    ...
    assert there.count("/shows/82") == 1
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import NamedTuple

from aiohttp import web

Json = Mapping[str, object] | Sequence[object] | None


class Call(NamedTuple):
    """A call as it came in; header names are in lower case."""

    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]


class Page(NamedTuple):
    """An answer: a body, how many bytes of it come before it hangs or is cut, and its headers."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    hang_after: int | None = None
    cut_after: int | None = None


Key = tuple[str, tuple[tuple[str, str], ...]]


class Place:
    """What the server says and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self._pages: dict[Key, list[Page]] = {}
        self._hanging = asyncio.Event()
        self.otherwise = Page(404, b'{"name":"Not Found","status":404}')

    def give(
        self,
        path: str,
        *answers: "Json | bytes | int | Page",
        headers: dict[str, str] | None = None,
        **query: str | int,
    ) -> None:
        """Answer a path with these, one call after the other, then always with the last.

        An answer is JSON, the bytes of a body, a status alone, or a Page. With a query the answers
        are for calls with exactly that query (any order); without one, for all others of the path.
        A path may bring a query of its own, for parameters that occur several times.
        """
        bare, _, own = path.partition("?")
        pairs = [tuple(pair.split("=", 1)) for pair in own.split("&") if pair]
        pairs += [(name, str(value)) for name, value in query.items()]
        key = bare, tuple(sorted((name, value) for name, value in pairs))
        self._pages[key] = [_page(answer, headers or {}) for answer in answers]

    def count(self, path: str) -> int:
        """Say how often a path was asked for, whatever the query."""
        return sum(call.path == path for call in self.calls)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        query = tuple(sorted(request.query.items()))
        names = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(Call(request.path, query, names))
        page = self._next((request.path, query)) or self._next((request.path, ()))
        page = page or self.otherwise
        etag = page.headers.get("ETag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        if page.hang_after is None and page.cut_after is None:
            headers = {"Content-Type": "application/json", **page.headers}
            return web.Response(status=page.status, body=page.body, headers=headers)
        return await self._broken(request, page)

    def _next(self, key: Key) -> Page | None:
        pages = self._pages.get(key)
        if not pages:
            return None
        return pages.pop(0) if len(pages) > 1 else pages[0]

    async def _broken(self, request: web.Request, page: Page) -> web.StreamResponse:
        """Send the beginning of a body that claims to be whole, then hang or hang up."""
        length = {"Content-Length": str(len(page.body)), "Content-Type": "application/json"}
        response = web.StreamResponse(status=page.status, headers=length | dict(page.headers))
        await response.prepare(request)
        await response.write(page.body[: page.hang_after or page.cut_after or 0])
        if page.hang_after is not None:
            await self._hanging.wait()
        if request.transport:
            request.transport.abort()
        return response

    def let_go(self) -> None:
        """End what hangs."""
        self._hanging.set()


def _page(answer: "Json | bytes | int | Page", headers: dict[str, str]) -> Page:
    if isinstance(answer, Page):
        return answer._replace(headers={**answer.headers, **headers})
    if isinstance(answer, int):
        return Page(answer, b'{"message": "no"}', headers)
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Page(200, body, headers)


@asynccontextmanager
async def place(tls: ssl.SSLContext | None = None) -> AsyncIterator[Place]:
    """Serve a place on a free port of 127.0.0.1 for a while, with https when there is a context."""
    there = Place()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", there.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    there.url = f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield there
    finally:
        there.let_go()
        await runner.cleanup()
