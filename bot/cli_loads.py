"""The shell's commands for loading: each says what to read; cli_working does it and shows it."""

import asyncio
import errno
import functools
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from bot import finding
from bot.cli_working import (
    Reading,
    Wish,
    done,
    hand_over,
    load_dumps,
    load_tellings,
    opened,
    read_settings,
)
from bot.errors import Unreachable
from bot.loaders import csv_tables, nfo, tables, tmdb, tvmaze
from bot.loaders.rejects import Rejects
from bot.loading import STARTER, exporting, sources
from bot.loading.handover import Request
from bot.loading.sources import ServiceName, Tellings
from bot.packed import SOURCE as IMDB
from bot.render.loads import load_lines
from bot.report import ALLOWED
from bot.store import Store, backups
from bot.store import loads as told

Wanted = Annotated[list[str], typer.Argument(metavar="NAME-OR-ID... | FILE...")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first row of no use.")]
Percent = Annotated[
    float, typer.Option("--max-rejected", min=0, max=100, help="Percent of rows of no use.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say at the end what was done, as JSON.")]
Since = Literal["day", "week", "month"]
Kind = Literal["episodes", "cast", "releases", "offers"]
PERCENT = 100 * ALLOWED

load = typer.Typer(help="Load television into the store.", no_args_is_help=True)


def _load(source: str, read: Reading, options: dict[str, bool | float]) -> None:
    done(load_tellings(_wish(source, options), read))


def _wish(source: str, options: dict[str, bool | float]) -> Wish:
    folder, allowed = read_settings().data, options["max_rejected"] / 100
    strict, dry_run, as_json = (bool(options[one]) for one in ("strict", "dry_run", "as_json"))
    return Wish(folder, source, allowed, strict, dry_run, as_json)


@load.command("imdb")
def load_imdb(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    *,
    strict: Strict = False,
    max_rejected: Percent = PERCENT,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load IMDb's dumps: a folder with title.basics.tsv.gz and any of the six others."""
    options = {"strict": strict, "max_rejected": max_rejected, "dry_run": dry_run}
    done(load_dumps(_wish(IMDB, options | {"as_json": as_json}), folder))


@load.command("tvmaze")
def load_tvmaze(  # noqa: PLR0913 - a parameter is an option of the shell
    wanted: Wanted = [],  # noqa: B006 - typer makes a new one
    *,
    refresh: Annotated[
        Since | None, typer.Option(help="Also what TVmaze changed since, of what the store has.")
    ] = None,
    strict: Strict = False,
    max_rejected: Percent = PERCENT,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load shows from TVmaze by name or id (82, tt0944947, tvdb:121361), or saved answers."""
    options = {"strict": strict, "max_rejected": max_rejected, "dry_run": dry_run}
    if not wanted and refresh is None:
        raise typer.BadParameter("name a show, an id or a file, or give --refresh")

    async def read(rejects: Rejects) -> Tellings:
        tellings = await _read("TVmaze", wanted, rejects, tvmaze.read_answer)
        return tellings + (await _refreshed(refresh, rejects) if refresh else [])

    _load(tvmaze.SOURCE, read, options | {"as_json": as_json})


@load.command("tmdb")
def load_tmdb(
    wanted: Wanted,
    *,
    strict: Strict = False,
    max_rejected: Percent = PERCENT,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load series from TMDB by name or id (1399, tt0944947), with TMDB_TOKEN, or saved answers."""
    options = {"strict": strict, "max_rejected": max_rejected, "dry_run": dry_run}

    async def read(rejects: Rejects) -> Tellings:
        return await _read("TMDB", wanted, rejects, tmdb.read_answer)

    _load(tmdb.SOURCE, read, options | {"as_json": as_json})


@load.command("nfo")
def load_nfo(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    *,
    strict: Strict = False,
    max_rejected: Percent = PERCENT,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load the .nfo files of a media library, as Kodi and Jellyfin write them."""
    options = {"strict": strict, "max_rejected": max_rejected, "dry_run": dry_run}

    async def read(rejects: Rejects) -> Tellings:
        return await asyncio.to_thread(lambda: list(nfo.read_folder(folder, rejects)))

    _load(nfo.SOURCE, read, options | {"as_json": as_json})


@load.command("table")
def load_table(  # noqa: PLR0913 - as above
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")] = [],  # noqa: B006 - as above
    *,
    encoding: Annotated[str | None, typer.Option(help="The encoding of the CSV: cp1252.")] = None,
    template: Annotated[
        Kind | None, typer.Option(help="Print a header with an example, and load nothing.")
    ] = None,
    strict: Strict = False,
    max_rejected: Percent = PERCENT,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load files in our own format (JSON lines) or CSV: see data/starter/FORMAT.md."""
    if template:
        print(csv_tables.template(template), end="")
        return
    if not files:
        raise typer.BadParameter("name at least one file")
    options = {"strict": strict, "max_rejected": max_rejected, "dry_run": dry_run}
    read = functools.partial(tables.read_table, encoding=encoding)
    _load("table", _from(files, read), options | {"as_json": as_json})


@load.command("pictures")
def load_pictures(
    wanted: Annotated[list[str], typer.Argument(metavar="NAME-OR-ID...")],
    *,
    as_json: AsJson = False,
) -> None:
    """Copy the pictures of series and their episodes into the store, to be shown from there.

    Only files are written: the bot may run meanwhile. Delete the folder pictures to forget them.
    """
    from bot.cli_pictures import copy  # noqa: PLC0415 - the web and Pillow, which nothing else needs

    report = copy(wanted, as_json=as_json)
    if report.failed and not report.new + report.held:
        raise typer.Exit(Unreachable.exit_code)


@load.command("starter")
def load_starter(*, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Load the catalogue that comes with the program."""
    options = {"strict": True, "max_rejected": 0.0, "dry_run": dry_run, "as_json": as_json}
    _load("starter", _from(sorted(STARTER.glob("*.jsonl")), tables.read_table), options)


@load.command("undo")
def undo(number: Annotated[int, typer.Argument(metavar="N")]) -> None:
    """Take the last load back; `coldopen loads` has its number."""
    done(hand_over(read_settings().data, Request(kind="undo", number=number)))
    print(f"Load {number} was taken back.")


def list_loads(limit: Annotated[int, typer.Option(min=1, max=1000)] = 25) -> None:
    """List the loads, the last one first."""
    folder = read_settings().data

    async def work() -> None:
        async with opened(folder) as store:
            print("\n".join(load_lines(await store.read(told.latest, limit))))

    asyncio.run(work())


def export(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None,
    *,
    series: Annotated[str | None, typer.Option(help="One series, by its name or id.")] = None,
    only_hash: Annotated[bool, typer.Option("--hash", help="Print a hash of it all.")] = False,
) -> None:
    """Write the catalogue, or one series, as JSON lines; `coldopen load table` takes them."""
    if series is not None and not series.strip():
        raise typer.BadParameter("--series: name a series")
    if only_hash and (file or series):
        raise typer.BadParameter("--hash is of everything and printed: give no FILE or --series")
    folder = read_settings().data

    async def work() -> None:
        async with opened(folder) as store:
            if only_hash:
                print(await exporting.content_hash(store))
                return
            one = (await finding.find_series(store, series)).series_id if series else None
            await _write(store, one, file)

    asyncio.run(work())


def backup() -> None:
    """Copy what people gave (community.db) into the folder backups, checked."""
    folder = read_settings().data

    async def work() -> None:
        async with opened(folder) as store:
            print(await store.apart(backups.back_up, folder / "backups"))

    asyncio.run(work())


async def _write(store: Store, series: int | None, file: Path | None) -> None:
    """Write an export; under its own name only when it is whole."""
    if file is None:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed")
        await _lines(store, series, sys.stdout.buffer)
        return
    try:
        count = await (_through if _is_device(file) else _whole)(store, series, file)
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from error
    print(f"{count:,} tellings written to {file}", file=sys.stderr)


def _is_device(file: Path) -> bool:
    """Tell what is written to as it is: a file in its place would be the end of it."""
    return file.exists() and not file.is_file()


async def _through(store: Store, series: int | None, file: Path) -> int:
    with file.open("wb") as out:
        return await _lines(store, series, out)


def _led_to(file: Path) -> Path:
    """Follow links: they stay, and what they lead to is replaced."""
    target = Path(os.path.realpath(file))
    if target.is_symlink():  # in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


async def _whole(store: Store, series: int | None, file: Path) -> int:
    target = _led_to(file)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as out:
            count = await _lines(store, series, out)
        part.replace(target)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return count


async def _lines(store: Store, series: int | None, out: BinaryIO) -> int:
    count = 0
    async for line in exporting.lines(store, series):
        out.write(line)
        count += 1
    return count


async def _read(
    place: ServiceName, wanted: Sequence[str], rejects: Rejects, read: sources.ReadFile
) -> Tellings:
    """Read those that are files, and ask the place for all others."""
    from bot.loading import services  # noqa: PLC0415 - half of a start is what the web needs

    files, names = _parted(wanted)
    tellings = await asyncio.to_thread(sources.read_files, files, rejects, read)
    if names:
        tellings += await services.fetch(
            services.Services.of(read_settings()), place, names, rejects
        )
    return tellings


def _parted(wanted: Sequence[str]) -> tuple[list[Path], list[str]]:
    paths = [_is_path(one) for one in wanted]
    pairs = list(zip(wanted, paths, strict=True))
    return [Path(one) for one, is_path in pairs if is_path], [one for one, no in pairs if not no]


def _is_path(wanted: str) -> bool:
    """Tell a file from a name; what only looks like a path is a file that is missing.

    A title may have a slash in it: "Fate/Zero" is one unless it is a file, "./Zero" is a path.
    """
    begins = wanted.startswith(("/", "./", "../", "~/"))
    ends = wanted.lower().endswith((".json", ".json.gz"))
    return begins or ends or Path(wanted).is_file()


async def _refreshed(since: Since, rejects: Rejects) -> Tellings:
    from bot.loading import services  # noqa: PLC0415 - as above

    settings = read_settings()
    ready = Store.is_ready(settings.data)
    async with Store.opened(settings.data, writable=not ready) as store:
        return await services.refresh(services.Services.of(settings), store, since, rejects)


def _from(files: Sequence[Path], read: sources.ReadFile) -> Reading:
    async def every(rejects: Rejects) -> Tellings:
        return await asyncio.to_thread(sources.read_files, files, rejects, read)

    return every
