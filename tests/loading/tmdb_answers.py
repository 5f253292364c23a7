"""An invented series of TMDB with an episode, and ways to read what differs from it."""

import json
from datetime import date
from typing import Any

from bot.loaders import tmdb
from bot.loaders.rejects import Rejects
from bot.model import Episode, Series

SEEN = date(2026, 11, 23)
EPISODE: dict[str, Any] = {
    "id": 502,
    "name": "The Second",
    "season_number": 1,
    "episode_number": 2,
    "show_id": 77,
    "air_date": "2004-11-16",
    "runtime": 59,
    "overview": "One.\r\n\r\nTwo.",
    "still_path": "/still.jpg",
    "vote_average": 7.5,
    "vote_count": 12,
    "episode_type": "finale",
    "crew": [{"id": 9, "name": "Dora", "department": "Directing", "job": "Director"}],
    "guest_stars": [
        {"id": 8, "name": "Gus", "character": "Rat (voice) (Uncredited)", "order": 501},
        {"id": 7, "name": "Gwen", "character": "Cat", "order": 500},
    ],
}
SEASON: dict[str, Any] = {"_id": "5f", "id": 401, "season_number": 1, "episodes": [EPISODE]}
SHOW: dict[str, Any] = {
    "id": 77,
    "name": "Some Show",
    "original_name": "Eine Serie",
    "original_language": "de",
    "overview": "A show.",
    "status": "Ended",
    "type": "Scripted",
    "first_air_date": "2004-11-09",
    "last_air_date": "2005-01-01",
    "genres": [{"id": 18, "name": "Drama"}],
    "networks": [{"id": 49, "name": "HBO", "origin_country": "US"}],
    "production_companies": [{"id": 1, "name": "Some Firm", "origin_country": ""}],
    "created_by": [{"id": 6, "name": "Cleo"}],
    "poster_path": "/poster.jpg",
    "backdrop_path": None,
    "vote_average": 8.438,
    "vote_count": 21390,
    "seasons": [{"season_number": 1}],
}


def read(answer: object, rejects: Rejects | None = None) -> list[Series | Episode]:
    """Read an answer as it would be saved; nothing of it may be rejected unless it is asked for."""
    kept = Rejects(strict=True) if rejects is None else rejects
    return tmdb.read_answer(json.dumps(answer).encode(), "answer.json", kept, seen=SEEN)


def show(**changes: object) -> Series:
    """Read a series that differs in some fields."""
    [telling] = read(SHOW | changes)
    assert isinstance(telling, Series)
    return telling


def only(**changes: object) -> Episode:
    """Read one episode that differs in some fields."""
    [telling] = read(EPISODE | changes)
    assert isinstance(telling, Episode)
    return telling


def rejected(answer: object) -> tuple[list[Series | Episode], list[tuple[str, str]]]:
    """Read what can be used, and give the place and reason of what can't."""
    rejects = Rejects()
    told = read(answer, rejects)
    assert all(one.file == "answer.json" and one.reason for one in rejects.kept)
    return told, [(one.place, one.reason) for one in rejects.kept]


def translation(language: str, country: str, name: str, overview: str = "") -> dict[str, Any]:
    """Make a translation."""
    data = {"name": name, "overview": overview}
    return {"iso_639_1": language, "iso_3166_1": country, "data": data}
