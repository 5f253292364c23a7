"""A root of a .nfo into a telling: each fact in the forms that programs have written it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

import msgspec

from bot.loaders.rejects import Rejects
from bot.loaders.tvmaze import plain
from bot.model import (
    Company,
    Credit,
    Episode,
    Fact,
    Ids,
    Image,
    Numbering,
    Plot,
    Rating,
    Release,
    Series,
    SeriesReference,
    Spec,
    Status,
    Title,
)

F = TypeVar("F", bound=Fact)

SOURCE = "nfo"
LONGEST = 500
"""Signs of a name, as in bot.model."""
MOST_NUMBERS = 24
"""Numbers of one episode: more is a mistake, not a long evening."""
MOST_IMAGES = 2
"""Pictures of each of the four kinds: scrapers list dozens, a page shows few."""

_UNKNOWN = {"0", "-1"}
_SCHEMES = {
    "imdb": "imdb", "imdbid": "imdb", "imdb_id": "imdb",
    "tmdb": "tmdb", "tmdbid": "tmdb", "themoviedb": "tmdb",
    "tvdb": "tvdb", "tvdbid": "tvdb", "thetvdb": "tvdb",
    "tvmaze": "tvmaze", "tvmazeid": "tvmaze",
}  # fmt: skip
_PLACES = {
    "imdb": "IMDb", "tmdb": "TMDB", "themoviedb": "TMDB", "tvdb": "TheTVDB", "thetvdb": "TheTVDB",
    "tvmaze": "TVmaze", "trakt": "Trakt", "metacritic": "Metacritic", "default": "",
}  # fmt: skip
_STATUS: dict[str, Status] = {
    "continuing": "running", "returning series": "running", "running": "running",
    "ended": "ended", "canceled": "cancelled", "cancelled": "cancelled",
    "in production": "announced", "planned": "announced", "unreleased": "announced",
}  # fmt: skip
_PARTS = {
    "": ("cast", None), "actor": ("cast", None), "gueststar": ("cast", None),
    "unknown": ("cast", None), "director": ("direction", "Director"),
    "writer": ("writing", "Writer"), "producer": ("production", "Producer"),
    "composer": ("music", "Composer"),
}  # fmt: skip
_PICTURES = {
    "poster": "poster", "fanart": "backdrop", "landscape": "backdrop", "clearlogo": "logo",
    "thumb": "still",
}  # fmt: skip
_CONTROLS = dict.fromkeys(range(0x7F, 0xA0), " ")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:[T ].*)?")
_RUNTIME = re.compile(r"([0-9]{1,9})(?: ?m(?:in(?:s|utes?)?)?\.?)?", re.IGNORECASE)
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,20})?")
_PICTURE = re.compile(r"https?://[^\s<>|\"]{1,480}", re.IGNORECASE)
_NUMBER_ID = re.compile(r"[1-9][0-9]{0,14}")
_IMDB_ID = re.compile(r"tt[0-9]{7,10}")
# TheTVDB's /series/24 is no id: it is the page of the series that is called 24.
_ADDRESSES = {
    scheme: re.compile(address, re.IGNORECASE)
    for scheme, address in {
        "imdb": rb"imdb\.com/(?:[a-z-]{2,6}/)?title/(tt[0-9]{7,10})\b",
        "tmdb": rb"themoviedb\.org/tv/([0-9]{1,15})\b",
        "tvdb": rb"thetvdb\.com/(?:dereferrer/series/|(?:index\.php)?\?tab=series&(?:amp;)?id=)"
        rb"([0-9]{1,15})\b",
        "tvmaze": rb"tvmaze\.com/shows/([0-9]{1,15})\b",
    }.items()
}


def linked(text: bytes) -> Iterator[tuple[str, str]]:
    """Give the schemes and ids of the addresses in a text; two of one scheme are none."""
    for scheme, address in _ADDRESSES.items():
        found = {each.lower().decode() for each in address.findall(text)}
        if len(found) == 1:
            yield scheme, found.pop()


def known(told: Iterable[tuple[str, str]]) -> Ids:
    """Keep what can be an id, the first of each place."""
    ids: dict[str, str] = {}
    for name, value in told:
        scheme = _SCHEMES.get(name.lower())
        if scheme and (_IMDB_ID if scheme == "imdb" else _NUMBER_ID).fullmatch(value):
            ids.setdefault(scheme, value)
    return msgspec.convert(ids, Ids, strict=False)


def _ids(root: Element) -> Iterator[tuple[str, str]]:
    """Give all that may be an id, from today's form to the oldest."""
    unique = [(one.get("type", ""), _text(one)) for one in root.findall("uniqueid")]
    yield from unique
    yield from ((one.tag, _text(one)) for one in root)
    for one in root.findall("id"):
        yield "imdb", _text(one)
        if root.tag == "tvshow":
            yield from one.items()
            # Kodi repeats the default uniqueid here; before there were any it was TheTVDB's.
            if _text(one) not in {value for _, value in unique}:
                yield "tvdb", _text(one)


def _text(element: Element) -> str:
    # Some scrapers leave <i> and <b> in a text; their words belong to it.
    return "".join(element.itertext()).strip()


