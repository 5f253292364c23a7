"""Small words that every card needs: years, dates, countries, prices, notes, credits."""

import re
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision

from bot.model import Credit, Heading, Offer, Rating, Release
from bot.page import Score
from bot.render.figures import counted
from bot.render.fit import CHOICE, bare, cut, escape

LOCALE = Locale("en")

_PATTERNS = {4: "y", 7: "MMMM y", 10: "d MMMM y"}
_PARTS_OF_THE_WORLD = MappingProxyType(
    {
        "XWW": "Worldwide", "XEU": "Europe", "XAS": "Asia", "XNA": "North America",
        "XSA": "Latin America", "XAF": "Africa", "XAU": "Australasia", "XKO": "Korea",
        "XPI": "Palestine", "XSI": "Siam", "XKV": "Kosovo", "XYU": "Yugoslavia",
        "SUHH": "Soviet Union", "YUCS": "Yugoslavia", "CSHH": "Czechoslovakia",
        "DDDE": "East Germany", "XWG": "West Germany", "CSXX": "Serbia and Montenegro",
        "BUMM": "Burma", "ZRCD": "Zaire", "VDVN": "North Vietnam",
    }
)  # fmt: skip
"""As IMDb has them: parts of the world, and countries that are no more."""
_WITH_ARTICLE = re.compile(
    r"\b(?:States|Kingdom|Emirates|Netherlands|Philippines|Republic|Islands|Bahamas|Maldives|"
    r"Comoros|Gambia|Union|Territor(?:y|ies))$|^Isle of "
)
"""Names of countries that have an article inside a sentence."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PORT = r":(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3})"
_ADDRESS = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})+(?:{_PORT})?(?:/[^\s<>()|\\`*]*)?", re.ASCII
)
_ENDING = re.compile(r"[?&](ex|expires|x-amz-expires|signature|token)=", re.IGNORECASE)
"""Parts of addresses that work for some hours or days alone, as Discord's own do."""
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


def named(heading: Heading) -> str:
    """Name a thing in a line of text, escaped: its series, code and title, or years."""
    series = cut(escape(heading.series) or "Untitled", 100)
    if heading.kind == "series":
        return f"{series} {years(heading)}".strip()
    code = f" **{heading.code}**" if heading.code else ""
    return f"{series}{code} · {cut(escape(heading.title or '') or 'Untitled', 100)}"


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
    """Name a country, one of the past or a part of the world; other codes stay codes."""
    return _PARTS_OF_THE_WORLD.get(code) or str(LOCALE.territories.get(code, code))


@lru_cache(512)
def the_country(code: str) -> str:
    """Name a country inside a sentence: the United States, Canada."""
    name = country(code)
    return f"the {name}" if _WITH_ARTICLE.search(name) else name


def release(one: Release, *, where: bool = True) -> str:
    """Tell one release: its moment in the reader's own time where known, else its day."""
    when = f"<t:{int(one.moment.timestamp())}:f>" if one.moment else day(one.date)
    there = f" ({country(one.country)})" if where and one.country else ""
    note = f" · {escape(one.note)}" if one.note else ""
    return f"{when}{there}{note}"


@lru_cache(4096)
def _price(price: int | None, currency: str | None) -> str:
    if price is None or currency is None:
        return "an unknown price"
    units = price / 10 ** get_currency_precision(currency)
    return str(format_currency(units, currency, locale=LOCALE))


def price(one: Offer) -> str:
    """Tell what an offer costs: $1.99."""
    return _price(one.price, one.currency)


def offer(one: Offer) -> str:
    """Tell one offer: from $1.99 (SD) on Prime Video."""
    way = _WAYS[one.kind].format(price=price(one))
    quality = f" ({escape(one.quality)})" if one.quality else ""
    return f"{way}{quality} on {escape(one.provider)}, {country(one.country)}"


def rating(one: Rating) -> str:
    """Tell a source's rating and how many gave one: ★ 8.1/10 (123 votes, IMDb)."""
    votes = f"{counted(one.votes, 'vote')}, " if one.votes is not None else ""
    return f"★ {one.value:g}/10 ({votes}{escape(one.source)})"


def score(one: Score, *, alone: bool) -> str:
    """Tell what members think: members ★ 8.4/10 (5 ratings, yours 9); one's own only in private."""
    if not one.votes or one.mean is None:
        return "not rated by members yet"
    own = f", yours {one.own}" if alone and one.own else ""
    return f"members ★ {one.mean:.2g}/10 ({counted(one.votes, 'rating')}{own})"


def runtime(minutes: int | None) -> str:
    """Tell how long an episode is: 44 minutes; "" where that is not known."""
    return counted(minutes, "minute") if minutes else ""


def capital(text: str) -> str:
    """Begin a line with a capital."""
    return text[:1].upper() + text[1:]


def is_address(url: str) -> bool:
    """Tell whether something is an address of the web that can stand in a link as it is."""
    return _ADDRESS.fullmatch(url) is not None


@lru_cache(4096)
def picture_address(url: str) -> str | None:
    """Give the https address of a picture that stays; None for what is none, or ends."""
    if not is_address(url) or _ENDING.search(url):
        return None
    return url.replace("http://", "https://", 1)


def part(one: Credit) -> str:
    """Tell what somebody was or did in it: the character, the job, themselves."""
    did = one.character or one.job or ""
    # Pages that say "Himself" have said it; whose gender nobody told us is "Self".
    if one.himself and not did.lower().startswith(("self", "himself", "herself", "themsel")):
        return f"Self - {did}" if did else "Self"
    return did


def credit(one: Credit) -> str:
    """Tell one credit as the page has it: **name** … character (voice) (as Allen J. Keng)."""
    name = escape(cut(one.name or "", 60))
    who = f"**{name}**" if name else ""
    did = escape(cut(part(one), 90))
    words = [who, f"… {did}" if did else "", *(f"({note})" for note in notes(one))]
    return " ".join(word for word in words if word) or "*not named*"


@lru_cache(512)
def language(code: str) -> str:
    """Name a language; codes that are none stay codes."""
    try:
        return str(Locale.parse(code, sep="-").get_display_name(LOCALE) or code)
    except (UnknownLocaleError, ValueError):
        return code


def season(number: int | None) -> str:
    """Name a season inside a sentence: season 9, specials, no season."""
    if number is None:
        return "no season"
    return f"season {number}" if number else "specials"


def notes(one: Credit) -> list[str]:
    """Give what is added to a credit: voice, archive footage, uncredited, as somebody."""
    told = [word for field, word in _NOTES if getattr(one, field)]
    return [*told, f"as {escape(cut(one.credited_as, 60))}"] if one.credited_as else told
