"""How well questions are answered whose right answers are known: data/truth has them.

recall@k is the share of the right answers among the first k results (of k at most), and the mean
reciprocal rank that of the first right one. Where nothing is right, an answer that is not sure of
itself counts as right. What is given alone and wrong is counted apart: it has to be nothing.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

import msgspec

from bot.asking import fold
from bot.errors import Unclear, Unreadable
from bot.finding import Answer, answered
from bot.finding.people import people_named
from bot.model import Heading
from bot.store import Database

FIRST, TEN = 1, 10


class Right(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A right answer: an episode by its code or its title, a series, or a person."""

    series: str | None = None
    year: int | None = None
    season: int | None = None
    number: int | None = None
    title: str | None = None
    person: str | None = None

    def is_it(self, head: Heading) -> bool:
        """Tell whether a thing that was found is the one."""
        if self.series is None or fold(self.series) != fold(head.series):
            return False
        if self.year is not None and self.year != head.start_year:
            return False
        if self.title is not None:
            return fold(self.title) == fold(head.title or "")
        if self.season is None:
            return head.kind == "series"
        return (self.season, self.number) == (head.season, head.number)


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody types, of which kind it is, and what is right."""

    kind: str
    text: str
    answers: tuple[Right, ...]


class Verdict(NamedTuple):
    """How one question was answered; `wrong` where one thing was given alone that is not right."""

    query: Query
    first: float
    ten: float
    reciprocal: float
    wrong: bool


class Row(NamedTuple):
    """A line of the table: a kind of questions, how many, and the means."""

    kind: str
    queries: int
    first: float
    ten: float
    reciprocal: float
    wrong: int


def read_truth(content: bytes, file: str) -> list[Query]:
    """Read questions, one JSON object a line; raises Unreadable with the line."""
    found = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            found.append(msgspec.json.decode(line, type=Query))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Unreadable(file, f"line {number}", str(error)) from error
    return found


def judge(db: Database, query: Query) -> Verdict:
    """Ask a question and compare the answer with what is right."""
    try:
        answer = answered(db, query.text, None, None)
    except Unclear:
        answer = Answer(query.text, ())
    if any(right.person for right in query.answers):
        return _judge_people(db, query)
    sure = answer.sure.heading if answer.sure else None
    if not query.answers:
        share = float(sure is None)
        return Verdict(query, share, share, share, wrong=sure is not None)
    heads = [match.heading for match in answer.matches]
    ranks = [_rank(right, heads) for right in query.answers]
    wrong = sure is not None and not any(right.is_it(sure) for right in query.answers)
    alone = sure is not None and query.kind == "ambiguous"
    reciprocal = max((1 / rank for rank in ranks if rank), default=0.0)
    return Verdict(query, _recall(ranks, FIRST), _recall(ranks, TEN), reciprocal, wrong or alone)


def _judge_people(db: Database, query: Query) -> Verdict:
    names = [fold(one.name) for one in people_named(db, fold(query.text))]
    wanted = [fold(right.person or "") for right in query.answers]
    ranks = [names.index(one) + 1 if one in names else None for one in wanted]
    reciprocal = max((1 / rank for rank in ranks if rank), default=0.0)
    return Verdict(query, _recall(ranks, FIRST), _recall(ranks, TEN), reciprocal, wrong=False)


def table(verdicts: Iterable[Verdict]) -> list[Row]:
    """Sum up by kind, in the order of their first questions, and over all."""
    every = list(verdicts)
    kinds = dict.fromkeys(verdict.query.kind for verdict in every)
    rows = [_row(kind, [one for one in every if one.query.kind == kind]) for kind in kinds]
    return [*rows, _row("all", every)] if every else []


def _row(kind: str, verdicts: Sequence[Verdict]) -> Row:
    return Row(
        kind,
        queries=len(verdicts),
        first=fmean(one.first for one in verdicts),
        ten=fmean(one.ten for one in verdicts),
        reciprocal=fmean(one.reciprocal for one in verdicts),
        wrong=sum(one.wrong for one in verdicts),
    )


def _rank(right: Right, heads: Sequence[Heading]) -> int | None:
    return next((rank for rank, head in enumerate(heads, start=1) if right.is_it(head)), None)


def _recall(ranks: Sequence[int | None], among: int) -> float:
    found = sum(1 for rank in ranks if rank and rank <= among)
    return found / min(among, len(ranks))
