"""The shell copies pictures into the store, beside the running bot if there is one."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import finding
from bot.cli_working import Wish, bars, done, read_settings, write_rejects
from bot.errors import Cancelled
from bot.loading import ensure_starter
from bot.loading.pictures import Copying, addresses
from bot.loading.progress import Progress
from bot.render import copies as words
from bot.report import Copied
from bot.store import Store

LISTED = 50
"""Pictures that could not be had which are listed; the file of rejects has all."""


def copy(wanted: Sequence[str], *, as_json: bool) -> Copied:
    """Copy the pictures of series by name or id, and say what came of it.

    Raises Cancelled, which knows how many are kept, and what `Copying.copy` raises.
    """
    settings, progress = read_settings(), Progress()
    copying = Copying(settings.data, progress, local=settings.local_pictures)
    try:
        done(_copied(copying, progress, settings.data, wanted, quiet=as_json))
    except Cancelled:
        raise Cancelled(copying.report.new) from None
    for reject in copying.rejects.kept[:LISTED]:
        print(words.failure(reject), file=sys.stderr)
    write_rejects(Wish(settings.data, "pictures"), copying.rejects)
    report = copying.report
    print(json.dumps(report._asdict()) if as_json else words.summary(report))
    return report


async def _copied(
    copying: Copying, progress: Progress, folder: Path, wanted: Sequence[str], *, quiet: bool
) -> None:
    found: dict[str, None] = {}
    # A store that is there may be in use by the bot: reading takes nothing from it.
    async with Store.opened(folder, writable=not Store.is_ready(folder)) as store:
        await ensure_starter(store)
        for each in wanted:
            series = await finding.find_series(store, each)
            found |= dict.fromkeys(await addresses(store, series.id))
    showing = asyncio.create_task(bars(progress, quiet=quiet))
    try:
        await copying.copy(list(found), "from the shell")
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
