"""Members say whether a review helped, change their minds, and moderators see who has voted."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.reviews import Review, Words
from bot.store import Database, Store, reviews, servers
from tests.conversations.conftest import GUILD, Bot, by_permission
from tests.conversations.talk import Person, Reply
from tests.conversations.test_writing import begun
from tests.reviewing import deed, voted, wrote

GONE = "no longer here"
MEANT = "it helped you, not that you agree"
ELSEWHERE = 710_000_000_000_000_001


@pytest.fixture
def thing(store: Store) -> int:
    with closing(sqlite3.connect(store.folder / "catalogue.db")) as database:
        return int(database.execute("SELECT min(id) FROM episode").fetchone()[0])


@pytest.fixture
async def review(store: Store, ann: Person, thing: int) -> int:
    return await wrote(store, ann.id, thing, Words("Act of War?", "It holds one's breath. " * 5))


async def shown(review: int, ann: Person) -> Reply:
    """Show a card that has a review's buttons."""
    card = await ann.asks("mayday 9x05")
    card.made_up(card.button("Cast"), f"review:helpful:{review}")
    return card.made_up(card.button("Plot"), f"review:unhelpful:{review}")


async def says(who: Person, *, helped: bool, on: Reply) -> Reply:
    """Press Helpful or Not helpful on such a card."""
    return await who.presses("Cast" if helped else "Plot", on)


async def read(store: Store, review: int) -> Review:
    return await store.read(reviews.read, review, None)


async def test_a_vote_is_answered_privately_with_both_numbers_and_what_it_means(
    ann: Person, bob: Person, store: Store, review: int
):
    card = await shown(review, ann)
    before = card.text
    reply = await says(bob, helped=True, on=card)
    assert reply.private
    assert "Your vote: **it helped you**" in reply.text
    assert "1 of 1 person found this review helpful" in reply.text
    assert MEANT in reply.text
    assert list(reply.buttons) == ["Not helpful", "Take back"]
    assert card.text == before
    assert (await read(store, review)).helpful == 1


async def test_a_vote_is_changed_in_the_answer_to_it(
    ann: Person, bob: Person, cat: Person, store: Store, review: int
):
    card = await shown(review, ann)
    await says(cat, helped=True, on=card)
    reply = await says(bob, helped=True, on=card)
    assert "2 of 2 people" in reply.text
    changed = await bob.presses("Not helpful", reply)
    assert changed.id == reply.id
    assert "Your vote is changed: **it did not help you**" in changed.text
    assert "1 of 2 people" in changed.text
    assert list(changed.buttons) == ["Helpful", "Take back"]
    assert "2 of 2" in (await bob.presses("Helpful", changed)).text


async def test_a_vote_is_changed_on_the_card_too(
    ann: Person, bob: Person, store: Store, review: int
):
    card = await shown(review, ann)
    await says(bob, helped=True, on=card)
    reply = await says(bob, helped=False, on=card)
    assert reply.private
    assert "0 of 1 person" in reply.text
    assert (await read(store, review)).votes == 1


async def test_only_take_back_takes_a_vote_back(
    ann: Person, bob: Person, store: Store, review: int
):
    card = await shown(review, ann)
    await says(bob, helped=True, on=card)
    again = await says(bob, helped=True, on=card)
    assert "You have said so before: it helped you. It stays one vote." in again.text
    assert "1 of 1 person" in again.text
    back = await bob.presses("Take back", again)
    assert "Your vote is taken back" in back.text
    assert "0 of 0 people" in back.text
    assert list(back.buttons) == ["Helpful", "Not helpful"]
    copied = back.made_up(back.button("Helpful"), f"review:unvote:{review}")
    assert "You have no vote on this review" in (await bob.presses("Helpful", copied)).text
    assert (await read(store, review)).votes == 0


async def test_nobody_votes_on_their_own_review(ann: Person, store: Store, review: int):
    card = await shown(review, ann)
    for helped in (True, False):
        reply = await says(ann, helped=helped, on=card)
        assert reply.private
        assert "your own review" in reply.text
    assert (await read(store, review)).votes == 0


