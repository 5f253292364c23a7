"""What is asked of reviews in words: of which thing, and which have some words."""

from collections.abc import Iterator

from bot.errors import NothingFound
from bot.finding import Answer, answered
from bot.finding.phrases import FEWEST, TYPED, quoted, read
from bot.folding import clean
from bot.page import Viewer
from bot.passages import Passage, Phrase, Piece
from bot.reading import LISTED, FoundReview, FoundReviews, Hunt, ReviewsPage, TopPage
from bot.render.spoilers import BARS, runs
from bot.reviews import Filters, Review
from bot.store import Database, catalogue, reading, review_search, tops
from bot.store.review_search import Sought


def find_reviews(
    db: Database, text: str, filters: Filters, viewer: Viewer
) -> tuple[Answer, ReviewsPage | None]:
    """Find a thing and read the first page of its reviews; None while it is a question which one.

    Raises NotUnderstood, NothingFound.
    """
    answer = found(db, text)
    sure = answer.sure
    return answer, sure and reading.page(db, sure.heading.id, filters, viewer)


def find_top(db: Database, text: str, viewer: Viewer) -> tuple[Answer, TopPage | None]:
    """Find a series, or an episode's, and read the episodes of it that members like best.

    None while it is a question which one. Raises NotUnderstood, NothingFound.
    """
    answer = found(db, text)
    sure = answer.headings if answer.sure is None else (answer.sure.heading,)
    series = {one.series_id for one in sure}
    return answer, tops.page(db, series.pop(), viewer) if len(series) == 1 else None


def find_words(
    db: Database, text: str, author: int | None, query: str | None, viewer: Viewer
) -> Answer | FoundReviews:
    """Find reviews by their words, of an author, of what a query means: their first page.

    The query's answer while it is a question what it means. Raises NotUnderstood, NothingFound.
    """
    hunt = Hunt(" ".join(clean(text).split())[:TYPED].strip(), author)
    if not query:
        return search(db, hunt, viewer)
    answer = found(db, query)
    if answer.sure is None:
        return answer
    return search(db, hunt._replace(thing=answer.sure.heading.id), viewer)


def search(db: Database, hunt: Hunt, viewer: Viewer, at: int = 0) -> FoundReviews:
    """Give one page of the reviews that have all the words, the last one at most; raises Gone."""
    asked = read(hunt.text)
    begun = asked.begun and len(asked.words[-1]) >= FEWEST
    sought = Sought(asked.words, begun, hunt.author, hunt.thing)
    ids, more = review_search.having(db, sought, viewer.server)
    pages = max(1, -(-len(ids) // LISTED))
    at = min(at, pages - 1)
    every = reading.of_ids(db, ids[at * LISTED : (at + 1) * LISTED])
    heads = {one.id: one for one in catalogue.headings(db, [one.thing for one in every])}
    finds = tuple(
        FoundReview(heads[one.thing], one, _phrase(one, sought))
        for one in every
        if one.thing in heads
    )
    of = catalogue.heading(db, hunt.thing) if hunt.thing else None
    return FoundReviews(hunt, finds, at, pages, len(ids), more=more, of=of)


def found(db: Database, text: str) -> Answer:
    """Find what a text means; raises NotUnderstood, or NothingFound with what came close."""
    answer = answered(db, text, None, None)
    if not answer.matches:
        raise NothingFound(clean(text), tuple(match.heading for match in answer.near))
    return answer


def _phrase(review: Review, sought: Sought) -> Phrase:
    """Give the words around those that were asked for; what the author hid stays hidden.

    Where the words can't be told any more, or none were asked for, the headline.
    """

    def asked(folded: str) -> set[int]:
        return {
            at
            for at, word in enumerate(sought.words)
            for one in folded.split(" ")
            if one == word or (sought.begun and word is sought.words[-1] and one.startswith(word))
        }

    return quoted([*_passages(review)], asked) or Phrase("headline", (Piece(review.headline),))


def _passages(review: Review) -> Iterator[Passage]:
    yield Passage("headline", review.headline)
    if review.spoiler:
        yield Passage("review", review.body.replace(BARS, ""), spoiler=True)
        return
    for run in runs(review.body):
        yield Passage("review", run.text, spoiler=run.hidden)


def headlines(db: Database, text: str, viewer: Viewer) -> list[str]:
    """Give what may be typed: the words as they are, and headlines that have all of them."""
    text = " ".join(clean(text).split())[:TYPED].strip()
    if not text:
        return []
    finds = search(db, Hunt(text), viewer).finds
    found = (" ".join(clean(one.review.headline).split())[:TYPED].strip() for one in finds)
    return list(dict.fromkeys([text, *filter(None, found)]))
