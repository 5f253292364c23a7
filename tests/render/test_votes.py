"""Answers to votes and lists of voters: both numbers are told, and Discord takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import votes
from bot.reviews import FULL, Standing, Voter, Voters
from bot.ui import Screen
from tests.render.test_cards import checked, needs_schema, relaxed, screen_text

IDS = st.integers(1, 10**18 - 1)
COUNTS = st.integers(0, 10**7)
MOMENTS = (
    st.datetimes()
    .map(lambda at: f"{at.isoformat(timespec='seconds')}+00:00")
    .filter(lambda told: "1970" < told[:4] < "9999")
)
standings = st.builds(
    Standing, review=IDS, helpful=COUNTS, votes=COUNTS,
    own=st.sampled_from([True, False, None]), before=st.sampled_from([True, False, None]),
)  # fmt: skip
voters = st.builds(
    Voter, member=st.integers(1, 2**63 - 1), helpful=st.booleans(),
    weight=st.integers(0, FULL), counts_from=st.none() | MOMENTS, cast_at=MOMENTS,
)  # fmt: skip
pages = st.builds(
    Voters, rows=st.lists(voters, max_size=15).map(tuple), page=st.integers(0, 10**5),
    pages=st.integers(1, 10**6), here=COUNTS, elsewhere=COUNTS,
).filter(lambda one: one.page < one.pages)  # fmt: skip


@needs_schema
@pytest.mark.shared
@relaxed
@given(standings, st.booleans(), IDS, pages)
def test_any_answer_fits(standing: Standing, moderator: bool, review: int, page: Voters):  # noqa: FBT001 - drawn
    text = checked(votes.voted(standing, moderator=moderator))
    assert f"{standing.helpful} of {standing.votes} " in text
    listed = checked(votes.voters(review, page))
    assert all(f"<@{one.member}> · " in listed for one in page.rows)


@pytest.mark.parametrize(
    ("own", "before", "said"),
    [
        (True, None, "Your vote: **it helped you**."),
        (False, None, "Your vote: **it did not help you**."),
        (True, False, "Your vote is changed: **it helped you**."),
        (False, True, "Your vote is changed: **it did not help you**."),
        (True, True, "You have said so before: it helped you. It stays one vote."),
        (False, False, "You have said so before: it did not help you. It stays one vote."),
        (None, True, "Your vote is taken back."),
        (None, False, "Your vote is taken back."),
        (None, None, "You have no vote on this review."),
    ],
)
def test_what_a_vote_is_now(own: bool | None, before: bool | None, said: str):  # noqa: FBT001 - drawn
    card = votes.voted(Standing(7, 1, 2, own=own, before=before))
    told = screen_text(Screen(card))
    assert told.splitlines()[:2] == [said, "1 of 2 people found this review helpful."]
    assert "it helped you, not that you agree" in told


@pytest.mark.parametrize(
    ("weight", "counts_from", "said"),
    [
        (1000, None, "counts whole"),
        (750, None, "counts 75%"),
        (20, None, "counts 2%"),
        (0, "2026-11-27T12:00:00+00:00", "counts from <t:1795780800:f>"),
    ],
)
def test_how_far_a_vote_counts(weight: int, counts_from: str | None, said: str):
    voter = Voter(5, True, weight, counts_from, "2026-11-27T12:00:00+00:00")  # noqa: FBT003 - a row
    card = votes.voters(1, Voters((voter,), 0, 1, 1, 0))
    line = screen_text(Screen(card)).splitlines()[1]
    assert line == f"<@5> · helpful · <t:1795780800:f> · {said}"


def test_nobody_elsewhere_is_not_told():
    for elsewhere, said in ((0, "-# 2 here"), (3, "-# 2 here · 3 elsewhere, whom I don't name")):
        card = votes.voters(1, Voters((), 0, 1, 2, elsewhere))
        assert screen_text(Screen(card)).splitlines()[-1] == said
