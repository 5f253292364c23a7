"""Everything that a person can be told, as errors that carry data; the words stand in render.

ColdOpenError
├── NotAllowed              somebody may not do this
├── NotDrawn                a picture can't be had
├── Unclear                 the question could not be answered
│   ├── NotUnderstood       nothing in it can be looked up
│   ├── NothingFound        looked up, not there
│   │   ├── NothingSaid     nothing that is told of anything has the words
│   │   ├── NotPlaced       a series has no next episode, or whichever is asked for
│   │   └── NoNumber        a season has no episode of that number
│   ├── NoCountry           a word that names no country
│   ├── NoSeason            a series has not that season
│   ├── SeasonAlone         a season without the series of which it is
│   ├── NobodyNamed         nobody in the store has such a name
│   ├── NoDay               words that name no day
│   └── Gone                a button or a choice names something that is no longer in the store
├── LoadError               a file could not be loaded; nothing of it was
│   ├── Unreadable          what is wrong, in which file, and where in it
│   │   └── TooManyRejects  more rows can't be used than may be
│   ├── Unreachable         another place's service did not answer, or refused
│   ├── LoadHeld            somebody else is loading
│   ├── Cancelled           who started it called it off
│   ├── NotUndoable         that load can't be taken back (any more)
│   └── SeveralShows        a place has several shows of that name
├── ReviewError             a review, vote or report that can't be; nothing was changed
│   ├── ReviewGone          no longer there, or not to be read here
│   │   └── NoReview        no such number where moderators ask
│   ├── AlreadyReviewed     one review a member and thing
│   ├── OwnReview           nobody votes on or reports their own
│   ├── OwnCase             nobody decides in favour of their own
│   ├── AlreadyReported     once a member and review
│   ├── TooMany             enough of it for today
│   ├── TooLate             a deletion can't be undone any more
│   ├── DraftGone           published, discarded, or too old
│   ├── NotTaken            words that can't be published as they are
│   ├── Blocked             a server's moderators want no reviews of this member
│   ├── Decided             somebody has decided about a review meanwhile
│   ├── Removed             a removed review comes back by an appeal, or by operators
│   ├── NeverHere           a review that nobody wrote, showed or reported in the server
│   ├── AlreadyAppealed     once a review
│   ├── NoReason            a decision, an appeal or a report that needs words has none
│   ├── NotThere            something that is of a server, asked for where there is none
│   └── NotFit              a role or a channel that can't be what it is to be
├── StartError              the program can't start; each has its exit code
│   ├── BadSettings         every problem of the settings at once
│   ├── TokenRefused        Discord does not know the token
│   ├── DiscordOdd          what answers is not as Discord's API
│   ├── IntentsRefused      Discord does not allow the intents
│   ├── CogBroken           a family of commands does not load
│   ├── PlaygroundMissing   the extra that draws the playground is not installed
│   └── PortTaken           another program listens there
└── StoreError              the databases
    ├── StoreHeld           another process has them
    ├── StoreNewer          written by a newer Cold Open
    ├── StoreForeign        not a database of ours
    ├── StoreCorrupt        damaged
    ├── StoreMissing        no database where one is needed
    ├── StoreReadOnly       may not be written
    └── StoreBusy           did not get its turn
"""

from bot.errors.asked import (
    Gone,
    NobodyNamed,
    NoCountry,
    NoDay,
    NoNumber,
    NoSeason,
    NothingFound,
    NothingSaid,
    NotPlaced,
    NotUnderstood,
    SeasonAlone,
    Unclear,
)
from bot.errors.loading import (
    Cancelled,
    LoadError,
    LoadHeld,
    NotUndoable,
    SeveralShows,
    TooManyRejects,
    Unreachable,
    Unreadable,
)
from bot.errors.reviewing import (
    AlreadyAppealed,
    AlreadyReported,
    AlreadyReviewed,
    Blocked,
    Decided,
    DraftGone,
    Misfit,
    NeverHere,
    NoReason,
    NoReview,
    NotFit,
    NotTaken,
    NotThere,
    OwnCase,
    OwnReview,
    Removed,
    ReviewError,
    ReviewGone,
    TooLate,
    TooMany,
    Untaken,
)
from bot.errors.root import (
    ColdOpenError,
    NotAllowed,
    NotDrawn,
)
from bot.errors.starting import (
    BadSettings,
    CogBroken,
    DiscordOdd,
    IntentsRefused,
    PlaygroundMissing,
    PortTaken,
    StartError,
    TokenRefused,
)
from bot.errors.storing import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreHeld,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
)

__all__ = [
    "AlreadyAppealed",
    "AlreadyReported",
    "AlreadyReviewed",
    "BadSettings",
    "Blocked",
    "Cancelled",
    "CogBroken",
    "ColdOpenError",
    "Decided",
    "DiscordOdd",
    "DraftGone",
    "Gone",
    "IntentsRefused",
    "LoadError",
    "LoadHeld",
    "Misfit",
    "NeverHere",
    "NoCountry",
    "NoDay",
    "NoNumber",
    "NoReason",
    "NoReview",
    "NoSeason",
    "NobodyNamed",
    "NotAllowed",
    "NotDrawn",
    "NotFit",
    "NotPlaced",
    "NotTaken",
    "NotThere",
    "NotUnderstood",
    "NotUndoable",
    "NothingFound",
    "NothingSaid",
    "OwnCase",
    "OwnReview",
    "PlaygroundMissing",
    "PortTaken",
    "Removed",
    "ReviewError",
    "ReviewGone",
    "SeasonAlone",
    "SeveralShows",
    "StartError",
    "StoreBusy",
    "StoreCorrupt",
    "StoreError",
    "StoreForeign",
    "StoreHeld",
    "StoreMissing",
    "StoreNewer",
    "StoreReadOnly",
    "TokenRefused",
    "TooLate",
    "TooMany",
    "TooManyRejects",
    "Unclear",
    "Unreachable",
    "Unreadable",
    "Untaken",
]