class Facts:
    """Reads facts out of a root; what can't be one is a reject with its line."""

    def __init__(self, root: Element, file: str, rejects: Rejects) -> None:
        self.root, self._file, self._rejects = root, file, rejects

    def reject(self, element: Element, reason: str) -> None:
        """Add a reject with the line of the element."""
        self._rejects.add(self._file, f"line {element.get('line')}", f"{element.tag}: {reason}")

    def made(self, element: Element, fact: type[F], /, **fields: object) -> list[F]:
        """Make a fact, or a reject where a field is out of its limits."""
        try:
            return [msgspec.convert(fields, fact)]
        except msgspec.ValidationError as error:
            self.reject(element, str(error))
            return []

    def words(self, name: str, of: Element | None = None) -> list[tuple[Element, str]]:
        """Give the texts of the elements with a name, each on one line; empty ones are nothing."""
        found = []
        for element in (self.root if of is None else of).findall(name):
            text = " ".join(_text(element).translate(_CONTROLS).split())
            if len(text) > LONGEST:
                self.reject(element, f"it is longer than {LONGEST} signs")
            elif text:
                found.append((element, text))
        return found

    def first(self, name: str, of: Element | None = None) -> str:
        """Give the first text of the elements with a name, empty without any."""
        return next((text for _, text in self.words(name, of)), "")

    def each(self, tag: str, fact: type[F], field: str, /, **fields: object) -> list[F]:
        """Make a fact of each text; older files have several in one element."""
        return [
            made
            for element, text in self.words(tag)
            for part in text.split(" / ")
            for made in self.made(element, fact, **{field: part.strip()}, **fields)
        ]

    def number(self, name: str) -> int | None:
        """Give a whole number; None where it is unknown (-1) or is none."""
        for element, text in self.words(name):
            if re.fullmatch(r"-?[0-9]{1,6}", text):
                return None if text[0] == "-" else int(text)
            self.reject(element, f"{text} is no number")
        return None

    def release(self, *names: str) -> tuple[Release, ...]:
        """Make the first date that is one; scrapers write year 1 or 1601 where they know none."""
        for name in names:
            for element, text in self.words(name):
                found = _DATE.fullmatch(text)
                if found is None and text not in _UNKNOWN:
                    self.reject(element, f"{text} is no date")
                if found is None or not 1800 <= int(found[1]) <= 2999:
                    continue
                date = "-".join(takewhile(lambda part: part and part != "00", found.groups()))
                if made := self.made(element, Release, date=date):
                    return tuple(made)
        return ()


def series_of(facts: Facts, behind: bytes) -> Iterator[Series]:
    """Tell of a series; an address behind its root completes its ids."""
    title = facts.first("title") or facts.first("showtitle")
    told = _shared(facts, title, [*_ids(facts.root), *linked(behind)])
    if not told["titles"]:
        facts.reject(facts.root, "it has no title")
        return
    releases = facts.release("premiered", "releasedate", "aired", "year")
    ended = facts.release("enddate")
    yield Series(
        **told,
        releases=releases,
        status=_STATUS.get(facts.first("status").lower(), "unknown"),
        start_year=int(releases[0].date[:4]) if releases else None,
        end_year=int(ended[0].date[:4]) if ended else None,
    )


def episode_of(facts: Facts, series: SeriesReference | None) -> Iterator[Episode]:
    """Tell of an episode of `series`, else of the one that its showtitle names."""
    reference = series or SeriesReference()
    title = reference.title or facts.first("showtitle") or None
    reference = msgspec.structs.replace(reference, title=title)
    if reference == SeriesReference():
        facts.reject(facts.root, "neither a showtitle nor a tvshow.nfo names its series")
        return
    told = _shared(facts, facts.first("title"), _ids(facts.root))
    numberings = _numberings(facts)
    if not told["titles"] and not numberings and told["ids"] == Ids():
        facts.reject(facts.root, "nothing says which episode it is")
        return
    yield Episode(
        **told,
        series=reference,
        kind="special" if any(one.season == 0 for one in numberings) else "regular",
        numberings=numberings,
        runtime=_runtime(facts),
        releases=facts.release("aired", "premiered", "releasedate", "year"),
    )


def _shared(facts: Facts, title: str, ids: Iterable[tuple[str, str]]) -> dict[str, Any]:
    specs = [
        *facts.each("genre", Spec, "value", name="genre"),
        *facts.each("mpaa", Spec, "value", name="content rating"),
    ]
    told: dict[str, list[Any]] = {
        "titles": _titles(facts, title),
        "credits": _credits(facts),
        "plots": _plots(facts),
        "companies": facts.each("studio", Company, "name", kind="network"),
        "specs": specs,
        "images": _images(facts, title),
        "ratings": _ratings(facts),
    }
    facts_once = {field: tuple(dict.fromkeys(made)) for field, made in told.items()}
    return {"source": SOURCE, "ids": known(ids), **facts_once}


