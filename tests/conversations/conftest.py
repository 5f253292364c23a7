"""A server with ann (an operator), bob and cat, and the bot over a catalogue of its own."""

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import discord
import pytest
import simcord

from bot import loading
from bot.app import App
from bot.loading.services import Services
from bot.playground import mended
from bot.store import Store
from tests.conversations.talk import Person, Reply
from tests.moderating import reviewed

GUILD = 700_000_000_000_000_001
EVERYWHERE = {
    "about", "compare", "episode", "help", "me country", "me import", "next", "person", "random",
    "moderate log", "moderate reports", "moderate review", "moderate settings", "ratings",
    "privacy delete", "privacy export", "privacy show",
    "search", "season", "series", "today", "trending", "rate",
    "review author", "review delete", "review drafts", "review edit", "review mine", "review read",
    "review search", "review top", "review write",
}  # fmt: skip
"""What everybody can say, wherever they are."""
MENUS = {
    "Review this episode",
    "Make this a review",
    "Moderate this review",
    "Reviews by this member",
}
"""What everybody can do with a message or a member."""
DATABASES = ("catalogue.db", "community.db")


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the starter catalogue once; every test gets a copy."""
    folder = tmp_path_factory.mktemp("starter")

    async def load() -> None:
        async with Store.opened(folder) as store:
            await loading.load_starter(store)

    asyncio.run(load())
    return folder


@pytest.fixture
async def store(starter: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """Give a store that no other test has."""
    for name in DATABASES:
        shutil.copy(starter / name, tmp_path / name)
    async with Store.opened(tmp_path) as opened:
        yield opened


def behind_its_back(store: Store, sql: str) -> None:
    """Change the catalogue as another program would, past the bot."""
    with closing(sqlite3.connect(store.folder / "catalogue.db")) as database:
        database.executescript(sql)


@dataclass
class Journal:
    """What was logged that somebody has to look at; a test takes out what it expects."""

    caplog: pytest.LogCaptureFixture
    expected: list[logging.LogRecord] = field(default_factory=list)

    @property
    def faults(self) -> list[logging.LogRecord]:
        """Give the warnings and errors that no test has taken out."""
        records = [*self.caplog.get_records("setup"), *self.caplog.get_records("call")]
        serious = (one for one in records if one.levelno >= logging.WARNING)
        return [one for one in serious if one not in self.expected]

    def has(self, words: str) -> logging.LogRecord:
        """Find the one entry with these words, with its traceback, and expect it."""
        (found,) = (one for one in self.faults if words in one.getMessage())
        assert found.exc_info
        self.expected.append(found)
        return found

    def explains(self, apology: Reply) -> logging.LogRecord:
        """Find the entry under the id with which the bot apologised."""
        assert apology.private
        assert "Something broke on my side" in apology.text
        return self.has(apology.text.split("`")[1])


@pytest.fixture
def journal(caplog: pytest.LogCaptureFixture) -> Iterator[Journal]:
    """Watch the log: what nobody expected in it fails the test."""
    kept = Journal(caplog)
    yield kept
    assert kept.faults == []


@dataclass
class Bot:
    """The running bot, the place where it is, and how it is started again."""

    env: simcord.Env
    stack: AsyncExitStack
    channel: simcord.ChannelHandle
    operator: simcord.UserHandle
    places: Services | None = None

    @property
    def app(self) -> App:
        """Give the one that runs now."""
        assert isinstance(self.env.bot, App)
        return self.env.bot

    @property
    def remembered(self) -> int:
        """Count the messages and forms whose buttons are kept in memory: none should be."""
        views = self.app._connection._view_store  # noqa: SLF001 - nothing public counts them
        return len(views._views) + len(views._modals)  # noqa: SLF001 - as above

    def lets_in(self, user: simcord.UserHandle) -> Person:
        """Let somebody into the server."""
        return Person(self.env.guild.add_member(user), self.channel)

    async def restarts(self) -> None:
        """End the bot and start a new one over the same store, as an update does."""
        app = App(
            self.app.store,
            operators=self.app.operators,
            admin_guild=GUILD,
            always_sync=True,
            services=self.places,
        )
        app.posted.every = 0
        await self.env.restart_bot(await self.stack.enter_async_context(app))


@pytest.fixture
def places() -> Services | None:
    """Give the places to load from; tests that ask one have their own, on 127.0.0.1."""
    return None


@pytest.fixture
async def bot(store: Store, journal: Journal, places: Services | None) -> AsyncIterator[Bot]:
    """Start the bot in a server with one channel."""
    async with AsyncExitStack() as stack:
        app = App(store, admin_guild=GUILD, always_sync=True, services=places)
        app.posted.every = 0  # nobody waits for cards to be right
        await stack.enter_async_context(app)
        env = mended(simcord.Env(app, shard_count=1, check_errors=False))
        operator = env.create_user("ann")
        app.operators = frozenset({operator.id})
        channel = env.create_guild("Fans", id=GUILD).create_text_channel("telly")
        await env.start()
        stack.push_async_callback(env.shutdown)
        yield Bot(env, stack, channel, operator, places)


@pytest.fixture(autouse=True)
def env(request: pytest.FixtureRequest) -> simcord.Env | None:
    """Show simcord's pytest plugin the environment: it sets the test's clock by it."""
    return request.getfixturevalue("bot").env if "bot" in request.fixturenames else None


@pytest.fixture
def ann(bot: Bot) -> Person:
    """Ann asks; she is an operator."""
    return bot.lets_in(bot.operator)


@pytest.fixture
def bob(bot: Bot) -> Person:
    """Bob sees what Ann asked, and presses."""
    return bot.lets_in(bot.env.create_user("bob"))


@pytest.fixture
def cat(bot: Bot) -> Person:
    """Cat comes third."""
    return bot.lets_in(bot.env.create_user("cat"))


def by_permission(bot: Bot, name: str = "dan") -> Person:
    """Let somebody in who may manage the server."""
    allowed = discord.Permissions(manage_guild=True)
    role = bot.env.guild.create_role("Managers", permissions=allowed)
    user = bot.env.create_user(name)
    return Person(bot.env.guild.add_member(user, roles=[role]), bot.channel)


@pytest.fixture
def dan(bot: Bot) -> Person:
    """Dan may manage the server."""
    return by_permission(bot)


@pytest.fixture
async def review(store: Store, bob: Person) -> int:
    """Let Bob publish a review for everybody."""
    return await reviewed(store, bob.id)
