"""Proves the loopback with hikari, which asks more of a server than discord.py does."""

import logging
from collections.abc import AsyncGenerator
from typing import Final

import hikari
import pytest
from hikari import impl

from .loopback import Loopback
from .people import ANN, APPLICATION_ID, BEN, GUILD

SHOW: Final = hikari.ResponseType.MESSAGE_CREATE
WAIT: Final = hikari.ResponseType.DEFERRED_MESSAGE_CREATE
CHANGE: Final = hikari.ResponseType.MESSAGE_UPDATE


def clap(times: int) -> impl.MessageActionRowBuilder:
    row = impl.MessageActionRowBuilder()
    row.add_interactive_button(hikari.ButtonStyle.PRIMARY, f"clap:{times}", label="Clap")
    return row


def card(text: str, times: int) -> impl.ContainerComponentBuilder:
    container = impl.ContainerComponentBuilder()
    container.add_text_display(text)
    container.add_separator()
    row = container.add_action_row(list(clap(times).components))
    assert row is not None
    return container


async def use(interaction: hikari.CommandInteraction) -> None:
    match interaction.command_name:
        case "find":
            assert interaction.options is not None
            said = f"{interaction.options[0].value} for {interaction.user.username}"
            embed = hikari.Embed(title=said)
            await interaction.create_initial_response(SHOW, embed=embed, component=clap(0))
        case "card":
            v2 = hikari.MessageFlag.IS_COMPONENTS_V2
            await interaction.create_initial_response(SHOW, component=card("hello", 0), flags=v2)
        case "later":
            private = hikari.MessageFlag.EPHEMERAL
            await interaction.create_initial_response(WAIT, flags=private)
            await interaction.edit_initial_response("done")
            await interaction.execute("more")
        case "file":
            content = hikari.Bytes(b"abc", "abc.txt")
            await interaction.create_initial_response(SHOW, "here", attachment=content)


async def press(interaction: hikari.ComponentInteraction) -> None:
    times = int(interaction.custom_id.partition(":")[2]) + 1
    v2 = interaction.message.flags & hikari.MessageFlag.IS_COMPONENTS_V2
    shown = card(f"{times} claps", times) if v2 else clap(times)
    await interaction.create_initial_response(CHANGE, component=shown)


async def offer(interaction: hikari.AutocompleteInteraction) -> None:
    typed = str(interaction.options[0].value)
    await interaction.create_response([impl.AutocompleteChoiceBuilder(typed * 2, typed)])


async def hear(event: hikari.InteractionCreateEvent) -> None:
    match event.interaction:
        case hikari.CommandInteraction() as used:
            await use(used)
        case hikari.ComponentInteraction() as pressed:
            await press(pressed)
        case hikari.AutocompleteInteraction() as typed:
            await offer(typed)


async def declare(bot: hikari.GatewayBot) -> None:
    find = impl.SlashCommandBuilder("find", "Find somebody.")
    option = hikari.CommandOption(
        type=hikari.OptionType.STRING,
        name="query",
        description="Whom",
        is_required=True,
        autocomplete=True,
    )
    find.add_option(option)
    others = [impl.SlashCommandBuilder(name, "Say.") for name in ("card", "later", "file")]
    await bot.rest.set_application_commands(APPLICATION_ID, [find, *others])


@pytest.fixture
async def server(caplog: pytest.LogCaptureFixture) -> AsyncGenerator[Loopback]:
    # hikari waits up to two seconds before it connects again.
    async with Loopback(deadline=8) as discord_server:
        bot = hikari.GatewayBot(
            discord_server.token,
            rest_url=discord_server.api_url,
            banner=None,
            logs=None,
            suppress_optimization_warning=True,
            intents=hikari.Intents.GUILDS,
        )
        bot.event_manager.subscribe(hikari.InteractionCreateEvent, hear)
        await bot.start(check_for_updates=False)
        await declare(bot)
        yield discord_server
        await bot.close()
        assert discord_server.problems == []
        assert [entry for entry in caplog.records if entry.levelno >= logging.ERROR] == []


async def test_hikari_answers_a_command_and_a_button(server: Loopback):
    reply = await server.slash("find", query="Mary")
    assert reply.embeds[0]["title"] == "Mary for ann"
    pressed = await server.press(reply, "clap:0", user=BEN)
    assert pressed.custom_ids == ["clap:1"]


async def test_hikari_shows_a_card_and_updates_it(server: Loopback):
    reply = await server.slash("card", guild=None)
    assert reply.text == "hello"
    pressed = await server.press(reply, "clap:0", user=ANN)
    assert pressed.text == "1 claps"


async def test_hikari_offers_choices(server: Loopback):
    (choice,) = await server.autocomplete("find", query="ma", focused="query")
    assert choice == ("mama", "ma")


async def test_hikari_answers_later_and_follows_up(server: Loopback):
    reply = await server.slash("later", guild=GUILD)
    assert reply.ephemeral
    assert reply.content == "done"
    assert (await reply.followup())["content"] == "more"


async def test_hikari_sends_a_file(server: Loopback):
    reply = await server.slash("file")
    assert reply.message["attachments"][0]["filename"] == "abc.txt"


async def test_hikari_gets_what_a_lost_socket_missed(server: Loopback):
    await server.close(4000)
    reply = await server.slash("later")
    assert reply.content == "done"
    assert server.gateway.resumed[0] == ["INTERACTION_CREATE"]
