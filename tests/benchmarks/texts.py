"""What making hostile text harmless costs: it has to grow with the text, not faster."""

import time
from pathlib import Path

from bot.render.fit import escape

HOSTILE = "[" * 2 + "](" * 2 + "*_||\u0301"


async def measure(folder: Path) -> None:
    """Print CPU ms of escaping 500 and 4,000 hostile characters."""
    del folder
    costs = {}
    for size in (500, 4000):
        text = (HOSTILE * size)[:size]
        begun = time.process_time()
        for _ in range(50):
            escape(text)
        costs[size] = (time.process_time() - begun) / 50 * 1000
    ratio = costs[4000] / costs[500]
    print(f"escape: 4,000 hostile signs {costs[4000]:.2f} ms CPU, {ratio:.1f} x the cost of 500")
