"""Whom a question asks for, and that names alone are no questions."""

import pytest

from bot.asking import fold
from bot.asking.people import asked_for, imdb, own


@pytest.mark.parametrize(
    "question",
    [
        "which episodes have Ann Example", "Which episodes has Ann Example?",
        "what episodes is Ann Example in?",
        "episodes with Ann Example", "all the episodes starring Ann Example",
        "show me episodes directed by Ann Example", "series by Ann Example",
        "who is Ann Example", "who's Ann Example?", "what has Ann Example been in",
        "what else was Ann Example in", "Ann Example episodes", "Ann Example filmography",
        "where does Ann Example appear in",
    ],
)  # fmt: skip
def test_the_name_is_taken_out_of_the_question(question: str):
    assert asked_for(fold(question)) == "ann example"


@pytest.mark.parametrize("name", ["Ann Example", "Episode", "Who", "The Who", "With Love", ""])
def test_a_name_alone_is_no_question(name: str):
    assert asked_for(fold(name)) is None


def test_ids_are_read():
    assert own("person:63") == 63
    assert own(" person:63 ") == 63
    assert own("person:x") is own("series:63") is own("person:" + "9" * 19) is None
    assert imdb("nm0000001") == "nm0000001"
    assert imdb("https://www.imdb.com/name/nm0000001/?ref=x") == "nm0000001"
    assert imdb("tt0000001") is imdb("nm1") is imdb("xnm0000001") is None
