"""Proves the loopback with a plain discord.py bot."""

import asyncio
from collections.abc import AsyncGenerator

import aiohttp
import discord
import pytest

from .clients import discord_py_at, running
from .exchange import NoAnswerError
from .loopback import Loopback
from .people import ANN, BEN, FOREIGN_GUILD, FRIENDS, GUILD, OTHER_GUILD, Group, Guild
from .plainbot import PlainBot


@pytest.fixture
async def server() -> AsyncGenerator[Loopback]:
    async with Loopback(guilds=(GUILD, OTHER_GUILD, FOREIGN_GUILD)) as discord_server:
        yield discord_server
        assert discord_server.problems == []


@pytest.fixture
async def bot(server: Loopback) -> AsyncGenerator[PlainBot]:
    client = PlainBot()
    async with running(client, server):
        yield client


async def test_a_bot_logs_in_and_sees_its_servers(server: Loopback, bot: PlainBot):
    await bot.wait_until_ready()
    assert bot.user is not None
    assert bot.user.name == "cold-open"
    assert {guild.name for guild in bot.guilds} == {GUILD.name, OTHER_GUILD.name}
    assert server.requests[0].path == "/users/@me"


async def test_ann_finds_somebody(server: Loopback, bot: PlainBot):
    reply = await server.slash("find", query="Mary", season=2)
    assert reply.type == 4
    assert reply.text == "Mary in season 2"
    assert not reply.ephemeral
    assert reply.custom_ids == ["clap:0", "pick"]
    assert [part["id"] for part in reply.components] == [1]


async def test_ann_is_offered_names(server: Loopback, bot: PlainBot):
    choices = await server.autocomplete("find", query="ma", focused="query", season=3)
    assert [choice.value for choice in choices] == ["Mary Tyler", "May Bell", "Max Power"]


async def test_ben_presses_ann_s_button(server: Loopback, bot: PlainBot):
    asked = await server.slash("find", query="Mary")
    pressed = await server.press(asked, "clap:0", user=BEN)
    assert pressed.type == 7
    assert pressed.message["id"] == asked.message["id"]
    assert pressed.text == "ann asked, ben clapped"
    again = await server.press(pressed, "clap:1", user=BEN)
    assert again.custom_ids[0] == "clap:2"


async def test_a_button_of_an_earlier_life_works(server: Loopback, bot: PlainBot):
    button = {"type": 2, "style": 1, "label": "Clap", "custom_id": "clap:41"}
    row = {"type": 1, "components": [button]}
    old = server.post(components=[row], flags=1 << 15, asked_by=ANN)
    pressed = await server.press(old, "clap:41", user=BEN)
    assert "clap:42" in pressed.custom_ids
    assert pressed.text == "ann asked, ben clapped"


async def test_ann_chooses_from_a_select(server: Loopback, bot: PlainBot):
    asked = await server.slash("find", query="Mary")
    chosen = await server.select(asked, "pick", ["May Bell"])
    assert chosen.deferred
    assert chosen.text == "May Bell"


async def test_ann_waits_for_a_deferred_answer(server: Loopback, bot: PlainBot):
    reply = await server.slash("later", private=True)
    assert reply.type == 5
    assert reply.ephemeral
    second = await reply.followup()
    assert second["content"] == "second"
    assert second["interaction_metadata"]["original_response_message_id"] == reply.message["id"]
    await reply.edited(2)
    assert reply.content == "changed"
    assert len(server.messages) == 2


async def test_a_file_goes_both_ways(server: Loopback, bot: PlainBot):
    reply = await server.slash("file", sent=("notes.txt", b"abc"))
    (attached,) = reply.message["attachments"]
    assert attached["filename"] == "back-notes.txt"
    assert server.requests[-1].files == {"back-notes.txt": b"cba"}


