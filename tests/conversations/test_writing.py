"""Ann writes a review, Bob reads it: the form, the draft, the preview, the card."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.settings import Keeping
from tests.conversations.conftest import Bot, Journal, behind_its_back
from tests.conversations.talk import Form, Person, Reply, answer
from tests.transport.schema import check_callback

BODY = "The captain sees it coming and nobody in the cabin does. I had to look away, and did not."

GONE = "DELETE FROM episode WHERE id = 1000001597909"


async def begun(person: Person, **values: object) -> Reply:
    """Fill in the form of an episode, and send it."""
    form = await person.opens("review write", query="mayday 9x05")
    return await person.sends(form, **{"headline": "Hard to watch", "body": BODY} | values)


def photo(width: int = 60, height: int = 40, form: str = "JPEG", **how: Any) -> bytes:
    """Make a photo that tells where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    file = BytesIO()
    image = Image.effect_noise((width, height), 90).convert("RGB")
    image.save(file, form, exif=exif, comment="at home", **how)
    return file.getvalue()


async def test_a_review_is_written_looked_at_and_published(bot: Bot, ann: Person, bob: Person):
    form = await ann.opens("review write", query="mayday 9x05")
    assert form.title == "Review S09E05 Target Is Destroyed"
    assert list(form.fields) == ["rating", "headline", "body", "ticks", "picture"]
    preview = await ann.sends(form, rating=["8"], headline="Hard to watch", body=BODY)
    assert preview.private
    assert "### Hard to watch" in preview.text
    assert "★★★★★★★★☆☆ 8/10" in preview.text
    assert list(preview.buttons) == ["Publish", "Edit", "Discard"]
    told, card = await ann.publishes(preview)
    assert told.id == preview.id
    assert "Published." in told.text
    assert not card.private
    assert "Review of Mayday (2003– ) · **S09E05** · Target Is Destroyed" in card.text
    assert "### Hard to watch" in card.text
    assert BODY in card.text
    assert "0 of 0 people found this review helpful" in card.text
    assert list(card.buttons) == ["Helpful", "Not helpful", "Report", "More reviews"]
    page = await bob.presses("Reviews 1", await bob.asks("mayday 9x05"))
    assert "Hard to watch" in page.text
    assert "members ★ 8/10 (1 rating)" in page.text.lower()
    assert bot.remembered == 0


async def test_what_is_done_leads_to_all_that_one_wrote(ann: Person):
    told, _ = await ann.publishes(await begun(ann))
    for done in (told, await ann.uses("rate", query="mayday 9x04", value=7)):
        every = await ann.presses("See all my reviews", done)
        assert every.id == done.id
        assert "## What you wrote" in every.text
        assert "**Hard to watch**" in every.text


async def test_how_long_a_review_has_to_be_is_told_and_asked_as_it_is_set(bot: Bot, ann: Person):
    bot.app.least = 10
    form = await ann.opens("review write", query="mayday 9x05")
    assert form.modal["components"][2]["description"].startswith("10 characters or more.")
    refused = await ann.sends(form, headline="Short", body="Too few.")
    assert "it has 8 characters of text, and needs 10" in refused.text
    preview = await ann.sends(await ann.opens_by("Edit", refused), body="Just enough.")
    _, card = await ann.publishes(preview)
    assert "Just enough." in card.text


async def test_the_page_and_its_series_lead_to_the_form(ann: Person):
    card = await ann.asks("mayday 9x05")
    assert (await ann.opens_by("Review this title", card)).title.startswith("Review S09E05")
    page = await ann.presses("Series", card)
    form = await ann.opens_by("Review this title", page)
    assert form.title == "Review Mayday"
    preview = await ann.sends(form, headline="Gripping", body=BODY)
    _, shown = await ann.publishes(preview)
    assert "Review of Mayday (2003– )\n" in shown.text


