"""Reviews in the chat: a reply that names the bot, and menus on messages."""

from typing import Any

import discord
import pytest

from bot.ui import drained
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person
from tests.conversations.test_changing import id_of, mended
from tests.conversations.test_writing import BODY, GONE, begun, photo
from tests.reviewing import voted


def me(bot: Bot) -> str:
    """Name the bot in a message."""
    assert bot.app.user
    return f"<@{bot.app.user.id}>"


async def test_a_reply_that_names_the_bot_becomes_a_draft_and_one_press_shows_it(
    bot: Bot, ann: Person, bob: Person
):
    card = await bob.asks("mayday 9x05")
    asked = await ann.is_answered(f"{me(bot)} 8/10 Gripping from start to end. {BODY}", to=card)
    assert asked
    assert f"<@{ann.id}>, shall this be your review with ★★★★★★★★☆☆ 8/10?" in asked.text
    assert "S09E05" in asked.text
    assert BODY not in asked.text
    assert "Publish it as it is, or open it to see how it will look" in asked.text
    preview = await ann.presses("Open", asked)
    assert preview.private
    assert "### Gripping from start to end." in preview.text
    assert "<@" not in preview.text.replace(f"<@{ann.id}>", "")
    _, shown = await ann.publishes(preview)
    assert f"Gripping from start to end. {BODY}" in shown.text


async def test_one_press_publishes_it_and_the_question_becomes_the_card(
    bot: Bot, ann: Person, bob: Person
):
    card = await bob.asks("mayday 9x05")
    text = f"{me(bot)} 8/10 Gripping. {BODY}"
    asked = await ann.is_answered(text, to=card, files=[("me.jpg", photo())])
    assert asked
    refused = await bob.presses("Publish", asked)
    assert refused.private
    assert "Only its author may do that." in refused.text
    shown = await ann.presses("Publish", asked)
    assert shown.id == asked.id
    assert "### Gripping.\n" in shown.text
    assert BODY in shown.text
    assert len(shown.files) == 1
    await voted(bot.app.store, bob.id, id_of(shown), helpful=True)
    bot.app.posted.changed(id_of(shown))
    await mended(bot)
    assert "1 of 1 person" in shown.text
    assert len(shown.files) == 1


async def test_who_has_a_review_is_asked_whether_it_is_to_be_changed(bot: Bot, ann: Person):
    _, card = await ann.publishes(await begun(ann))
    asked = await ann.is_answered(f"{me(bot)} 2/10 Seen again. {BODY}", to=card)
    assert asked
    assert "shall your review be changed to this with ★★☆☆☆☆☆☆☆☆ 2/10?" in asked.text


async def test_a_reply_that_discord_tells_again_asks_once(bot: Bot, ann: Person):
    told: list[discord.Message] = []

    async def note(message: discord.Message) -> None:
        told.append(message)

    bot.app.add_listener(note, "on_message")
    asked = await ann.is_answered(f"{me(bot)} {BODY}", to=await ann.asks("mayday 9x05"))
    assert asked
    (reply,) = (one for one in told if one.author.id == ann.id)
    said = len(bot.channel.history())
    bot.app.dispatch("message", reply)
    await drained(5)
    assert len(bot.channel.history()) == said
    await ann.presses("Publish", asked)
    bot.app.dispatch("message", reply)
    await drained(5)
    assert (await ann.uses("review drafts")).text.startswith("You have no drafts.")
    assert len(bot.channel.history()) == said


async def test_nobody_else_opens_it(bot: Bot, ann: Person, bob: Person):
    card = await bob.asks("mayday 9x05")
    asked = await ann.is_answered(f"{BODY} {me(bot)}", to=card)
    assert asked
    told = await bob.presses("Open", asked)
    assert told.private
    assert "Only its author may do that." in told.text
    assert BODY in (await ann.presses("Open", asked)).text


async def test_it_is_opened_after_a_restart_and_what_is_missing_is_told(bot: Bot, ann: Person):
    asked = await ann.is_answered(f"{me(bot)} 9/10", to=await ann.asks("mayday 9x05"))
    assert asked
    assert "**Not yet:** it has 0 characters of text, and needs 60." in asked.text
    await bot.restarts()
    told = await ann.presses("Open", asked)
    assert "it has 0 characters of text, and needs 60" in told.text
    form = await ann.opens_by("Edit", told)
    assert form.filled == {"rating": ["9"]}


async def test_one_press_leads_from_a_reply_that_is_too_short_to_the_form(
    bot: Bot, ann: Person, bob: Person
):
    asked = await ann.is_answered(f"{me(bot)} 9/10 W", to=await ann.asks("mayday 9x05"))
    assert asked
    assert "**Not yet:** it has 1 character of text, and needs 60." in asked.text
    assert "Publish" not in asked.buttons
    assert "Only its author may do that." in (await bob.presses("Complete it", asked)).text
    form = await ann.opens_by("Complete it", asked)
    assert form.filled["rating"] == ["9"]
    preview = await ann.sends(form, headline="Watch it", body=BODY)
    assert preview.private
    assert "### Watch it" in preview.text
    _, card = await ann.publishes(preview)
    assert BODY in card.text


