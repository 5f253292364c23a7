"""What members look up and review this week."""

from bot.happening import Trend, Trends
from bot.render import parts, words
from bot.render.fit import cut
from bot.render.parts import Container

SIZE = 10


def page(trends: Trends, note: str = "") -> Container:
    """Show one page of what is looked up and reviewed; `note` says what else there is to say."""
    where = "everywhere" if trends.server is None else "here"
    pages = max(1, -(-trends.total // SIZE))
    said = f"\n-# {note}" if note else ""
    head = f"### Looked up and reviewed this week, {where}{said}"
    if not trends.trends:
        nothing = f"*Nobody has looked anything up {where} this week.*"
        return parts.card(parts.text(f"{head}\n{nothing}", 600))
    first = trends.page * SIZE + 1
    rows = "\n".join(_row(rank, one) for rank, one in enumerate(trends.trends, first))
    name = "everywhere" if trends.server is None else "here"
    turning = parts.turning(f"trending:{name}", trends.page, pages)
    return parts.card(
        parts.text(head + parts.position(trends.page, pages), 600),
        parts.text(rows, 3200),
        parts.picker((one.heading for one in trends.trends), "Open one of these"),
        *([parts.row(*turning)] if turning else []),
    )


ONLY_ON_SERVERS = "There is no server here: this is what it is everywhere."


def _row(rank: int, trend: Trend) -> str:
    # Who looked is kept nowhere: after a restart somebody counts again, so these are no members.
    often = {1: "once", 2: "twice"}.get(trend.lookups, f"{trend.lookups:,} times")
    told = [f"looked up {often}"] if trend.lookups else []
    if trend.reviews:
        told.append("1 review" if trend.reviews == 1 else f"{trend.reviews:,} reviews")
    return f"**{rank}.** {cut(words.named(trend.heading), 220)}\n-# {' · '.join(told)}"
