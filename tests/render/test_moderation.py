"""What moderators and authors see fits Discord, whatever members wrote."""

from typing import Any

import msgspec
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.cases import (
    ACTIONS,
    BOT,
    HIDE_AFTER,
    REASONS,
    Action,
    Alarm,
    Appeal,
    Case,
    Entry,
    Filed,
    History,
    Notice,
    Odd,
    Quote,
    Reason,
    Report,
    Shows,
    Waiting,
)
from bot.errors import Decided, NotFit, Removed
from bot.forms import TITLE
from bot.render import alarms, moderation, reporting
from bot.render import rules as rules_card
from bot.render.trouble import trouble
from bot.reviews import Review, ServerRules
from bot.ui import Screen
from tests.render.test_cards import (
    checked,
    headings,
    long,
    needs_schema,
    number,
    relaxed,
    screen_text,
    texts,
)
from tests.transport.schema import check_callback

AT = "2026-11-27T12:00:00+00:00"
ids = st.integers(1, 2**63 - 1)
moments = st.sampled_from([AT, "2015-01-01T00:00:00", "2026-11-27T12:00:00.123+00:00"])
hidings = st.sampled_from([None, "reports", "hidden", "removed"])
any_review = st.builds(
    Review, id=st.integers(1, 10**18), member=ids, headline=long, body=st.one_of(long, texts),
    rating=st.none() | st.integers(1, 10), spoiler=st.booleans(), written_at=moments,
    created_at=moments, helpful=number, votes=number, place=st.sampled_from([0, 700]),
)  # fmt: skip
set_rules = st.sampled_from(
    [("kept", True), ("links", False), ("words", ["darn"] * 200), ("words", []),
     ("hide_after", 0), ("hide_after", 5), ("role", None), ("role", 2**62), ("channel", None),
     ("channel", 5), ("made up", [1])]
)  # fmt: skip
decisions = st.builds(
    Entry, id=ids, server=st.sampled_from([0, 700]), actor=ids | st.just(BOT),
    action=st.sampled_from([*ACTIONS, "reports", "again", "of another version"]),
    subject=st.just(""),
    reason=long, acted_at=moments, review=st.none() | ids, member=st.none() | ids,
)  # fmt: skip
changes = st.builds(
    lambda changed, actor: Entry(
        1, 700, actor, "set", changed[0], msgspec.json.encode(changed[1]).decode(), AT
    ),
    set_rules, ids,
)  # fmt: skip
reports = st.builds(
    Report, member=ids, reason=st.sampled_from(REASONS), words=long, reported_at=moments
)
cases = st.builds(
    Case, server=st.sampled_from([0, 700]), review=any_review, head=st.none() | headings,
    deleted=st.booleans(), hiding=hidings, everywhere=hidings, blocked=st.booleans(),
    reports=st.lists(reports, max_size=12).map(tuple),
    decided=number, history=st.builds(History, number, number, number, number),
    appeal=st.none() | st.builds(Appeal, words=long, appealed_at=moments),
    last=st.none() | decisions,
)  # fmt: skip
quotes = st.builds(
    Quote, review=st.integers(1, 10**18), server=st.just(700), kind=st.just("case"),
    shows=st.sampled_from(["words", "former", "removed", "deleted", "erased"]),
)  # fmt: skip
waiting = st.builds(
    Waiting, review=st.integers(1, 10**18), headline=long, member=ids,
    head=st.none() | headings, reports=number, appealed=st.booleans(), hidden=st.booleans(),
    since=moments,
)  # fmt: skip

odd_votes = st.builds(
    Alarm, id=st.integers(1, 10**18), kind=st.sampled_from(["burst", "author"]),
    review=st.integers(1, 10**18), author=ids | st.integers(-9, 0), begun_at=moments,
    ended_at=moments, voters=number, here=number, server=st.sampled_from([0, 700]), damped=number,
    lifted=st.none() | decisions,
)  # fmt: skip


def form_checked(title: str, custom_id: str, *fields: ui.Item[Any]) -> None:
    form = ui.Modal(title=title, custom_id=custom_id)
    for field in fields:
        form.add_item(field)
    assert len(title) <= TITLE
    assert check_callback(9, form.to_dict()) == []


@needs_schema
@pytest.mark.shared
@relaxed
@given(case=cases, page=st.integers(0, 40), operator=st.booleans())
def test_any_case_fits(case: Case, page: int, *, operator: bool):
    checked(moderation.case(case, page, operator=operator))


@needs_schema
@pytest.mark.shared
@relaxed
@given(case=cases, action=st.sampled_from(ACTIONS), here=st.booleans())
def test_any_reason_is_asked_for(case: Case, action: Action, *, here: bool):
    title, fields = reporting.reason_form(case, action, 700 if here else 0)
    form_checked(title, f"moderate:{action}:{case.review.id}:{case.seen}:everywhere", *fields)


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    st.lists(waiting, max_size=moderation.CASES, unique_by=lambda one: one.review),
    st.integers(0, 5),
    st.builds(Odd, total=number),
)
def test_any_queue_fits(rows: list[Waiting], page: int, odd: Odd):
    checked(moderation.queue(rows, page, 6, odd))


