"""What is stored about a member, as files and in words: whole, in parts, and harmless."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Heading
from bot.personal import KINDS, Entry, Erased, Thing
from bot.render import export, privacy
from bot.render.export import File
from bot.render.fit import VIEW
from tests.render.test_cards import checked, needs_schema, relaxed

HEAD = Heading(7, "episode", 1, "Mayday", 2003, None, 9, 5, "Target Is Destroyed", "2010-10-06")
THING = Thing(HEAD, {"imdb": "tt1597909"}, {"imdb": "tt0386950"})
AT = "2026-11-27T12:00:00+00:00"
FACTS: dict[str, dict[str, Any]] = {
    "member": {"since": AT, "country": "CA", "locale": None},
    "rating": {"rating": 8, "place": 0, "at": AT},
    "review": {
        "id": 3, "state": "published", "place": 9, "server": 9, "created_at": AT, "at": AT,
        "deleted_at": None, "edited_after": None, "helpful": 1, "votes": 2, "headline": "Held",
        "body": "Text", "rating": 8, "spoiler": 0, "language": None, "picture": 4, "hidden": 1,
    },
    "revision": {"headline": "Old", "body": "Text", "rating": None, "spoiler": 1, "at": AT},
    "draft": {"id": 1, "headline": "New", "body": "Text", "rating": 3, "spoiler": 0, "at": AT},
    "vote": {
        "review": 4, "helpful": 0, "server": 1 << 60, "weight": 1000, "interaction": 2 << 60,
        "at": AT,
    },
    "report": {"review": 4, "reason": "spam", "words": "bad", "decision": "hidden", "at": AT},
    "appeal": {"review": 4, "server": 5, "words": "no", "decision": "kept", "at": AT},
    "notice": {"server": 5, "action": "hide", "review": 4, "reason": "so", "at": AT},
    "alarm": {"of": "burst", "review": 4, "server": 5, "at": AT},
    "contribution": {"of": "plot", "fact": "{}", "state": "waiting", "at": AT},
    "decision": {"of": "plot", "state": "accepted", "reason": "so", "at": AT},
    "progress": {"series": 1, "at": AT},
    "picture": {"id": 4, "type": "png", "bytes": 12},
    "deed": {"interaction": 1 << 60, "of": "vote", "subject": 4, "at": AT},
    "block": {"server": 1 << 60, "at": AT},
    "moderation": {
        "server": 5, "action": "hide", "subject": "review:1", "reason": "why", "own": 1, "at": AT,
    },
    "load": {"id": 1, "source": "table", "version": "1", "state": "done", "at": AT},
    "looked": {},
}  # fmt: skip
WORDS = st.text(max_size=4000)


def entries(**words: str) -> list[Entry]:
    """Give an entry of each kind; texts in it may be others."""
    return [
        Entry(kind, FACTS[kind] | {key: words[key] for key in words if key in FACTS[kind]}, THING)
        for kind in KINDS
    ]


def test_every_kind_has_a_name_and_a_line():
    assert set(FACTS) == set(KINDS) == set(privacy.TITLES)
    for entry in entries():
        assert len(privacy.line(entry)) > 3


@needs_schema
@pytest.mark.shared
@relaxed
@given(WORDS, WORDS, WORDS, st.integers(0, 9999), st.integers(0, 10**9))
def test_pages_of_hostile_words_are_what_discord_takes(
    headline: str, body: str, reason: str, page: int, total: int
):
    every = entries(headline=headline, body=body, reason=reason, words=body, fact=body)
    counts = dict.fromkeys(KINDS, total + 1)
    for entry in every:
        some = [entry] * privacy.PAGE
        card = privacy.entries(privacy.Page(entry.kind, some, page, total), counts)
        assert len(checked(card)) <= VIEW
    for card in (privacy.overview(counts), privacy.ask(counts)):
        assert len(checked(card)) <= VIEW


@relaxed
@given(st.lists(WORDS, max_size=12), st.integers(20_000, 60_000))
def test_files_are_parted_where_they_are_too_large_and_each_is_whole(texts: list[str], limit: int):
    every = [one for text in texts for one in entries(body=text)]
    files = export.files(
        every, [File("picture-4.png", b"\1\2"), File("p.png", b" " * 60_001)], limit
    )
    assert all(len(one.content) <= limit for one in files)
    lists = [json.loads(one.content) for one in files if one.name.endswith(".json")]
    told = [record for one in lists for record in one]
    assert [one["record"] for one in told] == [one.kind for one in every]
    assert [one.name for one in files if one.name.endswith("png")] == ["picture-4.png"]
    assert len({one.name for one in files}) == len(files)
    messages = export.messages(files, limit)
    assert [one for message in messages for one in message] == files
    assert all(len(message) <= export.FILES for message in messages)
    assert all(sum(len(one.content) for one in message) <= limit for message in messages)


def test_a_record_tells_the_thing_by_its_ids_and_numbers_of_discord_as_text():
    vote = export.record(Entry("vote", FACTS["vote"], THING))
    assert vote == {
        "record": "vote",
        "thing": {
            "kind": "episode", "ids": {"imdb": "tt1597909"}, "season": 9, "number": 5,
            "title": "Target Is Destroyed", "date": "2010-10-06",
            "series": {"title": "Mayday", "year": 2003, "ids": {"imdb": "tt0386950"}},
        },
        "review": 4, "helpful": False, "server": str(1 << 60), "weight": 1000,
        "interaction": str(2 << 60), "at": AT,
    }  # fmt: skip
    of_series = Thing(HEAD.of_series, {"imdb": "tt0386950"}, {"imdb": "tt0386950"})
    assert export.record(Entry("rating", FACTS["rating"], of_series))["thing"] == {
        "kind": "series", "title": "Mayday", "year": 2003, "ids": {"imdb": "tt0386950"},
    }  # fmt: skip


def test_what_was_done_lately_and_where_is_told_in_words():
    deed = Entry("deed", {"of": "restoration", "subject": 2, "at": AT}, THING)
    assert privacy.line(deed).startswith("You brought your review of Mayday **S09E05**")
    vote = Entry("vote", FACTS["vote"] | {"server": 5}, THING)
    assert " in the server Night Owls" in privacy.line(vote, {5: "Night Owls"})
    assert " in the server with the id `5`" in privacy.line(vote)


def test_what_was_deleted_is_told_without_what_there_was_none_of():
    said = checked(privacy.done(Erased(voted=(3,), kept=(4,))))
    assert "is gone: 1 vote and the rest. 1 review stays as a former member's." in said
    assert "0 " not in said
