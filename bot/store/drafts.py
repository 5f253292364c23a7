"""Drafts: what a member wrote and has not published; nothing that was typed is thrown away."""

from typing import Any, NamedTuple

from bot.errors import DraftGone, Gone, NotAllowed
from bot.model import Heading
from bot.page import Viewer
from bot.reviews import EVERYWHERE, Deed, Draft, Words
from bot.store import deeds, pictures, reviews, servers, tallies
from bot.store.catalogue import heading, headings
from bot.store.connection import Database

MOST = 25
"""Drafts that a member can have; with one more, that which was changed longest ago goes."""

_COLUMNS = """
    id, member, thing, review, server, place, headline, body, rating, spoiler, language, picture,
    changed_at
"""


class Written(NamedTuple):
    """What comes out of a form: words, who is to read them, and what becomes of the picture.

    `draft` is the one that is changed, None for a new one. A picture stays unless it is `bare`, or
    another comes.
    """

    thing: int | None
    words: Words
    draft: int | None = None
    keep: bool = False
    bare: bool = False


def save(db: Database, deed: Deed, written: Written) -> int:
    """Save words as a draft and give its id; the same interaction saves once.

    A draft that is no longer there is made again. Words of which the member has a published review
    are to change that one, where it is. Whether the thing is still in the catalogue is not asked.
    """
    if (before := deeds.earlier(db, deed)) is not None:
        return before
    deeds.seen(db, deed)
    old = _found(db, deed.member, written.draft) if written.draft else None
    review = reviews.own(db, deed.member, written.thing) if written.thing else None
    server, place = reviews.place(db, review) if review else _where(db, deed, written, old)
    words = _pictured(db, written, old, review)
    row = words._asdict() | {"member": deed.member, "thing": written.thing, "review": review}
    row |= {"server": server, "place": place, "now": deed.now, "id": old.id if old else None}
    draft = _put(db, row)
    if old:
        pictures.release(db, [old.words.picture])
    _drop_oldest(db, deed.member)
    deeds.note(db, deed, "draft", draft)
    return draft


def _where(db: Database, deed: Deed, written: Written, old: Draft | None) -> tuple[int | None, int]:
    """Give the server of a draft and who is to read it; only where it was written this changes."""
    if old and old.server != deed.server:
        return old.server, old.place
    kept = deed.server and (written.keep or servers.rules(db, deed.server).kept)
    return deed.server, deed.server if kept and deed.server else EVERYWHERE


def _pictured(db: Database, written: Written, old: Draft | None, review: int | None) -> Words:
    """Give the words with the picture that they have already, unless it is to go."""
    words = written.words
    if words.picture or written.bare:
        return words
    if old:
        return words._replace(picture=old.words.picture)
    shown = reviews.words(db, review) if review else None
    return words._replace(picture=shown.picture if shown else None)


def _put(db: Database, row: dict[str, object]) -> int:
    sql = """
        INSERT INTO draft (id, member, thing, review, server, place, headline, body, rating,
            spoiler, language, picture, changed_at)
        VALUES (:id, :member, :thing, :review, :server, :place, :headline, :body, :rating,
            :spoiler, :language, :picture, :now)
        ON CONFLICT (id) DO UPDATE SET thing = excluded.thing, review = excluded.review,
            server = excluded.server, place = excluded.place, headline = excluded.headline,
            body = excluded.body, rating = excluded.rating, spoiler = excluded.spoiler,
            language = excluded.language, picture = excluded.picture,
            changed_at = excluded.changed_at
        RETURNING id
    """
    (draft,) = db.execute(sql, row).fetchone()
    return int(draft)


def _drop_oldest(db: Database, member: int) -> None:
    sql = """
        DELETE FROM draft WHERE id IN (
            SELECT id FROM draft WHERE member = :member
            ORDER BY changed_at DESC, id DESC LIMIT -1 OFFSET :most)
        RETURNING picture
    """
    gone = db.execute(sql, {"member": member, "most": MOST}).fetchall()
    pictures.release(db, [picture for (picture,) in gone])


def read(db: Database, member: int, draft: int) -> Draft:
    """Read a member's own draft; raises DraftGone, and NotAllowed where it is another's."""
    found = _found(db, member, draft)
    if found is None:
        sql = "SELECT 1 FROM draft WHERE id = :draft"
        theirs = db.execute(sql, {"draft": draft}).fetchone()
        raise NotAllowed("its author") if theirs else DraftGone(draft)
    return found


