"""Which words are taken as a review: what is asked of all, and what a server's moderators ask."""

import unicodedata
from typing import NamedTuple

from bot.asking import refusing
from bot.errors import (
    AlreadyReviewed,
    Blocked,
    ColdOpenError,
    Gone,
    NotTaken,
    ReviewError,
    Untaken,
)
from bot.model import Heading
from bot.render.fit import bare
from bot.render.spoilers import BARS
from bot.reviews import BODY, HEADLINE, Deed, Draft, ServerRules, Words
from bot.store import deeds, drafts, pictures, posted, reviews, servers
from bot.store.catalogue import heading
from bot.store.connection import Database


class Look(NamedTuple):
    """A draft as its author sees it; `trouble` is why it can't be published, None where it can.

    `head` is None where it is not known what it is of, or that is gone.
    """

    draft: Draft
    head: Heading | None
    trouble: ColdOpenError | None = None
    picture: bytes | None = None


def refused(words: Words, rules: ServerRules, least: int) -> tuple[Untaken, str] | None:
    """Tell why words are not taken, and what of them; None where nothing is wrong with them."""
    headline, size = words.headline, length(words.body)
    if size < least:
        return "short", str(size)
    if len(words.body) > BODY:
        return "long", ""
    if not length(headline):
        return "empty headline", ""
    if BARS in headline or len(headline) > HEADLINE:
        return "spoiled headline", ""
    text = f"{headline}\n{words.body}"
    # Where all is hidden, or nothing stands between them, bars are not shown inside of a word.
    return refusing.refused(text, rules) or refusing.refused(text.replace(BARS, ""), rules)


def length(text: str) -> int:
    """Count what can be seen of a text: blanks once, no bars, no marks on letters."""
    shown = " ".join(bare(text.replace(BARS, "")).split())
    return sum(unicodedata.category(sign)[0] != "M" for sign in shown)


def look(db: Database, member: int, draft: int, least: int) -> Look:
    """Give a draft as its author is to see it; raises DraftGone."""
    found = _placed(db, drafts.read(db, member, draft))
    picture = pictures.content(db, found.words.picture) if found.words.picture else None
    try:
        head = _checked(db, found, least)
    except (ReviewError, Gone) as error:
        return Look(found, _head(db, found), error, picture)
    return Look(found, head, None, picture)


class Done(NamedTuple):
    """What was published: a `new` review, or a change; `posted` where a card shows it already.

    `same` tells that the review had these words already: nothing was changed.
    """

    review: int
    new: bool
    posted: bool
    same: bool = False


def publish(db: Database, deed: Deed, draft: int, least: int) -> Done:
    """Publish a draft that is taken; nothing is changed where it is not.

    The same interaction publishes once. Raises DraftGone, NotTaken, Blocked, Gone, TooMany, and
    AlreadyReviewed where the member has a review of it that others may read than the draft.
    """
    if (before := deeds.earlier(db, deed)) is not None:
        return Done(before, new=False, posted=posted.is_any(db, before))
    found = _placed(db, drafts.read(db, deed.member, draft))
    _checked(db, found, least)
    own = reviews.own(db, deed.member, found.thing or 0)
    shown = reviews.words(db, own) if own else None
    review = drafts.publish(db, deed, found)
    same = shown == reviews.words(db, review)
    return Done(review, own is None, posted.is_any(db, review), same)


def nameless(draft: Draft) -> NotTaken:
    """Say that it is not known what a draft is of."""
    return NotTaken(draft.id, "no thing")


def _placed(db: Database, draft: Draft) -> Draft:
    """Keep a draft in its server where all are kept by now; a review's change stays where it is."""
    if draft.thing and (own := reviews.own(db, draft.member, draft.thing)):
        server, place = reviews.place(db, own)
        return draft._replace(review=own, server=server) if place == draft.place else draft
    kept = draft.server and servers.rules(db, draft.server).kept
    return draft._replace(place=draft.server) if kept and draft.server else draft


def _checked(db: Database, draft: Draft, least: int) -> Heading:
    if (server := reviews.blocked(db, draft.member, draft.server)) is not None:
        raise Blocked(server)
    if draft.thing is None:
        raise nameless(draft)
    if why := refused(draft.words, servers.rules(db, draft.server), least):
        raise NotTaken(draft.id, *why, least)
    own = reviews.own(db, draft.member, draft.thing)
    if own and reviews.place(db, own)[1] != draft.place:
        raise AlreadyReviewed(own)  # others would read it than its author was told
    return heading(db, draft.thing)


def _head(db: Database, draft: Draft) -> Heading | None:
    try:
        return heading(db, draft.thing) if draft.thing else None
    except Gone:
        return None
