"""The .nfo of Kodi and Jellyfin: each field in its forms, and the files that were collected."""

from typing import Any

import msgspec
import pytest

from bot.errors import Unreadable
from bot.loaders import nfo
from bot.loaders.rejects import Rejects
from bot.model import (
    Credit,
    Episode,
    Ids,
    Image,
    Numbering,
    Plot,
    Rating,
    Release,
    Series,
    SeriesReference,
    Title,
)
from tests.loading.shared import needed, recorded

CODE = "<season>2</season><episode>5</episode>"


def read(xml: str | bytes, **options: Any) -> tuple[list[Series | Episode], list[tuple[str, str]]]:
    """Read one file; give what it tells, and the places and reasons of what can't be used."""
    rejects = Rejects()
    content = xml.encode() if isinstance(xml, str) else xml
    told = nfo.read_nfo(content, "one.nfo", rejects, **options)
    assert {reject.file for reject in rejects.kept} <= {"one.nfo"}
    return told, [(reject.place, reject.reason) for reject in rejects.kept]


def episode(inside: str, rejected: int = 0) -> Episode:
    """Read one episode of a series called Mayday."""
    inside = f"<showtitle>Mayday</showtitle>{inside}"
    [told], rejects = read(f"<episodedetails>{inside}</episodedetails>")
    assert isinstance(told, Episode)
    assert len(rejects) == rejected, rejects
    return told


def series(inside: str, rejected: int = 0) -> Series:
    """Read one series called Mayday."""
    [told], rejects = read(f"<tvshow><title>Mayday</title>{inside}</tvshow>")
    assert isinstance(told, Series)
    assert len(rejects) == rejected, rejects
    return told


def test_an_episode_with_everything_is_read():
    told = episode(
        "<title>Target Is Destroyed</title><originaltitle>KAL 007</originaltitle>"
        "<season>9</season><episode>5</episode><aired>2010-10-06</aired><runtime>45</runtime>"
        "<studio>Discovery</studio><genre>Drama</genre><mpaa>TV-PG</mpaa>"
    )
    assert told.source == nfo.SOURCE == "nfo"
    assert told.series == SeriesReference(title="Mayday")
    original = Title(text="KAL 007", kind="original")
    assert told.titles == (Title(text="Target Is Destroyed"), original)
    assert told.numberings == (Numbering(season=9, number=5),)
    assert told.releases == (Release(date="2010-10-06"),)
    assert (told.kind, told.runtime) == ("regular", 45)
    assert [(one.name, one.kind) for one in told.companies] == [("Discovery", "network")]
    specs = [(one.name, one.value) for one in told.specs]
    assert specs == [("genre", "Drama"), ("content rating", "TV-PG")]


def test_a_series_with_everything_is_read():
    told = series(
        "<premiered>2003-09-03</premiered><enddate>2020-02-01</enddate><status>Ended</status>"
        '<uniqueid type="imdb" default="true">tt0386950</uniqueid><plot>Why planes crash.</plot>'
    )
    assert (told.start_year, told.end_year, told.status) == (2003, 2020, "ended")
    assert told.ids == Ids(imdb="tt0386950")
    assert told.plots == (Plot(text="Why planes crash."),)


@pytest.mark.parametrize(
    ("inside", "titles"),
    [
        ("<title>A</title><originaltitle>A</originaltitle>", ["A"]),
        ("<showtitle>B</showtitle>", ["B"]),
        ("<originaltitle>C</originaltitle>", ["C"]),
        ("<title> A\n\tB\x7f\x85C </title>", ["A B C"]),
        ("<TITLE>A</TITLE>", ["A"]),
        ("<title><![CDATA[A & B]]></title>", ["A & B"]),
        ("<title>A &lt;b&gt; &#233;</title>", ["A <b> é"]),
    ],
)
def test_a_series_has_its_title_in_one_of_three_places(inside: str, titles: list[str]):
    [told], rejects = read(f"<tvshow>{inside}</tvshow>")
    assert [title.text for title in told.titles] == titles
    assert told.titles[0].kind == "shown"
    assert rejects == []