@needs_schema
@pytest.mark.shared
@relaxed
@given(st.lists(odd_votes, max_size=10, unique_by=lambda one: one.id).map(tuple), st.integers(0, 8))
def test_any_alarms_fit(found: tuple[Alarm, ...], page: int):
    checked(alarms.listed(Odd(found, page, 9, 81)))


def test_one_who_voted_oddly_and_one_word_are_one():
    at = "2026-11-27T12:00:00+00:00"
    alarm = Alarm(1, "author", 2, 3, at, at, 1, 1)
    told = text_of(alarms.listed(Odd((alarm, alarm._replace(voters=4)))))
    assert "**1 voter, here:** voted many times on what <@3> wrote" in told
    assert "**4 voters, 1 of them here:** each voted many times on what <@3> wrote" in told
    said = [moderation.ruled("words", told) for told in ("[]", '["a"]', '["a","b"]')]
    assert said == ["no words are refused", "1 word is refused: a", "2 words are refused: a, b"]


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    here=st.lists(ids | st.integers(-9, 0), max_size=120), alarm=odd_votes,
    page=st.integers(0, 8), may=st.booleans(),
)  # fmt: skip
def test_any_voters_fit(here: list[int], alarm: Alarm, page: int, *, may: bool):
    checked(alarms.voters(alarm, here, page, may=may))
    title, fields = alarms.form(alarm)
    form_checked(title, f"moderate:honest:{alarm.id}", *fields)


@needs_schema
@pytest.mark.shared
@relaxed
@given(quotes, st.none() | cases)
def test_any_quote_fits(quote: Quote, case: Case | None):
    checked(moderation.quote(quote, case))


@pytest.mark.parametrize("shows", ["removed", "deleted", "erased"])
def test_a_quote_of_what_is_gone_has_no_words_of_it(shows: Shows):
    review = Review(
        7, 5, "Xyzzy", "Plugh " * 20, 8, spoiler=False, written_at=AT, helpful=0, votes=0
    )
    told = Case(
        server=700, review=review, head=None, deleted=shows == "deleted", hiding=None,
        everywhere=None, blocked=False, reports=(), decided=0, history=History(), appeal=None,
        last=None,
    )  # fmt: skip
    assert "Xyzzy" in text_of(moderation.quote(Quote(7, 700, "case"), told))
    said = text_of(moderation.quote(Quote(7, 700, "case", shows), told))
    assert not {"Xyzzy", "Plugh"} & set(said.replace("*", " ").split())
    assert "Review 7" in said


@needs_schema
@pytest.mark.shared
@relaxed
@given(st.lists(decisions | changes, max_size=moderation.ENTRIES), ids)
def test_any_log_fits(entries: list[Entry], member: int):
    shown = checked(moderation.log(entries, 3, 9, f":r{member}:m{member}"))
    assert shown.count("\n- ") == len(entries)


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    entry=decisions, headline=st.none() | long, place=st.none() | long, asks=st.booleans()
)  # fmt: skip
def test_any_notice_fits(entry: Entry, headline: str | None, place: str | None, *, asks: bool):
    checked(reporting.notice(Notice(1, 2, entry, headline, asks), place))


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    rules=st.builds(
        ServerRules, kept=st.booleans(), links=st.booleans(),
        words=st.lists(long, max_size=200).map(tuple), hide_after=st.sampled_from(HIDE_AFTER),
        role=st.none() | ids, channel=st.none() | ids,
    ),
    gone=st.booleans(),
)  # fmt: skip
def test_any_rules_fit(rules: ServerRules, *, gone: bool):
    checked(rules_card.settings(rules, gone=gone))
    form_checked(reporting.WORDS, "moderate:words", *reporting.words_form(rules.words))


@needs_schema
@pytest.mark.shared
def test_what_members_fill_in_fits():
    form_checked(reporting.REPORT, "review:report:1", *reporting.report_form())
    form_checked(reporting.APPEAL, "moderate:appeal:1:2", *reporting.appeal_form())
    for here in (True, False):
        checked(reporting.reported(Filed(hidden=True), here=here))
    checked(reporting.appealed())
    checked(reporting.here_it_comes())


def case_of(**facts: Any) -> Case:
    review = Review(7, 5, "Good", "It was *good*.", 8, spoiler=False, written_at=AT,
                    helpful=1, votes=2, created_at=AT)  # fmt: skip
    told = Case(700, review, None, 0, None, None, 0, (), 0, History(), None, None)  # type: ignore[arg-type]
    return told._replace(**facts)


