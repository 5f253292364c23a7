"""/review write and the ways to it: the page's button, a menu on a card, a menu on one's words."""

import discord
from discord import app_commands

from bot import about, drafting, finding
from bot.app import App, app_of, looked_at, things_like
from bot.asking import replies
from bot.render import drafts as cards
from bot.render import results, reviews
from bot.render.reading import LANGUAGES
from bot.render.words import language as named
from bot.store import drafts
from bot.store.drafts import Written
from bot.ui import Choices, Interaction, Pressable, picked_title, promptly, send, suggesting


@app_commands.command()
@app_commands.describe(
    query="A title, a series with S02E05, series and title, or an IMDb id",
    language="If you write in another than your Discord's",
)
@app_commands.choices(
    language=[app_commands.Choice(name=named(code), value=code) for code in LANGUAGES]
)
async def write(interaction: Interaction, query: str, language: str | None = None) -> None:
    """Write a review of an episode or a series, or change yours."""
    answer = await finding.find(app_of(interaction).store, query)
    if answer.sure:
        await drafting.write(interaction, answer.sure.heading.id, language)
        looked_at(interaction, answer.sure.heading.id)
        return
    headings = tuple(match.heading for match in answer.matches)
    pick = f"review:pick:{language}" if language else "review:pick"
    await send(interaction, results.choice(answer.text, headings, pick), private=True)


@write.autocomplete("query")
async def suggest(interaction: Interaction, current: str) -> Choices:
    """Suggest series and episodes: what was looked at last, then what is typed so far."""
    return await _suggest(None, interaction, current)


@suggesting
async def _suggest(cog: object, interaction: Interaction, current: str) -> Choices:
    del cog
    return await things_like(interaction, current)


@app_commands.command(name="drafts")
async def unfinished(interaction: Interaction) -> None:
    """Show the reviews that you began and did not publish."""
    app = app_of(interaction)
    work = app.store.read(drafts.listed, interaction.user.id)
    found = await promptly(interaction, work, private=True)
    await send(interaction, cards.listed(found, app.keeping.drafts), private=True)


class Write(Pressable, template=r"review:write:(?P<thing>\d{1,18})"):
    """Review what a page shows."""

    async def press(self, interaction: Interaction) -> None:
        """Open the form."""
        await drafting.write(interaction, int(self.match["thing"]))


class Pick(Pressable, template=rf"review:pick(?::(?P<language>{drafting.LANGUAGE}))?"):
    """One of several things that may have been meant, to be reviewed."""

    async def press(self, interaction: Interaction) -> None:
        """Open the form."""
        await drafting.write(interaction, picked_title(interaction), self.match["language"])


@app_commands.context_menu(name="Review this episode")
async def review_this(interaction: Interaction, message: discord.Message) -> None:
    """Open the form for what a card of ours shows."""
    thing = about.told(message)
    if thing is None:
        await send(interaction, cards.no_card(), private=True)
    else:
        await drafting.write(interaction, thing)


@app_commands.context_menu(name="Make this a review")
async def make_review(interaction: Interaction, message: discord.Message) -> None:
    """Make a draft of one's own message, whatever it is about."""
    if message.author.id != interaction.user.id:
        await send(interaction, cards.not_own(), private=True)
    elif not message.content.strip():
        await send(interaction, cards.wordless(), private=True)
    else:
        replied = message.reference.resolved if message.reference else None
        thing = about.told(replied) if isinstance(replied, discord.Message) else None
        written = Written(thing, replies.told(message.content, str(interaction.locale)[:2]))
        await drafting.keep(interaction, written, message.attachments, on_card=False)


async def setup(bot: App) -> None:
    """Add the commands and what can be pressed."""
    bot.add_pressables(Write, Pick)
    family = bot.family("review", reviews.FAMILY)
    family.add_command(write)
    family.add_command(unfinished)
    bot.tree.add_command(review_this)
    bot.tree.add_command(make_review)
