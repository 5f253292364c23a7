"""What is written in the chat as a review: a rating, a headline, a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import replies
from bot.reviews import Words


@pytest.mark.parametrize(
    ("text", "rating", "headline", "body"),
    [
        ("8/10 Great. Loved it.", 8, "Great.", "Great. Loved it."),
        ("8 / 10: Great\nLoved it.", 8, "Great", "Loved it."),
        ("10/10!", 10, "", ""),
        ("Great. Loved it. 7/10", 7, "Great.", "Great. Loved it."),
        ("Loved it (9/10)", 9, "Loved it", "Loved it"),
        ("★★★★☆ Good", 8, "Good", "Good"),
        ("★★★ Good", 6, "Good", "Good"),
        ("★★★★★★★☆☆☆ Good", 7, "Good", "Good"),
        ("Good ⭐⭐⭐⭐⭐", 10, "Good", "Good"),
        ("⭐️⭐️⭐️⭐️ Good", 8, "Good", "Good"),
        ("Good ⭐️⭐️⭐️⭐️", 8, "Good", "Good"),
        ("★★★★½ Good", 9, "Good", "Good"),
        ("**8/10** Good", 8, "Good", "Good"),
        ("Good. __8/10__", 8, "Good.", "Good."),
        ("**8/10 Good**", None, "**8/10 Good**", "**8/10 Good**"),
        ("Good. 7,5/10", None, "Good.", "Good. 7,5/10"),
        ("Good. 7.5/10", None, "Good.", "Good. 7.5/10"),
        ("8/10th of it", None, "8/10th of it", "8/10th of it"),
        ("24/10 jokes", None, "24/10 jokes", "24/10 jokes"),
        ("8/100 of it", None, "8/100 of it", "8/100 of it"),
        ("0/10 of it", None, "0/10 of it", "0/10 of it"),
        ("on 8/10/2010 it", None, "on 8/10/2010 it", "on 8/10/2010 it"),
        ("I give 8/10 for it", None, "I give 8/10 for it", "I give 8/10 for it"),
        ("Season 3.5 rocks. Yes.", None, "Season 3.5 rocks.", "Season 3.5 rocks. Yes."),
        ("Well ||he dies|| and so on", None, "Well", "Well ||he dies|| and so on"),
        ("||He dies|| 8/10", 8, "", "||He dies||"),
        ("||He\ndies||", None, "", "||He\ndies||"),
        ("First line\n\nThe rest", None, "First line", "The rest"),
        ("First line\n\n", None, "First line", "First line"),
        ("", None, "", ""),
    ],
)
def test_a_text_is_read_as_a_review(text: str, rating: int | None, headline: str, body: str):
    told = replies.told(text)
    assert (told.rating, told.headline, told.body) == (rating, headline, body)


def test_half_of_a_sign_is_a_question_mark():
    assert replies.told("8/10 Fine \ud83d") == Words("Fine ?", "Fine ?", 8)


@given(st.text(max_size=300) | st.text("8/10 ★⭐\ufe0f½☆.,*_\n|a", max_size=300))
def test_no_text_gives_too_long_a_headline_or_one_with_bars(text: str):
    told = replies.told(text)
    assert len(told.headline) <= 150
    assert "||" not in told.headline
    assert told.rating is None or 1 <= told.rating <= 10
    assert all(sign in text for sign in told.body)


def test_a_long_text_has_its_first_words_as_the_headline():
    told = replies.told("word " * 800)
    assert told.headline == ("word " * 29).strip()
