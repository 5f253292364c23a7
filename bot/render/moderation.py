"""What moderators see: cases with what they can decide, those that wait, and the log."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import discord
import msgspec

from bot.cases import BOT, Case, Entry, Odd, Quote, Reason, Report, Waiting
from bot.model import Heading
from bot.render import parts, reviews
from bot.render.fit import bare, cut, escape
from bot.render.parts import Button, Container, Row
from bot.render.review_problems import DECIDED
from bot.render.spoilers import paged
from bot.reviews import Review

FAMILY = "Decide about reviews: for moderators"
"""What Discord says of /moderate."""
CASES, ENTRIES = 10, 8
"""Cases and entries of the log on one page."""
LABELS: Mapping[Reason, str] = MappingProxyType(
    {
        "spoiler": "It spoils without a warning",
        "harassment": "Harassment",
        "spam": "Spam or advertising",
        "off topic": "Off topic",
        "hateful": "Hateful",
        "personal data": "Somebody's personal data",
        "not a review": "Not a review",
        "other": "Something else",
    }
)
"""What is wrong with a review, as it is chosen and shown."""
_PAGE, _SHOWN = 700, 1400
"""Characters of a page of a case: as they were written, and escaped."""
NONE = Odd()
"""No alarm."""
_HIDING = {
    "reports": "hidden because of reports, until somebody decides",
    "hidden": "hidden by a moderator",
    "removed": "removed by a moderator",
}
_WORDLESS = {
    "deleted": "Its author has deleted it: its text is not shown here any more.",
    "removed": "It was removed: its text is not shown here any more. **Look at it** shows it to "
    "you alone.",
}
_BY = {
    "reports": "Reports of established members",
    "again": "Written anew after it was taken away,",
}
_RULES = {
    "kept": ("new reviews are", {True: "kept in this server", False: "shared with all servers"}),
    "links": ("links in reviews are", {True: "shown as text", False: "refused"}),
}


def quote(shown: Quote, told: Case | None) -> Container:
    """Show what may be shown of a review in a message that stays: a case, or that it is gone."""
    if told is None or shown.shows == "erased":
        return _erased(shown.review)
    if shown.shows == "former" and told.last:  # whom it was about stands in the log alone
        told = told._replace(last=told.last._replace(member=None))
    if shown.shows in {"words", "former"}:
        return _case(told, _leaves(told, apart=True), 0, operator=False)
    return parts.card(
        parts.text(f"{_about(told)}\n{_WORDLESS[shown.shows]}", 900),
        parts.text("\n".join(_facts(told)), 1500),
        *_rows(told, operator=False, look=not told.deleted),
    )


def _erased(review: int) -> Container:
    said = f"-# Review {review}\nIt is gone: its author had it erased. Nothing of it is left here."
    return parts.card(parts.text(said), parts.row(_log_of(review), _waits()))


def case(told: Case, page: int = 0, *, operator: bool = False) -> Container:
    """Show a review to moderators: its text and reports page by page, and what they can decide."""
    return _case(told, _leaves(told), page, operator=operator)


def _case(told: Case, leaves: list[str], page: int, *, operator: bool) -> Container:
    at = min(max(page, 0), len(leaves) - 1)
    turning = parts.turning(f"moderate:case:{told.review.id}", at, len(leaves))
    return parts.card(
        parts.text(_head(told), 900),
        parts.text(leaves[at] + parts.position(at, len(leaves)), _SHOWN + 50),
        parts.text("\n".join(_facts(told)), 1500),
        *([parts.row(*turning)] if turning else []),
        *_rows(told, operator=operator),
    )


def _head(told: Case) -> str:
    return f"{_about(told)}{reviews.title(told.review)}"


def _about(told: Case) -> str:
    shared = "shared with all servers" if not told.review.place else "kept in one server"
    of = f"{reviews.of(told.head)}\n" if told.head else ""
    return f"-# Review {told.review.id} · {shared}\n{of}"


def _leaves(told: Case, *, apart: bool = False) -> list[str]:
    """Give the pages of a case: the review's text, what the author says, what members say.

    Each stands on the page before as far as there is room; `apart` from the text where that is in
    a message that stays: there nobody's words but the review's are quoted.
    """
    texts = ["Its author has deleted it."]
    if not told.deleted:
        runs = reviews.runs_of(told.review.body, spoiler=told.review.spoiler)
        texts = list(paged(runs, _PAGE, _SHOWN)) or [""]
    said = [f"**The author appeals:** {_said(told.appeal.words, 1300)}"] if told.appeal else []
    leaves = [*texts, ""] if apart and (said or told.reports) else texts
    for one in (*said, *map(_reported, told.reports)):
        if len(leaves[-1]) + len(one) < _SHOWN:
            leaves[-1] = f"{leaves[-1]}\n{one}" if leaves[-1] else one
        else:
            leaves.append(one)
    return leaves


def _reported(one: Report) -> str:
    words = f": {_said(one.words, 250)}" if one.words else ""
    who = f"{reviews.author(one.member)} · {moment(one.reported_at)}"
    return f"**{LABELS[one.reason]}** · {who}{words}"


def _facts(told: Case) -> Iterator[str]:
    where = "everywhere" if not told.server else "here"
    if told.hiding:
        yield f"⛔ **{where.capitalize()}:** {_HIDING[told.hiding]}"
    if told.everywhere:
        yield "⛔ **Everywhere:** taken away by the operators"
    if told.blocked:
        yield f"⛔ **Its author is blocked** {where}"
    if told.appeal:
        yield f"**Its author appeals** since {moment(told.appeal.appealed_at)}"
    reasons = Counter(one.reason for one in told.reports)
    listed = ", ".join(f"{LABELS[reason]} ({number})" for reason, number in reasons.most_common())
    before = f" · {told.decided} decided before" if told.decided else ""
    yield f"**Open reports:** {listed or 'none'}{before}"
    known = told.history
    yield (
        f"**The author {where}:** {_many(known.reviews, 'review')} · {known.removed} removed · "
        f"{_many(known.warnings, 'warning')} · {_many(known.blocks, 'block')}"
    )
    if told.last:
        yield f"**Decided last:** {entry(told.last, 450)}"


def _rows(told: Case, *, operator: bool, look: bool = False) -> list[Row]:
    places = [("", " everywhere" if not told.server else "", told)]
    if operator and told.server:
        there = told._replace(hiding=told.everywhere, blocked=False, reports=(), appeal=None)
        places.append((":everywhere", " everywhere", there))
    rows = [
        parts.row(*_decisions(one, behind, label, operator=operator))
        for behind, label, one in places
    ]
    waits = told.reports or told.appeal or told.hiding == "reports"
    about = [
        *([_decision(told, "dismiss", "Dismiss", "")] if waits else []),
        *([parts.button("Look at it", f"moderate:case:{told.review.id}:0:look")] if look else []),
        _log_of(told.review.id),
        _waits(),
        parts.button("Who voted", f"review:voters:{told.review.id}:0"),
    ]
    rows.append(parts.row(*about))
    beside = [] if told.deleted else [*_beside(told.review)]
    return [*rows, parts.row(*beside)] if beside else rows


def _beside(review: Review) -> Iterator[Button]:
    """Lead to what is seen of a review beside its words of today."""
    if review.picture:
        yield parts.button("Picture", f"moderate:picture:{review.id}")
    yield from reviews.history(review)


def _log_of(review: int) -> Button:
    return parts.button("Log of this review", f"moderate:log:0:first:r{review}")


def _waits() -> Button:
    return parts.button("All that waits", "moderate:reports:0:first")


def _decisions(told: Case, behind: str, label: str, *, operator: bool) -> Iterator[Button]:
    """Offer what can be decided as things are; whatever is pressed is checked again."""
    can_return = told.hiding != "removed" or told.appeal or operator
    if told.hiding and can_return:
        yield _decision(told, "restore", f"Restore{label}", behind)
    if told.hiding in {None, "reports"} and not told.deleted:
        yield _decision(told, "hide", f"Hide{label}", behind)
    if told.hiding != "removed" and not told.deleted:
        yield _decision(told, "remove", f"Remove{label}", behind)
    if not behind:
        yield _decision(told, "warn", "Warn", behind)
    blocking = "Unblock author" if told.blocked else "Block author"
    action = "unblock" if told.blocked else "block"
    yield _decision(told, action, f"{blocking}{label or ' here'}", behind)


def _decision(told: Case, action: str, label: str, behind: str) -> Button:
    return parts.button(label, f"moderate:{action}:{told.review.id}{behind}")


def picture(review: int, number: int) -> Container:
    """Show moderators the picture of a review, covered: it may be what was reported."""
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    said = f"Picture that came with review {review}"
    name = reviews.picture_name(number)
    gallery.add_item(media=f"attachment://{name}", description=said, spoiler=True)
    return parts.card(parts.text(f"### {said}"), gallery)


def queue(rows: Sequence[Waiting], page: int, pages: int, odd: Odd = NONE) -> Container:
    """Show a page of the reviews that wait for a decision, to pick one; what is `odd` leads on."""
    turning = parts.turning("moderate:reports", page, pages)
    listed = "\n".join(_waiting(one) for one in rows) or "Nothing waits for a decision."
    found = _many(odd.total, "alarm") if odd.total else ""
    leading = [parts.button(f"Odd votes: {found}", "moderate:alarms:0:first")] if found else []
    return parts.card(
        parts.text(f"### Reports{parts.position(page, pages)}"),
        parts.text(listed, 3500),
        *([_pick((one.review, one.headline, one.head) for one in rows)] if rows else []),
        *([parts.row(*turning)] if turning else []),
        *([parts.row(*leading)] if leading else []),
    )


def _waiting(one: Waiting) -> str:
    said = [_many(one.reports, "report") if one.reports else ""]
    said += ["the author appeals" if one.appealed else "", "hidden until decided" * one.hidden]
    what = ", ".join(filter(None, said))
    named = cut(_flat(one.headline), 80) or "No headline"
    return (
        f"- **{escape(named)}** by {reviews.author(one.member)}: {what} · since {moment(one.since)}"
    )


def which(some: Iterable[Case]) -> Container:
    """Ask which of the reviews that a message shows is meant."""
    rows = [(one.review.id, one.review.headline, one.head) for one in some]
    if not rows:
        return parts.card(parts.text("None of these reviews is still here."))
    said = "### Which one?\nThis message shows several reviews."
    return parts.card(parts.text(said), _pick(rows))


def _pick(rows: Iterable[tuple[int, str, Heading | None]]) -> Row:
    options = (
        (str(review), _flat(headline) or "No headline", _of(head))
        for review, headline, head in rows
    )
    return parts.chooser("moderate:case", "Look at one", options)


def _of(head: Heading | None) -> str:
    if head is None:
        return ""
    title = _flat(head.title or "") if head.kind == "episode" else ""
    return " · ".join(filter(None, (_flat(head.series), str(head.code or ""), title)))


def log(entries: Sequence[Entry], page: int, pages: int, behind: str = "") -> Container:
    """Show a page of a server's log; what it is filtered by stands `behind` in the buttons."""
    turning = parts.turning("moderate:log", page, pages, behind)
    listed = "\n".join(f"- {entry(one, 380)}" for one in entries)
    return parts.card(
        parts.text(f"### Log of moderation{parts.position(page, pages)}"),
        parts.text(listed or "Nothing has been decided yet.", 3500),
        *([parts.row(*turning)] if turning else []),
    )


