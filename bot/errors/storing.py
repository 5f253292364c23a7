"""What is wrong with the databases."""

from pathlib import Path

from bot.errors.root import ColdOpenError


class StoreError(ColdOpenError):
    """Something about the databases in `path`."""

    exit_code = 5

    def __init__(self, path: Path | str, detail: str = "") -> None:
        super().__init__(path, detail)
        self.path, self.detail = Path(path), detail


class StoreHeld(StoreError):
    """Another process has the folder; `detail` says which and since when."""


class StoreNewer(StoreError):
    """The file has a version that this program does not know."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path)
        self.args = (path, found, known)
        self.found, self.known = found, known


class StoreForeign(StoreError):
    """The file is not a database of Cold Open: another program's, a page of HTML, nothing."""


class StoreCorrupt(StoreError):
    """The file is damaged; `detail` is SQLite's own word for it."""


class StoreMissing(StoreError):
    """There is no database here, and none may be made; `detail` names the file beside it."""


class StoreReadOnly(StoreError):
    """The file or its folder may not be written."""


class StoreBusy(StoreError):
    """Somebody else is writing, or the disk is full; `detail` is SQLite's own word for it."""
