"""What is wrong with a review, a vote or a report, in words, with what to do next."""

from datetime import datetime

from bot import errors
from bot.cases import HONEST
from bot.errors import ReviewError
from bot.render.fit import cut, escape

_SAID: dict[type[ReviewError], str] = {
    errors.ReviewGone: "That review is no longer here: its author or a moderator took it away.",
    errors.AlreadyReviewed: "You have a review of this already. Change it with `/review edit`.",
    errors.OwnReview: "This is your own review: others say whether it helped.",
    errors.OwnCase: "This is your own review: another moderator, or somebody who runs me, decides "
    "in its favour. Nothing was changed.",
    errors.AlreadyReported: "You have reported this review before; the moderators see it.",
    errors.TooLate: "That was deleted too long ago to have it back. You can write it again.",
    errors.Removed: "A removed review comes back only when its author appeals, or by my operators.",
    errors.NeverHere: "That was neither written nor shown nor reported here. You can hide it here.",
    errors.AlreadyAppealed: "You have appealed before: once is possible. What was decided stays.",
    errors.NoReason: "Say why, in words that others can read. Nothing was changed.",
    errors.NotThere: "That is decided in a server: ask there.",
    errors.DraftGone: "That draft is gone: published, discarded or too old; see `/review drafts`.",
}
DECIDED = {
    "hide": "hid",
    "restore": "restored",
    "remove": "removed",
    "warn": "warned the author of",
    "block": "blocked the author of",
    "unblock": "unblocked the author of",
    "dismiss": "dismissed what was said against",
    HONEST: "found the votes of a burst honest on",
}
"""What somebody did who decided: each with the review after it."""
_MISFITS: dict[errors.Misfit, str] = {
    "everybody": "Everybody would moderate then. Choose another role.",
    "no channel": "That is no channel of this server in which I can be. Choose another.",
    "closed channel": "I may not write in that channel. Let me in, or choose another.",
}
_MANY = {"review": "reviews", "vote": "votes", "report": "reports"}


def review_problem(error: ReviewError) -> str:
    """Say what happened and what to do next; nothing that somebody wrote is lost by it."""
    match error:
        case errors.Blocked(server=server, written=written):
            who = "The moderators of this server" if server else "The people who run me"
            kept = " Your words are kept as a draft." if written else ""
            return f"{who} take no reviews and no ratings from you.{kept}"
        case errors.TooMany(kind=kind, limit=limit, again=again):
            many = f"{limit} {_MANY.get(kind, kind)} in 24 hours"
            kept = " Your draft is kept: publish it then." if kind == "review" else ""
            at = int(again.timestamp())
            return f"That would be more than {many}. You can go on <t:{at}:R>.{kept}"
        case errors.NoReview(review=review) if review:
            return (
                f"There is no review {review} here: it was erased, another server keeps it, or it "
                "never was."
            )
        case errors.NoReview():
            return _SAID[errors.ReviewGone]
        case errors.NotTaken():
            return _untaken(error)
        case errors.Decided():
            return _decided(error)
        case errors.NotFit(why=why):
            return _MISFITS[why]
        case _:
            return _SAID[type(error)]


def _decided(error: errors.Decided) -> str:
    if not error.action:
        return "Nothing of this is left to decide. Look at the review again."
    at = int(datetime.fromisoformat(error.at).timestamp())
    did = DECIDED.get(error.action, "decided about")
    return (
        f"<@{error.actor}> {did} this review <t:{at}:R>. Nothing was changed by you: look at it "
        "again, then decide."
    )


def _untaken(error: errors.NotTaken) -> str:
    todo = "“Name it”" if error.why == "no thing" else "Edit"
    return f"This can't be published yet: {missing(error)}. Your text is kept: press {todo}."


def missing(error: errors.NotTaken) -> str:
    """Say what is wrong with words that can't be published yet."""
    match error.why:
        case "short":
            signs = "1 character" if error.what == "1" else f"{error.what} characters"
            return f"it has {signs} of text, and needs {error.least}"
        case "long":
            return "it has more than 4,000 characters of text"
        case "empty headline":
            return "it needs a headline"
        case "spoiled headline":
            return "a headline is seen by all: nothing in it may stand behind spoiler bars"
        case "link":
            return f"links are not taken here: “{_said(error.what)}”"
        case "word":
            return f"this server takes no reviews with “{_said(error.what)}”"
        case "no thing":
            return "I don't know which episode or series it is about"


def _said(text: str) -> str:
    return cut(escape(text), 200)
