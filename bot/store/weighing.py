"""What a vote weighs in the order: rules against those who lift or sink a review together.

What is shown stays raw; weights are whole thousandths, so that their sums are exact.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.reviews import FULL, Deed, born, first_made, seconds


class Rules(NamedTuple):
    """The numbers of the rules; each is switched off by a number that nothing reaches.

    A vote of an account younger than `young_days`, or of a member who joined the server less than
    `joined_days` ago, weighs nothing until they are older. Of the votes by one member on one author
    in `many_days` the first `whole` count whole, the later ones less and less, and the one that
    makes `noticed` is shown to moderators (Steam let votes of accounts that vote in bulk count less
    and less in 2017).

    `burst` votes of new accounts on one review within `burst_minutes` are worth `damped`
    thousandths each, and shown to moderators (Steam told of unusual bursts from 2019 on), who can
    find them honest: then these votes weigh as if they had come one by one. New is an
    account made less than `new_days` ago, or first seen here less than `strange_days` ago.
    `limited` is whether a member may vote only so often in a day (as CritiqueBrainz has it, by
    karma).
    """

    young_days: int = 7
    joined_days: int = 1
    whole: int = 3
    many_days: int = 30
    noticed: int = 10
    burst: int = 10
    burst_minutes: int = 10
    damped: int = FULL // 50
    new_days: int = 30
    strange_days: int = 7
    limited: bool = True


RULES = Rules()


class Bounds(NamedTuple):
    """What the rules come to at one moment: everything after a bound is too new, or still counts.

    `young` and `new` are ids of accounts; `at`, `many`, `burst` and `today` are moments of votes,
    the others those of all else: `today` and `day` the same.
    """

    now: str
    at: int
    young: int
    joined: str
    many: int
    burst: int
    new: int
    strange: str
    today: int
    day: str


@lru_cache(maxsize=16)
def bounds(now: str, rules: Rules) -> Bounds:
    """Tell where the bounds of the rules lie now."""
    at = datetime.fromisoformat(now)

    def before(**ago: int) -> str:
        return (at - timedelta(**ago)).isoformat(timespec="seconds")

    return Bounds(
        now=now,
        at=seconds(now),
        young=first_made(at - timedelta(days=rules.young_days)),
        joined=before(days=rules.joined_days),
        many=seconds(before(days=rules.many_days)),
        burst=seconds(before(minutes=rules.burst_minutes)),
        new=first_made(at - timedelta(days=rules.new_days)),
        strange=before(days=rules.strange_days),
        today=seconds(before(days=1)),
        day=before(days=1),
    )


def counts_from(deed: Deed, at: Bounds, rules: Rules) -> str | None:
    """Tell when a vote begins to count whose member is too new, to Discord or to the server."""
    until = []
    if deed.member > at.young:
        until.append(born(deed.member) + timedelta(days=rules.young_days))
    if deed.joined is not None and deed.joined > at.joined:
        until.append(datetime.fromisoformat(deed.joined) + timedelta(days=rules.joined_days))
    return max(until).isoformat(timespec="seconds") if until else None


def is_new(member: int, since: str | None, at: Bounds) -> bool:
    """Tell whether a member is new to Discord, or to the bot, which knows them `since` then."""
    return member > at.new or since is None or since > at.strange


def worth(others: int, rules: Rules) -> int:
    """Give what one more vote is worth after so many `others` by the member on the same author.

    The first three whole, then 3/(n + 1) of one: 1000, 1000, 1000, 750, 600, 500 ..., so that n
    votes come to about 3·(1 + ln(n/3)), and 60 on one author to 11.5.
    """
    return FULL if others < rules.whole else FULL * rules.whole // (others + 1)
