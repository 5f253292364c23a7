"""What people do and see: they ask, type, press and pick, and read what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import simcord
from simcord.actors import (
    _autocomplete_result,
    _dispatch_actor_interaction,
    _resolve_visible_command,
    _slash,
)
from simcord.backend.serializers import message_payload
from simcord.components import walk_components

from bot.app import App

Actor = simcord.MemberActor | simcord.UserHandle
Json = dict[str, Any]
T = TypeVar("T")

BUTTON, SELECT, TEXT, THUMBNAIL, GALLERY, FILE = 2, 3, 10, 11, 12, 13
COMMAND, PRESS = 2, 3
BY_A_PERSON = "1"
"""The key under which Discord names the person for whom an app answers (a user install)."""


class Option(NamedTuple):
    """One line of a select."""

    label: str
    under: str
    value: str


class Choice(NamedTuple):
    """One suggestion while somebody types."""

    name: str
    value: str


class Unanswered(AssertionError):
    """The bot left somebody without an answer: Discord says "interaction failed"."""


@dataclass(frozen=True)
class Reply:
    """A message of the bot as a person sees it now; it changes when the bot edits it."""

    message: simcord.ResponseMessage

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def private(self) -> bool:
        return self.message.ephemeral

    @property
    def text(self) -> str:
        return "\n".join(part["content"] for part in self._parts(TEXT))

    @property
    def files(self) -> dict[str, str]:
        """Give the addresses of the files that came with it, by name: each is shown."""
        files = {part["file"]["url"] for part in self._parts(FILE)}
        every = {one.filename: one.url for one in self.message.attachments}
        assert files <= set(every.values()) <= files | set(self.pictures)
        return every

    @property
    def pictures(self) -> dict[str, str]:
        """Give what is said of the pictures that it shows, by their addresses."""
        every = [one for part in self._parts(GALLERY) for one in part["items"]]
        every += self._parts(THUMBNAIL)
        return {one["media"]["url"]: one["description"] for one in every}

    @property
    def buttons(self) -> dict[str, str]:
        """Give the custom ids of what can be pressed, by label, in order."""
        return {
            part["label"]: part["custom_id"]
            for part in self._parts(BUTTON)
            if not part.get("disabled")
        }

    @property
    def options(self) -> list[Option]:
        """Give the lines of all selects, in order."""
        return [
            Option(one["label"], one.get("description", ""), one["value"])
            for part in self._parts(SELECT)
            for one in part["options"]
        ]

    @property
    def placeholders(self) -> list[str]:
        return [part["placeholder"] for part in self._parts(SELECT)]

    @property
    def message_ids(self) -> list[str]:
        """Give the custom ids of all buttons, in order: several may have the same label."""
        return [part["custom_id"] for part in self._parts(BUTTON)]

    @property
    def several(self) -> list[str]:
        """Give the custom ids of selects of which nothing or several can be picked."""
        return [part["custom_id"] for part in self._parts(SELECT) if part.get("min_values") == 0]

    def button(self, label: str) -> str:
        """Give the custom id of the one button whose label begins so."""
        return only(
            [custom for known, custom in self.buttons.items() if known.startswith(label)],
            f"button {label!r} among {list(self.buttons)}",
        )

    def option(self, label: str, under: str = "") -> Option:
        """Give the one line of a select that is called so, or else the one that begins so."""
        known = [one for one in self.options if under in one.under]
        found = [one for one in known if one.label == label]
        found = found or [one for one in known if one.label.startswith(label)]
        return only(found, f"option {label!r} among {[one.label for one in known]}")

    def select(self, option: Option) -> str:
        """Give the custom id of the select in which a line stands."""
        return only(
            [
                str(part["custom_id"])
                for part in self._parts(SELECT)
                if option.value in {one["value"] for one in part["options"]}
            ],
            f"select with {option}",
        )

    def made_up(self, old: str, new: str) -> Reply:
        """Make the message one that another version of the bot sent: with another custom id."""
        for part in walk_components(self.message._message.components):  # noqa: SLF001 - the sent message itself
            if part.get("custom_id") == old:
                part["custom_id"] = new
            for one in part.get("options", ()):
                one["value"] = new if one["value"] == old else one["value"]
        return self

    def _parts(self, kind: int) -> Iterator[Json]:
        return (part for part in walk_components(self.message.components) if part["type"] == kind)


def only(found: list[T], what: str) -> T:
    """Give the one that is there."""
    assert len(found) == 1, f"{len(found)} times {what}"
    return found[0]


@dataclass(frozen=True)
class Person:
    """Somebody in one place: a channel of a server, or a direct message."""

    actor: Actor
    channel: simcord.ChannelHandle

    @property
    def id(self) -> int:
        return self.actor.id

    async def asks(self, query: str, **options: int) -> Reply:
        """Use /episode."""
        return await self.uses("episode", query=query, **options)

    async def uses(self, command: str, **options: object) -> Reply:
        """Use any command."""
        return answer(await _slash(self.actor, self.channel, command, dict(options)))

    async def loads(self, file: str, content: bytes, **options: object) -> Reply:
        """Attach a file to /admin load-file, and wait for what the bot says of it."""
        return await self.waits("load-file", file=(file, content), **options)

    async def waits(self, command: str, **options: object) -> Reply:
        """Use an /admin command that goes on in the background, and wait until that has ended."""
        result = await _slash(self.actor, self.channel, f"admin {command}", options)
        await quiet(self.actor)
        return answer(result)

    async def types(self, text: str) -> list[Choice]:
        """Type into /episode's query and look at what is suggested."""
        return [checked(one) for one in await self.types_into("episode", "query", text)]

    async def types_into(
        self, command: str, option: str, text: str, **filled: object
    ) -> list[Choice]:
        """Type into an option of any command; those before it may be filled."""
        result = await _autocomplete_result(
            self.actor, self.channel, command, option, text, dict(filled)
        )
        if result.autocomplete_choices is None:
            raise Unanswered(text)
        return [Choice(**each) for each in result.autocomplete_choices]

    async def presses(self, label: str, on: Reply) -> Reply:
        """Press the button whose label begins so."""
        result = await self.actor.click(on.message, custom_id=on.button(label))
        return answer(result)

    async def decides(self, label: str, on: Reply) -> Reply:
        """Press a button whose work goes on in the background, and wait until that has ended."""
        result = await self.actor.click(on.message, custom_id=on.button(label))
        await quiet(self.actor)
        assert result.acknowledged
        return on

    async def reads_through(self, section: Reply) -> str:
        """Turn all pages of a section, and give its whole text."""
        text = section.text
        while "Next" in section.buttons:
            section = await self.presses("Next", section)
            text += "\n" + section.text
        return text

    async def picks(self, label: str, on: Reply, under: str = "") -> Reply:
        """Pick the line of a select that begins so, and under which it says so."""
        option = on.option(label, under)
        custom_id = on.select(option)
        return answer(await self.actor.select(on.message, [option.value], custom_id=custom_id))

    async def asks_far_away(self, query: str, where: Json) -> Reply:
        """Use /episode as an app of one's own, in a place in which the bot is not."""
        root = _resolve_visible_command(self.actor, self.channel.id, "episode", 1)
        options = [{"name": "query", "type": 3, "value": query}]
        data = {"id": root["id"], "name": "episode", "type": 1, "options": options}
        owners = {"authorizing_integration_owners": {BY_A_PERSON: str(self.id)}}
        return answer(
            await _dispatch_actor_interaction(
                self.actor, COMMAND, self.channel, data, extra=owners | where
            )
        )

    async def opens(self, command: str, **options: object) -> Form:
        """Use a command that is answered with a form."""
        return form(await _slash(self.actor, self.channel, command, dict(options)))

    async def opens_by(self, label: str, on: Reply) -> Form:
        """Press a button that is answered with a form."""
        return form(await self.actor.click(on.message, custom_id=on.button(label)))

    async def opens_on(self, menu: str, message: object) -> Form:
        """Use a menu on a message that is answered with a form."""
        return form(await self._menu(menu, message))

    async def uses_on(self, menu: str, message: object) -> Reply:
        """Use a menu on a message."""
        return answer(await self._menu(menu, message))

    async def _menu(self, menu: str, message: object) -> simcord.InteractionResult:
        assert isinstance(self.actor, simcord.MemberActor)
        target: Any = message.message if isinstance(message, Reply) else message
        return await self.actor.context_menu(self.channel, menu, target)

    async def picks_several(self, values: Sequence[str], on: Reply) -> Reply:
        """Pick some lines of the one select in which several can be picked, by their values."""
        custom_id = only(on.several, "select of which several can be picked")
        return answer(await self.actor.select(on.message, list(values), custom_id=custom_id))

    async def uses_on_member(self, menu: str, member: Person) -> Reply:
        """Use a menu on a member."""
        assert isinstance(self.actor, simcord.MemberActor)
        target: Any = member.actor
        return answer(await self.actor.context_menu(self.channel, menu, target))

    async def publishes(self, preview: Reply) -> tuple[Reply, Reply]:
        """Press Publish: gives what the author is told, and the card that everybody sees."""
        result = await self.actor.click(preview.message, custom_id=preview.button("Publish"))
        assert result.response is not None
        return Reply(result.response), Reply(only(result.followups, "card of a review"))

    async def presses_by_an_app_of_ones_own(self, label: str, on: Reply) -> Reply:
        """Press a button where the bot is not itself, and give the message that follows."""
        stored = on.message._message  # noqa: SLF001 - the sent message itself
        pressed = {"custom_id": on.button(label), "component_type": BUTTON}
        message = dict(message_payload(self.actor._env.backend, stored))  # noqa: SLF001 - as above
        owners = {"authorizing_integration_owners": {BY_A_PERSON: str(self.id)}}
        result = await _dispatch_actor_interaction(
            self.actor, PRESS, self.channel, pressed, extra=owners | {"message": message},
            source_message_id=stored.id,
        )  # fmt: skip
        got = result.followups or [one for one in (result.response,) if one]
        return Reply(only(got, "answer"))

    async def sends(self, form: Form, **values: object) -> Reply:
        """Send a form with what was in it, but for what is filled in."""
        return answer(await self.actor.submit_modal(form.result, form.filled | values))

    async def is_answered(
        self, text: str, to: Reply | None = None, files: Sequence[tuple[str, bytes]] = ()
    ) -> Reply | None:
        """Write a message in the channel, and give what the bot says there, if anything."""
        before = self._said_by_the_bot()
        await self.writes(text, to, files)
        new = [one for one in self._said_by_the_bot() if one not in before]
        return Reply(self._again(only(new, "answer"))) if new else None

    def _said_by_the_bot(self) -> list[int]:
        return [one.id for one in self.channel.history() if one.author.bot]

    def _again(self, message: int) -> simcord.ResponseMessage:
        env = self.actor._env  # noqa: SLF001 - where all messages are
        return simcord.ResponseMessage(env, env.backend.get_message(self.channel.id, message))

    async def writes(
        self, text: str, to: Reply | None = None, files: Sequence[tuple[str, bytes]] = ()
    ) -> Any:
        """Write a message in the channel, in reply to another."""
        assert isinstance(self.actor, simcord.MemberActor)
        reply: Any = to.message if to else None
        return await self.actor.send(self.channel, text, reply_to=reply, attachments=files)


