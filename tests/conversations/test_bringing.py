"""/me import: ratings and reviews are brought along, and what is not taken is told."""

import gzip

import pytest

from bot.store import Store, personal
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply
from tests.conversations.test_pictures import sent
from tests.conversations.test_privacy import wrote_much
from tests.loading.test_opinions import IMDB


async def brings(who: Person, name: str, content: bytes) -> Reply:
    """Attach a file to /me import."""
    return await who.uses("me import", file=(name, content))


async def test_a_list_of_imdbs_becomes_ratings_and_what_is_no_television_is_told(
    bot: Bot, bob: Person
):
    told = await brings(bob, "ratings.csv", IMDB)
    assert told.private
    assert "3 new ratings" in told.text
    assert "**3 not taken**" in told.text
    table = sent(bot, told)["not-taken.csv"].decode("utf-8-sig")
    assert 'line 5,,"it is of a Movie (“A film”), not of an episode' in table
    assert "'=HYPERLINK" in table
    assert "8/10 for Mayday" in (await bob.picks("Ratings", await bob.uses("privacy show"))).text
    again = await brings(bob, "ratings.csv.gz", gzip.compress(IMDB))
    assert "0 new ratings" in again.text
    assert "3 ratings and reviews that were here already" in again.text


async def test_what_was_exported_and_deleted_comes_back_with_reviews_as_drafts(
    bot: Bot, store: Store, bob: Person
):
    await wrote_much(store, bob)
    export = sent(bot, await bob.uses("privacy export"))["coldopen.json"]
    await bob.presses("Delete everything", await bob.uses("privacy delete"))
    told = await brings(bob, "coldopen.json", export)
    assert "10 new ratings" in told.text
    assert "1 review as drafts: nobody sees them until you publish them" in told.text
    counts = await store.read(personal.counts, bob.id)
    assert counts == {"member": 1, "rating": 10, "draft": 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing in it"),
        (b"PK\3\4", "archive"),
        (b"name;rating\nMayday;8\n", "no column “Const”"),
        (b"[{]", "no JSON"),
        (gzip.compress(b"," * (40 << 20)), "times its size"),
        (b"," * 25_000_001, "more than 25,000,000 bytes"),
    ],
)
async def test_a_file_of_no_use_is_refused_privately_and_says_why(
    bob: Person, content: bytes, said: str
):
    told = await brings(bob, "**loud** <@1>.csv", content)
    assert told.private
    assert said in told.text
    assert r"\*\*loud\*\*" in told.text
