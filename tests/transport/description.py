"""Reads Discord's description of its API and sharpens it, so that a problem names its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# Documented by Discord, or sent by every discord.py and let through, but not in the description.
_UNTOLD = {
    "ApplicationCommandUpdateRequest": "nsfw",
    "ApplicationCommandCreateRequest": "nsfw",
    "ApplicationCommandPatchRequestPartial": "nsfw",
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": "tts",
    "IncomingWebhookUpdateRequestPartial": "tts",
    "MessageEditRequestPartial": "tts",
    "RichEmbed": "flags",
}
# The only body described as one of two with nothing to tell them apart.
_FOLLOW_UP = ("POST", "/webhooks/{webhook_id}/{webhook_token}", "IncomingWebhookRequestPartial")
_SCHEMAS = "#/components/schemas/"


class Description:
    """The request bodies by route, ready to be compiled one by one."""

    def __init__(self, path: Path) -> None:
        told = json.loads(path.read_bytes())
        self._schemas: Json = told["components"]["schemas"]
        for name, key in _UNTOLD.items():
            self._schemas[name]["properties"][key] = {"type": ["boolean", "integer", "null"]}
        self._routes = list(self._read_routes(told["paths"]))
        self._routes.sort(key=lambda route: route[1].pattern.count("[^/]+"))

    def body(self, method: str, path: str) -> Json | None:
        """Find the schema of a request's body."""
        for verb, pattern, schema in self._routes:
            if verb == method and pattern.fullmatch(path):
                return schema
        return None

    def named(self, name: str) -> Json:
        """Point to a schema by its name."""
        return {"$ref": _SCHEMAS + name}

    def whole(self, schema: Json) -> Json:
        """Complete a schema with everything it refers to, sharpened."""
        needed: Json = {}
        waiting = list(_references(schema))
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed[name] = self._sharpen(self._schemas[name])
                waiting += _references(needed[name])
        return {**self._sharpen(schema), "components": {"schemas": needed}}

    def _read_routes(self, paths: Json) -> Iterator[tuple[str, re.Pattern[str], Json]]:
        for template, operations in paths.items():
            for method, operation in operations.items():
                content = isinstance(operation, dict) and operation.get("requestBody")
                if content and "application/json" in content["content"]:
                    schema = content["content"]["application/json"]["schema"]
                    verb = method.upper()
                    if (verb, template) == _FOLLOW_UP[:2]:
                        schema = self.named(_FOLLOW_UP[2])
                    yield verb, re.compile(re.sub(r"\{\w+\}", "[^/]+", template)), schema

    def _sharpen(self, schema: Any) -> Any:
        """Choose the branch by type, call unknown keys by name, and let the rest be."""
        if isinstance(schema, list):
            return [self._sharpen(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        for key in ("oneOf", "anyOf"):
            if isinstance(schema.get(key), list):
                rest = {name: value for name, value in schema.items() if name != key}
                return self._sharpen(rest) | self._union(schema[key])
        sharp = {key: self._sharpen(value) for key, value in schema.items()}
        if isinstance(sharp.get("properties"), dict) and sharp.get("type") == "object":
            sharp.setdefault("additionalProperties", False)
        return sharp

    def _union(self, branches: list[Json]) -> Json:
        rest = [branch for branch in branches if branch != {"type": "null"}]
        union = self._choice(rest)
        if len(rest) < len(branches):
            return {"if": {"type": "null"}, "then": True, "else": union}
        return union

    def _choice(self, branches: list[Json]) -> Json:
        if len(branches) == 1:
            only: Json = self._sharpen(branches[0])
            return only
        if all("const" in branch for branch in branches):
            return {"enum": [branch["const"] for branch in branches]}
        kinds = [self._kinds(branch) for branch in branches]
        if not all(kinds):
            return {"anyOf": self._sharpen(branches)}
        known = {"type": {"enum": sorted(kind for some in kinds for kind in some)}}
        chosen = [
            {"if": {"properties": {"type": {"enum": some}}, "required": ["type"]}, "then": branch}
            for some, branch in zip(kinds, branches, strict=True)
        ]
        return {"type": "object", "required": ["type"], "properties": known, "allOf": chosen}

    def _kinds(self, branch: Json) -> list[Any]:
        target = (
            self._schemas[branch["$ref"].removeprefix(_SCHEMAS)] if "$ref" in branch else branch
        )
        kinds: list[Any] = target.get("properties", {}).get("type", {}).get("enum", [])
        return kinds


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for one in schema:
            yield from _references(one)
    elif isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(_SCHEMAS)
        for value in schema.values():
            yield from _references(value)
