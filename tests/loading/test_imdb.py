"""Each trap of IMDb's dumps is a row here, and says what it should."""

from pathlib import Path

import pytest

from bot.loaders import imdb
from bot.loaders.rejects import Rejects
from bot.model import Episode
from bot.packed import CATEGORIES
from tests.loading.dumps import CHUNK, Made, N, read, tt
from tests.loading.plain import CAST, DEPARTMENTS, Telling

HARBOUR, ARRIVAL = 1000100, 1000101
ODD = ("juggler", "stunt_double", "x", "directors", "actor_")


def small() -> Made:
    """Make a series with one episode."""
    made = Made()
    made.series(HARBOUR, "Harbour", genres="Crime,Drama")
    made.episode(ARRIVAL, HARBOUR, "1x01", "Arrival")
    return made


def one(made: Made, tmp_path: Path, number: int = ARRIVAL) -> Telling:
    """Read dumps, all of them there, without a reject, and give one telling."""
    rejects = Rejects()
    folder = made.write(tmp_path / "in", only=tuple(imdb.FILES))
    told = read(folder, tmp_path / "work", rejects)
    assert rejects.kept == []
    return told[tt(number)]


@pytest.mark.parametrize(
    "title",
    [
        '"Swing it" they said', '"Unbalanced', 'Ends with "', '"', '""', "'", r"\N\N", r"\\", r"\t",
        "NULL", "N/A", "-", "0", " leading and trailing ", "a,b;c|d", "=1+1", "東京物語", "é" * 250,
        "x" * 500, "🎬", "\u202eturned", "\ufefftitle", "\u2028",
    ],
)  # fmt: skip
def test_a_title_is_kept_as_it_stands(tmp_path: Path, title: str):
    made = small()
    made.episode(ARRIVAL + 1, HARBOUR, "1x02", title, original=None)
    made.episode(ARRIVAL + 2, HARBOUR, "1x03", "Known", original=title)
    told = [one(made, tmp_path, number).titles for number in (ARRIVAL + 1, ARRIVAL + 2)]
    assert [each.text for each in told[0]] == [title]
    assert [(each.text, each.kind) for each in told[1]] == [
        ("Known", "shown"), (title, "original")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "number", [1, 1000000, 9999999, 10000000, 99999999, 134217728, 990000140, 9999999999]
)
def test_ids_may_have_up_to_ten_digits(tmp_path: Path, number: int):
    made = small()
    made.episode(number, HARBOUR, "1x02", "Far")
    made.rated(number, "10.0", 9_999_999_999)
    made.credit(number, 1, number, "actor")
    made.person(number, "Ann Example")
    told = one(made, tmp_path, number)
    assert (told.ids.imdb, told.ratings[0].value) == (tt(number), 10.0)
    assert (told.ratings[0].votes, told.credits[0].name) == (9_999_999_999, "Ann Example")


def test_billing_is_by_number_not_by_text(tmp_path: Path):
    made = small()
    for place in (10, 1, 9, 2, 11):
        made.credit(ARRIVAL, place, place, "actor", characters=f'["Role {place}"]')
    parts = [part.character for part in one(made, tmp_path).credits]
    assert parts == ["Role 1", "Role 2", "Role 9", "Role 10", "Role 11"]


