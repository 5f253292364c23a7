"""Reviews are read: page by page, in orders, through filters, whole, by words, by author."""

import pytest

from bot.reviews import Words
from bot.store import Database, Store, reviews
from tests.conversations.conftest import GUILD, Bot
from tests.conversations.talk import Person, Reply
from tests.reviewing import deed, rated, voted, wrote

QUERY = "mayday 9x05"
LONG = "The pilots did all that they could do. " * 90
FIRST = {"Helpful", "Not helpful", "Report", "All by this author"}


@pytest.fixture
async def thing(ann: Person) -> int:
    """Give the episode that everybody writes about."""
    return int((await ann.asks(QUERY)).button("Cast").split(":")[2])


async def write(store: Store, thing: int, number: int, rating: int | None = 6) -> list[int]:
    """Let so many members review it, each later than the one before."""
    return [
        await wrote(store, 500 + at, thing, Words(f"Number {at}", f"Text {at}.", rating))
        for at in range(number)
    ]


async def read(who: Person, **options: object) -> Reply:
    return await who.uses("review read", query=QUERY, **options)


def headlines(page: Reply) -> list[str]:
    return [line[4:] for line in page.text.split("\n") if line.startswith("### ")]


async def test_nothing_written_yet_says_so_and_offers_to_write(ann: Person, thing: int):
    page = await read(ann)
    assert "## Reviews" in page.text
    assert "*No reviews yet.* · Not rated by members yet" in page.text
    assert page.button("Write one") == f"review:write:{thing}"
    assert "## Target Is Destroyed" in (await ann.presses("The page", page)).text


async def test_pages_have_three_reviews_each_and_turn_for_who_asked(
    ann: Person, bob: Person, store: Store, thing: int
):
    await write(store, thing, 8)
    page = await read(ann)
    assert headlines(page) == ["Number 7", "Number 6", "Number 5"]
    assert "8 reviews · Members ★ 6/10 (8 ratings)" in page.text
    assert "Page 1 of 3" in page.text
    assert {"Next", "Last"} <= set(page.buttons)
    his = await bob.presses("Last", page)
    assert his.private
    assert headlines(his) == ["Number 1", "Number 0"]
    assert headlines(await bob.presses("Previous", his)) == ["Number 4", "Number 3", "Number 2"]
    assert headlines(page) == ["Number 7", "Number 6", "Number 5"]
    again = await ann.presses("Next", page)
    assert again.id == page.id
    assert "Page 2 of 3" in page.text


async def test_the_most_helpful_come_first_and_other_orders_are_picked(
    ann: Person, store: Store, thing: int
):
    ids = [
        await wrote(store, 500 + rating, thing, Words(f"I give {rating}", "So.", rating))
        for rating in (5, 6, 7, 8)
    ]
    await voted(store, 9, ids[1], helpful=True)
    page = await read(ann)
    assert headlines(page) == ["I give 6", "I give 8", "I give 7"]
    assert "1 of 1 person found this review helpful" in page.text
    for label, first in (
        ("Newest", 8), ("Oldest", 5), ("Highest", 8), ("Lowest", 5), ("Most votes", 6)
    ):  # fmt: skip
        page = await ann.picks(label, page)
        assert headlines(page)[0] == f"I give {first}", label
    assert "Most votes first" in page.text


async def test_one_that_praises_and_one_that_is_critical_stand_side_by_side(
    ann: Person, store: Store, thing: int
):
    for rating in (2, 3, 8, 9, 6):
        await wrote(store, 500 + rating, thing, Words(f"I give {rating}", "So.", rating))
    page = await read(ann)
    assert headlines(page) == ["I give 9", "I give 3"]
    assert page.text.index("**Praising**") < page.text.index("I give 9")
    assert page.text.index("I give 9") < page.text.index("**Critical**")
    rest = await ann.presses("Next", page)
    assert headlines(rest) == ["I give 6", "I give 8", "I give 2"]
    assert "Praising" not in rest.text


async def test_what_helped_most_stands_first_where_opinions_differ(
    ann: Person, store: Store, thing: int
):
    written = {
        rating: await wrote(store, 500 + rating, thing, Words(f"I give {rating}", "So.", rating))
        for rating in (2, 9, 6)
    }
    await voted(store, 77, written[2], helpful=True)
    page = await ann.uses("review read", query="mayday 9x05")
    assert headlines(page) == ["I give 2", "I give 9"]
    assert "**Most helpful to others · critical**\n### I give 2" in page.text
    for voter in (78, 79):
        await voted(store, voter, written[6], helpful=True)
    page = await ann.uses("review read", query="mayday 9x05")
    assert headlines(page) == ["I give 6", "I give 9", "I give 2"]
    assert "**Most helpful to others**\n### I give 6" in page.text
    assert "Next" not in page.buttons