async def test_a_review_that_is_deleted_takes_no_votes(
    ann: Person, bob: Person, store: Store, review: int
):
    card = await shown(review, ann)
    first = await says(bob, helped=True, on=card)
    await store.write(reviews.delete, deed(ann.id), review)
    for reply in (
        await says(bob, helped=False, on=card),
        await bob.presses("Take back", first),
    ):
        assert reply.private
        assert GONE in reply.text


async def test_a_review_that_was_just_hidden_takes_no_votes_there(
    ann: Person, bob: Person, store: Store, review: int
):
    card = await shown(review, ann)
    await store.write(hidden, review)
    reply = await says(bob, helped=True, on=card)
    assert reply.private
    assert GONE in reply.text
    assert (await read(store, review)).votes == 0


async def test_a_review_that_another_server_keeps_takes_no_votes_here(
    ann: Person, bob: Person, store: Store, thing: int
):
    kept = await wrote(store, ann.id, thing, Words("Ours", "Only for us here."), ELSEWHERE)
    reply = await says(bob, helped=True, on=await shown(kept, ann))
    assert GONE in reply.text


async def test_votes_go_on_after_a_restart(
    bot: Bot, ann: Person, bob: Person, store: Store, review: int
):
    card = await shown(review, ann)
    reply = await says(bob, helped=True, on=card)
    await bot.restarts()
    assert "0 of 1 person" in (await bob.presses("Not helpful", reply)).text
    assert "1 of 1 person" in (await says(bob, helped=True, on=card)).text
    assert bot.remembered == 0


@pytest.mark.parametrize(
    "custom_id",
    [
        "review:helpful:0",
        "review:helpful:999999999999999999",
        "review:unhelpful:123:instead",
        "review:unvote:999999999999999999",
        "review:helpful:9999999999999999999",
        "review:helpful:-1",
        "review:unvote:1:instead",
    ],
)
async def test_made_up_votes_are_answered_privately(ann: Person, bob: Person, custom_id: str):
    card = await ann.asks("mayday 9x05")
    reply = await bob.presses("Cast", card.made_up(card.button("Cast"), custom_id))
    assert reply.private
    assert "no longer" in reply.text


async def test_a_member_may_not_vote_without_end_in_a_day(
    bot: Bot, ann: Person, bob: Person, store: Store, review: int
):
    card = await shown(review, ann)
    for at in range(20):
        assert "vote" in (await says(bob, helped=at % 2 == 0, on=card)).text
    reply = await says(bob, helped=True, on=card)
    assert "more than 20 votes in 24 hours" in reply.text
    assert (await read(store, review)).votes == 1


