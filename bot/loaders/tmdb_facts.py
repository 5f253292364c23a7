"""Rows of TMDB's answers -> facts: names, overviews, credits, offers, pictures.

A row that can't be used is rejected with its place; the others become facts, each once.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from bot.loaders import tmdb_shapes as shapes
from bot.loaders.tmdb_shapes import Reading
from bot.model import Company, Credit, Fact, Ids, Image, Offer, Plot, Rating, Spec, Title

F = TypeVar("F", bound=Fact)
Answer = shapes.SeriesAnswer | shapes.EpisodeAnswer
Translated = tuple[str, shapes.Translated]
"""A language, and what is said in it."""

PICTURES = "https://image.tmdb.org/t/p/original"
MOST_PICTURES = 10
"""Of each kind, the best rated, as TMDB sorts them: of some series it has hundreds."""

_OFFERS: dict[str, Any] = {
    "flatrate": "subscription",
    "free": "free",
    "ads": "ads",
    "rent": "rent",
    "buy": "buy",
}
_COUNTRY = re.compile(r"[A-Z]{2,3}")
_PICTURES = ("poster", "backdrop", "logo", "still")
_DEPARTMENTS: dict[str | None, Any] = {
    "Directing": "direction",
    "Writing": "writing",
    "Production": "production",
    "Camera": "camera",
}
_MUSIC = re.compile(r"music|compos|song|scor|orchestra|conductor|vocal", re.IGNORECASE)
_MARK = re.compile(r" ?\((voice|uncredited|archive footage)\)\Z", re.IGNORECASE)
_SELF = re.compile(
    r"(?:self|himself|herself|themselves)(?:(?: [-–/]|:) (?P<part>.+))?", re.IGNORECASE
)
_LANGUAGES = {"cn": "yue", "xx": "zxx"}
"""Codes that TMDB alone has: Cantonese, and no language at all."""


def ids(reading: Reading, answer: Answer) -> Ids:
    """Give TMDB's own id, and those of IMDb and TheTVDB where they were appended."""
    told = reading.at("external_ids").part(answer.external_ids, shapes.ExternalIds)
    return Ids(tmdb=answer.id, imdb=told.imdb_id or None, tvdb=told.tvdb_id or None)


def translations(reading: Reading, answer: Answer) -> list[Translated]:
    """Give what is translated, each with its language: de-DE."""
    spot = reading.at("translations")
    items = spot.part(answer.translations, shapes.Translations).translations
    told = []
    for row in spot.rows("translations", items, shapes.Translation):
        tongue = _LANGUAGES.get(row.language, row.language)
        told.append((f"{tongue}-{row.country}" if row.country else tongue, row.data))
    return told


def titles(answer: Answer, translated: Iterable[Translated]) -> tuple[Title, ...]:
    """Give the name, and the translated ones."""
    name = line(answer.name)
    others = [
        Title(text=text, language=tongue, kind="alternative")
        for tongue, data in translated
        if (text := line(data.name))
    ]
    return unique([*([Title(text=name)] if name else []), *others])


def other_titles(reading: Reading, answer: shapes.SeriesAnswer) -> tuple[Title, ...]:
    """Give the original name, and other titles by country."""
    original, tongue = line(answer.original_name), language(answer.original_language)
    spot = reading.at("alternative_titles")
    items = spot.part(answer.alternative_titles, shapes.Results).results
    others = [
        Title(text=text, country=row.country, kind="alternative", note=row.type or None)
        for row in spot.rows("results", items, shapes.AlternativeTitle)
        if (text := line(row.title))
    ]
    told = [Title(text=original, kind="original", language=tongue)] if original else []
    return unique([*told, *others])


def plots(answer: Answer, translated: Iterable[Translated]) -> tuple[Plot, ...]:
    """Give the overview in English, then the translated ones; the same words only once."""
    told = {_paragraphs(answer.overview): "en"}
    for tongue, data in translated:
        told.setdefault(_paragraphs(data.overview), tongue)
    return tuple(Plot(text=text, language=tongue) for text, tongue in told.items() if text)


def series_credits(reading: Reading, answer: shapes.SeriesAnswer) -> tuple[Credit, ...]:
    """Give who made the series, and its cast with all characters that each played in it."""
    creators = [
        _maker(row, "Creator", "writing")
        for row in reading.rows("created_by", answer.created_by, shapes.Maker)
    ]
    name = "credits" if answer.aggregate_credits is None else "aggregate_credits"
    spot = reading.at(name)
    part = spot.part(getattr(answer, name), shapes.Credits)
    return unique([*creators, *_credits(spot, part)])


def episode_credits(reading: Reading, answer: shapes.EpisodeAnswer) -> tuple[Credit, ...]:
    """Give crew and guest stars; the regular cast only where `credits` were appended."""
    if answer.credits is None:
        part = shapes.Credits(crew=answer.crew, guest_stars=answer.guest_stars)
        return unique(_credits(reading, part))
    spot = reading.at("credits")
    return unique(_credits(spot, spot.part(answer.credits, shapes.Credits)))


def _credits(reading: Reading, part: shapes.Credits) -> Iterator[Credit]:
    yield from _cast(reading.rows("cast", part.cast, shapes.Member), guest=False)
    yield from _cast(reading.rows("guest_stars", part.guest_stars, shapes.Member), guest=True)
    for row in reading.rows("crew", part.crew, shapes.Maker):
        for done in row.jobs or [shapes.Job(row.job)]:
            job = line(done.job)
            music = row.department == "Sound" and _MUSIC.search(job)
            yield _maker(row, job, "music" if music else _DEPARTMENTS.get(row.department, "crew"))


