"""Errors as cards in Discord, with what came close to pick from."""

from discord import ui

from bot import errors
from bot.errors import ColdOpenError
from bot.model import Heading
from bot.render import parts
from bot.render.fit import escape
from bot.render.parts import Container
from bot.render.problems import problem, unexpected


def trouble(error: ColdOpenError) -> Container:
    """Show an error in Discord, with what came close to pick from."""
    near: tuple[Heading, ...] = error.near if isinstance(error, errors.NothingFound) else ()
    rows = [parts.picker(near, "Pick one")] if near else []
    said = _in_discord(error)
    return parts.card(parts.text(said, 1500), *rows, colour=parts.TROUBLE)


def _in_discord(error: ColdOpenError) -> str:
    """Say it with escaped words: in a terminal paths, titles and answers stand as they are."""
    if isinstance(error, errors.SeveralShows):
        shows = tuple((show, escape(title), year) for show, title, year in error.candidates)
        return problem(errors.SeveralShows(escape(error.text), shows))
    told = problem(error)
    return escape(told) if isinstance(error, errors.LoadError | errors.StoreError) else told


def apology(report: str) -> Container:
    """Show a fault of ours in Discord."""
    return parts.card(parts.text(unexpected(report)), colour=parts.TROUBLE)


def returned(name: str) -> Container:
    """Give words back, in the file of that name, that are kept nowhere."""
    said = "What you wrote is kept nowhere, so here it is back."
    return parts.card(parts.text(said), ui.File(f"attachment://{name}"), colour=parts.TROUBLE)