def labels(case: Case, *, operator: bool = False) -> list[str]:
    items = moderation.case(case, operator=operator).walk_children()
    buttons = [item for item in items if isinstance(item, ui.Button)]
    deciding = {f"moderate:{action}" for action in ACTIONS}
    return [
        one.label or ""
        for one in buttons
        if ":".join((one.custom_id or "").split(":")[:2]) in deciding
    ]


def test_what_is_offered_is_what_can_be_decided():
    reported = (Report(9, "spam", "", AT),)
    every = ["Hide", "Remove", "Warn", "Block author here"]
    assert labels(case_of()) == every
    assert labels(case_of(reports=reported)) == [*every, "Dismiss"]
    assert labels(case_of(hiding="hidden")) == ["Restore", *every[1:]]
    assert labels(case_of(hiding="reports")) == ["Restore", *every, "Dismiss"]
    assert labels(case_of(hiding="removed")) == ["Warn", "Block author here"]
    assert labels(case_of(hiding="removed", appeal=Appeal("x", AT))) == [
        "Restore", "Warn", "Block author here", "Dismiss",
    ]  # fmt: skip
    assert labels(case_of(deleted=True)) == ["Warn", "Block author here"]
    assert labels(case_of(blocked=True))[-1] == "Unblock author here"
    assert labels(case_of(), operator=True) == [
        *every, "Hide everywhere", "Remove everywhere", "Block author everywhere",
    ]  # fmt: skip
    assert labels(case_of(server=0))[0] == "Hide everywhere"


def text_of(*cards: Any) -> str:
    return screen_text(Screen(*cards))


def test_a_case_counts_reports_by_their_reasons_and_says_what_they_say():
    reasons: tuple[Reason, ...] = ("spam", "spoiler", "spam")
    words = "[x](https://evil.example)\n# big"
    reports = tuple(Report(9, reason, words, AT) for reason in reasons)
    case = case_of(reports=reports, decided=2, history=History(4, 1, 2, 0))
    first = text_of(moderation.case(case))
    told = "Spam or advertising (2), It spoils without a warning (1)"
    assert f"**Open reports:** {told} · 2 decided before" in first
    assert "4 reviews · 1 removed · 2 warnings · 0 blocks" in first
    assert "It was \\*good\\*." in first
    assert first.count("**Spam or advertising** · <@9>") == 2
    assert "](" not in first
    assert "\n# big" not in first
    assert "\n\\# big" not in first


def test_what_stays_in_a_channel_quotes_nobody_who_reported():
    case = case_of(reports=(Report(9, "spam", "Buy it!", AT),))
    shown = text_of(moderation.quote(Quote(7, 700, "case"), case))
    assert "Page 1 of 2" in shown
    assert "<@9>" not in shown
    assert "Buy it!" in text_of(moderation.case(case))


def test_an_author_is_told_what_where_and_why_and_asked_to_appeal():
    entry = Entry(3, 700, 9, "hide", "", "It *spoils* <@1>", AT, 7, 5)
    notice = Notice(1, 5, entry, "A **good** one", appealable=True)
    shown = text_of(reporting.notice(notice, "Fans of [x](y)"))
    assert shown.startswith(
        "A moderator hid your review “A \\*\\*good\\*\\* one” in the server **Fans of "
    )
    assert "**Why:** It \\*spoils\\* \\<\\@1\\>" in shown
    assert "9" not in shown.split("\n-# ", maxsplit=1)[0]  # not who decided
    everywhere = notice._replace(entry=entry._replace(server=0, action="remove"))
    assert "An operator removed your review" in text_of(reporting.notice(everywhere, None))


@pytest.mark.parametrize("action", [*ACTIONS, "reports", "again"])
def test_every_decision_has_words_for_its_author(action: str):
    entry = Entry(3, 700, 9, action, "", "why", AT, 7, 5)
    shown = text_of(reporting.notice(Notice(1, 5, entry, "Good", appealable=False), "Fans"))
    assert "in the server **Fans**" in shown


def test_no_two_decisions_are_told_in_the_same_words():
    entry = Entry(3, 700, 9, "", "", "why", AT, 7, 5)
    told = [
        reporting.notice(Notice(1, 5, entry._replace(action=one), "Good", appealable=False), None)
        for one in (*ACTIONS, "reports", "again")
    ]
    assert len({text_of(one) for one in told}) == len(told)


def test_who_was_late_is_told_who_decided_what():
    shown = text_of(trouble(Decided(7, "hide", 9, AT)))
    assert shown.startswith("<@9> hid this review <t:1795780800:R>.")
    assert "Nothing of this is left" in text_of(trouble(Decided(7, "", 0, "")))
    assert "appeals" in text_of(trouble(Removed(7)))
    assert "Everybody would moderate" in text_of(trouble(NotFit("everybody")))
