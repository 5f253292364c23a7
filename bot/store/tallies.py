"""Tallies: how many reviews and ratings a thing has, told anew whenever one comes or goes."""

from typing import NamedTuple

from bot.page import Score, Viewer
from bot.reviews import EVERYWHERE, Deed
from bot.store.connection import Database

ALL = 0
"""The thing under which all things are counted."""


class Counted(NamedTuple):
    """Reviews and ratings that came, or went (below 0), and the sum of these ratings."""

    reviews: int = 0
    ratings: int = 0
    stars: int = 0


def add(db: Database, thing: int, place: int, counted: Counted) -> None:
    """Count what came or went at a place, for the thing and for all things."""
    sql = """
        INSERT INTO counted (thing, place, reviews, ratings, stars)
        VALUES (:thing, :place, :reviews, :ratings, :stars)
        ON CONFLICT (thing, place) DO UPDATE SET reviews = reviews + excluded.reviews,
            ratings = ratings + excluded.ratings, stars = stars + excluded.stars
    """
    row = counted._asdict() | {"place": place}
    db.executemany(sql, [row | {"thing": one} for one in (thing, ALL)])


def of_all(db: Database) -> float | None:
    """Give the mean of all ratings that count everywhere, None while there are none."""
    sql = """
        SELECT stars * 1.0 / ratings FROM counted
        WHERE thing = :all AND place = :place AND ratings
    """
    row = db.execute(sql, {"all": ALL, "place": EVERYWHERE}).fetchone()
    return row[0] if row else None


def score(db: Database, thing: int, viewer: Viewer) -> Score:
    """Tell what members think of a thing where the viewer is, and what they do themselves."""
    sql = """
        SELECT sum(stars) * 1.0 / sum(ratings), coalesce(sum(ratings), 0),
            (SELECT value FROM rating WHERE thing = :thing AND member = :member)
        FROM counted WHERE thing = :thing AND place IN (:everywhere, :server) AND ratings
    """
    key = {"thing": thing, "member": viewer.member, "server": viewer.server or EVERYWHERE}
    return Score(*db.execute(sql, key | {"everywhere": EVERYWHERE}).fetchone())


def rate(db: Database, deed: Deed, thing: int, value: int | None, place: int) -> None:
    """Give a rating from 1 to 10 that counts at a place, instead of the one before; None: none."""
    key = {"thing": thing, "member": deed.member, "value": value, "place": place, "now": deed.now}
    sql = "DELETE FROM rating WHERE thing = :thing AND member = :member RETURNING place, value"
    for where, stars in db.execute(sql, key).fetchall():
        add(db, thing, where, Counted(ratings=-1, stars=-stars))
    if value is None:
        return
    sql = """
        INSERT INTO rating (thing, member, place, value, given_at)
        VALUES (:thing, :member, :place, :value, :now)
    """
    db.execute(sql, key)
    add(db, thing, place, Counted(ratings=1, stars=value))
