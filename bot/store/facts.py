"""Facts that are asked for across episodes as rows, one table a kind, beside the whole telling.

Columns are named as the fields of the value in bot.model.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from bot.model import FACT_FIELDS, Credit, Fact, Numbering, Telling
from bot.store.connection import Database
from bot.store.people import person_of

TABLES: Mapping[type[Fact], str] = MappingProxyType({Numbering: "numbering", Credit: "credit"})


@cache
def columns(kind: type[Fact]) -> tuple[str, ...]:
    """Give the columns of a kind of fact: its fields; a credit has its person instead of ids."""
    fields = kind.__struct_fields__
    return tuple("person" if field == "ids" else field for field in fields)


@cache
def _insert(kind: type[Fact]) -> str:
    names = ["thing", "told_by", "position", *columns(kind)]
    if kind is Numbering:
        names.append("series")
    values = ", ".join(f":{name}" for name in names)
    return f"INSERT INTO {TABLES[kind]} ({', '.join(names)}) VALUES ({values})"  # noqa: S608 - our own names


def put_facts(db: Database, thing: int, telling: Telling, *, series: int | None = None) -> None:
    """Store these facts of one telling; what the same source told before must be gone already."""
    for kind in TABLES:
        facts: Sequence[Fact] = getattr(telling, FACT_FIELDS[kind], ())
        if facts:
            key = {"thing": thing, "told_by": telling.source, "series": series}
            rows = [
                key | {"position": position} | _row(db, fact, telling.source)
                for position, fact in enumerate(facts)
            ]
            db.executemany(_insert(kind), rows)


def drop_facts(db: Database, thing: int, told_by: str) -> None:
    """Forget the facts that one source told about one thing."""
    for table in TABLES.values():
        db.execute(
            f"DELETE FROM {table} WHERE thing = :thing AND told_by = :told_by",  # noqa: S608 - our own names
            {"thing": thing, "told_by": told_by},
        )


def move(db: Database, episode: int, series: int) -> None:
    """Let the places that every source tells of an episode be places in this series."""
    sql = "UPDATE numbering SET series = :series WHERE thing = :thing"
    db.execute(sql, {"thing": episode, "series": series})


def _row(db: Database, fact: Fact, told_by: str) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(msgspec.structs.asdict(fact))
    if isinstance(fact, Credit):
        row["person"] = fact.name and person_of(db, fact.name, fact.ids, told_by)
    return row
