"""Published reviews by the words that they have, as far as somebody may read them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.reading import COUNTED
from bot.reviews import EVERYWHERE
from bot.store.connection import AT_ONCE, Database, marks
from bot.store.reviews import VISIBLE

SEARCHED = 3_000
"""Reviews that are looked at: the newest that have the rarest of the words."""
PLACES = 20_000
"""Reviews with a word that are counted, and looked at where a word is only begun and alone."""


_OF = """
    SELECT id FROM review
    WHERE state = 'published'
        AND thing IN (SELECT :thing UNION SELECT id FROM episode WHERE series = :thing)
    ORDER BY id DESC LIMIT :searched
"""


class Sought(NamedTuple):
    """What reviews are to have: all the words, folded; `begun` where the last one may go on.

    Those of one `author`, those of a `thing` (of a series: of its episodes as well).
    """

    words: tuple[str, ...] = ()
    begun: bool = False
    author: int | None = None
    thing: int | None = None


def having(db: Database, sought: Sought, server: int | None) -> tuple[list[int], bool]:
    """Give the reviews that may be read on a server and have it all, the newest first.

    At most COUNTED of them, and whether there may be more. None where nothing is asked for.
    """
    if sought == Sought():
        return [], False
    key: dict[str, object] = {
        **sought._asdict(),
        "server": server or EVERYWHERE,
        "searched": SEARCHED,
        "places": PLACES,
        **{f"word{at}": word for at, word in enumerate(sought.words)},
        "end": f"{sought.words[-1]}\U0010ffff" if sought.words else "",
    }
    last = len(sought.words) - 1
    parts = [_having(at, begun=sought.begun and at == last) for at in range(len(sought.words))]
    wanted = " ".join(f"AND EXISTS (SELECT 1 {part} AND review = review.id)" for part in parts)
    candidates, many = _candidates(db, sought, key)
    found: list[int] = []
    for start in range(0, len(candidates), AT_ONCE):
        if len(found) > COUNTED:
            break
        some, ids = marks(candidates[start : start + AT_ONCE])
        sql = f"""
            SELECT review.id FROM review
            WHERE review.id IN ({some}) AND {VISIBLE.replace(":thing", "review.thing")}
                AND (:author IS NULL OR review.member = :author)
                AND (:thing IS NULL OR review.thing = :thing
                    OR :thing = (SELECT series FROM episode WHERE id = review.thing))
                {wanted}
            ORDER BY review.id DESC
        """  # noqa: S608 - words of our own
        found += [row[0] for row in db.execute(sql, {**key, **ids})]
    return found[:COUNTED], many or len(found) > COUNTED


def _having(at: int, *, begun: bool) -> str:
    if begun:
        return f"FROM review_word WHERE word >= :word{at} AND word < :end"
    return f"FROM review_word WHERE word = :word{at}"


def _candidates(db: Database, sought: Sought, key: Mapping[str, object]) -> tuple[list[int], bool]:
    """Give the reviews that are looked at, and whether there are more that might have it all."""
    if sought.author is not None:
        sql = "SELECT id FROM review WHERE member = :author ORDER BY id DESC"
        return [row[0] for row in db.execute(sql, key)], False
    if not sought.words:
        found = [row[0] for row in db.execute(_OF, key)]
        return found, len(found) == SEARCHED
    whole = sought.words[: len(sought.words) - sought.begun]
    if not whole:
        some = f"SELECT review {_having(0, begun=True)} LIMIT :places"
        every = [row[0] for row in db.execute(some, key)]
        found = sorted(set(every), reverse=True)
        return found[:SEARCHED], len(every) == PLACES or len(found) > SEARCHED
    counts = _counts(db, whole, key)
    rarest = counts.index(min(counts))
    sql = f"""
        SELECT review {_having(rarest, begun=False)} ORDER BY review DESC LIMIT :searched
    """
    found = [row[0] for row in db.execute(sql, key)]
    return found, counts[rarest] > SEARCHED


def _counts(db: Database, words: Sequence[str], key: Mapping[str, object]) -> list[int]:
    """Count the reviews that have each word, as far as they are looked at."""
    sql = "SELECT count(*) FROM (SELECT 1 {} LIMIT :places)"
    each = (sql.format(_having(at, begun=False)) for at in range(len(words)))
    return [db.execute(one, key).fetchone()[0] for one in each]