def entry(one: Entry, limit: int) -> str:
    """Say in one line who did what, when and why."""
    by = _BY.get(one.action, "The bot") if one.actor == BOT else f"<@{one.actor}>"
    at = moment(one.acted_at)
    if one.action == "set":
        return cut(f"{at} · {by} decided that {ruled(one.subject, one.reason)}", limit)
    did = "stays away:" if one.action == "again" else DECIDED.get(one.action, "hid")
    of = f" by {reviews.author(one.member)}" if one.member else ""
    why = f": {_said(one.reason, limit - 150)}" if one.reason else ""
    return f"{at} · {by} {did} review {one.review}{of}{why}"


def ruled(name: str, told: str) -> str:
    """Say what was decided of a rule; `told` is the value as the log has it."""
    value = msgspec.json.decode(told)
    if name in _RULES:
        what, called = _RULES[name]
        return f"{what} {called[bool(value)]}"
    match name:
        case "words":
            if not value:
                return "no words are refused"
            many = "1 word is" if len(value) == 1 else f"{len(value)} words are"
            return f"{many} refused: {_said(', '.join(value), 150)}"
        case "hide_after":
            return hiding_after(value)
        case "role":
            return f"<@&{value}> moderate too" if value else "no role moderates"
        case "channel":
            return f"reports come to <#{value}>" if value else "reports come to no channel"
        case _:
            return f"{escape(name)} is changed"


def hiding_after(number: int) -> str:
    """Say when reports alone hide a review."""
    if not number:
        return "reports alone hide nothing"
    return f"{number} reports of established members hide a review until somebody decides"


def moment(told: str) -> str:
    """Show a moment, as each reader writes it."""
    at = datetime.fromisoformat(told)
    return discord.utils.format_dt(at if at.tzinfo else at.replace(tzinfo=UTC), "f")


def _flat(text: str) -> str:
    return " ".join(bare(text).split())


def _said(text: str, limit: int) -> str:
    return cut(escape(_flat(text)), limit)


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
