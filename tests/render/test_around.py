"""Cards of series, seasons, people and pairs stay inside what Discord takes, whatever they say."""

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NobodyNamed, NoSeason
from bot.model import (
    Company,
    Credit,
    Heading,
    Ids,
    Image,
    Plot,
    Rating,
    Series,
    Spec,
    Title,
    stamped,
)
from bot.page import (
    LISTED,
    WORKS,
    Listed,
    Namesake,
    Pair,
    PersonPage,
    Score,
    Season,
    SeasonPage,
    SeriesPage,
    Side,
    Viewer,
    Work,
)
from bot.render import cards, chance, compare, people, results, season, series, words
from bot.render.parts import people_picker, picker
from bot.render.trouble import trouble
from tests.render.test_cards import (
    checked,
    codes,
    dates,
    headings,
    long,
    needs_schema,
    number,
    offers,
    optional,
    pages,
    relaxed,
    reviews,
    some,
    text_of,
    texts,
)
from tests.render.test_cards import (
    page as episode_page,
)

MAYDAY = Heading(7, "series", 7, "Mayday", 2003, None)
EPISODE = Heading(63, "episode", 7, "Mayday", 2003, None, 9, 5, "Target Is Destroyed", "2010-10-06")
tongues = st.none() | st.sampled_from(["en", "de", "pt-BR", "zxx", "qqq"])
departments = st.sampled_from(["cast", "direction", "writing", "crew"])
credits = st.builds(
    Credit, source=st.just("s" * 300), name=optional, character=optional, job=optional,
    department=departments, voice=st.booleans(), uncredited=st.booleans(),
    archive_footage=st.booleans(), himself=st.booleans(), guest=st.booleans(),
    billed=st.booleans(), credited_as=optional,
)  # fmt: skip
tellings = st.builds(
    Series, source=st.just("table"), ids=st.just(Ids(imdb="tt1597909", tvmaze=1, tmdb=2, tvdb=3)),
    kind=st.sampled_from(["series", "mini-series", "special", "film", "short"]),
    status=st.sampled_from(["running", "ended", "cancelled", "announced", "unknown"]),
    titles=some(Title, 60, text=long, country=st.none() | codes, language=tongues, note=optional,
                kind=st.sampled_from(["shown", "original", "alternative"])),
    credits=st.lists(credits, max_size=4).map(lambda few: tuple(few) * 75),
    plots=some(Plot, 3, text=st.one_of(long, texts)),
    companies=some(Company, 20, name=long, country=st.none() | codes,
                   kind=st.sampled_from(["network", "production"])),
    specs=some(Spec, 20, name=long, value=long),
    offers=offers,
    images=some(Image, 2, url=st.just("http://static.example/a.jpg"), alt=optional),
    ratings=some(Rating, 2, value=st.floats(0, 10), votes=st.none() | number),
)  # fmt: skip
seasons = st.builds(
    Season, number=st.none() | number, episodes=st.integers(1, 10**6), date=st.none() | dates
)
whole_series = headings.map(lambda head: head._replace(kind="series"))
whole_episodes = headings.map(lambda head: head._replace(kind="episode"))
scores = st.builds(Score, mean=st.none() | st.floats(1, 10), votes=number, own=st.none() | number)
series_pages = st.builds(
    SeriesPage, heading=whole_series, tellings=st.lists(tellings, max_size=2).map(tuple),
    seasons=st.lists(seasons, max_size=60, unique_by=lambda one: one.number).map(tuple),
    first=st.none() | whole_episodes, latest=st.none() | whole_episodes,
    next=st.none() | whole_episodes, score=scores,
    viewer=st.builds(Viewer, country=st.none() | codes, alone=st.booleans()),
    reviews=number, best=st.none() | reviews,
    episode=st.none() | st.integers(1, 10**18 - 1),
)  # fmt: skip
listed = st.lists(
    st.builds(
        Listed, heading=whole_episodes, rating=st.none() | st.floats(0, 10),
        members=st.none() | st.builds(Score, mean=st.floats(1, 10), votes=number),
    ),
    max_size=LISTED, unique_by=lambda one: one.heading.id,
)  # fmt: skip
season_pages = st.builds(
    SeasonPage, series=whole_series, season=seasons, episodes=listed.map(tuple), page=number,
    mean=st.none() | st.floats(0, 10), rated=number, looked=number,
    previous=st.none() | seasons, next=st.none() | seasons,
)  # fmt: skip
works = st.lists(
    st.builds(Work, heading=headings, credits=st.lists(credits, max_size=6).map(tuple)),
    max_size=WORKS, unique_by=lambda one: (one.heading.kind, one.heading.id),
)  # fmt: skip
person_pages = st.builds(
    PersonPage, id=st.integers(1, 10**18 - 1), name=long,
    ids=st.just(Ids(imdb="nm0000001", tvmaze=1, tmdb=2, tvdb=3)) | st.just(Ids()),
    works=works.map(tuple), page=number, episodes=number, series=number, things=number,
)  # fmt: skip
known = st.lists(
    st.builds(Namesake, id=st.integers(1, 10**15), name=long, things=number,
              last=st.none() | headings),
    min_size=1, max_size=25, unique_by=lambda one: one.id,
)  # fmt: skip
options = st.lists(whole_episodes, min_size=1, max_size=25, unique_by=lambda head: head.id)
sides = st.builds(
    lambda text, some, sure, of: Side(text, tuple(some), some[0] if sure else None, of),
    long, options | headings.map(lambda head: [head._replace(id=one) for one in range(25)]),
    st.booleans(),
    st.none() | whole_series,
)  # fmt: skip


