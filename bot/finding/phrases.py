"""What has words somewhere in what is told of it: in titles, plots, characters, names of people."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from bot.asking import clean, fold, fold_each
from bot.errors import NothingSaid
from bot.finding.people import people_named
from bot.finding.titles import CHOICES, FILLING, LEAD, LIKELY, SURE, Found
from bot.model import Heading
from bot.passages import Find, Finds, Passage, Phrase, Piece, passages
from bot.store import Database, catalogue, index, phrases
from bot.store.phrases import Hit

LISTED = 200
"""Things that are listed for words, the best; many may have a word that is common."""
TYPED = 80
"""Characters of a question: buttons that turn its pages have it in their ids."""
WORDS = 12
"""Words of a question that are looked for."""
QUOTED = 60
"""Things in which a phrase in quotes is looked for: they are read whole."""
TOGETHER, BESIDE, LETTERS = 20, 3, 180
"""Words of a phrase that are shown, those on each side of a word elsewhere, and characters of it
all."""
LEADING = 4
"""Of these the words in front of the first one that was asked for."""
FORM, BEGUN = 0.8, 0.6
"""What another form of a word is worth, and a word that begins as one does that is typed."""
KEPT = 256
"""Words of which other forms are kept: people type on, and each letter asks for all again."""
BEGINNINGS, BEGINNING = 40, 5_000
"""Words that begin as the last one does, and things that have them, which are looked at."""
TITLED = 0.85
"""What a word weighs in the title of what has no plots."""
FEWEST = 2
"""Letters of a word that is not typed to its end."""
NAMED = 3
"""People whose name has the words who are told of."""
REMEMBERED = 5
"""Episodes that are offered for what somebody remembers of one."""
PART, SURELY = 0.16, 0.35
"""The part of what all words together can weigh from which on an episode is offered, and alone."""
AHEAD, ALONE = 1.6, 3
"""How many times as much as in any other they weigh in one that is given alone, and how many words
it has."""
FILLERS = FILLING | frozenset(
    ("and", "are", "as", "at", "be", "been", "but", "by", "did", "do", "does", "else", "ever",
     "gets", "got", "had", "has", "have", "he", "her", "him", "his", "how", "i", "into", "it",
     "its", "like", "my", "no", "not", "or", "she", "so", "some", "somebody", "someone",
     "something", "than", "their", "them", "then", "there", "they", "thing", "to", "too", "we",
     "were", "when", "which", "who", "whose", "why", "will", "would")
)  # fmt: skip
"""Words that are in every plot: they are looked for where there are no others."""
_VOWELS, _DOUBLED = frozenset("aeiou"), frozenset("bcdfgklmnprstvz")
"""Letters in front of those that are doubled before an ending, and these: running, hugged."""
_QUOTES = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
_ORDER = (
    "title", "headline", "outline", "summary", "review", "character", "person", "question",
    "synopsis", "series",
)  # fmt: skip


class Asked(NamedTuple):
    """Words to be looked for, folded; `begun` where the last may go on, `quoted` in a row."""

    words: tuple[str, ...]
    begun: bool = False
    quoted: tuple[str, ...] = ()


def read(text: str) -> Asked:
    """Read what somebody typed: any signs; words in quotes are to stand in a row."""
    text = clean(text)
    typed = _folded(text)
    telling = [word for word in typed if word not in FILLERS] or typed
    words = tuple(islice(dict.fromkeys(telling), WORDS))
    quoted = (" ".join(_folded(one)) for one in _QUOTES.findall(text))
    begun = bool(words) and typed[-1] == words[-1] and text.rstrip()[-1:].isalnum()
    return Asked(words, begun, tuple(one for one in quoted if one))


def _folded(text: str) -> list[str]:
    return [word for folded in fold_each(text.split()) for word in folded.split()]


@lru_cache(KEPT)
def forms(word: str) -> frozenset[str]:
    """Give other forms of a word, as English makes them: crash, crashes, crashed, crashing."""
    stems = {word}
    for ending in ("ing", "ed", "es", "d"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            stems |= {stem, stem[:-1]} if stem[-1] == stem[-2] else {stem, f"{stem}e"}
    if len(word) > 3 and word.endswith("s"):
        stems.add(word[:-1])
    if word.endswith(("ies", "ied")):
        stems.add(f"{word[:-3]}y")
    made = stems.union(*map(_inflected, stems))
    return frozenset(form for form in made if len(form) > 2 and form != word)


def _inflected(stem: str) -> list[str]:
    """Give a word with what English puts at its end; what it never does need not be looked up."""
    before, last = stem[-2:-1], stem[-1]
    if last == "e":
        return [f"{stem}s", f"{stem}d", f"{stem}ing", f"{stem[:-1]}ing"]
    made = [f"{stem}s", f"{stem}es", f"{stem}ed", f"{stem}ing"]
    if last == "y":
        made += f"{stem[:-1]}ies", f"{stem[:-1]}ied"
    if last in _DOUBLED and before in _VOWELS:
        made += f"{stem}{last}ed", f"{stem}{last}ing"
    return made


def _variants(db: Database, asked: Asked) -> list[dict[str, float]]:
    """Give for each word what may stand in its place, and what that is worth."""
    found: list[dict[str, float]] = []
    for word in asked.words:
        variants = {} if word.isdigit() or len(word) < 3 else dict.fromkeys(forms(word), FORM)
        found.append({word: 1.0} | variants)
    last = asked.words[-1]
    if asked.begun and len(last) >= FEWEST:
        found[-1] = dict.fromkeys(_begun(db, last), BEGUN) | found[-1]
    return found


def _begun(db: Database, start: str) -> list[str]:
    """Give the words that begin so which the most things have, as far as they are not too many."""
    known = phrases.beginning(db, start)
    often = sorted(known, key=lambda word: (-known[word], word))
    left, found = BEGINNING, []
    for word in often:
        if known[word] <= left:
            found.append(word)
            left -= known[word]
    return found[:BEGINNINGS]


def _rarer(db: Database, asked: Asked) -> Asked:
    """Leave words out that a great part of a large catalogue has; of such alone one is kept."""
    common = phrases.common(db, asked.words)
    words = tuple(word for word in asked.words if word not in common) or tuple(common[:1])
    return asked._replace(words=words, begun=asked.begun and words[-1] == asked.words[-1])


def completed(db: Database, text: str) -> list[str]:
    """Give what may be typed: the words as they are, and with the last one gone on in some ways."""
    text = " ".join(clean(text).split())[:TYPED].strip()
    asked = read(text)
    if not asked.begun or len(asked.words[-1]) < FEWEST:
        return [text] if text else []
    known = phrases.beginning(db, asked.words[-1])
    often = sorted(known.keys() - {asked.words[-1]}, key=lambda word: (-known[word], word))
    *before, _ = text.split()
    whole = (" ".join([*before, word]) for word in often)
    return [text, *(one for one in whole if len(one) <= TYPED)][:CHOICES]


def searched(db: Database, text: str, page: int, size: int) -> Finds:
    """Give one page of what has the words, the last page instead of one behind it.

    Raises NothingSaid where nothing has any of them, or there are none.
    """
    text = " ".join(clean(text).split())[:TYPED].strip()
    asked = read(text)
    if not asked.words:
        raise NothingSaid(text)
    asked = _rarer(db, asked)
    variants = _variants(db, asked)
    hits, total = _hits(db, asked, variants)
    people = people_named(db, fold(text), alike=False)
    named = tuple((one.id, one.name) for one in people if one.score >= SURE)[:NAMED]
    if not hits and not named:
        raise NothingSaid(text)
    pages = max(1, -(-len(hits) // size))
    page = min(page, pages - 1)
    some = hits[page * size : (page + 1) * size]
    return Finds(
        text=text,
        finds=tuple(_finds(db, some, variants)),
        total=total,
        listed=len(hits),
        page=page,
        pages=pages,
        most=hits[0].words if hits else 0,
        all=len(asked.words),
        people=named,
    )


Variants = Sequence[Mapping[str, float]]


def _hits(db: Database, asked: Asked, variants: Variants) -> tuple[list[Hit], int]:
    """Give the best of what has the words, and how many have them."""
    ranked = phrases.ranked(db, variants, LISTED)
    told, total = ranked.hits, ranked.total
    if asked.quoted:
        told = _with_quoted(db, told, asked.quoted)
        total = len(told)
    if phrases.late(db, 1):  # of what is gone the words may not be gone yet
        there = phrases.popularities(db, [hit.thing for hit in told])
        told = [hit for hit in told if hit.thing in there]
        total = min(total, len(told))
    hits = _with_titles(db, asked, told, ranked.worth)
    kept = not told or told[0] in hits
    return hits, total + len(hits) - len(told) if kept else len(hits)


def _with_titles(db: Database, asked: Asked, hits: list[Hit], worth: Sequence[float]) -> list[Hit]:
    """Add what has all the words in its name, and no plots: IMDb's dumps alone tell of it."""
    named = {
        one.thing: one
        for kind in ("series", "episode")
        for one in index.having(db, " ".join(asked.words), kind)
        if all(f" {quoted} " in f" {one.folded} " for quoted in asked.quoted)
    }
    most = sum(worth) or 1.0
    others = named.keys() - phrases.told(db, list(named))
    found = [Hit(thing, len(asked.words), TITLED * most) for thing in named if thing in others]
    if found and hits and hits[0].words < len(asked.words):
        hits = []
    return sorted([*hits, *found], key=lambda hit: -round(hit.score / most, 2))