async def test_what_is_no_reply_to_a_card_or_names_nobody_is_left_alone(bot: Bot, ann: Person):
    card = await ann.asks("mayday 9x05")
    assert await ann.is_answered(f"{me(bot)} {BODY}") is None
    assert await ann.is_answered(BODY, to=card) is None
    assert await ann.is_answered(me(bot), to=card) is None
    assert await ann.is_answered(f"@everyone {BODY}", to=card) is None
    assert "no drafts" in (await ann.uses("review drafts")).text


async def test_a_reply_to_a_card_of_several_things_asks_of_which(bot: Bot, ann: Person):
    await ann.asks("mayday 9x04")
    asked = await ann.is_answered(f"{me(bot)} {BODY}", to=await ann.uses("help"))
    assert asked
    told = await ann.presses("Open", asked)
    assert "I don't know which episode or series it is about" in told.text
    assert "press “Name it”" in told.text
    preview = await ann.picks(told.options[0].label, told)
    assert BODY in preview.text
    assert "S09E04" in preview.text


async def test_where_the_bot_may_not_write_the_draft_is_kept(bot: Bot, ann: Person):
    me_ = bot.env.guild.me
    assert me_
    silent: Any = {me_: discord.PermissionOverwrite(send_messages=False)}
    quiet = Person(ann.actor, bot.env.guild.create_text_channel("quiet", overwrites=silent))
    card = await quiet.asks("mayday 9x05")
    assert await quiet.is_answered(f"{me(bot)} Gripping. {BODY}", to=card) is None
    assert [one.label for one in (await ann.uses("review drafts")).options] == ["Gripping."]


async def test_a_message_of_ones_own_is_made_a_review_of_what_it_replies_to(
    ann: Person, bob: Person
):
    message = await ann.writes(f"Gripping\n{BODY} ★★★★☆", to=await bob.asks("mayday 9x05"))
    preview = await ann.uses_on("Make this a review", message)
    assert preview.private
    assert "### Gripping" in preview.text
    assert "8/10" in preview.text
    assert BODY in preview.text
    told = await bob.uses_on("Make this a review", message)
    assert told.private
    assert "this one is not yours" in told.text


async def test_a_message_that_tells_of_nothing_is_asked_of_what(ann: Person):
    message = await ann.writes(f"10/10. {BODY}")
    told = await ann.uses_on("Make this a review", message)
    assert "I don't know which" in told.text
    assert list(told.buttons) == ["Name it", "Edit", "Discard"]
    named = await ann.opens_by("Name it", told)
    preview = await ann.sends(named, query="mayday 9x05")
    assert preview.id == told.id
    assert "10/10" in preview.text


async def test_a_message_without_words_is_no_review(ann: Person):
    message = await ann.actor.send(ann.channel, "", attachments=[("a.png", b"x")])  # type: ignore[union-attr]
    told = await ann.uses_on("Make this a review", message)
    assert "There is no text in that message" in told.text


@pytest.mark.parametrize("section", ["Cast", "Reviews", "Pictures"])
async def test_any_card_of_an_episode_leads_to_its_review(ann: Person, bob: Person, section: str):
    card = await bob.presses(section, await bob.asks("mayday 9x05"))
    form = await ann.opens_on("Review this episode", card)
    assert form.title == "Review S09E05 Target Is Destroyed"


async def test_a_card_of_before_this_version_leads_to_its_review(ann: Person, bob: Person):
    card = await bob.asks("mayday 9x05")
    card.made_up(card.button("Review this title"), "something:else")
    assert (await ann.opens_on("Review this episode", card)).title.startswith("Review S09E05")


async def test_a_card_of_a_series_and_of_a_review_lead_there_too(ann: Person, bob: Person):
    card = await bob.uses("series", query="mayday")
    assert (await ann.opens_on("Review this episode", card)).title == "Review Mayday"
    _, card = await bob.publishes(await begun(bob))
    assert (await ann.opens_on("Review this episode", card)).title.startswith("Review S09E05")


async def test_a_message_without_an_episode_says_so(ann: Person, bob: Person):
    told = await ann.uses_on("Review this episode", await bob.writes("episode:cast:1:0"))
    assert told.private
    assert "I see no episode or series of mine in that message" in told.text
    season = await bob.asks("mayday season 9")
    assert "I see no episode" in (await ann.uses_on("Review this episode", season)).text


async def test_a_card_whose_episode_is_gone_says_so(bot: Bot, ann: Person):
    card = await ann.asks("mayday 9x05")
    behind_its_back(bot.app.store, GONE)
    told = await ann.uses_on("Review this episode", card)
    assert "no longer in my catalogue" in told.text


async def test_the_picture_of_ones_message_comes_along(ann: Person, bob: Person):
    card = await bob.asks("mayday 9x05")
    message = await ann.writes(f"Fine. {BODY}", to=card, files=[("me.jpg", photo())])
    preview = await ann.uses_on("Make this a review", message)
    assert len(preview.files) == 1


async def test_the_picture_of_a_reply_comes_along_or_is_said_to_be_left_out(
    bot: Bot, ann: Person, bob: Person
):
    card, text = await bob.asks("mayday 9x05"), f"{me(bot)} Fine. {BODY}"
    asked = await ann.is_answered(text, to=card, files=[("me.jpg", photo())])
    assert asked
    assert len((await ann.presses("Open", asked)).files) == 1
    asked = await ann.is_answered(text, to=card, files=[("me.jpg", b"no picture")])
    assert asked
    assert "**Your picture was left out:**" in asked.text
    assert BODY in (await ann.presses("Open", asked)).text
