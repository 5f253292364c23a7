"""Who may decide: on every command, button, form and select, in the server and in private."""

from collections.abc import Callable

import pytest

from bot.reviews import ServerRules
from bot.store import Store, decisions, servers
from tests.conversations.conftest import Bot, by_permission
from tests.conversations.moderators import (
    REFUSED,
    by_role,
    decides,
    in_private,
    looks,
    loses_roles,
    presses_id,
    said,
    watched,
    with_button,
)
from tests.conversations.talk import Person
from tests.moderating import reviewed
from tests.reviewing import deed

PRESSED = [
    *(f"moderate:{action}:{{}}"
      for action in ("hide", "restore", "remove", "warn", "block", "unblock", "dismiss")),
    "moderate:case:{}:0:first", "moderate:case", "moderate:reports:0:first",
    "moderate:log:0:first", "moderate:log:0:first:r{}", "moderate:words",
    "moderate:set:kept:on", "moderate:set:links:off", "moderate:set:hide_after",
    "moderate:set:channel", "moderate:alarms:0:first", "moderate:alarm",
    "moderate:alarm:1:0:first", "moderate:honest:1", "moderate:picture:{}",
]  # fmt: skip
"""Whatever moderators can press; `{}` is a review."""
EVERYWHERE = [
    f"moderate:{action}:{{}}:everywhere"
    for action in ("hide", "restore", "remove", "warn", "block", "unblock", "dismiss")
]
COMMANDS = {"reports": False, "review": True, "log": False, "settings": False}
"""The commands of moderators, and whether they need a review's number."""
WHO = ["member", "by permission", "by role", "operator"]


@pytest.fixture
async def asked(bot: Bot, ann: Person, cat: Person) -> Callable[[str], Person]:
    """Give somebody of each kind: a member, moderators, an operator who manages no server."""
    known = {
        "member": cat,
        "by permission": by_permission(bot),
        "by role": await by_role(bot),
        "operator": ann,
    }
    return known.__getitem__


async def used(person: Person, command: str, review: int) -> str:
    options = {"number": review} if COMMANDS[command] else {}
    return (await person.uses(f"moderate {command}", **options)).text


@pytest.mark.parametrize("who", WHO)
async def test_in_a_server_its_moderators_and_operators_may_and_members_may_not(
    asked: Callable[[str], Person], review: int, who: str
):
    person, allowed = asked(who), who != "member"
    for command in COMMANDS:
        assert (await used(person, command, review) not in REFUSED) == allowed, command
    card = await with_button(person, f"review:report:{review}")
    menu = await person.uses_on("Moderate this review", card)
    assert (menu.text not in REFUSED) == allowed
    for custom_id in PRESSED:
        told = said(await presses_id(person, custom_id.format(review)))
        assert told
        assert (told not in REFUSED) == allowed, custom_id


@pytest.mark.parametrize("who", WHO)
async def test_in_private_only_operators_may(
    bot: Bot, asked: Callable[[str], Person], review: int, who: str
):
    person, allowed = in_private(bot, asked(who)), who == "operator"
    for command in COMMANDS:
        assert (await used(person, command, review) not in REFUSED) == allowed, command
    for custom_id in PRESSED:
        told = said(await presses_id(person, custom_id.format(review)))
        assert told
        assert (told not in REFUSED) == allowed, custom_id


@pytest.mark.parametrize("who", WHO)
async def test_everywhere_only_operators_decide(
    bot: Bot, asked: Callable[[str], Person], review: int, who: str
):
    for person in (asked(who), in_private(bot, asked(who))):
        for custom_id in EVERYWHERE:
            told = said(await presses_id(person, custom_id.format(review)))
            assert (told != "Only operators may do that.") == (who == "operator"), custom_id


