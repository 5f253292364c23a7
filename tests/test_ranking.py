"""The order of helpful reviews and the means of ratings, against other ways to work them out."""

import csv
from fractions import Fraction
from functools import cache
from itertools import pairwise
from statistics import NormalDist, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviews import helpfulness, weighted
from tests.loading.shared import needed

Z = Fraction("1.96")
CLOSE = 1e-9


@cache
def lowest_share(helpful: int, votes: int) -> Fraction:
    """Find the lowest share of all readers that is no more than 1.96 standard errors away.

    Halved again and again between 0 and the share that was seen, in exact numbers: nothing of the
    formula that is solved for it.
    """
    seen = Fraction(helpful, votes)
    low, high = Fraction(0), seen
    for _ in range(45):
        middle = (low + high) / 2
        away = (seen - middle) ** 2 * votes > Z**2 * middle * (1 - middle)
        low, high = (middle, high) if away else (low, middle)
    return high


def test_the_bound_is_that_of_95_in_100():
    assert round(NormalDist().inv_cdf(0.975), 2) == float(Z)


@pytest.mark.parametrize(
    ("helpful", "votes", "rank"),
    [
        (1, 1, 0.2065), (2, 2, 0.3424), (4, 5, 0.3755), (9, 10, 0.5958), (30, 35, 0.7062),
        (60, 100, 0.5020), (90, 100, 0.8256), (0, 1, 0), (0, 0, 0),
    ],
)  # fmt: skip
def test_ranks_that_were_worked_out_elsewhere(helpful: int, votes: int, rank: float):
    assert round(helpfulness(helpful, votes), 4) == rank


@given(st.integers(1, 3000).flatmap(lambda votes: st.tuples(st.integers(0, votes), st.just(votes))))
def test_a_rank_is_the_lowest_share_that_fits_what_was_seen(counts: tuple[int, int]):
    assert abs(helpfulness(*counts) - float(lowest_share(*counts))) < CLOSE


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_reviews_that_helped_nobody_are_equals(votes: int, others: int):
    assert helpfulness(0, votes) == helpfulness(0, others) == helpfulness(0, 0) == 0


@pytest.mark.shared
def test_a_thousand_recorded_reviews_are_ordered_as_exact_numbers_order_them():
    path = needed() / "catalog" / "reviews" / "helpful_votes_numbers_only.csv"
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        counts = [(int(row["helpful_yes"]), int(row["helpful_total"])) for row in rows]
    rated = sorted({pair for pair in counts if pair[1]}, key=lambda pair: helpfulness(*pair))
    assert len(counts) > 900
    assert len(rated) > 200
    assert max(abs(helpfulness(*one) - float(lowest_share(*one))) for one in rated) < CLOSE
    for lower, higher in pairwise(rated):
        apart = lowest_share(*higher) - lowest_share(*lower)
        assert apart >= 0 or (apart > -CLOSE and lower[0] == higher[0] == 0)


@pytest.mark.parametrize(("mean", "votes", "rank"), [(10, 1, 7.5), (8.4, 20, 8.12), (3, 0, 7.0)])
def test_means_that_were_worked_out_elsewhere(mean: float, votes: int, rank: float):
    assert weighted(mean, votes, 7.0) == pytest.approx(rank)


@given(st.lists(st.integers(1, 10), min_size=1, max_size=50), st.floats(1, 10))
def test_a_weighted_mean_is_that_of_five_more_ratings_like_all(given_: list[int], of_all: float):
    mean = weighted(fmean(given_), len(given_), of_all)
    assert mean == pytest.approx(fmean([*given_, *[of_all] * 5]))
