"""What people write in the chat as a review: "8/10 Great." tells a rating, a headline, a text."""

import re

from bot.folding import storable
from bot.reviews import HEADLINE, Words

_RATING = r"(?<![\d/.½])(?<!\d,)(?P<number>10|[1-9])\s{0,3}/\s{0,3}10(?![\da-zA-Z/])"
_STARS = (
    r"(?<![★⭐\ufe0f])(?P<stars>(?:[★⭐]\ufe0f?){1,10})(?P<half>½?)(?P<rest>[☆✩]{0,9})"
    r"(?![★⭐☆✩\ufe0f])"
)
_MARKED = rf"(?P<mark>[*_`]{{0,3}})(?:{_RATING}|{_STARS})(?P=mark)"
_FIRST = re.compile(rf"^\s*{_MARKED}[\s.,:;!–—-]*")
_LAST = re.compile(rf"[\s(–—-]*{_MARKED}[\s.)!]*$")
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=[^\s.!?])){1,145}[.!?…]{0,5}(?=\s|$)")


def told(text: str, language: str | None = None) -> Words:
    """Read a text as a review.

    A rating at its beginning or its end is cut off: 8/10, or stars, of five unless more are shown,
    in bold as well. One that can't be kept as it is, such as 7,5/10, is left in the text.
    A first line that others follow is the headline, else the first sentence is, and stays in the
    text; one with a bar of a spoiler is not taken, nor what is behind it.
    """
    rating, body = _rated(storable(text).strip())
    first, _, rest = body.partition("\n")
    if rest.strip() and len(first.strip()) <= HEADLINE and "||" not in first and first.strip():
        return Words(first.strip(), rest.strip(), rating, language=language)
    sentence = _SENTENCE.match(body.split("||")[0].lstrip())
    headline = sentence[0].strip() if sentence else ""
    return Words(headline, body, rating, language=language)


def _rated(text: str) -> tuple[int | None, str]:
    if match := _FIRST.match(text):
        return _value(match), text[match.end() :].strip()
    tail = text[-60:]
    if match := _LAST.search(tail):
        return _value(match), text[: len(text) - len(tail) + match.start()].strip()
    return None, text


def _value(match: re.Match[str]) -> int:
    if match["number"]:
        return int(match["number"])
    stars, half = sum(sign in "★⭐" for sign in match["stars"]), bool(match["half"])
    shown = stars + half + len(match["rest"])
    return min(stars if shown > 5 else stars * 2 + half, 10)
