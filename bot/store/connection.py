"""A connection to both files, and what it keeps between two questions."""

import sqlite3
from functools import cached_property
from typing import Any


class Database(sqlite3.Connection):
    """What the functions of this package take first; no table name stands in both files."""

    @cached_property
    def kept(self) -> dict[str, Any]:
        """Give what is made of a generation and kept between two questions; empty at first."""
        return {}
