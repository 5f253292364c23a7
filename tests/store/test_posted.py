"""Where reviews are shown, and which of these cards show something else than they are to."""

from bot.reviews import EVERYWHERE, Words
from bot.store import Database, Store, posted, reviews
from bot.store.posted import NOTHING, Face, Place
from tests.reviewing import NOW, deed, voted, wrote
from tests.store.test_drafts import ANN, GOOD, HERE, THERE, any_episode

AT = NOW.isoformat()


async def shown(store: Store, review: int, server: int | None, message: int = 1) -> Face:
    """Post a review on a server."""
    face = await store.read(posted.face, review, server)
    place = Place(message, 5, server, None, face.shows)
    await store.write(posted.keep, review, place, AT)
    return face


async def test_a_card_that_is_right_is_left_alone(started: Store):
    review = await wrote(started, ANN, await started.read(any_episode), GOOD)
    face = await shown(started, review, HERE)
    assert face.review
    assert face.review.headline == "Good"
    assert await started.read(posted.of, review) == []
    assert await started.read(posted.stale) == []


async def test_votes_edits_deletion_and_undo_make_a_card_wrong(started: Store):
    review = await wrote(started, ANN, await started.read(any_episode), GOOD)
    await shown(started, review, HERE)

    async def is_wrong() -> bool:
        wrong = await started.read(posted.of, review)
        assert await started.read(posted.stale) == ([review] if wrong else [])
        for place, face in wrong:
            await started.write(posted.keep, review, place._replace(shows=face.shows), AT)
        return bool(wrong)

    assert not await is_wrong()
    await voted(started, 77, review, helpful=True)
    assert await is_wrong()
    assert not await is_wrong()
    await voted(started, 77, review, helpful=False)
    assert await is_wrong()
    await started.write(reviews.revise, deed(ANN), review, Words("Else", GOOD.body))
    assert await is_wrong()
    await started.write(reviews.delete, deed(ANN), review)
    assert await is_wrong()
    await started.write(reviews.restore, deed(ANN), review)
    assert await is_wrong()
    assert not await is_wrong()


async def test_a_kept_review_is_never_shown_in_another_servers_sight(started: Store):
    review = await wrote(started, ANN, await started.read(any_episode), GOOD, HERE)
    for message, server in enumerate((HERE, THERE, None), 1):
        await started.write(posted.keep, review, Place(message, 5, server, None, "wrong"), AT)
    faces = {place.server: face for place, face in await started.read(posted.of, review)}
    assert faces[HERE].review
    assert faces[THERE] == faces[None] == Face(None, None, NOTHING)


async def test_a_hidden_review_is_wrong_where_it_is_hidden_alone(started: Store):
    review = await wrote(started, ANN, await started.read(any_episode), GOOD)
    for message, server in enumerate((HERE, THERE), 1):
        await shown(started, review, server, message)

    def hide(db: Database) -> None:
        sql = """
            INSERT INTO hiding (server, thing, review, kind, since)
            SELECT :server, thing, id, 'hidden', created_at FROM review
        """
        db.execute(sql, {"server": HERE})

    await started.write(hide)
    ((place, face),) = await started.read(posted.of, review)
    assert (place.server, face.review) == (HERE, None)
    assert await started.read(posted.stale) == [review]


async def test_a_forgotten_card_is_looked_after_no_more(started: Store):
    review = await wrote(started, ANN, await started.read(any_episode), GOOD)
    await shown(started, review, EVERYWHERE or None)
    assert await started.read(posted.is_any, review)
    await started.write(posted.forget, 1)
    assert not await started.read(posted.is_any, review)
    await voted(started, 77, review, helpful=True)
    assert await started.read(posted.of, review) == []
