"""Reviews are found by their words and by who wrote them; what one wrote oneself is all there."""

import pytest

from bot.reviews import EVERYWHERE, Words
from bot.store import Database, Store, catalogue, moderation
from tests.conversations.conftest import GUILD, Bot
from tests.conversations.talk import Person, Reply
from tests.conversations.world import tell
from tests.reviewing import rated, voted, wrote


@pytest.fixture
async def things(store: Store) -> list[int]:
    sql = "SELECT id FROM episode WHERE season = 9 ORDER BY series, number LIMIT 8"
    return [row[0] for row in await store.read(lambda db: db.execute(sql).fetchall())]


async def hide(store: Store, thing: int, review: int, kind: str) -> None:
    def write(db: Database) -> None:
        key = {"server": GUILD, "thing": thing, "review": review, "kind": kind}
        db.execute("INSERT INTO hiding VALUES (:server, :thing, :review, :kind, '2026')", key)

    await store.write(write)


def rows(page: Reply) -> list[str]:
    return [line for line in page.text.split("\n") if line.startswith("**") and "<t:" in line]


async def long_here(store: Store, member: int) -> int:
    """Let a member have been here for years: they may write as many as there are tests."""

    def write(db: Database) -> None:
        sql = "INSERT INTO member (id, since) VALUES (:member, '2020-01-01')"
        db.execute(sql, {"member": member})

    await store.write(write)
    return member


async def test_words_are_found_in_headlines_and_texts_the_newest_first(
    ann: Person, bob: Person, store: Store, things: list[int]
):
    await wrote(store, 501, things[0], Words("Storm over the sea", "Dark waves.", 8))
    await wrote(store, 502, things[1], Words("Fine", "The dark storms came at night."))
    found = await ann.uses("review search", words="dark STORM")
    assert not found.private
    assert "“dark STORM”" in found.text
    assert "2 reviews, the newest first" in found.text
    first, second = rows(found)
    assert first.startswith("**Fine** · <t:")
    assert second.startswith("**Storm over the sea** · ★ 8/10 · <t:")
    assert "The **dark storms** came at night." in found.text
    whole = await bob.picks("Fine", found)
    assert whole.private
    assert "The dark storms came at night." in whole.text
    nothing = await ann.uses("review search", words="dark horses")
    assert "No review that you may read here has all these words. Fewer may" in nothing.text


async def test_an_episode_or_a_series_alone_is_enough_to_search_for(
    ann: Person, bob: Person, store: Store, things: list[int]
):
    for number in range(7):
        await wrote(store, 501 + number, things[number % 2], Words(f"Number {number}", "So."))
    series = await ann.uses("review search", query="mayday")
    assert "7 reviews, the newest first" in series.text
    assert "**Number 6**" in series.text
    assert "**Number 1**" in (await bob.presses("Last", series)).text
    code = (await store.read(catalogue.heading, things[1])).code
    assert "3 reviews" in (await ann.uses("review search", query=f"mayday {code}")).text
    other = (await store.read(catalogue.heading, things[7])).code
    none = await ann.uses("review search", query=f"mayday {other}")
    assert "No review that you may read here is like that." in none.text
    assert "Tell me words, a member" in (await ann.uses("review search")).text


async def test_spoilers_are_found_behind_their_bars(ann: Person, store: Store, things: list[int]):
    await wrote(store, 501, things[0], Words("One", "So. ||The mate did it.|| End."))
    await wrote(store, 502, things[1], Words("Two", "The mate || again", spoiler=True))
    found = await ann.uses("review search", words="mate")
    assert "2 reviews" in found.text
    assert "mate" not in "".join(found.text.split("\n", 1)[1].split("||")[::2])


