"""Loading television: the one way into the store, from wherever it comes.

`load` takes tellings, in one transaction; bot.loading.dump takes IMDb's dumps, into a catalogue of
its own that goes live when it is whole; `undo` takes the last load back.
"""

from contextlib import suppress
from pathlib import Path

from bot.errors import LoadHeld
from bot.loaders import tables
from bot.loading.progress import Progress
from bot.loading.telling import load
from bot.loading.undoing import undo
from bot.report import Change, Order, Report
from bot.store import Store, catalogue

STARTER = Path(__file__).parent.parent.parent / "data" / "starter"

__all__ = [
    "STARTER", "Change", "Order", "Progress", "Report", "ensure_starter", "load", "load_starter",
    "undo",
]  # fmt: skip


async def load_starter(store: Store) -> Report:
    """Load the catalogue that comes with the program."""
    files = sorted(STARTER.glob("*.jsonl"))
    tellings = [telling for file in files for telling in tables.read_file(file)]
    return await load(store, tellings, Order(source="starter"))


async def ensure_starter(store: Store) -> None:
    """Load the starter catalogue if the store has nothing at all, and nobody else loads."""
    if not store.read_only and await store.read(catalogue.is_empty):
        with suppress(LoadHeld):
            await load_starter(store)