async def test_a_review_is_in_its_authors_language_or_in_the_one_that_they_tell(ann: Person):
    assert "For members of all servers · in English" in (await begun(ann)).text
    form = await ann.opens("review write", query="mayday 9x05", language="de")
    preview = await ann.sends(form)
    assert "For members of all servers · in German" in preview.text
    await ann.publishes(await ann.sends(await ann.opens_by("Edit", preview), headline="Hart"))
    form = await ann.opens("review edit", query="mayday 9x05")
    await ann.presses("Publish", await ann.sends(form, headline="Sehr hart"))
    for language, found in (("de", True), ("en", False)):
        page = await ann.uses("review read", query="mayday 9x05", language=language)
        assert ("Sehr hart" in page.text) is found


async def test_the_language_is_kept_where_it_is_asked_what_is_meant(ann: Person):
    asked = await ann.uses("review write", query="mayday season 9", language="fr")
    option = asked.options[0]
    result = await ann.actor.select(asked.message, [option.value], custom_id=asked.select(option))
    preview = await ann.sends(Form(result), headline="Dur", body=BODY)
    assert "in French" in preview.text


async def test_what_may_mean_several_is_asked_and_the_form_opens_at_once(ann: Person):
    asked = await ann.uses("review write", query="mayday season 9")
    assert asked.private
    option = asked.options[0]
    result = await ann.actor.select(asked.message, [option.value], custom_id=asked.select(option))
    assert result.modal is not None


async def test_a_form_that_is_refused_keeps_its_text(ann: Person):
    told = await begun(ann, body="Too short.", rating=["3"])
    assert told.private
    assert "it has 10 characters of text, and needs 60" in told.text
    assert list(told.buttons) == ["Edit", "Discard"]
    form = await ann.opens_by("Edit", told)
    assert form.filled == {"rating": ["3"], "headline": "Hard to watch", "body": "Too short."}
    preview = await ann.sends(form, body=BODY)
    assert preview.id == told.id
    assert BODY in preview.text


async def test_the_words_are_still_there_when_the_form_is_opened_again(ann: Person):
    await begun(ann, body="Too short.")
    form = await ann.opens("review write", query="mayday 9x05")
    assert form.filled["body"] == "Too short."


async def test_a_headline_may_neither_be_empty_nor_spoil(ann: Person):
    assert "it needs a headline" in (await begun(ann, headline="\u200b \u202e")).text
    told = await begun(ann, headline="||He dies||", ticks=["spoiler"])
    assert "a headline is seen by all" in told.text
    form = await ann.opens("review write", query="mayday 9x05")
    assert form.modal["components"][1]["description"] == "Seen by all: no spoilers here"


async def test_a_ticked_review_is_hidden_as_a_whole_for_all(ann: Person):
    preview = await begun(ann, body=f"||{BODY}|| and more", ticks=["spoiler"])
    assert f"||{BODY} and more||" in preview.text
    _, card = await ann.publishes(preview)
    assert f"||{BODY} and more||" in card.text


async def test_discard_throws_the_draft_away_and_nothing_else_does(ann: Person):
    preview = await begun(ann)
    assert "Discarded." in (await ann.presses("Discard", preview)).text
    assert "no drafts" in (await ann.uses("review drafts")).text
    form = await ann.opens("review write", query="mayday 9x05")
    assert "body" not in form.filled


async def test_all_drafts_are_listed_and_each_is_opened(ann: Person):
    await begun(ann)
    form = await ann.opens("review write", query="mayday 9x04")
    await ann.sends(form, headline="Another", body="Short.")
    drafts = await ann.uses("review drafts")
    assert drafts.private
    assert [one.label for one in drafts.options] == ["Another", "Hard to watch"]
    assert "needs 60" in (await ann.picks("Another", drafts)).text


async def test_how_long_drafts_stay_is_told_as_it_is_set(bot: Bot, ann: Person):
    bot.app.keeping = Keeping(drafts=1)
    assert "kept for 1 day:" in (await begun(ann, body="Short.")).text
    bot.app.keeping = Keeping(drafts=90)
    drafts = await ann.uses("review drafts")
    assert "stays for 90 days" in drafts.text
    assert "kept for 90 days:" in (await ann.picks("Hard to watch", drafts)).text