def test_credits_of_one_title_all_over_the_file_keep_their_order(tmp_path: Path):
    made = small()
    for place in range(1, 21):
        made.credit(ARRIVAL, 21 - place, place, "actor", characters=f'["Role {21 - place:02}"]')
        for other in range(200):
            made.credit(5_000_000 + 97 * other, 1, other, "self", "a job that takes up room" * 6)
    made.series(5_000_097, "Another")
    made.write(tmp_path / "in", gzipped=False)
    assert (tmp_path / "in" / "title.principals.tsv").stat().st_size > CHUNK
    told = one(made, tmp_path)
    assert [part.character for part in told.credits] == [f"Role {n:02}" for n in range(1, 21)]


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ('["Lou"]', "Lou"),
        ('["Lou","Her Mother"]', "Lou / Her Mother"),
        (r'["Det. Lou \"Lucky\" Marsh"]', 'Det. Lou "Lucky" Marsh'),
        (r'["A \\ B"]', "A \\ B"),
        (r'["\u00e9"]', "é"),
        (r'["\""]', '"'),
        ('["Self"]', None),
        ('["Self - Host"]', "Host"),
        ('[""]', None),
        (N, None),
        ('["not "JSON""]', 'not "JSON"'),
        (r'["a lone \ud800 half"]', r"a lone \ud800 half"),
    ],
)
def test_characters_are_a_list_of_texts(tmp_path: Path, characters: str, expected: str | None):
    made = small()
    made.credit(ARRIVAL, 1, 7, "actor", characters=characters)
    [part] = one(made, tmp_path).credits
    assert part.character == expected


@pytest.mark.parametrize("category", [*CATEGORIES, *ODD, "assistant_director", "y" * 300])
def test_every_category_has_its_job_and_department(tmp_path: Path, category: str):
    made = small()
    made.credit(ARRIVAL, 1, 7, category)
    made.credit(ARRIVAL, 2, 8, category, 'first "unit"', '["Lou"]')
    bare, full = one(made, tmp_path).credits
    cast = category in CAST
    assert bare.department == ("cast" if cast else DEPARTMENTS.get(category, "crew"))
    assert bare.job == (None if cast else category.replace("_", " ").capitalize())
    assert (full.job, full.character) == (None if cast else 'first "unit"', "Lou")
    assert (bare.himself, bare.archive_footage) == (category == "self", "archive" in category)


def test_who_is_not_in_the_file_of_names_keeps_the_credit(tmp_path: Path):
    made = small()
    made.credit(ARRIVAL, 1, 7, "actor", characters='["Lou"]')
    [part] = one(made, tmp_path).credits
    assert (part.name, part.ids.imdb, part.character) == (None, "nm0000007", "Lou")


def test_people_of_ids_far_apart_have_their_own_names(tmp_path: Path):
    made = small()
    people = [1, 2, 130, 64, 2**27, 2**32, 2**32 + 1, 9_999_999_999, *range(300, 500)]
    for place, person in enumerate(people):
        made.credit(ARRIVAL, place % 200, person, "actor")
        made.person(person, f"Person {person}")
        made.person(5000 + place, "Nobody asked for")
    told = one(made, tmp_path)
    assert {part.name for part in told.credits} == {f"Person {person}" for person in people}
    assert {part.name == f"Person {int(str(part.ids.imdb)[2:])}" for part in told.credits} == {True}


@pytest.mark.parametrize("between", [False, True])
def test_of_rows_that_are_there_twice_the_last_counts(tmp_path: Path, *, between: bool):
    """Beside each other or not: the names of those who follow stay theirs."""
    made = Made()
    made.series(HARBOUR, "Harbour")
    for title, code, rating, name in (
        ("Old", "1x01", "1.0", "Ann"),
        ("New", "2x02", "9.0", "Anna"),
    ):
        made.episode(ARRIVAL, HARBOUR, code, title, year=2001)
        made.rated(ARRIVAL, rating, 5)
        made.person(7, name)
        if between:
            made.episode(ARRIVAL + 1, HARBOUR, "7x07", "Between")
            made.rated(ARRIVAL + 1, "5.0", 5)
            made.person(1, "Nobody asked for")
    for person in (8, 9):
        made.person(person, f"Person {person}")
    for person in (7, 8, 9):
        made.credit(ARRIVAL, person, person, "actor")
    told = one(made, tmp_path)
    assert isinstance(told, Episode)
    assert [each.text for each in told.titles] == ["New"]
    assert (told.numberings[0].season, told.numberings[0].number) == (2, 2)
    assert told.ratings[0].value == 9.0
    assert [part.name for part in told.credits] == ["Anna", "Person 8", "Person 9"]


