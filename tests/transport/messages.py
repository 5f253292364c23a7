"""Keeps the messages that the bot sent, as Discord would show them."""

from __future__ import annotations

import copy
import mimetypes
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from .components import media, number, walk
from .people import APPLICATION_ID, BOT, Place, user_payload

Json = dict[str, Any]
Files = Mapping[str, bytes]

EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
_LASTING = EPHEMERAL | V2


class Messages:
    """Every message of the bot, by id, with its place and its files."""

    def __init__(self, snowflake: Callable[[], int]) -> None:
        self.by_id: dict[int, Json] = {}
        self.places: dict[int, Place] = {}
        self.files: dict[str, bytes] = {}
        self.files_url = ""
        self._snowflake = snowflake

    def create(self, place: Place, body: Json, files: Files, metadata: Json | None = None) -> Json:
        """Store a new message and give it as Discord shows it."""
        message = _blank(self._snowflake(), place)
        if metadata is not None:
            id_ = str(APPLICATION_ID)
            answer = {"webhook_id": id_, "application_id": id_, "interaction_metadata": metadata}
            message |= answer | {"type": 20 if metadata["type"] == 2 else 0}
        self.write(message, body, files)
        message["edited_timestamp"] = None
        self.by_id[int(message["id"])] = message
        self.places[int(message["id"])] = place
        return message

    def write(self, message: Json, body: Json, files: Files) -> None:
        """Change what the body names and leave the rest as it is."""
        if "attachments" in body or files:
            message["attachments"] = self._attachments(message, body.get("attachments"), files)
        message |= {key: body[key] or "" for key in ("content",) if key in body}
        # A copy, because the recorded request must stay as it was sent.
        trees = ("embeds", "components")
        message |= {key: copy.deepcopy(body[key]) or [] for key in trees if key in body}
        flags = (body.get("flags") or 0) | message["flags"] & _LASTING
        message["flags"] = flags & ~LOADING
        message["edited_timestamp"] = datetime.now(UTC).isoformat()
        self._resolve(message)

    def upload(self, name: str, content: bytes) -> Json:
        """Put a file where clients can fetch it."""
        id_ = str(self._snowflake())
        self.files[f"{id_}/{name}"] = content
        url = f"{self.files_url}/{id_}/{name}"
        described: Json = {"id": id_, "filename": name, "size": len(content), "url": url}
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return described | {"proxy_url": url, "content_type": kind, "ephemeral": False}

    def delete(self, message: Json) -> None:
        """Forget a message."""
        self.by_id.pop(int(message["id"]), None)

    def _attachments(self, message: Json, kept: list[Json] | None, files: Files) -> list[Json]:
        told = {str(entry["id"]): entry for entry in kept or ()}
        stay = [old for old in message["attachments"] if kept is None or old["id"] in told]
        new = []
        for part, (name, content) in enumerate(files.items()):
            description = told.get(str(part), {}).get("description")
            new.append(self.upload(name, content) | {"description": description})
        return stay + new

    def _resolve(self, message: Json) -> None:
        """Give components their ids, and pictures the address where the file now lies."""
        urls = {f"attachment://{file['filename']}": file["url"] for file in message["attachments"]}
        number(message["components"])
        for component in walk(message["components"]):
            component.update(_shown(component))
            for picture in media(component):
                url = urls.get(picture["url"], picture["url"])
                picture.update(id=str(self._snowflake()), url=url, proxy_url=url)
                picture.update(width=0, height=0, content_type=None, loading_state=2)
        for embed in message["embeds"]:
            embed.setdefault("type", "rich")
            for picture in (embed.get(key) for key in ("image", "thumbnail")):
                if picture:
                    picture["url"] = urls.get(picture["url"], picture["url"])


def _blank(id_: int, place: Place) -> Json:
    message: Json = {
        "id": str(id_),
        "channel_id": str(place.channel_id),
        "type": 0,
        "author": user_payload(BOT),
        "content": "",
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "flags": 0,
        "tts": False,
        "pinned": False,
        "mention_everyone": False,
    }
    empty = ("mentions", "mention_roles", "attachments", "embeds", "components")
    return message | {key: [] for key in empty}


def _shown(component: Json) -> Json:
    """Tell the defaults that Discord fills in when it shows a component."""
    match component["type"]:
        case 11:
            return {"description": component.get("description"), "spoiler": _spoiler(component)}
        case 13:
            return {"name": component["file"]["url"].rpartition("/")[2], "size": 0}
        case 14:
            return {
                "divider": component.get("divider", True),
                "spacing": component.get("spacing") or 1,
            }
        case 17:
            return {"accent_color": component.get("accent_color"), "spoiler": _spoiler(component)}
        case _:
            return {}


def _spoiler(component: Json) -> bool:
    return bool(component.get("spoiler"))
