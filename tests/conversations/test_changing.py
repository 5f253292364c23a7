"""A review is changed, deleted and had back, and rated: its cards stay right."""

from bot.store import Database, posted
from tests.conversations.conftest import GUILD, Bot
from tests.conversations.talk import Person, Reply
from tests.conversations.test_writing import BODY, begun
from tests.reviewing import voted


async def published(person: Person, **values: object) -> Reply:
    """Write and publish a review of an episode: gives its card."""
    _, card = await person.publishes(await begun(person, **values))
    return card


async def mended(bot: Bot) -> None:
    """Wait until every card is right."""
    await bot.app.posted.settled()


async def change(person: Person, **values: object) -> Reply:
    """Change a review and publish that: gives what its author is told."""
    form = await person.opens("review edit", query="mayday 9x05")
    return await person.presses("Publish", await person.sends(form, **values))


def id_of(card: Reply) -> int:
    """Give the id of the review that a card shows."""
    return int(card.button("Helpful").split(":")[2])


async def test_an_edit_is_seen_by_all_and_the_card_is_mended(bot: Bot, ann: Person, bob: Person):
    card = await published(ann, rating=["8"])
    await voted(bot.app.store, bob.id, id_of(card), helpful=True)
    form = await ann.opens("review edit", query="mayday 9x05")
    assert form.filled["body"] == BODY
    assert [one["value"] for one in form.fields["ticks"]["options"]] == ["spoiler"]
    preview = await ann.sends(form, headline="Very hard to watch", rating=["9"])
    assert "This is what your review will be changed to" in preview.text
    told = await ann.presses("Publish", preview)
    assert "Changed; everybody can see what was changed." in told.text
    await mended(bot)
    assert "### Very hard to watch" in card.text
    assert "1 of 1 person found this review helpful · edited after 1 vote" in card.text
    changes = await bob.presses("What was changed", card)
    assert changes.private
    assert "Headline: ~~Hard to watch~~ **Very hard to watch**" in changes.text
    assert "Rating: ~~8/10~~ **9/10**" in changes.text
    assert "The text is the same." in changes.text
    assert len(bot.channel.history()) == 1


async def test_changed_words_are_bold_or_struck_and_spoilers_stay_hidden(
    bot: Bot, ann: Person, bob: Person
):
    card = await published(ann, body=f"{BODY} It is ||the pilot|| who did it.")
    form = await ann.opens("review edit", query="mayday 9x05")
    preview = await ann.sends(form, body=f"{BODY} It is the captain who did ||all of|| it.")
    await ann.presses("Publish", preview)
    await mended(bot)
    changes = await bob.presses("What was changed", card)
    assert "||~~pilot~~||" in changes.text
    assert "**captain**" in changes.text
    assert "||**all of**||" in changes.text
    assert "pilot" not in changes.text.replace("||~~pilot~~||", "")


async def test_many_changes_are_turned_in_private(bot: Bot, ann: Person, bob: Person):
    card = await published(ann)
    for number in range(3):
        form = await ann.opens("review edit", query="mayday 9x05")
        await ann.presses("Publish", await ann.sends(form, body=f"{BODY} {number}"))
    await mended(bot)
    changes = await bob.presses("What was changed", card)
    assert "change 1 of 3" in changes.text
    assert "~~1~~**2**" in changes.text
    older = await bob.presses("Last", changes)
    assert older.id == changes.id
    assert "change 3 of 3" in older.text
    assert "**0**" in older.text


async def test_a_long_change_is_turned_page_by_page(bot: Bot, ann: Person, bob: Person):
    card = await published(ann, body="one two three. " * 260)
    form = await ann.opens("review edit", query="mayday 9x05")
    await ann.presses("Publish", await ann.sends(form, body="four five six. " * 260))
    await mended(bot)
    changes = await bob.presses("What was changed", card)
    assert "Page 1 of " in changes.text
    assert "~~one two three~~**four five six**" in changes.text
    last = await bob.presses("Last", changes)
    assert last.id == changes.id
    assert "**four five six**" in last.text


async def test_who_has_none_is_offered_to_write_one(ann: Person):
    told = await ann.uses("review delete", query="mayday 9x05")
    assert told.text.endswith("you have no review of it.")
    assert not told.buttons
    told = await ann.uses("review edit", query="mayday 9x05")
    assert "you have no review of it yet" in told.text
    assert (await ann.opens_by("Write one", told)).title.startswith("Review S09E05")


