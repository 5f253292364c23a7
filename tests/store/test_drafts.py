"""Drafts: kept whatever they are of, changed and published once, their author's alone."""

import asyncio
from datetime import timedelta

import pytest

from bot import taking
from bot.errors import AlreadyReviewed, Blocked, DraftGone, Gone, NotAllowed, NotTaken, TooMany
from bot.reviews import EVERYWHERE, Deed, Draft, ServerRules, Words
from bot.store import Database, Store, deeds, drafts, pictures, retention, reviews, servers, tallies
from bot.store.drafts import MOST, Written
from bot.taking import Done
from tests.reviewing import NOW, deed, rated, wrote

ANN, BOB, HERE, THERE = 11, 12, 900, 901
BODY = "It is a long text, with more than sixty characters in it, as everybody can count."
GOOD = Words("Good", BODY, 8)


@pytest.fixture
async def thing(started: Store) -> int:
    """Give an episode."""
    found: int = await started.read(any_episode)
    return found


def any_episode(db: Database) -> int:
    (found,) = db.execute("SELECT min(id) FROM episode").fetchone()
    return int(found)


async def saved(
    store: Store, thing: int | None, words: Words = GOOD, server: int | None = None,
    *, draft: int | None = None, keep: bool = False, bare: bool = False,
) -> int:  # fmt: skip
    """Save a draft of ann's."""
    written = Written(thing, words, draft, keep, bare)
    return await store.write(drafts.save, deed(ANN, server), written)


async def read(store: Store, draft: int) -> Draft:
    return await store.read(drafts.read, ANN, draft)


async def published(store: Store, draft: int, by: Deed | None = None) -> Done:
    return await store.write(taking.publish, by or deed(ANN), draft, 60)


async def test_a_draft_is_read_as_it_was_written(started: Store, thing: int):
    draft = await saved(started, thing, GOOD._replace(spoiler=True, language="de"), HERE, keep=True)
    assert await read(started, draft) == Draft(
        draft, ANN, thing, None, HERE, HERE, GOOD._replace(spoiler=True, language="de"),
        (await read(started, draft)).changed_at,
    )  # fmt: skip
    assert (await read(started, await saved(started, None))).thing is None


async def test_the_same_interaction_saves_once(started: Store, thing: int):
    by = deed(ANN)
    first = await started.write(drafts.save, by, Written(thing, GOOD))
    assert await started.write(drafts.save, by, Written(thing, Words("Other", ""))) == first
    assert (await read(started, first)).words == GOOD
    assert len(await started.read(drafts.of, ANN)) == 1


async def test_only_its_author_reads_or_throws_away_a_draft(started: Store, thing: int):
    draft = await saved(started, thing)
    with pytest.raises(NotAllowed):
        await started.read(drafts.read, BOB, draft)
    with pytest.raises(NotAllowed):
        await started.write(drafts.discard, BOB, draft)
    with pytest.raises(NotAllowed):
        await started.write(taking.publish, deed(BOB), draft, 60)
    await started.write(drafts.discard, ANN, draft)
    with pytest.raises(DraftGone):
        await read(started, draft)


async def test_words_for_a_draft_that_is_gone_become_a_new_one(started: Store, thing: int):
    draft = await saved(started, thing)
    await started.write(drafts.discard, ANN, draft)
    again = await saved(started, thing, Words("Late", "words"), draft=draft)
    assert (await read(started, again)).words.headline == "Late"


async def test_words_of_a_message_never_take_the_place_of_others(started: Store, thing: int):
    first, second = await saved(started, thing), await saved(started, thing, Words("Two", ""))
    assert first != second
    assert [one.id for one in await started.read(drafts.of, ANN)] == [second, first]


async def test_who_has_too_many_drafts_loses_the_one_that_is_oldest(started: Store, thing: int):
    made = [await saved(started, thing) for _ in range(MOST + 2)]
    kept = await started.read(drafts.of, ANN)
    assert [one.id for one in kept] == made[:1:-1]


