"""What a cell may hold, and what is said when it holds something else."""

import pytest

from bot.loaders import cells
from tests.loading.spreadsheets import OFFER, rejected, row


@pytest.mark.parametrize(
    ("kind", "column", "text", "expected"),
    [
        ("episodes", "season", "one", "a whole number"),
        ("episodes", "season", "-1", "a whole number"),
        ("episodes", "season", "1.5", "a whole number"),
        ("episodes", "season", "1e3", "a whole number"),
        ("episodes", "season", "١", "a whole number"),
        ("episodes", "season", "1000000", "0 to 999999"),
        ("episodes", "season", "9" * 400, "a whole number"),
        ("episodes", "tvmaze", "9" * 18, "a whole number"),
        ("episodes", "tvmaze", "9" * 20, "a whole number"),
        ("episodes", "series_year", "20030", "a year"),
        ("episodes", "imdb", "1597909", "an id as tt0386950"),
        ("episodes", "imdb", "nm1597909", "an id as tt0386950"),
        ("episodes", "title", "a" * 501, "at most 500 characters"),
        ("episodes", "kind", "film", "regular, pilot, special, extra"),
        ("episodes", "runtime", "0", "minutes from 1 to 6000"),
        ("episodes", "runtime", "1 h", "minutes from 1 to 6000"),
        ("episodes", "country", "Canada", "a country as CA"),
        ("episodes", "date", "6 October 2010", "a date as 2010-10-06"),
        ("episodes", "date", "2010-02-31", "a date as 2010-10-06"),
        ("episodes", "date", "2010-1-2", "a date as 2010-10-06"),
        ("episodes", "date", "0000", "a date as 2010-10-06"),
        ("episodes", "date", "31.02.2010", "a date as 2010-10-06"),
        ("episodes", "date", "10.25.2010", "a date as 2010-10-06"),
        ("episodes", "date", "25/25/2010", "a date as 2010-10-06"),
        ("episodes", "date", "06.10.10", "a date as 2010-10-06"),
        ("episodes", "date", "06.10/2010", "a date as 2010-10-06"),
        ("episodes", "date", "10/06/2010", "2010-06-10 or 2010-10-06"),
        ("cast", "department", "cook", "cast, direction, writing"),
        ("cast", "guest", "maybe", "yes or no"),
        ("cast", "person_imdb", "tt0000001", "an id as nm0000123"),
        ("offers", "kind", "steal", "rent, buy, subscription, free, ads"),
        ("offers", "currency", "ZZZ", "a currency as USD"),
        ("offers", "currency", "dollars", "a currency as USD"),
        ("offers", "price", "free", "an amount as 1.99"),
        ("offers", "price", "-1", "an amount as 1.99"),
        ("offers", "price", "NaN", "an amount as 1.99"),
        ("offers", "price", "$1.99", "an amount as 1.99"),
        ("offers", "price", "1.234,56", "an amount as 1.99"),
        ("offers", "price", "1,234", "USD has 2 decimal places"),
        ("offers", "price", "1.000", "USD has 2 decimal places"),
        ("offers", "seen", "2010-10", "a whole date as 2010-10-06"),
    ],
)
def test_a_cell_that_is_wrong_is_refused_with_its_column(
    kind: str, column: str, text: str, expected: str
):
    own = {
        "episodes": {},
        "cast": {"name": "Ann"},
        "offers": OFFER,
    }
    [(place, reason)] = rejected(row(kind, **{**own[kind], column: text}))
    assert place == "line 2"
    assert reason.startswith(f"{column}: ")
    assert expected in reason
    assert len(reason) < 200


@pytest.mark.parametrize("absent", ["provider", "country", "kind"])
def test_an_offer_says_who_offers_what_where(absent: str):
    assert rejected(row("offers", **{**OFFER, absent: ""}))[0][1] == f"{absent}: it is missing"


def test_a_price_needs_a_currency_and_a_country_a_date():
    offer = {**OFFER, "currency": ""}
    assert rejected(row("offers", **offer))[0][1].startswith("currency: it is missing")
    assert rejected(row("episodes", country="CA"))[0][1].startswith("date: it is missing")
    assert rejected(row("releases", country="CA", note="x", date=""))[0][1].startswith("date: ")


@pytest.mark.parametrize(
    ("text", "currency", "count"),
    [
        ("1.99", "USD", 199),
        ("1,99", "EUR", 199),
        ("1.9", "USD", 190),
        ("2", "USD", 200),
        ("0", "USD", 0),
        ("500", "JPY", 500),
        ("500.00", "JPY", 500),
        ("1.250", "KWD", 1250),
        ("19.99", "GBP", 1999),
    ],
)
def test_a_price_is_counted_in_the_smallest_unit(text: str, currency: str, count: int):
    assert cells.price(text, currency) == count


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2010-10-06", "2010-10-06"),
        ("06.10.2010", "2010-10-06"),
        ("6.1.2010", "2010-01-06"),
        ("25/10/2010", "2010-10-25"),
        ("10/25/2010", "2010-10-25"),
        ("6/6/2010", "2010-06-06"),
    ],
)
def test_a_date_that_can_be_one_day_only_is_that_day(text: str, told: str):
    assert cells.day(text) == told
