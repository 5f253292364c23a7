"""A load of the shell's while the bot has the databases: written down, and done by the bot.

Only one process may write. So the shell reads and checks what is to be loaded, or builds a whole
generation, and leaves a request in the folder `handover`; who has the databases does it and leaves
an answer. Both sides look for files: whoever dies, the other one goes on. A request counts as long
as it lies there and its shell has the lock of loads.
"""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from bot import errors
from bot.errors import Cancelled, ColdOpenError, StoreHeld, Unreadable
from bot.loaders.rejects import Reject, Rejects
from bot.loading.dump import put_live
from bot.loading.progress import Progress, to_its_end
from bot.loading.telling import put
from bot.loading.undoing import take_back
from bot.model import Episode, Series
from bot.report import Built, Order, Report
from bot.store import Store
from bot.store.generations import PART
from bot.store.holder import attending, is_attended, is_held, who_loads

LOOK = 0.25
"""Seconds between two looks for a request or an answer."""
PATIENCE = 3.0
"""Seconds in which a bot that has just begun looks for requests."""
FOLDER = "handover"
ENDS = REQUEST, TAKEN, CALLED_OFF, ANSWER = ".request", ".taken", ".called-off", ".answer"
"""A request is renamed by who takes it; its shell may leave a word; then there is an answer."""
_TELLING = msgspec.json.Decoder(Series | Episode)

log = logging.getLogger(__name__)


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be done: tellings loaded, a built generation put live, or a load taken back."""

    kind: Literal["tellings", "generation", "undo"]
    order: Order = Order()
    tellings: tuple[Series | Episode, ...] = ()
    rejected: int = 0
    rows: int = 0
    kept: tuple[Reject, ...] = ()
    """The first of what was rejected: an error names it."""
    generation: str = ""
    report: Report = Report()
    number: int = 0


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a request: a report, or an error by its name with what it carries."""

    report: Report | None = None
    error: str = ""
    data: tuple[Any, ...] = ()


class _Files(NamedTuple):
    request: Path
    taken: Path
    called_off: Path
    answer: Path


async def deliver(folder: Path, request: Request, progress: Progress) -> Report:
    """Do what is asked for here, or have it done by the process that has the databases.

    For somebody who holds the lock of loads. Raises what doing it raises, and StoreHeld where who
    has the databases does not look for requests.
    """
    while True:
        try:
            async with Store.opened(folder) as store:
                return await to_its_end(perform(store, request, progress), progress)
        except StoreHeld:
            if not await _is_attended(folder):
                raise
            if answer := await _handed_over(folder, request, progress):
                return _told(answer)


async def _is_attended(folder: Path) -> bool:
    """Tell whether requests are looked for, or will be in a moment: a bot that has just begun."""
    for _ in range(int(PATIENCE / LOOK)):
        if await asyncio.to_thread(is_attended, folder):
            return True
        await asyncio.sleep(LOOK)
    return False


async def perform(store: Store, request: Request, progress: Progress) -> Report:
    """Do what is asked for, in the process that has the databases."""
    match request.kind:
        case "tellings":
            rejects = Rejects()
            rejects.count, rejects.rows = request.rejected, request.rows
            rejects.kept = list(request.kept)
            return await put(store, request.tellings, request.order, rejects, progress)
        case "generation":
            part = store.folder / Path(request.generation).name
            if not part.match(f"catalogue-*{PART}"):  # it is removed at the end
                raise Unreadable(part.name, "the request", "that is no generation being built")
            built = Built(part, request.report)
            return await put_live(store, built, request.order, progress)
        case "undo":
            load = await take_back(store, request.number)
            return Report(load=load.id)


async def attend(store: Store) -> None:
    """Do what shells ask for, for ever."""
    folder = store.folder / FOLDER
    await asyncio.to_thread(_clear, folder)
    with attending(store.folder):
        while True:
            for path in await asyncio.to_thread(_taken, folder):
                answer = await _answered(store, path)
                try:
                    if not await asyncio.to_thread(_is_left, path):
                        await asyncio.to_thread(_write, path.with_suffix(ANSWER), answer)
                    path.unlink(missing_ok=True)
                except OSError as error:  # a full disk: the shell waits, people are answered
                    log.warning("can't answer a load from the shell: %s", error)
            await asyncio.sleep(LOOK)


