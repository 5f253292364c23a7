"""The program over real sockets: it logs in, answers, survives what networks do, and stops."""

import asyncio
import signal
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from .loopback import Loopback
from .people import ANN, BEN, GUILD
from .program import Program, online, settings_for, started


@pytest.fixture
async def program(server: Loopback, tmp_path: Path) -> AsyncGenerator[Program]:
    async with online(tmp_path / "data", server) as running:
        yield running
        assert await running.stopped() == 0
        assert "Traceback" not in running.said


async def test_ann_asks_and_reads_the_page(server: Loopback, program: Program):
    reply = await server.slash("episode", query="air emergency target is destroyed")
    assert "Mayday" in reply.text
    assert "S09E05" in reply.text
    assert "Target Is Destroyed" in reply.text
    assert "Denis Akiyama" in reply.text
    assert not reply.ephemeral


async def test_ann_is_offered_what_she_types(server: Loopback, program: Program):
    choices = await server.autocomplete("episode", query="target is", focused="query")
    assert "S09E05" in choices[0].name
    reply = await server.slash("episode", query=choices[0].value)
    assert "Target Is Destroyed" in reply.text


async def test_a_press_turns_ann_s_page_and_leaves_it_alone_for_ben(
    server: Loopback, program: Program
):
    reply = await server.slash("episode", query="mayday 9x05")
    cast = next(id_ for id_ in reply.custom_ids if id_.startswith("episode:cast"))
    private = await server.press(reply, cast, user=BEN)
    assert private.ephemeral
    turned = await server.press(reply, cast, user=ANN)
    assert turned.message["id"] == reply.message["id"]
    assert "Rest of cast" in turned.text


async def test_a_choice_among_equals_is_made_in_a_select(server: Loopback, program: Program):
    reply = await server.slash("episode", query="mayday")
    pick = next(id_ for id_ in reply.custom_ids if id_.startswith("pick"))
    first = reply.message["components"][0]["components"][1]["components"][0]["options"][0]["value"]
    assert "S01E01" in (await server.select(reply, pick, [first])).text


async def test_nonsense_is_answered_privately(server: Loopback, program: Program):
    reply = await server.slash("episode", query="xyzzy plugh")
    assert reply.ephemeral
    assert "I know nothing like" in reply.text


async def test_what_is_set_of_reviews_is_told_to_who_writes_one(server: Loopback, tmp_path: Path):
    settings = {"COLDOPEN_REVIEW_LEAST": "10", "COLDOPEN_KEEP_DRAFTS": "7"}
    async with online(tmp_path / "data", server, **settings) as program:
        form = await server.slash("review write", query="mayday 9x05")
        words = {"rating": ["none"], "headline": "Hard", "body": "Short."}
        refused = await server.submit(form, words)
        assert "it has 6 characters of text, and needs 10" in refused.text
        assert "kept for 7 days" in refused.text
        assert await program.stopped() == 0


@pytest.mark.parametrize("where", [GUILD, None])
async def test_help_and_about_work_in_servers_and_in_private(
    server: Loopback, program: Program, where
):
    assert "/episode" in (await server.slash("help", guild=where)).text
    assert "110 episodes" in (await server.slash("about", guild=where)).text


async def test_a_dropped_socket_is_resumed_and_nothing_is_missed(
    server: Loopback, program: Program
):
    await server.drop()
    reply = await server.slash("episode", query="mayday 9x05")
    assert "Target Is Destroyed" in reply.text


async def test_a_callback_that_fails_once_is_answered_still(server: Loopback, program: Program):
    server.fail_next("POST", "/callback", status=502)
    assert "Target" in (await server.slash("episode", query="mayday 9x05")).text
    server.fail_next("POST", "/callback", status=429)
    assert "Target" in (await server.slash("episode", query="mayday 9x05")).text


async def test_an_answer_that_was_taken_and_then_failed_is_no_fault_of_ours(
    server: Loopback, program: Program
):
    server.fail_next("POST", "/callback", status=500, accepted=True)
    await server.slash("episode", query="mayday 9x05")
    assert "Target" in (await server.slash("episode", query="mayday 9x05")).text


async def test_a_button_of_an_earlier_life_works(server: Loopback, tmp_path: Path):
    async with online(tmp_path / "data", server) as program:
        reply = await server.slash("episode", query="mayday 9x05")
        assert await program.stopped() == 0
    async with online(tmp_path / "data", server) as program:
        plot = next(id_ for id_ in reply.custom_ids if id_.startswith("episode:plot"))
        assert "Outline" in (await server.press(reply, plot)).text
        assert await program.stopped() == 0


