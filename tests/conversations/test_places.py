"""The bot is spoken to in a server, in a direct message, and as an app of one's own."""

from typing import Any

from bot.store import Store
from tests.conversations.conftest import EVERYWHERE, GUILD, MENUS, Bot
from tests.conversations.talk import Person

SERVER, BOT_DM, PRIVATE = 0, 1, 2
BY_SERVER, BY_PERSON = 0, 1


def synced(bot: Bot, path: str) -> list[dict[str, Any]]:
    """Give the commands as Discord was told of them last."""
    told = [one for one in bot.env.http_requests if one.method == "PUT" and one.path.endswith(path)]
    assert isinstance(told[-1].json, list)
    return told[-1].json


def in_private(bot: Bot) -> Person:
    """Let ann write to the bot directly."""
    return Person(bot.operator, bot.operator.dm_channel)


async def test_discord_is_told_that_every_command_works_everywhere(bot: Bot):
    told = synced(bot, f"/applications/{bot.app.application_id}/commands")
    assert {command["name"] for command in told} == {
        *(name.split()[0] for name in EVERYWHERE),
        *MENUS,
    }
    for command in told:
        assert set(command["contexts"]) == {SERVER, BOT_DM, PRIVATE}, command["name"]
        assert set(command["integration_types"]) == {BY_SERVER, BY_PERSON}, command["name"]


async def test_discord_is_told_of_admin_for_one_server_alone(bot: Bot):
    (told,) = synced(bot, f"/guilds/{GUILD}/commands")
    assert told["name"] == "admin"


async def test_ann_asks_in_a_direct_message_and_presses(bot: Bot):
    ann = in_private(bot)
    card = await ann.asks("mayday 9x05")
    assert "## Target Is Destroyed" in card.text
    cast = await ann.presses("Cast", card)
    assert cast.id == card.id
    page = await ann.picks("Flying Blind", await ann.asks("Kör Uçuş"))
    assert "## Flying Blind" in page.text
    assert (await ann.types("target is"))[0].name.endswith("Target Is Destroyed")
    assert (await ann.uses("help")).private
    assert (await ann.uses("about")).private


async def test_ann_asks_as_a_user_install_in_a_group_where_the_bot_is_not(bot: Bot):
    ann = in_private(bot)
    card = await ann.asks_far_away("mayday 9x05", {"context": PRIVATE})
    assert "## Target Is Destroyed" in card.text
    assert (await ann.presses("Cast", card)).id == card.id


async def test_ann_asks_as_a_user_install_in_a_server_where_the_bot_is_not(bot: Bot, store: Store):
    ann = in_private(bot)
    user = {"id": str(ann.id), "username": "ann", "discriminator": "0", "avatar": None}
    member = {"user": user, "roles": [], "joined_at": "2020-01-01T00:00:00+00:00", "flags": 0}
    guild = {"id": "99", "locale": "en-US", "features": []}
    card = await ann.asks_far_away(
        "mayday 9x05",
        {
            "context": SERVER,
            "guild_id": "99",
            "guild": guild,
            "member": member | {"permissions": "0", "deaf": False, "mute": False},
        },
    )
    assert "## Target Is Destroyed" in card.text
    sorry = await ann.asks_far_away("zzzzqqqq", {"context": PRIVATE})
    assert sorry.private
