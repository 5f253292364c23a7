"""What is stored about a member, told to them in words; and what happens when they go."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from discord import ui

from bot.personal import KINDS, Entry, Erased
from bot.render import parts, words
from bot.render.figures import counted
from bot.render.fit import bare, cut, escape
from bot.render.moderation import LABELS
from bot.render.parts import Container

Facts = Mapping[str, Any]
PAGE = 8
"""Entries on a page: each has at most 400 characters."""
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "member": "Since when I know you, and your country",
        "rating": "Ratings",
        "review": "Reviews",
        "revision": "Earlier words of reviews",
        "draft": "Drafts",
        "vote": "Votes",
        "report": "Reports",
        "appeal": "Appeals",
        "notice": "What you were told of decisions",
        "alarm": "Votes that moderators should look at",
        "contribution": "Contributions",
        "decision": "Contributions that you decided on",
        "progress": "How far you have seen series",
        "picture": "Pictures in your reviews",
        "deed": "What you did lately",
        "block": "Servers that take no reviews from you",
        "moderation": "Moderation log",
        "load": "Loads",
        "looked": "What you looked at last",
    }
)
"""What each kind of what is stored is called; PRIVACY.md has the same words."""


_SERVERS = ("server", "place")
_ONCE = frozenset({"member"})
_DEEDS: Mapping[str, str] = MappingProxyType(
    {
        "rating": "You rated {of}",
        "review": "You published a review of {of}",
        "revision": "You changed your review of {of}",
        "deletion": "You deleted your review of {of}",
        "restoration": "You brought your review of {of} back",
        "draft": "You kept a draft",
        "vote": "You voted on a review of {of}",
        "report": "You reported a review of {of}",
        "appeal": "You asked again about your review of {of}",
        "decision": "You decided as a moderator",
        "lift": "You let votes count again as a moderator",
        "rules": "You changed the rules of a server",
    }
)
"""What was done lately, as it is noted, in words."""


class Page(NamedTuple):
    """A page of the entries of one kind, `total` in all.

    `servers` has the names of those that are known, by their ids.
    """

    kind: str
    entries: Sequence[Entry]
    page: int
    total: int
    servers: Mapping[int, str] = MappingProxyType({})


def overview(counts: Mapping[str, int]) -> Container:
    """Tell how much of each kind is stored, with a list to look into."""
    if not counts:
        return parts.card(parts.text("## Nothing is stored about you.", 300))
    rows = "\n".join(f"- {_tally(kind, counts[kind])}" for kind in KINDS if kind in counts)
    return parts.card(
        parts.text(f"## What is stored about you\n{rows}", 2000),
        _chooser(counts),
        parts.text(
            "`/privacy export` gives you all of it as files, `/privacy delete` deletes it. "
            "Nobody else sees this answer.",
            300,
        ),
    )


def _tally(kind: str, count: int) -> str:
    """Say how much of a kind there is; of what is there once alone a number says nothing."""
    return TITLES[kind] if kind in _ONCE else f"{TITLES[kind]}: **{count:,}**"


def entries(page: Page, counts: Mapping[str, int]) -> Container:
    """Show one page of a kind."""
    pages = max(1, -(-page.total // PAGE))
    rows = (
        "\n".join(f"- {line(one, page.servers)}" for one in page.entries)
        or "Nothing of this is stored."
    )
    turning = parts.turning(f"privacy:page:{page.kind}", page.page, pages)
    return parts.card(
        parts.text(f"## {TITLES[page.kind]}{parts.position(page.page, pages)}", 300),
        parts.text(rows, 3400),
        *([parts.row(*turning)] if turning else []),
        *([_chooser(counts)] if counts else []),
    )


def _chooser(counts: Mapping[str, int]) -> parts.Row:
    rows = (
        (kind, TITLES[kind], "" if kind in _ONCE else f"{counts[kind]:,} stored")
        for kind in KINDS
        if kind in counts
    )
    return parts.chooser("privacy:show", "Look into", rows)


def line(entry: Entry, servers: Mapping[int, str] = MappingProxyType({})) -> str:
    """Tell of one entry in a line or two."""
    there = {key: _server(entry.facts[key], servers) for key in _SERVERS if entry.facts.get(key)}
    said = _LINES[entry.kind]({**entry.facts, **there}, _of(entry))
    at = entry.facts.get("at")
    return cut(f"{said}{f' · {moment(at)}' if at else ''}", 400)


def _server(server: int, servers: Mapping[int, str]) -> str:
    """Name a server; of one where the bot is no more only its id is known."""
    name = bare(servers.get(server, ""))
    return f"the server {escape(cut(name, 60))}" if name else f"the server with the id `{server}`"


def _of(entry: Entry) -> str:
    if entry.thing is None:
        return "something that is not in my catalogue"
    return cut(words.named(entry.thing.heading), 200)


def moment(text: str) -> str:
    """Show a stored moment as Discord shows it in everybody's own time; others as they stand."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return escape(text)
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    return f"<t:{int(told.timestamp())}:f>"


