"""Cast and crew: in credited order, then the rest alphabetically, then the crew by department."""

from collections.abc import Callable, Iterator, Sequence

from bot.model import Credit
from bot.page import Page
from bot.render import parts, words
from bot.render.fit import OPTION, bare, cut, page_of
from bot.render.sections.shown import ROWS, Section, Shown, grouped

CREDITED, GUESTS = {"episode": "Episode credited cast", "series": "Cast"}, "Guest stars"
REST = "Rest of cast, alphabetically"


def credits_of(page: Page) -> Sequence[Credit]:
    """Give the credits, each part of a person once: as the most trusted source tells it.

    Sources tell of the same person where an id or the name is the same, and of the same part where
    its words are, or where one of them has none.
    """
    every = page.facts(Credit)
    if len(page.tellings) < 2:
        return every
    kept: list[Credit] = []
    parts_of: dict[tuple[str, str], set[str]] = {}
    for one in every:
        part = words.part(one).casefold()
        who = [(one.department, key) for key in _persons(one)]
        known = set[str]().union(*(parts_of.get(key, set()) for key in who))
        if known and (part in known or not part or known == {""}):
            continue
        for key in who:
            parts_of.setdefault(key, set()).add(part)
        kept.append(one)
    return kept


def _persons(one: Credit) -> list[str]:
    """Give the keys by which a person is the same in two sources; none where nobody is named."""
    ids = [f"{scheme} {value}" for scheme, value in one.ids.items()]
    return [*ids, one.name.casefold()] if one.name else ids


def cast_of(page: Page) -> list[Credit]:
    """Give the cast as the page has it: in credited order, guests behind regulars, then the rest.

    The rest is in alphabetical order; who is not named comes last in it.
    """
    cast = [one for one in credits_of(page) if one.department == "cast"]
    regulars = [one for one in cast if one.billed and not one.guest]
    guests = [one for one in cast if one.billed and one.guest]
    rest = [one for one in cast if not one.billed]
    return [*regulars, *guests, *sorted(rest, key=_name)]


def _name(one: Credit) -> str:
    return (one.name or "\uffff").casefold()


def _rows(page: Page) -> Iterator[tuple[str, Credit]]:
    credited = CREDITED[page.heading.kind]
    for one in cast_of(page):
        yield (REST if not one.billed else GUESTS if one.guest else credited), one
    crew = [one for one in credits_of(page) if one.department != "cast"]
    for one in sorted(crew, key=lambda one: one.department):
        yield one.department.capitalize(), one


def show(page: Page, at: int) -> Shown:
    """Show 15 rows, and offer their people to pick from."""
    shown, taken, count = page_of(list(_rows(page)), at, ROWS)
    text = grouped((group, words.credit(one)) for group, one in shown)
    if not text:
        return Shown("*No cast or crew yet.* Nobody who was in it is named by any source.")
    people = _people(page, [one for _, one in shown])
    return Shown(text, taken, count, (people,) if people else ())


def _people(page: Page, credits: list[Credit]) -> parts.Row | None:
    """Offer the people of some credits, each once, by the keys under which they are known."""
    told_by = _told_by(page)
    options = {
        _key(one, told_by(one)): (
            cut(bare(one.name or "") or "somebody", OPTION),
            cut(bare(words.part(one)), OPTION),
        )
        for one in reversed(credits)
        if one.name
    }
    rows = [(key, *said) for key, said in reversed(options.items()) if len(key) <= OPTION]
    return parts.chooser("people", "Look somebody up", rows) if rows else None


def _told_by(page: Page) -> Callable[[Credit], str]:
    """Give a function that tells whose telling a credit stands in."""
    first = page.tellings[0].source if page.tellings else ""
    if len(page.tellings) < 2:  # looking for 300 credits costs more than showing 15
        return lambda _: first
    sources = {one: told.source for told in reversed(page.tellings) for one in told.credits}
    return lambda one: sources[one]


def _key(one: Credit, told_by: str) -> str:
    ids = next(one.ids.items(), None)
    return f"{ids[0]}:{ids[1]}" if ids else f"name:{told_by} {one.name}"


def size(page: Page) -> int:
    """Count the cast."""
    return len([one for one in credits_of(page) if one.department == "cast"])


SECTION = Section("Cast", size, show, "Cast and crew")
