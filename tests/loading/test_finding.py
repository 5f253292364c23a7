"""Words and the starter catalogue: what is found, what is asked back, and what is never guessed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot import finding, loading
from bot.errors import Gone, NothingFound, NotUnderstood, Unclear
from bot.finding import Answer
from bot.loaders import tables
from bot.model import Episode, SeriesReference
from bot.store import Store
from tests.loading import test_asking
from tests.loading.reading import episode, load, show
from tests.store.folders import copied

SERIES = ("mayday", "air crash investigation", "Air Emergency", "Mayday: Air Disaster")
EPISODES = [
    telling
    for file in sorted(loading.STARTER.glob("*.jsonl"))
    for telling in tables.read_file(file)
    if isinstance(telling, Episode)
]


async def ask(store: Store, text: str) -> Answer:
    """Ask, and take nothing found for an answer too."""
    try:
        return await store.read(finding.answered, text, None, None)
    except Unclear:
        return Answer(text, ())


def shown(telling: Episode) -> str:
    """Give the title that a page shows."""
    return next(title.text for title in telling.titles if title.kind == "shown")


def place(telling: Episode) -> str:
    """Give the code that an episode has."""
    [aired] = [one for one in telling.numberings if one.scheme == "aired"]
    return f"S{aired.season:02}E{aired.number:02}"


async def right_first(store: Store, asked: list[tuple[str, str]]) -> tuple[float, list[str]]:
    """Ask many things; give the share with the right code first, and what was surely wrong."""
    first, wrong = 0, []
    for text, code in asked:
        answer = await ask(store, text)
        codes = [str(match.heading.code) for match in answer.matches]
        first += codes[:1] == [code]
        if answer.sure is not None and str(answer.sure.heading.code) != code:
            wrong.append(f"{text} -> {answer.sure.heading}")
    return first / len(asked), wrong


async def floor(store: Store, least: float, asked: list[tuple[str, str]]) -> None:
    """See that enough is found, and that nothing is shown as certain that is wrong."""
    share, wrong = await right_first(store, asked)
    assert wrong == []
    assert share >= least


async def test_every_exact_title_finds_its_episode(started: Store):
    await floor(started, 1.0, [(shown(one), place(one)) for one in EPISODES])


async def test_every_code_finds_its_episode_in_every_form_and_under_every_name(started: Store):
    asked = []
    for number, one in enumerate(EPISODES):
        code, series = place(one), SERIES[number % len(SERIES)]
        season, _, each = code.removeprefix("S").partition("E")
        for form in (
            code,
            code.lower(),
            f"{int(season)}x{each}",
            f"season {season} episode {each}",
        ):
            asked += [(f"{series} {form}", code), (f"{form} {series}", code)]
    share, wrong = await right_first(started, asked)
    assert share >= 0.99
    # "Smithsonian Channel" has numbers of its own, so some codes are two episodes'.
    assert wrong == []


async def test_series_and_title_are_found_in_either_order(started: Store):
    asked = []
    for number, one in enumerate(EPISODES):
        series = SERIES[number % len(SERIES)]
        asked += [
            (f"{series} {shown(one)}", place(one)),
            (f"{shown(one)} {series}", place(one)),
            (f"{series}: “{shown(one)}”!", place(one)),
        ]
    await floor(started, 0.99, asked)


async def test_every_alternative_title_finds_its_episode(started: Store):
    asked = [
        (title.text, place(one))
        for one in EPISODES
        for title in one.titles
        if title.kind == "alternative"
    ]
    assert len(asked) > 100
    await floor(started, 0.98, asked)


@pytest.mark.parametrize("typo", ["lost", "doubled", "swapped", "wrong"])
async def test_one_typo_in_a_long_title_is_forgiven(started: Store, typo: str):
    def mistyped(title: str, at: int) -> str:
        sign, after = title[at], title[at + 1]
        put = {
            "lost": after,
            "doubled": sign * 2 + after,
            "swapped": after + sign,
            "wrong": "q" + after,
        }
        return title[:at] + put[typo] + title[at + 2 :]

    long = [one for one in EPISODES if len(shown(one)) >= 10]
    assert len(long) > 60
    await floor(
        started, 0.97, [(mistyped(shown(one), len(shown(one)) // 2), place(one)) for one in long]
    )


@pytest.mark.parametrize("words", ["deadly", "fire", "air crash investigation 2x02"])
async def test_words_that_mean_several_are_asked_back(started: Store, words: str):
    answer = await ask(started, words)
    assert answer.sure is None
    assert len(answer.matches) > 1


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("mayday 9x05 racing the storm", {"S09E05", "S01E02"}),
        ("air emergency s01e03 target is destroyed", {"S01E03", "S09E05"}),
    ],
)
async def test_a_code_and_a_title_that_contradict_each_other_are_asked_back(
    started: Store, words: str, codes: set[str]
):
    answer = await ask(started, words)
    assert answer.sure is None
    assert {str(match.heading.code) for match in answer.matches[:2]} == codes


@pytest.mark.parametrize(
    "words", ["mayday 9x05 target is destroyed", "target is destroyed (Mayday, 9x05)"]
)
async def test_a_code_and_a_title_that_agree_are_sure(started: Store, words: str):
    answer = await ask(started, words)
    assert answer.sure
    assert answer.sure.heading.title == "Target Is Destroyed"


@pytest.mark.parametrize(
    "words",
    ["mayday 99x99", "nonsense 9x05", "xyzzy plugh", "tt9999999", "7x07 of nothing known", "qqq"],
)
async def test_what_is_not_there_is_nothing(started: Store, words: str):
    assert (await ask(started, words)).matches == ()
    with pytest.raises(NothingFound):
        await finding.find(started, words)


@pytest.mark.parametrize("words", ["", "  ", "!?", "\u202e", "\ud800", "'"])
async def test_what_cannot_be_looked_up_is_not_understood(started: Store, words: str):
    with pytest.raises(NotUnderstood):
        await finding.find(started, words)


async def test_a_near_miss_is_offered_and_not_taken(started: Store):
    with pytest.raises(NothingFound) as caught:
        await finding.find(started, "kalifornian destroyer target")
    assert "Target Is Destroyed" in {head.title for head in caught.value.near}


async def test_our_own_ids_find_what_they_name_and_nothing_of_the_other_kind(started: Store):
    answer = await finding.find(started, "mayday 9x05")
    assert answer.page
    thing = answer.page.heading.id
    again = await finding.find(started, f"episode:{thing}")
    assert again.page
    assert again.page.heading == answer.page.heading
    for text in (f"series:{thing}", "episode:1", "episode:999999", "series:0"):
        with pytest.raises(Gone):
            await finding.find(started, text)


async def test_another_places_id_is_enough(started: Store):
    for text in ("tt1597909", "https://www.imdb.com/title/tt1597909/"):
        answer = await finding.find(started, text)
        assert answer.page
        assert str(answer.page.heading.code) == "S09E05"
    answer = await finding.find(started, "tt0386950")
    assert answer.sure
    assert answer.sure.heading.kind == "series"


async def test_a_number_of_the_whole_series_is_found(started: Store):
    answer = await finding.find(started, "mayday", None, 63)
    assert answer.page
    assert str(answer.page.heading.code) == "S09E05"


async def test_two_series_of_one_title_are_asked_back(store: Store):
    british, american = show("Shameless", 2004, tvmaze=746), show("Shameless", 2011, tvmaze=150)
    one = episode(british, "1x01", "Episode 1", tvmaze=1)
    other = episode(american, "1x01", "Pilot", tvmaze=2)
    await load(store, british, american, one, other)
    for words in ("shameless", "Shameless 1x01", "shameless s01e01"):
        answer = await ask(store, words)
        assert answer.sure is None, words
        assert len({match.heading.series_id for match in answer.matches}) == 2
    assert (await ask(store, "shameless pilot")).sure


async def test_a_series_with_an_article_is_found_with_and_without_it(store: Store):
    team = show("The A-Team", 1983, tvmaze=1)
    await load(store, team, episode(team, "1x02", "Children of Jamestown", tvmaze=2))
    for words in ("the a-team 1x02", "A Team s1e2", "the a team children of jamestown"):
        answer = await ask(store, words)
        assert answer.sure, words
        assert answer.sure.heading.title == "Children of Jamestown"


async def test_a_title_that_two_series_have_is_asked_back_unless_the_series_is_said(store: Store):
    one, other = SeriesReference(title="One"), SeriesReference(title="Other")
    await load(store, episode(one, "1x01", "Pilot"), episode(other, "1x01", "Pilot"))
    assert (await ask(store, "pilot")).sure is None
    answer = await ask(store, "other pilot")
    assert answer.sure
    assert answer.sure.heading.series == "Other"


async def test_suggestions_before_anything_is_typed_are_what_is_popular(started: Store):
    assert len(await finding.suggest(started, "")) == finding.CHOICES


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(test_asking.LONG)
async def test_any_text_has_an_answer_or_none_and_few_suggestions(started: Store, text: str):
    answer = await ask(started, text)
    assert len(answer.matches) <= finding.CHOICES
    try:
        assert len(await finding.suggest(started, text)) <= finding.CHOICES
    except Gone:
        assert text.strip().startswith(("series:", "episode:"))


async def test_an_empty_store_has_no_answer(empty: Path, tmp_path: Path):
    async with Store.opened(copied(empty, tmp_path)) as store:
        assert (await ask(store, "mayday 9x05")).matches == ()
        assert await finding.suggest(store, "") == ()
