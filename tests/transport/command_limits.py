"""The limits of application commands that Discord keeps but its description omits.

Source: docs.discord.com interactions/application-commands.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from discord import Locale

Json = dict[str, Any]

SUBCOMMAND, GROUP = 1, 2
MOST_BY_KIND = {1: 100, 2: 15, 3: 15}
MOST_CHARACTERS = 8_000
PRIVATE_CONTEXT, USER_INSTALL = 2, 1
_LOCALES = frozenset(locale.value for locale in Locale)
_SCRIPTS = ("DEVANAGARI", "THAI")


def command_problems(commands: list[Json]) -> Iterator[str]:
    """List what is wrong with a set of commands of one scope."""
    by_kind = Counter(command.get("type") or 1 for command in commands)
    for kind, most in MOST_BY_KIND.items():
        if by_kind[kind] > most:
            yield f"commands: {by_kind[kind]} of type {kind}, at most {most}"
    named = Counter((command.get("type") or 1, command.get("name")) for command in commands)
    yield from (f"commands: duplicate name {key[1]!r}" for key, n in named.items() if n > 1)
    for command in commands:
        at = f"command {command.get('name')!r}"
        yield from (f"{at}: {problem}" for problem in _command_problems(command))


def _command_problems(command: Json) -> Iterator[str]:
    described = bool(command.get("description"))
    if (command.get("type") or 1) == 1:
        yield from _name_problems(command)
        # A PATCH may leave the description as it is.
        if "description" in command and not described:
            yield "empty description"
        yield from _option_problems(command.get("options") or [], depth=0)
    elif described:
        yield "only slash commands have a description"
    length = _length(command)
    if length > MOST_CHARACTERS:
        yield f"{length} characters in sum, at most {MOST_CHARACTERS}"
    contexts, installs = command.get("contexts") or (), command.get("integration_types")
    if PRIVATE_CONTEXT in contexts and USER_INSTALL not in (installs or ()):
        yield "context 2 needs the user install"


def _option_problems(options: list[Json], depth: int) -> Iterator[str]:
    named = Counter(option.get("name") for option in options)
    yield from (f"duplicate option {name!r}" for name, times in named.items() if times > 1)
    kinds = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    if len(kinds) > 1:
        yield "subcommands stand beside ordinary options"
    optional_seen = False
    for option in options:
        at = f"option {option.get('name')!r}"
        if option.get("required") and optional_seen:
            yield f"{at}: required after optional"
        optional_seen |= not option.get("required")
        yield from (f"{at}: {problem}" for problem in _one_option_problems(option, depth))


def _one_option_problems(option: Json, depth: int) -> Iterator[str]:
    yield from _name_problems(option)
    kind, choices = option.get("type"), option.get("choices") or []
    if kind == GROUP and depth > 0:
        yield "a group inside a group"
    if kind == SUBCOMMAND and depth > 1:
        yield "a subcommand nested too deep"
    if kind in {SUBCOMMAND, GROUP}:
        yield from _option_problems(option.get("options") or [], depth + 1)
    if choices and option.get("autocomplete"):
        yield "choices together with autocomplete"
    yield from _choice_problems(choices)
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        low, high = option.get(least), option.get(most)
        if low is not None and high is not None and low > high:
            yield f"{least} {low} is above {most} {high}"


def _choice_problems(choices: list[Json]) -> Iterator[str]:
    values = Counter(str(choice.get("value")) for choice in choices)
    yield from (f"duplicate choice {value!r}" for value, times in values.items() if times > 1)
    for choice in choices:
        if len(str(choice.get("value"))) > 100:
            yield f"choice {choice.get('name')!r}: value longer than 100 characters"


def _name_problems(named: Json) -> Iterator[str]:
    if "name" in named and not _well_named(str(named["name"])):
        yield f"name {named['name']!r} is not lower case letters, digits, - and _"
    for locale, name in (named.get("name_localizations") or {}).items():
        if not _well_named(name):
            yield f"name {name!r} for {locale} is not lower case letters, digits, - and _"
    for key in ("name_localizations", "description_localizations"):
        for locale in set(named.get(key) or {}) - _LOCALES:
            yield f"{key}: unknown locale {locale!r}"


def _well_named(name: str) -> bool:
    return 1 <= len(name) <= 32 and name == name.lower() and all(map(_allowed, name))


def _allowed(character: str) -> bool:
    if character in "-_'" or unicodedata.category(character)[0] in "LN":
        return True
    return unicodedata.name(character, "").startswith(_SCRIPTS)


def _length(command: Json) -> int:
    """Count the characters of names, descriptions and values, the longest language of each."""
    total = 0
    for key in ("name", "description"):
        spoken = [command.get(key) or "", *(command.get(f"{key}_localizations") or {}).values()]
        total += max(map(len, spoken))
    total += sum(len(str(choice.get("value"))) for choice in command.get("choices") or ())
    inner = [*(command.get("options") or ()), *(command.get("choices") or ())]
    return total + sum(_length(one) for one in inner)
