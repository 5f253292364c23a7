"""Checks request bodies against Discord's own description of its API and the limits it omits."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema_rs import Validator, validator_for

from .command_limits import command_problems
from .description import Description
from .limits import autocomplete_problems, message_problems, modal_problems

Json = dict[str, Any]

_CHOICES = "InteractionApplicationCommandAutocompleteCallback{}Data"
_CHOICE_KINDS = {4: "Integer", 10: "Number"}


def recorded_description() -> Path:
    """Find the description in the folder of recorded answers beside the checkout."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    return Path(os.environ.get("COLDOPEN_SHARED", beside)) / "discord" / "openapi.json"


class Schema:
    """Finds what Discord would not take; without the description only what the limits tell."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or recorded_description()
        self._validators: dict[str, Validator] = {}

    @property
    def available(self) -> bool:
        """Tell whether there is a description to check against."""
        return self.path.is_file()

    def check(self, method: str, path: str, body: Any, *, option_type: int = 3) -> list[str]:
        """List what Discord would not take in this request."""
        described: Iterator[str] = iter(())
        if self._description is not None:
            described = self._described(method, path, _normal(body), option_type)
        # Both may find the same: two lists, one order, each problem once.
        return list(dict.fromkeys((*described, *_beyond(method, path, body, option_type))))

    def check_message(self, body: Json, *, edit: bool = False) -> list[str]:
        """List what Discord would not take in the body of a message."""
        path = "/webhooks/1/t" + ("/messages/@original" if edit else "")
        return self.check("PATCH" if edit else "POST", path, body)

    def check_callback(self, kind: int, data: Json, *, option_type: int = 3) -> list[str]:
        """List what Discord would not take as the first answer to an interaction."""
        body = {"type": kind, "data": data}
        return self.check("POST", "/interactions/1/t/callback", body, option_type=option_type)

    @cached_property
    def _description(self) -> Description | None:
        return Description(self.path) if self.available else None

    def _described(self, method: str, path: str, body: Any, option_type: int) -> Iterator[str]:
        if self._description is None:
            return
        if _is_callback(path) and isinstance(body, dict) and body.get("type") == 8:
            kind = _CHOICES.format(_CHOICE_KINDS.get(option_type, "String"))
            schema = self._description.named(kind)
            yield from self._errors(kind, schema, body.get("data"), "data")
            return
        found = self._description.body(method, path)
        if found is not None:
            yield from self._errors(str(id(found)), found, body, "")

    def _errors(self, key: str, schema: Json, body: Any, at: str) -> Iterator[str]:
        if key not in self._validators and self._description is not None:
            whole = self._description.whole(schema)
            self._validators[key] = validator_for(whole, mask="value", validate_formats=True)
        for error in self._validators[key].iter_errors(body):
            yield f"{_place(at, error.instance_path)}: {error.message}"


@cache
def shared_schema() -> Schema:
    """Give the one schema that tests share, so that each route is compiled once."""
    return Schema()


def check(method: str, path: str, body: Any, *, option_type: int = 3) -> list[str]:
    """List what Discord would not take in this request."""
    return shared_schema().check(method, path, body, option_type=option_type)


def check_message(body: Json, *, edit: bool = False) -> list[str]:
    """List what Discord would not take in the body of a message."""
    return shared_schema().check_message(body, edit=edit)


def check_callback(kind: int, data: Json, *, option_type: int = 3) -> list[str]:
    """List what Discord would not take as the first answer to an interaction."""
    return shared_schema().check_callback(kind, data, option_type=option_type)


def _place(at: str, path: list[str | int]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return (at + "".join(steps)).lstrip(".") or "body"


def _is_callback(path: str) -> bool:
    return path.startswith("/interactions/") and path.endswith("/callback")


def _beyond(method: str, path: str, body: Any, option_type: int) -> Iterator[str]:
    """Choose the limits that fit the route."""
    last = path.rpartition("/")[2]
    if last == "commands" or "/commands/" in path:
        yield from command_problems(body if isinstance(body, list) else [body])
    elif not isinstance(body, dict):
        return
    elif _is_callback(path):
        yield from _callback_problems(body, option_type)
    elif path.startswith("/webhooks/") or "/messages" in path:
        yield from message_problems(body, edit=method == "PATCH")


def _callback_problems(body: Json, option_type: int) -> Iterator[str]:
    data = body.get("data") or {}
    unknown = set(body) - {"type", "data"}
    if unknown:
        yield f"body: unknown key {', '.join(sorted(unknown))}"
    match body.get("type"):
        case 4:
            yield from message_problems(data, at="data")
        case 7:
            yield from message_problems(data, edit=True, at="data")
        case 8:
            yield from autocomplete_problems(data, option_type)
        case 9:
            yield from modal_problems(data)


def _normal(body: Any) -> Any:
    """Write numbers where Discord takes them as well as text: attachment ids, permissions."""
    if isinstance(body, list):
        return [_normal(one) for one in body]
    if not isinstance(body, dict):
        return body
    normal = copy.copy(body)
    if isinstance(body.get("data"), dict):
        normal["data"] = _normal(body["data"])
    if isinstance(body.get("attachments"), list):
        normal["attachments"] = [file | {"id": str(file["id"])} for file in body["attachments"]]
    permissions = body.get("default_member_permissions")
    if isinstance(permissions, str) and permissions.isdecimal():
        normal["default_member_permissions"] = int(permissions)
    return normal
