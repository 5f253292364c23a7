"""Pictures from anywhere on the web: fetched politely, seen to be pictures, made fit to be kept.

Whoever tells of a picture may name any address: none inside of the operator's own network is asked,
by whatever name or redirect it is reached, unless the settings allow that.
"""

import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from io import BytesIO
from itertools import product

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from aiolimiter import AsyncLimiter
from PIL import Image, ImageOps
from yarl import URL

from bot.errors import Unreachable, Unreadable
from bot.loaders.web import (
    AGENT,
    MOVED,
    OK,
    REDIRECTS,
    Patience,
    limiter,
    patiently,
    refusal,
    told,
)
from bot.pictures import ENDS, LARGEST, Picture, kind_of

CALLS, SECONDS = 5, 1
"""How many calls a host gets in how many seconds."""
SIDE = 1280
"""Pixels a side that a copy has at most."""
CORNER, TINY = 320, 32 << 10
"""Pixels a side for a corner of a card, and the bytes below which any picture is good for that."""
LIGHT = 96 << 10
"""Bytes that a copy has at most: a gallery sends four of them, within the seconds that it has."""
QUALITIES = (80, 60, 40)
"""WebP's, tried in turn until a copy is light. At 80 it is a third lighter than a JPEG of 85."""
HEAVY = 512 << 10
"""Bytes that a member's picture has at most once it is made anew."""
PIXELS, DRAFTED = 12_000_000, 40_000_000
"""Pixels of a picture that is looked at, which take 160 MB; a JPEG is read smaller."""
SLOW = Patience(attempts=3, whole=60, call=60, silence=15, pause=1, longest=20)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
INSIDE = "its address is inside of the local network"

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_WRAPPED = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10"))
)
"""Other ways in which an address of the local net is written."""


class Inside(OSError):
    """A name leads to nothing but addresses of the local network."""


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the public net, however it is wrapped."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in net for net in _WRAPPED):
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast


class PublicResolver(AbstractResolver):
    """Resolves names to their public addresses alone: what is asked is what was looked at."""

    def __init__(self) -> None:
        self._resolver = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the public addresses of a name; raises Inside where it has others alone."""
        found = await self._resolver.resolve(host, port, family)
        public = [one for one in found if is_public(one["host"])]
        if not public:
            raise Inside(host)
        return public

    async def close(self) -> None:
        """End what looks up."""
        await self._resolver.close()


class Line:
    """The line to whoever has pictures; each host is asked no faster than is polite."""

    def __init__(self, session: aiohttp.ClientSession, patience: Patience, *, local: bool) -> None:
        self._session, self._patience, self._local = session, patience, local
        self._limiters: dict[str, AsyncLimiter] = {}

    @staticmethod
    @asynccontextmanager
    async def opened(*, local: bool = False, patience: Patience = SLOW) -> AsyncIterator["Line"]:
        """Open the line; `local` lets it ask inside of the local network, too."""
        resolver = None if local else PublicResolver()
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver),
            headers={"User-Agent": AGENT, "Accept": "image/*", "Accept-Encoding": "identity"},
            timeout=aiohttp.ClientTimeout(
                total=patience.call, sock_connect=patience.silence, sock_read=patience.silence
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        ) as session:
            try:
                yield Line(session, patience, local=local)
            finally:
                if resolver:
                    await resolver.close()

    async def fetch(self, address: str) -> bytes:
        """Give what is at an address, redirects followed; raises Unreachable, or Passing."""
        url = self._allowed(address)
        for _ in range(REDIRECTS):
            answer = await patiently(self._patience, partial(self._ask, url))
            if isinstance(answer, bytes):
                return answer
            url = self._allowed(str(answer))
        raise Unreachable(url.host or "", "it sends us around in circles")

    def _allowed(self, address: str) -> URL:
        """Read an address; names are looked at when they are resolved."""
        try:
            url = URL(address)
            host, _ = url.host, url.port
        except ValueError as error:
            raise Unreachable(address, "it is no address") from error
        if url.scheme not in {"http", "https"} or not host:
            raise Unreachable(address, "it is no http or https address")
        if url.user or url.password:
            raise Unreachable(host, "its address has a password in it")
        if not self._local and _is_ip(host) and not is_public(host):
            raise Unreachable(host, INSIDE)
        return url

    async def _ask(self, url: URL) -> bytes | URL:
        host = url.host or ""
        await self._limiters.setdefault(host, limiter(CALLS, SECONDS)).acquire()
        with told(host, url):
            try:
                async with self._session.get(url, allow_redirects=False) as response:
                    return await _read(host, response)
            except aiohttp.ClientConnectorDNSError as error:
                if isinstance(error.os_error, Inside):
                    raise Unreachable(host, INSIDE) from error
                raise
            except (aiohttp.InvalidURL, UnicodeError) as error:
                raise Unreachable(host, "it is no address") from error


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def _read(host: str, response: aiohttp.ClientResponse) -> bytes | URL:
    if response.status in MOVED:
        try:
            return response.url.join(URL(response.headers.get("Location", "")))
        except ValueError as error:
            raise Unreachable(host, "it sends us to no address", response.status) from error
    if response.status != OK:
        raise refusal(host, response)
    if response.content_type == "text/html":
        raise Unreachable(host, "a web page came instead of a picture", OK)
    body = bytearray()
    if (response.content_length or 0) <= LARGEST:
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > LARGEST:
                break
        else:
            return bytes(body)
    raise Unreachable(host, f"it has more than {LARGEST >> 20} MB", OK)


def fit(content: bytes, address: str) -> tuple[Picture, Picture | None]:
    """Make a picture fit to be kept: as it came, or scaled and written anew as WebP.

    With a small one for a corner of a card, where the first is not small enough. Raises Unreadable
    for what is no PNG, JPEG, WebP or GIF, is cut off, or would be too much work. Takes its time: it
    is for threads.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            most = DRAFTED if picture.format == "JPEG" else PIXELS
            if picture.width * picture.height <= most:
                kept = _kept(picture, content)
                return kept, _small(kept.content) if len(kept.content) > TINY else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    except Exception as error:  # there is no end to what Pillow raises over broken files
        reason = "it is no PNG, JPEG, WebP or GIF that can be read"
        raise Unreadable(address, "", reason) from error
    raise Unreadable(address, "", f"it has more than {PIXELS:,} pixels")


