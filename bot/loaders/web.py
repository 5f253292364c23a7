"""Other places' services, asked politely: their rate kept, their pauses waited for, answers kept.

Nothing here knows what an answer means. What comes back is the body of a 200, or None for a 404;
everything else is Unreachable, with what to check in its reason and never a token or a body.
"""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeVar

import aiohttp
import msgspec
import stamina
from aiohttp_client_cache.backends.sqlite import SQLiteCache
from aiolimiter import AsyncLimiter
from yarl import URL

from bot import __version__
from bot.errors import Unreachable

LARGEST = 64 << 20
"""Bytes of one answer, after decompression; TVmaze's list of all updates has 1.5 million."""
FRESH = 3600.0
"""Seconds in which an answer is taken as it is kept: TVmaze itself caches for 60 minutes."""
REDIRECTS = 5
OK, NOT_MODIFIED, NOT_FOUND, TOO_MANY = 200, 304, 404, 429
MOVED = frozenset({301, 302, 303, 307, 308})
AGENT = f"coldopen/{__version__} (+television by the episode)"

T = TypeVar("T")

log = logging.getLogger(__name__)


class Candidate(NamedTuple):
    """Something that a place offers for words; `note` is its network or country."""

    id: int
    title: str
    year: int | None
    note: str


class Patience(NamedTuple):
    """How long a service is waited for, in seconds, and how often it is asked."""

    attempts: int = 5
    whole: float = 120
    """No attempt begins later than this after the first."""
    call: float = 60
    silence: float = 20
    """Between two pieces of an answer, and until there is a connection."""
    pause: float = 1
    """Before the second attempt; doubled before each one after it."""
    longest: float = 60
    """Between two attempts, whatever the service asks for."""


PATIENT = Patience()


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """An answer as it is kept: of the headers only what a conditional request needs."""

    status: int
    body: bytes
    asked: float
    etag: str = ""
    modified: str = ""


class Passing(Unreachable):
    """What may be over when asked again; after `pause` seconds when the service said so."""

    def __init__(
        self, service: str, reason: str, status: int | None = None, pause: float | None = None
    ) -> None:
        super().__init__(service, reason, status)
        self.pause = pause


class Kept:
    """Answers on disk, by month; a cache that can't be read or written is done without."""

    def __init__(self, name: str, folder: Path, fresh: float) -> None:
        self._folder, self._fresh = folder, fresh
        self._answers: SQLiteCache | None = None
        try:
            self._answers = SQLiteCache(str(_file(name.lower(), folder)), "answers")
        except OSError as error:
            self._given_up(error)
        self._usable = self._answers is not None

    async def read(self, key: str) -> Answer | None:
        """Give the answer to a question, of whatever age."""
        try:
            found = await self._answers.read(key) if self._answers and self._usable else None
            return msgspec.msgpack.decode(found, type=Answer) if isinstance(found, bytes) else None
        except Exception as error:  # a damaged, held or vanished cache is no reason to fail
            self._given_up(error)
            return None

    async def write(self, key: str, answer: Answer) -> None:
        """Keep the answer to a question."""
        try:
            if self._answers and self._usable:
                await self._answers.write(key, msgspec.msgpack.encode(answer))
        except Exception as error:  # nor is a full disk
            self._given_up(error)

    def fresh(self, answer: Answer) -> bool:
        """Tell whether an answer may be taken without asking again."""
        return 0 <= time.time() - answer.asked < self._fresh

    async def close(self) -> None:
        """Close the file."""
        if self._answers:
            await self._answers.close()  # type: ignore[no-untyped-call]  # untyped in the library

    def _given_up(self, error: Exception) -> None:
        self._usable = False
        log.warning("going on without the answers kept in %s (%s)", self._folder, error)


class Line:
    """The line to one place: a call at a time, no faster than allowed, nothing kept."""

    def __init__(
        self, name: str, base: str, session: aiohttp.ClientSession, limiter: AsyncLimiter
    ) -> None:
        self.name, self.base = name, base
        self._session, self._limiter = session, limiter

    async def ask(self, url: URL, known: Answer | None) -> Answer:
        """Ask once, following redirects inside the place; raises Unreachable or Passing."""
        for _ in range(REDIRECTS):
            answer = await self._call(url, known)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise Unreachable(self.name, "it sends us around in circles")

    async def _call(self, url: URL, known: Answer | None) -> Answer | URL:
        await self._limiter.acquire()
        headers = _conditions(known) if known else {}
        with told(self.name, url):
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                return await self._read(response, known)

    async def _read(self, response: aiohttp.ClientResponse, known: Answer | None) -> Answer | URL:
        status, headers = response.status, response.headers
        if status == NOT_MODIFIED and known:
            return msgspec.structs.replace(known, asked=time.time())
        if status in MOVED:
            return self._moved(response)
        if status not in {OK, NOT_FOUND}:
            raise self._refusal(response)
        body = await self._body(response) if status == OK else b""
        etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        return Answer(status, body, time.time(), etag, modified)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > LARGEST:
                raise Unreachable(self.name, f"its answer has more than {LARGEST:,} bytes", OK)
        if response.content_type == "text/html" or body[:200].lstrip()[:1] == b"<":
            reason = f"a web page came instead of data; check the address {self.base}"
            raise Unreachable(self.name, reason, OK)
        return bytes(body)

    def _moved(self, response: aiohttp.ClientResponse) -> URL:
        """Give where a redirect leads, which must be the same place and no less secret."""
        before = response.url
        try:
            after = before.join(URL(response.headers.get("Location", "")))
            upgraded = after.scheme == "https" and after.host == before.host
            inside = upgraded or after.origin() == before.origin()
        except ValueError:
            inside = False
        if not inside:
            reason = f"it sends us to another place; check the address {self.base}"
            raise Unreachable(self.name, reason, response.status)
        return after

    def _refusal(self, response: aiohttp.ClientResponse) -> Unreachable:
        status = response.status
        if status in {401, 403}:
            checked = "token" if "Authorization" in self._session.headers else "address"
            reason = f"it does not let us in (HTTP {status}); check its {checked} in the settings"
            return Unreachable(self.name, reason, status)
        return refusal(self.name, response)


