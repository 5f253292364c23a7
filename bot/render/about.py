"""What /help and /about say."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.render import parts
from bot.render.figures import counted
from bot.render.fit import escape, page_of
from bot.render.parts import Container

_TMDB = (
    "This product uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise "
    "approved by TMDB. Where to watch, as TMDB has it, is told by "
    "[JustWatch](<https://www.justwatch.com>)."
)
CREDITS: Mapping[str, str] = MappingProxyType(
    {
        "TVmaze": "TV data and pictures by [TVmaze](<https://www.tvmaze.com>), CC BY-SA 4.0.",
        "IMDb": "Information courtesy of [IMDb](<https://www.imdb.com>). Used with permission. "
        "For personal and non-commercial use alone.",
        "TMDB": _TMDB,
        "JustWatch": _TMDB,  # of whose offers TMDB alone tells
        "TheTVDB": "Metadata provided by [TheTVDB](<https://thetvdb.com>).",
        "Cold Open": "Starter catalogue by the Cold Open project, MIT licence; the public pages "
        "that its facts come from stand under each episode's Details.",
    }
)
"""The line that each source's licence asks for."""

_COUNTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "episodes": ("episode", "episodes"),
        "people": ("person", "people"),
        "parts": ("credit in cast and crew", "credits in cast and crew"),
    }
)
"""What one of each is called, and several; series are many as they are one."""

COMMANDS = 15
"""Commands on a page: with the longest descriptions they stay below the 4,000 of a view."""
_ORDER = (
    "episode", "search", "series", "season", "next", "person", "review write", "review read",
    "review top", "review search", "review author", "review mine", "review drafts", "review",
    "rate", "ratings", "compare", "today", "random", "trending", "me", "privacy", "help", "about",
    "moderate", "admin",
)  # fmt: skip
"""Commands in the order of their use; what moderators and operators alone can use comes last."""
PRIVACY = """\
- I read what you send me with a command, a button or a form, and messages that name me. Discord \
shows me no others.
- I write down nowhere who looked up what. How often things are looked up I count for a week.
- What you looked at last is suggested to you alone; it is in memory only, a restart forgets it.
- What you give me (country, ratings, reviews, drafts, votes, reports) I keep until you delete it, \
drafts and what you did lately for some days.
- `/privacy show` tells you everything that is stored about you, `/privacy export` gives it to you \
as files, `/privacy delete` deletes it: reviews go, or stay as a former member's.
- PRIVACY.md, which comes with the program, says all of this and how long each thing is kept."""


_REVIEWS = """\
**Reviews** can be written in the chat, too: reply to one of my cards and name me, with `8/10` \
first if you like.

**Apps**, in the menu of a message or a member, has **Review this episode** for one of my cards, \
**Make this a review** for a message of yours, **Reviews by this member** for anybody, and \
**Moderate this review** for moderators."""


def help_page(commands: Iterable[tuple[str, str]], at: int = 0) -> Container:
    """List 15 commands with what they do, and three things to try."""
    ordered = sorted(commands, key=lambda one: (_place(one[0]), one))
    shown, taken, count = page_of(ordered, at, COMMANDS)
    rows = "\n".join(f"- **/{name}** {escape(description)}" for name, description in shown)
    tries = "\n".join(
        f"- `/episode query:{query}`"
        for query in ("air emergency target is destroyed", "mayday 9x05", "gimly glidr")
    )
    advice = (
        "Type a title, a series with a code (S02E05, 2x05, season 2 episode 5) or a date, words "
        "of the plot, or an IMDb id. "
        "Suggestions help, but any words work. The buttons under a card stay alive for years."
    )
    head = "## Cold Open\nI know television by the episode.\n\n"
    turning = parts.turning("help", taken, count)
    return parts.card(
        parts.text(f"{head}{rows}{parts.position(taken, count)}", 3000),
        *([parts.row(*turning)] if turning else []),
        parts.text(f"**Try**\n{tries}\n\n{advice}\n\n{_REVIEWS}", 1000),
    )


def _place(name: str) -> int:
    """Tell where a command stands; one that the order does not name comes before one's own."""
    places = (at for at, one in enumerate(_ORDER) if f"{name} ".startswith(f"{one} "))
    return next(places, _ORDER.index("me"))


def catalogue(counts: Mapping[str, int]) -> list[str]:
    """Say how much of each the catalogue has."""
    return [counted(count, *_COUNTED.get(word, (word, word))) for word, count in counts.items()]


def about_page(
    version: str, counts: Mapping[str, int], sources: Iterable[str], *, read_only: bool
) -> Container:
    """Tell version, what the catalogue has, whom to credit, and what is kept about people."""
    has = ", ".join(catalogue(counts))
    owed = "\n".join(f"- {CREDITS.get(source, escape(source))}" for source in sources)
    state = "\n-# The store is read-only right now." if read_only else ""
    return parts.card(
        parts.text(f"## Cold Open {version}\nThe catalogue has {has}.{state}", 800),
        parts.text(f"**Sources**\n{owed}", 1500),
        parts.text(f"**Privacy**\n{PRIVACY}", 1300),
    )
