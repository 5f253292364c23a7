"""A picture comes with a review: made anew, hidden where all is, left out where it is none."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.store import Database, retention
from tests.conversations.conftest import Bot, Journal, by_permission
from tests.conversations.moderators import decides, looks, presses_id, said
from tests.conversations.talk import Person, Reply
from tests.conversations.test_changing import id_of, mended
from tests.conversations.test_writing import BODY, begun, photo
from tests.reviewing import voted


def stored(db: Database) -> list[bytes]:
    return [content for (content,) in db.execute("SELECT content FROM picture ORDER BY id")]


async def test_a_picture_is_made_anew_and_shown_with_words_for_who_cannot_see_it(
    bot: Bot, ann: Person
):
    preview = await begun(ann, picture=("me.jpg", photo(3000, 2000)))
    (said,) = preview.pictures.values()
    assert said == "Picture that came with the review “Hard to watch”"
    _, card = await ann.publishes(preview)
    assert list(card.files) == ["review-1.jpg"]
    assert len(card.pictures) == 1
    (content,) = await bot.app.store.read(stored)
    assert len(content) <= 512 << 10
    assert b"SecretCamera" not in content
    assert b"at home" not in content
    with Image.open(BytesIO(content)) as made:
        assert made.size == (1280, 853)
        assert not made.getexif()


async def test_the_card_keeps_its_picture_when_its_numbers_change(bot: Bot, ann: Person):
    _, card = await ann.publishes(await begun(ann, picture=("me.jpg", photo())))
    await voted(bot.app.store, 77, id_of(card), helpful=True)
    bot.app.posted.changed(id_of(card))
    await mended(bot)
    assert "1 of 1 person" in card.text
    assert list(card.files) == ["review-1.jpg"]


async def test_a_picture_is_changed_and_taken_away_with_the_words(bot: Bot, ann: Person):
    _, card = await ann.publishes(await begun(ann, picture=("me.jpg", photo())))
    form = await ann.opens("review edit", query="mayday 9x05")
    await ann.presses("Publish", await ann.sends(form, picture=("b.png", photo(form="PNG"))))
    await mended(bot)
    assert list(card.files) == ["review-2.jpg"]
    form = await ann.opens("review edit", query="mayday 9x05")
    await ann.presses("Publish", await ann.sends(form, body=f"{BODY} More."))
    await mended(bot)
    assert list(card.files) == ["review-2.jpg"]
    form = await ann.opens("review edit", query="mayday 9x05")
    await ann.presses("Publish", await ann.sends(form, ticks=["bare"]))
    await mended(bot)
    assert not card.files
    changes = await ann.presses("What was changed", card)
    assert "Picture: taken away" in changes.text
    await ann.uses("review delete", query="mayday 9x05")
    await mended(bot)
    assert "no longer here" in card.text


async def test_a_spoilers_picture_is_hidden_too(ann: Person):
    preview = await begun(ann, picture=("me.jpg", photo()), ticks=["spoiler"])
    assert all(one["spoiler"] for one in gallery(preview))
    _, card = await ann.publishes(preview)
    assert all(one["spoiler"] for one in gallery(card))


def gallery(reply: Reply) -> list[dict[str, Any]]:
    """Give the pictures of a card as Discord has them."""
    parts = reply.message.components[0]["components"]
    found = [one for part in parts if part["type"] == 12 for one in part["items"]]
    assert found
    return found


async def test_moderators_see_the_picture_of_a_review_that_is_hidden(
    bot: Bot, ann: Person, bob: Person
):
    _, card = await ann.publishes(await begun(ann, picture=("me.jpg", photo())))
    review, dan = id_of(card), by_permission(bot)
    case = await decides(dan, "Hide", await dan.uses_on("Moderate this review", card))
    shown = await dan.presses("Picture", case)
    assert shown.private
    assert list(shown.files) == ["review-1.jpg"]
    assert list(shown.pictures.values()) == ["Picture that came with review 1"]
    refusal = await presses_id(bob, case.button("Picture"))
    assert said(refusal) == "Only moderators may do that."
    await ann.uses("review delete", query="mayday 9x05")
    assert "no longer here" in (await dan.presses("Picture", case)).text
    assert "Picture" not in (await looks(dan, review)).buttons


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"\xff\xd8\xff nothing of a picture"),
        ("half.jpg", photo(900, 900)[:2000]),
        ("page.png", b"<html>not at all</html>"),
        ("empty.gif", b"GIF89a"),
    ],
)
async def test_what_is_no_picture_is_left_out_and_the_words_stay(
    ann: Person, name: str, content: bytes
):
    preview = await begun(ann, picture=(name, content))
    assert preview.private
    assert "**Your picture was left out:** it is no PNG, JPEG, WebP or GIF" in preview.text
    assert BODY in preview.text
    assert not preview.files
    assert "Publish" in preview.buttons


async def test_a_picture_that_is_too_large_is_left_out(
    ann: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.drafting.LARGEST", 1 << 10)
    preview = await begun(ann, picture=("me.jpg", photo(900, 900)))
    assert "**Your picture was left out:** it has more than" in preview.text
    assert BODY in preview.text


async def test_pictures_of_drafts_that_are_forgotten_go_with_them(bot: Bot, ann: Person):
    await ann.publishes(await begun(ann, picture=("me.jpg", photo())))
    form = await ann.opens("review write", query="mayday 9x04")
    await ann.sends(form, headline="Hard", body=BODY, picture=("me.jpg", photo()))
    assert len(await bot.app.store.read(stored)) == 2
    await bot.app.store.write(retention.drafts, "2099-01-01T00:00:00+00:00")
    assert len(await bot.app.store.read(stored)) == 1
    assert "no drafts" in (await ann.uses("review drafts")).text


async def test_a_picture_that_takes_too_long_is_left_out(bot: Bot, ann: Person, journal: Journal):
    bot.app.drawing.patience = 0
    preview = await begun(ann, picture=("me.jpg", photo()))
    assert "**Your picture was left out:** it took too long" in preview.text
    assert BODY in preview.text
    journal.has("a picture took over 0 s")
