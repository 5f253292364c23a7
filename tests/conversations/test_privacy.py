"""/privacy: what is stored about somebody is shown to them, taken along, and deleted."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ReviewGone
from bot.render.privacy import TITLES
from bot.reviews import Words
from bot.store import Store, reviews, tombstones
from tests.conversations.conftest import GUILD, Bot, Journal
from tests.conversations.talk import Person, Reply
from tests.conversations.test_pictures import sent
from tests.conversations.test_writing import begun
from tests.reviewing import rated, voted, wrote

TEXT = "It held me from the first minute to the last. <@&1> ||secret||"


async def wrote_much(store: Store, who: Person, *others: Person) -> int:
    """Let somebody review an episode, rate nine others, and vote on a review of others."""
    things = await store.read(
        lambda db: [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id LIMIT 10")]
    )
    review = await wrote(store, who.id, things[0], Words("Held", TEXT, 8))
    for thing in things[1:]:
        await rated(store, who.id, thing, 7)
    for other in others:
        theirs = await wrote(store, other.id, things[0], Words("So so", "It was long.", 4))
        await voted(store, who.id, theirs, helpful=True)
        await voted(store, other.id, review, helpful=True)
    return review


def files(bot: Bot, reply: Reply) -> tuple[list[dict[str, object]], str]:
    """Give the records of an export, and what people read."""
    content = sent(bot, reply)
    return json.loads(content["coldopen.json"]), content["coldopen.md"].decode()


async def test_who_is_not_known_is_told_that_nothing_is_stored(ann: Person, bot: Bot):
    for command in ("privacy show", "privacy delete"):
        told = await ann.uses(command)
        assert told.private
        assert "Nothing is stored about you" in told.text
        assert told.buttons == {}
    records, text = files(bot, await ann.uses("privacy export"))
    assert records == []
    assert text.startswith("# What Cold Open has stored about you")


async def test_everything_is_shown_in_words_page_by_page(store: Store, ann: Person, bob: Person):
    await wrote_much(store, ann, bob)
    await ann.asks("mayday 9x05")
    told = await ann.uses("privacy show")
    assert told.private
    assert "Ratings: **10**" in told.text
    page = await ann.picks(TITLES["rating"], told)
    assert page.id == told.id
    assert "7/10 for Mayday" in page.text
    assert "Page 1 of 2" in page.text
    page = await ann.presses("Last", page)
    assert "8/10 for Mayday" in page.text
    page = await ann.picks(TITLES["review"], page)
    assert "“Held” on Mayday" in page.text
    assert r"\<\@&1\> \|\|secret" in page.text
    assert "1 of 1 found it helpful" in page.text
    page = await ann.picks(TITLES["looked"], page)
    assert "Target Is Destroyed" in page.text
    for title in TITLES.values():
        if title in {one.label for one in page.options}:
            page = await ann.picks(title, page)
            assert title in page.text


async def test_it_is_told_on_which_server_one_voted_and_reported(
    bot: Bot, ann: Person, bob: Person
):
    _, card = await ann.publishes(await begun(ann))
    await bob.presses("Helpful", card)
    await bob.sends(await bob.opens_by("Report", card), reason=["spam"])
    told = await bob.uses("privacy show")
    for kind in ("vote", "report"):
        told = await bob.picks(TITLES[kind], told)
        assert "Target Is Destroyed in the server Fans" in told.text


async def test_an_export_has_all_of_it_for_programs_and_for_people(
    bot: Bot, store: Store, ann: Person, bob: Person
):
    await wrote_much(store, ann, bob)
    reply = await ann.uses("privacy export")
    assert reply.private
    records, text = files(bot, reply)
    kinds = [str(one["record"]) for one in records]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "member": 1, "rating": 10, "review": 1, "vote": 1, "deed": 1,
    }  # fmt: skip
    (review,) = (one for one in records if one["record"] == "review")
    assert review["body"] == TEXT
    assert TEXT in text
    assert "## Ratings (10)" in text
    assert "- rating: 7\n- place: everywhere\n" in text


async def test_everything_is_deleted_after_asking_and_nothing_is_left(
    store: Store, ann: Person, bob: Person
):
    review = await wrote_much(store, ann, bob)
    await ann.asks("mayday 9x05")
    question = await ann.uses("privacy delete")
    assert question.private
    assert "Ratings: **10**" in question.text
    done = await ann.presses("Delete everything", question)
    assert done.id == question.id
    assert "1 review, 1 vote, 10 ratings" in done.text
    assert done.buttons == {}
    with pytest.raises(ReviewGone):
        await store.read(reviews.read, review, None)
    assert "Nothing is stored" in (await ann.uses("privacy show")).text
    assert "Ratings" in (await bob.uses("privacy show")).text


async def test_reviews_may_stay_as_a_former_members(store: Store, ann: Person, bob: Person):
    review = await wrote_much(store, ann, bob)
    done = await ann.presses("Delete all but reviews", await ann.uses("privacy delete"))
    assert "1 review stays as a former member's" in done.text
    assert (await store.read(reviews.read, review, None)).member == -review
    assert "Nothing is stored" in (await ann.uses("privacy show")).text


async def test_who_thinks_better_of_it_keeps_everything(store: Store, ann: Person):
    review = await wrote_much(store, ann)
    done = await ann.presses("Keep everything", await ann.uses("privacy delete"))
    assert "Everything is as it was" in done.text
    assert (await store.read(reviews.read, review, None)).member == ann.id


async def test_a_press_after_a_restart_and_a_second_one_do_it_once(
    bot: Bot, store: Store, ann: Person
):
    await wrote_much(store, ann)
    question = await ann.uses("privacy delete")
    again = await ann.uses("privacy delete")
    await bot.restarts()
    await ann.presses("Delete everything", question)
    done = await ann.presses("Delete everything", again)
    assert "is gone. What is gone does not come back" in done.text
    assert len(tombstones.read(store.folder)) == 2


async def test_what_could_not_be_deleted_is_told_and_not_done_later(
    store: Store, ann: Person, journal: Journal
):
    review = await wrote_much(store, ann)
    question = await ann.uses("privacy delete")
    never = "CREATE TRIGGER no BEFORE DELETE ON draft BEGIN SELECT RAISE (ABORT, 'no'); END"
    keep = """
        INSERT INTO draft (member, place, headline, body, spoiler, changed_at)
        VALUES (:member, 0, '', '', 0, '')
    """
    async with store.writing() as line:
        await line.run(lambda db: db.execute(never))
        await line.run(lambda db: db.execute(keep, {"member": ann.id}))
    journal.explains(await ann.presses("Delete everything", question))
    assert (await store.read(reviews.read, review, None)).member == ann.id
    assert (store.folder / tombstones.LOG).read_text().count("\n") == 2
    assert tombstones.read(store.folder) == []


async def test_a_file_of_who_went_that_can_not_be_written_is_told(
    store: Store, bob: Person, journal: Journal
):
    review = await wrote_much(store, bob)
    question = await bob.uses("privacy delete")
    (store.folder / tombstones.LOG).mkdir()
    journal.explains(await bob.presses("Delete everything", question))
    assert (await store.read(reviews.read, review, None)).member == bob.id


@pytest.mark.parametrize(
    "made_up",
    ["privacy:page:rating:999999999:on", "privacy:page:song:0:on", "privacy:page:deed:7:last"],
)
async def test_ids_made_up_by_hand_show_a_page_that_there_is(
    store: Store, ann: Person, made_up: str
):
    await wrote_much(store, ann)
    page = await ann.picks(TITLES["rating"], await ann.uses("privacy show"))
    page.made_up(page.button("Next"), made_up)
    assert (await ann.presses("Next", page)).private


async def test_a_choice_made_up_by_hand_is_answered(store: Store, ann: Person):
    await wrote_much(store, ann)
    told = await ann.uses("privacy show")
    told.made_up(told.option(TITLES["rating"]).value, "nothing like it")
    assert TITLES["member"] in (await ann.picks(TITLES["rating"], told)).text


async def test_a_server_is_known_as_one_where_the_bot_is_and_what_it_keeps_stays(
    bot: Bot, store: Store, ann: Person
):
    thing = await store.read(lambda db: db.execute("SELECT min(id) FROM episode").fetchone()[0])
    review = await wrote(store, ann.id, thing, Words("Kept", "For this server alone."), GUILD)
    for days in (0, 1, 40):
        await bot.app.retention.tidy(datetime.now(UTC) + timedelta(days=days))
    assert (await store.read(reviews.read, review, GUILD)).headline == "Kept"
    sql = "SELECT joined_at IS NOT NULL, left_at FROM server WHERE id = :guild"
    row = await store.read(lambda db: db.execute(sql, {"guild": GUILD}).fetchone())
    assert row == (1, None)
