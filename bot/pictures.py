"""Picture files: which kinds there are, and by what one is known to be whole."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

Kind = Literal["jpg", "png", "webp", "gif"]
"""What a picture file is, which is what its name ends with."""
KINDS: tuple[Kind, ...] = get_args(Kind)
LARGEST = 8 << 20
"""Bytes that a picture may have, as it comes and as it is kept."""
ENDS = 12
"""Bytes at the beginning and at the end of a file that tell what it is."""


class Picture(NamedTuple):
    """A picture file: what it is, and its bytes."""

    kind: Kind
    content: bytes


_MARKS: Mapping[Kind, tuple[tuple[bytes, ...], bytes]] = MappingProxyType(
    {
        "jpg": ((b"\xff\xd8\xff",), b"\xff\xd9"),
        "png": ((b"\x89PNG\r\n\x1a\n",), b"\x00\x00\x00\x00IEND\xaeB`\x82"),
        "gif": ((b"GIF87a", b"GIF89a"), b";"),
    }
)


def kind_of(start: bytes, end: bytes, size: int) -> Kind | None:
    """Tell what a file of `size` bytes is by its beginning and end; None for half a picture."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp" if int.from_bytes(start[4:8], "little") + 8 == size else None
    for kind, (starts, ending) in _MARKS.items():
        if start.startswith(starts) and end.endswith(ending):
            return kind
    return None
