"""Files that a power cut leaves whole or absent."""

import os
from pathlib import Path


def settle(fresh: Path, path: Path) -> None:
    """Put a finished file in its place so that a power cut leaves it whole or absent."""
    write_through(fresh)
    fresh.replace(path)
    settle_names(path.parent)


def write_through(path: Path) -> None:
    """Wait until a file is on the disk, so that who puts it live need not."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def settle_names(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: those of files that are on it already."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
