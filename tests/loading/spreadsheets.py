"""Tables of CSV as tests write and read them."""

from typing import Any

import pytest

from bot.errors import Unreadable
from bot.loaders.csv_tables import COLUMNS, read_csv
from bot.loaders.rejects import Rejects
from bot.model import Episode, Ids, Series, SeriesReference

SEED = SeriesReference(ids=Ids(imdb="tt0386950"), title="Mayday", year=2003)
OFFER = {"provider": "x", "country": "US", "kind": "buy", "price": "1", "currency": "USD"}
CAST = "series,season,number,title,name,character\n"


def read(text: str | bytes, encoding: str | None = None) -> list[Series | Episode]:
    """Read a table without a single reject."""
    content = text.encode() if isinstance(text, str) else text
    return read_csv(content, "shelf.csv", Rejects(strict=True), encoding=encoding)


def refused(text: str | bytes, encoding: str | None = None) -> Unreadable:
    """Read what can't be read, and give the error, which names the file."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(Unreadable) as caught:
        read_csv(content, "shelf.csv", Rejects(), encoding=encoding)
    assert caught.value.file == "shelf.csv"
    assert str(caught.value.reason).isprintable()
    return caught.value


def rejected(text: str) -> list[tuple[str, str]]:
    """Give the place and reason of each row that can't be used."""
    rejects = Rejects()
    read_csv(text.encode(), "shelf.csv", rejects)
    assert {reject.file for reject in rejects.kept} == {"shelf.csv"}
    return [(reject.place, reject.reason) for reject in rejects.kept]


def row(kind: str, /, **cells: str) -> str:
    """Write a table of one row, about S01E01 of Mayday."""
    told = {"series": "Mayday", "season": "1", "number": "1", **cells}
    assert told.keys() <= COLUMNS[kind].keys()
    return ";".join(told) + "\n" + ";".join(told.values()) + "\n"


def only(told: list[Series | Episode]) -> Any:
    """Give the telling that is the only one."""
    [telling] = told
    return telling
