"""Where to watch: the offers for one country, and the other countries to choose from."""

from collections import Counter
from collections.abc import Iterable

from bot.model import Offer
from bot.page import EpisodePage
from bot.render import parts, words
from bot.render.about import CREDITS
from bot.render.fit import OPTION, cut, escape, lines, page_of
from bot.render.sections.shown import Section, Shown, grouped

OFFERS, OFFER = 8, 320
"""Offers on a page, and characters of one: together they fit."""
SELECTS = 4
"""Selects of countries, of 25 each: the largest places to watch are told of fewer countries."""
_WAYS = {
    "subscription": "With a subscription",
    "free": "Free",
    "ads": "Free with ads",
    "rent": "Rent",
    "buy": "Buy",
}
_ORDER = tuple(_WAYS)


def offer_of(page: EpisodePage) -> Offer | None:
    """Give the offer to name on the overview: of the viewer's country if there is any there."""
    offers, country = page.facts(Offer), page.viewer.country
    here = (one for one in offers if one.country == country)
    return next(here, offers[0] if offers else None)


def show(page: EpisodePage, at: int) -> Shown:
    """Show eight offers for the viewer's country, and let them choose another one."""
    offers, country = page.facts(Offer), page.viewer.country
    if not offers:
        return Shown("*No offers yet.* No source tells where it can be watched.")
    here = sorted(
        (one for one in offers if one.country == country), key=lambda one: _ORDER.index(one.kind)
    )
    shown, taken, count = page_of(here, at, OFFERS)
    rows = ((_WAYS[one.kind], _row(one)) for one in shown)
    body = grouped(rows, OFFER) or _none(country)
    owed = lines((f"-# {line}" for line in _owed(shown or offers)), 600)
    elsewhere = _elsewhere(page.heading.id, offers)
    turns = f"watch:{page.heading.id}:{country}"
    return Shown(f"{_where(page)}\n{body}\n{owed}", taken, count, elsewhere, turns)


def _where(page: EpisodePage) -> str:
    """Say for which country this is, and how to have another one."""
    viewer = page.viewer
    if viewer.country is None:
        return "-# I don't know your country: `/me country` tells me."
    guess = " (guessed from your language; `/me country` sets it)" if viewer.guessed else ""
    return f"-# In {words.country(viewer.country)}{guess}"


def _none(country: str | None) -> str:
    return f"*Nothing known for {words.country(country)}.*" if country else "*Choose a country.*"


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
    sources = dict.fromkeys(one.source for one in offers)
    return [CREDITS[source] for source in sources if source in CREDITS]


def _elsewhere(thing: int, offers: Iterable[Offer]) -> tuple[parts.Row, ...]:
    """Offer the countries to choose from: those with most offers first, many by the alphabet."""
    counts = Counter(one.country for one in offers)
    rows = [
        (country, cut(words.country(country), OPTION), f"{many} {_offers(many)}")
        for country, many in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    if len(rows) <= parts.OPTIONS:
        return (parts.chooser(f"watch:{thing}", f"Another country ({len(rows)})", rows),)
    rows = sorted(rows[: SELECTS * parts.OPTIONS], key=lambda row: row[1])
    some = [rows[at : at + parts.OPTIONS] for at in range(0, len(rows), parts.OPTIONS)]
    return tuple(
        parts.chooser(f"watch:{thing}:more{number}", f"{part[0][1]} to {part[-1][1]}", part)
        for number, part in enumerate(some)
    )


def _offers(many: int) -> str:
    return "offer" if many == 1 else "offers"


SECTION = Section("Watch", lambda page: len(page.facts(Offer)), show)