async def test_ann_fills_in_a_modal(server: Loopback, bot: PlainBot):
    opened = await server.slash("note")
    assert opened.modal["title"] == "A note"
    done = await server.submit(opened, {"text": "hello"})
    assert done.content == "Noted: hello"
    assert done.ephemeral
    assert done.message["interaction_metadata"]["triggering_interaction_metadata"]["type"] == 2


async def test_ann_uses_a_subcommand(server: Loopback, bot: PlainBot):
    given = {"user": BEN, "points": 1.5}
    assert (await server.slash("score give", options=given)).content == "Member ben gets 1.5"
    private = await server.slash("score give", options=given, guild=None)
    assert private.content == "User ben gets 1.5"
    with pytest.raises(LookupError, match="without a subcommand"):
        await server.slash("score")


async def test_ann_uses_the_menu_of_a_message(server: Loopback, bot: PlainBot):
    asked = await server.slash("count", to=4)
    quoted = await server.menu("Quote", asked.message)
    assert quoted.content == "1 2 3 4"
    assert quoted.ephemeral


async def test_a_plain_client_connects_too(server: Loopback):
    client = discord.Client(intents=discord.Intents(guilds=True))
    async with running(client, server):
        await server.drop()
        await server.gateway.until(lambda: server.gateway.resumed == [[]])


@pytest.mark.parametrize("where", [GUILD, OTHER_GUILD, FOREIGN_GUILD, FRIENDS, None])
async def test_commands_work_everywhere(
    server: Loopback, bot: PlainBot, where: Guild | Group | None
):
    reply = await server.slash("count", to=3, guild=where)
    assert reply.content == "1 2 3"


async def test_sixty_four_people_at_once(server: Loopback, bot: PlainBot):
    replies = await asyncio.gather(*(server.slash("find", query=f"n{n}") for n in range(64)))
    assert [reply.text for reply in replies] == [f"n{n} in season 1" for n in range(64)]


async def test_what_a_lost_socket_missed_is_replayed(server: Loopback, bot: PlainBot):
    await server.slash("count", to=1)
    await server.drop()
    reply = await server.slash("count", to=2)
    assert reply.content == "1 2"
    assert server.gateway.resumed == [["INTERACTION_CREATE"]]
    assert len(server.gateway.identified) == 1


async def test_a_reconnect_on_request_resumes(server: Loopback, bot: PlainBot):
    await server.ask_reconnect()
    await server.gateway.until(lambda: len(server.gateway.resumed) == 1)
    assert (await server.slash("count", to=1)).content == "1"


@pytest.mark.parametrize("code", [1012, 4000, 4009])
async def test_a_closed_socket_resumes(server: Loopback, bot: PlainBot, code: int):
    await server.close(code)
    await server.gateway.until(lambda: len(server.gateway.resumed) == 1)
    assert (await server.slash("count", to=1)).content == "1"


async def test_an_invalid_session_is_identified_anew(server: Loopback, bot: PlainBot):
    await server.invalidate()
    assert (await server.slash("count", to=1)).content == "1"
    assert len(server.gateway.identified) == 2


async def test_a_wrong_token_is_refused(server: Loopback):
    with discord_py_at(server):
        async with PlainBot() as stranger:
            with pytest.raises(discord.LoginFailure):
                await stranger.login("wrong")


async def test_disallowed_intents_close_the_socket(server: Loopback):
    server.refuse_identify(4014)
    with pytest.raises(discord.PrivilegedIntentsRequired), discord_py_at(server):
        async with PlainBot() as curious:
            await curious.start(server.token)


async def test_a_rate_limited_answer_is_sent_again(server: Loopback, bot: PlainBot):
    fault = server.fail_next("POST", r"/callback$", status=429, retry_after=0.05)
    assert (await server.slash("count", to=1)).content == "1"
    assert fault.met == 1


async def test_a_failed_answer_is_sent_again(server: Loopback, bot: PlainBot):
    server.fail_next("POST", r"/callback$", status=502)
    assert (await server.slash("count", to=1)).content == "1"


