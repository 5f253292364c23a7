"""Who is there: people, servers and channels, and how Discord describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

APPLICATION_ID = 400_000_000_000_000_001
# View channels, send messages, embed links, attach files, read history, use commands.
MEMBER = 0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000 | 0x80000000
MANAGE_SERVER = 0x20
JOINED = "2024-05-01T12:00:00.000000+00:00"


@dataclass(frozen=True)
class User:
    """One account, with what it may do in every server it is met in."""

    id: int
    name: str
    locale: str = "en-US"
    permissions: int = MEMBER
    roles: tuple[int, ...] = ()
    bot: bool = False


@dataclass(frozen=True)
class Guild:
    """One server with one channel; not installed means the bot is only a user install there."""

    id: int
    name: str
    locale: str = "en-US"
    installed: bool = True

    @property
    def channel_id(self) -> int:
        """Give the id of the only channel."""
        return self.id + 1


@dataclass(frozen=True)
class Group:
    """Private messages among people, where the bot can only be a user install."""

    id: int


@dataclass(frozen=True)
class Place:
    """Where something is said: a server, a group, or the bot's direct messages."""

    guild: Guild | None
    channel_id: int
    private: bool = False

    @property
    def context(self) -> int:
        """Tell the interaction context: 0 server, 1 bot's direct messages, 2 elsewhere."""
        if self.guild is not None:
            return 0
        return 2 if self.private else 1


BOT = User(APPLICATION_ID, "cold-open", bot=True)
OWNER = User(300_000_000_000_000_001, "olive")
ANN = User(300_000_000_000_000_002, "ann")
BEN = User(300_000_000_000_000_003, "ben", locale="de")
MOD = User(300_000_000_000_000_004, "mia", permissions=MEMBER | MANAGE_SERVER)
GUILD = Guild(500_000_000_000_000_001, "Writers' Room")
OTHER_GUILD = Guild(510_000_000_000_000_001, "Green Room", locale="de")
FRIENDS = Group(530_000_000_000_000_001)
FOREIGN_GUILD = Guild(520_000_000_000_000_001, "Not Installed", installed=False)


def place_of(user: User, where: Guild | Group | None) -> Place:
    """Find the channel in which this person speaks; None is the bot's direct messages."""
    if isinstance(where, Group):
        return Place(None, where.id, private=True)
    if where is not None:
        return Place(where, where.channel_id)
    return Place(None, user.id + 1_000_000)


def user_payload(user: User) -> Json:
    """Describe an account."""
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": None if user.bot else user.name.title(),
        "discriminator": "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
        "avatar_decoration_data": None,
    }


def member_payload(user: User) -> Json:
    """Describe an account as a member of a server."""
    return {
        "user": user_payload(user),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(role) for role in user.roles],
        "joined_at": JOINED,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "permissions": str(user.permissions),
    }


def channel_payload(place: Place, user: User, permissions: int = MEMBER) -> Json:
    """Describe the channel of a place as this person sees it."""
    id_ = str(place.channel_id)
    if place.guild is None:
        recipients = [user_payload(user)]
        kind = 3 if place.private else 1
        group = {"name": "friends", "owner_id": str(user.id), "icon": None}
        extra = group if place.private else {}
        return {"id": id_, "type": kind, "last_message_id": None, "recipients": recipients} | extra
    return {
        "id": id_,
        "type": 0,
        "guild_id": str(place.guild.id),
        "name": "general",
        "topic": None,
        "position": 0,
        "nsfw": False,
        "parent_id": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "permission_overwrites": [],
        "flags": 0,
        "permissions": str(permissions),
    }


def guild_payload(guild: Guild) -> Json:
    """Describe a server as GUILD_CREATE does."""
    everyone = {
        "id": str(guild.id),
        "name": "@everyone",
        "permissions": str(MEMBER),
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": 0,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    channel = channel_payload(Place(guild, guild.channel_id), OWNER)
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(OWNER.id),
        "preferred_locale": guild.locale,
        "roles": [everyone],
        "channels": [channel],
        "members": [member_payload(BOT)],
        "member_count": 5,
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        **_PLAIN_GUILD,
    }


# What every plain server says alike; strict clients refuse a server without it.
_PLAIN_GUILD: Json = {
    **dict.fromkeys(
        ("icon", "splash", "discovery_splash", "banner", "description", "vanity_url_code")
    ),
    **dict.fromkeys(("afk_channel_id", "application_id", "system_channel_id", "rules_channel_id")),
    **dict.fromkeys(("public_updates_channel_id", "safety_alerts_channel_id", "incidents_data")),
    **dict.fromkeys(("verification_level", "default_message_notifications", "premium_tier"), 0),
    **dict.fromkeys(("explicit_content_filter", "mfa_level", "nsfw_level"), 0),
    **dict.fromkeys(("system_channel_flags", "premium_subscription_count"), 0),
    "features": [],
    "emojis": [],
    "stickers": [],
    "threads": [],
    "presences": [],
    "voice_states": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
    "afk_timeout": 300,
    "max_members": 500_000,
    "max_presences": None,
    "max_video_channel_users": 25,
    "max_stage_video_channel_users": 50,
    "premium_progress_bar_enabled": False,
    "widget_enabled": False,
    "widget_channel_id": None,
    "nsfw": False,
    "lazy": True,
}


def application_payload() -> Json:
    """Describe the bot's application."""
    return {
        "id": str(APPLICATION_ID),
        "name": "Cold Open",
        "description": "",
        "icon": None,
        "cover_image": None,
        "flags": 0,
        "owner": user_payload(OWNER),
        "bot": user_payload(BOT),
        "team": None,
        "verify_key": "0" * 64,
        "bot_public": True,
        "bot_require_code_grant": False,
        "rpc_origins": [],
        "redirect_uris": [],
        "tags": [],
        "summary": "",
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "integration_types_config": {"0": {}, "1": {}},
    }
