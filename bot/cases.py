"""What is reported and how moderators decide: frozen values, and who counts as established."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple, get_args

from bot.model import Heading
from bot.reviews import Deed, Review, born

Reason = Literal[
    "spoiler",
    "harassment",
    "spam",
    "off topic",
    "hateful",
    "personal data",
    "not a review",
    "other",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
Action = Literal["hide", "restore", "remove", "warn", "block", "unblock", "dismiss"]
ACTIONS: tuple[Action, ...] = get_args(Action)
FAVOURING: frozenset[Action] = frozenset({"restore", "unblock", "dismiss"})
"""What is decided in favour of an author, and so by nobody about a review of their own."""
Hiding = Literal["reports", "hidden", "removed"]
Sort = Literal["burst", "author"]
Shows = Literal["words", "former", "removed", "deleted", "erased"]

BOT = 0
"""Who acts where nobody decided: the rule of established members' reports."""
HONEST = "honest votes"
"""What the log calls it when moderators find the votes of a burst honest."""
KNOWN_DAYS, ACCOUNT_DAYS = 7, 30
"""Days that a member is known here and their account is old: their reports count for hiding."""
HIDE_AFTER = (0, 3, 5, 10, 20)
"""Reports after which a server may have a review hidden; 0: never without a decision."""
SAID, REPORTED = 500, 500
"""Characters of a moderator's reason, and of a report's or an appeal's words."""


def established(deed: Deed, since: str) -> bool:
    """Tell whether a report counts for hiding: of an old account that has been here for a while.

    `since` is when the bot first saw them; where Discord tells when they came to the server, that
    is long enough ago, too.
    """
    now = datetime.fromisoformat(deed.now)
    known = now - timedelta(days=KNOWN_DAYS)
    came = (since, deed.joined or since)
    old = born(deed.member) <= now - timedelta(days=ACCOUNT_DAYS)
    return old and all(
        datetime.fromisoformat(one).replace(tzinfo=now.tzinfo) <= known for one in came
    )


class Report(NamedTuple):
    """What a member says is wrong with a review."""

    member: int
    reason: Reason
    words: str
    reported_at: str


class Filed(NamedTuple):
    """What became of a report: it is the `first` open one here, or the review is `hidden` by it."""

    first: bool = False
    hidden: bool = False
    notice: int | None = None


class Appeal(NamedTuple):
    """What an author says against a decision."""

    words: str
    appealed_at: str


class History(NamedTuple):
    """What is known here of an author: reviews that can be read here, and what was decided."""

    reviews: int = 0
    removed: int = 0
    warnings: int = 0
    blocks: int = 0


class Entry(NamedTuple):
    """An entry of the log: who (0: the bot) did what on which server (0: everywhere), and why.

    It is about a `review` by a `member`, or about a setting, which `subject` names.
    """

    id: int
    server: int
    actor: int
    action: str
    subject: str
    reason: str
    acted_at: str
    review: int | None = None
    member: int | None = None


class Case(NamedTuple):
    """A review as the moderators of a server see it; server 0 is the operators'.

    `hiding` is why it is not shown there, `everywhere` why it is shown nowhere. `reports` are open;
    `decided` is how many were before. `last` is what was decided last.
    """

    server: int
    review: Review
    head: Heading | None
    deleted: bool
    hiding: Hiding | None
    everywhere: Hiding | None
    blocked: bool
    reports: tuple[Report, ...]
    decided: int
    history: History
    appeal: Appeal | None
    last: Entry | None

    @property
    def seen(self) -> int:
        """Give the log's entry up to which who sees this knows what was decided."""
        return self.last.id if self.last else 0


class Waiting(NamedTuple):
    """A review that waits for a decision."""

    review: int
    headline: str
    member: int
    head: Heading | None
    reports: int
    appealed: bool
    hidden: bool
    since: str


class Order(NamedTuple):
    """What a moderator wants done with a review on a server (0: everywhere), and why.

    `seen` is the last entry of the log that they knew of. An `operator` may have more.
    """

    review: int
    server: int
    action: Action
    reason: str
    seen: int
    operator: bool = False


class Outcome(NamedTuple):
    """What was decided, as the log has it, and what the author is to be told.

    `touched` are the reviews that may stand on cards and are shown otherwise now.
    """

    entry: int
    notice: int | None = None
    touched: tuple[int, ...] = ()


class Notice(NamedTuple):
    """What a member is to be told of an entry of the log; `headline` is their review's."""

    id: int
    member: int
    entry: Entry
    headline: str | None
    appealable: bool


class Quote(NamedTuple):
    """A message in which the bot quotes a review to those whom it concerns on a server.

    That is a "case" to its moderators, or a "notice" to the author of a decision there. It `shows`
    words of the review, or those of a "former" member, or none: the review was removed there or
    everywhere, or deleted, or nothing is left of it.
    """

    review: int
    server: int
    kind: Literal["case", "notice"]
    shows: Shows = "words"
    message: int = 0
    channel: int = 0

    def at(self, message: int, channel: int) -> "Quote":
        """Give it as it stands in a message."""
        return self._replace(message=message, channel=channel)


class Alarm(NamedTuple):
    """Votes that moderators should look at.

    A "burst" came on a `review` from new accounts within minutes; of "author" each of the voters
    voted many times on one author, the last time on `review`. `here` of the `voters` did so on the
    server that asks, and the votes of `damped` members there still weigh little because of a burst.
    `server` is where the review was written (0: on none); `lifted` is by what the votes of a burst
    were found honest.
    """

    id: int
    kind: Sort
    review: int
    author: int
    begun_at: str
    ended_at: str
    voters: int
    here: int
    server: int = 0
    damped: int = 0
    lifted: Entry | None = None


class Lift(NamedTuple):
    """Who moderates a server (0: an operator in private) finds the votes of an alarm honest."""

    alarm: int
    server: int
    reason: str = ""
    operator: bool = False


class Odd(NamedTuple):
    """A page of the alarms that concern a server, the newest first, and how many there are."""

    alarms: tuple[Alarm, ...] = ()
    page: int = 0
    pages: int = 1
    total: int = 0
