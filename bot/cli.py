"""The shell: run, play, load, find. Thin; the cogs call the same functions."""

import asyncio
import errno
import io
import json
import os
import sys
import time
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Annotated, Any, TextIO, TypeVar

import typer

from bot import __version__, cli_loads, finding, loading
from bot.cli_working import read_settings
from bot.errors import Cancelled, ColdOpenError, NothingFound, Unclear, Unreadable
from bot.finding import Answer, Match
from bot.finding.truth import Query, judge, read_truth, table
from bot.loaders import tables
from bot.render.loads import harmless
from bot.render.problems import problem
from bot.render.words import choice_name
from bot.settings import Settings
from bot.store import Database, Store, catalogue

T = TypeVar("T")
Port = Annotated[int, typer.Option(help="Port of 127.0.0.1.", min=0, max=65535)]

app = typer.Typer(
    help="The Discord bot that knows television by the episode.",
    pretty_exceptions_enable=False,  # it prints local variables, and the token is one
    add_completion=False,
)
app.add_typer(cli_loads.load, name="load")
for command in (cli_loads.list_loads, cli_loads.export, cli_loads.backup):
    app.command(command.__name__.removeprefix("list_"))(command)


def main() -> None:
    """Run the command line; a problem is one line on the standard error and its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a sign that it cannot show must not end it
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _to_the_end()
    except ColdOpenError as error:
        print(problem(error), file=sys.stderr)
        for head in error.near if isinstance(error, NothingFound) else ():
            print(f"  {harmless(choice_name(head))}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print(problem(Cancelled()), file=sys.stderr)
        sys.exit(Cancelled.exit_code)
    except OSError as error:
        if error.filename is not None:
            raise
        if error.errno != errno.EPIPE:  # who has read enough of a pipe needs no words
            why = error.strerror or str(error)
            print(f"The standard output can't be written: {why}.", file=sys.stderr)
        sys.exit(1)


def _to_the_end() -> None:
    """Run a command until what it printed is written, too: a full disk shows only then."""
    try:
        app()
    finally:
        if sys.stdout is not None:
            _flush(sys.stdout)


def _flush(out: TextIO) -> None:
    try:
        out.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the interpreter flushes once more
        raise


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Run the bot when no command is given."""
    if version:
        print(f"coldopen {__version__}")
    elif context.invoked_subcommand is None:
        run()


@app.command()
def run(port: Port = 8765) -> None:
    """Connect to Discord; without a token, open the playground."""
    settings = read_settings()
    if settings.token is None:
        return _play(settings, port)
    from bot.online import online  # noqa: PLC0415 - neither way loads what only the other needs

    return _run(online(settings))


@app.command()
def play(port: Port = 8765) -> None:
    """Open the playground: a Discord in the browser, no token needed."""
    _play(read_settings(), port)


def _play(settings: Settings, port: int) -> None:
    from bot.playground import playground  # noqa: PLC0415 - never imported where a token is used

    _run(playground(settings, port))


@app.command()
def find(
    words: Annotated[str | None, typer.Argument(help="What you would type in Discord.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=25)] = 10,
    batch: Annotated[
        Path | None, typer.Option(help='A file with one {"query": ...} a line; - reads them in.')
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="Questions with right answers: print how many are found.")
    ] = None,
) -> None:
    """Print what words mean, ranked, and how they were read."""
    settings = read_settings()
    if sum(one is not None for one in (words, batch, truth)) != 1:
        raise typer.BadParameter("give words, --batch FILE or --truth FILE")
    if truth is not None:
        _run(_measure(settings.data, read_truth(tables.content_of(truth), truth.name)))
        return
    queries = [words] if words is not None else _queries(batch or Path("-"))
    _run(_answer(settings.data, queries, limit, as_json=as_json or batch is not None))


def _queries(batch: Path) -> Iterable[str]:
    name = "standard input" if str(batch) == "-" else batch.name
    content = sys.stdin.buffer.read() if str(batch) == "-" else tables.content_of(batch)
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        expected = 'expected {"query": "..."}'
        try:
            query = json.loads(line)["query"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise Unreadable(name, f"line {number}", expected) from error
        if query is None or isinstance(query, bool | list | dict):
            raise Unreadable(name, f"line {number}", expected)
        yield str(query)


async def _answer(folder: Path, queries: Iterable[str], limit: int, *, as_json: bool) -> None:
    # A store that is there may be in use by the bot: reading takes nothing from it.
    async with Store.opened(folder, writable=not Store.is_ready(folder)) as store:
        await loading.ensure_starter(store)
        for query in queries:
            started = time.perf_counter()
            try:
                answer = await store.read(finding.answered, query, None, None)
            except Unclear:
                answer = Answer(query, ())
            spent = (time.perf_counter() - started) * 1000
            rows = await store.read(_rows, answer.matches[:limit])
            if as_json:
                _print_json(query, answer, spent, rows)
            else:
                _print_text(answer, limit)


async def _measure(folder: Path, queries: Iterable[Query]) -> None:
    async with Store.opened(folder, writable=not Store.is_ready(folder)) as store:
        await loading.ensure_starter(store)
        verdicts = [await store.read(judge, query) for query in queries]
    print(f"{'kind':28} queries  recall@1  recall@10    mrr  wrong")
    for row in table(verdicts):
        print(
            f"{row.kind:28} {row.queries:7} {row.first:9.3f} {row.ten:10.3f} "
            f"{row.reciprocal:6.3f} {row.wrong:6}"
        )


def _rows(db: Database, matches: Iterable[Match]) -> list[dict[str, Any]]:
    return [
        {
            "kind": head.kind,
            "id": head.id,
            "series": head.series,
            "year": head.start_year,
            "season": head.season,
            "number": head.number,
            "title": head.title,
            "ids": dict(catalogue.ids(db, head.id).items()),
            "score": round(match.score, 1),
        }
        for match in matches
        for head in (match.heading,)
    ]


def _print_json(query: str, answer: Answer, spent: float, rows: list[dict[str, Any]]) -> None:
    understood = list(dict.fromkeys(str(match.reading) for match in answer.matches))
    line = {
        "query": query,
        "ms": round(spent, 3),
        "understood": understood,
        "sure": answer.sure is not None,
        "near": [choice_name(match.heading) for match in answer.near],
        "results": rows,
    }
    print(json.dumps(line, ensure_ascii=False))


def _print_text(answer: Answer, limit: int) -> None:
    if not answer.matches:
        print("Nothing found." + (" Did you mean:" if answer.near else ""))
    for match in (answer.matches or answer.near)[:limit]:
        name = choice_name(match.heading)
        read = f"(read as {match.reading}, under “{match.name}”)"
        print(f"{match.score:5.1f}  {harmless(name)}  {harmless(read)}")