async def test_a_draft_is_published_and_gone(started: Store, thing: int):
    draft = await saved(started, thing, GOOD, HERE, keep=True)
    done = await published(started, draft)
    assert done == Done(done.review, new=True, posted=False)
    shown = await started.read(reviews.read, done.review, HERE)
    assert (shown.headline, shown.body, shown.rating) == GOOD[:3]
    assert (shown.server, shown.place) == (HERE, HERE)
    with pytest.raises(DraftGone):
        await read(started, draft)


async def test_the_same_interaction_publishes_once(started: Store, thing: int):
    by, draft = deed(ANN), await saved(started, thing)
    first = await published(started, draft, by)
    again = await published(started, draft, by)
    assert again == Done(first.review, new=False, posted=False)


async def test_two_presses_at_the_same_time_give_one_review(started: Store, thing: int):
    draft = await saved(started, thing)
    async with started.writing():
        pressed = [asyncio.create_task(published(started, draft, deed(ANN))) for _ in range(5)]
        await asyncio.sleep(0.05)
    given = await asyncio.gather(*pressed, return_exceptions=True)
    assert sum(isinstance(one, Done) for one in given) == 1
    assert sum(isinstance(one, DraftGone) for one in given) == 4
    assert await started.read(reviews.count, thing, None) == 1


async def test_a_draft_of_what_is_reviewed_changes_the_review(started: Store, thing: int):
    first = await published(started, await saved(started, thing))
    draft = await saved(started, thing, Words("Better", BODY, 9))
    assert (await read(started, draft)).review == first.review
    done = await published(started, draft)
    assert done == Done(first.review, new=False, posted=False)
    shown = await started.read(reviews.read, done.review, None)
    assert (shown.headline, shown.edited_after) == ("Better", 0)
    assert await started.read(reviews.count, thing, None) == 1


async def test_a_rating_that_is_left_out_is_taken_back(started: Store, thing: int):
    await rated(started, ANN, thing, 7)
    await published(started, await saved(started, thing, GOOD._replace(rating=None)))
    assert await started.read(tallies.of_all) is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (GOOD._replace(body="short"), ("short", "5")),
        (GOOD._replace(body="x" * 4001), ("long", "")),
        (GOOD._replace(headline=" \u200b\u202e"), ("empty headline", "")),
        (GOOD._replace(headline="He ||dies||"), ("spoiled headline", "")),
        (GOOD._replace(headline="x" * 151), ("spoiled headline", "")),
        (GOOD, None),
    ],
)
def test_what_is_wrong_with_words_is_told(words: Words, why: object):
    assert taking.refused(words, ServerRules(), 60) == why


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see https://a.example/b c", "https://a.example/b"),
        ("see WWW.evil.example", "WWW.evil.example"),
        ("on discord.gg/abc now", "discord.gg/abc"),
        ("evil-site.com is", "evil-site.com"),
        ("di\u200bscord.gg/abc", "discord.gg/abc"),
    ],
)
def test_links_are_found_where_they_are_not_taken(text: str, what: str):
    words = GOOD._replace(body=f"{BODY} {text}")
    assert taking.refused(words, ServerRules(links=False), 60) == ("link", what)
    assert taking.refused(words, ServerRules(), 60) is None


@pytest.mark.parametrize("text", ["ba||d", "b||||ad", "b||a||d", "||bad||", "good||bad", "bad"])
def test_bars_that_are_not_shown_hide_no_word(text: str):
    rules = ServerRules(words=("bad",))
    assert taking.refused(GOOD._replace(body=f"{BODY} {text}"), rules, 60) == ("word", "bad")


def test_what_is_no_link_is_taken():
    words = GOOD._replace(body=f"{BODY} Well... 9.5 of 10. So.Good e.g. v2.0")
    assert taking.refused(words, ServerRules(links=False), 60) is None