async def test_nobody_presses_the_buttons_of_anothers_draft(bot: Bot, ann: Person, bob: Person):
    preview = await begun(ann)
    for name in ("publish", "discard", "edit", "open", "name"):
        shown = await bob.asks("mayday 9x05")
        shown.made_up(shown.button("Cast"), preview.button("Publish").replace("publish", name))
        told = await bob.presses("Cast", shown)
        assert told.private
        assert "Only its author may do that." in told.text
    assert len((await ann.uses("review drafts")).options) == 1


async def test_publish_pressed_twice_gives_one_review(ann: Person, bob: Person):
    preview = await begun(ann)
    pressed = preview.button("Publish")
    await ann.publishes(preview)
    shown = await ann.asks("mayday 9x05")
    shown.made_up(shown.button("Cast"), pressed)
    assert "That draft is gone" in (await ann.presses("Cast", shown)).text
    assert "Reviews 1" in (await bob.asks("mayday 9x05")).buttons


async def test_a_form_that_was_opened_before_a_restart_is_answered(bot: Bot, ann: Person):
    form = await ann.opens("review write", query="mayday 9x05")
    await bot.restarts()
    preview = await ann.sends(form, headline="Hard to watch", body=BODY)
    await bot.restarts()
    _, card = await ann.publishes(preview)
    await bot.restarts()
    assert "### Hard to watch" in card.text


async def test_a_form_for_an_episode_that_is_gone_keeps_its_words(bot: Bot, ann: Person):
    await ann.asks("mayday 9x04")
    form = await ann.opens("review write", query="mayday 9x05")
    behind_its_back(bot.app.store, GONE)
    told = await ann.sends(form, headline="Hard to watch", body=BODY)
    assert "no longer in my catalogue. Your words are kept" in told.text
    preview = await ann.picks(told.options[0].label, told)
    assert BODY in preview.text
    assert "S09E04" in preview.text


async def test_a_review_of_what_is_gone_can_be_deleted_and_had_back(bot: Bot, ann: Person):
    _, card = await ann.publishes(await begun(ann))
    behind_its_back(bot.app.store, GONE)
    every = await ann.uses("review mine")
    assert list(every.buttons) == ["Edit", "Delete"]
    assert "no longer in my catalogue" in (await ann.presses("Edit", every)).text
    told = await ann.presses("Delete", every)
    assert told.text.startswith("Deleted, with your rating in it.")
    await bot.app.posted.settled()
    assert "its author or a moderator took it away" in card.text
    assert "It is back, with its votes." in (await ann.presses("Undo", told)).text
    await bot.app.posted.settled()
    assert "What this review is of is no longer in my catalogue." in card.text


async def test_what_it_is_of_can_be_named_in_words(bot: Bot, ann: Person):
    form = await ann.opens("review write", query="mayday 9x05")
    behind_its_back(bot.app.store, GONE)
    told = await ann.sends(form, headline="Hard to watch", body=BODY)
    named = await ann.opens_by("Name it", told)
    preview = await ann.sends(named, query="mayday 9x04")
    assert "S09E04" in preview.text
    assert BODY in preview.text


async def test_words_that_cannot_be_kept_are_given_back(bot: Bot, ann: Person, journal: Journal):
    form = await ann.opens("review write", query="mayday 9x05")
    with closing(sqlite3.connect(bot.app.store.folder / "community.db")) as other:
        other.execute("DROP TABLE draft")
    result = await ann.actor.submit_modal(
        form.result, {"headline": "Hard", "body": BODY, "rating": ["8"]}
    )
    assert result.response
    back = Reply(result.response)
    journal.explains(back)
    assert not result.followups
    assert back.private
    assert "here it is back" in back.text
    assert list(back.files) == ["words.txt"]


async def test_both_presses_of_an_impatient_author_give_one_review(ann: Person):
    preview = await begun(ann)
    custom_id = preview.button("Publish")
    pressed = await asyncio.gather(
        ann.actor.click(preview.message, custom_id=custom_id),
        ann.actor.click(preview.message, custom_id=custom_id),
        return_exceptions=True,
    )
    done = [one for one in pressed if not isinstance(one, BaseException)]
    assert sum(len(one.followups) == 1 and not one.followups[0].ephemeral for one in done) == 1
    assert "Reviews 1" in (await ann.asks("mayday 9x05")).buttons