def _titles(facts: Facts, title: str) -> list[Title]:
    shown = [Title(text=title)] if title else []
    original = facts.first("originaltitle")
    if not original or original == title:
        return shown
    return [*shown, Title(text=original, kind="original" if shown else "shown")]


def _numberings(facts: Facts) -> tuple[Numbering, ...]:
    season, number = facts.number("season"), facts.number("episode")
    last = facts.number("episodenumberend") or 0
    if season is None or number is None:
        return ()
    if last - number >= MOST_NUMBERS:
        facts.reject(facts.root, f"episodes {number} to {last} are more than {MOST_NUMBERS}")
        last = number
    numbers = range(number, max(number, last) + 1)
    return tuple(Numbering(season=season, number=each) for each in numbers)


def _runtime(facts: Facts) -> int | None:
    for element, text in facts.words("runtime"):
        found = _RUNTIME.fullmatch(text)
        if found and int(found[1]) <= 6000:
            return int(found[1]) or None
        if text not in _UNKNOWN:
            facts.reject(element, f"{text} is no number of minutes")
    return None


def _plots(facts: Facts) -> list[Plot]:
    """Tell an outline from a plot; a plot that stands alone is all that a page can show."""
    found = [
        (element, text, kind)
        for name, kind in (("outline", "outline"), ("plot", "summary"))
        for element in facts.root.findall(name)
        if (text := plain(_text(element)))
    ]
    outlines = {text for _, text, kind in found if kind == "outline"}
    return [
        plot
        for element, text, kind in found
        if kind == "outline" or text not in outlines
        for plot in facts.made(element, Plot, text=text, kind=kind if outlines else "outline")
    ]


def _credits(facts: Facts) -> list[Credit]:
    actors = sorted(facts.root.findall("actor"), key=_billing)
    return [
        *(credit for actor in actors for credit in _actor(facts, actor)),
        *facts.each("director", Credit, "name", department="direction", job="Director"),
        *facts.each("writer", Credit, "name", department="writing", job="Writer"),
        *facts.each("credits", Credit, "name", department="writing", job="Writer"),
    ]


def _billing(actor: Element) -> int:
    place = (actor.findtext("order") or actor.findtext("sortorder") or "").strip()
    return int(place) if re.fullmatch(r"[0-9]{1,6}", place) else 10**6


def _actor(facts: Facts, actor: Element) -> list[Credit]:
    name, role, part = (facts.first(each, actor) or None for each in ("name", "role", "type"))
    if name is None and role is None:
        return []
    kind = (part or "").replace(" ", "").lower()
    department, job = _PARTS.get(kind, ("crew", part))
    character = role if department == "cast" else None
    guest = kind == "gueststar"
    return facts.made(
        actor,
        Credit,
        name=name,
        department=department,
        job=job,
        character=character,
        guest=guest,
    )


def _images(facts: Facts, title: str) -> list[Image]:
    """Give a few pictures of each kind; those of a season are not the series'."""
    images: list[Image] = []
    kinds: Counter[str] = Counter()
    for kind, element in _pictures(facts.root):
        url = _text(element)
        if not _PICTURE.fullmatch(url) or kinds[kind] == MOST_IMAGES:
            continue
        kinds[kind] += 1
        alt = f"{kind.capitalize()} of {title or 'an episode without a title'}"
        images += facts.made(element, Image, url=url, kind=kind, alt=alt)
    return images


def _pictures(root: Element) -> Iterator[tuple[str, Element]]:
    usual = "poster" if root.tag == "tvshow" else "thumb"
    for element in root.findall("thumb"):
        kind = _PICTURES.get(element.get("aspect") or usual)
        if kind and element.get("type") != "season":
            yield kind, element
    yield from (("backdrop", element) for element in root.findall("fanart/thumb"))
    for element in root.findall("art/*"):
        if kind := _PICTURES.get(element.tag):
            yield kind, element


def _ratings(facts: Facts) -> list[Rating]:
    """Make the ratings that name who gave them; older files have one that does not."""
    named = facts.root.findall("ratings/rating")
    if named:
        return [
            rating
            for one in named
            for element, text in facts.words("value", one)
            for rating in _rating(facts, element, text, one, one)
        ]
    return [
        rating
        for name in ("rating", "communityrating")
        for element, text in facts.words(name)
        for rating in _rating(facts, element, text, element, facts.root)
    ][:1]


def _rating(
    facts: Facts, element: Element, text: str, scale: Element, given: Element
) -> list[Rating]:
    top = scale.get("max") or "10"
    if not _DECIMAL.fullmatch(text) or not _DECIMAL.fullmatch(top) or _decimal(top) <= 0:
        facts.reject(element, f"{text} of {top} is no rating")
        return []
    value = _decimal(text)
    if value in {0, -1}:
        return []
    name = scale.get("name", "")
    votes = re.sub(r"[.,\s]", "", facts.first("votes", given))
    return facts.made(
        element,
        Rating,
        value=value if _decimal(top) == 10 else round(value / _decimal(top) * 10, 4),
        votes=int(votes) if re.fullmatch(r"[1-9][0-9]{0,14}", votes) else None,
        source=_PLACES.get(name.lower(), name[:LONGEST]),
    )


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))
