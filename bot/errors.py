"""Everything that a person can be told, as errors that carry data; the words stand in render.

ColdOpenError
├── Unclear                 the question could not be answered
│   ├── NotUnderstood       nothing in it can be looked up
│   ├── NothingFound        looked up, not there
│   │   └── NothingSaid     nothing that is told of anything has the words
│   ├── NoCountry           a word that names no country
│   ├── NoSeason            a series has not that season
│   ├── SeasonAlone         a season without the series of which it is
│   ├── NobodyNamed         nobody in the store has such a name
│   ├── NoDay               words that name no day
│   └── Gone                a button or a choice names something that is no longer in the store
├── NotAllowed              somebody may not do this
├── NotDrawn                a picture can't be had
├── ReviewError             a review, vote or report that can't be; nothing was changed
│   ├── ReviewGone          no longer there, or not to be read here
│   ├── AlreadyReviewed     one review a member and thing
│   ├── OwnReview           nobody votes on or reports their own
│   ├── AlreadyReported     once a member and review
│   ├── TooMany             enough of it for today
│   ├── TooLate             a deletion can't be undone any more
│   ├── DraftGone           published, discarded, or too old
│   ├── NotTaken            words that can't be published as they are
│   ├── Blocked             a server's moderators want no reviews of this member
│   ├── Decided             somebody has decided about a review meanwhile
│   ├── Removed             a removed review comes back by an appeal, or by operators
│   ├── AlreadyAppealed     once a review
│   ├── NoReason            a decision, an appeal or a report that needs words has none
│   ├── NotThere            something that is of a server, asked for where there is none
│   └── NotFit              a role or a channel that can't be what it is to be
├── LoadError               a file could not be loaded; nothing of it was
│   ├── Unreadable          what is wrong, in which file, and where in it
│   │   └── TooManyRejects  more rows can't be used than may be
│   ├── Unreachable         another place's service did not answer, or refused
│   ├── LoadHeld            somebody else is loading
│   ├── Cancelled           who started it called it off
│   ├── NotUndoable         that load can't be taken back (any more)
│   └── SeveralShows        a place has several shows of that name
├── StoreError              the databases
│   ├── StoreHeld           another process has them
│   ├── StoreNewer          written by a newer Cold Open
│   ├── StoreForeign        not a database of ours
│   ├── StoreCorrupt        damaged
│   ├── StoreMissing        no database where one is needed
│   ├── StoreReadOnly       may not be written
│   └── StoreBusy           did not get its turn
└── StartError              the program can't start; each has its exit code
    ├── BadSettings         every problem of the settings at once
    ├── TokenRefused        Discord does not know the token
    ├── IntentsRefused      Discord does not allow the intents
    ├── CogBroken           a family of commands does not load
    ├── PlaygroundMissing   the extra that draws the playground is not installed
    └── PortTaken           another program listens there
"""

from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

from bot.model import Heading


class ColdOpenError(Exception):
    """Something that a person is told; `exit_code` is what the shell gets."""

    exit_code: ClassVar[int] = 1


class Unclear(ColdOpenError):
    """The question could not be answered."""


class NotUnderstood(Unclear):
    """Nothing in the text can be looked up."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NothingFound(Unclear):
    """The store has nothing like it; `near` is what came close."""

    def __init__(self, text: str, near: tuple[Heading, ...] = ()) -> None:
        super().__init__(text)
        self.text, self.near = text, near


class NothingSaid(NothingFound):
    """No title, plot, character or person has any of the words; `near` is what came close."""


class NoCountry(Unclear):
    """The text names no country."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoSeason(Unclear):
    """A series has no season of this number (None: no season at all), but the `others`."""

    def __init__(self, series: Heading, number: int | None, others: tuple[int | None, ...]) -> None:
        super().__init__(series, number, others)
        self.series, self.number, self.others = series, number, others


class SeasonAlone(Unclear):
    """A season was named, and not of which series."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NobodyNamed(Unclear):
    """Nobody in the store has a name like it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoDay(Unclear):
    """The text names no day."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Gone(Unclear):
    """The thing with this permanent id is not in the store (any more)."""

    def __init__(self, thing: int) -> None:
        super().__init__(thing)
        self.thing = thing


class NotAllowed(ColdOpenError):
    """Only `who` ("operators") may do this."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


