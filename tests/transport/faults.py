"""Failures on order: the next matching requests fail, hang or lose their connection."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from aiohttp import web

from .answers import failure


@dataclass
class Fault:
    """What happens to the next matching requests, and how often."""

    method: str
    path: re.Pattern[str]
    status: int = 500
    times: int = 1
    code: int = 0
    message: str = "Loopback fault"
    retry_after: float = 0.05
    everywhere: bool = False
    via: bool = True
    reset: bool = False
    accepted: bool = False
    met: int = 0

    def fits(self, request: web.Request, path: str) -> bool:
        """Tell whether this request is one of the next that fail."""
        wanted = self.method in {request.method, "*"}
        return self.met < self.times and wanted and self.path.search(path) is not None

    def answer(self, request: web.Request) -> web.Response:
        """Fail this request."""
        if self.reset and request.transport is not None:
            request.transport.abort()
        if self.status == 429:
            return self._rate_limited()
        return failure(self.status, self.code, self.message)

    def _rate_limited(self) -> web.Response:
        extra = {"retry_after": self.retry_after, "global": self.everywhere}
        answer = failure(429, self.code, "You are being rate limited.", **extra)
        answer.headers["Retry-After"] = str(max(1, round(self.retry_after)))
        answer.headers["X-RateLimit-Scope"] = "global" if self.everywhere else "user"
        answer.headers["X-RateLimit-Limit"] = "5"
        answer.headers["X-RateLimit-Remaining"] = "0"
        answer.headers["X-RateLimit-Reset-After"] = f"{self.retry_after:.3f}"
        answer.headers["X-RateLimit-Bucket"] = "loopback"
        if self.via:
            answer.headers["Via"] = "1.1 google"
        return answer


@dataclass
class Gate:
    """One request that is kept waiting until the test lets it through."""

    method: str
    path: re.Pattern[str]
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def fits(self, request: web.Request, path: str) -> bool:
        """Tell whether this request is the one to keep waiting."""
        wanted = self.method in {request.method, "*"}
        return not self.reached.is_set() and wanted and self.path.search(path) is not None

    async def wait(self) -> None:
        """Keep a request waiting."""
        self.reached.set()
        await self.released.wait()


@dataclass
class Faults:
    """All failures and gates on order."""

    ordered: list[Fault] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)

    def meet(self, request: web.Request, path: str) -> Fault | None:
        """Find the failure that this request meets, and count it."""
        for fault in self.ordered:
            if fault.fits(request, path):
                fault.met += 1
                return fault
        return None

    async def hold(self, request: web.Request, path: str) -> None:
        """Keep the request waiting when a gate was set for it."""
        for gate in self.gates:
            if gate.fits(request, path):
                await gate.wait()
