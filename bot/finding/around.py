"""What is asked of series, seasons, people and pairs of episodes: found and read in one hop."""

from collections.abc import Sequence
from datetime import datetime

from bot.asking import clean
from bot.asking.people import imdb, own
from bot.errors import Gone, NoSeason, NothingFound, SeasonAlone
from bot.finding import answered
from bot.finding.people import Who, which_person
from bot.finding.series import Which, which_series
from bot.finding.titles import CHOICES
from bot.happening import Around
from bot.model import thing_of
from bot.page import EpisodePage, Namesake, Pair, PersonPage, SeasonPage, SeriesPage, Side, Viewer
from bot.store import Database, airing, catalogue, chance, filmography, identity, pages, series

Sides = tuple[Side, Side]


def find_series_page(
    db: Database, text: str, now: datetime, viewer: Viewer
) -> tuple[Which, SeriesPage | None]:
    """Find a series and read its page as it is now; None while it is a question which one."""
    which = which_series(db, text)
    return which, which.sure and series.page(db, which.sure.id, now, viewer)


def find_coming(db: Database, text: str, now: datetime) -> tuple[Which, Around | None]:
    """Find a series and read what of it comes next; None while it is a question which one."""
    which = which_series(db, text)
    return which, which.sure and airing.around(db, which.sure.id, now)


def find_season(
    db: Database, text: str, number: int | None, viewer: Viewer
) -> tuple[Which, SeasonPage | None]:
    """Find a season and read its first page: the number's, else the words', else the latest.

    None while it is a question of which series. Raises NoSeason too.
    """
    which = which_series(db, text)
    which = which._replace(season=which.season if number is None else number)
    if which.sure and which.unseasoned and number is None:
        return which, series.season_page(db, which.sure.id, None, 0, viewer)
    return which, which.sure and read_season(db, which.sure.id, which.season, viewer)


def read_season(db: Database, of: int, number: int | None, viewer: Viewer) -> SeasonPage:
    """Read the first page of a series' season, of the latest one for None."""
    number = series.latest_season(db, of) if number is None else number
    return series.season_page(db, of, number, 0, viewer)


def find_person(db: Database, text: str) -> tuple[Who, PersonPage | None, list[Namesake]]:
    """Find a person and read the first page; while it is a question who, give all who may be."""
    who = which_person(db, text)
    if who.sure is None:
        return who, None, filmography.known(db, who.people)
    return who, filmography.page(db, who.sure), []


def find_chance(
    db: Database, text: str | None, season: int | None, viewer: Viewer
) -> tuple[Which | None, EpisodePage | None]:
    """Draw an episode of all, of a series or of a season, and read its page.

    None while it is a question of which series. Raises what `draw` raises.
    """
    if text is None:
        return None, draw(db, None, season, None, viewer)
    which = which_series(db, text)
    which = which._replace(season=which.season if season is None else season)
    return which, which.sure and draw(db, which.sure.id, which.season, None, viewer)


def draw(
    db: Database, of: int | None, season: int | None, but: int | None, viewer: Viewer
) -> EpisodePage:
    """Draw an episode and read its page; another one than `but` where there is another.

    Raises SeasonAlone, NothingFound or NoSeason.
    """
    if of is None and season is not None:
        raise SeasonAlone(season)
    drawn = chance.chance(db, of, season, but)
    if drawn is not None:
        return pages.episode(db, drawn, viewer)
    if of is None:
        raise NothingFound("")
    head = catalogue.heading(db, of)
    if head.kind != "series":
        raise Gone(of)
    others = tuple(one.number for one in series.seasons(db, of))
    raise NoSeason(head, season, others)


def find_pair(db: Database, first: str, second: str, viewer: Viewer) -> Pair | Sides:
    """Find two episodes and read their pages; while one is a question, give what may be meant.

    Raises NotUnderstood, or NothingFound.
    """
    return _pair(db, _side(db, first), _side(db, second), viewer)


def choose_pair(
    db: Database, mine: int, other: int | Sequence[int], viewer: Viewer, *, second: bool
) -> Pair | Sides:
    """Read the pages of an episode that was picked, as the `second` of two or as the first.

    The other one is told, or one of several that is still to be picked, as far as they are still
    there. Raises Gone.
    """
    others = [other] if isinstance(other, int) else other
    heads = [head for head in catalogue.headings(db, others) if head.kind == "episode"]
    head = catalogue.heading(db, mine)
    if not heads or head.kind != "episode":
        raise Gone(mine)
    theirs = Side("", tuple(heads), heads[0] if isinstance(other, int) else None)
    sides = (theirs, Side("", (head,), head)) if second else (Side("", (head,), head), theirs)
    return _pair(db, *sides, viewer)


def _pair(db: Database, first: Side, second: Side, viewer: Viewer) -> Pair | Sides:
    if first.sure is None or second.sure is None:
        return first, second
    return Pair(*(pages.episode(db, head.id, viewer, head) for head in (first.sure, second.sure)))


def _side(db: Database, text: str) -> Side:
    """Find the episodes that a text may mean; of a series alone its first ones."""
    answer = answered(db, text, None, None)
    if answer.sure and answer.sure.heading.kind == "episode":
        return Side(clean(text), (answer.sure.heading,), answer.sure.heading)
    heads = [match.heading for match in (answer.matches or answer.near)]
    found, of = [head for head in heads if head.kind == "episode"], None
    if answer.sure or not found:
        of = next((head for head in heads if head.kind == "series"), None)
        found = catalogue.episodes_of(db, of.id, limit=CHOICES) if of else []
    if not found:
        raise NothingFound(clean(text), tuple(heads))
    return Side(clean(text), tuple(found[:CHOICES]), series=of)


def read_person(db: Database, key: str) -> PersonPage:
    """Read what somebody did: by our own id, or by a key ("imdb:nm0000001") of some source's.

    Raises Gone.
    """
    scheme, _, value = key.partition(":")
    made = imdb(value) if scheme == "imdb" else None
    if scheme == "imdb" and made is None:
        raise Gone(0)
    found = identity.recognise(db, "person", [(scheme, value)])
    person = own(key) or next(iter(found), thing_of(made) if made else 0)
    return filmography.page(db, person)