async def test_what_is_refused_changes_nothing(started: Store, thing: int):
    draft = await saved(started, thing, GOOD._replace(body="short"))
    with pytest.raises(NotTaken) as refused:
        await published(started, draft)
    assert (refused.value.why, refused.value.what, refused.value.least) == ("short", "5", 60)
    assert (await read(started, draft)).words.body == "short"
    nameless = await saved(started, None)
    with pytest.raises(NotTaken):
        await published(started, nameless)
    gone = await saved(started, 4_000_000_000)
    with pytest.raises(Gone):
        await published(started, gone)
    assert len(await started.read(drafts.of, ANN)) == 3


async def test_the_rules_of_where_it_was_written_hold_wherever_it_is_published(
    started: Store, thing: int
):
    draft = await saved(started, thing, GOOD._replace(body=f"{BODY} https://a.example"), HERE)
    await started.write(servers.decide, HERE, NOW.isoformat(), {"links": False})
    with pytest.raises(NotTaken):
        await published(started, draft, deed(ANN, THERE))


async def test_a_kept_draft_stays_kept_when_it_is_changed_elsewhere(started: Store, thing: int):
    draft = await saved(started, thing, GOOD, HERE, keep=True)
    for server in (THERE, None):
        await saved(started, thing, Words("Else", BODY), server, draft=draft)
        found = await read(started, draft)
        assert (found.server, found.place) == (HERE, HERE)
    await saved(started, thing, GOOD, HERE, draft=draft)
    assert (await read(started, draft)).place == EVERYWHERE


async def test_a_change_of_a_kept_review_is_kept_when_the_review_is_deleted_before_it_is_published(
    started: Store, thing: int
):
    review = await wrote(started, ANN, thing, GOOD, HERE)
    for server in (HERE, THERE, None):
        draft = await saved(started, thing, Words("More", BODY), server)
        assert (await read(started, draft)).place == HERE
    await started.write(reviews.delete, deed(ANN), review)
    await published(started, draft)
    assert await started.read(reviews.count, thing, None) == 0
    assert await started.read(reviews.count, thing, HERE) == 1


async def test_words_that_were_to_be_kept_are_not_published_in_a_review_that_is_not(
    started: Store, thing: int
):
    draft = await saved(started, thing, Words("Kept", BODY), HERE, keep=True)
    review = await wrote(started, ANN, thing, GOOD)
    with pytest.raises(AlreadyReviewed):
        await published(started, draft)
    assert (await started.read(reviews.read, review, None)).headline == GOOD.headline
    look = await started.read(taking.look, ANN, draft, 60)
    assert isinstance(look.trouble, AlreadyReviewed)
    await saved(started, thing, Words("Kept", BODY), HERE, draft=draft)
    assert (await started.read(taking.look, ANN, draft, 60)).draft.place == EVERYWHERE
    assert not (await published(started, draft)).new


async def test_a_review_is_changed_by_the_rules_of_where_it_was_written(started: Store, thing: int):
    written = await saved(started, thing, GOOD, HERE)
    await published(started, written)
    await started.write(servers.decide, HERE, NOW.isoformat(), {"words": ["everybody"]})
    change = await saved(started, thing, Words("More", BODY), THERE)
    with pytest.raises(NotTaken) as refused:
        await published(started, change)
    assert refused.value.why == "word"


async def test_nobody_keeps_what_is_written_on_no_server(started: Store, thing: int):
    assert (await read(started, await saved(started, thing, keep=True))).place == EVERYWHERE


async def test_a_blocked_author_publishes_nothing_and_keeps_the_words(started: Store, thing: int):
    draft = await saved(started, thing, GOOD, HERE)

    def block(db: Database) -> None:
        sql = "INSERT INTO block (server, member, since) VALUES (:server, :member, '2026')"
        db.execute(sql, {"server": HERE, "member": ANN})

    await started.write(block)
    with pytest.raises(Blocked):
        await published(started, draft)
    assert (await read(started, draft)).words == GOOD
    assert (await published(started, await saved(started, thing, GOOD, THERE))).new


async def test_no_more_than_the_day_allows(started: Store, thing: int):
    async def write(one: int) -> None:
        await published(started, await saved(started, one))

    for one in range(3):
        await write(thing + one)
    draft = await saved(started, thing + 3)
    with pytest.raises(TooMany):
        await published(started, draft)
    assert (await read(started, draft)).words == GOOD


