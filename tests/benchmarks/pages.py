"""What each section of a page costs beyond what any answer costs, at a million episodes.

Three pages: the one that everything began with; one of 300 credits, 200 countries, 200 offers, a
synopsis of 20,000 characters and 20 long questions; and one whose pictures are the heaviest copies
that are kept, of which the gallery sends four. Each is pressed as people press it. Then the way
around them: a series of 40 seasons and 5,000 episodes, a season of it, and a person with a part in
every one.

Two figures each: what it costs beyond the constant bot's answer to a command, which is how the aim
is written; and for presses what it costs beyond the constant bot's answer to a press of the same
card. A press brings the whole message along, which discord.py reads before anybody's code runs: the
second figure is without that, and with nothing but the answer.
"""

import asyncio
import copy
import statistics
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import psutil

from bot import loading
from bot.loaders import tables
from bot.loaders.pictures import fit
from bot.render.sections import SECTIONS
from bot.store import Store, copies
from tests.benchmarks.answers import CONSTANT
from tests.benchmarks.loads import COLDOPEN, GENERATOR, cost, dumps, size
from tests.drawn import noise
from tests.transport.exchange import Reply
from tests.transport.loopback import Loopback
from tests.transport.people import ANN
from tests.transport.program import Program, online, settings_for, started

ROUNDS, EACH, IN_FLIGHT = 5, 100, 16
MONSTER, GALLERY = "Monster of the Benchmark", "Gallery of the Benchmark"
LONG, BUSY, SEASONS, EPISODES = "Longrunner of the Benchmark", "Busy Benchmarker", 40, 125
PAGES: Mapping[str, str] = {
    "the page": "air emergency target is destroyed",
    "a monster": f"{MONSTER} s01e01",
    "a gallery": f"{GALLERY} s01e01",
}

Json = dict[str, Any]
Ask = Callable[[], Awaitable[object]]
AROUND: Mapping[str, tuple[str, Mapping[str, str], str]] = {
    "series": ("series", {"query": LONG}, "series:seasons:"),
    "season": ("season", {"query": f"{LONG} season 20"}, "season:"),
    "person": ("person", {"name": BUSY}, "person:"),
}
"""Each command, what it is asked, and how the buttons are called that are pressed on its card."""


class Press(NamedTuple):
    """A button of a message as it was: what is pressed becomes another message."""

    message: Json
    custom_id: str

    async def at(self, server: Loopback) -> None:
        """Press it."""
        await server.press(dict(self.message), self.custom_id)

    def posted(self, server: Loopback) -> "Press":
        """Give the same button of the same message as one of another server."""
        posted = server.post(asked_by=ANN, content="constant")
        return self._replace(message=self.message | {"id": posted["id"]})


