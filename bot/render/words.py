"""Small words that every card needs: years, dates, countries, prices, notes, credits."""

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision

from bot.model import Credit, Heading, Offer, Rating, Release
from bot.render.fit import CHOICE, bare, cut, escape

LOCALE = Locale("en")

_PATTERNS = {4: "y", 7: "MMMM y", 10: "d MMMM y"}
_NOTES = (
    ("voice", "voice"),
    ("archive_footage", "archive footage"),
    ("uncredited", "uncredited"),
)
_WAYS = {
    "rent": "rent from {price}",
    "buy": "from {price}",
    "subscription": "with a subscription",
    "free": "free",
    "ads": "free with ads",
}


def years(heading: Heading) -> str:
    """Tell a series' years: (2003– ) while it runs or when its end is not known."""
    if heading.start_year is None:
        return ""
    if heading.end_year == heading.start_year:
        return f"({heading.start_year})"
    return f"({heading.start_year}–{heading.end_year or ' '})"


def series_line(heading: Heading) -> str:
    """Name a series with its years, escaped."""
    return f"{escape(heading.series) or 'Untitled'} {years(heading)}".strip()


def choice_name(heading: Heading) -> str:
    """Name a thing in a list of choices: series, years, code, title; at most 100 characters.

    Only names are cut, neither to less than half of the room. Where there is no code its date
    stands, where there are no years its year behind the code.
    """
    series, told = bare(heading.series) or "untitled", years(heading)
    if heading.kind == "series":
        return f"{cut(series, CHOICE - len(told) - 1)} {told}".strip()
    marks = " ".join(filter(None, (told, _place(heading))))
    title, room = bare(heading.title or "") or "untitled", CHOICE - len(f" {marks} · ")
    title = cut(title, max(room - len(series), room // 2))
    return f"{f'{cut(series, room - len(title))} {marks}'.strip()} · {title}"


def _place(heading: Heading) -> str:
    if heading.code and heading.date and heading.start_year is None:
        return f"{heading.code} ({heading.date[:4]})"
    return str(heading.code or heading.date or "")


def choice_value(heading: Heading) -> str:
    """Give the permanent id as a choice's value, as bot.asking reads it."""
    return f"{heading.kind}:{heading.id}"


@lru_cache(4096)
def day(text: str) -> str:
    """Write a partial date in full: 6 October 2010, October 2010, 2010."""
    full = date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    return str(format_date(full, _PATTERNS[len(text)], locale=LOCALE))


@lru_cache(512)
def country(code: str) -> str:
    """Name a country; codes that are no country (XWW) stay codes."""
    return str(LOCALE.territories.get(code, code))


def release(one: Release) -> str:
    """Tell one release: its moment in the reader's own time where known, else its day."""
    when = f"<t:{int(one.moment.timestamp())}:f>" if one.moment else day(one.date)
    where = f" ({country(one.country)})" if one.country else ""
    note = f" · {escape(one.note)}" if one.note else ""
    return f"{when}{where}{note}"


@lru_cache(4096)
def _price(price: int | None, currency: str | None) -> str:
    if price is None or currency is None:
        return "an unknown price"
    units = price / 10 ** get_currency_precision(currency)
    return str(format_currency(units, currency, locale=LOCALE))


def offer(one: Offer) -> str:
    """Tell one offer: from $1.99 (SD) on Prime Video."""
    way = _WAYS[one.kind].format(price=_price(one.price, one.currency))
    quality = f" ({escape(one.quality)})" if one.quality else ""
    return f"{way}{quality} on {escape(one.provider)}, {country(one.country)}"


def rating(one: Rating) -> str:
    """Tell a source's rating and how many gave one: ★ 8.1/10 (123 votes, IMDb)."""
    votes = f"{one.votes:,} votes, " if one.votes is not None else ""
    return f"★ {one.value:g}/10 ({votes}{escape(one.source)})"


def _part(one: Credit) -> str:
    part = one.character or one.job or ""
    # Pages that say "Himself" have said it; whose gender nobody told us is "Self".
    if one.himself and not part.lower().startswith(("self", "himself", "herself", "themsel")):
        return f"Self - {part}" if part else "Self"
    return part


def credit(one: Credit) -> str:
    """Tell one credit as the page has it: **name** … character (voice) (as Allen J. Keng)."""
    name = escape(cut(one.name or "", 60))
    who = f"**{name}**" if name else ""
    part = escape(cut(_part(one), 90))
    notes = [word for field, word in _NOTES if getattr(one, field)]
    if one.credited_as:
        notes.append(f"as {escape(cut(one.credited_as, 60))}")
    words = [who, f"… {part}" if part else "", *(f"({note})" for note in notes)]
    return " ".join(word for word in words if word) or "*not named*"