@pytest.mark.parametrize(("days", "most"), [(0, 3), (1, 5), (7, 10), (29, 10), (30, 20)])
async def test_how_many_one_may_publish_in_a_day_grows_with_the_days_here(
    started: Store, thing: int, days: int, most: int
):
    await started.write(deeds.see, [ANN], [], (NOW - timedelta(days=days)).isoformat())
    for turn in range(most):
        by = deed(ANN, at=NOW + timedelta(minutes=turn))
        review = await started.write(reviews.publish, by, thing, GOOD, EVERYWHERE)
        await started.write(reviews.delete, deed(ANN, at=NOW + timedelta(minutes=turn)), review)
    late = deed(ANN, at=NOW + timedelta(hours=1))
    with pytest.raises(TooMany) as refused:
        await started.write(reviews.publish, late, thing, GOOD, EVERYWHERE)
    assert (refused.value.kind, refused.value.limit) == ("review", most)
    assert refused.value.again == NOW + timedelta(days=1)


async def test_drafts_that_are_too_old_go_and_their_pictures_with_them(started: Store, thing: int):
    old = await started.write(drafts.save, deed(ANN, at=NOW), Written(thing, GOOD))
    new = await saved(started, thing)
    for draft in (old, new):
        await started.write(drafts.illustrate, deed(ANN), draft, b"picture")
    before = (NOW + timedelta(seconds=1)).isoformat()
    await started.write(retention.drafts, before)
    (kept,) = await started.read(drafts.of, ANN)
    assert kept.id == new
    assert await started.read(pictures.content, kept.words.picture or 0) == b"picture"
    assert await started.read(lambda db: len(db.execute("SELECT 1 FROM picture").fetchall())) == 1


async def test_a_picture_stays_when_words_change_until_it_is_taken_away(started: Store, thing: int):
    draft = await saved(started, thing)
    await started.write(drafts.illustrate, deed(ANN), draft, b"picture")
    await saved(started, thing, Words("Else", BODY), draft=draft)
    picture = (await read(started, draft)).words.picture
    assert picture
    await published(started, draft)
    change = await saved(started, thing, Words("More", BODY))
    assert (await read(started, change)).words.picture == picture
    await saved(started, thing, Words("More", BODY), draft=change, bare=True)
    assert (await read(started, change)).words.picture is None


async def test_no_picture_stays_that_nothing_shows_any_more(started: Store, thing: int):
    def kept(db: Database) -> list[bytes]:
        return [row[0] for row in db.execute("SELECT content FROM picture")]

    draft = await saved(started, thing)
    for content in (b"first", b"second"):
        await started.write(drafts.illustrate, deed(ANN), draft, content)
    assert await started.read(kept) == [b"second"]
    await saved(started, thing, draft=draft, bare=True)
    assert await started.read(kept) == []
    await started.write(drafts.illustrate, deed(ANN), draft, b"third")
    for _ in range(MOST):
        await saved(started, thing)
    assert await started.read(kept) == []
    last = await saved(started, thing)
    await started.write(drafts.illustrate, deed(ANN), last, b"fourth")
    await started.write(drafts.discard, ANN, last)
    assert await started.read(kept) == []


async def test_what_a_form_begins_with(started: Store, thing: int):
    await rated(started, ANN, thing, 6)
    new = await started.read(drafts.desk, ANN, thing, HERE)
    assert (new.words, new.draft, new.asked) == (Words("", "", 6), None, True)
    assert not (await started.read(drafts.desk, ANN, thing, None)).asked
    review = await wrote(started, ANN, thing, GOOD)
    change = await started.read(drafts.desk, ANN, thing, HERE)
    assert (change.words, change.review, change.asked) == (GOOD, review, False)
    draft = await saved(started, thing, Words("Half", "done"))
    assert (await started.read(drafts.desk, ANN, thing, HERE)).draft == draft
    with pytest.raises(Gone):
        await started.read(drafts.desk, ANN, 4_000_000_000, HERE)
