"""Logging to the standard error: text for people, JSON for machines; never a secret in it."""

import logging
import re
from datetime import UTC, datetime

import msgspec

from bot.settings import Settings

_TOKENS = re.compile(
    r"""((?:/interactions/\d+|/webhooks/\d+)/|['"]token['"]:\ ?['"])[^/?\s"']+""", re.VERBOSE
)


class Redacting(logging.Formatter):
    """Formats a record, its traceback included, without our own and the interactions' tokens.

    discord.py writes interactions' tokens, good for 15 minutes, into its DEBUG lines.
    """

    def __init__(self, *secrets: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
        self._secrets = tuple(filter(None, secrets))

    def format(self, record: logging.LogRecord) -> str:
        """Format a record as one or more lines of text."""
        return self.redacted(super().format(record))

    def redacted(self, text: str) -> str:
        """Take the secrets out of a text."""
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return _TOKENS.sub(r"\1[token]", text)


class Json(Redacting):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record as one JSON object."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        # Before it is JSON: in JSON the quotes around a token look different.
        safe = {name: self.redacted(text).encode(errors="replace") for name, text in fields.items()}
        return msgspec.json.encode({name: text.decode() for name, text in safe.items()}).decode()


def set_up(settings: Settings) -> None:
    """Log to the standard error as the settings say."""
    tokens = (settings.token, settings.tmdb_token)
    secrets = [token.get_secret_value().strip() for token in tokens if token]
    handler = logging.StreamHandler()
    handler.setFormatter((Json if settings.log.form == "json" else Redacting)(*secrets))
    logging.basicConfig(level=settings.log.level.upper(), handlers=[handler], force=True)
    # It writes the arguments of every call: what people typed, and whole loads.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    logging.getLogger("stamina").setLevel(logging.ERROR)  # bot.online says it in words
