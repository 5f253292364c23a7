"""Series, seasons and people in a catalogue in which every name means harm."""

import pytest
from msgspec import structs

from bot import loading
from bot.model import Credit, Ids, Series, Title
from bot.store import Store
from tests.conversations.talk import Person, Reply
from tests.conversations.test_hostile_catalogue import IDS, NAMES, check, episode


async def load_named(store: Store, name: str) -> None:
    """Load a series, an episode and two others that all have one name, and their crowd."""
    credit = Credit(name=name, ids=Ids(tvmaze=77), character=name, credited_as=name, guest=True)
    series = Series(
        source=name,
        ids=IDS.ids,
        start_year=1800,
        titles=(
            Title(text=name),
            Title(text=name[::-1], kind="original"),
            *(Title(text=f"{name}{n}"[-500:], country="CA", note=name) for n in range(40)),
        ),
        credits=(credit, *episode(1, name).credits),
        plots=episode(1, name).plots,
        companies=episode(1, name).companies,
        images=episode(1, name).images,
        ratings=episode(1, name).ratings,
    )
    told = structs.replace(episode(1, name), credits=(credit, *episode(1, name).credits))
    loose = [
        structs.replace(one, numberings=())
        for one in (episode(2, name), structs.replace(episode(3, name), credits=(credit,)))
    ]
    await loading.load(store, [series, told, *loose])


async def turned(who: Person, reply: Reply) -> None:
    """Check a card, and its next and last pages."""
    check(reply)
    for sign in ("Next", "Last"):
        if sign in reply.buttons:
            check(await who.presses(sign, reply))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_whatever_things_are_called_they_are_shown_escaped_and_inside_the_limits(
    ann: Person, store: Store, name: str
):
    await load_named(store, name)
    series = await ann.uses("series", query="tt7777777")
    check(series)
    for section in ("Seasons", "Cast", "Titles", "Details"):
        await turned(ann, await ann.presses(section, series))
        check(await ann.presses("Overview", series))
    season = await ann.uses("season", query="tt7777777", number=1)
    check(season)
    check(await ann.presses("Next: no season", season))
    check(await ann.uses("compare", first="tt8880001", second="tt8880002"))
    check(await ann.uses("compare", first="tt8880001", second="tt7777777"))
    check(await ann.uses("random", query="tt7777777"))
    person = await store.read(
        lambda db: db.execute("SELECT thing FROM identity WHERE value = '77'").fetchone()
    )
    check(await ann.uses("person", name=f"person:{person[0]}"))
    check(await ann.uses("person", name=name))
    check(await ann.uses("series", query=name))