def _found(db: Database, member: int, draft: int) -> Draft | None:
    sql = f"SELECT {_COLUMNS} FROM draft WHERE id = :draft AND member = :member"  # noqa: S608 - words of our own
    row = db.execute(sql, {"draft": draft, "member": member}).fetchone()
    return _made(row) if row else None


def _made(row: tuple[object, ...]) -> Draft:
    found: Any = row
    headline, body, rating, spoiler, language, picture = found[6:12]
    words = Words(headline, body, rating, bool(spoiler), language, picture)
    return Draft._make((*found[:6], words, found[12]))


def of(db: Database, member: int) -> list[Draft]:
    """Give all drafts of a member, the newest first."""
    sql = f"""
        SELECT {_COLUMNS} FROM draft WHERE member = :member ORDER BY changed_at DESC, id DESC
    """  # noqa: S608 - words of our own
    return [_made(row) for row in db.execute(sql, {"member": member})]


def listed(db: Database, member: int) -> list[tuple[Draft, Heading | None]]:
    """Give all drafts of a member, each with what it is of, None where that is unknown or gone."""
    found = of(db, member)
    heads = {one.id: one for one in headings(db, [one.thing for one in found if one.thing])}
    return [(one, heads.get(one.thing or 0)) for one in found]


class Desk(NamedTuple):
    """What a form begins with: of what, and the words that there are already.

    `draft` or `review` is what they are from. Whether it may be kept for a server alone is `asked`
    where that is a choice, else `kept` says so.
    """

    thing: int | None
    head: Heading | None
    words: Words
    draft: int | None = None
    review: int | None = None
    asked: bool = False
    kept: bool = False


def desk(db: Database, member: int, thing: int, server: int | None) -> Desk:
    """Begin to write of a thing: with the newest draft of it, else with the review; raises Gone."""
    draft = next((one for one in of(db, member) if one.thing == thing), None)
    if draft:
        return reopened(db, member, draft.id, server)
    head, kept = heading(db, thing), servers.rules(db, server).kept
    if (review := reviews.own(db, member, thing)) and (shown := reviews.words(db, review)):
        return Desk(thing, head, shown, review=review)
    rating = tallies.score(db, thing, Viewer(member)).own
    words = Words("", "", rating)
    return Desk(thing, head, words, asked=server is not None and not kept, kept=kept)


def reopened(db: Database, member: int, draft: int, server: int | None) -> Desk:
    """Go on with a draft; what it is of may be unknown, or gone. Raises DraftGone."""
    found = read(db, member, draft)
    try:
        head = heading(db, found.thing) if found.thing else None
    except Gone:
        head = None
    review = reviews.own(db, member, found.thing) if found.thing else None
    here = server is not None and server == found.server and review is None
    asked = here and not servers.rules(db, server).kept
    kept = found.place != EVERYWHERE
    return Desk(found.thing, head, found.words, draft, review, asked, kept)


def name(db: Database, deed: Deed, draft: int, thing: int) -> int:
    """Tell what a draft is about; raises DraftGone."""
    old = read(db, deed.member, draft)
    return save(db, deed, Written(thing, old.words, draft, keep=old.place != EVERYWHERE))


def illustrate(db: Database, deed: Deed, draft: int, content: bytes) -> None:
    """Give a draft another picture; raises DraftGone."""
    before = read(db, deed.member, draft)
    sql = "UPDATE draft SET picture = :picture WHERE id = :draft"
    db.execute(sql, {"picture": pictures.add(db, content), "draft": draft})
    pictures.release(db, [before.words.picture])


def discard(db: Database, member: int, draft: int) -> None:
    """Throw a member's draft away; raises DraftGone."""
    before = read(db, member, draft)
    db.execute("DELETE FROM draft WHERE id = :draft", {"draft": draft})
    pictures.release(db, [before.words.picture])


def publish(db: Database, deed: Deed, draft: Draft) -> int:
    """Publish a draft, or change the member's review by it, and give the review's id.

    The draft is gone then. The same interaction does it once. The rating in it, or that there is
    none, is the member's from now on. Raises TooMany, Gone.
    """
    if (before := deeds.earlier(db, deed)) is not None:
        return before
    thing = draft.thing or 0
    there = reviews.own(db, deed.member, thing)
    if there is None:
        written = deed._replace(server=draft.server)
        there = reviews.publish(db, written, thing, draft.words, draft.place)
    else:
        reviews.revise(db, deed, there, draft.words)
    if draft.words.rating is None:
        tallies.rate(db, deed, thing, None, draft.place)
    db.execute("DELETE FROM draft WHERE id = :draft", {"draft": draft.id})
    return there
