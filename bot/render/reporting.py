"""What members see of moderation: forms for reports and reasons, and what authors are told."""

from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from bot.cases import REASONS, REPORTED, SAID, Action, Case, Filed, Notice
from bot.render import parts
from bot.render.fit import bare, cut, escape
from bot.render.moderation import LABELS, entry, moment
from bot.render.parts import Container

Label = ui.Label[Any]
Field = Label | ui.TextDisplay[Any]

REPORT, APPEAL, WORDS = "Report this review", "Appeal", "Words that are refused"
"""The titles of forms."""
_TITLES: dict[Action, str] = {
    "hide": "Hide this review",
    "restore": "Restore this review",
    "remove": "Remove this review for good",
    "warn": "Warn its author",
    "block": "Block its author",
    "unblock": "Unblock its author",
    "dismiss": "Dismiss the reports",
}
_EFFECTS: dict[Action, str] = {
    "hide": "Nobody sees it {where} until it is restored.",
    "restore": "It is shown again {where}; its open reports are closed.",
    "remove": "Nobody sees it {where}. Only an appeal of its author or an operator brings it back.",
    "warn": "Its author is told why. Nothing else changes.",
    "block": "They can't publish {where}, and nothing of theirs is shown {where}.",
    "unblock": "They can publish {where} again, and what is theirs is shown.",
    "dismiss": "What was said against it is closed; if reports hid it, it is shown again.",
}
_TOLD = {
    "hide": "{who} hid your review{of} {where}.",
    "restore": "Your review{of} is shown again {where}.",
    "remove": "{who} removed your review{of} {where}.",
    "warn": "{who} warns you about your review{of} {where}.",
    "block": "{who} decided that your reviews are neither taken nor shown {where} any more.",
    "unblock": "{who} decided that your reviews are taken and shown again {where}.",
    "dismiss": "{who} looked at your appeal for your review{of} {where}: it stays as it is.",
    "again": "Your review{of} is not shown {where}: what you wrote there before was taken away.",
    "reports": "Several members reported your review{of} {where}. It is hidden there until a "
    "moderator has looked at it.",
}


def report_form() -> tuple[Label, ...]:
    """Ask what is wrong with a review."""
    options = [discord.SelectOption(value=reason, label=LABELS[reason]) for reason in REASONS]
    reasons = ui.Select[Any](
        custom_id="reason", placeholder="Choose the one that fits best", options=options
    )
    said = "The moderators read it, with your name; the author does not see who reported."
    return (
        ui.Label(text="What is wrong with it?", component=reasons),
        ui.Label(
            text="More about it",
            description=said,
            component=_words("words", REPORTED, needed=False),
        ),
    )


def reason_form(told: Case, action: Action, server: int) -> tuple[str, tuple[Field, ...]]:
    """Ask why something is decided, and say what it does and what was decided last."""
    where = "here" if server else "anywhere"
    effect = _EFFECTS[action].format(where=where)
    before = f"\n-# Decided last: {entry(told.last, 400)}" if told.last else ""
    said = "Needed: it goes into the log, and the author is told."
    if action == "dismiss" and not told.appeal:
        said = "Needed: it goes into the log."
    return _TITLES[action], (ui.TextDisplay[Any](f"{effect}{before}"), reason_field(said))


def reason_field(said: str) -> Label:
    """Ask why; what becomes of it is `said` under that."""
    return ui.Label(text="Why?", description=said, component=_words("reason", SAID))


def appeal_form() -> tuple[Label, ...]:
    """Ask an author why a decision is wrong."""
    said = "The moderators read it and decide anew. You can appeal once."
    words = _words("words", REPORTED)
    return (ui.Label(text="Why is the decision wrong?", description=said, component=words),)


def words_form(known: Iterable[str]) -> tuple[Label, ...]:
    """Ask for the list of words that a server refuses."""
    said = "One a line. Whole words are found, in any case and with any accents."
    before = "\n".join(known)
    typed = _words("words", 4000, before, needed=False)
    return (ui.Label(text="Words", description=said, component=typed),)


def _words(name: str, most: int, before: str = "", *, needed: bool = True) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        max_length=most,
        default=before[:most] or None,
        required=needed,
    )


def reported(filed: Filed, *, here: bool) -> Container:
    """Thank who reported, and say who will see it."""
    who = "The moderators of this server" if here else "The people who run me"
    hidden = " Until they have decided it is hidden here." if filed.hidden else ""
    return parts.card(parts.text(f"Thank you. {who} see your report.{hidden}"))


def notice(told: Notice, place: str | None) -> Container:
    """Tell an author what was decided about their review and why, with how to appeal, once."""
    one = told.entry
    where = f"in the server **{_said(place, 100)}**" if place else "in a server"
    where = where if one.server else "everywhere"
    of = f" “{_said(told.headline, 150)}”" if told.headline else ""
    who = "A moderator" if one.server else "An operator"
    said = _TOLD.get(one.action, _TOLD["hide"]).format(who=who, of=of, where=where)
    why = f"\n**Why:** {_said(one.reason, 1100)}" if one.reason else ""
    asked = [appealing(one.review or 0, one.server)] if told.appealable else []
    return parts.card(
        parts.text(f"{said}{why}\n-# {moment(one.acted_at)}", 1800),
        *([parts.row(*asked)] if asked else []),
    )


def erased_notice() -> Container:
    """Say what stood here to who was told of a decision about a review that is erased since."""
    return parts.card(
        parts.text("I told you here of a decision about a review of yours. The review is erased.")
    )


def appealing(review: int, server: int) -> parts.Button:
    """Lead an author to the form of an appeal."""
    return parts.button("Appeal", f"moderate:appeal:{review}:{server}")


def appealed() -> Container:
    """Say that an appeal has arrived."""
    return parts.card(
        parts.text("Your appeal is with those who decide. You are told what they decided.")
    )


def here_it_comes() -> Container:
    """Say in a channel that reports will come there."""
    return parts.card(parts.text("Reports of reviews come to this channel from now on."))


def _said(text: str, limit: int) -> str:
    return cut(escape(" ".join(bare(text).split())), limit)