async def test_filters_are_picked_together_and_taken_away_again(
    ann: Person, store: Store, thing: int
):
    await wrote(store, 501, thing, Words("Spoils", "All of it.", 9, spoiler=True))
    await wrote(store, 502, thing, Words("German", "Gut.", 8, language="de"))
    await wrote(store, 503, thing, Words("Kept", "Here alone.", 7), kept=GUILD)
    await wrote(store, 504, thing, Words("Meh", "So.", 5))
    page = await ann.picks("Newest", await read(ann))
    assert "||All of it.||" in page.text or "Page 1 of 2" in page.text
    page = await ann.picks_several(["safe", "7to10"], page)
    assert headlines(page) == ["Kept", "German"]
    assert "2 reviews" in page.text
    assert "none that is marked as a spoiler, rated 7 to 10" in page.text
    assert headlines(await ann.picks_several(["here"], page)) == ["Kept"]
    nothing = await ann.picks_several(["1to4", "safe"], page)
    assert "*No review is like that: take a filter away below.*" in nothing.text
    page = await ann.picks_several([], nothing)
    assert "4 reviews" in page.text
    asked = await read(ann, order="oldest", lowest=8, language="de")
    assert headlines(asked) == ["German"]
    assert "In German" in [one.label for one in asked.options]


