"""Reviews are read page by page, from either end, past those that may not be read."""

from random import Random

import pytest

from bot.errors import Gone, ReviewGone
from bot.finding import reviews as asked
from bot.page import Viewer
from bot.reading import PAGE, Hunt, ReviewsPage, filters_of, filters_text
from bot.reviews import EVERYWHERE, ORDERS, Filters, Order, Words
from bot.store import Database, Store, authors, orders, reading, reviews, tops
from tests.reviewing import deed, rated, voted, wrote
from tests.store.worlds import World, Written

SERVER, OTHER = 71, 72
MANY = 70
NOBODY = Viewer()


@pytest.fixture
async def thing(started: Store) -> int:
    return await started.read(
        lambda db: int(db.execute("SELECT min(id) FROM episode").fetchone()[0])
    )


def write_many(db: Database, world: World, thing: int) -> None:
    """Let many review one thing: here, elsewhere and everywhere; hide some, block some."""
    chance = world.chance
    for member in range(1, MANY + 1):
        server = chance.choice((EVERYWHERE, SERVER, OTHER))
        place = chance.choice((EVERYWHERE, EVERYWHERE, EVERYWHERE, server))
        words = Words(f"Number {member}", "It was good.", chance.choice((None, *range(1, 11))))
        done = world.deed(member, server)
        number = reviews.publish(db, done, thing, words, place)
        sql = "UPDATE review SET votes = :votes, rank = :rank WHERE id = :id"
        votes = chance.randrange(4)
        db.execute(sql, {"votes": votes, "rank": votes / 4, "id": number})
        one = Written(number, member, thing, place, server, words, done.now, member)
        one.votes = dict.fromkeys(range(votes), True)
        world.reviews.append(one)
    for one in chance.sample(world.reviews, 9):
        where = chance.choice((EVERYWHERE, SERVER))
        world.hidden.add((where, one.id))
        sql = "INSERT INTO hiding VALUES (:where, :thing, :one, 'hidden', '2026-11-20')"
        db.execute(sql, {"where": where, "thing": thing, "one": one.id})
    for member in chance.sample(range(1, MANY + 1), 5):
        world.blocked.add((SERVER, member))
        sql = "INSERT INTO block VALUES (:where, :member, '2026-11-20')"
        db.execute(sql, {"where": SERVER, "member": member})


def expected(world: World, thing: int, server: int, order: Order) -> list[int]:
    """Order what may be read as people are told it is."""

    def key(one: Written) -> tuple[object, ...]:
        newest = (one.created_at, one.id)
        rating = one.words.rating
        return {
            "helpful": (len(one.votes), one.created_at, len(one.words.body), one.id),
            "newest": newest,
            "oldest": newest,
            "highest": (rating or 0, *newest),
            "lowest": (-(rating or 11), *newest),
            "votes": (len(one.votes), *newest),
        }[order]

    some = sorted(world.of(thing, server), key=key, reverse=order != "oldest")
    return [one.id for one in some]


