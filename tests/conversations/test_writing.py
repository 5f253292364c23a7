"""Ann writes a review, Bob reads it: the form, the draft, the preview, the card."""

from bot.errors import Gone
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply

BODY = "The captain sees it coming and nobody in the cabin does. I had to look away, and did not."


async def begun(person: Person, **values: object) -> Reply:
    """Fill in the form of an episode, and send it."""
    form = await person.opens("review write", query="mayday 9x05")
    return await person.sends(form, **{"headline": "Hard to watch", "body": BODY} | values)


def cards_in(person: Person) -> list[Reply]:
    """Give the messages of the channel that everybody sees."""
    return [Reply(one) for one in person.channel.history()]


async def test_a_review_is_written_looked_at_and_published(bot: Bot, ann: Person, bob: Person):
    form = await ann.opens("review write", query="mayday 9x05")
    assert form.title == "Review S09E05 Target Is Destroyed"
    assert list(form.fields) == ["rating", "headline", "body", "ticks", "picture"]
    preview = await ann.sends(form, rating=["8"], headline="Hard to watch", body=BODY)
    assert preview.private
    assert "### Hard to watch" in preview.text
    assert "★★★★★★★★☆☆ 8/10" in preview.text
    assert list(preview.buttons) == ["Publish", "Edit", "Discard"]
    assert not ann.channel.history()
    await ann.presses_all("Publish", preview)
    print(ann.channel.history())
