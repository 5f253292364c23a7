"""Pages of reviews whatever they say stay inside what Discord takes, and hide what is hidden."""

from typing import Any

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.page import Score, Viewer
from bot.passages import Phrase, Piece
from bot.reading import (
    BARE,
    CARRIED,
    LISTED,
    PAGE,
    AuthorPage,
    FoundReview,
    FoundReviews,
    Hunt,
    OwnPage,
    OwnReview,
    RatedEpisode,
    ReviewsPage,
    Star,
    Stars,
    TopPage,
    WholeReview,
)
from bot.render import authors as author_cards
from bot.render import reading as cards
from bot.render.parts import Container
from bot.reviews import ORDERS, Draft, Filters, Review, Words
from tests.render.test_cards import (
    HEADING,
    checked,
    headings,
    long,
    moments,
    needs_schema,
    number,
    relaxed,
    reviews,
    texts,
)

LARGE = 2**63 - 1
ids = st.integers(1, 10**18 - 1)
bodies = st.one_of(long, texts, st.sampled_from(["||" * 2000, "a ||b|| " * 500, "\\|" * 2000]))
written = st.builds(
    lambda review, id, body, member: review._replace(id=id, body=body[:4000], member=member),
    reviews, ids, bodies, st.integers(0, LARGE),
)  # fmt: skip
filters = st.builds(
    Filters, order=st.sampled_from(ORDERS), spoiler_free=st.booleans(),
    lowest=st.none() | st.integers(1, 10), highest=st.none() | st.integers(1, 10),
    here=st.booleans(), language=st.sampled_from([None, "en", "pt-BR", "xxx"]),
)  # fmt: skip
heads = headings.map(lambda head: head._replace(kind="episode", id=10**18 - 1))
several = st.lists(written, max_size=PAGE, unique_by=lambda one: one.id).map(tuple)
pages = st.builds(
    ReviewsPage, heading=heads, filters=filters, reviews=several, page=st.integers(0, 33_333),
    pages=st.integers(1, 33_334), total=number, more=st.booleans(), praising=st.none(),
    critical=st.none(), best=st.none(),
    score=st.builds(Score, mean=st.none() | st.floats(1, 10), votes=number, own=st.just(9)),
    viewer=st.builds(Viewer, alone=st.booleans(), server=st.none() | st.just(LARGE)),
)  # fmt: skip
found = st.lists(
    st.builds(
        FoundReview, heading=heads, review=written,
        phrase=st.builds(
            Phrase, where=st.sampled_from(["headline", "review"]), spoiler=st.booleans(),
            before=st.booleans(), after=st.booleans(),
            pieces=st.lists(st.builds(Piece, text=long, asked=st.booleans()), max_size=20),
        ),
    ),
    max_size=LISTED, unique_by=lambda one: one.review.id,
).map(tuple)  # fmt: skip
hunts = st.builds(
    Hunt, text=long, author=st.none() | st.just(LARGE), thing=st.none() | st.just(10**18 - 1)
)
wholes = st.builds(WholeReview, heading=heads, review=written)
listed = st.lists(wholes, max_size=LISTED, unique_by=lambda one: one.review.id).map(tuple)
drafts = st.builds(
    Draft, id=ids, member=ids, thing=st.none() | ids, review=st.none(), server=st.none(),
    place=st.just(0), changed_at=moments,
    words=st.builds(Words, headline=long, body=bodies, rating=st.none() | st.integers(1, 10)),
)  # fmt: skip


@needs_schema
@pytest.mark.shared
@relaxed
@given(pages, st.booleans())
def test_any_page_of_reviews_fits(page: ReviewsPage, pair: bool):  # noqa: FBT001
    if pair and len(page.reviews) > 1:
        first, second, *rest = page.reviews
        page = page._replace(praising=first, critical=second, best=next(iter(rest), None))
    text = checked(cards.page(page))
    assert len(text) <= 4000
    assert all(f"{one.helpful} of {one.votes} " in text for one in page.reviews)


@needs_schema
@pytest.mark.shared
@relaxed
@given(wholes, st.integers(0, 30))
def test_any_review_fits_whole(one: WholeReview, at: int):
    checked(cards.whole(one, at))