def _kept(picture: Image.Image, content: bytes) -> Picture:
    kind = kind_of(content[:ENDS], content[-ENDS:], len(content))
    if kind and len(content) <= LIGHT and max(picture.size) <= SIDE:
        picture.load()  # what is cut off is noticed here
        return Picture(kind, content)
    return _scaled(picture, SIDE)


def _small(content: bytes) -> Picture:
    with Image.open(BytesIO(content)) as picture:
        return _scaled(picture, CORNER)


def anew(content: bytes) -> bytes:
    """Make a picture anew as a JPEG file of at most 1,280 pixels a side and some 500 kB.

    Nothing of where, when and with what it was taken is in it. Gives b"" for what is no PNG, JPEG,
    WebP or GIF that can be read, or would be too much work. Takes its time: it is for a process.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            most = DRAFTED if picture.format == "JPEG" else PIXELS
            if picture.width * picture.height > most:
                return b""
            made = _bare(picture)
    except Exception:  # there is no end to what Pillow raises over broken files
        return b""
    for quality in (85, 70, 50, 30):
        written = _written(made, "JPEG", quality=quality, optimize=True)
        if len(written) <= HEAVY:
            break
    return written


def _bare(picture: Image.Image) -> Image.Image:
    """Give the first picture of a file alone, on white, upright and scaled."""
    clear = picture.has_transparency_data
    picture.draft("RGB", (SIDE, SIDE))
    made = picture.convert("RGBA" if clear else "RGB")
    made.thumbnail((SIDE, SIDE))
    made = ImageOps.exif_transpose(made)
    fresh = Image.new("RGB", made.size, "white")
    fresh.paste(made, mask=made if clear else None)
    return fresh


def _scaled(picture: Image.Image, side: int) -> Picture:
    """Scale a picture, and make it light; what is transparent stays so."""
    clear = picture.has_transparency_data
    picture.draft("RGB", (side, side))
    made = picture.convert("RGBA" if clear else "RGB")
    made.thumbnail((side, side))
    made = ImageOps.exif_transpose(made)
    longest = max(made.size)
    for most, quality in product((longest, longest // 2, longest // 4), QUALITIES):
        made.thumbnail((most, most))
        written = _written(made, "WEBP", quality=quality)
        if len(written) <= LIGHT:
            break
    return Picture("webp", written)


def _written(picture: Image.Image, form: str, **how: int) -> bytes:
    file = BytesIO()
    picture.save(file, form, **how)
    return file.getvalue()
