"""Memory that nobody needs any more, given back to the system.

glibc keeps as much as was ever used: twice what a big load needs at a time. Elsewhere these two do
nothing.
"""

import ctypes
import sys
from typing import Any

LARGE = 4 << 20
"""Bytes from which an array is large; what a block of a dump needs is smaller, and used again."""
KEPT = 64 << 20
"""Bytes that a process keeps of what it has freed, for the next block of a dump."""
_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1
"""M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of glibc's mallopt."""
_GLIBC: Any = ctypes.CDLL(None) if sys.platform == "linux" else None


def give_back_early() -> None:
    """Let this process give large arrays back at once."""
    if hasattr(_GLIBC, "mallopt"):
        _GLIBC.mallopt(_MMAP_THRESHOLD, LARGE)
        # Setting the first makes glibc forget to adapt the second, which is tiny.
        _GLIBC.mallopt(_TRIM_THRESHOLD, KEPT)


def give_back() -> None:
    """Give back what this process has freed: after a step that needed many small arrays."""
    if hasattr(_GLIBC, "malloc_trim"):
        _GLIBC.malloc_trim(0)