async def test_a_long_review_is_cut_and_read_on_in_private(
    ann: Person, bob: Person, store: Store, thing: int
):
    await wrote(store, 501, thing, Words("Long", f"{LONG} The end."))
    await wrote(store, 502, thing, Words("Half", LONG[: len(LONG) // 2]))
    page = await read(ann)
    assert headlines(page) == ["Half", "Long"]
    assert page.text.count("do. …") == 1
    assert "The end." not in page.text
    whole = await bob.presses("Read on", page)
    assert whole.private
    assert "Page 1 of 3" in whole.text
    assert (await bob.reads_through(whole)).endswith("Page 3 of 3")
    assert "The end." in whole.text
    all_of_it = await bob.presses("All reviews of it", whole)
    assert all_of_it.private
    assert headlines(all_of_it) == ["Half", "Long"]


async def test_what_the_author_hid_stays_hidden_where_a_text_is_cut(
    ann: Person, store: Store, thing: int
):
    secret = "The mate did it. " * 200
    for member, words in (
        (501, Words("Bars", f"So. ||{secret}|| End.")),
        (502, Words("Ticked", secret, spoiler=True)),
    ):
        await wrote(store, member, thing, words)
    page = await read(ann)
    outside = "".join(page.text.split("||")[::2])
    assert page.text.count("||") % 2 == 0
    assert "mate" in page.text
    assert "mate" not in outside


async def test_hostile_words_are_shown_as_they_are_and_stay_inside_the_card(
    ann: Person, store: Store, thing: int
):
    hostile = ("||" * 700 + "@everyone [x](https://x.example) `" + "e\u0301" * 600 + "\u202e") * 2
    for member in range(3):
        await wrote(store, 501 + member, thing, Words("**#@here" * 18, hostile[:4000]))
    page = await read(ann)
    assert len(page.text) <= 4000
    assert page.text.count("@") == page.text.count("\\@") + page.text.count("<@50")
    assert "\u202e" not in page.text
    assert "e\u0301" not in page.text
    assert "](" not in page.text


async def test_a_question_that_means_several_things_asks_which_and_keeps_the_order(
    ann: Person, store: Store
):
    question = await ann.uses("review read", query="Kör Uçuş", order="oldest")
    assert "Which one?" in question.text
    thing = int(question.option("Flying Blind").value.split(":")[1])
    await write(store, thing, 2)
    page = await ann.picks("Flying Blind", question)
    assert headlines(page) == ["Number 0", "Number 1"]


async def test_what_is_kept_elsewhere_hidden_or_blocked_is_not_there_and_not_counted(
    ann: Person, store: Store, thing: int
):
    kept = await wrote(store, 501, thing, Words("Elsewhere", "So.", 10), kept=GUILD + 1)
    hidden = await wrote(store, 502, thing, Words("Hidden", "So.", 9))
    await wrote(store, 503, thing, Words("Blocked", "So.", 8))
    await wrote(store, 504, thing, Words("Seen", "So.", 7))

    def moderate(db: Database) -> None:
        key = {"server": GUILD, "thing": thing, "review": hidden}
        db.execute("INSERT INTO hiding VALUES (:server, :thing, :review, 'hidden', '2026')", key)
        db.execute("INSERT INTO block VALUES (:server, 503, '2026')", {"server": GUILD})

    page = await read(ann)
    await store.write(moderate)
    page = await read(ann)
    assert headlines(page) == ["Seen"]
    assert "1 review ·" in page.text
    assert "Reviews 1" in (await ann.asks(QUERY)).buttons
    for review in (kept, hidden):
        whole = page.made_up(page.button("Report"), f"review:whole:{review}:0")
        gone = await ann.presses("Report", whole)
        assert "no longer here" in gone.text
        page = await read(ann)


@pytest.mark.parametrize(
    "made_up",
    [
        "review:read:{}:best:all:0",
        "review:read:{}:helpful:everything.at.once:0",
        "review:read:{}:helpful:0to99:0",
        "review:read:999999999999999999:helpful:all:0",
        "review:read:9999999999999999999:helpful:all:0",
        "review:more:999999999999999999:1",
        "review:whole:999999999999999999:0",
        "review:ratings:999999999999999999",
        "review:top:{}:0:on",
        "review:found:0:on:all:999999999999999999:storm",
        "review:found:0:on:9999999999999999999:all:storm",
    ],
)
async def test_ids_that_nobody_wrote_or_that_are_gone_are_answered_privately(
    ann: Person, thing: int, made_up: str
):
    page = await read(ann)
    page = page.made_up(page.button("All ratings"), made_up.format(thing))
    gone = await ann.presses("All ratings", page)
    assert gone.private
    assert gone.text


@pytest.mark.parametrize(
    ("made_up", "shows"),
    [
        ("review:read:{}:newest:10to1.here:999999", "Rated 1 to 10, written on this server"),
        ("review:read:{}:votes:safe:999999:last", "none that is marked as a spoiler"),
        ("author:9223372036854775807:999999:on", "0 reviews"),
        ("author:9999999999999999999:0", "No reviews that you may read here."),
        ("review:mine:999999:last", "What you wrote"),
        ("review:found:999999:on:all:all:number", "3 reviews, the newest first"),
        ("review:found:0:on:501:{}:num", "In reviews of Mayday"),
    ],
)
async def test_pages_that_are_not_there_show_the_nearest(
    ann: Person, store: Store, thing: int, made_up: str, shows: str
):
    await write(store, thing, 3)
    page = await read(ann)
    page = page.made_up(page.button("All ratings"), made_up.format(thing))
    assert shows in (await ann.presses("All ratings", page)).text


async def test_all_ratings_are_counted_and_those_without_a_text_listed(
    ann: Person, store: Store, thing: int
):
    await write(store, thing, 2, rating=9)
    await rated(store, 7, thing, 3)
    page = await ann.presses("All ratings", await read(ann))
    assert "3 ratings, 7 on average · 2 reviews with a text" in page.text
    assert "` 9` ████████████████ 2" in page.text
    assert "` 3` ████████ 1" in page.text
    assert "**Without a text** (1, the newest first)\n★★★☆☆☆☆☆☆☆ 3/10 · <t:" in page.text
    assert "<@7>" in page.text
    assert "<@500>" not in page.text
    assert "## Reviews" in (await ann.presses("Reviews", page)).text
    series = await ann.uses("series", query="mayday")
    ratings = series.button("Ratings")
    none = series.made_up(ratings, f"review:ratings:{ratings.split(':')[2]}")
    assert "Not rated yet." in (await ann.presses("Ratings", none)).text


async def test_many_ratings_without_a_text_are_turned_the_newest_first(
    ann: Person, bob: Person, bot: Bot, store: Store, thing: int
):
    for member in range(501, 528):
        await rated(store, member, thing, member % 10 + 1)
    page = await ann.presses("All ratings", await read(ann))
    assert "**Without a text** (27, the newest first)\n★★★★★★★★☆☆ 8/10" in page.text
    assert "Page 1 of 3" in page.text
    assert "<@527>" in page.text
    await bot.restarts()
    last = await bob.presses("Last", page)
    assert last.private
    assert "<@501>" in last.text
    assert "<@504>" not in last.text
    behind = last.made_up(last.button("First"), f"review:ratings:{thing}:999999:on")
    assert "Page 3 of 3" in (await bob.presses("First", behind)).text


async def test_a_card_leads_to_more_reviews_in_private(ann: Person, store: Store, thing: int):
    first, *_ = await write(store, thing, 4)
    card = await ann.asks(QUERY)
    card = card.made_up(card.button("Cast"), f"review:more:{thing}:{first}")
    more = await ann.presses("Cast", card)
    assert more.private
    assert "Page 1 of 2" in more.text
    assert more.id != card.id


async def test_buttons_work_after_a_restart(ann: Person, bot: Bot, store: Store, thing: int):
    await write(store, thing, 4)
    page = await read(ann)
    await bot.restarts()
    assert "Page 2 of 2" in (await ann.presses("Next", page)).text
    assert bot.remembered == 0


async def test_a_review_that_was_deleted_leaves_its_page(ann: Person, store: Store, thing: int):
    first, last = await write(store, thing, 2)
    page = await read(ann)
    await store.write(reviews.delete, deed(501), last)
    page = await ann.picks("Newest", page)
    assert headlines(page) == ["Number 0"]
    assert first


async def test_the_reader_s_own_rating_is_told_to_them_alone(
    ann: Person, bob: Person, store: Store, thing: int
):
    await write(store, thing, 4)
    await rated(store, bob.id, thing, 9)
    page = await read(bob)
    assert "yours" not in page.text
    assert "yours 9" in (await bob.presses("Next", await read(ann))).text