def _cast(rows: Iterable[shapes.Member], *, guest: bool) -> Iterator[Credit]:
    for row in sorted(rows, key=lambda row: (row.order is None, row.order or 0)):
        for role in row.roles or [shapes.Role(row.character)]:
            yield _member(row, line(role.character), guest=guest)


def _member(row: shapes.Member, character: str, *, guest: bool) -> Credit:
    """Credit somebody of the cast; what TMDB notes in brackets is no part of the character."""
    marks = set()
    while mark := _MARK.search(character):
        marks.add(mark[1].lower())
        character = character[: mark.start()]
    himself = _SELF.fullmatch(character)
    return Credit(
        name=line(row.name) or None,
        ids=Ids(tmdb=row.id),
        character=(himself["part"] if himself else character) or None,
        guest=guest,
        himself=himself is not None,
        voice="voice" in marks,
        uncredited="uncredited" in marks,
        archive_footage="archive footage" in marks,
    )


def _maker(row: shapes.Maker, job: str, department: Any) -> Credit:  # noqa: ANN401 - a Literal's
    name = line(row.name) or None
    return Credit(name=name, ids=Ids(tmdb=row.id), department=department, job=job or None)


def companies(reading: Reading, answer: shapes.SeriesAnswer) -> tuple[Company, ...]:
    """Give the networks, then who produced it."""
    networks = reading.rows("networks", answer.networks, shapes.Firm)
    makers = reading.rows("production_companies", answer.production_companies, shapes.Firm)
    return unique([*_firms(networks, "network"), *_firms(makers, "production")])


def _firms(rows: Iterable[shapes.Firm], kind: Any) -> Iterator[Company]:  # noqa: ANN401 - a Literal's
    for row in rows:
        yield Company(name=row.name, kind=kind, country=row.origin_country or None)


def specs(reading: Reading, answer: shapes.SeriesAnswer) -> tuple[Spec, ...]:
    """Give the genres, and from which age on it is in which country."""
    genres = reading.rows("genres", answer.genres, shapes.Genre)
    spot = reading.at("content_ratings")
    items = spot.part(answer.content_ratings, shapes.Results).results
    rated = [row for row in spot.rows("results", items, shapes.ContentRating) if row.rating]
    return unique(
        [
            *(Spec(name="genre", value=row.name) for row in genres),
            *(Spec(name="content rating", value=row.rating, note=row.country) for row in rated),
        ]
    )


def offers(reading: Reading, answer: shapes.SeriesAnswer) -> tuple[Offer, ...]:
    """Give who has it in which country; TMDB has that from JustWatch and asks to say so."""
    spot = reading.at("watch/providers")
    results = spot.part(answer.providers, shapes.Providers).results
    return unique(
        offer
        for country, item in results.items()
        for offer in _offers(spot.at("results").at(country), country, item)
    )


def _offers(reading: Reading, country: str, item: object) -> Iterator[Offer]:
    if _COUNTRY.fullmatch(country) is None:
        reading.reject("this is no country")
        return
    offered = reading.part(item, shapes.Offered)
    for name, kind in _OFFERS.items():
        for row in reading.rows(name, getattr(offered, name), shapes.Provider):
            yield Offer(
                provider=row.provider_name,
                country=country,
                kind=kind,
                url=offered.link or None,
                seen=reading.seen,
                source="JustWatch",
            )


def images(reading: Reading, answer: Answer, name: str) -> tuple[Image, ...]:
    """Give the chosen pictures of something with this name, then the best others."""
    found: dict[str, Image] = {}
    for kind in _PICTURES:
        if path := getattr(answer, f"{kind}_path", None):
            found[path] = _image(shapes.Picture(path), kind, name)
    spot = reading.at("images")
    part = spot.part(answer.images, shapes.Pictures)
    for kind in _PICTURES:
        items = (getattr(part, f"{kind}s") or [])[:MOST_PICTURES]
        for row in spot.rows(f"{kind}s", items, shapes.Picture):
            found[row.file_path] = _image(row, kind, name)
    return tuple(image for path, image in found.items() if path)


def _image(row: shapes.Picture, kind: Any, name: str) -> Image:  # noqa: ANN401 - a Literal's
    return Image(
        url=PICTURES + row.file_path,
        kind=kind,
        alt=f"{kind.capitalize()} of {name}",
        width=row.width,
        height=row.height,
    )


def ratings(answer: Answer) -> tuple[Rating, ...]:
    """Give the rating; where there are no votes TMDB says 0, which nobody gave."""
    votes = answer.vote_count
    return (Rating(value=answer.vote_average, votes=votes),) if votes else ()


def unique(facts: Iterable[F]) -> tuple[F, ...]:
    """Give each fact once."""
    return tuple(dict.fromkeys(facts))


def language(code: str | None) -> str | None:
    """Give the code by which everybody else knows the language."""
    return _LANGUAGES.get(code, code) if code else None


def line(text: str | None) -> str:
    """Take out what no name has: NUL and other controls, blanks at the ends."""
    return "".join(sign if sign.isprintable() else " " for sign in text or "").strip()


def _paragraphs(text: str | None) -> str:
    lines = (line(one) for one in (text or "").splitlines())
    return "\n\n".join(one for one in lines if one)
