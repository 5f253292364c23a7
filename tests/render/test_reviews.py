"""Cards of any review whatever stay inside what Discord takes, and show no more than was meant."""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import CodeType, FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import NotTaken
from bot.render import drafts, reviews, revisions, spoilers
from bot.reviews import Draft, History, Review, Revision, Words
from bot.ui import Screen
from tests.render.discordish import read
from tests.render.test_cards import (
    HEADING,
    checked,
    headings,
    needs_schema,
    relaxed,
    screen_text,
)

AT = datetime(2026, 11, 27, 12, tzinfo=UTC).isoformat()

pieces = st.sampled_from([
    "||", "|", "\\", "`", "```", "*", "**", "_", "~~", "\n", "\n\n", " ", "seen", "he dies", "> ",
    "- ", "# ", "[a](http://x.example)", "https://x.example/||", "<@1>", "\u200b", "\u0301", "😀",
    "é", "word " * 80, "x" * 700,
])  # fmt: skip
bodies = st.one_of(
    st.lists(pieces, max_size=60).map("".join),
    st.text(max_size=300),
    st.sampled_from([
        "|" * 4000, "||a" * 1333, "||*" * 1333, "*\n\n" * 1333, "||" + "*\n\n" * 1300 + "||",
        "`" * 4000,
        "\\" * 4000, "* " * 2000, "\n" * 4000, "\u202e" * 4000, "||a|| " * 600, "😀" * 4000,
        "[x](http://a.example)" * 190, "Z" + "\u0301" * 3999,
    ]),
).map(lambda text: text[:4000])  # fmt: skip
written = st.builds(
    Words, headline=st.one_of(st.text(max_size=150), bodies.map(lambda text: text[:150])),
    body=bodies, rating=st.none() | st.integers(1, 10), spoiler=st.booleans(),
    picture=st.none() | st.integers(1, 10**9),
)  # fmt: skip
number = st.integers(0, 10**7)


def review_of(words: Words, **facts: Any) -> Review:
    shown = Review(
        9, 80351110224678912, words.headline, words.body, words.rating, words.spoiler, AT, 1, 1,
        thing=63, created_at=AT, picture=words.picture,
    )  # fmt: skip
    return shown._replace(**facts)


def files_of(words: Words) -> list[str]:
    return [reviews.picture_name(words.picture)] if words.picture else []


@needs_schema
@pytest.mark.shared
@relaxed
@given(written, headings, number, st.none() | number, st.integers(-9, 2**62))
def test_any_review_fits_a_card(words: Words, head: Any, votes: int, after: int | None, who: int):
    shown = review_of(words, votes=votes, helpful=votes, edited_after=after, member=who)
    text = checked(reviews.card(shown, head), files=files_of(words))
    assert len(text) <= 4000
    assert f"{votes} of {votes} p" in text
    checked(reviews.gone(head))


@needs_schema
@pytest.mark.shared
@relaxed
@given(written, headings, st.text(max_size=200))
def test_any_draft_fits_its_preview(words: Words, head: Any, note: str):
    draft = Draft(3, 80351110224678912, 63, None, None, 0, words, AT)
    checked(drafts.preview(draft, head, drafts.no_picture(note)), files=files_of(words))
    checked(drafts.asked(draft, head, None))
    checked(drafts.listed([(draft, head), (draft._replace(id=4), None)], 30))
    trouble = NotTaken(3, "word", note, 60)
    checked(drafts.asked(draft, head, trouble, drafts.no_picture(note)))
    checked(drafts.refused(draft, trouble, [], 30, drafts.no_picture(note)))


@needs_schema
@pytest.mark.shared
@relaxed
@given(written, written, headings, st.integers(0, 9), st.integers(0, 40))
def test_any_history_fits(old: Words, new: Words, head: Any, at: int, page: int):
    told = Revision(old, AT), Revision(new, AT)
    checked(revisions.card(History(review_of(new), head, at, 10, *told), page))
    checked(revisions.card(History(review_of(new), head), page))


@relaxed
@given(written)
def test_every_page_fits_and_its_bars_are_balanced(words: Words):
    for page in reviews.body_pages(review_of(words)):
        assert len(page) <= reviews.SHOWN
        assert len(bars(page)) % 2 == 0


def bars(page: str) -> list[str]:
    """Find the bars that Discord reads as such."""
    return re.findall(r"(?<!\\)(?:\\\\)*\|\|", re.sub(r"\\.", "", page, flags=re.DOTALL))


def parts(page: str) -> list[tuple[str, bool]]:
    """Part a rendered page, in which everything else is escaped, as Discord does."""
    plain = re.sub(r"\\(.)", lambda match: f"\ue000{ord(match[1]):x}\ue001", page, flags=re.DOTALL)
    found = re.split(r"\|\|(.+?)\|\|", plain, flags=re.DOTALL)
    back: Callable[[str], str] = lambda text: re.sub(  # noqa: E731
        "\ue000([0-9a-f]+)\ue001", lambda match: chr(int(match[1], 16)), text
    )
    return [(back(one), at % 2 == 1) for at, one in enumerate(found)]


def seen(page: str) -> list[str]:
    return [word for text, is_hidden in parts(page) if not is_hidden for word in text.split()]


def hidden(page: str) -> list[str]:
    return [word for text, is_hidden in parts(page) if is_hidden for word in text.split()]


@relaxed
@given(written)
def test_no_word_of_a_ticked_review_is_seen(words: Words):
    for page in reviews.body_pages(review_of(words._replace(spoiler=True))):
        assert seen(page) == []


secrets = st.sampled_from(["SECRET", "SECRET word", "a SECRET, told"])
around = st.sampled_from([
    "seen", "seen *much*", "**bold** and", "snake_case", "`code`", "> quoted", "it's 5 < 6",
    "a\\b", "two\n\nparagraphs", "[x](http://a.example)", "x " * 700,
])  # fmt: skip


