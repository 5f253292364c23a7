"""Where to watch: the offers for one country, and the other countries to choose from.

Most sources tell of offers for a whole series: an episode's page leads to those.
"""

from collections import Counter
from collections.abc import Iterable

from bot.model import Offer
from bot.page import EpisodePage, SeriesPage
from bot.render import parts, words
from bot.render.about import CREDITS
from bot.render.figures import counted
from bot.render.fit import OPTION, cut, escape, lines, page_of
from bot.render.sections.shown import Section, Shown, grouped

OFFERS, OFFER = 8, 320
"""Offers on a page, and characters of one: together they fit."""
SELECTS = 4
"""Selects of countries, of 25 each: what is offered in more countries says how to get to those."""
_WAYS = {
    "subscription": "With a subscription",
    "free": "Free",
    "ads": "Free with ads",
    "rent": "Rent",
    "buy": "Buy",
}
_ORDER = tuple(_WAYS)


def offer_of(page: EpisodePage | SeriesPage) -> Offer | None:
    """Give the offer to name on the overview: of the viewer's country if there is any there.

    It is the one that stands first where to watch is told: how that costs least.
    """
    offers, country = page.facts(Offer), page.viewer.country
    here = [one for one in offers if one.country == country]
    return min(here or offers, key=_place, default=None)


def _place(one: Offer) -> tuple[int, bool, int]:
    """Tell where an offer stands among those of a country: the cheapest of its kind first."""
    return _ORDER.index(one.kind), one.price is None, one.price or 0


def show(page: EpisodePage | SeriesPage, at: int) -> Shown:
    """Show eight offers for the viewer's country, and let them choose another one."""
    offers, country = page.facts(Offer), page.viewer.country
    across = _across(page)
    if not offers:
        return Shown(_nothing(page), below=across)
    here = sorted((one for one in offers if one.country == country), key=_place)
    shown, taken, count = page_of(here, at, OFFERS)
    rows = ((_WAYS[one.kind], _row(one)) for one in shown)
    body = grouped(rows, OFFER) or _none(country)
    owed = lines((f"-# {line}" for line in _owed(shown)), 600)
    elsewhere, left = _elsewhere(page, offers)
    text = "\n".join(filter(None, (_where(page), body, left, owed)))
    return Shown(text, taken, count, (*elsewhere, *across), f"{_prefix(page)}:{country}")


def _prefix(page: EpisodePage | SeriesPage) -> str:
    """Begin the custom ids with which another country, or another page of one, is asked for."""
    if isinstance(page, SeriesPage):
        came = f":from{page.episode}" if page.episode else ""
        return f"series:watch:{page.heading.id}{came}"
    return f"watch:{page.heading.id}"


def _nothing(page: EpisodePage | SeriesPage) -> str:
    if page.heading.kind == "series":
        return "*No offers yet.* No source tells where it can be watched as a whole."
    return "*No offers yet.* No source tells where this episode alone can be watched."


def _across(page: EpisodePage | SeriesPage) -> tuple[parts.Row, ...]:
    """Lead from an episode to the offers of its series where it has some, and back."""
    if isinstance(page, SeriesPage):
        back = f"episode:watch:{page.episode}:0:back"
        return (parts.row(parts.button("Back to the episode", back)),) if page.episode else ()
    if not page.series_offered:
        return ()
    series = f"series:watch:{page.heading.series_id}:0:from{page.heading.id}"
    return (parts.row(parts.button("Where to watch the whole series", series)),)


def _where(page: EpisodePage | SeriesPage) -> str:
    """Say for which country this is, and how to have another one."""
    viewer = page.viewer
    if viewer.country is None:
        return "-# I don't know your country: `/me country` tells me."
    guess = " (guessed from your language; `/me country` sets it)" if viewer.guessed else ""
    return f"-# In {words.the_country(viewer.country)}{guess}"


def _none(country: str | None) -> str:
    if country is None:
        return "*Choose a country.*"
    return f"*Nothing known for {words.the_country(country)}.*"


def _row(one: Offer) -> str:
    """Tell one offer: **Prime Video** from $1.99 (SD), seen 3 May 2024, with its source."""
    name = escape(cut(one.provider, 60))
    price = f" from {words.price(one)}" if one.price is not None and one.currency else ""
    quality = f" ({escape(cut(one.quality, 20))})" if one.quality else ""
    seen = f", seen {words.day(one.seen.isoformat())}" if one.seen else ""
    rest = f"{price}{quality}{seen} · {escape(cut(one.source, 30))}"
    linked = f"- **[{name}](<{one.url}>)**{rest}"
    # An address that is cut leads nowhere, and takes the price along.
    fits = one.url and words.is_address(one.url) and len(linked) <= OFFER
    return linked if fits else f"- **{name}**{rest}"


def _owed(offers: Iterable[Offer]) -> list[str]:
    """Give the credit that each source asks for."""
    return [*dict.fromkeys(CREDITS[one.source] for one in offers if one.source in CREDITS)]


def _elsewhere(
    page: EpisodePage | SeriesPage, offers: Iterable[Offer]
) -> tuple[list[parts.Row], str]:
    """Offer the other countries: those with most offers first, many by the alphabet.

    Gives what there is to say of those for which there is no room, too.
    """
    counts = Counter(one.country for one in offers if one.country != page.viewer.country)
    rows = [
        (country, cut(words.country(country), OPTION), counted(many, "offer"))
        for country, many in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    prefix = _prefix(page)
    if len(rows) <= parts.OPTIONS:
        some = f"Another country ({len(rows)})"
        return [parts.chooser(prefix, some, rows)] if rows else [], ""
    left = len(rows) - SELECTS * parts.OPTIONS
    rows = sorted(rows[: SELECTS * parts.OPTIONS], key=lambda row: row[1])
    alphabet = [rows[at : at + parts.OPTIONS] for at in range(0, len(rows), parts.OPTIONS)]
    return [
        parts.chooser(f"{prefix}:more{number}", f"{part[0][1]} to {part[-1][1]}", part)
        for number, part in enumerate(alphabet)
    ], f"-# There are offers in {left} more countries: `/me country` shows one." * (left > 0)


SECTION = Section("Watch", lambda page: len(page.facts(Offer)), show, "Where to watch")
