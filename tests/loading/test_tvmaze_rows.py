"""TVmaze's rows without a name of their thing, and what is left when some of them are bad."""

import gzip
import json
from typing import Any

import pytest

from bot.errors import Unreadable
from bot.loaders import tvmaze
from bot.loaders.rejects import Rejects
from bot.loaders.tvmaze_facts import PICTURES, department
from bot.model import Credit, Episode, Series
from tests.loading.test_tvmaze import EPISODE, SHOW

ANN = {"id": 1, "name": "Ann Actor"}
BOB = {"id": 2, "name": "Bob Behind"}
CAST = {"person": ANN, "character": {"id": 11, "name": "Captain"}, "self": False, "voice": True}
GUEST = {"person": BOB, "character": {"id": 12, "name": "Bob Behind"}, "self": True}
CREW = {"type": "Creator", "person": BOB}
GUEST_CREW = {"guestCrewType": "Director", "person": BOB}
AKA = {"name": "Une série", "country": {"name": "France", "code": "FR"}}
OWN_AKA = {"name": "The Show", "country": None}
POSTER = {
    "id": 5, "type": "poster", "main": True,
    "resolutions": {"original": {"url": "https://static.tvmaze.com/p.jpg", "width": 680,
                                 "height": 1000}},
}  # fmt: skip
BARE = {name: value for name, value in SHOW.items() if name != "_embedded"}
GUESTS: dict[str, list[Any]] = {"guestcast": [GUEST], "guestcrew": [GUEST_CREW]}
ROWS: dict[str, list[Any]] = {
    "cast": [CAST], "crew": [CREW], "akas": [AKA, OWN_AKA], "images": [POSTER],
}  # fmt: skip


def read(answer: object, rejects: Rejects | None = None) -> list[Series | Episode]:
    """Read an answer as it would be saved."""
    return tvmaze.read_answer(json.dumps(answer).encode(), "answer.json", rejects)


def whole() -> dict[str, Any]:
    """Give a show with everything embedded, of its own for each test."""
    episode = EPISODE | {"_embedded": GUESTS}
    show: dict[str, Any] = SHOW | {"_embedded": ROWS | {"episodes": [episode, EPISODE]}}
    copied: dict[str, Any] = json.loads(json.dumps(show))
    return copied


def series_of(answer: object) -> Series:
    """Read an answer that begins with a series."""
    telling = read(answer)[0]
    assert isinstance(telling, Series)
    return telling


def test_a_series_has_all_that_is_embedded():
    series = series_of(whole())
    assert [(one.text, one.kind, one.country) for one in series.titles] == [
        ("Some Show", "shown", None),
        ("Une série", "alternative", "FR"),
        ("The Show", "alternative", "US"),
    ]
    cast, crew = series.credits
    assert (cast.name, cast.character, cast.voice, cast.guest) == (
        "Ann Actor", "Captain", True, False,
    )  # fmt: skip
    assert (crew.department, crew.job, crew.ids.tvmaze) == ("writing", "Creator", 2)
    [image] = series.images
    assert (image.kind, image.width, image.height) == ("poster", 680, 1000)
    assert image.alt == "Poster of Some Show"


def test_an_episode_has_its_guests_and_its_crew():
    _, episode, other = read(whole())
    guest, director = episode.credits
    assert (guest.name, guest.guest, guest.himself) == ("Bob Behind", True, True)
    assert director == Credit(
        name="Bob Behind", ids=director.ids, department="direction", job="Director"
    )
    assert other.credits == ()


def test_broadcaster_and_web_channel_are_both_told():
    both = SHOW | {"webChannel": {"name": "Web+", "country": None}}
    assert [(one.name, one.country) for one in series_of(both).companies] == [
        ("ABC", "US"),
        ("Web+", None),
    ]


def test_a_show_of_the_web_has_its_country():
    web = SHOW | {"network": None, "webChannel": {"name": "Web+", "country": {"code": "GB"}}}
    assert [(one.name, one.country) for one in series_of(web).companies] == [("Web+", "GB")]


@pytest.mark.parametrize(
    ("job", "found"),
    [
        ("Director", "direction"),
        ("Assistant Director", "direction"),
        ("Art Director", "crew"),
        ("Casting Director", "crew"),
        ("Director of Photography", "camera"),
        ("Cinematographer", "camera"),
        ("Music Director", "music"),
        ("Composer", "music"),
        ("Writer", "writing"),
        ("Story", "writing"),
        ("Teleplay", "writing"),
        ("Creator", "writing"),
        ("Script Supervisor", "crew"),
        ("Executive Producer", "production"),
        ("Co-Producer", "production"),
        ("Coproducer", "production"),
        ("Production Designer", "crew"),
        ("Editor", "crew"),
        ("", "crew"),
    ],
)
def test_a_job_has_its_department(job: str, found: str):
    assert department(job) == found


