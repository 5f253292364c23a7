"""Where to watch an episode or a series, in a country of one's choice."""

import re
from datetime import UTC, datetime
from typing import TypeVar

from bot.app import App, app_of
from bot.errors import Gone
from bot.page import EpisodePage, SeriesPage
from bot.render import cards
from bot.render import series as series_cards
from bot.store import pages, series
from bot.ui import Interaction, Pressable, picked, promptly, turn, viewer_of

P = TypeVar("P", EpisodePage, SeriesPage)

THING, WHERE = (
    r"watch:(?P<id>\d{1,18})",
    r"(?::more\d)?(?::(?P<country>[A-Z]{2,4}):(?P<page>\d{1,6})(?::[a-z]{1,10})?)?",
)
"""What an id asks for: the country is in it, or picked from a select."""


def in_country(interaction: Interaction, page: P, told: str | None) -> P:
    """Give a page as it is shown for a country that was chosen; raises Gone for what is none."""
    country = told or picked(interaction)
    if re.fullmatch(r"[A-Z]{2,4}", country) is None:
        raise Gone(0)
    return page._replace(viewer=page.viewer._replace(country=country, guessed=False))


class Watch(Pressable, template=THING + WHERE):
    """Where to watch an episode."""

    async def press(self, interaction: Interaction) -> None:
        """Show the offers in the country."""
        read, thing = app_of(interaction).store.read, int(self.match["id"])
        work = read(pages.where_to_watch, thing, viewer_of(interaction))
        page = in_country(interaction, await promptly(interaction, work), self.match["country"])
        await turn(interaction, cards.section("watch", page, int(self.match["page"] or 0)))


class WatchSeries(Pressable, template=rf"series:{THING}(?::from(?P<episode>\d{{1,18}}))?{WHERE}"):
    """Where to watch a series; who came from an episode is led back to it."""

    async def press(self, interaction: Interaction) -> None:
        """Show the offers in the country."""
        read, thing = app_of(interaction).store.read, int(self.match["id"])
        work = read(series.page, thing, datetime.now(UTC), viewer_of(interaction))
        page = in_country(interaction, await promptly(interaction, work), self.match["country"])
        if came_from := self.match["episode"]:
            page = page._replace(episode=int(came_from))
        await turn(interaction, series_cards.section("watch", page, int(self.match["page"] or 0)))


async def setup(bot: App) -> None:
    """Add what can be pressed: the pages of others lead here."""
    bot.add_pressables(Watch, WatchSeries)