class TestWhoVoted:
    async def test_moderators_are_told_who_voted_on_their_server(
        self, ann: Person, bob: Person, store: Store, thing: int
    ):
        review = await wrote(store, 5, thing, Words("Hm", "It was as one says."))
        card = await shown(review, ann)
        await says(bob, helped=False, on=card)
        await voted(store, 77, review, helpful=True)
        reply = await says(ann, helped=True, on=card)
        told = await ann.presses("Who voted", reply)
        assert told.private
        assert f"<@{bob.id}> · not helpful" in told.text
        assert f"<@{ann.id}> · helpful" in told.text
        assert "77" not in told.text
        assert "2 here · 1 elsewhere" in told.text

    async def test_members_are_not_offered_it_and_refused(
        self, ann: Person, bob: Person, review: int
    ):
        card = await shown(review, ann)
        reply = await says(bob, helped=True, on=card)
        assert "Who voted" not in reply.buttons
        for page in ("", ":0", ":7", ":0:on"):
            copied = card.made_up(card.button("Cast"), f"review:voters:{review}{page}")
            refused = await bob.presses("Cast", copied)
            assert refused.private
            assert "Only moderators" in refused.text
            assert str(bob.id) not in refused.text

    async def test_who_has_the_role_of_moderators_is_told_too(
        self, bot: Bot, ann: Person, store: Store, review: int
    ):
        role = bot.env.guild.create_role("mods")
        user = bot.env.create_user("dan")
        bob = Person(bot.env.guild.add_member(user, roles=[role]), bot.channel)
        card = await shown(review, ann)
        copied = card.made_up(card.button("Cast"), f"review:voters:{review}:0")
        assert "Only moderators" in (await bob.presses("Cast", copied)).text
        now = datetime.now(UTC).isoformat(timespec="seconds")
        await store.write(servers.decide, GUILD, now, {"role": role.id})
        told = await bob.presses("Cast", copied)
        assert told.private
        assert "Nobody on this server has voted" in told.text

    async def test_many_voters_are_read_page_by_page_in_one_answer(
        self, ann: Person, store: Store, thing: int
    ):
        review = await wrote(store, 5, thing, Words("Hm", "It was as one says."))
        for member in range(100, 140):
            await voted(store, member, review, helpful=member % 2 == 0, server=GUILD)
        card = await shown(review, ann)
        before = card.text
        copied = card.made_up(card.button("Cast"), f"review:voters:{review}:0")
        told = await ann.presses("Cast", copied)
        assert "Page 1 of 3" in told.text
        text = await ann.reads_through(told)
        assert all(text.count(f"<@{member}>") == 1 for member in range(100, 140))
        assert card.text == before

    async def test_a_review_of_another_server_tells_its_moderators_nothing(
        self, ann: Person, store: Store, thing: int
    ):
        kept = await wrote(store, 5, thing, Words("Ours", "Only for us here."), ELSEWHERE)
        card = await shown(kept, ann)
        copied = card.made_up(card.button("Cast"), f"review:voters:{kept}:0")
        assert f"There is no review {kept} here" in (await ann.presses("Cast", copied)).text


async def test_a_vote_that_was_too_new_counts_in_the_order_later(
    bot: Bot, ann: Person, bob: Person, store: Store, review: int
):
    at = datetime.now(UTC) - timedelta(days=9)
    young = int((at - timedelta(days=2) - datetime(2015, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    await voted(store, young << 22, review, helpful=True, at=at)
    assert await weighed(store, review) == 0
    await bot.restarts()
    await store.write(lambda _: None)  # after whatever the start has asked for
    assert await weighed(store, review) == 1000


async def weighed(store: Store, review: int) -> int:
    sql = "SELECT weighed FROM review WHERE id = :review"
    return await store.read(lambda db: db.execute(sql, {"review": review}).fetchone()[0])


async def test_the_card_in_the_channel_shows_what_everybody_has_said(
    bot: Bot, ann: Person, bob: Person, cat: Person
):
    _, card = await ann.publishes(await begun(ann))
    assert "0 of 0 people found this review helpful" in card.text
    await bob.presses("Helpful", card)
    reply = await cat.presses("Not helpful", card)
    await bot.app.posted.settled()
    assert "1 of 2 people found this review helpful" in card.text
    await cat.presses("Take back", reply)
    await bot.app.posted.settled()
    assert "1 of 1 person found this review helpful" in card.text


async def test_who_moderates_a_case_is_offered_who_voted_though_it_is_hidden(
    bot: Bot, store: Store, review: int
):
    dan = by_permission(bot)
    await voted(store, 100, review, helpful=True, server=GUILD)
    await voted(store, 200, review, helpful=True, server=ELSEWHERE)
    case = await dan.uses("moderate review", number=review)
    await store.write(hidden, review)
    told = await dan.presses("Who voted", case)
    assert told.id != case.id
    assert "1 here · 1 elsewhere" in told.text


def hidden(db: Database, review: int) -> None:
    sql = """
        INSERT INTO hiding (server, thing, review, kind, since)
        SELECT :server, thing, id, 'hidden', created_at FROM review WHERE id = :review
    """
    db.execute(sql, {"server": GUILD, "review": review})
