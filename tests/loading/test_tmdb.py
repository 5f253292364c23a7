"""Answers of TMDB: what they say becomes values, and what they leave empty is not told."""

import json

import pytest

from bot.loaders import tmdb, tmdb_facts
from bot.loaders.rejects import Rejects
from bot.model import Credit, Episode, Ids, Offer, Series, Spec, Title
from tests.loading.tmdb_answers import (
    EPISODE,
    SEASON,
    SEEN,
    SHOW,
    only,
    read,
    rejected,
    show,
    translation,
)


def test_a_series_is_read_with_its_appended_season():
    series, episode = read(SHOW | {"season/1": SEASON})
    assert isinstance(series, Series)
    assert (series.source, series.url) == ("TMDB", "https://www.themoviedb.org/tv/77")
    assert (series.status, series.start_year, series.end_year) == ("ended", 2004, 2005)
    assert (series.kind, series.language, series.ids) == ("series", "de", Ids(tmdb=77))
    assert isinstance(episode, Episode)
    assert episode.url == "https://www.themoviedb.org/tv/77/season/1/episode/2"
    assert (episode.ids, episode.series.ids) == (Ids(tmdb=502), Ids(tmdb=77))
    assert [(one.season, one.number, one.scheme) for one in episode.numberings] == [(1, 2, "aired")]
    assert ([one.date for one in episode.releases], episode.runtime) == (["2004-11-16"], 59)
    assert (episode.ratings[0].value, episode.ratings[0].votes) == (7.5, 12)


def test_a_season_by_itself_knows_its_series_from_its_episodes():
    [episode] = read(SEASON)
    assert isinstance(episode, Episode)
    assert episode.series.ids == Ids(tmdb=77)


def test_an_episode_that_does_not_name_its_series_needs_the_call_that_was_made():
    alone = {key: value for key, value in EPISODE.items() if key != "show_id"}
    told, [(place, reason)] = rejected(alone)
    assert (told, place) == ([], "$")
    assert "series" in reason
    uri = "https://api.themoviedb.org/3/tv/77/season/1/episode/2"
    [episode] = read([{"uri": uri, "body": alone}])
    assert isinstance(episode, Episode)
    assert episode.series.ids == Ids(tmdb=77)
    assert read({"uri": uri, "body": alone}) == [episode]


def test_several_answers_in_one_file_are_read():
    assert len(read([SHOW, SEASON, EPISODE])) == 3


def test_season_0_has_specials():
    assert only(season_number=0).kind == "special"
    assert only().kind == "regular"


@pytest.mark.parametrize(
    ("status", "told", "ended"),
    [
        ("Returning Series", "running", None),
        ("Canceled", "cancelled", 2005),
        ("In Production", "announced", None),
        ("something new", "unknown", None),
        (None, "unknown", None),
    ],
)
def test_only_a_series_that_is_over_has_a_last_year(
    status: str | None, told: str, ended: int | None
):
    series = show(status=status)
    assert (series.status, series.end_year) == (told, ended)


def test_a_mini_series_is_one():
    assert show(type="Miniseries").kind == "mini-series"


TRANSLATED = {
    "translations": [
        translation("en", "US", "", "A show."),
        translation("pt", "BR", "Uma Série", "Uma história."),
        translation("cn", "CN", "劇集"),
        translation("fr", "", "\n "),
    ]
}


def test_titles_have_their_language_or_country():
    other = {"iso_3166_1": "AT", "title": "Die Serie", "type": "working title"}
    told = show(translations=TRANSLATED, alternative_titles={"results": [other]}).titles
    assert told[0] == Title(text="Some Show")
    assert set(told[1:]) == {
        Title(text="Eine Serie", kind="original", language="de"),
        Title(text="Die Serie", kind="alternative", country="AT", note="working title"),
        Title(text="Uma Série", kind="alternative", language="pt-BR"),
        Title(text="劇集", kind="alternative", language="yue-CN"),
    }