class Service:
    """One place's API: share one among all who ask there, for each keeps the rate by itself."""

    def __init__(self, line: Line, kept: Kept | None, patience: Patience) -> None:
        self.name = line.name
        self._line, self._kept, self._patience = line, kept, patience

    @staticmethod
    @asynccontextmanager
    async def opened(  # noqa: PLR0913 - a choice each, and all but the rate have a default
        name: str,
        base: str,
        *,
        calls: int,
        seconds: float,
        cache: Path | None = None,
        headers: Mapping[str, str] | None = None,
        patience: Patience = PATIENT,
        fresh: float = FRESH,
    ) -> AsyncIterator["Service"]:
        """Open a service at the address `base`: at most `calls` in any `seconds`.

        Answers are kept in the folder `cache` and taken from there for `fresh` seconds; after that
        the service is asked whether they are still right. `headers` go with every call and are
        kept nowhere.
        """
        kept = Kept(name, cache, fresh) if cache else None
        try:
            async with aiohttp.ClientSession(
                headers={"User-Agent": AGENT, "Accept": "application/json", **(headers or {})},
                timeout=aiohttp.ClientTimeout(
                    total=patience.call,
                    sock_connect=patience.silence,
                    sock_read=patience.silence,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
            ) as session:
                line = Line(name, base.rstrip("/"), session, limiter(calls, seconds))
                yield Service(line, kept, patience)
        finally:
            if kept:
                await kept.close()

    async def get(self, path: str, **query: str | int) -> bytes | None:
        """Give the body of a 200, or None for a 404; raises Unreachable for everything else.

        What may pass (429, 5xx, a connection that breaks or falls silent) is tried again, with
        longer and longer pauses or the one that the service asks for. The path may bring a query
        of its own, for parameters that occur several times.
        """
        url = URL(f"{self._line.base}/{path.lstrip('/')}").extend_query(query)
        key = blake2b(str(url).encode(), digest_size=20).hexdigest()
        known = await self._kept.read(key) if self._kept else None
        if known and self._kept and self._kept.fresh(known):
            answer = known
        else:
            answer = await self._asked(url, known)
            if self._kept:
                await self._kept.write(key, answer)
        return answer.body if answer.status == OK else None

    async def _asked(self, url: URL, known: Answer | None) -> Answer:
        return await patiently(self._patience, lambda: self._line.ask(url, known))


@contextmanager
def told(name: str, url: URL) -> Iterator[None]:
    """Tell what goes wrong on a line in our errors: Passing where it may be over when asked again.

    `name` is whose line it is, `url` what is asked there.
    """
    try:
        yield
    except aiohttp.ClientConnectorCertificateError as error:
        raise Unreachable(name, f"the certificate of {url.host} can't be trusted") from error
    except TimeoutError as error:
        raise Passing(name, "it stopped answering") from error
    except aiohttp.ClientConnectorError as error:
        raise Passing(name, f"there is no connection to {url.authority}") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Passing(name, "the connection broke off") from error


def refusal(name: str, response: aiohttp.ClientResponse) -> Unreachable:
    """Give the error for a status that brings nothing: Passing where it may be over later."""
    status = response.status
    if status == TOO_MANY:
        reason = "it asks for fewer calls (HTTP 429)"
        return Passing(name, reason, status, _pause(response))
    if status >= 500:
        reason = f"it has troubles of its own (HTTP {status})"
        return Passing(name, reason, status, _pause(response))
    return Unreachable(name, f"it answered with HTTP {status}", status)


async def patiently(patience: Patience, ask: Callable[[], Awaitable[T]]) -> T:
    """Ask until there is an answer, with longer and longer pauses where the trouble may pass."""

    def passing(error: Exception) -> bool | float:
        if not isinstance(error, Passing):
            return False
        log.info("%s: %s; asking again", error.service, error.reason)
        return True if error.pause is None else min(error.pause, patience.longest)

    async for attempt in stamina.retry_context(
        on=passing,
        attempts=patience.attempts,
        timeout=patience.whole,
        wait_initial=patience.pause,
        wait_max=patience.longest,
        wait_jitter=patience.pause,
    ):
        with attempt:
            answer = await ask()
    return answer


def _file(name: str, folder: Path) -> Path:
    """Give this month's file of answers, and delete older ones: TMDB allows to keep six months."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{datetime.now(UTC):%Y-%m}.sqlite"
    for old in set(folder.glob(f"{name}-*.sqlite")) - {file}:
        old.unlink(missing_ok=True)
    # Where it can't be opened, this says so at once; SQLite's thread would be left behind.
    file.open("ab").close()
    return file


def limiter(calls: int, seconds: float) -> AsyncLimiter:
    """Let at most `calls` through in any `seconds`."""
    # A bucket of all calls at once would let as many again through while it drains.
    burst = max(1, calls // 10)
    return AsyncLimiter(burst, seconds * burst / max(1, calls - burst))


def _conditions(known: Answer) -> dict[str, str]:
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in named.items() if value}


def _pause(response: aiohttp.ClientResponse) -> float | None:
    """Read Retry-After, which is a number of seconds or a date."""
    text = response.headers.get("Retry-After", "").strip()
    try:
        if text.isdecimal():
            return float(text)
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