@pytest.mark.parametrize(("near", "few"), [(0, 1000), (0, 12), (300, 300), (6, 1)])
async def test_every_page_of_every_order_is_the_same_however_it_is_walked_to(
    started: Store, thing: int, near: int, few: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(orders, "NEAR", near)
    monkeypatch.setattr(orders, "FEW", few)
    world = World(Random(few), [thing], 0)  # noqa: S311 - no secret
    await started.write(write_many, world, thing)
    for server in (None, SERVER, OTHER):
        for order in ORDERS:
            ids = expected(world, thing, server or EVERYWHERE, order)
            where = Viewer(server=server)
            pages = await every_page(started, thing, Filters(order), where)
            shown = [one.id for page in pages for one in page.reviews]
            first = pages[0]
            lead = {one.id for one in (first.praising, first.critical, first.best) if one}
            assert (len(lead) in {2, 3}) == (order == "helpful")
            assert (first.best and first.best.id) == (ids[0] if lead else None)
            assert shown == [one for one in ids if one not in lead]
            assert first.total == len(ids)
            sizes = {len(page.reviews) for page in pages[bool(lead) : -1]}
            assert sizes == {PAGE}


async def every_page(
    store: Store, thing: int, filters: Filters, viewer: Viewer = NOBODY
) -> list[ReviewsPage]:
    first = await store.read(reading.page, thing, filters, viewer)
    rest = [
        await store.read(reading.page, thing, filters, viewer, at) for at in range(1, first.pages)
    ]
    return [first, *rest]


async def test_where_opinions_differ_the_best_of_each_stand_first_and_nowhere_else(
    started: Store, thing: int
):
    written = {
        rating: await wrote(started, 100 + rating, thing, Words(f"I say {rating}", "So.", rating))
        for rating in (2, 3, 5, 7, 9)
    }
    for voter, rating in enumerate((3, 7, 9, 9), 1):
        await voted(started, voter, written[rating], helpful=True)
    pages = await every_page(started, thing, Filters())
    assert pages[0].praising
    assert pages[0].critical
    assert (pages[0].praising.rating, pages[0].critical.rating) == (9, 3)
    assert [one.rating for one in pages[1].reviews] == [7, 5, 2]
    assert pages[0].pages == 2
    assert pages[0].best == pages[0].praising
    newest = await started.read(reading.page, thing, Filters("newest"), NOBODY)
    assert newest.praising is newest.critical is newest.best is None


async def test_the_most_helpful_stands_first_though_it_neither_praises_nor_is_critical(
    started: Store, thing: int
):
    written = {
        rating: await wrote(started, 100 + (rating or 0), thing, Words("So", "So.", rating))
        for rating in (2, 9, None, 6)
    }
    assert (await started.read(reading.page, thing, Filters(), NOBODY)).best is None
    for voter, rating in enumerate((None, None, 9), 1):
        await voted(started, voter, written[rating], helpful=True)
    first, second = await every_page(started, thing, Filters())
    assert first.best
    assert first.best.rating is None
    assert (first.praising, first.critical) != (None, None)
    assert [one.rating for one in second.reviews] == [6]


async def test_where_opinions_do_not_differ_there_is_no_pair(started: Store, thing: int):
    for rating in (5, 6, 7, 8):
        await wrote(started, 100 + rating, thing, Words("Good", "So.", rating))
    page = await started.read(reading.page, thing, Filters(), NOBODY)
    assert page.praising is None
    assert len(page.reviews) == PAGE
    assert page.pages == 2


async def test_filters_count_no_more_than_can_be_turned_to(
    started: Store, thing: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "COUNTED", 4)
    for member in range(1, 8):
        await wrote(started, member, thing, Words("Good", "So.", 8, language="pt-BR"))
    page = await started.read(reading.page, thing, Filters(language="pt"), NOBODY, 99)
    assert (page.total, page.more, page.page, page.pages) == (4, True, 1, 2)
    assert len(page.reviews) == 1
    other = await started.read(reading.page, thing, Filters(language="p"), NOBODY)
    assert (other.total, other.more) == (0, False)


async def test_filters_look_at_the_first_of_their_order_alone(
    started: Store, thing: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "LOOKED", 3)
    await wrote(started, 49, thing, Words("So", "So.", 9))
    for member in (50, 51, 52, 53):
        await wrote(started, member, thing, Words("So", "So.", 2))
    newest = await started.read(reading.page, thing, Filters("newest", lowest=9), NOBODY)
    assert (newest.total, newest.more) == (0, True)
    oldest = await started.read(reading.page, thing, Filters("oldest", lowest=9), NOBODY)
    assert (oldest.total, oldest.more) == (1, True)


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        (Filters(), "all"),
        (Filters("votes", spoiler_free=True, here=True), "safe.here"),
        (Filters(lowest=7), "7to10"),
        (Filters(highest=4, language="en"), "1to4.en"),
        (Filters("oldest", lowest=2, highest=3, here=True, language="pt-BR"), "here.2to3.pt-BR"),
    ],
)
def test_filters_stand_in_custom_ids_as_people_can_read_them(filters: Filters, text: str):
    assert filters_text(filters) == text
    again = filters_of(filters.order, text)
    assert filters_text(again) == text
    assert again.order == filters.order


