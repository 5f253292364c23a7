"""Settings: read once, in main, from the environment and .env; every problem told at once."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

FILE, OURS, UNREAD = Path(".env"), "COLDOPEN_", "unread"
NEAR = 0.7
"""How alike two names are of which one is a slip of the other, from 0 to 1."""
LEVELS = ("debug", "info", "warning", "error")
DISCORD_API = "https://discord.com/api/v10"
TVMAZE_API = "https://api.tvmaze.com"
TMDB_API = "https://api.themoviedb.org/3"
REVIEW_LEAST = 60
"""Characters that a review needs; IMDb asks for 600."""

_DAYS = "a whole number of days, from 1 to 36500"
EXPECTED = {
    "DISCORD_TOKEN": "the bot's token from Discord's developer portal, one word",
    "COLDOPEN_DATA": "a folder for the databases",
    "COLDOPEN_OPERATORS": "Discord ids of people, with commas between: 80351110224678912",
    "COLDOPEN_ADMIN_GUILD": "the Discord id of one server",
    "DISCORD_API_URL": f"an http or https address, such as {DISCORD_API}",
    "TVMAZE_API_URL": f"an http or https address, such as {TVMAZE_API}",
    "TMDB_API_URL": f"an http or https address, such as {TMDB_API}",
    "TMDB_TOKEN": "the API read access token from your TMDB account's settings, one word",
    "COLDOPEN_LOCAL_PICTURES": "yes or no: may pictures be copied from inside of your own network",
    "COLDOPEN_REVIEW_LEAST": "characters that a review needs: from 1 to 4000",
    "COLDOPEN_KEEP_DRAFTS": _DAYS,
    "COLDOPEN_KEEP_DELETED": _DAYS,
    "COLDOPEN_KEEP_DEEDS": _DAYS,
    "COLDOPEN_KEEP_LOG": _DAYS,
    "COLDOPEN_KEEP_SERVERS": _DAYS,
    "COLDOPEN_KEEP_CARDS": _DAYS,
    "COLDOPEN_LOG": f"one of {', '.join(LEVELS)}, and text or json: info json",
}
"""What belongs into each setting, by its name in the environment."""


class Log(NamedTuple):
    """How much is logged, and in which form."""

    level: str = "info"
    form: Literal["text", "json"] = "text"


class Keeping(NamedTuple):
    """For how many days things are kept that nobody needs any more.

    Drafts that are not changed, the words of deleted reviews, what was done by which interaction,
    what moderators did, what servers kept that were left, cards of reviews that went.
    """

    drafts: int = 30
    deleted: int = 1
    deeds: int = 3
    log: int = 365
    servers: int = 30
    cards: int = 30


def _log(value: object) -> object:
    if not isinstance(value, str):
        return value
    words = value.lower().replace(",", " ").split()
    forms = [word for word in words if word in {"text", "json"}]
    levels = [word for word in words if word in LEVELS]
    if len(forms) > 1 or len(levels) > 1 or len(forms) + len(levels) != len(words):
        raise ValueError(value)
    return Log(levels[0] if levels else "info", "json" if forms == ["json"] else "text")


def _ids(value: object) -> object:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _word(value: SecretStr | None) -> SecretStr | None:
    """Refuse what no HTTP header can carry; blanks around it come along when it is copied."""
    if value is None:
        return None
    word = value.get_secret_value().strip()
    if not word.isascii() or not word.isprintable() or " " in word:
        raise ValueError("not one word")
    return SecretStr(word)


def _url(value: str) -> str:
    return str(TypeAdapter(HttpUrl).validate_python(value)).rstrip("/")


Days = Annotated[int, Field(ge=1, le=36_500)]
Snowflake = Annotated[int, Field(gt=0, lt=2**63)]


def _named(name: str, default: Any) -> Any:  # noqa: ANN401 - pydantic's Field is typed this way
    return Field(default=default, validation_alias=AliasChoices(name))


class Settings(BaseSettings):
    """What the operator decides; frozen, and the tokens are never shown."""

    model_config = SettingsConfigDict(
        env_file=FILE, env_file_encoding="utf-8-sig", extra="ignore", frozen=True,
        hide_input_in_errors=True,
    )  # fmt: skip

    token: Annotated[SecretStr | None, AfterValidator(_word)] = _named("DISCORD_TOKEN", None)
    data: Path = _named("COLDOPEN_DATA", Path("data"))
    operators: Annotated[frozenset[Snowflake], NoDecode, BeforeValidator(_ids)] = _named(
        "COLDOPEN_OPERATORS", frozenset()
    )
    admin_guild: Snowflake | None = _named("COLDOPEN_ADMIN_GUILD", None)
    api_url: Annotated[str, AfterValidator(_url)] = _named("DISCORD_API_URL", DISCORD_API)
    tvmaze_url: Annotated[str, AfterValidator(_url)] = _named("TVMAZE_API_URL", TVMAZE_API)
    tmdb_url: Annotated[str, AfterValidator(_url)] = _named("TMDB_API_URL", TMDB_API)
    tmdb_token: Annotated[SecretStr | None, AfterValidator(_word)] = _named("TMDB_TOKEN", None)
    local_pictures: Annotated[bool, BeforeValidator(_stripped)] = _named(
        "COLDOPEN_LOCAL_PICTURES", default=False
    )
    review_least: Annotated[int, Field(ge=1, le=4000)] = _named(
        "COLDOPEN_REVIEW_LEAST", REVIEW_LEAST
    )
    keep_drafts: Days = _named("COLDOPEN_KEEP_DRAFTS", Keeping().drafts)
    keep_deleted: Days = _named("COLDOPEN_KEEP_DELETED", Keeping().deleted)
    keep_deeds: Days = _named("COLDOPEN_KEEP_DEEDS", Keeping().deeds)
    keep_log: Days = _named("COLDOPEN_KEEP_LOG", Keeping().log)
    keep_servers: Days = _named("COLDOPEN_KEEP_SERVERS", Keeping().servers)
    keep_cards: Days = _named("COLDOPEN_KEEP_CARDS", Keeping().cards)
    log: Annotated[Log, NoDecode, BeforeValidator(_log)] = _named("COLDOPEN_LOG", Log())

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - by their names in the environment
        """Read them; raises ValidationError for what would be left out without a word, too."""
        if unread := list(_unread()):
            raise ValidationError.from_exception_data("Settings", unread, hide_input=True)
        super().__init__(**given)

    @field_validator("*", mode="before")
    @classmethod
    def _or_default(cls, given: object, info: ValidationInfo) -> object:
        """Take what is empty for what is not set."""
        if isinstance(given, str) and not given.strip():
            return cls.model_fields[info.field_name or ""].default
        return given

    @property
    def keeping(self) -> Keeping:
        """Give for how long things are kept."""
        return Keeping(*(getattr(self, f"keep_{name}") for name in Keeping._fields))


def problems_of(error: ValidationError) -> tuple[tuple[str, str], ...]:
    """Tell what is wrong: the name of each bad setting and what belongs there, never its value."""
    told = {str(problem["loc"][0]): problem for problem in error.errors()}
    return tuple(
        (name, one["msg"] if one["type"] == UNREAD else EXPECTED.get(name, "another value"))
        for name, one in told.items()
    )


def _unread() -> Iterator[InitErrorDetails]:
    """Tell which lines of the file are no settings, and which names nobody reads, nor of where."""
    if FILE.is_dir():
        yield _problem(str(FILE), "a file, not a folder")
    elif FILE.exists():
        with FILE.open(encoding="utf-8-sig") as file:
            for binding in parse_stream(file):
                text, key = binding.original.string, binding.key or ""
                blanks = text[: len(text) - len(text.lstrip())].count("\n")
                place = f"{FILE}, line {binding.original.line + blanks}"
                if binding.error or (key.upper() in EXPECTED and binding.value is None):
                    yield _problem(place, "NAME=value, and a quote that is opened closed again")
                else:
                    yield from _unknown(f"{place}, ", key)
    for key in os.environ:  # other programs of ours, such as the tests, have names there, too
        yield from _unknown("", key, NEAR)


def _unknown(place: str, key: str, alike: float = 0) -> Iterator[InitErrorDetails]:
    name = key.upper()
    if name.startswith(OURS) and name not in EXPECTED:
        rest = {one.removeprefix(OURS): one for one in EXPECTED}
        for near in get_close_matches(name.removeprefix(OURS), rest, n=1, cutoff=alike):
            yield _problem(f"{place}{key}", f"a name that there is, such as {rest[near]}")


def _problem(place: str, expected: str) -> InitErrorDetails:
    kind = PydanticCustomError(UNREAD, "{expected}", {"expected": expected})
    return InitErrorDetails(type=kind, loc=(place,), input=None)
