"""What is suggested while somebody types."""

from tests.conversations.talk import Person

HOSTILE = (
    "%",
    "_",
    "NEAR(",
    "a AND",
    "😀" * 40,
    "9x05 " * 1200,
    "s" * 50 + "1e1" * 500,
    "episode:999999999999999999",
    "series:0",
    "episode:-1",
    "tt99999999",
    "https://www.imdb.com/title/tt00000000",
)


async def test_before_anything_is_typed_popular_things_are_suggested(ann: Person):
    for nothing in ("", " ", "?!"):
        choices = await ann.types(nothing)
        assert 1 <= len(choices) <= 25
        assert all("Mayday (2003– ) S" in choice.name for choice in choices)


async def test_suggestions_carry_years_and_code_and_episode_takes_their_values(ann: Person):
    for start in ("tar", "mayday 9x05", "hedef", "tt1597909"):
        (choice,) = await ann.types(start)
        assert choice.name == "Mayday (2003– ) S09E05 · Target Is Destroyed"
        card = await ann.asks(choice.value)
        assert "## Target Is Destroyed" in card.text
        assert "Read as" not in card.text


async def test_a_series_is_suggested_with_its_years(ann: Person):
    (choice,) = await ann.types("uçak kaz")
    assert choice.name == "Mayday (2003– )"
    assert "110 episodes" in (await ann.asks(choice.value)).text


async def test_every_value_that_is_suggested_is_taken(ann: Person):
    for choice in await ann.types("f"):
        assert not (await ann.asks(choice.value)).private


async def test_never_more_than_25_are_suggested(ann: Person):
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert len(await ann.types(letter)) <= 25
    assert len(await ann.types("")) == 25


async def test_whatever_is_typed_the_suggestions_are_a_list_and_never_an_error(ann: Person):
    for text in HOSTILE:
        assert len(await ann.types(text)) <= 25, text


async def test_nothing_is_suggested_for_what_resembles_nothing(ann: Person):
    assert await ann.types("zzzzqqqq") == []