async def test_without_via_a_rate_limit_is_a_ban(server: Loopback, bot: PlainBot):
    server.fail_next("PUT", r"/commands$", status=429, via=False)
    with pytest.raises(discord.HTTPException) as raised:
        await bot.tree.sync()
    assert raised.value.status == 429


async def test_a_lost_connection_is_an_error_at_once(server: Loopback, bot: PlainBot):
    channel = bot.get_partial_messageable(GUILD.channel_id)
    # Not a GET: aiohttp itself repeats those once.
    server.fail_next("POST", r"/messages$", reset=True)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("hello")
    assert (await channel.send("hello again")).content == "hello again"


async def test_an_answer_that_was_taken_but_failed_is_acknowledged(server: Loopback, bot: PlainBot):
    server.fail_next("POST", r"/callback$", accepted=True)
    assert (await server.slash("count", to=1)).content == "1"
    assert getattr(await bot.next_failure(), "code", 0) == 40060


async def test_an_answer_after_the_deadline_is_refused():
    async with Loopback(deadline=0.2) as server, running(PlainBot(), server) as client:
        gate = server.hold_next("POST", r"/callback$")
        with pytest.raises(NoAnswerError):
            await server.slash("count", to=1)
        gate.released.set()
        assert getattr(await client.next_failure(), "code", 0) == 10062


async def test_a_follow_up_after_fifteen_minutes_is_refused(server: Loopback, bot: PlainBot):
    gate = server.hold_next("POST", r"/webhooks/\d+/[^/]+$")
    reply = await server.slash("later", finish=False)
    await gate.reached.wait()
    server.expire(reply)
    gate.released.set()
    assert getattr(await bot.next_failure(), "code", 0) == 50027


async def test_what_is_not_served_is_reported(server: Loopback, bot: PlainBot):
    with pytest.raises(discord.NotFound):
        await bot.fetch_user(ANN.id)
    assert server.problems == [f"GET /users/{ANN.id}: the loopback has no such route"]
    server.problems.clear()


async def test_a_faulty_body_is_reported(server: Loopback, bot: PlainBot):
    channel = bot.get_partial_messageable(GUILD.channel_id)
    message = await channel.send("hello")
    await message.edit(embeds=[discord.Embed(description="x" * 3001) for _ in range(2)])
    assert [problem.partition(": ")[2] for problem in server.problems] == [
        "embeds: 6002 characters in sum, at most 6000"
    ]
    server.problems.clear()
    await message.delete()
    assert server.messages == []


async def test_people_can_only_do_what_discord_lets_them(server: Loopback, bot: PlainBot):
    with pytest.raises(LookupError, match="no command 'lose'"):
        await server.slash("lose")
    with pytest.raises(LookupError, match="without query"):
        await server.slash("find")
    with pytest.raises(LookupError, match="no option 'where'"):
        await server.slash("find", query="a", where="b")
    with pytest.raises(TypeError, match="type 4"):
        await server.slash("find", query="a", season="two")
    asked = await server.slash("find", query="Mary")
    with pytest.raises(LookupError, match="no 'boo'"):
        await server.press(asked, "boo")
    with pytest.raises(LookupError, match="does not offer Nobody"):
        await server.select(asked, "pick", ["Nobody"])
    await (
        bot.get_partial_messageable(GUILD.channel_id)
        .get_partial_message(int(asked.message["id"]))
        .delete()
    )
    with pytest.raises(LookupError, match="was deleted"):
        await server.press(asked, "clap:0")


async def test_hearts_beat():
    async with Loopback(heartbeat_seconds=0.05) as server, running(PlainBot(), server):
        await server.gateway.until(lambda: server.gateway.heartbeats >= 3)


async def test_two_shards_share_the_servers():
    async with Loopback(shards=2) as server, running(PlainBot(), server):
        assert [told["shard"] for told in server.gateway.identified] == [[0, 2], [1, 2]]
        assert (await server.slash("count", to=1)).content == "1"
        assert (await server.slash("count", to=2, guild=None)).content == "1 2"
