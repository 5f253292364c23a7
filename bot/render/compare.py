"""Two episodes side by side: one fact under the other, so that a telephone shows them whole."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.model import Credit, Heading, Ids, Rating, Release, first_release
from bot.page import EpisodePage, Pair, Side
from bot.render import cards, parts, words
from bot.render.fit import bare, cut, escape, lines
from bot.render.parts import Container
from bot.render.sections.watch import offer_of

SIDES = ("A", "B")
UNKNOWN = "not known"
IN_COMMON = 10
_OTHERS = "name any other by its code: `mayday 2x05`"


class _Told(NamedTuple):
    """A page, and its credits, which are gathered once."""

    page: EpisodePage
    credits: tuple[Credit, ...]


Tell = Callable[[_Told], str]


def card(pair: Pair) -> Container:
    """Compare two episodes, and lead to each."""
    same = "\n*That is the same episode twice.*" if _ids(pair)[0] == _ids(pair)[1] else ""
    heads = "\n".join(map(_head, SIDES, pair))
    both = [_Told(page, page.facts(Credit)) for page in pair]
    rows = [_row(label, tell, both) for label, tell in _ROWS]
    return parts.card(
        parts.text(f"{heads}{same}", 1000),
        parts.line(),
        parts.text(lines([*rows, _in_common(*both)], 2900), 2900),
        parts.row(
            *(
                parts.button(
                    f"{side} · {cut(bare(page.heading.title or ''), 60) or 'Untitled'}",
                    f"episode:overview:{page.heading.id}:0:{side.lower()}",
                )
                for side, page in zip(SIDES, pair, strict=True)
            )
        ),
    )


def _ids(pair: Pair) -> tuple[int, ...]:
    return tuple(page.heading.id for page in pair)


def _head(side: str, page: EpisodePage) -> str:
    head = page.heading
    code = f" · **{head.code}**" if head.code else ""
    title = cut(escape(cut(head.title or "", 150)) or "Untitled", 220)
    return f"### {side} · {title}\n-# {cut(words.series_line(head), 150)}{code}"


def _row(label: str, tell: Tell, both: Sequence[_Told]) -> str:
    """Tell one fact of both; what is the same is told once."""
    first, second = (cut(tell(told) or UNKNOWN, 180) for told in both)
    if first == second:
        return f"**{label}**\nBoth: {first}"
    return f"**{label}**\nA: {first}\nB: {second}"


def _date(told: _Told) -> str:
    first = first_release(told.page.facts(Release))
    return words.release(first) if first else ""


def _runtime(told: _Told) -> str:
    return words.runtime(next(filter(None, (one.runtime for one in told.page.tellings)), None))


def _rating(told: _Told) -> str:
    return next((words.rating(one) for one in told.page.facts(Rating)), "")


def _score(told: _Told) -> str:
    return words.score(told.page.score, alone=told.page.viewer.alone)


def _department(department: str) -> Tell:
    def tell(told: _Told) -> str:
        some = [one for one in told.credits if one.department == department and one.name]
        names = dict.fromkeys(escape(cut(one.name or "", 50)) for one in some)
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return f"{', '.join([*names][:3])}{more}"

    return tell


def _watch(told: _Told) -> str:
    offer = offer_of(told.page)
    return words.offer(offer) if offer else ""


_ROWS: tuple[tuple[str, Tell], ...] = (
    ("Kind", lambda told: cards.kind_of(told.page) or "Regular episode"),
    ("Air date", _date),
    ("Runtime", _runtime),
    ("Rated by its source", _rating),
    ("Rated by members", _score),
    ("Directed by", _department("direction")),
    ("Written by", _department("writing")),
    ("Where to watch", _watch),
)


def _in_common(first: _Told, second: _Told) -> str:
    """Name who is in the cast of both, in the first one's order."""
    there: dict[str, list[Ids]] = {}
    for one in _cast(second):
        there.setdefault((one.name or "").casefold(), []).append(one.ids)
    both = [
        one.name or ""
        for one in _cast(first)
        for others in [there.get((one.name or "").casefold(), ())]
        if any(_may_be_same(one.ids, other) for other in others)
    ]
    names = [*dict.fromkeys(both)]
    if not names:
        return "**Cast in common**\nNobody that I know of"
    named = ", ".join(escape(cut(name, 50)) for name in names[:IN_COMMON])
    more = f" and {len(names) - IN_COMMON} more" if len(names) > IN_COMMON else ""
    return f"**Cast in common**\n{named}{more}"


def _cast(told: _Told) -> list[Credit]:
    return [one for one in told.credits if one.department == "cast" and one.name]


def _may_be_same(one: Ids, other: Ids) -> bool:
    """Tell whether no place has two ids for who has one name: it would be two people then."""
    theirs = dict(other.items())
    return all(value == theirs.get(scheme, value) for scheme, value in one.items())


def answer(found: Pair | tuple[Side, Side]) -> Container:
    """Compare two episodes, or ask which ones are meant."""
    return card(found) if isinstance(found, Pair) else choice(*found)


def choice(first: Side, second: Side) -> Container:
    """Ask which episodes are meant; the one that is clear stays."""
    sides = {"first": first, "second": second}
    others = {"first": second, "second": first}
    said, rows = ["### Compare which ones?"], []
    for name, side in sides.items():
        if side.sure:
            said.append(f"{_letter(name)}: {_named(side.sure)}")
            continue
        said.append(f"{_letter(name)}: {_question(side)}")
        other = others[name].sure
        custom_id = f"compare:{name}:{other.id if other else 0}"
        rows.append(parts.picker(side.options, f"Pick {_letter(name)}", custom_id))
    return parts.card(parts.text("\n".join(said), 1500), *rows)


def _question(side: Side) -> str:
    """Say what the words may mean; of a series only the first episodes can be picked from."""
    asked = f"“{cut(escape(side.text), 150)}”"
    many = len(side.options)
    these = "this episode" if many == 1 else f"{many} episodes"
    if side.series and many == parts.OPTIONS:  # maybe not all of them
        name = cut(words.series_line(side.series), 300)
        return f"{asked} is a series, {name}. Its first {these} are below; {_OTHERS}"
    return f"{asked} could be {these}" if side.text else f"one of {these}"


def _letter(name: str) -> str:
    return SIDES[name == "second"]


def _named(head: Heading) -> str:
    return escape(words.choice_name(head))