def test_a_series_without_a_title_is_a_reject():
    told, rejects = read("\n<tvshow><plot>x</plot></tvshow>")
    assert (told, rejects) == ([], [("line 2", "tvshow: it has no title")])


def test_a_status_is_one_of_ours():
    told = ("Continuing", "ended", "Canceled", "Planned", "", "Who knows")
    meant = ["running", "ended", "cancelled", "announced", "unknown", "unknown"]
    assert [series(f"<status>{one}</status>").status for one in told] == meant


@pytest.mark.parametrize(
    ("inside", "date"),
    [
        ("<aired>2010-10-06</aired><premiered>2010-01-01</premiered>", "2010-10-06"),
        ("<aired/><premiered>2010-01-01</premiered><year>1999</year>", "2010-01-01"),
        ("<releasedate>2010-01-01T00:00:00Z</releasedate>", "2010-01-01"),
        ("<aired>2010-10-06 22:00:00</aired>", "2010-10-06"),
        ("<aired>2010-10-00</aired>", "2010-10"),
        ("<aired>2010-00-00</aired>", "2010"),
        ("<aired>1601-01-01</aired><year>2010</year>", "2010"),
        ("<aired>0001-01-01</aired><year>0</year>", None),
        ("<aired>9999-01-01</aired><year>-1</year>", None),
    ],
)
def test_a_date_is_the_first_that_is_known(inside: str, date: str | None):
    assert [one.date for one in episode(CODE + inside).releases] == ([date] if date else [])


@pytest.mark.parametrize("date", ["06/10/2010", "2010-02-31", "soon", "20101006"])
def test_a_date_that_is_none_is_a_reject_of_the_date_alone(date: str):
    inside = f"{CODE}<aired>{date}</aired><premiered>2010-10-06</premiered>"
    assert episode(inside, rejected=1).releases == (Release(date="2010-10-06"),)


@pytest.mark.parametrize(
    ("inside", "numbers"),
    [
        (CODE, [(2, 5)]),
        (f"{CODE}<episodenumberend>6</episodenumberend>", [(2, 5), (2, 6)]),
        (f"{CODE}<episodenumberend>-1</episodenumberend>", [(2, 5)]),
        (f"{CODE}<episodenumberend>1</episodenumberend>", [(2, 5)]),
        (f"{CODE}<displayseason>-1</displayseason>", [(2, 5)]),
        (f"{CODE}<displayseason>3</displayseason><displayepisode>4</displayepisode>", [(2, 5)]),
        ("<season>-1</season><episode>-1</episode>", []),
        ("<season>1</season><episode>0</episode>", [(1, 0)]),
        ("<episode>7</episode>", []),
        ("<season>7</season><episode/>", []),
    ],
)
def test_a_number_below_zero_is_unknown_and_a_double_episode_has_several(
    inside: str, numbers: list[tuple[int, int]]
):
    told = episode(f"<title>Flight 007</title>{inside}").numberings
    assert [(one.season, one.number) for one in told] == numbers
    assert {one.scheme for one in told} <= {"aired"}


def test_an_episode_that_ends_far_away_keeps_its_first_number():
    told = episode(f"{CODE}<episodenumberend>999999</episodenumberend>", rejected=1)
    assert told.numberings == (Numbering(season=2, number=5),)


@pytest.mark.parametrize("number", ["five", "5.5", "9" * 7, "9" * 400, "٥", "1e3", "--1"])
def test_a_number_that_is_none_is_a_reject_of_the_number_alone(number: str):
    inside = f"<title>A</title><season>1</season><episode>{number}</episode>"
    assert episode(inside, rejected=1).numberings == ()


def test_season_0_has_the_specials():
    assert episode("<season>0</season><episode>3</episode>").kind == "special"


@pytest.mark.parametrize(
    ("runtime", "minutes"),
    [("45", 45), ("45 min", 45), ("45min", 45), ("45 Minutes", 45), ("0", None), ("-1", None)],
)
def test_a_runtime_is_in_minutes(runtime: str, minutes: int | None):
    assert episode(f"{CODE}<runtime>{runtime}</runtime>").runtime == minutes


