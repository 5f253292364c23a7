"""What is wrong with a review, a vote or a report, in words, with what to do next."""

from bot import errors
from bot.errors import ReviewError
from bot.render.fit import cut, escape

_SAID: dict[type[ReviewError], str] = {
    errors.ReviewGone: "That review is no longer here: its author or a moderator took it away.",
    errors.AlreadyReviewed: "You have a review of this already. Change it with `/review edit`.",
    errors.OwnReview: "This is your own review: others say whether it helped.",
    errors.AlreadyReported: "You have reported this review before; its moderators see it.",
    errors.TooLate: "That was deleted too long ago to have it back. You can write it again.",
    errors.DraftGone: "That draft is gone: published, discarded, or older than 30 days.",
}
_MANY = {"review": "reviews", "vote": "votes", "report": "reports"}


def review_problem(error: ReviewError) -> str:
    """Say what happened and what to do next; nothing that somebody wrote is lost by it."""
    match error:
        case errors.Blocked(server=server):
            where = "of this server" if server else "who run me"
            return f"The people {where} take no reviews from you. Your words are kept as a draft."
        case errors.TooMany(kind=kind, limit=limit, again=again):
            many = f"{limit} {_MANY.get(kind, kind)} in 24 hours"
            return f"That would be more than {many}. You can go on <t:{int(again.timestamp())}:R>."
        case errors.NotTaken():
            return _untaken(error)
        case _:
            return _SAID.get(type(error), "That can't be done with this review.")


def _untaken(error: errors.NotTaken) -> str:
    match error.why:
        case "short":
            why = f"it has {error.what} characters of text, and needs {error.least}"
        case "long":
            why = "it has more than 4,000 characters of text"
        case "empty headline":
            why = "it needs a headline"
        case "spoiled headline":
            why = "a headline is seen by all: nothing in it may stand behind spoiler bars"
        case "link":
            why = f"links are not taken here: “{_said(error.what)}”"
        case "word":
            why = f"this server takes no reviews with “{_said(error.what)}”"
        case "no thing":
            why = "I don't know yet which episode or series it is about"
    return f"This can't be published yet: {why}. Your text is kept: press Edit."


def _said(text: str) -> str:
    return cut(escape(text), 200)
