"""Names of files and releases: the words before the code are the series, those behind the title."""

import re

_EXTENSION = re.compile(
    r"(?:\.(?:mkv|mp4|avi|m4v|mov|wmv|ts|mpg|mpeg|webm|srt|sub|ass|nfo|nzb|torrent))+$", re.I
)
_TAG = re.compile(
    r"(?<![^\W_])(?:\d{3,4}[pi]|4k|uhd|web|web-?(?:dl|rip)|hdtv|pdtv|dsr|dvd(?:rip)?|bd(?:rip)?|"
    r"blu-?ray|bluray|[xh] ?26[45]|hevc|xvid|divx|aac|ac3|dts|proper|repack|internal|multi|"
    r"10 ?bit|hdr|amzn|nf|dsnp|complete)(?![^\W_])",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[._\[]")
"""What every such name has one of."""
_GROUP = re.compile(r"^\s*\[[^\]]{1,40}\]\s*")
_BRACKETS = re.compile(r"[\[({][^\])}]*[\])}]")


def released(text: str) -> str | None:
    """Give what a file's or a release's name says, with blanks for its dots, up to its tags.

    None where a text looks like no such name.
    """
    if "://" in text or not _SIGNS.search(text):
        return None
    base = re.split(r"[\\/]", text.strip().rstrip("\\/"))[-1] if _EXTENSION.search(text) else text
    bare = base.strip()
    parted = " " not in bare and len(re.findall(r"[._]", bare)) >= 2
    if not (_EXTENSION.search(bare) or (parted and _TAG.search(bare)) or _GROUP.match(bare)):
        return None
    bare = _GROUP.sub("", _EXTENSION.sub("", bare))
    if " " not in bare:
        bare = re.sub(r"[._]+", " ", bare)
    if tag := _TAG.search(bare):
        bare = bare[: tag.start()]
    bare = " ".join(_BRACKETS.sub(" ", bare).replace("[", " ").replace("(", " ").split())
    return bare.strip(" -.") or None
