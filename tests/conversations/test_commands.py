"""/help, /about, /admin; and what Discord is told of all commands."""

import importlib
from collections import Counter
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bot import __version__, loading
from bot.app import cogs
from bot.model import Series, Title
from bot.store import Store
from tests.conversations.conftest import EVERYWHERE, GUILD, Bot
from tests.conversations.talk import Person

Command = app_commands.Command[Any, ..., Any] | app_commands.Group


def all_commands(bot: Bot) -> list[Command]:
    """Give every command and subcommand, everywhere and of the admin server."""
    typed = discord.AppCommandType.chat_input  # menus have no description
    roots: list[Any] = [
        *bot.app.tree.get_commands(type=typed),
        *bot.app.tree.get_commands(type=typed, guild=discord.Object(GUILD)),
    ]
    groups = (root for root in roots if isinstance(root, app_commands.Group))
    return [*roots, *(one for group in groups for one in group.walk_commands())]


def test_every_cog_is_found():
    assert {"cogs.about", "cogs.admin", "cogs.episodes"} <= set(cogs())


async def test_every_cog_is_loaded_and_says_what_it_is_for(bot: Bot):
    assert set(bot.app.extensions) == set(cogs())
    loaded: list[commands.Cog] = list(bot.app.cogs.values())
    assert all(cog.__doc__ for cog in loaded)
    assert all(importlib.import_module(name).__doc__ for name in cogs())


async def test_no_two_commands_share_a_name(bot: Bot):
    names = Counter(command.qualified_name for command in all_commands(bot))
    assert [name for name, count in names.items() if count > 1] == []


async def test_every_command_and_every_option_has_a_description(bot: Bot):
    for command in all_commands(bot):
        assert 1 <= len(command.description) <= 100, command.qualified_name
        assert command.description.strip("… "), command.qualified_name
        for option in getattr(command, "parameters", ()):
            assert 1 < len(option.description) <= 100, (command.qualified_name, option.name)


async def test_whatever_is_typed_in_words_is_suggested_for(bot: Bot):
    text = discord.AppCommandOptionType.string
    typed = {
        f"{command.qualified_name} {option.display_name}": option.autocomplete
        for command in all_commands(bot)
        for option in getattr(command, "parameters", ())
        if option.type is text and not option.choices
    }
    assert {"episode query", "admin load-show show"} <= set(typed)
    assert [name for name, suggested in typed.items() if not suggested] == []


async def test_the_bot_asks_for_no_privileged_intent_and_invites_with_no_permission(bot: Bot):
    intents = bot.app.intents
    assert not any((intents.message_content, intents.members, intents.presences))
    assert "permissions=0" in bot.app.invite


async def test_help_names_operators_their_commands_last_and_leaves_none_out(bot: Bot, ann: Person):
    text = await ann.reads_through(await ann.uses("help"))
    mine = [*bot.app.tree.walk_commands(guild=discord.Object(GUILD))]
    names = [
        one.qualified_name
        for one in (*bot.app.tree.walk_commands(), *mine)
        if isinstance(one, app_commands.Command)
    ]
    assert [name for name in names if f"- **/{name}** " not in text] == []
    assert text.index("/today") < text.index("/moderate log") < text.index("/admin backup")
    first = ["episode", "search", "series", "season", "next", "person", "review write"]
    order = [text.index(f"**/{name}**") for name in [*first, "about"]]
    assert order == sorted(order)


async def test_help_names_every_command_and_things_to_try(bot: Bot, bob: Person):
    page = await bob.uses("help")
    assert "reply to one of my cards and name me" in page.text
    assert page.private
    text = await bob.reads_through(page)
    for command in bot.app.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            assert f"**/{command.qualified_name}**" in text
    assert "/admin" not in text
    for line in page.text.split("\n"):
        if "/episode query:" in line:
            words = line.split("query:")[1].strip("`")
            assert not (await bob.asks(words)).private


async def test_help_names_what_stands_in_menus(bot: Bot, bob: Person):
    page = await bob.uses("help")
    kinds = discord.AppCommandType.message, discord.AppCommandType.user
    menus = [one.name for kind in kinds for one in bot.app.tree.get_commands(type=kind)]
    assert len(menus) > 2
    assert [name for name in menus if f"**{name}**" not in page.text] == []


async def test_about_tells_version_counts_sources_and_privacy(bob: Person):
    page = await bob.uses("about")
    assert page.private
    assert f"Cold Open {__version__}" in page.text
    assert "1 series, 110 episodes" in page.text
    assert " credits in cast and crew." in page.text
    assert "Starter catalogue by the Cold Open project, MIT licence" in page.text
    assert "I write down nowhere who looked up what." in page.text
    assert "in memory only" in page.text


@pytest.mark.parametrize(
    ("source", "owed"),
    [
        ("TVmaze", "TV data and pictures by [TVmaze](<https://www.tvmaze.com>), CC BY-SA 4.0."),
        ("IMDb", "Information courtesy of [IMDb](<https://www.imdb.com>). Used with permission."),
        ("TMDB", "This product uses TMDB and the TMDB APIs but is not endorsed"),
        ("TheTVDB", "Metadata provided by [TheTVDB](<https://thetvdb.com>)."),
        ("[x](http://evil.example)", "\\[x\\]\\(http\\://evil.example\\)"),
    ],
)
async def test_about_credits_whom_the_catalogue_is_from(
    bob: Person, store: Store, source: str, owed: str
):
    told = Series(source=source, titles=(Title(text="Lighthouses"),))
    await loading.load(store, [told])
    assert owed in (await bob.uses("about")).text


async def test_an_operator_sees_how_the_store_is(ann: Person, store: Store):
    page = await ann.uses("admin status")
    assert page.private
    assert "can be written" in page.text
    assert "- 110 episodes" in page.text
    assert str(store.folder.parent) not in page.text


async def test_others_are_refused_privately(bob: Person):
    refusal = await bob.uses("admin status")
    assert refusal.private
    assert refusal.text == "Only operators may do that."


async def test_admin_is_only_in_the_admin_server(bot: Bot, ann: Person):
    assert isinstance(ann.actor, simcord.MemberActor)
    assert "admin status" in ann.actor.available_commands(ann.channel)
    elsewhere = bot.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("telly")
    visitor = elsewhere.add_member(bot.operator)
    assert set(visitor.available_commands(channel)) == EVERYWHERE
    assert set(bot.operator.available_commands()) == EVERYWHERE
