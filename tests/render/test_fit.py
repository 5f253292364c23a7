"""Text by other people, made to fit: nothing in it acts, and it is cut where it may be."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import fit

ANY = st.text(st.characters(exclude_categories=()), max_size=400)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold** _it_ ~~no~~ `code`", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\`"),
        ("<@1> <@&2> @everyone <#3>", r"\<\@1\> \<\@&2\> \@everyone \<\#3\>"),
        ("[look](https://evil.example)", r"\[look\]\(https\://evil.example\)"),
        ("||the end||", r"\|\|the end\|\|"),
        (
            "# big\n> quote\n- list\n1. one\n+ more",
            "\\# big\n\\> quote\n\\- list\n1\\. one\n\\+ more",
        ),
        ("Captain - Flight 007", "Captain - Flight 007"),
        ("a\\*b", r"a\\\*b"),
        ("\u202egnp.exe\u200b\x00", "gnp.exe"),
        ("  blanks \n\n\n\n below  ", "blanks \n\n below"),
    ],
)
def test_markdown_mentions_and_links_are_shown_as_they_were_typed(typed: str, shown: str):
    assert fit.escape(typed) == shown


def test_a_letter_keeps_few_marks():
    zalgo = "e" + "\u0301" * 50 + "nd"
    kept = sum(
        unicodedata.category(sign) == "Mn" for sign in unicodedata.normalize("NFD", fit.bare(zalgo))
    )
    assert kept <= fit.STACKED
    assert fit.bare("Việt Nam") == "Việt Nam"


@given(ANY)
def test_nothing_unescaped_is_left(text: str):
    shown = fit.escape(text)
    unescaped = shown.replace("\\\\", "")
    for sign in "*_~`|>#[]()<@:":
        assert unescaped.count(sign) == unescaped.count(f"\\{sign}")


@given(ANY, st.integers(2, 200))
def test_a_cut_text_fits_and_begins_as_the_whole(text: str, limit: int):
    cut = fit.cut(text, limit)
    assert len(cut) <= limit
    assert cut == text or text.startswith(cut.removesuffix("…"))


@given(ANY, st.integers(10, 100))
def test_pages_hold_every_word_in_order(text: str, size: int):
    parts = fit.pages(text, size)
    assert all(0 < len(part) <= size for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_pages_end_with_sentences():
    text = "One sentence here. " * 40
    assert all(part.endswith(".") for part in fit.pages(text, 100))


@given(st.lists(st.integers(), max_size=60), st.integers(-5, 50), st.integers(1, 9))
def test_a_page_is_always_one_that_there_is(rows: list[int], page: int, size: int):
    shown, taken, count = fit.page_of(rows, page, size)
    assert 0 <= taken < count
    assert list(shown) == rows[taken * size : (taken + 1) * size]
    assert sum(len(fit.page_of(rows, at, size)[0]) for at in range(count)) == len(rows)


def test_lines_are_whole_or_absent():
    assert fit.lines(["aa", "bbb", "c"], 7) == "aa\nbbb"
