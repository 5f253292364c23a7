"""Builds the interactions that Discord sends when people type, press, choose and submit."""

from __future__ import annotations

import secrets
from typing import Any

from .components import SELECTS, walk
from .exchange import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Exchange, Reply
from .people import (
    APPLICATION_ID,
    MEMBER,
    Guild,
    Place,
    User,
    channel_payload,
    member_payload,
    user_payload,
)
from .typed import Typed, Values, people
from .world import World

Json = dict[str, Any]


class Interactions:
    """Makes one exchange for each thing that a person does."""

    def __init__(self, world: World) -> None:
        self.world = world

    def command(
        self, path: str, values: Values, user: User, place: Place, focused: str | None = None
    ) -> Exchange:
        """Type a slash command, with its groups and subcommands in the path."""
        name, *inner = path.split()
        command = self.world.command_named(name, place.guild)
        typed = Typed(place, self.world.messages.upload, focused)
        data: Json = {"id": command["id"], "name": name, "type": 1}
        data["options"] = typed.options(command, inner, values)
        data["resolved"] = typed.resolved
        if command.get("guild_id"):
            data["guild_id"] = command["guild_id"]
        exchange = self._exchange(AUTOCOMPLETE if focused else COMMAND, data, user, place)
        exchange.option_type = typed.option_type
        return exchange

    def menu(self, name: str, target: User | Json, user: User, place: Place) -> Exchange:
        """Choose a command from the menu of a person or a message."""
        kind = 2 if isinstance(target, User) else 3
        command = self.world.command_named(name, place.guild, kind)
        data: Json = {"id": command["id"], "name": name, "type": kind}
        if isinstance(target, User):
            data |= {"target_id": str(target.id), "resolved": people(target, place)}
        else:
            resolved = {"messages": {target["id"]: target}}
            data |= {"target_id": target["id"], "resolved": resolved}
        return self._exchange(COMMAND, data, user, place)

    def press(
        self, message: Json, custom_id: str, user: User, values: list[str] | None = None
    ) -> Exchange:
        """Press a button or choose from a select of a message."""
        if int(message["id"]) not in self.world.messages.by_id:
            raise LookupError("the message was deleted: nobody can press it")
        component = _component(message["components"], custom_id)
        kind = component["type"]
        data: Json = {"custom_id": custom_id, "component_type": kind, "id": component["id"]}
        if kind in SELECTS:
            data["values"] = values or []
            _must_offer(component, data["values"])
        place = self.world.messages.places[int(message["id"])]
        exchange = self._exchange(COMPONENT, data, user, place, message)
        exchange.metadata["interacted_message_id"] = message["id"]
        return exchange

    def submit(self, opened: Reply, values: Values, user: User) -> Exchange:
        """Fill in a modal and send it."""
        modal, before = opened.modal, opened.exchange
        filled = [_filled(component, values) for component in modal["components"]]
        data: Json = {"custom_id": modal["custom_id"], "components": filled, "resolved": {}}
        unknown = set(values) - {part.get("custom_id") for part in walk(modal["components"])}
        if unknown:
            raise LookupError(f"the modal has no field {', '.join(sorted(unknown))}")
        self._attach(data, filled)
        exchange = self._exchange(MODAL, data, user, before.place, before.source)
        exchange.metadata["triggering_interaction_metadata"] = before.metadata
        return exchange

    def past(self, user: User, place: Place) -> Json:
        """Describe a command that was used before this server was started."""
        asked: Json = {"id": str(self.world.snowflake()), "type": COMMAND}
        owners = _owners(user, place)
        return asked | {"user": user_payload(user), "authorizing_integration_owners": owners}

    def _exchange(
        self, type_: int, data: Json, user: User, place: Place, source: Json | None = None
    ) -> Exchange:
        id_, token = self.world.snowflake(), f"loopback.{secrets.token_urlsafe(48)}"
        owners = _owners(user, place)
        payload = _frame(user, place) | {
            "id": str(id_),
            "application_id": str(APPLICATION_ID),
            "type": type_,
            "token": token,
            "version": 1,
            "data": data,
            "authorizing_integration_owners": owners,
        }
        if source is not None:
            payload["message"] = source
        metadata: Json = {"id": str(id_), "type": type_, "user": user_payload(user)}
        metadata["authorizing_integration_owners"] = owners
        exchange = Exchange(id_, token, type_, user, place, payload, metadata, source)
        self.world.exchanges[token] = exchange
        return exchange

    def _attach(self, data: Json, filled: list[Json]) -> None:
        for part in walk(filled):
            if part["type"] == 19:
                files = [self.world.messages.upload(*file) for file in part["values"]]
                part["values"] = [file["id"] for file in files]
                known = data["resolved"].setdefault("attachments", {})
                known.update({file["id"]: file for file in files})


def _frame(user: User, place: Place) -> Json:
    """Tell who acts where, as every interaction does."""
    frame: Json = {
        "channel": channel_payload(place, user, user.permissions),
        "channel_id": str(place.channel_id),
        "context": place.context,
        "app_permissions": str(MEMBER),
        "attachment_size_limit": 10_485_760,
        "locale": user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
    }
    if place.guild is None:
        return frame | {"user": user_payload(user)}
    guild: Guild = place.guild
    known = {"id": str(guild.id), "locale": guild.locale, "features": []}
    here = {"guild_id": str(guild.id), "guild": known, "guild_locale": guild.locale}
    return frame | here | {"member": member_payload(user)}


def _owners(user: User, place: Place) -> dict[str, str]:
    """Tell whose install brought the bot here: 0 a server's, 1 a person's."""
    if place.guild is not None and place.guild.installed:
        return {"0": str(place.guild.id)}
    if place.guild is None and not place.private:
        return {"0": "0"}
    return {"1": str(user.id)}


def _component(components: list[Json], custom_id: str) -> Json:
    for component in walk(components):
        if component.get("custom_id") == custom_id:
            if component.get("disabled"):
                raise LookupError(f"{custom_id!r} is disabled: nobody can press it")
            return component
    offered = ", ".join(part["custom_id"] for part in walk(components) if part.get("custom_id"))
    raise LookupError(f"the message has no {custom_id!r}; it has: {offered or 'nothing'}")


def _must_offer(component: Json, values: list[str]) -> None:
    offered = {option["value"] for option in component.get("options") or ()}
    strange = set(values) - offered
    if component["type"] == 3 and strange:
        raise LookupError(f"the select does not offer {', '.join(sorted(strange))}")


def _filled(component: Json, values: Values) -> Json:
    """Answer one component of a modal as Discord's clients do."""
    told: Json = {"type": component["type"], "id": component.get("id") or 0}
    if "component" in component:
        return told | {"component": _filled(component["component"], values)}
    if "components" in component:
        return told | {"components": [_filled(one, values) for one in component["components"]]}
    if "custom_id" not in component:
        return told
    told["custom_id"] = component["custom_id"]
    value = values.get(component["custom_id"])
    match component["type"]:
        case 4:
            return told | {"value": value if value is not None else component.get("value") or ""}
        case 21:
            return told | {"value": value}
        case 23:
            return told | {"value": bool(value)}
        case _:
            return told | {"values": list(value or ())}
