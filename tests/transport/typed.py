"""Turns the values that a person typed into the options that Discord sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .people import MEMBER, Guild, Place, User, member_payload, user_payload

Json = dict[str, Any]
Values = Mapping[str, Any]
Upload = Callable[[str, bytes], Json]

SUBCOMMAND, GROUP, TEXT = 1, 2, 3
_KINDS: dict[int, tuple[type, ...]] = {
    3: (str,),
    4: (int,),
    5: (bool,),
    6: (User,),
    7: (Guild,),
    8: (int,),
    9: (User,),
    10: (int, float),
    11: (tuple,),
}


@dataclass
class Typed:
    """The options of one command as they are typed in one place."""

    place: Place
    upload: Upload
    focused: str | None
    option_type: int = TEXT
    resolved: Json = field(default_factory=dict)

    def options(self, holder: Json, inner: list[str], values: Values) -> list[Json]:
        """Give the options, inside the groups and subcommands of the path."""
        known = {option["name"]: option for option in holder.get("options") or ()}
        if inner:
            deeper = _named(known, inner[0], holder)
            options = self.options(deeper, inner[1:], values)
            return [{"type": deeper["type"], "name": inner[0], "options": options}]
        given = {name: value for name, value in values.items() if value is not None}
        told = [self._option(_named(known, name, holder), given[name]) for name in given]
        if self.focused is None:
            _must_have(known, given, holder)
        else:
            self.option_type = _named(known, self.focused, holder)["type"]
        return told

    def _option(self, option: Json, value: Any) -> Json:
        kind, name = option["type"], option["name"]
        if name == self.focused:
            return {"type": kind, "name": name, "value": value, "focused": True}
        if not _suits(kind, value):
            raise TypeError(f"option {name!r} is of type {kind}, which {value!r} is not")
        return {"type": kind, "name": name, "value": self._resolve(kind, value)}

    def _resolve(self, kind: int, value: Any) -> Any:
        """Describe what the value points to, and give what Discord sends in its place."""
        match kind:
            case 6 | 9:
                for key, described in people(value, self.place).items():
                    self.resolved.setdefault(key, {}).update(described)
                return str(value.id)
            case 7:
                channel = {"id": str(value.channel_id), "type": 0, "name": "general"}
                channel["permissions"] = str(MEMBER)
                self.resolved.setdefault("channels", {})[channel["id"]] = channel
                return channel["id"]
            case 8:
                self.resolved.setdefault("roles", {})[str(value)] = _role(value)
                return str(value)
            case 11:
                file = self.upload(*value)
                self.resolved.setdefault("attachments", {})[file["id"]] = file
                return file["id"]
            case _:
                return value


def people(user: User, place: Place) -> Json:
    """Describe somebody whom a command points to."""
    resolved: Json = {"users": {str(user.id): user_payload(user)}}
    if place.guild is not None:
        member = {key: value for key, value in member_payload(user).items() if key != "user"}
        resolved["members"] = {str(user.id): member}
    return resolved


def _role(id_: int) -> Json:
    named: Json = {"id": str(id_), "name": f"role {id_}", "permissions": str(MEMBER)}
    colours = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    plain = {"color": 0, "colors": colours, "hoist": False, "managed": False, "flags": 0}
    return named | plain | {"position": 1, "mentionable": False, "icon": None}


def _named(known: Mapping[str, Json], name: str, holder: Json) -> Json:
    if name not in known:
        offered = ", ".join(known) or "nothing"
        raise LookupError(f"{holder['name']!r} has no option {name!r}; it has: {offered}")
    return known[name]


def _must_have(known: Mapping[str, Json], given: Values, holder: Json) -> None:
    missing = [name for name, option in known.items() if option.get("required")]
    missing = [name for name in missing if name not in given]
    if any(option["type"] in {SUBCOMMAND, GROUP} for option in known.values()):
        missing = ["a subcommand"]
    if missing:
        wanted = ", ".join(missing)
        raise LookupError(f"Discord would not send {holder['name']!r} without {wanted}")


def _suits(kind: int, value: Any) -> bool:
    # True is an int to Python, but not to Discord.
    return isinstance(value, _KINDS[kind]) and (kind == 5 or not isinstance(value, bool))
