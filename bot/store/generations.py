"""The catalogue's generations: files of which one is live, told by the community's last load.

A big load builds a new file aside; the transaction that records the load puts it live. The one
before is kept, so that the load can be taken back; all others are removed.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.errors import StoreMissing

FIRST = "catalogue.db"
PART = ".part"
"""What stands behind the name of a generation that is being built."""
WORK = "loading-"
"""How the names of folders begin in which a build works."""
_NAME = re.compile(r"catalogue(?:-(\d{1,9}))?\.db")
_BESIDE = ("-wal", "-shm", "-journal")


def generations(folder: Path) -> list[str]:
    """Name the generations that are there, the newest last."""
    found = [
        match for path in folder.glob("catalogue*.db") if (match := _NAME.fullmatch(path.name))
    ]
    return [match[0] for match in sorted(found, key=lambda match: int(match[1] or 0))]


def _number(name: str) -> int:
    match = _NAME.fullmatch(name)
    return int(match[1] or 0) if match else 0


def next_name(folder: Path) -> str:
    """Name the generation that comes after all that are there, built ones and parts."""
    numbers = [int(n) for path in folder.glob("catalogue-*") for n in re.findall(r"\d+", path.name)]
    return f"catalogue-{max(numbers, default=0) + 1}.db"


def told_live(community: sqlite3.Connection) -> Iterator[str]:
    """Give the generations that loads which are done made or went into, the last load's first."""
    sql = "SELECT generation FROM load WHERE state = 'done' ORDER BY id DESC"
    yield from dict.fromkeys(row[0] for row in community.execute(sql))


def live(folder: Path, community: sqlite3.Connection) -> Path:
    """Give the live generation; raises StoreMissing where older ones alone are there.

    A newer one may be there instead: then the community was put back from a backup.
    """
    there = generations(folder)
    every = [name for name in told_live(community) if _NAME.fullmatch(name)]
    if every and not there:
        return folder / every[0]
    if every and every[0] not in there and _number(there[-1]) < _number(every[0]):
        raise StoreMissing(folder / every[0], there[-1])
    told = next((name for name in every if name in there), None)
    if told is None:
        told = FIRST if FIRST in there or not there else there[-1]
    return folder / told


def live_in(folder: Path, mode: str = "mode=ro") -> Path:
    """Give the live generation of a folder that is not open, whatever is wrong with its files."""
    community = folder / "community.db"
    try:
        uri = f"{community.absolute().as_uri()}?{mode}"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as database:
            return live(folder, database)
    except sqlite3.Error:  # an older one has no loads; a damaged one is told of elsewhere
        there = generations(folder)
        return folder / (there[-1] if there and FIRST not in there else FIRST)


def tidy(folder: Path, community: sqlite3.Connection) -> None:
    """Remove the generations that no load needs: all but the live one and the one before it."""
    told = [live(folder, community).name, *told_live(community), FIRST]
    kept = list(dict.fromkeys(told))[:2]
    for name in generations(folder):
        if name not in kept:
            remove(folder / name)


def tidy_builds(folder: Path) -> None:
    """Remove what builds that ended early have left; only while nobody builds."""
    for path in folder.glob(f"catalogue-*{PART}"):
        remove(path)
    for path in folder.glob(f"{WORK}*"):
        shutil.rmtree(path, ignore_errors=True)


def remove(path: Path) -> None:
    """Remove a database with what SQLite keeps beside it, as far as it is there."""
    for one in (path, *(Path(f"{path}{end}") for end in _BESIDE)):
        one.unlink(missing_ok=True)


def attach(database: sqlite3.Connection, catalogue: Path, mode: str) -> None:
    """Attach a generation under the name catalogue, in place of the one that is attached."""
    names = {row[1] for row in database.execute("PRAGMA database_list")}
    if "catalogue" in names:
        database.execute("DETACH catalogue")
    uri = f"{catalogue.absolute().as_uri()}?{mode}"
    database.execute("ATTACH :catalogue AS catalogue", {"catalogue": uri})
