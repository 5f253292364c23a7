"""What a server takes no reviews with: links and invites, or words that its moderators listed."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate
from typing import Literal, NamedTuple

from bot.folding import fold, fold_lines
from bot.reviews import ServerRules

LISTED = 4000
"""Characters that a server's list may have: as many as a form takes."""
LONGEST = 100
"""Characters that a word of a list may have, or some words that are refused only together."""

_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
"""Kinds of signs that are not shown: what stands on both sides of one stands together."""

# No repetition without an end: whatever somebody types is read in linear time.
LINKS = (
    re.compile(r"\w://\w", re.IGNORECASE),
    re.compile(r"(?<!\w)www\.\w", re.IGNORECASE),
    re.compile(r"\w\.[a-z]{2,24}/\w", re.IGNORECASE),
    re.compile(
        r"\w\.(?:com|net|org|gg|io|info|biz|xyz|link|shop|online|site|app|dev)(?![\w-])",
        re.IGNORECASE,
    ),
)


class Refused(NamedTuple):
    """Why a text is refused, as NotTaken has it, and what in it is: the link, or the word."""

    why: Literal["link", "word"]
    what: str


def refused(text: str, rules: ServerRules) -> Refused | None:
    """Find what a server does not take in a text: the first link, or a word of its list.

    Words are found whole, whatever their case and accents; nothing is hidden by signs that nobody
    sees. A listed word may be several: they are refused one after the other. Signs that are no
    letters are found anywhere.
    """
    plain = _plain(text)
    if not rules.links and (link := _link(plain)):
        return Refused("link", link)
    if not rules.words:
        return None
    # fold_lines takes leading articles away: there is always a word before the first one.
    folded = fold_lines(f"x {plain}".encode()).decode()[1:]
    single, together = set(folded.split()), f"{folded} "
    for word in rules.words:
        key, sign = fold(word), _plain(word).strip()
        if key in single or (" " in key and f" {key} " in together):
            return Refused("word", word)
        if not key and sign and sign in plain:
            return Refused("word", word)
    return None


def word_list(typed: str) -> tuple[str, ...]:
    """Read a list of words: one a line, or with commas between; what nobody sees is left out."""
    every = (_plain(one).strip() for line in typed.splitlines() for one in line.split(","))
    known = {fold(one) or one: one for one in every if 1 <= len(one) <= LONGEST}
    sizes = accumulate(len(one) + 1 for one in known.values())
    return tuple(one for one, size in zip(known.values(), sizes, strict=True) if size <= LISTED)


def _plain(text: str) -> str:
    """Make compatible signs equal, take those away that nobody sees, and give one line."""
    return "".join(_seen(unicodedata.normalize("NFKC", text)))


def _seen(text: str) -> Iterable[str]:
    for sign in text:
        if sign.isprintable():
            yield sign
        elif sign == "\n" or unicodedata.category(sign) not in _UNSEEN:
            yield " "


def _link(plain: str) -> str | None:
    pieces = plain.split()
    return next((one for one in pieces if any(link.search(one) for link in LINKS)), None)