def test_the_same_credit_twice_is_one(tmp_path: Path):
    made = small()
    for _ in range(2):
        made.credit(ARRIVAL, 1, 7, "actor", characters='["Lou"]')
    made.add("title.crew", tt(ARRIVAL), "nm0000008,nm0000008", "nm0000007")
    parts = [(part.ids.imdb, part.department) for part in one(made, tmp_path).credits]
    assert parts == [
        ("nm0000007", "cast"), ("nm0000008", "direction"), ("nm0000007", "writing")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("season", "number", "expected"),
    [
        ("1", "1", (1, 1)),
        ("0", "5", (0, 5)),
        ("1", "0", (1, 0)),
        ("2005", "183", (2005, 183)),
        ("1", "3356", (1, 3356)),
        ("999999", "999999", (999999, 999999)),
        (N, N, None),
        ("1", N, None),
        ("0", N, None),
        (N, "1", None),
        ("1000000", "1", None),
        ("1", "1000000", None),
        ("20050183", "9999999999", None),
    ],
)
def test_an_episode_has_a_place_or_none(
    tmp_path: Path, season: str, number: str, expected: tuple[int, int] | None
):
    made = small()
    made.title(ARRIVAL + 1, "Placed", "tvEpisode")
    made.add("title.episode", tt(ARRIVAL + 1), tt(HARBOUR), season, number)
    told = one(made, tmp_path, ARRIVAL + 1)
    assert isinstance(told, Episode)
    places = [(place.season, place.number) for place in told.numberings]
    assert places == ([expected] if expected else [])
    assert told.kind == ("special" if expected and not expected[0] else "regular")


def test_other_titles_have_their_country_and_language(tmp_path: Path):
    made = small()
    made.other(ARRIVAL, "Harbour World", "XWW", "en")
    made.other(ARRIVAL, "Přístav", "CSHH", None, note="alternative\2new title")
    made.other(ARRIVAL, "Two\2in one", None, "cmn")
    made.other(ARRIVAL, "Arrival", "GB")
    made.other(ARRIVAL, "Arrivals", None, None, original=1)
    made.other(ARRIVAL, "Arrivals", "GB", None)
    made.other(99, "Of nobody")
    titles = one(made, tmp_path).titles[1:]
    assert [(each.text, each.country, each.language, each.note) for each in titles] == [
        ("Harbour World", "XWW", "en", None),
        ("Přístav", "CSHH", None, "alternative / new title"),
        ("Two / in one", None, "cmn", None),
        ("Arrivals", "GB", None, None),
    ]


@pytest.mark.parametrize(
    ("title", "other", "kept"),
    [
        ("Episode #1.5", "Folge #1.5", False),
        ("Episode #1.5", "エピソード #1.5", False),
        ("Episode #1.5", "Die Ankunft", True),
        ("Episode #Metoo", "Folge 5", True),
        ("Episode #", "Folge 5", True),
        ("Episode 5", "Folge 5", True),
    ],
)
def test_what_only_says_the_number_again_is_no_other_title(
    tmp_path: Path, title: str, other: str, *, kept: bool
):
    made = small()
    made.episode(ARRIVAL + 1, HARBOUR, "1x05", title)
    made.other(ARRIVAL + 1, other, "DE")
    texts = [each.text for each in one(made, tmp_path, ARRIVAL + 1).titles]
    assert texts == ([title, other] if kept else [title])


def test_what_is_no_television_is_passed_over_even_when_it_is_wrong(tmp_path: Path):
    made = small()
    for kind in ("movie", "short", "tvMovie", "tvSpecial", "tvShort", "videoGame", "tvPilot", ""):
        made.add("title.basics", "no id", kind, "", "", 0, "x", "y", "z", "")
    assert one(made, tmp_path).ids.imdb == tt(ARRIVAL)
