"""What a server refuses in reviews: links where it takes none, and words of its list."""

import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.refusing import LINKS, LISTED, LONGEST, refused, word_list
from bot.reviews import ServerRules

NO_LINKS = ServerRules(links=False)
HOSTILE = [
    "a" * 4000, "a." * 2000, "://" * 1333, "www." * 1000, "\u200b" * 4000, "e" + "\u0301" * 3999,
    "ﷺ" * 4000, "||" * 2000, "\u202e" * 4000, "👩‍👩‍👧" * 800, "\ud800" * 4000, "-" * 4000,
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "see https://evil.example/x now", "HTTP://EVIL.EXAMPLE", "join discord.gg/abc",
        "discord.com/invite/abc", "www.evil.example", "evil.example/offer", "shop at evil.com!",
        "[look](https://evil.example)", "write to a@evil.com", "https://evil．example",
        "ht\u200btps://evil.example", "steam://run/1", "discord.gg\u2060/abc", "evil.com\n",
    ],
)  # fmt: skip
def test_links_and_invites_are_refused_where_none_are_taken(text: str):
    found = refused(text, NO_LINKS)
    assert found
    assert found.why == "link"
    assert refused(text, ServerRules()) is None


@pytest.mark.parametrize(
    "text",
    [
        "It was good.Really good.", "9.5/10", "S.W.A.T. and/or not", "e.g. this: that", "a...b",
        "Dr. Who vs. him", "at 9:30 http", "3.14", "The end. com", "ends://", "company.community",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_link_is_taken(text: str):
    assert refused(text, NO_LINKS) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("What a DARN thing", "darn"), ("d\u200barn it", "Darn"), ("dárn!", "darn"),
        ("||darn||", "darn"), ("darn", "dàrn"), ("ｄａｒｎ", "darn"), ("oh,darn,it", "darn"),
        ("Buy\nit   now", "buy it now"), ("the darn", "the"), ("Straße", "strasse"),
        ("a-" * 100 + "darn", "darn"), ("x" * 600 + " darn", "darn"), ("can’t", "can't"),
        ("so👍good", "👍"), ("плохо сделано", "ПЛОХО"), ("it is ひどい です", "ひどい"),
        ("da\ue000rn", "darn"), ("da\x07r\tn", "darn"),
    ],
)  # fmt: skip
def test_a_listed_word_is_found_whole_in_any_case_and_accent(text: str, word: str):
    found = refused(text, ServerRules(words=("never", word)))
    assert found == ("word", word)


@pytest.mark.parametrize("text", ["darned", "undarn", "d a r n", "it now buy", "", " \n ", "👍"])
def test_a_part_of_a_word_is_not_the_word(text: str):
    assert refused(text, ServerRules(words=("darn", "buy it now", "", "\u200b"))) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_and_a_word_behind_them_is_found(text: str):
    rules = ServerRules(links=False, words=("darn",))
    refused(text, rules)
    found = refused(f"{text} darn https://evil.example", rules)
    assert found
    assert refused(f"{text} darn", ServerRules(words=("darn",))) == ("word", "darn")


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_and_any_list_are_read(text: str, words: list[str]):
    found = refused(text, ServerRules(links=False, words=tuple(words)))
    assert found is None or found.why == "link" or found.what in words
    listed = word_list("\n".join(words))
    found = refused(text, ServerRules(words=listed))
    assert found is None or found.what in listed


def repeats(parsed: Any) -> Iterator[int]:
    for kind, value in parsed:
        if "REPEAT" in str(kind):
            yield int(value[1])
            yield from repeats(value[2])
        elif str(kind) == "BRANCH":
            for one in value[1]:
                yield from repeats(one)
        elif str(kind) == "SUBPATTERN":
            yield from repeats(value[3])


def test_no_link_s_pattern_goes_on_without_end():
    ends = [end for link in LINKS for end in repeats(parser.parse(link.pattern))]
    assert ends
    assert max(ends) < 100
    assert max(repeats(parser.parse(r"\w(?:a|b+)"))) > 100


def test_a_list_of_words_is_read_from_lines_and_commas_each_once():
    assert word_list("darn, Heck\n\n buy it now ,,DARN") == ("DARN", "Heck", "buy it now")
    assert word_list("👍, \u200b,,") == ("👍",)
    assert word_list("x" * (LONGEST + 1)) == ()


@pytest.mark.parametrize("typed", ["\n".join(map(str, range(10**5, 10**5 + 571))), "ﷺ\nﷲ" * 900])
def test_a_list_is_as_long_as_a_form_can_give_it_back(typed: str):
    listed = word_list(typed)
    assert 1 <= len("\n".join(listed)) <= LISTED
    assert word_list("\n".join(listed)) == listed
    assert len(word_list("\n".join(map(str, range(10**5, 10**5 + 571))))) == 571


def test_of_many_words_the_last_is_found_too():
    listed = word_list("\n".join(f"w{number}" for number in range(10**2, 10**2 + 600)))
    assert refused("nothing but w699", ServerRules(words=listed)) == ("word", "w699")