async def _answered(store: Store, path: Path) -> Answer:
    progress = Progress()
    watching = asyncio.create_task(_watch(path, progress))
    try:
        request = await asyncio.to_thread(_request, path)
        return Answer(await to_its_end(perform(store, request, progress), progress))
    except ColdOpenError as error:
        return Answer(error=type(error).__name__, data=error.args)
    except (msgspec.MsgspecError, OSError) as error:
        return Answer(error="Unreadable", data=(path.name, "the file", str(error)))
    except Exception:
        log.exception("a load from the shell failed")
        return Answer(error="Unreachable", data=("The running bot", "its log says why"))
    finally:
        watching.cancel()


async def _watch(path: Path, progress: Progress) -> None:
    """Call a load off once the shell that asked for it has gone, or has called it off."""
    while True:
        if await asyncio.to_thread(_is_over, path):
            progress.call_off()
            return
        await asyncio.sleep(LOOK)


def _is_over(path: Path) -> bool:
    """Tell whether the shell that asked has gone, or has called it off."""
    return _is_left(path) or path.with_suffix(CALLED_OFF).exists()


def _is_left(path: Path) -> bool:
    """Tell whether the shell that asked has gone: somebody else loads, or nobody."""
    holder = who_loads(path.parent.parent)
    return holder is None or owner(holder) != path.stem.split("-")[0]


def owner(holder: str) -> str:
    """Name a holder of the lock of loads, for the names of its files."""
    return blake2b(holder.strip().encode(), digest_size=8).hexdigest()


async def _handed_over(folder: Path, request: Request, progress: Progress) -> Answer | None:
    """Leave a request and wait for its answer; None when who had the databases is gone."""
    # Not by the process's number: in containers that is the same again and again.
    name = f"{owner(who_loads(folder) or '')}-{secrets.token_hex(8)}"
    files = _Files(*(folder / FOLDER / f"{name}{end}" for end in ENDS))
    try:
        _write(files.request, request)  # not in a thread: Ctrl-C would leave it behind
        progress.begin("handed over to the running bot")
        return await _awaited(folder, files)
    except asyncio.CancelledError:
        try:
            files.request.unlink()
        except FileNotFoundError:  # the bot has taken it: it says what became of it
            files.called_off.touch()
            answer = await _awaited(folder, files)
            if answer is not None and answer.report is not None:
                return answer
        raise
    finally:
        for path in files:
            path.unlink(missing_ok=True)


async def _awaited(folder: Path, files: _Files) -> Answer | None:
    while True:
        if files.answer.exists():
            content = await asyncio.to_thread(files.answer.read_bytes)
            return msgspec.json.decode(content, type=Answer)
        if not await asyncio.to_thread(is_held, folder):
            return None
        await asyncio.sleep(LOOK)


def _told(answer: Answer) -> Report:
    if answer.report is not None:
        return answer.report
    kind = getattr(errors, answer.error, errors.LoadError)
    raise kind(*answer.data)


def _request(path: Path) -> Request:
    """Read a request line by line: decoding all of it at once would hold everybody else up."""
    if _is_over(path):
        raise Cancelled
    with path.open("rb") as file:
        request = msgspec.json.decode(file.readline(), type=Request)
        return msgspec.structs.replace(request, tellings=tuple(map(_TELLING.decode, file)))


def _taken(folder: Path) -> Sequence[Path]:
    """Take what shells ask for; what one of them has taken back is left out."""
    taken = []
    for path in sorted(folder.glob(f"*{REQUEST}")):
        with suppress(FileNotFoundError):
            taken.append(path.rename(path.with_suffix(TAKEN)))
    return taken


def _clear(folder: Path) -> None:
    """Remove what was left by shells and bots that ended in the middle."""
    for end in (TAKEN, CALLED_OFF, ANSWER):
        for path in folder.glob(f"*{end}"):
            path.unlink(missing_ok=True)


def _write(path: Path, value: Request | Answer) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        tellings = value.tellings if isinstance(value, Request) else ()
        if isinstance(value, Request):
            value = msgspec.structs.replace(value, tellings=())
        file.write(msgspec.json.encode(value, enc_hook=str) + b"\n")
        file.writelines(msgspec.json.encode(telling) + b"\n" for telling in tellings)
    part.replace(path)
