"""Votes in words: what one's own is now, and for moderators who has voted on a review."""

from datetime import datetime

from bot.render import parts
from bot.render.parts import Container
from bot.render.reviews import helped
from bot.reviews import FULL, Standing, Voter, Voters

MEANT = (
    "-# “Helpful” means that it helped you, not that you agree with it. You can change your vote, "
    "or take it back, whenever you like."
)


def voted(standing: Standing, *, moderator: bool = False) -> Container:
    """Tell who has voted what their vote is now, and let them change it or take it back."""
    review = standing.review
    change = {
        True: [parts.button("Not helpful", f"review:unhelpful:{review}:instead")],
        False: [parts.button("Helpful", f"review:helpful:{review}:instead")],
    }
    back = [parts.button("Take back", f"review:unvote:{review}")]
    more = [parts.button("Who voted", f"review:voters:{review}:0")] if moderator else []
    offered = [*change[False], *change[True]]
    if standing.own is not None:
        offered = [*change[standing.own], *back]
    return parts.card(
        parts.text(f"{_own(standing)}\n{helped(standing)}.", 300),
        parts.text(MEANT),
        parts.row(*offered, *more),
    )


def _own(standing: Standing) -> str:
    match standing.own, standing.before:
        case None, None:
            return "You have no vote on this review."
        case None, _:
            return "Your vote is taken back."
        case own, before if own is before:
            return f"You have said so before: {_said(helpful=own)}. It stays one vote."
        case own, None:
            return f"Your vote: **{_said(helpful=own)}**."
        case own, _:
            return f"Your vote is changed: **{_said(helpful=own)}**."


def _said(*, helpful: bool) -> str:
    return "it helped you" if helpful else "it did not help you"


def voters(review: int, found: Voters) -> Container:
    """Show moderators who voted on a review on their server; others are a number."""
    rows = [_voter(one) for one in found.rows]
    listed = "\n".join(rows) or "Nobody on this server has voted on this review."
    where = f"-# {counted(found.here, found.elsewhere)}{parts.position(found.page, found.pages)}"
    turning = parts.turning(f"review:voters:{review}", found.page, found.pages)
    return parts.card(
        parts.text("### Who voted"),
        parts.text(listed, 2500),
        parts.text(where, 300),
        *([parts.row(*turning)] if turning else []),
    )


def counted(here: int, elsewhere: int) -> str:
    """Say how many voted here, and elsewhere if any did."""
    others = f" · {elsewhere} elsewhere, whom I don't name" if elsewhere else ""
    return f"{here} here{others}"


def _voter(voter: Voter) -> str:
    at = int(datetime.fromisoformat(voter.cast_at).timestamp())
    how = "helpful" if voter.helpful else "not helpful"
    return f"<@{voter.member}> · {how} · <t:{at}:f> · {_counts(voter)}"


def _counts(voter: Voter) -> str:
    """Tell how far a vote counts in the order; what is shown counts every vote whole."""
    if voter.counts_from is not None:
        return f"counts from <t:{int(datetime.fromisoformat(voter.counts_from).timestamp())}:f>"
    return "counts whole" if voter.weight == FULL else f"counts {voter.weight / FULL:.0%}"
