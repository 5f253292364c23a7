"""/person: what somebody did, the newest first, and who is meant by a name."""

import pytest

from bot import loading
from bot.model import Credit, Ids
from bot.store import Store
from tests.conversations import world
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person, Reply
from tests.conversations.test_hostile_words import shows
from tests.conversations.test_stale import GONE


@pytest.fixture
async def told(store: Store) -> None:
    await world.tell(store)


@pytest.fixture
async def captain(told: None, ann: Person) -> Reply:
    return await ann.uses("person", name="ann example")


async def test_works_come_newest_first_under_their_series_with_parts_and_notes(captain: Reply):
    assert captain.text.split("\n")[:6] == [
        "## Ann Example",
        "81 episodes of 1 series",
        "-# [TVmaze 5](<https://www.tvmaze.com/people/5>)",
        "### Harbour (1990–2016)",
        "**S27E03** Tide 27.3 (2016) … Captain (voice)",
        "**S27E02** Tide 27.2 (2016) … Captain (voice)",
    ]
    assert captain.text.endswith("-# Page 1 of 7")


async def test_all_pages_together_have_every_work_once_and_the_series_by_its_first_year(
    captain: Reply, ann: Person
):
    seen = [option.value for option in captain.options if option.value.startswith("episode:")]
    while "Next" in captain.buttons:
        await ann.presses("Next", captain)
        seen += [one.value for one in captain.options if one.value.startswith("episode:")]
    assert len(seen) == len(set(seen)) == 81
    assert "**S01E01** Tide 1.1 (1990) … Captain (voice)" in captain.text
    assert captain.text.split("\n")[-2] == "The whole series … Captain"
    assert captain.text.endswith("-# Page 7 of 7")
    assert "Page 1 of 7" in (await ann.presses("First", captain)).text
    assert "Page 7 of 7" in (await ann.presses("Last", captain)).text


async def test_an_episode_and_a_series_are_opened_from_it(captain: Reply, ann: Person):
    assert captain.placeholders == ["Open an episode", "Open a series"]
    card = await ann.picks("Tide 27.1", captain)
    assert card.id == captain.id
    assert "**S27E01**" in card.text
    again = await ann.uses("person", name="ann example")
    assert "## Harbour (1990–2016)" in (await ann.picks("Harbour", again)).text


@pytest.mark.parametrize(
    "words",
    [
        "denis akiyama", "Denis Akiyama", "akiyama denis", "which episodes have Denis Akiyama",
        "Which episodes is Denis Akiyama in?", "episodes with denis akiyama",
        "denis akiyama episodes", "what has denis akiyama been in", "who is Denis Akiyama",
    ],
)  # fmt: skip
async def test_somebody_is_found_by_a_name_and_by_a_question(ann: Person, words: str):
    card = await ann.uses("person", name=words)
    assert "## Denis Akiyama\n1 episode of 1 series" in card.text
    assert "**S09E05** Target Is Destroyed (2010) … Captain - Flight 007" in card.text
    assert "Read as" not in card.text


@pytest.mark.parametrize(
    "words", ["which episodes have denis akiyama", "episodes with akiyama", "who is denis akiyama"]
)
async def test_the_question_is_understood_by_episode_as_well(ann: Person, words: str):
    choice = await ann.asks(words)
    assert "Did you mean this one?" in choice.text
    assert "## Target Is Destroyed" in (await ann.presses(next(iter(choice.buttons)), choice)).text


async def test_a_name_that_is_alike_is_read_and_said_so(ann: Person):
    card = await ann.uses("person", name="denis akiyma")
    assert "-# Read as the name “Denis Akiyama”" in card.text


async def test_of_two_people_of_one_name_ann_picks_by_what_they_did(
    told: None, ann: Person, bob: Person, bot: Bot
):
    choice = await ann.uses("person", name="sam same")
    assert "### Who?\nSeveral people may be meant by “sam same”." in choice.text
    assert {(one.label, one.under) for one in choice.options} == {
        ("Sam Same", "1 credit, last Ghosts S01E01 (2019)"),
        ("Sam Same", "1 credit, last Ghosts S01E01 (2021)"),
    }
    await bot.restarts()
    own = await bob.picks("Sam Same", choice, "2021")
    assert own.private
    assert "**S01E01** Pilot (2021) … Writer" in own.text
    card = await ann.picks("Sam Same", choice, "2019")
    assert card.id == choice.id
    assert "Who Do You Think You Are? (2019) … Sir Humphrey (uncredited)" in card.text