@pytest.mark.parametrize("runtime", ["6001", "9" * 300, "-45", "1h 30", "NaN", "forever"])
def test_a_runtime_that_is_none_is_a_reject_of_the_runtime_alone(runtime: str):
    assert episode(f"{CODE}<runtime>{runtime}</runtime>", rejected=1).runtime is None


@pytest.mark.parametrize(
    ("inside", "plots"),
    [
        ("<plot>Long.</plot>", [("outline", "Long.")]),
        ("<outline/><plot>Long.</plot>", [("outline", "Long.")]),
        ("<outline>S.</outline><plot>Long.</plot>", [("outline", "S."), ("summary", "Long.")]),
        ("<outline>Same.</outline><plot>Same.</plot>", [("outline", "Same.")]),
        ("<plot>A &lt;br&gt;B &amp;amp; C</plot>", [("outline", "A\nB & C")]),
        ("<plot>A <i>fine <b>big</b></i> plane</plot>", [("outline", "A fine big plane")]),
        ("<plot>  </plot>", []),
    ],
)
def test_a_plot_beside_an_outline_is_a_summary(inside: str, plots: list[tuple[str, str]]):
    assert [(one.kind, one.text) for one in episode(CODE + inside).plots] == plots


@pytest.mark.parametrize(
    ("inside", "ratings"),
    [
        ("<rating>7,5</rating>", [Rating(value=7.5)]),
        ("<communityrating>7.5</communityrating>", [Rating(value=7.5)]),
        ("<rating>8</rating><votes>1,234</votes>", [Rating(value=8, votes=1234)]),
        ("<rating>8</rating><votes>many</votes>", [Rating(value=8)]),
        ("<rating>8</rating><communityrating>9</communityrating>", [Rating(value=8)]),
        ("<rating>0.0</rating><votes>0</votes>", []),
        ("<rating>-1</rating>", []),
        ("<userrating>9</userrating>", []),
    ],
)
def test_a_rating_without_a_name_is_the_file_s_own(inside: str, ratings: list[Rating]):
    assert episode(CODE + inside).ratings == tuple(ratings)


@pytest.mark.parametrize(
    ("name", "source"),
    [("imdb", "IMDb"), ("themoviedb", "TMDB"), ("TMDB", "TMDB"), ("default", ""), ("x", "x")],
)
def test_a_rating_names_who_gave_it(name: str, source: str):
    inside = f'<rating name="{name}" max="10"><value>7.5</value><votes>31</votes></rating>'
    told = episode(f"{CODE}<ratings>{inside}</ratings><rating>3</rating>")
    assert told.ratings == (Rating(value=7.5, votes=31, source=source),)


@pytest.mark.parametrize(("given", "top", "value"), [("75", "100", 7.5), ("5", "5", 10)])
def test_a_rating_is_brought_to_a_scale_of_ten(given: str, top: str, value: float):
    inside = f'<ratings><rating max="{top}"><value>{given}</value></rating></ratings>'
    assert episode(CODE + inside).ratings == (Rating(value=value),)


@pytest.mark.parametrize(
    "inside",
    [
        "<rating>15.5</rating>",
        "<rating>-7</rating>",
        "<rating>NaN</rating>",
        "<rating>inf</rating>",
        "<rating>1e999</rating>",
        "<rating>7.5/10</rating>",
        "<rating>" + "9" * 400 + "</rating>",
        '<ratings><rating max="0"><value>5</value></rating></ratings>',
        '<ratings><rating max="-10"><value>5</value></rating></ratings>',
        '<ratings><rating max="ten"><value>5</value></rating></ratings>',
        '<ratings><rating max="5"><value>7</value></rating></ratings>',
    ],
    ids=lambda inside: inside[:40],
)
def test_a_rating_out_of_range_is_a_reject_of_the_rating_alone(inside: str):
    assert episode(CODE + inside, rejected=1).ratings == ()