async def test_an_author_and_a_query_narrow_it_and_pages_turn(
    ann: Person, bob: Person, bot: Bot, store: Store, things: list[int]
):
    await long_here(store, bob.id)
    for thing in things[:7]:
        await wrote(store, bob.id, thing, Words("Storm", "By bob."))
    await wrote(store, 502, things[0], Words("Storm", "By another."))
    found = await ann.uses("review search", words="storm", author=bob.actor)
    assert f"In reviews by <@{bob.id}>" in found.text
    assert "7 reviews" in found.text
    assert "Page 1 of 2" in found.text
    await bot.restarts()
    assert len(rows(await ann.presses("Next", found))) == 2
    by = await ann.uses("review search", author=bob.actor, query="mayday 9x05")
    assert "In reviews of" in by.text
    everything = await ann.uses("review search", words="storm", query="mayday")
    assert "8 reviews" in everything.text


async def test_a_search_of_what_may_be_several_things_asks_which(
    ann: Person, store: Store, things: list[int]
):
    await wrote(store, 501, things[0], Words("Storm", "So."))
    question = await ann.uses("review search", words="storm", query="fly")
    assert "Which one?" in question.text
    found = await ann.picks(question.options[0].label, question)
    assert "In reviews of" in found.text


async def test_headlines_are_suggested_of_what_may_be_read_alone(
    ann: Person, store: Store, things: list[int]
):
    await wrote(store, 501, things[0], Words("Storm over the sea", "So."))
    await wrote(store, 502, things[1], Words("Storm kept", "So."), kept=GUILD + 1)
    given = await ann.types_into("review search", "words", "stor")
    assert [one.value for one in given] == ["stor", "Storm over the sea"]
    assert await ann.types_into("review search", "words", "  ") == []


async def test_an_authors_page_counts_what_may_be_seen_here(
    ann: Person, bob: Person, store: Store, things: list[int]
):
    shared = await wrote(store, bob.id, things[0], Words("Shared", "So.", 8))
    other = await wrote(store, bob.id, things[1], Words("Other", "So."))
    await wrote(store, bob.id, things[2], Words("Kept", "So.", 2), kept=GUILD + 1)
    await rated(store, bob.id, things[3], 5)
    for member, helpful in ((1, True), (2, True), (3, False)):
        await voted(store, member, shared, helpful=helpful)
    await voted(store, 1, other, helpful=None)
    page = await ann.uses_on_member("Reviews by this member", bob)
    assert page.private
    assert f"## Reviews by <@{bob.id}>" in page.text
    assert "2 reviews · 2 ratings given · helpful: 2 of 3 votes, 67 %" in page.text
    assert [row.split("**")[1] for row in rows(page)] == ["Other", "Shared"]
    same = await ann.uses("review author", member=bob.actor)
    assert same.text == page.text
    none = await ann.uses_on_member("Reviews by this member", ann)
    assert "*No reviews that you may read here.*" in none.text
    assert "0 reviews · 0 ratings given" in none.text


async def test_a_review_leads_to_all_by_its_author(ann: Person, store: Store, things: list[int]):
    await long_here(store, 501)
    for thing in things[:7]:
        await wrote(store, 501, thing, Words(f"Of {thing}", "So."))
    found = await ann.uses("review search", words="so")
    whole = await ann.picks(f"Of {things[6]}", found)
    page = await ann.presses("All by this author", whole)
    assert page.private
    assert page.id != whole.id
    assert "7 reviews" in page.text
    assert len(rows(await ann.presses("Last", page))) == 2


async def test_all_that_one_wrote_is_there_with_what_is_to_be_done(
    ann: Person, bob: Person, store: Store, things: list[int]
):
    empty = await bob.uses("review mine")
    assert empty.private
    assert "*Nothing yet.* Begin with `/review write`." in empty.text
    await long_here(store, bob.id)
    seen = await wrote(store, bob.id, things[0], Words("Seen", "I liked it.", 8))
    hidden = await wrote(store, bob.id, things[1], Words("Hidden", "Rude ||words||."))
    kept = await wrote(store, bob.id, things[2], Words("Kept", "Far."), kept=GUILD + 1)
    here = await wrote(store, bob.id, things[3], Words("Here", "Near."), kept=GUILD)
    await hide(store, things[1], hidden, "reports")
    page = await bob.uses("review mine")
    assert "4 in all" in page.text
    assert "kept on this server\nNear." in page.text
    assert "kept on the server where you wrote it" in page.text
    assert "hidden here after reports, until a moderator has decided" in page.text
    assert "Rude ||words||" in page.text
    edits = [custom for custom in page.message_ids if custom.startswith("review:edit:")]
    assert edits == [f"review:edit:{one}" for one in (here, kept, hidden)]
    assert f"review:whole:{hidden}:0" not in page.message_ids
    last = await bob.presses("Next", page)
    assert "· published\nI liked it." in last.text
    assert last.button("Delete") == f"review:delete:{seen}"
    assert "Nothing yet" in (await ann.uses("review mine")).text