@pytest.mark.parametrize("who", WHO)
async def test_a_burst_is_found_honest_by_moderators_of_where_the_review_was_written_and_operators(
    bot: Bot, store: Store, asked: Callable[[str], Person], review: int, who: str
):
    await watched(store, review, bot.env.guild.id)
    person, sql = asked(who), "UPDATE alarm SET server = :written"
    for written, allowed in ((bot.env.guild.id, who != "member"), (12345, who == "operator")):
        await store.write(lambda db, key: db.execute(sql, key), {"written": written})
        told = said(await presses_id(person, "moderate:honest:1"))
        assert (told == "These were honest") == allowed
    private = said(await presses_id(in_private(bot, person), "moderate:honest:1"))
    assert (private == "These were honest") == (who == "operator")


async def test_nothing_is_changed_for_who_may_not(store: Store, bot: Bot, cat: Person, review: int):
    for custom_id in (*PRESSED, *EVERYWHERE):
        await presses_id(cat, custom_id.format(review))
    assert await store.read(servers.rules, bot.env.guild.id) == ServerRules()


@pytest.mark.parametrize("button", ["moderate:hide:{}", "moderate:words"])
async def test_who_lost_the_role_while_they_wrote_is_refused(
    store: Store, bot: Bot, review: int, button: str
):
    eve = await by_role(bot)
    card = await with_button(eve, button.format(review))
    form = await eve.opens_by(next(iter(card.buttons)), card)
    await loses_roles(bot, eve)
    values = dict.fromkeys(form.fields, "darn")
    refusal = await eve.sends(form, **values)
    assert refusal.private
    assert refusal.text.startswith("Only moderators may do that.")
    assert list(refusal.files) == ["words.txt"]
    assert (await store.read(servers.rules, bot.env.guild.id)).words == ()


async def test_who_lost_the_permission_is_refused(bot: Bot, review: int):
    dan = by_permission(bot)
    case = await looks(dan, review)
    await loses_roles(bot, dan)
    assert said(await presses_id(dan, f"moderate:hide:{review}")) == REFUSED[0]
    result = await dan.actor.click(case.message, custom_id=case.button("Hide"))
    assert said(result) == REFUSED[0]


async def test_a_role_that_is_gone_makes_nobody_a_moderator(bot: Bot, review: int, store: Store):
    eve = await by_role(bot)
    await store.write(decisions.set_rules, deed(1, bot.env.guild.id), {"role": 12345})
    assert (await eve.uses("moderate reports")).text == REFUSED[0]


async def test_a_moderator_of_one_server_decides_nothing_about_what_another_keeps(
    bot: Bot, store: Store, cat: Person, ann: Person
):
    kept = await reviewed(store, cat.id, kept=12345)
    dan = by_permission(bot)
    for custom_id in (f"moderate:hide:{kept}", f"moderate:case:{kept}:0:first"):
        assert "There is no review" in said(await presses_id(dan, custom_id))
    assert "There is no review" in (await looks(dan, kept)).text
    assert "There is no review" in (await looks(ann, kept)).text
    there = await looks(in_private(bot, ann), kept)
    assert f"Review {kept} · kept in one server" in there.text


async def test_operators_decide_everywhere_from_any_place(
    bot: Bot, store: Store, ann: Person, review: int
):
    case = await looks(ann, review)
    case = await decides(ann, "Remove everywhere", case, "Not here, not there")
    assert "**Everywhere:** taken away by the operators" in case.text
    private = in_private(bot, ann)
    there = await looks(private, review)
    assert "**Everywhere:** removed by a moderator" in there.text
    there = await decides(private, "Restore everywhere", there, "A mistake")
    assert "removed by" not in there.text
    log = await private.uses("moderate log")
    assert "Not here, not there" in log.text
    assert "Not here" not in (await ann.uses("moderate log")).text


async def test_what_is_of_a_server_is_not_decided_in_private(bot: Bot, ann: Person):
    refusal = await in_private(bot, ann).uses("moderate settings")
    assert refusal.private
    assert "decided in a server" in refusal.text


async def test_moderators_by_role_do_not_decide_who_moderates(bot: Bot, store: Store):
    eve = await by_role(bot)
    before = await store.read(servers.rules, bot.env.guild.id)
    told = said(await presses_id(eve, "moderate:set:role"))
    assert told == "Only those who may manage this server may do that."
    assert await store.read(servers.rules, bot.env.guild.id) == before