@needs_schema
@pytest.mark.shared
@relaxed
@given(series_pages, st.sampled_from(["overview", *series.SECTIONS]), st.integers(0, 30), long)
def test_any_series_fits(page: SeriesPage, name: str, at: int, note: str):
    if name == "overview":
        checked(series.overview(page, note[:200]))
    else:
        checked(series.section(name, page, at))


@needs_schema
@pytest.mark.shared
@relaxed
@given(season_pages, long)
def test_any_season_fits_with_every_episode_on_it(page: SeasonPage, note: str):
    text = checked(season.card(page, note[:200]))
    assert text.count("\n**") >= len(page.episodes)


@needs_schema
@pytest.mark.shared
@relaxed
@given(person_pages, long)
def test_any_person_fits_with_every_work(page: PersonPage, note: str):
    text = checked(people.card(page, people.read_as(note)))
    assert text.count("### ") >= len({one.heading.series_id for one in page.works})


@needs_schema
@pytest.mark.shared
@relaxed
@given(several=known, text=long, near=st.booleans())
def test_any_choice_of_people_fits(several: list[Namesake], text: str, *, near: bool):
    checked(people.choice(text, several, near=near))
    for one in several:
        assert 1 <= len(people.choice_name(one.name, one.things)) <= 100


@needs_schema
@pytest.mark.shared
@settings(parent=relaxed, max_examples=25)
@given(pages, pages)
def test_any_two_episodes_fit(first: object, second: object):
    checked(compare.answer(Pair(first, second)))  # type: ignore[arg-type]


@needs_schema
@pytest.mark.shared
@relaxed
@given(sides, sides)
def test_any_question_about_two_episodes_fits(first: Side, second: Side):
    checked(compare.answer((first, second)))


@needs_schema
@pytest.mark.shared
@relaxed
@given(whole_series, st.none() | number, st.lists(st.none() | number, unique=True), long)
def test_any_trouble_fits(head: Heading, missing: int | None, others: list[int | None], text: str):
    checked(trouble(NoSeason(head, missing, tuple(others))))
    checked(trouble(NobodyNamed(text)))


def test_what_a_series_is_has_words():
    page = SeriesPage(MAYDAY, (Series(source="table", status="cancelled"),))
    assert "-# Series · Cancelled\n## Mayday (2003– )" in text_of(series.overview(page))
    assert "No episodes yet." in text_of(series.overview(page))
    assert "First: not known · latest: not known\nNext: not known" in text_of(series.overview(page))


def test_one_is_not_several():
    one = (Season(1, 1), Season(0, 1))
    page = SeriesPage(MAYDAY, (), one)
    assert "1 season · 1 episode · 1 special\n" in text_of(series.overview(page))
    person = PersonPage(1, "Ann", Ids(), episodes=1, series=1, things=1)
    assert "1 episode of 1 series" in text_of(people.card(person))
    person = person._replace(episodes=0)
    assert "In the credits of 1 series" in text_of(people.card(person))


def test_works_of_one_series_stand_together_the_newest_series_first():
    other = EPISODE._replace(id=8, series_id=9, series="Lost", title="Pilot", date=None)
    special = EPISODE._replace(id=10, season=None, number=None, title="Reunion", date="2011")
    did = (
        Credit(character="Captain", voice=True, credited_as="A. Ann"),
        Credit(department="writing", job="Writer"),
        Credit(department="writing", job="Writer", source="other"),
    )
    page = PersonPage(
        1, "Ann", Ids(), (Work(special, ()), Work(other, ()), Work(EPISODE, did)), 0, 3, 2, 3
    )
    assert text_of(people.card(page)).split("\n")[2:] == [
        "### Mayday (2003– )",
        "Reunion (2011)",
        "**S09E05** Target Is Destroyed (2010) … Captain (voice) (as A. Ann) / Writer",
        "### Lost (2003– )",
        "**S09E05** Pilot",
    ]


