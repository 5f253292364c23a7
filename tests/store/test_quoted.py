"""What may be shown of a review where the bot quotes it to moderators and to its author."""

import pytest

from bot.cases import Quote, Shows
from bot.personal import Choice
from bot.store import Database, Store, decisions, erasing, quoted, retention, reviews
from tests.moderating import AUTHOR, ELSEWHERE, SERVER, decided, reviewed
from tests.reviewing import NOW, deed

AT = NOW.isoformat()


@pytest.fixture
async def review(started: Store) -> int:
    """Give a review that is quoted to moderators of two servers, and to its author."""
    review = await reviewed(started)
    for message, server in enumerate((SERVER, ELSEWHERE), 1):
        await started.write(quoted.keep, Quote(review, server, "case").at(message, 5), AT)
    await started.write(quoted.keep, Quote(review, SERVER, "notice").at(3, 6), AT)
    return review


async def wrong(store: Store, review: int) -> list[Shows | None]:
    """Tell what each of the three is to show, None where it is right."""
    found = {one.message: one.shows for one, _ in await store.read(quoted.of, review)}
    assert await store.read(quoted.stale) == ([review] if found else [])
    return [found.get(message) for message in (1, 2, 3)]


async def mend(store: Store, review: int) -> None:
    for one, _ in await store.read(quoted.of, review):
        await store.write(quoted.keep, one, AT)


async def known(store: Store) -> int:
    def count(db: Database) -> int:
        return int(db.execute("SELECT count(*) FROM quoted").fetchone()[0])

    return await store.read(count)


async def test_what_is_as_it_was_is_left_alone(started: Store, review: int):
    assert await wrong(started, review) == [None, None, None]
    await decided(started, "hide", review)
    await decided(started, "warn", review)
    assert await wrong(started, review) == [None, None, None]


async def test_what_its_author_deletes_is_no_longer_shown_to_moderators_until_an_undo(
    started: Store, review: int
):
    await started.write(reviews.delete, deed(AUTHOR), review)
    assert await wrong(started, review) == ["deleted", "deleted", None]
    (case, *_) = (case for _, case in await started.read(quoted.of, review))
    assert case
    assert case.deleted
    await mend(started, review)
    assert await wrong(started, review) == [None, None, None]
    await started.write(reviews.restore, deed(AUTHOR), review)
    assert await wrong(started, review) == ["words", "words", None]


@pytest.mark.parametrize(
    ("choice", "shows"), [("erased", ["erased"] * 3), ("anonymised", ["former"] * 2 + ["erased"])]
)
async def test_who_goes_is_quoted_nowhere_and_where_nothing_is_left_is_forgotten(
    started: Store, review: int, choice: Choice, shows: list[Shows]
):
    await started.write(erasing.erase, deed(AUTHOR), started.folder, choice)
    assert await wrong(started, review) == shows
    cases = [case for _, case in await started.read(quoted.of, review)]
    assert [case is None for case in cases] == [one == "erased" for one in shows]
    await mend(started, review)
    assert await wrong(started, review) == [None, None, None]
    assert await known(started) == shows.count("former")


async def test_what_is_removed_is_read_again_by_who_decides_about_an_appeal(
    started: Store, review: int
):
    await decided(started, "remove", review)
    assert await wrong(started, review) == ["removed", None, None]
    await mend(started, review)
    await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "Why?")
    assert await wrong(started, review) == ["words", None, None]
    await mend(started, review)
    await decided(started, "dismiss", review)
    assert await wrong(started, review) == ["removed", None, None]


async def test_what_is_removed_everywhere_is_shown_to_no_moderators(started: Store, review: int):
    await decided(started, "remove", review, 0, operator=True)
    assert await wrong(started, review) == ["removed", "removed", None]
    await mend(started, review)
    await decided(started, "restore", review, 0, operator=True)
    assert await wrong(started, review) == ["words", "words", None]


async def test_a_review_that_is_not_there_is_quoted_as_gone(started: Store):
    shown, case = await started.read(quoted.face, Quote(12345, SERVER, "case"))
    assert (shown.shows, case) == ("erased", None)


async def test_a_message_can_be_forgotten(started: Store, review: int):
    for message in (1, 2, 3, 4):
        await started.write(quoted.forget, message)
    await started.write(reviews.delete, deed(AUTHOR), review)
    assert await wrong(started, review) == [None, None, None]


async def test_after_a_time_a_quote_is_forgotten_but_not_with_words_of_what_is_gone(
    started: Store, review: int
):
    await started.write(reviews.delete, deed(AUTHOR), review)
    late = "2027-01-01T00:00:00+00:00"
    assert await started.write(retention.cards, late) == 0
    assert await known(started) == 3
    await mend(started, review)
    assert await started.write(retention.cards, AT) == 0
    assert await started.write(retention.cards, late) == 2
    assert await started.write(retention.deleted, late) == 1
    assert await wrong(started, review) == [None, None, "erased"]
    await mend(started, review)
    assert await known(started) == 0


async def test_a_server_that_was_left_is_not_written_to_any_more(started: Store, review: int):
    def left(db: Database) -> None:
        db.execute("INSERT INTO server (id, since, left_at) VALUES (:one, '', '2020')",
                   {"one": ELSEWHERE})  # fmt: skip

    await started.write(left)
    await started.write(retention.servers, AT)
    await started.write(erasing.erase, deed(AUTHOR), started.folder, "erased")
    assert await wrong(started, review) == ["erased", None, "erased"]