async def test_what_a_moderator_said_is_told_to_who_wrote_it(
    bob: Person, store: Store, things: list[int]
):
    review = await wrote(store, bob.id, things[0], Words("Rude", "Very."))
    await hide(store, things[0], review, "hidden")

    def log(db: Database) -> None:
        for server, reason in ((GUILD, "Be *kind*"), (GUILD + 1, "Elsewhere")):
            entry = moderation.Writing(server, 9, "hide", reason, "2026", review, bob.id)
            moderation.write(db, entry)

    await store.write(log)
    page = await bob.uses("review mine")
    assert "hidden here by a moderator: “Be \\*kind\\*”" in page.text
    assert "Elsewhere" not in page.text


@pytest.mark.parametrize("server", [GUILD, EVERYWHERE])
async def test_who_is_blocked_is_told_that_theirs_is_not_shown(
    bob: Person, store: Store, things: list[int], server: int
):
    review = await wrote(store, bob.id, things[0], Words("Rude", "Very."))

    def block(db: Database) -> None:
        key = {"server": server, "member": bob.id}
        db.execute("INSERT INTO block VALUES (:server, :member, '2026-01-01')", key)

    await store.write(block)
    page = await bob.uses("review mine")
    assert "not shown here: no reviews are taken from you" in page.text
    assert f"review:whole:{review}:0" not in page.message_ids
    assert "published" not in page.text


async def test_drafts_stand_behind_reviews(bob: Person, store: Store, things: list[int]):
    def draft(db: Database) -> None:
        sql = """
            INSERT INTO member (id, since) VALUES (:id, '2026-01-01') ON CONFLICT (id) DO NOTHING
        """
        db.execute(sql, {"id": bob.id})
        sql = """
            INSERT INTO draft (member, thing, place, headline, body, spoiler, rating, changed_at)
            VALUES (:id, :thing, 0, :said, 'Half of it', 0, 7, '2999-01-01T00:00:00+00:00')
        """
        db.execute(sql, {"id": bob.id, "thing": things[0], "said": "*Begun*"})
        db.execute(sql, {"id": bob.id, "thing": None, "said": ""})

    await store.write(draft)
    page = await bob.uses("review mine")
    assert "Draft · Mayday" in page.text
    assert "**\\*Begun\\***\n★★★★★★★☆☆☆ 7/10 · 10 characters of text" in page.text
    assert "Draft · of something that I don't know (yet)\n**No headline yet**" in page.text
    assert [custom.split(":")[1] for custom in page.message_ids if custom.startswith("draft:")] == [
        "edit", "discard", "publish", "edit", "discard"
    ]  # fmt: skip


async def test_things_are_suggested_wherever_one_is_asked_for(ann: Person):
    for command in ("review read", "review search", "review top"):
        given = await ann.types_into(command, "query", "mayday")
        assert given[0].name.startswith("Mayday"), command


async def test_what_is_nothing_that_i_know_says_so(ann: Person):
    for command in ("review read", "review search", "review top"):
        reply = await ann.uses(command, query="xyzzy plugh qwert")
        assert reply.private
        assert "xyzzy" in reply.text


async def test_the_best_of_one_of_several_series_is_picked(ann: Person, store: Store):
    await tell(store)
    question = await ann.uses("review top", query="ghosts")
    assert "Which one?" in question.text
    assert {one.label for one in question.options} == {"Ghosts"}
    page = await ann.picks("Ghosts", question, under="2019")
    assert "Ghosts (2019– )" in page.text
    assert "## Best by members' ratings" in page.text