def _member(facts: Facts, _: str) -> str:
    country = facts.get("country")
    where = (
        f"Your country is {words.the_country(country)}." if country else "I know no country of you."
    )
    language = f" Your language is {escape(facts['locale'])}." if facts.get("locale") else ""
    return f"I have known you since {moment(facts['since'])}. {where}{language}"


def _place(facts: Facts) -> str:
    return f", kept in {facts['place']}" if facts.get("place") else ""


def _where(facts: Facts) -> str:
    return f" in {facts['server']}" if facts.get("server") else ""


def _review(facts: Facts, of: str) -> str:
    state = "deleted" if facts["state"] == "deleted" else "published"
    hidden = ", hidden by moderators" if facts.get("hidden") else ""
    helped = f"{facts['helpful']} of {facts['votes']} found it helpful"
    return f"{_words(facts, of)} ({state}{hidden}{_place(facts)}; {helped})"


def _words(facts: Facts, of: str) -> str:
    rated = f", {facts['rating']}/10" if facts.get("rating") else ""
    body = cut(" ".join(escape(cut(facts["body"], 150)).split()), 200)
    return f"“{escape(cut(facts['headline'], 80))}” on {of}{rated}: {body}"


def _vote(facts: Facts, of: str) -> str:
    vote = "Helpful" if facts["helpful"] else "Not helpful"
    return f"{vote}, on review {facts['review']} of {of}{_where(facts)}"


def _report(facts: Facts, of: str) -> str:
    decided = f", decided: {escape(facts['decision'])}" if facts.get("decision") else ""
    said = f" “{escape(cut(facts['words'], 100))}”" if facts.get("words") else ""
    where, reason = _where(facts), facts["reason"]
    label = LABELS.get(reason) or escape(reason)
    return f"Review {facts['review']} of {of}{where}: {label}{said}{decided}"


def _appeal(facts: Facts, of: str) -> str:
    decided = f", decided: {escape(facts['decision'])}" if facts.get("decision") else ""
    words_ = escape(cut(facts["words"], 150))
    return f"Review {facts['review']} of {of}{_where(facts)}: “{words_}”{decided}"


def _notice(facts: Facts, _: str) -> str:
    about = f"review {facts['review']}" if facts.get("review") else "you"
    told = "you were told" if facts.get("told_at") else "you are told soon"
    reason = f": “{escape(cut(facts['reason'], 150))}”" if facts["reason"] else ""
    return f"{escape(facts['action'])}, about {about}{_where(facts)}{reason}, {told}"


def _contribution(facts: Facts, of: str) -> str:
    fact = cut(escape(str(facts.get("fact", ""))), 150)
    return f"{escape(facts['of'])} of {of}, {facts['state']} {fact}".strip()


def _moderation(facts: Facts, _: str) -> str:
    who = "You" if facts["own"] else "A moderator"
    where = _where(facts)
    subject = f"review {facts['review']}" if facts.get("review") else escape(facts["subject"])
    did = f"{escape(facts['action'])} ({subject or 'a member'})"
    return f"{who}{where}: {did}, because “{escape(cut(facts['reason'], 150))}”"


