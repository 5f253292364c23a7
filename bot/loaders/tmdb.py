"""Answers of TMDB's API, version 3: series, seasons, episodes, with whatever was appended.

Taken, alone, in a list, or as recorded calls ({"uri", "body"}): tv/{id}, also with seasons
appended, tv/{id}/season/{number}, tv/{id}/season/{number}/episode/{number}. An episode that was
asked for alone does not say of which series it is, so that one is taken as a recorded call only.
Season 0 is what TMDB calls Specials. Its air dates name no country, and none is made up; what it
tells about a season as a whole is not taken.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from bot.errors import Unreadable
from bot.loaders import tmdb_facts as facts
from bot.loaders import tmdb_shapes as shapes
from bot.loaders.rejects import Rejects
from bot.loaders.tmdb_shapes import Reading
from bot.model import Code, Episode, Ids, Numbering, Release, Series, SeriesReference, Status

SOURCE = "TMDB"
SITE = "https://www.themoviedb.org"

_STATUS: dict[str, Status] = {
    "Returning Series": "running",
    "Ended": "ended",
    "Canceled": "cancelled",
    "Planned": "announced",
    "In Production": "announced",
    "Pilot": "announced",
}
_KNOWN = frozenset({"episodes", "episode_number", "first_air_date", "seasons"})
"""Fields that tell a season, an episode or a series from every other answer."""
_ASKED = re.compile(r"/tv/(\d{1,15})")


def read_answer(
    content: bytes, file: str, rejects: Rejects, *, seen: date | None = None
) -> list[Series | Episode]:
    """Read the series and episodes of one saved answer.

    `seen` is the day of the answer, for its offers. A series, an episode, a credit or another row
    that can't be used is rejected with its place, and the rest is given. Raises Unreadable when the
    whole is no answer, or one in which TMDB tells of an error.
    """
    return read(decoded(content, file), file, rejects, seen=seen)


def decoded(content: bytes, file: str) -> Any:  # noqa: ANN401 - JSON can be anything
    """Decode an answer; raises Unreadable for what is no JSON, and with TMDB's own error."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.lstrip()[:1] == b"<":
        raise Unreadable(file, "byte 0", "this is a web page, not an answer of TMDB's API")
    try:
        answer = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(file, f"one of {len(content)} bytes", str(error)) from error
    if refused := refusal(answer):
        raise Unreadable(file, "$", refused)
    return answer


def refusal(answer: object) -> str | None:
    """Give the error that TMDB tells of in an answer, None where there is none."""
    if not isinstance(answer, dict):
        return None
    if answer.get("success") is not False and ("id" in answer or "status_message" not in answer):
        return None
    told, code = str(answer.get("status_message"))[:300], str(answer.get("status_code"))[:10]
    return f"TMDB answered with an error: {told} (code {code})"


def read(
    answer: object, file: str, rejects: Rejects, *, seen: date | None = None
) -> list[Series | Episode]:
    """Read a decoded answer, as read_answer does."""
    reading = Reading(file, rejects, seen)
    if answer == []:
        raise Unreadable(file, "$", "there is nothing in it")
    if isinstance(answer, list):
        every = enumerate(answer)
        return [one for number, item in every for one in _item(reading.at(number), item)]
    if not _called(answer) and (reason := _unknown(answer)):
        raise Unreadable(file, "$", reason)
    return list(_item(reading, answer))


def _called(item: object) -> bool:
    return isinstance(item, dict) and {"uri", "body"} <= item.keys()


def _unknown(item: object) -> str | None:
    """Say why something is none of the answers that are taken; None when it is one."""
    if not isinstance(item, dict):
        return f"an object was expected, not {type(item).__name__}"
    if error := refusal(item):
        return error
    return None if item.keys() & _KNOWN else "it is neither a series nor a season nor an episode"


def _item(reading: Reading, item: Any) -> Iterator[Series | Episode]:  # noqa: ANN401 - JSON
    show = None
    if _called(item):
        asked = _ASKED.search(str(item["uri"]))
        show = int(asked[1]) if asked else None
        reading, item = reading.at("body"), item["body"]
    if reason := _unknown(item):
        reading.reject(reason)
    elif "episodes" in item:
        yield from _season(reading, item, Ids(tmdb=show))
    elif "episode_number" in item:
        yield from _episode(reading, item, Ids(tmdb=show))
    else:
        yield from _series(reading, item)


def _series(reading: Reading, item: dict[str, Any]) -> Iterator[Series | Episode]:
    """Read a series, and the seasons that were appended to it."""
    ids = Ids()
    if answer := reading.one(item, shapes.SeriesAnswer):
        ids = facts.ids(reading, answer)
        yield from reading.telling(lambda: _whole(reading, answer, ids))
    for name, season in item.items():
        if name.startswith("season/"):
            yield from _season(reading.at(name), season, ids)


def _season(reading: Reading, item: object, show: Ids) -> Iterator[Episode]:
    if error := refusal(item):
        reading.reject(error)
    elif season := reading.one(item, shapes.SeasonAnswer):
        for number, episode in enumerate(season.episodes):
            yield from _episode(reading.at("episodes").at(number), episode, show)


def _episode(reading: Reading, item: object, show: Ids) -> Iterator[Episode]:
    answer = reading.one(item, shapes.EpisodeAnswer)
    if answer is None:
        return
    show = show if show.tmdb is not None else Ids(tmdb=answer.show_id)
    if show.tmdb is None:
        reading.reject("it does not say of which series it is")
    else:
        yield from reading.telling(lambda: _part(reading, answer, show))


def _whole(reading: Reading, answer: shapes.SeriesAnswer, ids: Ids) -> Series:
    """Tell of a series; its last year only when no more is to come."""
    over = answer.status in {"Ended", "Canceled"}
    translated = facts.translations(reading, answer)
    return Series(
        source=SOURCE,
        url=f"{SITE}/tv/{answer.id}",
        ids=ids,
        kind="mini-series" if answer.type == "Miniseries" else "series",
        status=_STATUS.get(answer.status or "", "unknown"),
        start_year=_year(answer.first_air_date),
        end_year=_year(answer.last_air_date) if over else None,
        language=facts.language(answer.original_language),
        titles=(*facts.titles(answer, translated), *facts.other_titles(reading, answer)),
        plots=facts.plots(answer, translated),
        credits=facts.series_credits(reading, answer),
        companies=facts.companies(reading, answer),
        specs=facts.specs(reading, answer),
        offers=facts.offers(reading, answer),
        images=facts.images(reading, answer, facts.line(answer.name)),
        ratings=facts.ratings(answer),
    )


def _part(reading: Reading, answer: shapes.EpisodeAnswer, show: Ids) -> Episode:
    """Tell of an episode of this series."""
    season, number = answer.season_number, answer.episode_number
    name = facts.line(answer.name) or str(Code(season, number))
    translated = facts.translations(reading, answer)
    return Episode(
        source=SOURCE,
        url=f"{SITE}/tv/{show.tmdb}/season/{season}/episode/{number}",
        ids=facts.ids(reading, answer),
        series=SeriesReference(ids=show),
        kind="special" if season == 0 else "regular",
        runtime=answer.runtime or None,
        numberings=(Numbering(season=season, number=number),),
        titles=facts.titles(answer, translated),
        releases=(Release(date=answer.air_date),) if answer.air_date else (),
        plots=facts.plots(answer, translated),
        credits=facts.episode_credits(reading, answer),
        images=facts.images(reading, answer, name),
        ratings=facts.ratings(answer),
    )


def _year(day: str | None) -> int | None:
    return date.fromisoformat(day).year if day else None
