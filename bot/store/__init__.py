"""SQLite: the only place with SQL. One file a noun; functions take the database first."""

from bot.store.connection import Database
from bot.store.database import Line, Store

__all__ = ["Database", "Line", "Store"]