def test_pictures_have_their_kind_and_the_main_ones_come_first():
    rows = [
        {"type": kind, "main": main, "resolutions": {"medium": {"url": f"https://x/{kind}{main}"}}}
        for main in (False, True)
        for kind in ("background", "banner", "typography", "poster", None, "new kind")
    ]
    images = series_of(SHOW | {"_embedded": {"images": rows}}).images
    assert [image.kind for image in images] == ["backdrop", "logo", "logo", "poster"] * 2
    assert [image.url.endswith("True") for image in images] == [True] * 4 + [False] * 4
    assert all(image.alt for image in images)


def test_the_shows_own_picture_comes_first_and_once():
    own = {"original": "https://x/9", "medium": None}
    rows = [
        {"type": "poster", "resolutions": {"original": {"url": f"https://x/{n}", "width": n}}}
        for n in range(1, 200)
    ]
    images = series_of(SHOW | {"image": own, "_embedded": {"images": rows}}).images
    assert (images[0].url, images[0].width) == ("https://x/9", 9)
    assert len({image.url for image in images}) == len(images) == PICTURES


@pytest.mark.parametrize("backwards", [False, True])
def test_recorded_calls_beside_their_show_belong_to_it(*, backwards: bool):
    calls: list[dict[str, Any]] = [
        {"uri": f"https://api.tvmaze.com/shows/77/{name}", "body": rows}
        for name, rows in ROWS.items()
    ]
    calls += [
        {"uri": f"https://api.tvmaze.com/episodes/2/{name}?a=b", "body": rows}
        for name, rows in GUESTS.items()
    ]
    calls += [
        {"uri": "https://api.tvmaze.com/shows/77", "body": SHOW | {"_embedded": None}},
        {"uri": "https://api.tvmaze.com/shows/77/episodes?specials=1", "body": [EPISODE]},
    ]
    told = read(calls[::-1] if backwards else calls)
    [series] = [one for one in told if isinstance(one, Series)]
    [episode] = [one for one in told if isinstance(one, Episode)]
    assert series == series_of(whole())
    assert [one.guest for one in episode.credits] == [True, False]


@pytest.mark.parametrize(
    "uri", [f"/shows/78/{name}" for name in ROWS] + [f"/episodes/3/{name}" for name in GUESTS]
)
def test_rows_of_nothing_in_the_file_are_told(uri: str):
    rejects = Rejects()
    told = read([SHOW, {"uri": uri, "body": [CAST]}], rejects)
    assert len(told) == 2
    assert [reject.place for reject in rejects.kept] == ["$[1].body"]
    with pytest.raises(Unreadable) as caught:
        read([SHOW, {"uri": uri, "body": [CAST]}])
    assert "itself is not in this file" in caught.value.reason


def test_an_episode_may_bring_its_show():
    for episode in (EPISODE | {"show": SHOW}, EPISODE | {"_embedded": {"show": SHOW}}):
        told = read([episode])
        assert [type(one) for one in told] == [Series, Episode, Episode]
        assert told[2].releases[0].country == "US"


def test_a_recorded_call_of_no_show_has_its_shows_inside():
    assert (
        read([{"uri": "/schedule?country=US", "body": [EPISODE | {"show": BARE}]}])
        == read([BARE, EPISODE | {"show": BARE}])[1:]
    )


def test_a_picture_of_no_type_is_no_fault():
    rejects = Rejects()
    untyped = {"type": None, "resolutions": {"original": {"url": "https://x/1"}}}
    embedded = {"images": [untyped, 7, POSTER], "episodes": [EPISODE]}
    series, _ = read([SHOW | {"_embedded": embedded}], rejects)
    assert [image.kind for image in series.images] == ["poster"]
    assert rejects.count == 1


def test_a_recorded_call_with_nothing_in_it_is_told():
    rejects = Rejects()
    assert len(read([SHOW, {"uri": "/shows/78/episodes", "body": []}], rejects)) == 2
    assert [reject.place for reject in rejects.kept] == ["$[1].body"]


def test_rows_alone_are_no_answer():
    with pytest.raises(Unreadable):
        read([CAST])


