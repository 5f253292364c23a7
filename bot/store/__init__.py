"""SQLite: the only place with SQL. One file a noun; functions take the database first."""

from bot.store.database import Database, Line, Store

__all__ = ["Database", "Line", "Store"]