@needs_schema
@pytest.mark.shared
@relaxed
@given(hunts, found, st.integers(0, 200), st.integers(1, 200), number)
def test_whatever_is_found_fits(
    hunt: Hunt, finds: tuple[FoundReview, ...], at: int, of: int, total: int
):
    page = FoundReviews(hunt, finds, at, of, total, more=True, of=HEADING)
    text = checked(cards.results(page))
    assert len(hunt.carried) <= CARRIED
    hidden = "".join(text.split("||")[1::2])
    for one in finds:
        if one.phrase.spoiler:
            assert text.count("||") >= 2
            assert hidden


@needs_schema
@pytest.mark.shared
@relaxed
@given(listed, st.integers(0, LARGE), number, number)
def test_any_authors_page_fits(some: tuple[WholeReview, ...], member: int, votes: int, many: int):
    page = AuthorPage(member, some, 3, 9, many, votes // 2, votes, many)
    checked(author_cards.page(page))


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    st.lists(
        st.builds(
            OwnReview, heading=st.none() | heads, review=written, told=st.none() | long,
            hidden=st.sampled_from([None, "reports", "hidden", "removed"]),
        ),
        max_size=2, unique_by=lambda one: one.review.id,
    ),
    st.none() | drafts, st.none() | heads, st.sampled_from([None, 7]),
)  # fmt: skip
def test_whatever_one_wrote_fits(
    some: list[OwnReview], draft: Draft | None, head: object, server: int | None
):
    of = ((head, draft),) if draft else ()
    page = OwnPage(tuple(some), of, 1, 5, 14)  # type: ignore[arg-type]
    text = checked(author_cards.own(page, server))
    assert text.count("||") % 2 == 0 or any("||" in one.review.headline for one in some)


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    st.lists(
        st.builds(
            RatedEpisode, heading=headings, weighted=st.floats(1, 10), mean=st.floats(1, 10),
            votes=number,
        ),
        max_size=20, unique_by=lambda one: (one.heading.kind, one.heading.id),
    ),
    st.none() | st.floats(1, 10),
)  # fmt: skip
def test_any_top_fits(some: list[RatedEpisode], of_all: float | None):
    checked(author_cards.top(TopPage(HEADING.of_series, tuple(some), 3, 9, 180, of_all)))


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    heads, st.lists(number, min_size=10, max_size=10), number, st.integers(-9, 2**63 - 1),
    st.integers(1, 10),
)  # fmt: skip
def test_any_ratings_fit(head: Any, counts: list[int], many: int, member: int, value: int):
    bare = (Star(member, value, "2026-11-27T12:00:00+00:00"),) * BARE
    checked(cards.stars(Stars(head, tuple(counts), many, bare, 1, 83, 1000, more=True)))


def texts_of(card: Container) -> list[str]:
    return [item.content for item in card.walk_children() if isinstance(item, ui.TextDisplay)]


def test_short_reviews_leave_their_room_to_long_ones():
    def one(number: int, body: str) -> Review:
        at = "2026-11-27T12:00:00+00:00"
        return Review(number, 5, "Said", body, 8, spoiler=False, written_at=at, helpful=1,
                      votes=2, created_at=at)  # fmt: skip

    some = (one(1, "Short."), one(2, "word " * 700), one(3, "Also short."))
    shown = texts_of(cards.page(ReviewsPage(HEADING, Filters(), some, total=3)))
    assert 3000 < len(shown[2]) < 3600
    assert "Short." in shown[1]
    two = (one(1, "word " * 700), one(2, "word " * 700), one(3, "Short."))
    shown = texts_of(cards.page(ReviewsPage(HEADING, Filters(), two, total=3)))
    assert abs(len(shown[1]) - len(shown[2])) < 50


def test_what_is_counted_up_to_a_limit_says_so():
    page = ReviewsPage(HEADING, Filters(lowest=7), total=1000, more=True)
    assert "more than 1,000 reviews" in "\n".join(texts_of(cards.page(page)))
    page = page._replace(total=12)
    assert "12 reviews among the first 15,000" in "\n".join(texts_of(cards.page(page)))
