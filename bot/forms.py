"""Forms known by their custom ids: what is filled in arrives after a restart, too.

discord.py hands a form only to the object that opened it, which ends with the process. These are
kept nowhere: whoever is sent a form reads it by its custom id and by those of its fields.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

import discord
from discord import ui

from bot.folding import storable
from bot.render.fit import cut
from bot.ui import Interaction, give_back, report

TITLE = 45
"""Characters that Discord takes as the title of a form."""

Label = ui.Label[Any]
Field = Label | ui.TextDisplay[Any]


class Filled(NamedTuple):
    """What was filled in, by the fields' custom ids: texts, what was picked, and files."""

    texts: Mapping[str, str]
    picked: Mapping[str, tuple[str, ...]]
    files: tuple[discord.Attachment, ...] = ()

    def one(self, field: str) -> str:
        """Give what was picked where one is to be picked, "" where nothing was."""
        return next(iter(self.picked.get(field, ())), "")


class Form:
    """What answers a form: known by its custom id; subclasses give a template and say `submit`.

    `returns` is whether who filled it in gets their words back when something goes wrong.
    """

    template: ClassVar[re.Pattern[str]]
    returns: ClassVar[bool]

    def __init_subclass__(cls, *, template: str, returns: bool) -> None:
        cls.template, cls.returns = re.compile(template), returns

    def __init__(self, match: re.Match[str], filled: Filled) -> None:
        self.match, self.filled = match, filled

    async def submit(self, interaction: Interaction) -> None:
        """Do what the form is for."""
        raise NotImplementedError


async def ask(interaction: Interaction, custom_id: str, title: str, *fields: Field) -> None:
    """Open a form; it has to be the first answer, so nothing may be deferred before."""
    form = ui.Modal(title=cut(title, TITLE), custom_id=custom_id)
    for field in fields:
        form.add_item(field)
    form.stop()  # discord.py keeps nothing of it
    await interaction.response.send_modal(form)


async def answer_form(interaction: Interaction, known: Iterable[type[Form]]) -> None:
    """Answer a form that was sent; whatever goes wrong is reported to who sent it, words go back.

    What stands in another version's form is given back.
    """
    data: Any = interaction.data
    filled = _filled(interaction, data)
    words = list(filled.texts.values())
    for kind in known:
        if match := kind.template.fullmatch(data["custom_id"]):
            try:
                await kind(match, filled).submit(interaction)
            except Exception as error:
                await report(interaction, error, words if kind.returns else ())
            return
    await give_back(interaction, words)


def _filled(interaction: Interaction, data: Mapping[str, Any]) -> Filled:
    fields = {field["custom_id"]: field for field in _fields(data["components"])}
    sent = data.get("resolved", {}).get("attachments", {})
    state = interaction._state  # noqa: SLF001 - discord.py makes attachments of a form's own object alone
    files = tuple(
        discord.Attachment(data=sent[one], state=state)
        for field in fields.values()
        for one in field.get("values") or ()
        if one in sent
    )
    return Filled(
        {name: storable(field["value"]) for name, field in fields.items() if field.get("value")},
        {name: tuple(field.get("values") or ()) for name, field in fields.items()},
        files,
    )


def _fields(components: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for part in components:
        inside = part.get("components") or ([part["component"]] if "component" in part else [])
        yield from _fields(inside)
        if "custom_id" in part:
            yield part