async def test_what_one_has_reviewed_is_suggested(ann: Person, bob: Person):
    await published(ann)
    (found,) = await ann.types_into("review edit", "query", "")
    assert "Target Is Destroyed" in found.name
    assert await ann.types_into("review delete", "query", "zzz") == []
    assert await bob.types_into("review edit", "query", "") == []
    assert (await ann.opens("review edit", query=found.value)).filled["body"] == BODY


async def test_a_deleted_review_leaves_a_card_that_says_so_and_can_be_had_back(
    bot: Bot, ann: Person, bob: Person
):
    card = await published(ann, rating=["8"])
    told = await ann.uses("review delete", query="mayday 9x05")
    assert told.private
    assert "Deleted" in told.text
    await mended(bot)
    assert "This review is no longer here" in card.text
    assert not card.buttons
    assert "not rated by members yet" in (await bob.asks("mayday 9x05")).text.lower()
    back = await ann.presses("Undo", told)
    assert "It is back" in back.text
    await mended(bot)
    assert "### Hard to watch" in card.text
    assert "members ★ 8/10" in (await bob.asks("mayday 9x05")).text.lower()


async def test_after_ten_minutes_a_deletion_stays(bot: Bot, ann: Person):
    await published(ann)
    told = await ann.uses("review delete", query="mayday 9x05")
    sql = "UPDATE review SET deleted_at = '2020-01-01T00:00:00+00:00'"
    await bot.app.store.write(lambda db: db.execute(sql).rowcount)
    assert "deleted too long ago" in (await ann.presses("Undo", told)).text


async def test_nobody_changes_or_deletes_anothers_review(bot: Bot, ann: Person, bob: Person):
    card = await published(ann)
    for what in ("edit", "delete", "undo"):
        shown = await bob.asks("mayday 9x05")
        shown.made_up(shown.button("Cast"), f"review:{what}:{id_of(card)}")
        assert "no longer here" in (await bob.presses("Cast", shown)).text
    await mended(bot)
    assert "### Hard to watch" in card.text


async def test_a_rating_needs_no_text_and_is_taken_back(ann: Person, bob: Person):
    told = await ann.uses("rate", query="mayday 9x05", value=8)
    assert told.private
    assert "You rate it ★★★★★★★★☆☆ 8/10." in told.text
    assert "Members ★ 8/10 (1 rating, yours 8)" in told.text
    await bob.uses("rate", query="mayday 9x05", value=4)
    assert "members ★ 6/10 (2 ratings)" in (await bob.asks("mayday 9x05")).text.lower()
    told = await ann.uses("rate", query="mayday 9x05", value=0)
    assert "Your rating is taken back." in told.text
    assert "Members ★ 4/10 (1 rating)" in told.text


async def test_what_may_be_several_is_asked_before_it_is_rated(ann: Person):
    asked = await ann.uses("rate", query="mayday season 9", value=7)
    assert asked.private
    told = await ann.picks(asked.options[2].label, asked)
    assert "You rate it ★★★★★★★☆☆☆ 7/10." in told.text


async def test_the_form_begins_with_the_rating_that_was_given(ann: Person):
    await ann.uses("rate", query="mayday 9x05", value=6)
    form = await ann.opens("review write", query="mayday 9x05")
    assert form.filled["rating"] == ["6"]


async def test_a_review_and_the_rating_say_the_same(bot: Bot, ann: Person, bob: Person):
    card = await published(ann, rating=["8"])
    told = await ann.uses("rate", query="mayday 9x05", value=3)
    assert "Your review says so, too." in told.text
    await mended(bot)
    assert "3/10" in card.text
    changes = await bob.presses("What was changed", card)
    assert "Rating: ~~8/10~~ **3/10**" in changes.text
    await ann.uses("rate", query="mayday 9x05", value=0)
    await mended(bot)
    assert "/10" not in card.text
    form = await ann.opens("review edit", query="mayday 9x05")
    await ann.presses("Publish", await ann.sends(form, rating=["10"]))
    assert "Members ★ 10/10 (1 rating)" in (await bob.asks("mayday 9x05")).text
    form = await ann.opens("review edit", query="mayday 9x05")
    await ann.presses("Publish", await ann.sends(form, rating=["none"]))
    assert "not rated by members yet" in (await bob.asks("mayday 9x05")).text.lower()


