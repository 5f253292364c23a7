"""/next and /today: what comes next of a series, what airs on a day."""

from datetime import UTC, date, datetime

from discord import app_commands
from discord.ext import commands

from bot.app import App, app_of, looked_at, series_like
from bot.asking.countries import countries_like, read_country
from bot.asking.dates import days_like, read_day
from bot.errors import Gone, NoCountry, NoDay
from bot.finding import around
from bot.render import airing as cards
from bot.render import results
from bot.render.parts import Container
from bot.render.words import country
from bot.store import Store, airing
from bot.ui import (
    Choices,
    Interaction,
    Pressable,
    picked_thing,
    promptly,
    send,
    suggesting,
    turn,
)

Typed = app_commands.Range[str, 1, 100]


class Airing(commands.Cog):
    """Tells what is shown when."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command(name="next")
    @app_commands.describe(series="The series, by any of its titles")
    async def coming(self, interaction: Interaction, series: str) -> None:
        """Show the next episode of a series, and the last one before it."""
        work = self.bot.store.read(around.find_coming, series, datetime.now(UTC))
        which, told = await promptly(interaction, work)
        if told is None:
            await send(interaction, results.choice(which.text, which.series, "next:pick"))
            return
        await send(interaction, cards.around(told))
        looked_at(interaction, told.series.id)

    @coming.autocomplete("series")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest series: those that were looked at last, then what is typed so far."""
        return await series_like(interaction, current)

    @app_commands.command(name="today")
    @app_commands.rename(day="date")
    @app_commands.describe(
        day="Another day, as in 6 oct 2010, or tomorrow", country="Only what is shown there"
    )
    async def on_day(
        self, interaction: Interaction, day: Typed | None = None, country: Typed | None = None
    ) -> None:
        """Show what airs today, or on another day."""
        this = chosen(day, datetime.now(UTC).date())
        code = where(country, str(interaction.locale))
        work = shown(self.bot.store, this, code)
        await send(interaction, await promptly(interaction, work))

    @on_day.autocomplete("day")
    @suggesting
    async def offer_days(self, interaction: Interaction, current: str) -> Choices:
        """Suggest the day that is typed, or those around today."""
        del interaction
        days = days_like(current, datetime.now(UTC).date())
        return [
            app_commands.Choice(name=cards.choice(name, day), value=day.isoformat())
            for name, day in days.items()
        ]

    @on_day.autocomplete("country")
    @suggesting
    async def offer(self, interaction: Interaction, current: str) -> Choices:
        """Suggest countries."""
        found = countries_like(current, str(interaction.locale))
        return [app_commands.Choice(name=country(code), value=code) for code in found]


def chosen(text: str | None, today: date) -> date:
    """Read a day, today where none is named; raises NoDay."""
    day = today if text is None else read_day(text, today)
    if day is None:
        raise NoDay(text or "")
    return day


def where(text: str | None, language: str) -> str | None:
    """Read a country, None where none is named; raises NoCountry."""
    code = read_country(text, language) if text is not None else None
    if text is not None and code is None:
        raise NoCountry(text)
    return code


async def shown(store: Store, day: date, code: str | None, page: int = 0) -> Container:
    """Show one page of what airs on a day."""
    return cards.day(
        await store.read(airing.on_day, day.isoformat(), code, size=cards.SIZE, page=page)
    )


class Pick(Pressable, template=r"next:pick"):
    """One of several series, picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Show what of it comes next."""
        read, series = app_of(interaction).store.read, picked_thing(interaction, "series")
        told = await promptly(interaction, read(airing.around, series, datetime.now(UTC)))
        await turn(interaction, cards.around(told))
        looked_at(interaction, told.series.id)


class DayPage(
    Pressable,
    template=r"today:(?P<day>\d{4}-\d\d-\d\d):(?P<where>[A-Z]{2,4}|any)"
    r":(?P<page>\d{1,6}):[a-z]{1,10}",
):
    """A page of what airs on a day, or another day."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        try:
            day = date.fromisoformat(self.match["day"])
        except ValueError:
            raise Gone(0) from None
        code = None if self.match["where"] == cards.ANYWHERE else self.match["where"]
        work = shown(app_of(interaction).store, day, code, int(self.match["page"]))
        await turn(interaction, await promptly(interaction, work))


async def setup(bot: App) -> None:
    """Add the commands and what can be pressed."""
    bot.add_pressables(Pick, DayPage)
    await bot.add_cog(Airing(bot))
