"""How the bot answers: screens, things to press that outlive restarts, report(), the one exit."""

import asyncio
import functools
import logging
import re
import secrets
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from io import BytesIO
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

import aiohttp
import discord
from discord import app_commands, ui

from bot.asking.countries import guessed_country
from bot.errors import ColdOpenError, Gone, StoreError, Unclear
from bot.page import Viewer
from bot.render.parts import Container, Row
from bot.render.trouble import apology, returned, trouble
from bot.reviews import Deed, moment, now

T = TypeVar("T")
Interaction = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]

PATIENCE = 1.0
"""Seconds until an answer that is not ready is deferred; Discord gives up after 3."""
KEYSTROKE = 0.3
"""Seconds that suggestions may take; later ones would be for letters typed long ago."""

RETURNED = "words.txt"
"""The file in which words come back that could not be kept."""
_UNKNOWN, ANSWERED = 10062, 40060
"""Discord's words for an interaction that is over, and for one that has been answered before."""
_ANNOUNCED = "announced"
"""Notes in an interaction's extras that everybody was told that an answer will come."""
LOST = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What becomes of what does not reach Discord."""

log = logging.getLogger(__name__)


class Screen(ui.LayoutView):
    """What is sent: cards, one under the other.

    It is finished before it is sent, so discord.py keeps nothing of it: presses are answered by the
    Pressable that knows the custom id, today and after any number of restarts.
    """

    def __init__(self, *cards: Container | Row) -> None:
        super().__init__(timeout=None)
        for card in cards:
            self.add_item(card)
        self.stop()


class Pressable:
    """What answers presses of a button or a select: known by its custom id, nothing is kept of it.

    Subclasses give a template that custom ids match as a whole, and say `press`. discord.py's
    DynamicItem is not used: it makes the whole pressed message anew, which no press has use for.
    """

    template: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls, *, template: str) -> None:
        cls.template = re.compile(template)

    def __init__(self, match: re.Match[str]) -> None:
        self.match = match

    async def press(self, interaction: Interaction) -> None:
        """Do what the item is for."""
        raise NotImplementedError


async def answer_press(interaction: Interaction, known: Iterable[type[Pressable]]) -> None:
    """Answer a press of a message that was sent at any time; what goes wrong is told who pressed.

    What none of those that are `known` answers is another version's.
    """
    try:
        await _pressed(interaction, known).press(interaction)
    except Exception as error:
        await report(interaction, error)


def _pressed(interaction: Interaction, known: Iterable[type[Pressable]]) -> Pressable:
    pressed: Any = interaction.data
    for kind in known:
        if match := kind.template.fullmatch(pressed["custom_id"]):
            return kind(match)
    raise Gone(0)


def picked(interaction: Interaction) -> str:
    """Give what was picked from a select; raises Gone where another version had something else."""
    pressed: Any = interaction.data
    if not pressed.get("values"):
        raise Gone(0)
    return str(pressed["values"][0])


def picked_several(interaction: Interaction) -> list[str]:
    """Give what was picked from a select of which nothing or several can be picked."""
    pressed: Any = interaction.data
    return [str(value) for value in pressed.get("values") or ()]


def picked_thing(interaction: Interaction, kind: str) -> int:
    """Give our own id ("series:7") of what was picked; raises Gone where it is another kind's."""
    told, _, thing = picked(interaction).partition(":")
    if told != kind or not thing.isascii() or not thing.isdigit() or len(thing) > 18:
        raise Gone(0)
    return int(thing)


def picked_title(interaction: Interaction) -> int:
    """Give our own id of the series or the episode that was picked; raises Gone as above."""
    kind = "series" if picked(interaction).startswith("series:") else "episode"
    return picked_thing(interaction, kind)


