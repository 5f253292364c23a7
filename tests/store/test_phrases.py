"""What people type becomes words: any signs, forms of words, and phrases in quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import fold_each
from bot.finding.phrases import WORDS, Asked, forms, read


@pytest.mark.parametrize(
    ("text", "words", "begun", "quoted"),
    [
        ("the korean airliner", ("korean", "airliner"), True, ()),
        ("the", ("the",), True, ()),
        ("korean the", ("korean",), False, ()),
        ('"shot down" by', ("shot", "down"), False, ("shot down",)),
        ("„Über Linz“", ("uber", "linz"), False, ("uber linz",)),
        ('9-1-1 "unclosed', ("9", "1", "unclosed"), True, ()),
        ("O'Brien's title:x*", ("obriens", "title", "x"), False, ()),
        ("Ｕçak ucak", ("ucak",), True, ()),
        ('"" * ( ||', (), False, ()),
    ],
)
def test_words_are_read(text: str, words: tuple[str, ...], begun: bool, quoted: tuple[str, ...]):  # noqa: FBT001
    assert read(text) == Asked(words, begun, quoted)


@given(st.text())
def test_any_text_is_read(text: str):
    asked = read(text)
    assert len(asked.words) <= WORDS
    assert all(word and " " not in word for word in asked.words)


@given(st.lists(st.text(st.characters(exclude_categories=["Z", "Cc"]), min_size=1)))
def test_each_word_is_folded_by_itself(words: list[str]):
    words = [word for word in words if len(word.split()) == 1]
    assert len(fold_each(words)) == len(words)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("crash", "crashes"), ("crashed", "crash"), ("crashing", "crashes"), ("fly", "flies"),
        ("flies", "fly"), ("stop", "stopped"), ("stopping", "stop"), ("glide", "gliding"),
        ("gliding", "glides"), ("engines", "engine"), ("carried", "carry"),
    ],
)  # fmt: skip
def test_words_have_other_forms(word: str, form: str):
    assert form in forms(word)
    assert word not in forms(word)


@pytest.mark.parametrize(
    ("word", "form"),
    [("crash", "crashd"), ("crash", "crashhing"), ("pilots", "pilote"), ("die", "dieed")],
)
def test_forms_that_nobody_writes_are_not_looked_for(word: str, form: str):
    assert form not in forms(word)