@dataclass(frozen=True)
class Form:
    """A form that somebody has before them, filled in as the bot filled it in."""

    result: simcord.InteractionResult

    @property
    def modal(self) -> Json:
        assert self.result.modal is not None
        return self.result.modal

    @property
    def title(self) -> str:
        return str(self.modal["title"])

    @property
    def fields(self) -> dict[str, Json]:
        """Give the fields by their custom ids."""
        parts = [one.get("component", one) for one in self.modal["components"]]
        return {one["custom_id"]: one for one in parts if "custom_id" in one}

    @property
    def filled(self) -> dict[str, object]:
        """Give what is in the fields."""
        return {
            name: value
            for name, one in self.fields.items()
            if (value := filled_in(one)) is not None
        }


def filled_in(field: Json) -> object:
    """Give what is in a field of a form, None where nothing is."""
    if "options" in field:
        return [one["value"] for one in field["options"] if one.get("default")] or None
    return field.get("value")


def form(result: simcord.InteractionResult) -> Form:
    """Take the form that somebody got."""
    if result.modal is None:
        raise Unanswered(repr(result))
    return Form(result)


async def quiet(actor: Actor) -> None:
    """Wait until nothing is read or loaded in the background any more."""
    app = actor._env.bot  # noqa: SLF001 - the bot that runs now
    assert isinstance(app, App)
    while tasks := set(app.loads.tasks):
        await asyncio.wait(tasks)


def checked(choice: Choice) -> Choice:
    """Make sure that Discord takes a suggestion: it drops the whole list for one bad name."""
    assert 1 <= len(choice.name.strip()) <= len(choice.name) <= 100, choice
    assert 1 <= len(choice.value) <= 100, choice
    return choice


def answer(result: simcord.InteractionResult) -> Reply:
    """Take the one message that somebody got."""
    got = [one for one in (result.response, *result.followups) if one is not None]
    if not result.acknowledged or not got or not got[0].components:
        raise Unanswered(repr(result))
    assert len(got) == 1, f"{len(got)} answers to one question"
    return Reply(got[0])
