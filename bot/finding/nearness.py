"""How near names are to what was typed, on rapidfuzz's scale of 0 to 100."""

import re

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.store.index import Names, Texts

ORDER, APART = 2, 1
"""What words in another order, and words run together, are worth less than the same in theirs."""
_SAME = 100 - ORDER
"""What the same words are worth at least, in whichever order."""
_DIGITS = re.compile(r"\d+")


def ratios(names: Names, folded: str, least: float, *, mistaken: bool) -> dict[int, float]:
    """Give the places of names that are as near as `least`, and how near they are.

    Where it may be `mistaken`, all that are one mistake away are equally near, whichever it is: of
    what it makes the most popular is meant.
    """
    found = _ratios(folded, names.straight, least)
    once = _once(found, names, folded) if mistaken else {}
    found |= once
    ordered = _ratios(" ".join(sorted(folded.split())), names.ordered, least, ORDER)
    joined = _ratios(folded.replace(" ", ""), names.joined, least, APART)
    for some in (ordered, joined):
        for at, score in some.items():
            if score > found.get(at, 0) and (at not in once or score >= _SAME):
                found[at] = score
    return found


def _once(near: dict[int, float], names: Names, folded: str) -> dict[int, float]:
    """Give those of the places whose names are one mistake away, all with the score of the best."""
    size = len(folded)
    least, score = 100 * (size - 1) / size - 0.01, 100 * 2 * (size - 1) / (2 * size - 1)
    once = [
        at for at, ratio in near.items()
        if ratio >= least and OSA.distance(folded, names.folded[at], score_cutoff=1) == 1
    ]  # fmt: skip
    return dict.fromkeys(once, max((score, *(near[at] for at in once))))


def _ratios(folded: str, texts: Texts, least: float, less: int = 0) -> dict[int, float]:
    cutoff = least + less
    # Letters without their like on the other side are what makes two texts unlike.
    some, places = texts.sized(len(folded), (200 - cutoff) / cutoff)
    if not some:
        return {}
    found = process.extract(folded, some, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    if places is None:
        return {at: score - less for _, score, at in found}
    return {places[at]: score - less for _, score, at in found}


def having_all(names: Names, folded: str) -> list[int]:
    """Give the places of names that have all the words, if one of these is longer than two."""
    asked = set(folded.split())
    longest = max(asked, key=len, default="")
    if len(longest) < 3 or longest not in names.text:
        return []
    return [
        at for at, name in enumerate(names.folded)
        if longest in name and asked.issubset(name.split())
    ]  # fmt: skip


def numbers(folded: str) -> list[str]:
    """Give the numbers in a name, also those that run into its words."""
    return sorted(_DIGITS.findall(folded))