async def test_votes_change_the_card_and_many_are_gathered(bot: Bot, ann: Person):
    card = await published(ann)
    await mended(bot)
    before = edits(bot)
    for member in range(100, 150):
        await voted(bot.app.store, member, id_of(card), helpful=member % 2 == 0)
    for _ in range(50):
        bot.app.posted.changed(id_of(card))
    await mended(bot)
    assert "25 of 50 people found this review helpful" in card.text
    assert edits(bot) - before == 1


def edits(bot: Bot) -> int:
    """Count how often messages of the channel were edited by the bot's own token."""
    return sum(one.method == "PATCH" and "/channels/" in one.path for one in bot.env.http_requests)


async def test_a_card_that_was_wrong_before_a_restart_is_mended_by_it(bot: Bot, ann: Person):
    card = await published(ann)
    await mended(bot)
    await voted(bot.app.store, 77, id_of(card), helpful=True)
    assert "0 of 0 people" in card.text
    await bot.restarts()
    await mended(bot)
    assert "1 of 1 person" in card.text


async def test_a_card_whose_message_is_deleted_is_forgotten(bot: Bot, ann: Person):
    card = await published(ann)
    await mended(bot)
    await card.message.message.delete()
    await voted(bot.app.store, 77, id_of(card), helpful=True)
    bot.app.posted.changed(id_of(card))
    await mended(bot)
    assert not await bot.app.store.read(posted.is_any, id_of(card))


async def test_a_hidden_review_leaves_a_card_that_says_so(bot: Bot, ann: Person):
    card = await published(ann)

    def hide(db: Database) -> None:
        sql = """
            INSERT INTO hiding (server, thing, review, kind, since)
            SELECT :server, thing, id, 'hidden', created_at FROM review
        """
        db.execute(sql, {"server": GUILD})

    review = id_of(card)
    await bot.app.store.write(hide)
    bot.app.posted.changed(review)
    await mended(bot)
    assert "This review is no longer here" in card.text


async def test_what_was_changed_is_offered_wherever_the_review_is_shown_whole(
    bot: Bot, ann: Person, bob: Person
):
    card = await published(ann)
    await change(ann, headline="Very hard to watch")
    await mended(bot)
    read = await bob.uses("review read", query="mayday 9x05")
    found = await bob.uses("review search", query="mayday 9x05")
    section = await bob.presses("Reviews 1", await bob.asks("mayday 9x05"))
    alone = await bob.presses("Read it on its own page", section)
    assert alone.private
    assert "### Very hard to watch" in alone.text
    for shown in (card, read, await bob.picks("Very hard", found), section, alone):
        assert "Very hard to watch" in shown.text
        changes = await bob.presses("What was changed", shown)
        assert "~~Hard to watch~~ **Very hard to watch**" in changes.text


async def test_of_a_review_that_is_cut_its_changes_are_offered_where_it_is_read_on(
    bot: Bot, ann: Person, bob: Person
):
    await published(ann, body="one two three. " * 265)
    await change(ann, headline="Very hard to watch")
    await mended(bot)
    read = await bob.uses("review read", query="mayday 9x05")
    assert "What was changed" not in read.buttons
    assert "What was changed" in (await bob.presses("Read on", read)).buttons


async def test_an_edit_that_changes_nothing_is_none_and_says_so(bot: Bot, ann: Person):
    card = await published(ann, rating=["8"])
    told = await change(ann)
    assert "Nothing was changed: your review has these words already." in told.text
    await mended(bot)
    assert "edited" not in card.text
    assert "What was changed" not in card.buttons
    assert (await ann.uses("review drafts")).text.startswith("You have no drafts.")


async def test_an_edit_before_any_vote_is_an_edit_without_a_number(bot: Bot, ann: Person):
    card = await published(ann)
    assert "Changed; everybody" in (await change(ann, headline="Very hard to watch")).text
    await mended(bot)
    assert card.text.endswith("0 of 0 people found this review helpful · edited")


async def test_another_language_is_told_as_a_change(bot: Bot, ann: Person, bob: Person):
    card = await published(ann)
    form = await ann.opens("review write", query="mayday 9x05", language="de")
    await ann.presses("Publish", await ann.sends(form))
    await mended(bot)
    changes = await bob.presses("What was changed", card)
    assert "Language: ~~English~~ **German**" in changes.text