class NotDrawn(ColdOpenError):
    """A picture can't be had: it took too long, or what draws has failed."""

    def __init__(self, *, late: bool) -> None:
        super().__init__(late)
        self.late = late


class ReviewError(ColdOpenError):
    """A review, a vote or a report that can't be; nothing was changed."""


class ReviewGone(ReviewError):
    """The review with this id is no longer there, or not for who asks."""

    def __init__(self, review: int) -> None:
        super().__init__(review)
        self.review = review


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
    """The moderators of this server (0: the operators) want no reviews of the member."""

    def __init__(self, server: int) -> None:
        super().__init__(server)
        self.server = server


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


class LoadError(ColdOpenError):
    """A file could not be loaded; the store is as it was."""

    exit_code = 8


class Unreadable(LoadError):
    """What is wrong with which file, and where: "line 3", "byte 120", "[4].airdate"."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(file, place, reason)
        self.file, self.place, self.reason = file, place, reason


class TooManyRejects(Unreadable):
    """`count` of `rows` can't be used; the file, place and reason are the first one's."""

    exit_code = 13

    def __init__(self, file: str, place: str, reason: str, count: int, rows: int) -> None:
        super().__init__(file, place, reason)
        self.args = (file, place, reason, count, rows)  # of these it is made again elsewhere
        self.count, self.rows = count, rows


class Unreachable(LoadError):
    """`service` did not answer as it should; `status` is HTTP's, None when nothing came."""

    exit_code = 10

    def __init__(self, service: str, reason: str, status: int | None = None) -> None:
        super().__init__(service, reason, status)
        self.service, self.reason, self.status = service, reason, status


class LoadHeld(LoadError):
    """Somebody else is loading; `holder` says what, who and since when."""

    exit_code = 11

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class Cancelled(LoadError):
    """Who started the load called it off; `kept` pictures had been copied by then, and stay."""

    exit_code = 130

    def __init__(self, kept: int = 0) -> None:
        super().__init__(kept)
        self.kept = kept


class NotUndoable(LoadError):
    """The load `number` can't be taken back: it is not the last one, `last`, or is not kept."""

    exit_code = 12

    def __init__(self, number: int, last: int | None) -> None:
        super().__init__(number, last)
        self.number, self.last = number, last


class SeveralShows(LoadError):
    """A place has several shows of the name `text`: id, title and first year of each."""

    def __init__(self, text: str, candidates: tuple[tuple[int, str, int | None], ...]) -> None:
        super().__init__(text, candidates)
        self.text, self.candidates = text, candidates


class StoreError(ColdOpenError):
    """Something about the databases in `path`."""

    exit_code = 5

    def __init__(self, path: Path | str, detail: str = "") -> None:
        super().__init__(path, detail)
        self.path, self.detail = Path(path), detail


class StoreHeld(StoreError):
    """Another process has the folder; `detail` says which and since when."""


class StoreNewer(StoreError):
    """The file has a version that this program does not know."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path)
        self.args = (path, found, known)
        self.found, self.known = found, known


class StoreForeign(StoreError):
    """The file is not a database of Cold Open: another program's, a page of HTML, nothing."""


class StoreCorrupt(StoreError):
    """The file is damaged; `detail` is SQLite's own word for it."""


class StoreMissing(StoreError):
    """There is no database here, and none may be made; `detail` names the file beside it."""


class StoreReadOnly(StoreError):
    """The file or its folder may not be written."""


class StoreBusy(StoreError):
    """Somebody else is writing, or the disk is full; `detail` is SQLite's own word for it."""


class StartError(ColdOpenError):
    """The program can't start."""


class BadSettings(StartError):
    """All problems of the settings: pairs of a name and what is expected there."""

    exit_code = 2

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class TokenRefused(StartError):
    """Discord does not know the token."""

    exit_code = 3


class IntentsRefused(StartError):
    """Discord does not allow an intent that is asked for."""

    exit_code = 4


class CogBroken(StartError):
    """The family of commands `name` does not load."""

    exit_code = 9

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason


class PlaygroundMissing(StartError):
    """The playground's packages are not installed."""

    exit_code = 7

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package


class PortTaken(StartError):
    """Another program listens on this port of 127.0.0.1."""

    exit_code = 6

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port