async def test_commands_are_told_once(server: Loopback, tmp_path: Path):
    for _ in range(2):
        async with online(tmp_path / "data", server) as program:
            assert await program.stopped() == 0
    puts = [request for request in server.requests if request.method == "PUT"]
    assert len(puts) == 1


async def test_operators_have_their_commands_in_their_server(server: Loopback, tmp_path: Path):
    async with online(tmp_path / "data", server, COLDOPEN_ADMIN_GUILD=str(GUILD.id)) as program:
        assert "110 episodes" in (await server.slash("admin status", user=ANN)).text
        refused = await server.slash("admin status", user=BEN)
        assert refused.ephemeral
        assert "Only operators" in refused.text
        assert await program.stopped() == 0


async def test_a_refused_token_ends_with_3_and_says_what_to_do(server: Loopback, tmp_path: Path):
    settings = settings_for(server) | {"DISCORD_TOKEN": "MTIz.abc.wrong-secret"}
    async with started(tmp_path / "data", settings, "run") as program:
        assert await program.ends() == 3
    assert "DISCORD_TOKEN" in program.said
    assert "wrong-secret" not in program.said
    assert "Traceback" not in program.said


async def test_refused_intents_end_with_4(server: Loopback, tmp_path: Path):
    server.refuse_identify(4014)
    async with started(tmp_path / "data", settings_for(server)) as program:
        assert await program.ends() == 4
    assert "intents" in program.said


async def test_a_token_that_the_gateway_refuses_ends_with_3(server: Loopback, tmp_path: Path):
    server.refuse_identify(4004)
    async with started(tmp_path / "data", settings_for(server)) as program:
        assert await program.ends() == 3


async def test_the_start_waits_for_a_discord_that_is_down(server: Loopback, tmp_path: Path):
    server.fail_next("GET", "/users/@me", status=503, times=1)
    server.fail_next("GET", "/gateway/bot", reset=True, times=1)
    async with online(tmp_path / "data", server) as program:
        assert "Target" in (await server.slash("episode", query="mayday 9x05")).text
        assert await program.stopped() == 0


async def test_the_invite_is_told_and_the_token_never(server: Loopback, tmp_path: Path):
    async with online(tmp_path / "data", server, COLDOPEN_LOG="debug json") as program:
        await program.says("scope=bot+applications.commands")
        reply = await server.slash("episode", query="mayday 9x05")
        assert await program.stopped() == 0
    assert server.token not in program.said
    assert reply.exchange.payload["token"] not in program.said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_stopping_lets_an_answer_be_finished(
    server: Loopback, tmp_path: Path, number: signal.Signals
):
    async with online(tmp_path / "data", server) as program:
        gate = server.hold_next("POST", "/callback")
        asked = asyncio.create_task(server.slash("episode", query="mayday 9x05"))
        await gate.reached.wait()
        stopping = asyncio.create_task(program.stopped(number))
        await asyncio.sleep(0.3)  # the signal has to arrive before the answer is let through
        gate.released.set()
        assert "Target" in (await asked).text
        assert await stopping == 0


async def test_a_second_start_says_who_has_the_databases(server: Loopback, tmp_path: Path):
    async with online(tmp_path / "data", server) as program:
        async with started(tmp_path / "data", settings_for(server)) as second:
            assert await second.ends() == 5
        assert f"process {program.pid}" in second.said
        assert await program.stopped() == 0


async def test_a_gateway_that_is_not_there_yet_is_waited_for(server: Loopback, tmp_path: Path):
    server.fail_next("GET", "/gateway/bot", status=503)
    async with online(tmp_path / "data", server) as program:
        assert "Target" in (await server.slash("episode", query="mayday 9x05")).text
        assert await program.stopped() == 0


async def test_an_admin_server_without_the_bot_does_not_stop_the_start(
    server: Loopback, tmp_path: Path
):
    server.fail_next("PUT", f"/guilds/{GUILD.id}/commands", status=403, code=50001)
    async with online(tmp_path / "data", server, COLDOPEN_ADMIN_GUILD=str(GUILD.id)) as program:
        await program.says("not in the admin server yet")
        assert "Target" in (await server.slash("episode", query="mayday 9x05")).text
        assert await program.stopped() == 0
