"""Whom a question about people asks for: "which episodes have Ann Example" names Ann Example."""

import re

_OWN = re.compile(r"\s*person:(?P<thing>\d{1,18})\s*")
_IMDB = re.compile(r"(?:^|[\s/])(?P<id>nm\d{7,10})(?:$|[\s/?])")
_THINGS = r"(?:episodes?|eps?|series|shows?|titles?)"
_FRONT = re.compile(
    r"^(?:"
    r"(?:(?:which|what|all|any|every|list|find|show|give|me|the|of) )*"
    rf"{_THINGS} (?:that |which )?"
    r"(?:(?:have|has|had|features?|featuring|with|starring|stars?|by|from|directed|written|"
    r"in which|are|is|was|did|does) )+"
    r"|who(?:s| is| was| plays| played) "
    r"|(?:what|where) (?:else )?(?:has|is|was|did|does) "
    rf"|(?:which|what) {_THINGS} (?=.+ in$)"
    r")"
)
_BACK = re.compile(
    rf" (?:{_THINGS}|credits|filmography|"
    r"(?:(?:is|was|has|been|appears?|appeared|plays?|played|stars?|starred|acts?|acted) )*in)$"
)


def own(text: str) -> int | None:
    """Give our own permanent id of a person, as a picked suggestion sends it."""
    found = _OWN.fullmatch(text)
    return int(found["thing"]) if found else None


def imdb(text: str) -> str | None:
    """Give IMDb's id of a person that stands in a text or an address."""
    found = _IMDB.search(text)
    return found["id"] if found else None


def asked_for(folded: str) -> str | None:
    """Give the name in a folded question about somebody, None where it is none."""
    name = _BACK.sub("", _FRONT.sub("", folded, count=1))
    return name if name and name != folded else None
