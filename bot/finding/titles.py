"""Names of series and episodes for folded words: exact, begun, mistyped, one beside the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.asking import bare, fold
from bot.finding import nearness
from bot.model import Kind
from bot.store import Database, catalogue, index
from bot.store.connection import once
from bot.store.index import Named, Names

EXACT, BEGINS = 100.0, 92.0
SURE = 85.0
"""From here on a single answer is given, with how it was read; below it is asked for."""
LIKELY, NEAR = 75.0, 50.0
"""Above LIKELY is an answer, above NEAR worth a "did you mean" (rapidfuzz's scale of 0 to 100)."""
LEAD = 8.0
"""How far the first answer must be ahead to be given without a question."""
CONTAINED = 80.0
"""How much of a series' name must be in words that may tell of an episode as well."""
CHOICES = 25
LETTERS = 100
"""Letters of a mistyped name that are compared: longer ones have no more to tell, and cost."""
WORDS = 12
"""Words that a series' name can have where words are split into a name and the rest."""
HAS = 80.0
"""What it is worth that a name has all the words among others."""
FILLING = frozenset(
    ("the", "a", "an", "of", "one", "from", "episode", "series", "show", "tv", "please", "where",
     "with", "about", "called", "named", "find", "me", "what", "is", "was", "in", "could", "you",
     "that", "this", "for", "on", "aired")
)  # fmt: skip
"""Words around a question that need be in no title."""
SERIES = 5
"""Series of one name, or mistyped ones, in which the rest of the words is looked for."""
SHORT = 4
"""Letters below which nothing is mistyped: most names have them somewhere."""
LARGE, SMALL = (250, 100, 100), (2000, 500, 500, 500, 500)
"""Episodes of a series whose names are compared with a title, where names are many and few.

The likeliest series is the first.
"""
ALIKE = 5
"""Names like a mistyped one for which all others that are the same are looked up."""
KINDS: tuple[Kind, ...] = ("series", "episode")
_COUNTRIES = frozenset(
    ("us", "usa", "uk", "gb", "au", "nz", "ca", "de", "fr", "jp", "in", "ie", "za", "se", "dk",
     "no", "nl", "be", "it", "es", "br", "mx", "kr", "cn", "america", "american", "british",
     "australia", "australian", "canada", "canadian")
)  # fmt: skip


class Found(NamedTuple):
    """A thing that words may mean: how well (0 to 100), and under which of its names."""

    thing: int
    score: float
    name: str
    popularity: int = 0
    turn: int = 0
    """Its place among the most popular of its kind, where series and episodes take turns."""
    credited: bool = False
    """Whether the name is that of somebody in its cast or crew."""


Split = tuple[Found, str]
"""A series that some of the words name, and the other words."""


def best(found: Iterable[Found]) -> list[Found]:
    """Give each thing once, with its best name, the best thing first."""
    kept: dict[int, Found] = {}
    for one in found:
        if one.thing not in kept or kept[one.thing].score < one.score:
            kept[one.thing] = one
    return sorted(kept.values(), key=rank)


def rank(found: Found) -> tuple[float, int, int]:
    """Order what was found: the best first, of equally good things the most popular."""
    return -found.score, found.turn, -found.popularity


@once
def series_named(db: Database, folded: str) -> list[Found]:
    """Find the series that words mean: by name, by name with year or country, begun, mistyped."""
    found = _called(db, folded) or _qualified(db, folded)
    found = found or begun(db, folded, "series", BEGINS)
    few = "" if found else _telling(folded)
    return series_named(db, few) if few else found


def mistyped(db: Database, folded: str, kinds: Iterable[Kind]) -> list[Found]:
    """Find names that are like what was typed: one mistake away, else with the same letters."""
    found = near(db, folded, kinds)
    if not _any(found, SURE):
        found += [one for kind in kinds for one in _likely(db, _alike(db, folded, kind), folded)]
    return best(found)


def near(db: Database, folded: str, kinds: Iterable[Kind]) -> list[Found]:
    """Find names that are one mistake away, in a catalogue that keeps what these are found by."""
    if not index.is_large(db):
        return []
    asked = folded[:LETTERS]
    return _likely(db, index.near(db, asked, *kinds), asked)


def _alike(db: Database, folded: str, kind: Kind) -> Names:
    return index.alike(db, folded[:LETTERS], kind)


def _likely(db: Database, names: Names, folded: str) -> list[Found]:
    """Keep names that are near enough, with all others that are the same: one stands for many."""
    pairs = scored(names, folded[:LETTERS])
    near = {(name.folded, name.kind): one for name, one in pairs}
    scores = {name: one.score for name, one in near.items()}
    likely = sorted(near, key=lambda name: rank(near[name]))
    others = []
    for kind in dict.fromkeys(kind for _, kind in likely):
        same = [name for name, of in likely if of == kind][:ALIKE]
        same = [name for name in same if scores[name, kind] >= SURE]
        # Of equally near names each has its turn, however many things have the first one.
        turns = dict.fromkeys(same, 0)
        for one in index.exact(db, same, kind, CHOICES):
            score, turn = scores[one.folded, kind], turns[one.folded]
            others.append(Found(one.thing, score, one.text, one.popularity, turn))
            turns[one.folded] += 1
            near.pop((one.folded, kind), None)
    return [*near.values(), *others]


def _any(found: Iterable[Found], score: float) -> bool:
    return any(one.score >= score for one in found)


def begun(db: Database, folded: str, kind: Kind, score: float) -> list[Found]:
    """Find names by their beginning, for this score; those that are whole are exact."""
    return best(
        Found(
            name.thing, EXACT if name.folded == folded else score, name.text, name.popularity, turn
        )
        for turn, name in enumerate(index.beginning(db, folded, kind, CHOICES))
    )


def titled(db: Database, folded: str, *, mistyped: bool = True, last: bool = False) -> list[Found]:
    """Find what a title names: cheap stages first, mistyped names only when nothing else is.

    Words that are in no title are left out then, and the rest is looked up as the `last` try.
    """
    # A single word that begins a name may as well stand inside of others.
    begins = BEGINS if " " in folded else SURE - 1
    found = [one for kind in KINDS for one in begun(db, folded, kind, begins)]
    found += _qualified(db, folded)
    splits = split(db, folded)
    found += paired(db, splits)
    if not mistyped:
        return best(found)
    having = _having(db, folded)
    doubt = LIKELY if len(found) >= CHOICES or len(folded) < SHORT else SURE
    if not _any(found + having, EXACT):
        found += _below(near(db, folded, KINDS), found, begins)
    if not _any(found + having, doubt):
        found += within(db, splits)
    if not having and not _any(found, doubt):
        found += _told_of(db, folded)
    found += having
    if not last and not _any(found, LIKELY) and (few := _telling(folded)):
        found += [one._replace(score=min(one.score, BEGINS)) for one in titled(db, few, last=True)]
    return best(found)


def _below(near: list[Found], begun: list[Found], begins: float) -> list[Found]:
    """Put names that are a mistake away below those that begin so: these may be typed on."""
    if not begun:
        return near
    most = begins if len(begun) > 1 else begins - LEAD
    return [
        one._replace(score=min(one.score, most), turn=turn)
        for turn, one in enumerate(best(near), start=2)
    ]


def _told_of(db: Database, folded: str) -> list[Found]:
    """Find mistyped names, and mistyped titles beside the mistyped names of their series."""
    alike = {kind: _alike(db, folded, kind) for kind in KINDS}
    found = [one for names in alike.values() for one in _likely(db, names, folded)]
    if not _any(found, SURE):
        splits = contained(alike["series"], folded)
        found += paired(db, splits) or within(db, splits)
    return found


def _having(db: Database, folded: str) -> list[Found]:
    """Find what has all of several words in its name."""
    if len(folded) < SHORT or " " not in folded:
        return []
    return [
        one for kind in KINDS for _, one in scored(index.having(db, folded, kind), folded)
        if one.score >= LIKELY
    ]  # fmt: skip


def _telling(folded: str) -> str:
    """Give a question without words that are in no title; "" where nothing is left or gone."""
    words = [word for word in folded.split() if word not in FILLING]
    return " ".join(words) if 0 < len(words) < len(folded.split()) else ""


@once
def split(db: Database, folded: str) -> tuple[Split, ...]:
    """Split words into a series' name, in front or behind, and the rest; the longest name first."""
    gaps = [at for at, sign in enumerate(folded) if sign == " "]
    if not gaps:
        return ()
    ends = {*gaps[:WORDS], *gaps[-WORDS:]}
    parts = {at: (bare(folded[:at]), bare(folded[at + 1 :])) for at in ends}
    known = index.known(db, {*chain.from_iterable(parts.values())})
    parted = [
        pair
        for front, back in zip(gaps[WORDS - 1 :: -1], gaps[-WORDS:], strict=True)
        for pair in (parts[front], parts[back][::-1])
        if pair[0] in known["series"]
    ]
    if not parted:
        return ()
    # Where no episode has such a title, it may be mistyped, in the likeliest series.
    told = {name for name, title in parted if title in known["episode"]}
    others = {name for name, _ in parted[:SERIES]} - told
    called = defaultdict(list)
    series = index.exact(db, sorted(told), "series")
    for named in (*series, *index.exact(db, sorted(others), "series", SERIES)):
        called[named.folded].append(Found(named.thing, EXACT, named.text, named.popularity))
    return tuple(
        (series, title)
        for name, title in parted
        for series in called[name][: None if title in known["episode"] else SERIES]
    )


def contained(alike: Names, folded: str) -> tuple[Split, ...]:
    """Find mistyped names of series in words that tell of an episode as well, and the rest."""
    near = process.extract(
        folded, alike.folded, scorer=fuzz.partial_ratio, score_cutoff=CONTAINED, limit=None
    )
    shorter = (one for one in near if 3 < len(one[0]) < len(folded))
    found = []
    for folded_name, _, at in islice(shorter, 2 * SERIES):
        part = fuzz.partial_ratio_alignment(folded_name, folded, score_cutoff=CONTAINED)
        if part and (rest := _without(folded, part.dest_start, part.dest_end)):
            name = alike.every[at]
            score = min(part.score, EXACT - 1)
            found.append((Found(name.thing, score, name.text, name.popularity), rest))
    return tuple(sorted(found, key=lambda pair: (-pair[0].score, len(pair[1])))[:SERIES])


@once
def paired(db: Database, splits: tuple[Split, ...]) -> list[Found]:
    """Find the very titles among the episodes of the series beside them."""
    by_series = {(series.thing, title): series for series, title in splits}
    found = []
    for name in index.titled(db, list(by_series)):
        series = by_series[name.series, name.folded]
        found.append(Found(name.thing, series.score, name.text, name.popularity))
    return found


def within(db: Database, splits: Sequence[Split]) -> list[Found]:
    """Find titles, begun or mistyped, among the episodes of the likeliest series beside them."""
    # Of "The", or "Of", there are hundreds; the most popular ones are meant.
    limits = LARGE if index.is_large(db) else SMALL
    telling = sorted(splits, key=lambda pair: FILLING.issuperset(pair[0].name.lower().split()))
    some = zip(telling, limits, strict=False)
    return [one for pair, limit in some for one in inside(db, *pair, limit)]


def inside(db: Database, series: Found, title: str, limit: int = 0) -> list[Found]:
    """Find a title among the episodes of one series; no better than the series was found."""
    limit = limit or (LARGE if index.is_large(db) else SMALL)[0]
    return [
        one._replace(score=min(one.score, series.score))
        for one in _inside(db, index.inside(db, series.thing, limit), title)
    ]


@once
def _inside(_db: Database, names: Names, title: str) -> list[Found]:
    places = range(len(names)) if f"\n{title}" in names.text else ()
    begun = [names.every[at] for at in places if names.folded[at].startswith(title)]
    whole = [name for name in begun if name.folded == title]
    if whole:
        return best(Found(one.thing, EXACT, one.text, one.popularity) for one in whole)
    found = [Found(one.thing, BEGINS, one.text, one.popularity) for one in begun]
    least = HAS if found else NEAR
    return best([*found, *(one for _, one in scored(names, title) if one.score >= least)])


def _without(folded: str, start: int, end: int) -> str:
    """Take a piece out of words, with the rest of the words that it ends in."""
    while start and folded[start - 1] != " ":
        start -= 1
    while end < len(folded) and folded[end] != " ":
        end += 1
    return fold(f"{folded[:start]} {folded[end:]}")


def _called(db: Database, folded: str) -> list[Found]:
    names = index.exact(db, [folded], "series")
    return best(Found(name.thing, EXACT, name.text, name.popularity) for name in names)


def _qualified(db: Database, folded: str) -> list[Found]:
    """Find series by name and first year ("doctor who 2005"), or name and country."""
    words = folded.split()
    found = []
    for qualifier, rest in ((words[-1], words[:-1]), (words[0], words[1:])) if words[1:] else ():
        if qualifier.isdigit() and len(qualifier) == 4:
            called = {one.thing: one for one in _called(db, bare(" ".join(rest)))}
            heads = catalogue.headings(db, list(called))
            found += [called[head.id] for head in heads if head.start_year == int(qualifier)]
        elif qualifier in _COUNTRIES:
            called_so = _called(db, bare(" ".join(rest)))
            found += [one._replace(score=BEGINS) for one in called_so]
    return best(found)


def scored(names: Names, folded: str) -> list[tuple[Named, Found]]:
    """Score names that are near to what was typed: as it is, in another order, run together."""
    if not names:
        return []
    scores = nearness.ratios(names, folded, NEAR, mistaken=len(folded) >= SHORT)
    # Words that a name has among others are worth a question, never an answer by themselves.
    for at in nearness.having_all(names, folded):
        scores[at] = max(scores.get(at, 0), HAS)
    numbers, found = nearness.numbers(folded), []
    for at in sorted(scores):
        one, score = names.every[at], min(scores[at], EXACT - 1)
        # Another number is another thing, however much alike the words are.
        if score > SURE - 1 and nearness.numbers(one.folded) != numbers:
            score = SURE - 1
        found.append((one, Found(one.thing, score, one.text, one.popularity)))
    return found
