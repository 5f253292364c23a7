"""What a source says comes back as it was said, and nothing that it said before is forgotten."""

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings

from bot import loading
from bot.model import FACT_FIELDS, Credit, Episode, Fact, Ids, Series, Telling, Title, stamped
from bot.store import Database, Store, catalogue
from bot.store.facts import TABLES
from tests.loading import reading, values

many = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SHOW = reading.show("Of many facts", 2003, tvmaze=1)


def said(db: Database, told_by: str) -> list[Telling]:
    """Read everything that a source told, series first."""
    sql = "SELECT thing FROM telling WHERE told_by = :told_by ORDER BY thing"
    found: list[Telling] = []
    for (thing,) in db.execute(sql, {"told_by": told_by}).fetchall():
        head = catalogue.heading(db, thing)
        if head.kind == "series":
            found += catalogue.read_series(db, thing)
        else:
            found += catalogue.read_episode(db, thing)
    return [telling for telling in found if telling.source == told_by]


@many
@given(values.series())
@example(Series(source="a shelf", start_year=1990, titles=(Title(text=" "),)))
async def test_a_series_comes_back_as_it_was_told(store: Store, telling: Series):
    await reading.wipe(store)
    await reading.load(store, telling)
    assert await store.read(said, telling.source) == [stamped(telling)]
    again = await reading.load(store, telling)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)


@many
@given(values.episodes())
async def test_an_episode_comes_back_as_it_was_told(store: Store, telling: Episode):
    await reading.wipe(store)
    await reading.load(store, SHOW)
    report = await reading.load(store, telling)
    assert report.new == 1, report
    back = (await store.read(said, telling.source))[-1]
    assert back == stamped(telling)
    again = await reading.load(store, telling)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)


@many
@given(values.episodes(), values.episodes())
async def test_a_telling_that_is_silent_about_a_kind_of_fact_keeps_what_was_told(
    store: Store, before: Episode, after: Episode
):
    after = msgspec.structs.replace(after, source=before.source, numberings=before.numberings)
    await reading.wipe(store)
    await reading.load(store, SHOW, before)
    await reading.load(store, after)
    kept = {
        field: getattr(stamped(after), field) or getattr(stamped(before), field)
        for field in FACT_FIELDS.values()
    }
    back = (await store.read(said, before.source))[-1]
    assert {field: getattr(back, field) for field in FACT_FIELDS.values()} == kept


@many
@given(values.episodes(), values.episodes())
async def test_two_sources_stand_side_by_side(store: Store, one: Episode, other: Episode):
    one = msgspec.structs.replace(one, source="one")
    other = msgspec.structs.replace(other, source="other")
    await reading.wipe(store)
    await reading.load(store, SHOW, one, other)
    assert (await store.read(said, "one"))[-1] == stamped(one)
    assert (await store.read(said, "other"))[-1] == stamped(other)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
async def test_every_table_of_facts_has_the_fields_of_its_value(store: Store, kind: type[Fact]):
    def columns(db: Database) -> set[str]:
        return {row[1] for row in db.execute(f"PRAGMA table_info({TABLES[kind]})")}

    fields = set(kind.__struct_fields__)
    if kind is Credit:
        fields = fields - {"ids"} | {"person"}
    extra = {"thing", "told_by", "position"} | ({"series"} if "season" in fields else set())
    assert await store.read(columns) == fields | extra


@many
@given(values.episodes())
async def test_every_fact_stands_in_its_table_in_the_order_told(store: Store, telling: Episode):
    await reading.wipe(store)
    await reading.load(store, SHOW, telling)
    for kind in TABLES:
        field = FACT_FIELDS[kind]
        facts = [msgspec.to_builtins(fact) for fact in getattr(stamped(telling), field)]
        rows = await store.read(_rows, kind, telling.source)
        assert len(rows) == len(facts), kind
        for row, fact in zip(rows, facts, strict=True):
            assert {name: row[name] for name in fact if name != "ids"} == {
                name: value for name, value in fact.items() if name != "ids"
            }


def _rows(db: Database, kind: type[Fact], told_by: str) -> list[dict[str, object]]:
    """Give the rows of one kind of fact that a source told of episodes."""
    sql = f"""
        SELECT * FROM {TABLES[kind]} AS fact JOIN episode ON episode.id = fact.thing
        WHERE told_by = :told_by ORDER BY fact.position
    """  # noqa: S608 - our own names
    cursor = db.execute(sql.replace("*", "fact.*", 1), {"told_by": told_by})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def test_every_kind_of_fact_has_a_field_and_those_with_a_table_are_among_them():
    assert set(FACT_FIELDS) == set(Fact.__subclasses__())
    assert set(TABLES) < set(FACT_FIELDS)


async def test_a_person_is_one_in_all_tellings_that_give_the_same_id(store: Store):
    def telling(source: str, name: str, **ids: object) -> Series:
        who = Credit(name=name, ids=Ids(**ids))  # type: ignore[arg-type]  # of the test's choice
        return Series(source=source, ids=Ids(tvmaze=1), credits=(who,))

    await reading.load(store, telling("a", "Ann Lee", imdb="nm0000001", tvmaze=5))
    await reading.load(store, telling("b", "A. Lee", tvmaze=5), telling("c", "Ann Lee"))
    people = "SELECT count(DISTINCT person) FROM credit"
    assert await store.read(lambda db: db.execute(people).fetchone()) == (2,)
    names = "SELECT name FROM credit ORDER BY told_by"
    told = await store.read(lambda db: [row[0] for row in db.execute(names)])
    assert told == ["Ann Lee", "A. Lee", "Ann Lee"]


async def test_the_most_trusted_source_is_shown_and_none_is_lost(store: Store):
    rough = reading.show("Maydy", 2002, source="Cold Open", tvmaze=1)
    await reading.load(store, rough)
    await reading.load(store, reading.show("Mayday", 2003, source="IMDb", tvmaze=1))
    await loading.load(store, [rough])
    [(thing, title)] = await store.read(reading.shows)
    assert title == "Mayday"
    told = await store.read(catalogue.read_series, thing)
    assert [telling.source for telling in told] == ["IMDb", "Cold Open"]