async def test_who_comes_close_is_offered(told: None, ann: Person):
    choice = await ann.uses("person", name="sam sxmx")
    assert "I know nobody called “sam sxmx”. Did you mean one of these?" in choice.text
    assert {one.label for one in choice.options} >= {"Sam Same"}


@pytest.mark.parametrize("words", ["xyzzy plugh", "🎬", "nm9999999", "' OR 1=1 --"])
async def test_nobody_is_told_privately(ann: Person, words: str):
    reply = await ann.uses("person", name=words)
    assert reply.private
    assert "I know nobody called “" in reply.text


@pytest.mark.parametrize("words", ["person:0", "person:999999999999999999", "person:63"])
async def test_an_id_that_is_nobody_s_is_gone(ann: Person, words: str):
    reply = await ann.uses("person", name=words)
    assert reply.private
    assert GONE in reply.text


async def test_who_has_no_credits_any_more_is_told_so(captain: Reply, ann: Person, store: Store):
    behind_its_back(store, "DELETE FROM credit; DELETE FROM appearance; DELETE FROM person_series")
    card = await ann.presses("Next", captain)
    assert "No credits in my catalogue yet." in card.text
    assert "*Nobody has told what they were in.*" in card.text
    assert not card.options


async def test_who_is_gone_is_told_privately(captain: Reply, ann: Person, store: Store):
    before = captain.text
    behind_its_back(store, "DELETE FROM appearance; DELETE FROM credit; DELETE FROM person")
    reply = await ann.presses("Next", captain)
    assert reply.private
    assert GONE in reply.text
    assert captain.text == before


async def test_bob_turns_pages_of_his_own(captain: Reply, bob: Person):
    own = await bob.presses("Last", captain)
    assert own.private
    assert "Page 7 of 7" in own.text
    assert "Page 1 of 7" in captain.text


async def test_a_page_that_there_is_not_shows_the_last_one(captain: Reply, ann: Person):
    on = captain.button("Next")
    far = captain.made_up(on, on.replace(":1:on", ":999999:on"))
    assert "Page 7 of 7" in (await ann.presses("Next", far)).text


async def test_people_are_suggested_with_how_much_they_did(told: None, ann: Person):
    found = await ann.types_into("person", "name", "ann ex")
    assert [one.name for one in found] == ["Ann Example (82 credits)"]
    assert "## Ann Example" in (await ann.uses("person", name=found[0].value)).text
    assert await ann.types_into("person", "name", "") == []
    assert await ann.types_into("person", "name", "xyzzy plugh") == []


async def test_whoever_a_source_knows_by_name_alone_is_found_from_the_cast(told: None, ann: Person):
    cast = await ann.presses("Cast", await ann.asks("mayday 9x05"))
    card = await ann.picks("Denis Akiyama", cast)
    assert "## Denis Akiyama" in card.text


@pytest.mark.parametrize(
    "value", ["name:TVmaze nobody", "imdb:nm9999999", "imdb:x", "person:0", "x"]
)
async def test_made_up_people_in_a_select_are_gone(told: None, ann: Person, value: str):
    choice = await ann.uses("person", name="sam same")
    option = choice.option("Sam Same", "2019")
    reply = await ann.picks("Sam Same", choice.made_up(option.value, value), "2019")
    assert reply.private
    assert GONE in reply.text


HOSTILE = ("@everyone <@1> ||x|| [a](https://evil.example)", "\u202eevil", "z" + "\u0336" * 200)


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_do_no_harm(ann: Person, store: Store, name: str):
    credit = Credit(name=name, ids=Ids(tvmaze=77), character=name, credited_as=name)
    told = world.episode(world.DAILY, 1, name, "1x1", credits=(credit,) * 3)
    await loading.load(store, [world.DAILY, told])
    people = await store.read(
        lambda db: db.execute("SELECT id FROM person ORDER BY id DESC LIMIT 1").fetchone()
    )
    card = await ann.uses("person", name=f"person:{people[0]}")
    for raw in ("@everyone", "<@1>", "||x", "[a]", "\u202e", "\u0336" * 4):
        assert not shows(card.text, raw), raw
    assert "1 episode of 1 series" in card.text