def test_a_mean_of_some_episodes_says_of_which():
    page = SeasonPage(MAYDAY, Season(None, 900), (), 0, 7.25, 300, 500)
    assert "900 episodes · ★ 7.2 on average (300 rated of the first 500)" in text_of(
        season.card(page)
    )


def test_two_people_of_one_name_are_not_in_common_where_ids_tell_them_apart():
    def cast(*credits: Credit) -> object:
        return episode_page(credits=credits)

    def common(first: Credit, second: Credit) -> str:
        pair = Pair(cast(first), cast(second))  # type: ignore[arg-type]
        return text_of(compare.card(pair)).split("**Cast in common**\n")[1]

    ann, named = Credit(name="Ann", ids=Ids(tvmaze=1)), Credit(name="ANN")
    assert common(ann, ann) == "Ann"
    assert common(ann, named) == "Ann"
    assert common(ann, Credit(name="Ann", ids=Ids(imdb="nm0000001"))) == "Ann"
    assert common(ann, Credit(name="Ann", ids=Ids(tvmaze=2))) == "Nobody that I know of"
    assert common(ann, Credit(name="Bo")) == "Nobody that I know of"
    director = Credit(name="Ann", department="direction")
    assert common(director, director) == "Nobody that I know of"


def test_languages_have_names_and_what_is_none_stays():
    assert words.language("de") == "German"
    assert words.language("zh-TW") == "Chinese (Traditional, Taiwan)"
    assert words.language("qqq-xx") == "qqq-xx"


def test_custom_ids_can_be_read():
    ids = [item.custom_id for item in chance.again(63, 7, 9).children]  # type: ignore[attr-defined]
    ids += [item.custom_id for item in chance.again(63, None, None).children]  # type: ignore[attr-defined]
    ids += [people_picker([(1, "\u200b", "")], "Pick").children[0].custom_id]  # type: ignore[attr-defined]
    assert ids == ["random:7:9:63", "random:0:none:63", "people"]


def test_a_choice_says_what_is_done_with_it():
    picker = results.choice("x", (MAYDAY,), "series:pick").children[1].children[0]  # type: ignore[attr-defined]
    assert picker.custom_id == "series:pick"


def test_a_line_to_pick_has_no_gap_where_years_are_not_known():
    (select,) = picker([EPISODE._replace(start_year=None)], "Pick one").children
    assert isinstance(select, ui.Select)
    assert select.options[0].description == "Mayday S09E05 · 2010"


@pytest.mark.parametrize(
    ("end", "said"), [(None, "Series · Whether it goes on is not known"), (2004, "Series · Ended")]
)
def test_a_series_with_a_last_year_has_ended(end: int | None, said: str):
    page = SeriesPage(MAYDAY._replace(end_year=end), (Series(source="IMDb", end_year=end),))
    assert text_of(series.overview(page)).startswith(f"-# {said}\n")


def test_what_is_left_out_of_a_series_head_is_counted():
    titles = tuple(Title(text=f"Title {one}") for one in range(4))
    networks = tuple(Company(name=f"Net {one}", kind="network") for one in range(4))
    told = stamped(Series(source="table", titles=titles, companies=networks))
    head = text_of(series.overview(SeriesPage(MAYDAY, (told,))))
    assert "Also known as Title 0, Title 1, Title 2 and 1 other\n" in head
    assert "On Net 0, Net 1, Net 2 and 1 more\n" in head


def test_a_note_of_a_title_has_the_room_that_is_left_and_the_source_stays():
    note = "Smithsonian Channel, with a numbering of its own"
    titles = Title(text="Air Disasters", note=note), Title(text="Long", note="and so on " * 30)
    told = stamped(Series(source="table", titles=titles))
    shown = text_of(series.section("titles", SeriesPage(MAYDAY, (told,))))
    assert f"- Air Disasters, {note} · table" in shown
    (long_one,) = (row for row in shown.split("\n") if row.startswith("- Long"))
    assert long_one.endswith("… · table")


def test_languages_of_an_episodes_titles_are_named():
    titles = Title(text="Ziel", language="de", country="DE"), Title(text="Target", language="en")
    shown = text_of(cards.section("details", episode_page(titles=titles)))
    assert "Ziel (German, Germany)" in shown
    assert "Target (English)" in shown