def test_overviews_have_their_language_and_the_same_words_come_once():
    assert [(one.language, one.text) for one in show(translations=TRANSLATED).plots] == [
        ("en", "A show."),
        ("pt-BR", "Uma história."),
    ]
    assert [one.text for one in only().plots] == ["One.\n\nTwo."]
    assert [one.language for one in only(translations=TRANSLATED).plots] == [
        "en", "en-US", "pt-BR"
    ]  # fmt: skip


@pytest.mark.parametrize("nothing", ["", None])
def test_what_is_empty_is_not_told(nothing: str | None):
    episode = only(name=nothing, overview=nothing, air_date=nothing, still_path=nothing)
    assert (episode.titles, episode.plots, episode.releases, episode.images) == ((), (), (), ())
    assert only(runtime=0).runtime is None
    assert only(runtime=None).runtime is None
    assert only(vote_average=0, vote_count=0).ratings == ()
    series = show(original_name=nothing, overview=nothing, first_air_date=nothing)
    assert (len(series.titles), series.plots, series.start_year) == (1, (), None)


def test_fields_that_may_be_missing_are_not_needed():
    [series] = read({"id": 77, "name": "Some Show", "first_air_date": None})
    [episode] = read({"id": 5, "show_id": 77, "season_number": 1, "episode_number": 1})
    assert isinstance(series, Series)
    assert isinstance(episode, Episode)
    assert (series.credits, episode.credits, episode.titles) == ((), (), ())


def test_other_places_ids_are_told():
    ids = {"imdb_id": "tt0000077", "tvdb_id": 7, "tvrage_id": "x"}
    assert show(external_ids=ids).ids == Ids(tmdb=77, imdb="tt0000077", tvdb=7)
    assert only(external_ids=ids).ids == Ids(tmdb=502, imdb="tt0000077", tvdb=7)
    assert show(external_ids={"imdb_id": "", "tvdb_id": None}).ids == Ids(tmdb=77)
    series, episode = read(SHOW | {"external_ids": ids, "season/1": SEASON})
    assert isinstance(episode, Episode)
    assert episode.series.ids == series.ids


def test_guest_stars_stand_in_their_order_and_before_the_crew():
    assert only().credits == (
        Credit(name="Gwen", ids=Ids(tmdb=7), character="Cat", guest=True),
        Credit(
            name="Gus",
            ids=Ids(tmdb=8),
            character="Rat",
            guest=True,
            voice=True,
            uncredited=True,
        ),
        Credit(name="Dora", ids=Ids(tmdb=9), department="direction", job="Director"),
    )


def test_appended_credits_of_an_episode_have_the_regular_cast_too():
    regular = {"id": 5, "name": "Rita", "character": "Queen", "order": 0}
    guests, crew = EPISODE["guest_stars"], EPISODE["crew"]
    told = only(credits={"cast": [regular], "guest_stars": guests, "crew": crew}).credits
    assert told == (Credit(name="Rita", ids=Ids(tmdb=5), character="Queen"), *only().credits)


def test_a_series_has_its_creators_and_every_role_and_job():
    aggregate = {
        "cast": [
            {"id": 2, "name": "Bo", "roles": [{"character": "B"}, {"character": "C"}], "order": 2},
            {"id": 1, "name": "Al", "roles": [{"character": ""}], "order": 1},
        ],
        "crew": [
            {
                "id": 3,
                "name": "Mo",
                "department": "Sound",
                "jobs": [{"job": "Original Music Composer"}, {"job": "Sound Mixer"}],
            }
        ],
    }
    told = show(aggregate_credits=aggregate, credits={"cast": 7}).credits
    assert [(one.name, one.department, one.character, one.job) for one in told] == [
        ("Cleo", "writing", None, "Creator"),
        ("Al", "cast", None, None),
        ("Bo", "cast", "B", None),
        ("Bo", "cast", "C", None),
        ("Mo", "music", None, "Original Music Composer"),
        ("Mo", "crew", None, "Sound Mixer"),
    ]