@pytest.mark.parametrize(
    ("inside", "ids"),
    [
        ('<uniqueid type="tmdb">7</uniqueid>', Ids(tmdb=7)),
        ('<uniqueid type="TVmaze"> 7 </uniqueid>', Ids(tvmaze=7)),
        ('<uniqueid type="sonarr">7</uniqueid>', Ids()),
        ("<uniqueid>7</uniqueid>", Ids()),
        ("<imdbId>tt0386950</imdbId>", Ids(imdb="tt0386950")),
        ("<imdbid>tt0386950</imdbid><tvdbid>8</tvdbid><tmdbid>9</tmdbid>",
         Ids(imdb="tt0386950", tvdb=8, tmdb=9)),
        ("<imdb_id>tt0386950</imdb_id>", Ids(imdb="tt0386950")),
        ("<id>tt0386950</id>", Ids(imdb="tt0386950")),
        ("<tvdbid>8</tvdbid><uniqueid type='tvdb'>7</uniqueid>", Ids(tvdb=7)),
        ("<tvdbid>0</tvdbid><tmdbid>-1</tmdbid><imdbid/>", Ids()),
        ("<tvdbid>seven</tvdbid><tmdbid>7.5</tmdbid><imdbid>0386950</imdbid>", Ids()),
        ("<tvdbid>" + "9" * 400 + "</tvdbid><imdbid>tt11111</imdbid>", Ids()),
    ],
)  # fmt: skip
def test_an_id_is_read_in_all_its_forms_and_ignored_when_malformed(inside: str, ids: Ids):
    assert series(inside).ids == ids
    assert episode(CODE + inside).ids == ids


def test_a_bare_id_of_a_series_is_thetvdb_s_unless_it_repeats_another():
    assert series("<id>75382</id>").ids == Ids(tvdb=75382)
    assert series('<id IMDB="tt0386950" TMDB="90">75382</id>').ids == Ids(
        imdb="tt0386950", tmdb=90, tvdb=75382
    )
    assert series('<id>90</id><uniqueid type="tmdb">90</uniqueid>').ids == Ids(tmdb=90)
    assert episode(f'{CODE}<id IMDB="tt0386950">90</id>').ids == Ids()


def test_actors_stand_in_their_order_and_guests_are_marked():
    told = episode(
        CODE + "<actor><name>Cy</name></actor>"
        "<actor><name>Bo</name><role>Pilot</role><order>1</order><type>Actor</type></actor>"
        "<actor><name>Al</name><sortorder>0</sortorder><type>GuestStar</type></actor>"
        "<actor><name>Di</name><order>x</order><type>Guest Star</type></actor>"
        "<actor><role>Voice in the tower</role></actor>"
        "<actor><name>Ed</name><role>Boss</role><type>Producer</type></actor>"
        "<actor><name>Flo</name><type>Lyricist</type></actor>"
        "<actor/>"
    )
    assert told.credits == (
        Credit(name="Al", guest=True),
        Credit(name="Bo", character="Pilot"),
        Credit(name="Cy"),
        Credit(name="Di", guest=True),
        Credit(character="Voice in the tower"),
        Credit(name="Ed", department="production", job="Producer"),
        Credit(name="Flo", department="crew", job="Lyricist"),
    )


def test_directors_and_writers_are_credited_once():
    told = episode(
        f"{CODE}<director>Ann / Bob</director><writer>Cy</writer><credits>Cy</credits><credits/>"
    )
    jobs = [(one.name, one.job) for one in told.credits]
    assert jobs == [("Ann", "Director"), ("Bob", "Director"), ("Cy", "Writer")]


