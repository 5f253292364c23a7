"""The button below an episode that was drawn by chance."""

from bot.render import parts


def again(episode: int, series: int | None, season: int | None) -> parts.Row:
    """Offer another episode than this one, of the same series or season, or of all."""
    number = "none" if season is None else season
    return parts.row(parts.button("Another", f"random:{series or 0}:{number}:{episode}"))