@pytest.mark.parametrize(
    ("character", "himself", "part"),
    [
        ("Self", True, None),
        ("Herself", True, None),
        ("Self - Host (archive footage)", True, "Host"),
        ("Self: Host", True, "Host"),
        ("Self-Driving Car", False, "Self-Driving Car"),
        ("Selfie", False, "Selfie"),
        ("Jo (as a child)", False, "Jo (as a child)"),
        ("(voice)", False, None),
        (None, False, None),
    ],
)
def test_who_plays_himself_is_told_apart(character: str | None, himself: bool, part: str | None):  # noqa: FBT001
    [told] = only(crew=[], guest_stars=[{"id": 1, "name": "Al", "character": character}]).credits
    assert (told.himself, told.character) == (himself, part)
    assert told.archive_footage == ("archive" in (character or ""))


@pytest.mark.parametrize("character", ["(voice)" * 6000, " " * 40_000 + "x", "(" * 40_000])
@pytest.mark.timeout(30)
def test_a_character_that_is_none_does_no_harm(character: str):
    guests = [{"id": 1, "name": "Al", "character": character}]
    assert len(only(crew=[], guest_stars=guests).credits) == 1


def test_companies_have_their_country_where_tmdb_knows_it():
    assert [(one.name, one.kind, one.country) for one in show().companies] == [
        ("HBO", "network", "US"),
        ("Some Firm", "production", None),
    ]


def test_genres_and_content_ratings_are_specs():
    ratings = [{"iso_3166_1": "US", "rating": "TV-MA"}, {"iso_3166_1": "DE", "rating": ""}]
    assert show(content_ratings={"results": ratings}).specs == (
        Spec(name="genre", value="Drama"),
        Spec(name="content rating", value="TV-MA", note="US"),
    )


def test_offers_are_told_by_country_with_the_day_and_the_credit_to_justwatch():
    link = "https://www.themoviedb.org/tv/77/watch?locale=CA"
    netflix, apple = {"provider_name": "Netflix"}, {"provider_name": "Apple TV"}
    results = {
        "CA": {"link": link, "buy": [apple], "flatrate": [netflix], "rent": [apple]},
        "DE": {"free": [netflix], "ads": [netflix]},
        "FR": {"link": link},
    }
    told = show(**{"watch/providers": {"results": results}}).offers
    assert [(one.country, one.kind, one.provider) for one in told] == [
        ("CA", "subscription", "Netflix"),
        ("CA", "rent", "Apple TV"),
        ("CA", "buy", "Apple TV"),
        ("DE", "free", "Netflix"),
        ("DE", "ads", "Netflix"),
    ]
    assert told[0] == Offer(
        provider="Netflix",
        country="CA",
        kind="subscription",
        url=link,
        seen=SEEN,
        source="JustWatch",
    )
    assert show(**{"watch/providers": {"results": {}}}).offers == ()


def test_without_a_day_offers_have_none():
    results = {"CA": {"free": [{"provider_name": "Netflix"}]}}
    content = json.dumps(SHOW | {"watch/providers": {"results": results}}).encode()
    [telling] = tmdb.read_answer(content, "answer.json", Rejects())
    assert [one.seen for one in telling.offers] == [None]


def test_pictures_have_whole_addresses_words_and_sizes():
    posters = [
        {"file_path": "/other.jpg", "width": 10, "height": 15},
        {"file_path": "/poster.jpg", "width": 20, "height": 30},
    ]
    backdrops = [{"file_path": f"/{number}.jpg"} for number in range(50)]
    told = show(images={"posters": posters, "backdrops": backdrops}).images
    assert [(one.kind, one.width) for one in told[:2]] == [("poster", 20), ("poster", 10)]
    assert told[0].url == "https://image.tmdb.org/t/p/original/poster.jpg"
    assert told[0].alt == "Poster of Some Show"
    assert len([one for one in told if one.kind == "backdrop"]) == tmdb_facts.MOST_PICTURES
    [still] = only().images
    assert (still.kind, still.alt) == ("still", "Still of The Second")
    assert only(name="").images[0].alt == "Still of S01E02"


def test_controls_are_taken_out_of_names():
    assert only(name=" A\0B\n").titles[0].text == "A B"