@pytest.mark.parametrize(
    ("order", "text"),
    [("best", "all"), ("helpful", ""), ("helpful", "safe.."), ("helpful", "0to3"),
     ("helpful", "11to12"), ("helpful", "SELECT")],
)  # fmt: skip
def test_filters_that_nobody_can_have_written_are_gone(order: str, text: str):
    with pytest.raises(Gone):
        filters_of(order, text)


async def test_what_was_deleted_is_found_by_no_word_and_undone_by_all(started: Store, thing: int):
    def words(db: Database) -> set[str]:
        return {row[0] for row in db.execute("SELECT word FROM review_word")}

    review = await wrote(started, 5, thing, Words("Café at night", "It's good & “wet”.\nÉnd"))
    had = {"cafe", "at", "night", "its", "good", "and", "wet", "end"}
    assert await started.read(words) == had
    await started.write(reviews.delete, deed(5), review)
    assert await started.read(words) == set()
    await started.write(reviews.restore, deed(5), review)
    assert await started.read(words) == had
    await started.write(reviews.revise, deed(5), review, Words("Other", "words"))
    assert await started.read(words) == {"other", "words"}


async def phrase(store: Store, text: str) -> tuple[str, bool]:
    (one,) = (await store.read(asked.search, Hunt(text), NOBODY)).finds
    return " ".join(piece.text for piece in one.phrase.pieces), one.phrase.spoiler


async def test_what_the_author_hid_is_told_behind_bars_alone(started: Store, thing: int):
    await wrote(started, 5, thing, Words("Dull", "Rain came. ||The mate did it.|| Then sun."))
    assert await phrase(started, "mate") == ("The mate did it.", True)
    assert await phrase(started, "rain") == ("Rain came.", False)
    assert await phrase(started, "dull") == ("Dull", False)
    # Words of both: the piece that has the most of them is shown, and nothing of the other.
    told, hidden = await phrase(started, "sun mate did")
    assert (told, hidden) == ("The mate did it.", True)
    await wrote(started, 6, thing, Words("Wet", "The captain ||fell||", spoiler=True))
    assert await phrase(started, "captain") == ("The captain fell", True)


async def test_the_last_word_may_be_begun_and_the_others_may_not(started: Store, thing: int):
    await wrote(started, 5, thing, Words("Stormy harbour", "Nothing else."))

    async def number(text: str) -> int:
        return (await started.read(asked.search, Hunt(text), NOBODY)).total

    assert [await number(text) for text in ("harbour st", "stor", "STÓRMY", "“storm", "s")] == [
        1, 1, 1, 1, 0
    ]  # fmt: skip
    assert await number("stor harbour") == 0
    assert await number("storm. ") == 0
    assert await number("") == await number("?!") == 0


async def test_an_author_alone_is_enough_to_search_for(started: Store, thing: int):
    await wrote(started, 5, thing, Words("Stormy", "Nothing else."))
    found = await started.read(asked.search, Hunt("", 5), NOBODY)
    assert [one.phrase.pieces[0].text for one in found.finds] == ["Stormy"]
    assert (await started.read(asked.search, Hunt("", 6), NOBODY)).total == 0