_LINES: Mapping[str, Callable[[Facts, str], str]] = MappingProxyType(
    {
        "member": _member,
        "rating": lambda facts, of: f"{facts['rating']}/10 for {of}{_place(facts)}",
        "review": _review,
        "revision": _words,
        "draft": _words,
        "vote": _vote,
        "report": _report,
        "appeal": _appeal,
        "notice": _notice,
        "alarm": lambda facts, _: f"{escape(facts['of'])} on review {facts['review']}",
        "contribution": _contribution,
        "decision": _contribution,
        "progress": lambda _, of: f"Seen up to {of}",
        "picture": lambda facts, _: (
            f"Picture {facts['id']}: {facts['type']}, {facts['bytes']} bytes"
        ),
        "deed": lambda facts, of: _DEEDS.get(facts["of"], escape(facts["of"])).replace("{of}", of),
        "block": lambda facts, _: (
            words.capital(facts["server"]) if facts["server"] else "My operators, everywhere"
        ),
        "moderation": _moderation,
        "load": lambda facts, _: f"Load {facts['id']} of {escape(cut(facts['source'], 60))}",
        "looked": lambda _, of: of,
    }
)

EXPORTED = (
    "## All that is stored about you\nThe .json file has everything, for programs; "
    "`/me import` takes ratings and reviews out of it again. The .md file has it for people."
)


def exported(names: Sequence[str], part: int, count: int) -> Container:
    """Show files with what is stored; there may be several messages of them."""
    files: list[ui.Item[Any]] = [ui.File(f"attachment://{name}") for name in names]
    said = EXPORTED if part == 0 else "## All that is stored about you"
    return parts.card(parts.text(f"{said}{parts.position(part, count)}", 600), *files)


def ask(counts: Mapping[str, int]) -> Container:
    """Ask what is to be deleted, before anything is."""
    told = [_tally(kind, counts[kind]) for kind in KINDS if kind in counts]
    if not told:
        return parts.card(parts.text("Nothing is stored about you. There is nothing to delete."))
    return parts.card(
        parts.text(f"## Delete what is stored about you?\n{' · '.join(told)}", 1500),
        parts.text(
            "**Delete everything** takes your reviews away, with their votes.\n"
            "**Delete all but reviews** leaves your published reviews, with the ratings in them, "
            "as those of “a former member”. Each gets a number of its own: nobody can tell any "
            "more that they are yours, and you can't change them.\n"
            "Everything else goes either way: ratings, drafts, votes (counts are corrected), "
            "reports, your country. It can't be undone; `/privacy export` gives you a copy.\n"
            f"-# {STAYS}",
            1800,
        ),
        parts.row(
            parts.button("Delete everything", "privacy:delete:erased"),
            parts.button("Delete all but reviews", "privacy:delete:anonymised"),
            parts.button("Keep everything", "privacy:delete:none"),
        ),
    )


STAYS = (
    "What stays: what moderators wrote into their log (it ends by itself), a server's decision to "
    "take no reviews from you, and contributions that were accepted, as nobody's."
)


def done(erased: Erased | None) -> Container:
    """Tell what was deleted, or that nothing was."""
    if erased is None:
        return parts.card(parts.text("Nothing was deleted. Everything is as it was."))
    counts = [
        (len(erased.reviews), "review"), (len(erased.voted), "vote"), (erased.ratings, "rating"),
        (erased.drafts, "draft"),
    ]  # fmt: skip
    told = ", ".join(counted(count, thing) for count, thing in counts if count)
    gone = f": {told} and the rest." if told else "."
    kept = len(erased.kept)
    kept_ones = "1 review stays" if kept == 1 else f"{kept:,} reviews stay"
    stay = f" {kept_ones} as a former member's." if kept else ""
    return parts.card(
        parts.text(
            f"## Deleted\nAll that was stored about you is gone{gone}{stay} What is gone does "
            f"not come back, even if my operators put an older backup in place.\n-# {STAYS}",
            1500,
        )
    )