def _with_quoted(db: Database, hits: Sequence[Hit], quoted: Sequence[str]) -> list[Hit]:
    """Keep what has the words in quotes in a row, of the best."""
    kept = []
    for hit in hits[:QUOTED]:
        every = (" ".join(_folded(one.text)) for one in _passages(db, hit.thing))
        texts = [f" {text} " for text in every]
        if all(any(f" {one} " in text for text in texts) for one in quoted):
            kept.append(hit)
    return kept


def _passages(db: Database, thing: int) -> tuple[Passage, ...]:
    return passages(catalogue.read_episode(db, thing) or catalogue.read_series(db, thing))


def _finds(
    db: Database, hits: Sequence[Hit], variants: Sequence[Mapping[str, float]]
) -> Iterable[Find]:
    which = {word: at for at, words in enumerate(variants) for word in words}
    which |= {next(iter(words)): at for at, words in enumerate(variants)}
    heads = {head.id: head for head in catalogue.headings(db, [hit.thing for hit in hits])}
    for hit in hits:
        if head := heads.get(hit.thing):
            yield Find(head, _phrase(db, head, which), hit.words)


def _phrase(db: Database, head: Heading, which: Mapping[str, int]) -> Phrase:
    """Choose the passage of a thing that has the most of the words, and the words around them."""
    told = quoted(_passages(db, head.id), lambda folded: _asked(folded, which))
    return told or Phrase("series", (Piece(head.series, asked=True),))