def test_only_some_pictures_with_an_address_are_kept_and_say_what_they_show():
    thumbs = "".join(
        f'<thumb aspect="{kind}">https://a.test/{kind}{number}.jpg</thumb>'
        for kind in ("poster", "banner", "clearlogo")
        for number in range(40)
    )
    told = series(
        "<thumb>/media/a.jpg</thumb><thumb>file:///etc/passwd</thumb><thumb>javascript:1</thumb>"
        '<thumb type="season" season="1">https://a.test/season.jpg</thumb>'
        f"<thumb>https://a.test/a b.jpg</thumb><thumb>https://a.test/{'x' * 600}</thumb>{thumbs}"
        "<fanart><thumb>http://a.test/back.jpg</thumb></fanart>"
        "<art><thumb>https://a.test/wide.jpg</thumb><keyart>https://a.test/key.jpg</keyart></art>"
    )
    assert [(one.kind, one.url.rpartition("/")[2]) for one in told.images] == [
        ("poster", "poster0.jpg"),
        ("poster", "poster1.jpg"),
        ("logo", "clearlogo0.jpg"),
        ("logo", "clearlogo1.jpg"),
        ("backdrop", "back.jpg"),
        ("still", "wide.jpg"),
    ]
    assert told.images[0].alt == "Poster of Mayday"
    still = episode(f"{CODE}<thumb>https://a.test/s.jpg</thumb>").images
    assert still == (Image(url="https://a.test/s.jpg", alt="Still of an episode without a title"),)


def test_an_episode_belongs_to_the_series_that_is_given():
    xml = f"<episodedetails><showtitle>Other</showtitle>{CODE}</episodedetails>"
    mayday = SeriesReference(title="Mayday", year=2003)
    [told], _ = read(xml, series=mayday)
    assert isinstance(told, Episode)
    assert told.series == mayday
    [told], _ = read(xml, series=SeriesReference(ids=Ids(tvdb=7)))
    assert isinstance(told, Episode)
    assert told.series == SeriesReference(ids=Ids(tvdb=7), title="Other")


@pytest.mark.parametrize(
    "inside", [f"<title>A</title>{CODE}", "<showtitle>Mayday</showtitle><plot>A</plot>"]
)
def test_an_episode_of_nothing_and_one_that_could_be_any_are_rejects(inside: str):
    told, [(place, reason)] = read(f"\n\n<episodedetails>\n{inside}</episodedetails>")
    assert told == []
    assert place == "line 3"
    assert "series" in reason or "which episode" in reason


def test_a_strict_load_stops_at_the_first_reject():
    content = b"<tvshow><title>A</title>\n<rating>15</rating></tvshow>"
    with pytest.raises(Unreadable) as caught:
        nfo.read_nfo(content, "one.nfo", Rejects(strict=True))
    assert (caught.value.file, caught.value.place) == ("one.nfo", "line 2")


@pytest.mark.shared
def test_the_collected_files_are_read_whole():
    needed()
    series = SeriesReference(title="Mayday")
    files = recorded("catalog/nfo/*.nfo")
    read_so = [read(file.read_bytes(), series=series) for file in files]
    assert [rejects for _, rejects in read_so if rejects] == []
    tellings = [telling for told, _ in read_so for telling in told]
    assert [type(telling) for telling in tellings] == [Series] + [Episode] * 4
    for telling in tellings:
        again = msgspec.json.decode(msgspec.json.encode(telling), type=type(telling))
        assert again == telling


@pytest.mark.shared
def test_the_collected_facts_are_read():
    folder = needed() / "catalog" / "nfo"
    [shown], _ = read((folder / "American_Gods.nfo").read_bytes())
    assert shown.ids == Ids(tmdb=46639, tvdb=253573)
    assert ("IMDb", 5.5, 86352) in [(one.source, one.value, one.votes) for one in shown.ratings]
    [bones], _ = read((folder / "The_Bone_Orchard.nfo").read_bytes())
    assert bones.ids == Ids(imdb="tt5017734", tmdb=1276153)
    assert [one.name for one in bones.credits][:2] == ["Ricky Whittle", "Ian McShane"]
    assert nfo.linked_ids((folder / "Imdb.nfo").read_bytes()) == Ids(imdb="tt0944947")
    assert nfo.linked_ids((folder / "Tvdb.nfo").read_bytes()) == Ids(tvdb=121361)
    assert nfo.linked_ids((folder / "Tmdb.nfo").read_bytes()) is None