async def test_a_picture_that_takes_long_is_waited_for(
    ann: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.ui.PATIENCE", 0)
    form = await ann.opens("review write", query="mayday 9x05")
    preview = await ann.sends(form, headline="Hard", body=BODY, picture=("a.png", b"x"))
    assert preview.private
    assert "Your picture was left out" in preview.text
    again = await ann.opens_by("Edit", preview)
    changed = await ann.sends(again, body=f"{BODY} And more.", picture=("a.png", b"x"))
    assert changed.id == preview.id
    assert "And more." in changed.text
    told, card = await ann.publishes(changed)
    assert told.id == preview.id
    assert "And more." in card.text


async def test_nothing_of_what_was_typed_is_logged(
    ann: Person, bot: Bot, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG, "bot"):
        await ann.publishes(await begun(ann, headline="Kumquat", body=f"{BODY} Kumquat"))
    assert "Kumquat" not in "".join(
        one.getMessage() for one in caplog.records if one.name[:3] == "bot"
    )


async def test_what_stands_in_another_versions_form_is_given_back(ann: Person):
    form = await ann.opens("review write", query="mayday 9x05")
    shown = form.result._interaction.modal  # noqa: SLF001 - the form that was opened
    assert shown
    shown["custom_id"] = "draft:of:another:version"
    back = await ann.sends(form, headline="Hard", body=BODY)
    assert back.private
    assert "here it is back" in back.text
    assert list(back.files) == ["words.txt"]


async def test_the_form_is_as_discord_describes_forms(ann: Person):
    await begun(ann, body="Short.", picture=("me.jpg", photo()))
    for query in ("mayday 9x05", "mayday 9x04", "mayday"):
        form = await ann.opens("review write", query=query)
        assert check_callback(9, form.modal) == []


@pytest.mark.parametrize(
    "custom_id",
    [
        "review:write:0", "review:write:999999999999999999", "review:edit:999999999999999999",
        "review:delete:0", "review:undo:999999999999999999", "review:history:0:0",
        "review:history:999999999999999999:999999:last", "review:change:1:999999:999999:last",
        "draft:open:0", "draft:publish:999999999999999999", "draft:edit:0", "draft:name:0",
        "draft:discard:999999999999999999", "draft:pick", "draft:about:0", "review:pick",
        "rate:pick:10", "rate:pick:11", "draft:forge:1",
    ],
)  # fmt: skip
async def test_what_is_made_up_by_hand_is_answered_in_private(
    ann: Person, bob: Person, custom_id: str
):
    shown = await bob.asks("mayday 9x05")
    shown.made_up(shown.button("Cast"), custom_id)
    told = await ann.presses("Cast", shown)
    assert told.private
    assert "no longer" in told.text or "gone" in told.text
    assert "## Target Is Destroyed" in shown.text


@pytest.mark.parametrize("value", ["episode:0", "series:x", "person:1", "draft", "9" * 19, "||"])
async def test_what_is_picked_of_a_made_up_list_is_answered_in_private(ann: Person, value: str):
    for menu in ("draft:pick", "draft:about:1", "review:pick", "rate:pick:9"):
        asked = await ann.uses("review write", query="mayday season 9")
        option = asked.options[0]
        asked.made_up(option.value, value).made_up(asked.select(option._replace(value=value)), menu)
        told = answer(await ann.actor.select(asked.message, [value], custom_id=menu))
        assert told.private
        assert told.id != asked.id


async def test_a_refused_draft_hides_nothing_from_its_author(ann: Person):
    told = await begun(ann, headline="He *dies*", body="||Short.||", rating=["8"])
    assert told.private
    assert "★★★★★★★★☆☆ 8/10 · **He \\*dies\\*** \\|\\|Short.\\|\\|" in told.text
