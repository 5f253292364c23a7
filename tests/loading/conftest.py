"""The stores of tests.store, here too."""

from tests.store.fixtures import empty, started, starter, store

__all__ = ["empty", "started", "starter", "store"]