@relaxed
@given(st.lists(st.tuples(around, secrets), min_size=1, max_size=30), around)
def test_what_stands_between_bars_is_never_seen(pairs: list[tuple[str, str]], last: str):
    body = "".join(f"{text} ||{secret}|| " for text, secret in pairs) + last
    for page in reviews.body_pages(review_of(Words("Fine", body))):
        assert "SECRET" not in " ".join(seen(page))


marks = st.sampled_from([
    "||", "||", "||", "||", "\\||", "**", "*", "_", "__", "~~", "`", "``", "```", "\\", "> ",
    "\n", "\n\n", "# ", "-# ", "- ", "[", "](http://a.example)", "https://a.example/",
    " ", " ", " ", " ",
])  # fmt: skip


@settings(relaxed, max_examples=1500)
@given(st.lists(marks, max_size=30))
@example(["**", "||", "**", " ", "||", "||", " ", "||"])
@example(["`", "||", "`", " ", "||", "||", " ", "||"])
@example(["\\||", " ", "||", "||", " ", "\\||"])
@example(["> ", "||", "\n", "||", "||", " ", "||"])
@example(["https://a.example/", "||", " ", "||", "||", " ", "||"])
@example(["*", "**", "||", "**", "*", "||", "||", "||"])
@example(["||", "*", "||", "*", "||", "||"])
def test_whatever_discord_hides_of_a_text_is_hidden_on_its_pages(signs: list[str]):
    body = "".join(f"{sign}w{at}w" for at, sign in enumerate(signs))
    meant = {word for piece in read(body) if piece.hidden for word in words_in(piece.text)}
    shown = {
        word
        for page in reviews.body_pages(review_of(Words("Fine", body)))
        for piece in read(page)
        if not piece.hidden
        for word in words_in(piece.text)
    }
    assert not meant & shown


def words_in(text: str) -> list[str]:
    return re.findall(r"w\d+w", text)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("a ||b|| c", "a ||b|| c"),
        ("a || b", "a \\|\\| b"),
        ("||a|| and ||b", "||a\\|\\| and|| b"),
        ("||a\n\nb||", "||a||\n\n||b||"),
        ("||one||two||three||", "||one||two||three||"),
        ("**bold** ||b||", "\\*\\*bold\\*\\* ||b||"),
    ],
)
def test_bars_are_read_as_they_were_meant(body: str, shown: str):
    assert reviews.body_pages(review_of(Words("Fine", body))) == (shown,)


def test_a_spoiler_goes_on_behind_bars_on_the_next_page():
    first, *others = reviews.body_pages(review_of(Words("Fine", f"Seen. ||{'He dies. ' * 300}||")))
    assert first.startswith("Seen. ||He dies.")
    assert first.endswith("||")
    assert len(others) == 1
    assert seen(others[0]) == []


@relaxed
@given(written, written)
def test_no_word_that_was_hidden_is_seen_among_the_changes(before: Words, after: Words):
    old = before._replace(body=f"{before.body[:1500]} ||SECRET||"[:4000])
    if any("SECRET" in run.text for run in spoilers.runs(old.body) if not run.hidden):
        return
    for page in revisions.changes(old, after, 2600):
        assert len(page) <= 2600 + 1000
        assert "SECRET" not in " ".join(seen(page.replace("~~", "").replace("**", "")))


def counted(function: Callable[[], object]) -> int:
    """Count the lines of our own that are run."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        if not is_ours(frame.f_code):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()  # what measures coverage
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def is_ours(code: CodeType) -> bool:
    return "/bot/" in code.co_filename


@pytest.mark.parametrize("unit", ["||a", "*", "|", "`", "a\n\n", "||*\n\n", "\\|", "Z\u0301", "x "])
def test_twice_the_text_takes_no_more_than_twice_the_steps(unit: str):
    def of(size: int) -> int:
        words = Words("Fine", (unit * size)[:size])
        return counted(lambda: reviews.body_pages(review_of(words)))

    assert of(4000) <= 2.5 * of(2000) + 300


@pytest.mark.parametrize(
    ("old", "new"), [("x\n", "y\n"), ("日、", "月、"), ("a.", "b."), ("*", "*|")]
)
def test_changes_of_nothing_but_signs_take_few_steps_more_than_those_of_words(old: str, new: str):
    def steps(before: str, after: str) -> int:
        both = Words("Fine", (before * 4000)[:4000]), Words("Fine", (after * 4000)[:4000])
        return counted(lambda: revisions.changes(*both, 2600))

    words = steps("The pilots knew what they did there. ", "The pilots knew what it did there. ")
    assert steps(old, new) <= 4.5 * words


def test_the_longest_pieces_that_stayed_are_told_apart_and_all_the_others_are_told_twice():
    stayed = " ".join(f"w{number}" for number in range(20))
    before, after = f"{'x.' * 600}{stayed}", f"{'y.' * 600}{stayed}"
    told = "".join(revisions.changes(Words("Fine", before), Words("Fine", after), 2600))
    assert f" {stayed.partition(' ')[2]}" in told
    assert told.count("**") == told.count("~~")
    assert 200 <= told.count("~~") // 2 <= revisions.PIECES + 10


def test_the_headline_is_one_line_and_says_so_when_there_is_none():
    assert "### a b\n" in reviews.title(review_of(Words("a\nb", "")))
    assert "### No headline\n" in reviews.title(review_of(Words("\u200b", "")))
    card = reviews.card(review_of(Words("Fine", "text", 8)), HEADING)
    assert "★★★★★★★★☆☆ 8/10" in screen_text(Screen(card))
