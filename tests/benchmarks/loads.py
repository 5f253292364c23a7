"""What loading costs: IMDb's dumps against imdb-sqlite on the same dumps, and TVmaze's answers.

Dumps are generated; COLDOPEN_BENCH_DUMPS names a folder in which they stay and are found again.
COLDOPEN_BENCH=full takes 1,000,000 episodes instead of 100,000, and then 10,000,000.
"""

import asyncio
import copy
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from bot import loading
from bot.loaders import tvmaze
from bot.store import Store
from tests.loading.shared import SHARED, recorded

COLDOPEN, PEER = (str(Path(sys.executable).with_name(it)) for it in ("coldopen", "imdb-sqlite"))
GENERATOR = SHARED / "tools" / "gen_imdb.py"
TABLES = {
    "title.basics": "basics",
    "title.episode": "episode",
    "title.ratings": "ratings",
    "title.principals": "principals",
    "name.basics": "names",
    "title.akas": "akas",
}
"""The dumps, and what the generator calls them."""
BARE = ("title.basics", "title.episode", "title.ratings")
SAMPLE = 0.05
"""Seconds between two looks at the memory of a load; every tenth asks about shared pages, which is
dear and holds the load up."""
SHOWS, EPISODES = 300, 100
MB = 1_000_000


class Size(NamedTuple):
    """How large generated dumps are, and the folder that they lie in."""

    name: str
    episodes: int


QUICK, FULL, HUGE = Size("100k", 100_000), Size("1m", 1_000_000), Size("10m", 10_000_000)


class Cost(NamedTuple):
    """What a program took with all its processes: seconds, and bytes at the worst moment.

    `rss` counts a page once for every process that shares it; `pss` counts it once. `others` is the
    CPU seconds that the rest of the machine took meanwhile: with many, no time is to be trusted.
    """

    cpu: float
    wall: float
    others: float
    rss: int
    pss: int
    said: str

    def __str__(self) -> str:
        """Give the line of figures."""
        memory = f"{self.rss / MB:.0f} MB resident ({self.pss / MB:.0f} with shared pages once)"
        return f"{self.cpu:.1f} s CPU, {self.wall:.1f} s (others {self.others:.1f}), {memory}"


async def measure(folder: Path) -> None:
    """Print CPU and wall-clock seconds and memory of loads, as ratios where there is a peer."""
    await _answers(folder)
    if not GENERATOR.exists():
        print(f"load imdb: skipped, {GENERATOR} is not there (COLDOPEN_SHARED names its folder)")
        return
    await _against_peer(folder, size(), rounds=1 if size() is FULL else 3)
    if size() is FULL:
        await _growing(folder)


def size() -> Size:
    """Give how large dumps are in this run."""
    return FULL if os.environ.get("COLDOPEN_BENCH") == "full" else QUICK


def dumps(work: Path, of: Size, names: Iterable[str] = TABLES) -> Path:
    """Give a folder with these dumps and no others; what is not there yet is generated."""
    kept = Path(os.environ.get("COLDOPEN_BENCH_DUMPS") or work / "dumps") / of.name
    files = [f"{name}.tsv.gz" for name in names]
    missing = [name for name in names if not (kept / f"{name}.tsv.gz").exists()]
    if missing:
        _generate(kept, of, missing)
    linked = work / f"{of.name} {' '.join(TABLES[name] for name in names)}"
    linked.mkdir(exist_ok=True)
    for file in files:
        with suppress(FileExistsError):
            (linked / file).symlink_to((kept / file).absolute())
    return linked


def _generate(kept: Path, of: Size, names: Iterable[str]) -> None:
    part = kept / "part"
    part.mkdir(parents=True, exist_ok=True)
    tables = ",".join(TABLES[name] for name in names)
    arguments = ["--episodes", str(of.episodes), "--out", str(part), "--files", tables]
    subprocess.run([sys.executable, str(GENERATOR), *arguments], check=True, capture_output=True)
    for file in part.iterdir():
        file.replace(kept / file.name)
    part.rmdir()


def settings(data: Path) -> dict[str, str]:
    """Give the environment of a program that has these settings and no others of ours."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("COLDOPEN_")}
    return ours | {"COLDOPEN_DATA": str(data)}


async def cost(*command: str, data: Path) -> Cost:
    """Run a program to its end; raises ChildProcessError with what it said when it fails."""
    before, all_before, begun = spent(), busy(), time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, env=settings(data), cwd=data.parent, limit=2**20, stdout=-1, stderr=-1
    )
    peaks = asyncio.create_task(_peaks(process))
    out, err = await process.communicate()
    wall, cpu = time.perf_counter() - begun, spent() - before
    others = max(0.0, busy() - all_before - cpu)
    if process.returncode:
        raise ChildProcessError(f"{' '.join(command)}: {err.decode()}")
    return Cost(cpu, wall, others, *await peaks, out.decode())


def spent() -> float:
    """Give the CPU seconds of all programs that have ended, and of those that they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def busy() -> float:
    """Give the CPU seconds of the whole machine without this process, which only looks on."""
    used = psutil.cpu_times()
    return float(used.user + used.nice + used.system - time.process_time())


async def _peaks(process: asyncio.subprocess.Process) -> tuple[int, int]:
    rss = pss = look = 0
    while process.returncode is None:
        with suppress(psutil.Error):  # a process may end while it is looked at
            root = psutil.Process(process.pid)
            every = [root, *root.children(recursive=True)]
            rss = max(rss, sum(one.memory_info().rss for one in every))
            if look % 10 == 0:
                pss = max(pss, sum(one.memory_full_info().pss for one in every))
        look += 1
        await asyncio.sleep(SAMPLE)
    return rss, pss


