"""A server's rules on one card, with what changes them."""

from typing import Any

import discord
from discord import ui

from bot.cases import HIDE_AFTER
from bot.render import parts
from bot.render.fit import cut, escape
from bot.render.moderation import hiding_after
from bot.render.parts import Container
from bot.reviews import ServerRules

_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]


def settings(rules: ServerRules, *, gone: bool = False) -> Container:
    """Show a server's rules; `gone` is where the channel for reports is no longer there."""
    return parts.card(
        parts.text("\n".join(_lines(rules, gone=gone)), 2500),
        parts.row(
            _switch("kept", "Share new reviews", "Keep new reviews here", on=rules.kept),
            _switch("links", "Refuse links", "Show links as text", on=rules.links),
            parts.button("Words …", "moderate:words"),
        ),
        _hide_after(rules.hide_after),
        parts.row(_role(rules.role)),
        parts.row(_channel(rules.channel)),
    )


def _lines(rules: ServerRules, *, gone: bool) -> list[str]:
    kept = "shared with all servers unless their author keeps them here"
    kept = "kept in this server" if rules.kept else kept
    words = ", ".join(escape(word) for word in rules.words)
    role = f", and who has <@&{rules.role}>" if rules.role else ""
    channel = f"<#{rules.channel}> and " if rules.channel else ""
    missing = "\n⚠ The channel that was chosen is gone: choose another." if gone else ""
    return [
        "### Rules of this server",
        f"**New reviews** are {kept}",
        f"**Links and invites** in them are {'shown as text' if rules.links else 'refused'}",
        f"**Words refused** ({len(rules.words)}): {cut(words, 1200)}"
        if words
        else "**Words refused:** none",
        f"**Reports:** {hiding_after(rules.hide_after)}",
        f"**Moderators** are all who have the permission “Manage Server”{role}",
        f"**Cards of reports** come to {channel}`/moderate reports`{missing}",
    ]


def _switch(name: str, when_on: str, when_off: str, *, on: bool) -> parts.Button:
    """Make a button that changes a rule to the other way; it says what it will do."""
    return parts.button(when_on if on else when_off, f"moderate:set:{name}:{'off' if on else 'on'}")


def _hide_after(number: int) -> parts.Row:
    options = [
        discord.SelectOption(
            value=str(one),
            label=f"Hide after {one} reports" if one else "Never hide by reports alone",
            default=one == number,
        )
        for one in HIDE_AFTER
    ]
    return parts.row(
        ui.Select(
            custom_id="moderate:set:hide_after",
            placeholder="How many reports hide a review until somebody decides",
            options=options,
        )
    )


def _role(role: int | None) -> ui.RoleSelect[Any]:
    known = [_chosen(role, "role")] if role else []
    return ui.RoleSelect(
        custom_id="moderate:set:role",
        placeholder="Who moderates beside those who manage the server",
        min_values=0,
        default_values=known,
    )


def _channel(channel: int | None) -> ui.ChannelSelect[Any]:
    known = [_chosen(channel, "channel")] if channel else []
    return ui.ChannelSelect(
        custom_id="moderate:set:channel",
        placeholder="Where cards of reports come, too",
        channel_types=_CHANNELS,
        min_values=0,
        default_values=known,
    )


def _chosen(number: int, kind: str) -> discord.SelectDefaultValue:
    # discord.py sends the id as it is given, and Discord's own description asks for a string.
    told: Any = str(number)
    return discord.SelectDefaultValue(id=told, type=discord.SelectDefaultValueType[kind])