PICTURE = "https://copied.example/{}.jpg"
HEAVIEST = (456, 342)
"""Pixels of a picture of noise that is kept as it came, just: 96 kB."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


async def measure(folder: Path) -> None:
    """Print the CPU time of every section of both pages, against the constant bot in one run."""
    of, data = size(), folder / "data"
    if GENERATOR.exists():
        await cost(COLDOPEN, "load", "imdb", str(dumps(folder, of)), data=data)
    async with Store.opened(data) as store:
        await loading.load_starter(store)
        for page in (_monster, _gallery, _long):
            await loading.load(store, tables.read_lines(b"\n".join(page()), "page.jsonl"))
    for number in range(8):
        copies.put(data, PICTURE.format(number), *fit(noise("JPEG", HEAVIEST), "noise"))
    async with (
        Loopback(check=False) as ours,
        Loopback(check=False) as plain,
        online(data, ours) as bot,
        started(data, settings_for(plain), module=CONSTANT) as other,
    ):
        await plain.connected()
        await _compare(of.name, (other, plain), (bot, ours))


async def _compare(
    name: str, constant: tuple[Program, Loopback], ours: tuple[Program, Loopback]
) -> None:
    other, plain = constant
    bot, server = ours
    asks, presses = _around(server), await _presses(server)
    jobs: dict[str, tuple[Program, Ask]] = {
        "constant": (other, partial(plain.slash, "episode", query="x")),
        **{label: (bot, ask) for label, ask in asks.items()},
        **{label: (bot, partial(one.at, server)) for label, one in presses.items()},
        **{
            f"constant {k}": (other, partial(v.posted(plain).at, plain)) for k, v in presses.items()
        },
    }
    costs: dict[str, list[float]] = {label: [] for label in jobs}
    for _ in range(ROUNDS):
        for label, (program, ask) in jobs.items():
            costs[label].append(await pressed_cost(program.pid, ask))
    typical = {label: statistics.median(each) for label, each in costs.items()}
    base = typical["constant"]
    print(f"pages {name}: constant {base:.2f} ms of CPU")
    for label in (*presses, *asks):
        beside = typical.get(f"constant {label}")
        pressed = f", {typical[label] - beside:+.2f} to the same press" if beside else ""
        print(f"pages {name}: {label:24} {typical[label] - base:+.2f} ms of CPU{pressed}")


async def _presses(server: Loopback) -> dict[str, Press]:
    """Give each section of each page as it is pressed: on a page beside it; and on other cards."""
    every: dict[str, Press] = {}
    for name, words in PAGES.items():
        card = await server.slash("episode", query=words)
        overview = copy.deepcopy(_message(card))
        cast = next(one for one in _ids(overview) if one.startswith("episode:cast:"))
        beside = copy.deepcopy(_message(await server.press(card, cast)))
        for section in ("overview", *SECTIONS):
            on = beside if section == "overview" else overview
            every[f"{name}, {section}"] = Press(on, cast.replace("cast", section))
    for name, (command, asked, prefix) in AROUND.items():
        shown = copy.deepcopy(_message(await server.slash(command, options=dict(asked))))
        button = [one for one in _ids(shown) if one.startswith(prefix)][-1]
        every[f"{name}, {button.rpartition(':')[2]}"] = Press(shown, button)
    return every


def _around(server: Loopback) -> dict[str, Ask]:
    """Give a way to ask for series, season and person."""
    return {
        f"/{name}": partial(server.slash, command, options=dict(asked))
        for name, (command, asked, _) in AROUND.items()
    }


def _message(shown: Reply) -> Json:
    assert shown.message
    return shown.message


def _ids(part: Any) -> Iterator[str]:
    """Give every custom id in a message."""
    if isinstance(part, list):
        for one in part:
            yield from _ids(one)
    elif isinstance(part, dict):
        yield from ([part["custom_id"]] if "custom_id" in part else [])
        for one in part.values():
            yield from _ids(one)


async def pressed_cost(pid: int, ask: Ask, each: int = EACH) -> float:
    """Give the CPU milliseconds of one answer, of `each` at most IN_FLIGHT at once."""
    turns, process = asyncio.Semaphore(IN_FLIGHT), psutil.Process(pid)

    async def one() -> None:
        async with turns:
            await ask()

    before = sum(process.cpu_times()[:2])
    await asyncio.gather(*(one() for _ in range(each)))
    return (sum(process.cpu_times()[:2]) - before) / each * 1000


def _long() -> Iterator[bytes]:
    """Give a series in whose every episode somebody has a part."""
    names = {"source": "table", "titles": [{"text": LONG}]}
    yield msgspec.json.encode({"record": "series", **names})
    for number in range(SEASONS * EPISODES):
        season, place = divmod(number, EPISODES)
        yield msgspec.json.encode(
            {
                "record": "episode",
                "source": "table",
                "series": {"title": LONG},
                "titles": [{"text": f"Part {number} of it"}],
                "numberings": [{"season": season + 1, "number": place + 1}],
                "releases": [{"date": f"{1980 + season}-{1 + place % 12:02}-{1 + place % 28:02}"}],
                "credits": [{"name": BUSY, "character": f"Part {number}"}],
                "ratings": [{"value": number % 11, "votes": number, "source": "IMDb"}],
            }
        )


def _monster() -> Iterator[bytes]:
    names = {"source": "table", "titles": [{"text": MONSTER}]}
    yield msgspec.json.encode({"record": "series", **names})
    codes = [one + other for one in LETTERS[:10] for other in LETTERS[:20]]
    yield msgspec.json.encode(
        {
            "record": "episode",
            "series": {"title": MONSTER},
            **names,
            "numberings": [{"season": 1, "number": 1}],
            "credits": [{"name": f"Person {n}", "character": f"Part {n}"} for n in range(300)],
            "releases": [{"date": "2011-03-04", "country": code} for code in codes],
            "offers": [
                {"provider": f"Shop {n}", "country": "US", "kind": "free"} for n in range(200)
            ],
            "plots": [{"text": "Some word. " * 1800, "kind": "synopsis"}],
            "questions": [{"text": f"Why {n}?", "answer": "So. " * 400} for n in range(20)],
            "images": [{"url": f"https://pictures.example/{n}.jpg"} for n in range(20)],
        }
    )


def _gallery() -> Iterator[bytes]:
    names = {"source": "table", "titles": [{"text": GALLERY}]}
    yield msgspec.json.encode({"record": "series", **names})
    episode = {
        "numberings": [{"season": 1, "number": 1}],
        "images": [{"url": PICTURE.format(number)} for number in range(8)],
    }
    told = {"record": "episode", "series": {"title": GALLERY}, **names, **episode}
    yield msgspec.json.encode(told)