@pytest.mark.parametrize(
    ("where", "bad", "place"),
    [
        (["cast"], {"person": None}, "cast[0].person"),
        (["cast"], {"person": {"id": 1, "name": ""}, "character": None}, "cast[0].name"),
        (["cast"], [], "cast[0]"),
        (["crew"], {"person": BOB}, "crew[0]"),
        (["crew"], {"type": None, "person": BOB}, "crew[0].type"),
        (["akas"], {"name": None}, "akas[0].name"),
        (["akas"], {"name": "x", "country": {"code": "usa"}}, "akas[0].country"),
        (["akas"], {"name": "x" * 501}, "akas[0].text"),
        (["images"], {"type": "poster", "resolutions": {"original": {"url": ""}}},
         "images[0].url"),
        (["images"], {"type": "poster", "resolutions": 7}, "images[0].resolutions"),
        (["images"], {"type": None, "resolutions": 7}, "images[0].resolutions"),
        (["episodes"], {"id": 1}, "episodes[0]"),
        (["episodes"], EPISODE | {"airdate": "soon"}, "episodes[0]"),
        (["episodes"], EPISODE | {"number": -2}, "episodes[0].numberings[0].number"),
        (["episodes", 0, "_embedded", "guestcast"], {}, "episodes[0]._embedded.guestcast[0]"),
        (["episodes", 0, "_embedded", "guestcrew"], CREW, "episodes[0]._embedded.guestcrew[0]"),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_one_bad_row_is_told_with_its_place_and_the_rest_is_read(
    where: list[Any], bad: object, place: str
):
    show = whole()
    rows: Any = show["_embedded"]
    for step in where:
        rows = rows[step]
    rows.insert(0, bad)
    rejects = Rejects()
    assert read([show], rejects) == read(whole())
    assert [reject.place for reject in rejects.kept] == [f"$[0]._embedded.{place}"]
    with pytest.raises(Unreadable) as caught:
        read([show])
    assert caught.value.place == rejects.kept[0].place


def test_a_bad_row_of_a_recorded_call_is_placed_there():
    rejects = Rejects()
    calls = [{"uri": "/shows/77/cast", "body": [CAST, {}]}, SHOW]
    series, _ = read(calls, rejects)
    assert len(series.credits) == 1
    assert [reject.place for reject in rejects.kept] == ["$[0].body[1]"]


@pytest.mark.parametrize(
    "bad",
    [None, 7, [], "text", {}, {"id": 1}, {"message": "no", "status": 404}, SHOW | {"name": None},
     EPISODE | {"season": "one"}, {"score": 1, "show": None}],
    ids=lambda bad: str(bad)[:30],
)  # fmt: skip
def test_a_bad_item_is_told_and_the_others_are_read(bad: object):
    rejects = Rejects()
    assert read([EPISODE, bad, EPISODE], rejects) == read([EPISODE, EPISODE])
    assert rejects.count == 1
    assert rejects.kept[0].file == "answer.json"
    assert rejects.kept[0].place.startswith("$[1]")
    assert rejects.kept[0].reason


def test_episodes_of_a_show_that_can_not_be_used_are_read():
    rejects = Rejects()
    [episode] = read([SHOW | {"network": {"name": ""}}], rejects)
    assert isinstance(episode, Episode)
    assert rejects.count == 1


@pytest.mark.parametrize("embedded", [7, [], {"cast": 7}, {"cast": {}}, {"episodes": {}}])
def test_what_is_embedded_in_no_known_way_is_told(embedded: object):
    rejects = Rejects()
    assert read([SHOW | {"_embedded": embedded}, EPISODE], rejects) == read([EPISODE])
    assert rejects.count == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"7", b"[]", b"[" * 10_000, b"\x1f\x8b\x08\x00", b'{"message": "Not Found"}',
     gzip.compress(json.dumps(SHOW).encode(), mtime=0)[:-9], gzip.compress(b"<html>", mtime=0),
     gzip.compress(b" " * 5_000_000, mtime=0)],
    ids=lambda content: content[:20].decode("latin-1"),
)  # fmt: skip
def test_a_file_that_is_no_answer_is_refused_also_with_rejects(content: bytes):
    rejects = Rejects()
    with pytest.raises(Unreadable) as caught:
        tvmaze.read_answer(content, "answer.json", rejects)
    assert (caught.value.file, rejects.count) == ("answer.json", 0)


def test_a_gzipped_answer_is_read():
    content = gzip.compress(json.dumps(whole()).encode())
    assert tvmaze.read_answer(content, "answer.json.gz") == read(whole())