async def test_searches_look_at_the_newest_reviews_with_the_rarest_word(
    started: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.store.review_search.SEARCHED", 2)
    monkeypatch.setattr("bot.store.review_search.PLACES", 4)
    sql = "SELECT id FROM episode ORDER BY id LIMIT 6"
    things = [row[0] for row in await started.read(lambda db: db.execute(sql).fetchall())]
    ids = [
        await wrote(started, 5 + at, one, Words("Storm", "harbour night" if at < 3 else "storms"))
        for at, one in enumerate(things)
    ]
    found = await started.read(asked.search, Hunt("storm harbour night"), NOBODY)
    assert [one.review.id for one in found.finds] == ids[2:0:-1]
    assert found.more
    monkeypatch.setattr("bot.store.review_search.COUNTED", 0)
    monkeypatch.setattr("bot.store.review_search.AT_ONCE", 1)
    none = await started.read(asked.search, Hunt("harbour"), NOBODY)
    assert (none.total, none.more) == (0, True)
    monkeypatch.setattr("bot.store.review_search.COUNTED", 1000)
    begun = await started.read(asked.search, Hunt("sto"), NOBODY)
    assert begun.more
    assert begun.total == 2


async def test_own_reviews_are_all_there_with_what_hides_them_and_drafts_behind(
    started: Store, thing: int
):
    shared = await wrote(started, 5, thing, Words("Shared", "So."))
    kept = await wrote(started, 5, thing + 1, Words("Kept", "So."), kept=OTHER)

    def change(db: Database) -> None:
        key = {"thing": thing, "review": shared}
        db.execute("INSERT INTO hiding VALUES (71, :thing, :review, 'reports', '2026')", key)
        sql = """
            INSERT INTO draft (member, thing, place, headline, body, spoiler, changed_at)
            VALUES (5, :thing, 0, :said, 'So.', 1, :at)
        """
        for said, of, at in (("New", thing + 2, "2026-11-26"), ("Old", None, "2026-10-01")):
            db.execute(sql, {"thing": of, "said": said, "at": f"{at}T12:00:00+00:00"})

    await started.write(change)
    page = await started.read(authors.own, 5, SERVER)
    assert [(one.review.id, one.hidden) for one in page.reviews] == [
        (kept, None), (shared, "reports")
    ]  # fmt: skip
    (last,) = (await started.read(authors.own, 5, SERVER, 1)).drafts
    drafts = [(head and head.id, one.words.headline) for head, one in (*page.drafts, last)]
    assert drafts == [(thing + 2, "New"), (None, "Old")]
    assert page.total == 4
    assert page.drafts[0][1].words.spoiler is True
    assert (await started.read(authors.own, 6, SERVER)).total == 0


async def test_few_ratings_are_drawn_to_the_mean_of_all(started: Store, thing: int):
    head = (await started.read(reading.page, thing, Filters(), NOBODY)).heading
    sql = "SELECT id FROM episode WHERE series = :of ORDER BY id LIMIT 3"
    key = {"of": head.series_id}
    few, many, kept = [
        row[0] for row in await started.read(lambda db: db.execute(sql, key).fetchall())
    ]
    await rated(started, 1, few, 10)
    for member in range(2, 22):
        await rated(started, member, many, 8)
    await wrote(started, 30, kept, Words("Kept", "So.", 1), kept=SERVER)
    of_all = (10 + 20 * 8) / 21
    page = await started.read(tops.page, head.series_id, NOBODY)
    told = [(one.heading.id, round(one.weighted, 6), one.votes) for one in page.episodes]
    assert told == [
        (few, round((10 + 5 * of_all) / 6, 6), 1), (many, round((160 + 5 * of_all) / 25, 6), 20)
    ]  # fmt: skip
    here = await started.read(tops.page, head.series_id, Viewer(server=SERVER))
    assert [one.heading.id for one in here.episodes] == [few, many, kept]
    with pytest.raises(Gone):
        await started.read(tops.page, few, NOBODY)


async def test_where_all_ratings_are_kept_they_are_not_drawn_anywhere(started: Store, thing: int):
    await wrote(started, 30, thing, Words("Kept", "So.", 3), kept=SERVER)
    found = await started.read(tops.scores, [thing], Viewer(server=SERVER))
    assert found[thing].mean == 3
    assert await started.read(tops.scores, [thing], NOBODY) == {}
    assert await started.read(tops.scores, [], NOBODY) == {}
    head = (await started.read(reading.page, thing, Filters(), NOBODY)).heading
    page = await started.read(tops.page, head.series_id, Viewer(server=SERVER))
    assert (page.of_all, page.episodes[0].weighted) == (None, 3)


async def test_what_may_not_be_read_is_gone(started: Store, thing: int):
    kept = await wrote(started, 30, thing, Words("Kept", "So."), kept=SERVER)
    assert (await started.read(reading.whole, kept, SERVER)).review.id == kept
    with pytest.raises(ReviewGone):
        await started.read(reading.whole, kept, OTHER)
    with pytest.raises(Gone):
        await started.read(reading.page, 10**17, Filters(), NOBODY)
    with pytest.raises(Gone):
        await started.read(reading.stars, 10**17, None)