async def send(
    interaction: Interaction,
    *cards: Container | Row,
    private: bool = False,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer a command, after a deferral too; `files` are what the cards show.

    What is `private` stays so after a deferral that everybody saw.
    """
    screen = Screen(*cards)
    if interaction.response.is_done():
        if private and interaction.extras.get(_ANNOUNCED):
            await _take_back(interaction)
        await interaction.followup.send(view=screen, ephemeral=private, files=files)
    else:
        await _first(interaction.response.send_message(view=screen, ephemeral=private, files=files))


async def _take_back(interaction: Interaction) -> None:
    """Delete the message in which everybody sees that an answer will come, if it still does.

    The next message would be that one, and seen by all. Where it can't be deleted it is: there is
    one answer all the same.
    """
    try:
        announced = await interaction.original_response()
        if announced.flags.loading:
            await interaction.delete_original_response()
    except LOST as error:
        log.info("an announcement can't be taken back: %s", error)


async def _first(answering: Coroutine[Any, Any, object]) -> None:
    """Send a first answer; what comes after it goes on where that had arrived before.

    discord.py sends an answer again after a 5xx, also one that Discord had taken.
    """
    try:
        await answering
    except discord.HTTPException as error:
        if error.code != ANSWERED:
            raise
        log.warning("an interaction was over before it was answered: %s", error)


async def turn(
    interaction: Interaction, *cards: Container | Row, files: Sequence[discord.File] = ()
) -> None:
    """Answer a press: who asked turns the page for all, anybody else gets one of their own.

    The page's files replace those of the page before.
    """
    if is_theirs(interaction):
        await edit(interaction, *cards, files=files)
    else:
        await send(interaction, *cards, private=True, files=files)


async def edit(
    interaction: Interaction, *cards: Container | Row, files: Sequence[discord.File] = ()
) -> None:
    """Answer a press or a form on the message where it was, for all who see that."""
    screen = Screen(*cards)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=screen, attachments=files)
    else:
        await _first(interaction.response.edit_message(view=screen, attachments=files))


def viewer_of(interaction: Interaction) -> Viewer:
    """Give who will see the answer, as far as Discord tells: their country is guessed."""
    message = interaction.message
    private = message is not None and (message.flags.ephemeral or not is_theirs(interaction))
    return Viewer(
        member=interaction.user.id,
        country=guessed_country(str(interaction.locale)),
        alone=private or interaction.context.dm_channel is True,
        server=interaction.guild_id,
    )


def deed_of(interaction: Interaction) -> Deed:
    """Give who does something now, where, and by which interaction: it is to happen once."""
    return deed_by(interaction.user, interaction.id, interaction.guild_id)


def deed_by(author: discord.User | discord.Member, number: int, server: int | None) -> Deed:
    """Give who does something now, and where; `number` is what it is known by, to happen once."""
    joined = author.joined_at if isinstance(author, discord.Member) else None
    return Deed(author.id, number, now(), server, moment(joined) if joined else None)


def is_theirs(interaction: Interaction) -> bool:
    """Tell whether who presses is who asked for the message."""
    asked = interaction.message.interaction_metadata if interaction.message else None
    return asked is not None and asked.user.id == interaction.user.id


async def promptly(
    interaction: Interaction,
    work: Awaitable[T],
    *,
    private: bool = False,
    fresh: bool = False,
) -> T:
    """Wait for work; if it takes longer than a second, tell Discord that an answer will come.

    Who is to see it has to be told then: a `private` answer to a public deferral takes that away
    first, before everybody's eyes. So has whether it is a message of its own, as a command's always
    is: `fresh`.
    """
    deferring: list[asyncio.Task[Any]] = []
    thinking = fresh or interaction.type is discord.InteractionType.application_command

    def defer() -> None:
        if not interaction.response.is_done():
            interaction.extras[_ANNOUNCED] = thinking and not private
            deferring.append(
                asyncio.create_task(
                    interaction.response.defer(ephemeral=private, thinking=thinking)
                )
            )

    timer = asyncio.get_running_loop().call_later(PATIENCE, defer)
    try:
        return await work
    finally:
        timer.cancel()
        if deferring:
            await deferring[0]


@runtime_checkable
class Trusting(Protocol):
    """A client that has operators."""

    def trusts(self, interaction: Interaction) -> bool:
        """Tell whether an operator asks where operators are among themselves."""


async def report(interaction: Interaction, error: Exception, words: Sequence[str] = ()) -> None:
    """Tell a person privately what went wrong; what is our own fault is logged, with an id.

    `words` that they wrote, and that are kept nowhere, come back with it.
    """
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        error = Gone(0)  # another version's command, which Discord still offers
    cause = error.__cause__ if isinstance(error, app_commands.AppCommandError) else error
    if isinstance(cause, discord.HTTPException) and cause.code in {_UNKNOWN, ANSWERED}:
        log.warning("an interaction was over before it was answered: %s", cause)
        return
    # Who asks can't mend the store, and where it lies is the operators' business.
    inside = isinstance(interaction.client, Trusting) and interaction.client.trusts(interaction)
    if isinstance(cause, ColdOpenError) and (inside or not isinstance(cause, StoreError)):
        card = trouble(cause)
        if isinstance(cause, StoreError):
            log.error("an operator was told of it", exc_info=cause)
    else:
        number = secrets.token_hex(4)
        log.error("%s: a command failed", number, exc_info=cause or error)
        card = apology(number)
    try:
        if words:
            await give_back(interaction, words, card)
        else:
            await send(interaction, card, private=True)
    except discord.HTTPException as unsent:
        log.warning("an answer was lost: %s", unsent)


async def give_back(interaction: Interaction, words: Sequence[str], *cards: Container) -> None:
    """Give back in private what was written and is kept nowhere, behind what is said of it."""
    file = discord.File(BytesIO("\n\n".join(words).encode()), RETURNED)
    await send(interaction, *cards, returned(RETURNED), private=True, files=[file])


Suggesting = Callable[[Any, Interaction, str], Coroutine[Any, Any, Choices]]


def suggesting(function: Suggesting) -> Suggesting:
    """Keep suggestions inside their time, and let nothing that goes wrong reach who types.

    When the same member types on in the same option, the time of the keystroke before is over.
    Whose time is over is cancelled, and answered with nothing.
    """
    newest: dict[int, asyncio.Timeout] = {}

    @functools.wraps(function)
    async def within_time(cog: object, interaction: Interaction, current: str) -> Choices:
        member, begun = interaction.user.id, time.perf_counter()
        patience = asyncio.timeout(KEYSTROKE)
        try:
            async with patience:
                _overtake(newest.get(member))
                newest[member] = patience
                return await function(cog, interaction, current)
        except Unclear:
            return []
        except TimeoutError:
            if newest.get(member) is patience:
                log.info("suggestions took too long: %d ms", (time.perf_counter() - begun) * 1000)
            return []
        except Exception:
            log.exception("no suggestions")
            return []
        finally:
            if newest.get(member) is patience:
                del newest[member]

    return within_time


def _overtake(earlier: asyncio.Timeout | None) -> None:
    if earlier and not earlier.expired():
        earlier.reschedule(asyncio.get_running_loop().time())


def in_flight() -> set[asyncio.Task[Any]]:
    """Give the tasks in which discord.py is answering people right now."""
    named = ("CommandTree-invoker", "discord.py: on_interaction", "discord.py: on_message")
    return {task for task in asyncio.all_tasks() if task.get_name().startswith(named)}


async def drained(seconds: float) -> None:
    """Wait until everybody who is being answered has their answer, or the time is over."""
    if tasks := in_flight():
        await asyncio.wait(tasks, timeout=seconds)


def stopping() -> asyncio.Event:
    """Give an event that the first SIGTERM or SIGINT sets; the second acts as it always does."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked, number)
    return stop
