"""Reviews, votes, reports and decisions that can't be; nothing was changed."""

from datetime import datetime
from typing import Literal

from bot.errors.root import ColdOpenError


class ReviewError(ColdOpenError):
    """A review, a vote or a report that can't be; nothing was changed."""


class ReviewGone(ReviewError):
    """The review with this id is no longer there, or not for who asks."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class NoReview(ReviewGone):
    """No review with this id is there for the moderators who ask; maybe there never was one."""


class AlreadyReviewed(ReviewError):
    """The member has a review of this thing: `review`."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class OwnReview(ReviewError):
    """Nobody votes on their own review, or reports it."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class OwnCase(ReviewError):
    """Nobody decides in favour of a review of their own; another moderator does, or an operator."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class AlreadyReported(ReviewError):
    """The member has reported this review before."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class TooMany(ReviewError):
    """The member did as many of a `kind` ("review" ...) in a day as they may; `again` is when."""

    def __init__(self, kind: str, limit: int, again: datetime) -> None:
        super().__init__(kind, limit, again)
        self.kind, self.limit, self.again = kind, limit, again


class TooLate(ReviewError):
    """The deletion of this review can't be undone any more."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class DraftGone(ReviewError):
    """The draft was published or discarded, or is too old, or another member's."""

    def __init__(self, draft: int) -> None:
        super().__init__(draft)
        self.draft = draft


Untaken = Literal["short", "long", "empty headline", "spoiled headline", "link", "word", "no thing"]


class NotTaken(ReviewError):
    """The words of a `draft` can't be published: why, and what of them ("short": how many it has).

    `least` is the number of characters that a body needs.
    """

    def __init__(self, draft: int, why: Untaken, what: str = "", least: int = 0) -> None:
        super().__init__(draft, why, what, least)
        self.draft, self.why, self.what, self.least = draft, why, what, least


class Blocked(ReviewError):
    """The moderators of this server (0: the operators) want no reviews of the member.

    `written` is whether there are words, which are kept; a rating has none.
    """

    def __init__(self, server: int, *, written: bool = True) -> None:
        super().__init__(server)
        self.server, self.written = server, written


class Decided(ReviewError):
    """What was decided about a review meanwhile, by whom and when; all empty: nothing is open."""

    def __init__(self, review: int, action: str, actor: int, at: str) -> None:
        super().__init__(review, action, actor, at)
        self.review, self.action, self.actor, self.at = review, action, actor, at


class Removed(ReviewError):
    """This review was removed: it comes back when its author appeals, or by an operator."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class NeverHere(ReviewError):
    """This review was neither written nor shown nor reported in the server."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class AlreadyAppealed(ReviewError):
    """The author of this review has appealed before."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


class NoReason(ReviewError):
    """Words were needed, and there are none that anybody could read."""


class NotThere(ReviewError):
    """It is of a server, and was asked for outside of one."""


Misfit = Literal["everybody", "no channel", "closed channel"]


class NotFit(ReviewError):
    """A role or a channel can't be chosen, `why`: nothing was changed."""

    def __init__(self, why: Misfit) -> None:
        super().__init__(why)
        self.why = why
