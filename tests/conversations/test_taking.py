"""What is not taken as a review, and that its words are kept all the same."""

import pytest

from bot.reviews import EVERYWHERE
from bot.store import Database, servers
from tests.conversations.conftest import GUILD, Bot
from tests.conversations.talk import Person
from tests.conversations.test_writing import BODY, begun

NOW = "2026-11-27T12:00:00+00:00"
HOSTILE = {
    "bars": "|" * 4000,
    "stars": "*" * 4000,
    "mentions": "@everyone <@1> <@&2> <#3> " * 150,
    "links": "[press](http://evil.example/x) " * 120,
    "invites": "discord.gg/evil https://discord.com/invite/evil " * 80,
    "zalgo": "Z" + "\u0301\u0302\u0303\u0304" * 900,
    "bidi": "\u202ereversed\u2066 and \u200bhidden " * 130,
    "emoji": "😀" * 2000,
    "unclosed": "||" + "spoiler " * 450,
    "fence": "```\n" + "code\n" * 700,
    "headings": "# big\n" * 600,
}


async def rules(bot: Bot, **changed: object) -> None:
    """Let the server's moderators decide something."""
    await bot.app.store.write(servers.decide, GUILD, NOW, changed)


def block(db: Database, server: int, member: int) -> None:
    sql = "INSERT INTO block (server, member, since) VALUES (:server, :member, :now)"
    db.execute(sql, {"server": server, "member": member, "now": NOW})


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_words_are_shown_as_text_or_refused_and_kept(ann: Person, kind: str):
    preview = await begun(ann, body=HOSTILE[kind][:4000])
    if "Publish" in preview.buttons:
        _, card = await ann.publishes(preview)
        assert "](http" not in card.text
        assert "<@1>" not in card.text.replace("\\<", "")
        assert card.text.count("||") % 2 == 0
    else:
        assert "Your text is kept" in preview.text
        form = await ann.opens_by("Edit", preview)
        assert form.filled["body"] == HOSTILE[kind][:4000]


async def test_half_of_a_sign_is_a_question_mark_and_the_words_are_kept(ann: Person):
    preview = await begun(ann, headline="Half \ud83d", body=f"{BODY} \udc00")
    told, card = await ann.publishes(preview)
    assert "Published." in told.text
    assert "### Half ?" in card.text
    assert f"{BODY} ?" in card.text


@pytest.mark.parametrize("body", [" \n " * 60, "\u200b" * 90, "\u0301" * 90, "||" * 60])
async def test_words_that_nobody_can_see_are_too_few(ann: Person, body: str):
    assert "it has 0 characters of text" in (await begun(ann, body=body)).text


async def test_links_are_shown_as_text_unless_the_server_refuses_them(bot: Bot, ann: Person):
    body = f"{BODY} https://evil.example/x"
    assert "https\\://evil.example/x" in (await begun(ann, body=body)).text
    await rules(bot, links=False)
    told = await begun(ann, body=body)
    assert "links are not taken here: “https\\://evil.example/x”" in told.text
    told = await begun(ann, body=f"{BODY} Join dis\u200bcord.gg/evil")
    assert "links are not taken here: “discord.gg/evil”" in told.text


async def test_a_server_takes_no_reviews_with_its_words(bot: Bot, ann: Person):
    await rules(bot, words=["Bärbel", "two words", "💩"])
    for text in ("I miss barbel!", "BÄRBEL", "these TWO, words", "so 💩"):
        assert "this server takes no reviews with" in (await begun(ann, body=f"{BODY} {text}")).text
    assert "Publish" in (await begun(ann, body=f"{BODY} two other words, barbels")).buttons


@pytest.mark.parametrize(
    ("server", "who"), [(GUILD, "moderators of this server"), (EVERYWHERE, "people who run me")]
)
async def test_a_blocked_author_keeps_the_draft(bot: Bot, ann: Person, server: int, who: str):
    preview = await begun(ann)
    await bot.app.store.write(block, server, ann.id)
    told = await ann.presses("Publish", preview)
    assert told.private
    assert f"The {who} take no reviews and no ratings from you. Your words are" in told.text
    form = await ann.opens("review write", query="mayday 9x05")
    assert form.filled["body"] == BODY
    assert "take no reviews and no ratings from you" in (await ann.sends(form)).text


async def test_where_reviews_are_kept_nobody_is_asked_and_all_are(bot: Bot, ann: Person):
    await rules(bot, kept=True)
    form = await ann.opens("review write", query="mayday 9x05")
    assert [one["value"] for one in form.fields["ticks"]["options"]] == ["spoiler"]
    preview = await ann.sends(form, headline="Hard", body=BODY)
    assert "Kept in the server where it was written" in preview.text
    await ann.publishes(preview)
    assert "Reviews 1" in (await ann.asks("mayday 9x05")).buttons
    outside = Person(bot.operator, bot.operator.dm_channel)
    assert "Reviews" in (await outside.asks("mayday 9x05")).buttons


async def test_an_author_may_keep_a_review_in_the_server(bot: Bot, ann: Person):
    form = await ann.opens("review write", query="mayday 9x05")
    assert [one["value"] for one in form.fields["ticks"]["options"]] == ["spoiler", "keep"]
    preview = await ann.sends(form, headline="Hard", body=BODY, ticks=["keep"])
    assert "Kept in the server" in preview.text
    again = await ann.opens_by("Edit", preview)
    assert again.filled["ticks"] == ["keep"]


async def test_a_draft_that_is_kept_is_not_shown_where_it_may_not_be_read(bot: Bot, ann: Person):
    await begun(ann, ticks=["keep"])
    alone = Person(bot.operator, bot.operator.dm_channel)
    form = await alone.opens("review write", query="mayday 9x05")
    assert "keep" not in [one["value"] for one in form.fields["ticks"]["options"]]
    preview = await alone.sends(form)
    assert "Kept in the server" in preview.text
    told = await alone.presses("Publish", preview)
    assert "Published. It is kept in the server where it was written." in told.text
    assert "Reviews 1" in (await ann.asks("mayday 9x05")).buttons
    assert "Reviews" in (await alone.asks("mayday 9x05")).buttons


async def test_no_more_are_taken_in_a_day_than_one_may_and_the_draft_stays(ann: Person):
    for number in range(1, 5):
        form = await ann.opens("review write", query=f"mayday 9x0{number}")
        preview = await ann.sends(form, headline="Hard", body=BODY)
        if number < 4:
            await ann.publishes(preview)
    told = await ann.presses("Publish", preview)
    assert "That would be more than 3 reviews in 24 hours" in told.text
    assert "Your draft is kept" in told.text
    assert len((await ann.uses("review drafts")).options) == 1


async def test_a_draft_of_before_a_server_kept_all_is_kept_in_it(bot: Bot, ann: Person):
    preview = await begun(ann)
    assert "For members of all servers" in preview.text
    await rules(bot, kept=True)
    await ann.publishes(preview)
    alone = Person(bot.operator, bot.operator.dm_channel)
    assert "Reviews 1" in (await ann.asks("mayday 9x05")).buttons
    assert "Reviews" in (await alone.asks("mayday 9x05")).buttons


async def test_a_blocked_author_does_not_rate_either(bot: Bot, ann: Person):
    await begun(ann)
    await bot.app.store.write(block, GUILD, ann.id)
    told = await ann.uses("rate", query="mayday 9x05", value=1)
    assert told.private
    assert told.text == "The moderators of this server take no reviews and no ratings from you."
    assert "not rated by members yet" in (await ann.asks("mayday 9x05")).text.lower()
