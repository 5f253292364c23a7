"""What TVmaze sends, made into values: one function a fact."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import unescape
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from bot.loaders import tvmaze_shapes as shapes
from bot.model import (
    Company,
    Credit,
    Episode,
    EpisodeKind,
    Ids,
    Image,
    Numbering,
    Plot,
    Rating,
    Release,
    Series,
    SeriesReference,
    Status,
    Title,
)

SOURCE = "TVmaze"
PICTURES = 30
"""Pictures of a show that are taken, those that TVmaze itself shows first; some have hundreds."""
SHOW_LINK = re.compile(r"/shows/(\d{1,15})")

Department = Literal["direction", "writing", "production", "camera", "music", "crew"]

_STATUS: dict[str, Status] = {
    "Running": "running",
    "Ended": "ended",
    "To Be Determined": "running",
    "In Development": "announced",
}
_LANGUAGE = {
    "English": "en", "German": "de", "French": "fr", "Spanish": "es", "Italian": "it",
    "Japanese": "ja", "Korean": "ko", "Chinese": "zh", "Danish": "da", "Swedish": "sv",
    "Norwegian": "no", "Dutch": "nl", "Turkish": "tr", "Portuguese": "pt", "Russian": "ru",
    "Arabic": "ar", "Bengali": "bn", "Bulgarian": "bg", "Catalan": "ca", "Croatian": "hr",
    "Czech": "cs", "Estonian": "et", "Finnish": "fi", "Greek": "el", "Hebrew": "he",
    "Hindi": "hi", "Hungarian": "hu", "Icelandic": "is", "Indonesian": "id", "Irish": "ga",
    "Latvian": "lv", "Lithuanian": "lt", "Malay": "ms", "Persian": "fa", "Polish": "pl",
    "Romanian": "ro", "Serbian": "sr", "Slovak": "sk", "Slovenian": "sl", "Tagalog": "tl",
    "Tamil": "ta", "Telugu": "te", "Thai": "th", "Ukrainian": "uk", "Vietnamese": "vi",
    "Welsh": "cy",
}  # fmt: skip
_DEPARTMENTS: dict[Department, re.Pattern[str]] = {
    "camera": re.compile(r"\b(?:director of photography|cinematograph|camera)", re.IGNORECASE),
    "music": re.compile(r"\b(?:compos|music|song|theme)", re.IGNORECASE),
    "production": re.compile(
        r"\b(?:(?:co-?)?produce|showrunner|production (?:manage|super|coord))", re.IGNORECASE
    ),
    "writing": re.compile(
        r"\b(?:writ|story|teleplay|screenplay|script$|creat|develope|novel|based on)", re.IGNORECASE
    ),
    "direction": re.compile(r"(?<!\bart )(?<!\bcasting )\bdirector$", re.IGNORECASE),
}
"""By words of the job, the first that fits: an art director directs nobody."""
_PICTURE: dict[str, Literal["poster", "backdrop", "logo"]] = {
    "poster": "poster",
    "background": "backdrop",
    "banner": "logo",
    "typography": "logo",
}
_BREAK = re.compile(r"<(?:p|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_SLUG = re.compile(r"/episodes/\d+/(?P<show>.+?)-(?:\d+x\d+|s\d+-special|\d{4}-\d\d-\d\d)(?:-|$)")


def series(show: shapes.Show) -> Series:
    """Tell a series, with what is embedded."""
    embedded = show.embedded or shapes.Embedded()
    return Series(
        source=SOURCE,
        url=show.url,
        ids=ids(show),
        titles=(Title(text=text(show.name)), *(aka(row, show.country) for row in embedded.akas)),
        status=_STATUS.get(show.status or "", "unknown"),
        start_year=_year(show.premiered),
        end_year=_year(show.ended),
        language=_LANGUAGE.get(show.language or ""),
        credits=(*map(cast, embedded.cast), *map(crew, embedded.crew)),
        plots=_plots(show.summary),
        companies=tuple(map(_company, show.networks)),
        images=_pictures(show, embedded.images),
        ratings=_ratings(show.rating),
    )


def episode(row: shapes.Episode, about: SeriesReference, country: str | None) -> Episode:
    """Tell an episode of a series that is first shown in a country."""
    guests = row.embedded or shapes.Guests()
    return Episode(
        source=SOURCE,
        url=row.url,
        ids=Ids(tvmaze=row.id),
        series=about,
        kind=_kind(row),
        runtime=row.runtime or None,
        titles=(Title(text=text(row.name)),),
        numberings=_numberings(row),
        credits=(*map(guest, guests.guestcast), *map(crew, guests.guestcrew)),
        releases=_releases(row, country),
        plots=_plots(row.summary),
        images=_images(row.image, "still", row.name),
        ratings=_ratings(row.rating),
    )


def reference(row: shapes.Episode, asked: SeriesReference) -> SeriesReference:
    """Find out which series an episode belongs to that comes without its show."""
    link = row.links.show if row.links else None
    if link and (found := SHOW_LINK.search(link.href)):
        return SeriesReference(ids=Ids(tvmaze=int(found[1])), title=link.name)
    slug = _SLUG.search(urlsplit(row.url).path)
    title = slug["show"].replace("-", " ").title() if slug else None
    return msgspec.structs.replace(asked, title=title)


def ids(show: shapes.Show) -> Ids:
    """Give all ids of a show."""
    externals = show.externals or shapes.Externals()
    return Ids(tvmaze=show.id, imdb=externals.imdb or None, tvdb=externals.thetvdb)


def aka(row: shapes.Aka, country: str | None = None) -> Title:
    """Tell another title; where it names no country, it is one of the show's own."""
    return Title(
        text=text(row.name),
        country=row.country.code if row.country else country,
        kind="alternative",
    )