async def _load(source: str, work: Path, *what: str) -> tuple[Cost, int]:
    """Load into an empty store; gives what that cost, and the bytes of the catalogue."""
    data = work / "store"
    took = await cost(COLDOPEN, "load", source, *what, "--json", data=data)
    bytes_ = max(path.stat().st_size for path in data.glob("catalogue*.db"))
    shutil.rmtree(data)
    return took, bytes_


async def _against_peer(work: Path, of: Size, rounds: int) -> None:
    folder, database = dumps(work, of), work / "peer.db"
    costs: dict[str, list[Cost]] = {"coldopen": [], "imdb-sqlite": []}
    stored = 0
    for _ in range(rounds):
        ours, stored = await _load("imdb", work, str(folder))
        assert json.loads(ours.said)["episodes"] == of.episodes, ours.said
        costs["coldopen"].append(ours)
        command = (PEER, "--db", str(database), "--cache-dir", str(folder))
        costs["imdb-sqlite"].append(await cost(*command, data=work / "none"))
        database.unlink()
    typical = {name: _typical(every) for name, every in costs.items()}
    for name, one in typical.items():
        print(f"load imdb {of.name}: {name:11} {one}")
    print(
        f"load imdb {of.name}: "
        f"{_ratio(typical, 'cpu'):.1f} x less CPU (target 6), "
        f"{_ratio(typical, 'wall'):.1f} x less time (target 8), memory target 500 MB; "
        f"{stored / of.episodes:.0f} bytes an episode in the store (target 400)"
    )


def _ratio(typical: Mapping[str, Cost], what: str) -> float:
    ours, peer = (float(getattr(typical[name], what)) for name in ("coldopen", "imdb-sqlite"))
    return peer / ours


def _typical(costs: Sequence[Cost]) -> Cost:
    """Give the median times, and the worst of the rest."""
    return Cost(
        cpu=statistics.median(one.cpu for one in costs),
        wall=statistics.median(one.wall for one in costs),
        others=max(one.others for one in costs),
        rss=max(one.rss for one in costs),
        pss=max(one.pss for one in costs),
        said="",
    )


async def _growing(work: Path) -> None:
    """Print how time and memory grow from 1,000,000 to 10,000,000 episodes."""
    rates = []
    for of in (FULL, HUGE):
        took, stored = await _load("imdb", work, str(dumps(work, of, BARE)))
        assert json.loads(took.said)["episodes"] == of.episodes, took.said
        millions = of.episodes / 1_000_000
        rates.append((took.cpu / millions, took.wall / millions))
        print(
            f"load imdb {of.name} titles, episodes, ratings: {took}; a million episodes "
            f"{rates[-1][0]:.2f} s CPU, {rates[-1][1]:.2f} s, {stored / millions / MB:.0f} MB"
        )
    cpu, wall = (huge / full for full, huge in zip(*rates, strict=True))
    print(f"load imdb: a million of ten costs {cpu:.2f} x CPU, {wall:.2f} x time (linear is 1)")


async def _answers(work: Path) -> None:
    """Print how many episodes a second come from saved answers of TVmaze's API."""
    files = _saved_answers(work)
    if not files:
        print(f"load tvmaze: skipped, there are no recorded answers in {SHARED}")
        return
    begun = time.process_time()
    tellings = [one for file in files for one in tvmaze.read_answer(file.read_bytes(), file.name)]
    read = time.process_time() - begun
    async with Store.opened(work / "loaded") as store:
        begun = time.process_time()
        report = await loading.load(store, tellings)
        loaded = time.process_time() - begun
    assert report.new == SHOWS * (EPISODES + 1), report
    whole, _ = await _load("tvmaze", work, *map(str, files))
    print(
        f"load tvmaze: {report.episodes:,} episodes; read {report.episodes / read:,.0f} a second "
        f"of CPU, loaded {report.episodes / loaded:,.0f} (target 5,000), both "
        f"{report.episodes / (read + loaded):,.0f}; from the shell {whole}, "
        f"{report.episodes / whole.wall:,.0f} a second"
    )


def _saved_answers(work: Path) -> list[Path]:
    """Write answers with episodes and cast of shows that are invented after a recorded one."""
    shows = recorded("catalog/tvmaze/show_1371_*.json")
    casts = recorded("catalog/tvmaze/show_526_*.json")
    if not (shows and casts):
        return []
    show = json.loads(shows[0].read_bytes())
    show["_embedded"]["cast"] = json.loads(casts[0].read_bytes())["_embedded"]["cast"]
    files = []
    for number in range(1_000_000, 1_000_000 + SHOWS):
        files.append(work / f"show_{number}.json")
        files[-1].write_text(json.dumps(_invented(show, number)), "utf-8")
    return files


def _invented(recorded_show: dict[str, Any], number: int) -> dict[str, Any]:
    show = copy.deepcopy(recorded_show)
    show |= {"id": number, "name": f"{show['name']} {number}"}
    show["externals"] = {"thetvdb": number, "imdb": f"tt{number}"}
    known = show["_embedded"]["episodes"]
    show["_embedded"]["episodes"] = [
        known[at % len(known)]
        | {
            "id": number * EPISODES + at,
            "name": f"{known[at % len(known)]['name']} {at}",
            "season": 1 + at // 10,
            "number": 1 + at % 10,
        }
        for at in range(EPISODES)
    ]
    return show
