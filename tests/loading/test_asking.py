"""What people type is read, whatever it is, and a reading can be typed again."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import asking
from bot.asking import LONGEST, fold
from bot.readings import Coded, Elsewhere, Known, Reading, Titled

SCRAPS = st.sampled_from(
    ("S02E05", "2x05", "s1.e2", "season 3 episode 4", "series:", "tt1597909", "episode:7", "the ",
     "'", "´", "_", " - ", "ǿ", "ß", "ﬃ", "İ", "ﷺ", "e\u0301", "\u200d", "\u202e", "\ud800", "\0",
     "latest", "2010-10-06", "6 oct 2010", "9.5", "nine five", " finale", "season nine", "s5",
     "tvmaze:82", "S10E17-18", ".mkv", " 1071", "pilot ", "5th episode of season 9", "第5話",
     " of ",
     "&", "\u0345", "١x٢", "２ｘ０５", "ŉ", "ſ", "Mayday ", "#5", "\n", "　")
)  # fmt: skip
ANYTHING = st.text(st.characters(), max_size=60) | st.lists(
    SCRAPS | st.text(st.characters(), max_size=3), max_size=8
).map("".join)
LONG = st.builds(lambda text, times: text * times, ANYTHING, st.integers(1, 200))

often = settings(max_examples=300, deadline=None)


@often
@given(ANYTHING)
@example("the the office")
@example("The A-Team")
@example("a _ b")
@example("O´Brien")
@example("ǿ")
@example("ß" * LONGEST)
@example("a\u200d\u0301")
def test_folding_what_was_folded_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@often
@given(ANYTHING)
@example("ﷺ" * LONGEST)
@example("a\u200d\u0301")
@example("\u202e")
def test_cleaning_what_was_cleaned_changes_nothing(text: str):
    assert asking.clean(asking.clean(text)) == asking.clean(text)


@often
@given(ANYTHING)
@example("S01E02 \u202e 3x04")
def test_a_reading_reads_back_to_itself(text: str):
    for reading in asking.read(text):
        said = reading._replace(guess=False) if isinstance(reading, Coded) else reading
        assert said in asking.read(str(reading)), reading


@often
@given(LONG, st.none() | st.integers(0, 99_999), st.none() | st.integers(0, 99_999))
@example("\ud800" * 6_000, None, None)
@example("a\u0301" * 3_000, 1, 2)
def test_every_text_is_read(text: str, season: int | None, number: int | None):
    for reading in asking.read(text, season, number):
        assert len(str(reading)) <= LONGEST + 20
        str(reading).encode()
    assert len(fold(text)) <= LONGEST


@pytest.mark.parametrize(
    "text",
    [sign * 6_000 for sign in ("a", " ", "s", "1", "s1", "1x", "season ", "-", "'", "the ", "ﷺ")]
    + ["s" + "1" * 5_999, "season" + " " * 5_994, "s1" + " ._-" * 1_500, "e\u0301" * 3_000],
    ids=lambda text: text[:8],
)
@pytest.mark.timeout(2)
def test_six_thousand_hostile_signs_take_no_time(text: str):
    for _ in range(20):
        asking.read(text)
        fold(text)


@pytest.mark.parametrize(
    ("text", "words", "season", "number"),
    [
        ("mayday S09E05", "mayday", 9, 5),
        ("mayday s9e5", "mayday", 9, 5),
        ("mayday s09.e05", "mayday", 9, 5),
        ("mayday S9 E5", "mayday", 9, 5),
        ("mayday s9-e5", "mayday", 9, 5),
        ("mayday S9Ep5", "mayday", 9, 5),
        ("mayday s9 episode 5", "mayday", 9, 5),
        ("mayday 9x05", "mayday", 9, 5),
        ("mayday 9X5", "mayday", 9, 5),
        ("9x05 mayday", "mayday", 9, 5),
        ("mayday season 9 episode 5", "mayday", 9, 5),
        ("Mayday: Season 9, Episode 5", "Mayday", 9, 5),
        ("mayday series 9 ep 5", "mayday", 9, 5),
        ("mayday.S09E05.1080p.mkv", "mayday", 9, 5),
        ("Mayday_S09E05_x264", "Mayday", 9, 5),
        ("the daily show 1996x166", "the daily show", 1996, 166),
        ("s2004e04", "", 2004, 4),
        ("ＭＡＹＤＡＹ ９ｘ０５", "MAYDAY", 9, 5),
        ("mayday 9x05 target is destroyed", "mayday target is destroyed", 9, 5),
        ("9-1-1 2x03", "9-1-1", 2, 3),
        ("doctor who 0x01", "doctor who", 0, 1),
    ],
)
def test_a_code_is_read_in_every_form(text: str, words: str, season: int, number: int):
    assert Coded(words, season, number) in asking.read(text)


@pytest.mark.parametrize("text", ["mayday", "h264 1920x1080p5", "x05", "us2e5a", "class9e5x", ""])
def test_what_only_looks_like_a_code_is_none(text: str):
    assert not [one for one in asking.read(text) if isinstance(one, Coded)]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("tt1597909", Elsewhere("imdb", "tt1597909")),
        ("https://www.imdb.com/title/tt1597909/?ref_=x", Elsewhere("imdb", "tt1597909")),
        ("TT1597909", Elsewhere("imdb", "tt1597909")),
        ("series:12", Known("series", 12)),
        (" episode:7 ", Known("episode", 7)),
    ],
)
def test_an_id_is_the_first_reading(text: str, reading: Reading):
    assert asking.read(text)[0] == reading


def test_what_only_looks_like_a_file_s_name_is_a_title():
    assert asking.read(".MKV .MKV .MKV") == (Titled(".MKV .MKV .MKV"),)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("mayday 8x01-8x02", [(8, 1), (8, 2)]),
        ("mayday 8x01-03", [(8, 1), (8, 2), (8, 3)]),
        ("mayday 8x01x02", [(8, 1), (8, 2)]),
    ],
)
def test_a_range_is_read_one_by_one(text: str, places: list[tuple[int, int]]):
    assert asking.read(text)[:-1] == tuple(Coded("mayday", *place) for place in places)


@pytest.mark.parametrize("text", ["", " ", "!?", "\0", "\u202e", "\ud800", "'", "   \n"])
def test_a_text_without_a_letter_or_digit_has_no_reading(text: str):
    assert asking.read(text) == ()


def test_season_and_number_given_apart_make_the_text_a_series():
    assert asking.read("mayday", 9, 5) == (Coded("mayday", 9, 5),)
    assert asking.read("series:7", None, 5) == (Coded("series:7", None, 5),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The A-Team", "a team"),
        ("Target Is Destroyed", "target is destroyed!"),
        ("O'Brien", "OBrien"),
        ("O´Brien", "O’Brien"),
        ("Law & Order", "law and order"),
        ("Uçak Kazası Raporu", "ucak kazasi raporu"),
        ("Légikatasztrófák", "legikatasztrofak"),
        ("Mayday – Alarm im Cockpit", "Mayday_-_Alarm_im_Cockpit"),
        ("Øresund ǿ", "oresund o"),
        ("Straße", "STRASSE"),
        ("メーデー!:航空機事故の真実と真相", "メーデー 航空機事故の真実と真相"),
    ],
)
def test_names_that_people_take_for_one_fold_to_one(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("The Office", "Office Hours"), ("X", "XX"), ("2x05", "2 05")]
)
def test_names_that_differ_stay_apart(one: str, other: str):
    assert fold(one) != fold(other)


def test_a_reading_is_what_it_says():
    assert str(Coded("mayday", 9, 5)) == "mayday S09E05"
    assert str(Titled("fire")) == "fire"
    assert str(Known("episode", 7)) == "episode:7"
    assert str(Elsewhere("imdb", "tt1597909")) == "tt1597909"
    assert str(Coded("mayday", 9, None)) == "mayday season 9"
    assert str(Coded("mayday", None, 63)) == "mayday #63"