def cast(row: shapes.Cast) -> Credit:
    """Tell a credit of the cast."""
    return Credit(
        name=row.person.name,
        ids=Ids(tvmaze=row.person.id),
        character=row.character.name if row.character else None,
        himself=row.self,
        voice=row.voice,
    )


def guest(row: shapes.Cast) -> Credit:
    """Tell a credit of an episode's guests."""
    return msgspec.structs.replace(cast(row), guest=True)


def crew(row: shapes.Crew | shapes.GuestCrew) -> Credit:
    """Tell a credit behind the camera."""
    return Credit(
        name=row.person.name,
        ids=Ids(tvmaze=row.person.id),
        department=department(row.type),
        job=row.type,
    )


def department(job: str) -> Department:
    """Find the department of a job."""
    return next((name for name, words in _DEPARTMENTS.items() if words.search(job)), "crew")


def artwork(row: shapes.Artwork, name: str = "") -> Image | None:
    """Tell a picture; None for the few old ones that TVmaze has no type for."""
    sizes = row.resolutions or shapes.Resolutions()
    size, kind = sizes.original or sizes.medium, _PICTURE.get(row.type or "")
    if size is None or kind is None:
        return None
    return Image(
        url=size.url, kind=kind, alt=_alt(kind, name), width=size.width, height=size.height
    )


def _pictures(show: shapes.Show, rows: Iterable[shapes.Artwork]) -> tuple[Image, ...]:
    found = {image.url: image for image in _images(show.image, "poster", show.name)}
    for row in sorted(rows, key=lambda row: not row.main):
        if image := artwork(row, show.name):
            found[image.url] = image
    return tuple(found.values())[:PICTURES]


def _images(
    picture: shapes.Picture | None, kind: Literal["poster", "still"], name: str
) -> tuple[Image, ...]:
    url = picture and (picture.original or picture.medium)
    return (Image(url=url, kind=kind, alt=_alt(kind, name)),) if url else ()


def _alt(kind: str, name: str) -> str:
    return f"{kind.capitalize()} of {name}"


def _company(network: shapes.Network) -> Company:
    country = network.country.code if network.country else None
    return Company(name=network.name, kind="network", country=country)


def _numberings(row: shapes.Episode) -> tuple[Numbering, ...]:
    return () if row.number is None else (Numbering(season=row.season, number=row.number),)


def _kind(row: shapes.Episode) -> EpisodeKind:
    """Tell specials, be they significant or not, from the others."""
    special = row.number is None or (row.type or "regular") != "regular"
    return "special" if special else "regular"


def _releases(row: shapes.Episode, country: str | None) -> tuple[Release, ...]:
    """Give the first date; the moment only where an air time is known, never a made-up midnight."""
    if not row.airdate:
        return ()
    moment = None
    if row.airstamp and row.airtime:
        moment = datetime.fromisoformat(row.airstamp)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment  # refused by Release
    datetime.fromisoformat(row.airdate)
    return (Release(date=row.airdate, moment=moment, country=country),)


def _plots(summary: str | None) -> tuple[Plot, ...]:
    told = plain(summary or "")
    return (Plot(text=told),) if told else ()


def _ratings(rating: shapes.Average | None) -> tuple[Rating, ...]:
    return (Rating(value=rating.average),) if rating and rating.average is not None else ()


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def text(name: str) -> str:
    """Take out what no title has: NUL and other controls, blanks at the ends."""
    if not name.isprintable():
        name = "".join(sign if sign.isprintable() else " " for sign in name)
    return name.strip() or "Untitled"


def plain(html: str) -> str:
    """Turn a summary into plain text: paragraphs stay apart, everything else becomes words."""
    if not html:
        return ""
    # html.parser takes minutes for 40 kB of "<a b="; these take each sign once.
    words = unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return "\n".join(line for line in lines if line)