def quoted(every: Sequence[Passage], asked: Callable[[str], set[int]]) -> Phrase | None:
    """Choose the passage that has the most of the words, and the words around them; None if none.

    `asked` tells of a folded word, or several, which of the words that are looked for it has.
    """
    words = [passage.text.split() for passage in every]
    folded = iter(fold_each([word for some in words for word in some]))
    found = [[asked(one) for one in islice(folded, len(some))] for some in words]
    best = max(
        range(len(every)),
        key=lambda at: (len(set().union(*found[at])), -_ORDER.index(every[at].where), -at),
        default=None,
    )
    if best is None or not any(found[best]):
        return None
    return _cut(every[best], words[best], found[best])


def _asked(folded: str, which: Mapping[str, int]) -> set[int]:
    return {which[word] for word in folded.split(" ") if word in which}


def _cut(passage: Passage, words: Sequence[str], found: Sequence[set[int]]) -> Phrase:
    """Cut a passage to the words around those asked for: to where most of them are together.

    Around others that stand elsewhere a few words are kept.
    """
    places = [at for at, some in enumerate(found) if some]
    together = TOGETHER - LEADING
    start = max(places, key=lambda at: (len(set().union(*found[at : at + together])), -at))
    first = {which: at for at in reversed(places) for which in found[at]}
    start = max(0, min(start - LEADING, len(words) - TOGETHER))
    spans = [range(start, min(start + TOGETHER, len(words)))]
    spans += [
        range(max(0, at - BESIDE), min(at + BESIDE + 1, len(words)))
        for which, at in sorted(first.items())
        if which not in set().union(*found[spans[0].start : spans[0].stop])
    ]
    kept: set[int] = set()
    letters = LETTERS
    for at in (at for span in spans for at in span if at not in kept):
        letters -= min(len(words[at]), LETTERS) + 1
        if letters < 0 and kept:
            break
        kept.add(at)
    return Phrase(
        passage.where,
        tuple(_pieces(words, found, sorted(kept))),
        passage.spoiler,
        before=0 not in kept,
        after=len(words) - 1 not in kept,
    )


def _pieces(
    words: Sequence[str], found: Sequence[set[int]], kept: Sequence[int]
) -> Iterator[Piece]:
    """Give the words that are kept, and a sign where some between them are not."""
    for at, (before, this) in enumerate(pairwise([kept[0], *kept])):
        if at and this != before + 1:
            yield Piece("…")
        yield Piece(words[this][:LETTERS], bool(found[this]))


def remembered(db: Database, words: str) -> list[Found]:
    """Find the episodes in which happens what somebody remembers: two words of it at least.

    One that is far ahead of all others is an answer, a few are a question.
    """
    asked = read(words)
    # A letter or a digit by itself stands in too many plots to tell of one.
    kept = tuple(word for word in asked.words if len(word) > 2)
    if sum(word not in FILLERS and not word.isdigit() for word in kept) < 2:
        return []
    asked = asked._replace(words=kept, begun=asked.begun and kept[-1] == asked.words[-1])
    ranked = phrases.ranked(db, _variants(db, _rarer(db, asked)), REMEMBERED, least=2)
    hits, most = ranked.hits, sum(ranked.worth)
    if not hits or hits[0].score < PART * most:
        return []
    best, *others = hits
    near = [hit for hit in others if hit.score > best.score / AHEAD]
    if not near and best.words >= ALONE and best.score > SURELY * most:
        return [Found(best.thing, SURE + LEAD, words)]
    offered = [best, *(near or others)]
    return [Found(hit.thing, LIKELY + 4 * hit.score / best.score, words) for hit in offered]
