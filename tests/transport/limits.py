"""The limits of messages, modals and choices that Discord keeps but its description omits.

Sources: docs.discord.com resources/message and components/reference; the sum over all text
displays is told by libraries only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from .components import BUTTON, LAYOUT, SELECTS, STRING_SELECT, TEXT_DISPLAY, media, walk
from .messages import V2

Json = dict[str, Any]

LINK, PREMIUM, ROW = 5, 6, 1
MOST_CONTENT = 2_000
MOST_COMPONENTS, MOST_TEXT, MOST_EMBED_TEXT, MOST_ROWS, MOST_IN_MODAL = 40, 4_000, 6_000, 5, 5
_VALUES: dict[int, tuple[type, ...]] = {3: (str,), 4: (int,), 10: (int, float)}
_LINKS = ("http://", "https://", "discord://")
_MEDIA = ("http://", "https://", "attachment://")


def message_problems(body: Json, *, edit: bool = False, at: str = "") -> Iterator[str]:
    """List what is wrong with the body of a message."""
    flags, components = body.get("flags"), body.get("components") or []
    prefix = f"{at}." if at else ""
    if len(body.get("content") or "") > MOST_CONTENT:
        yield f"{prefix}content: value is longer than {MOST_CONTENT} characters"
    if not edit and not _says_something(body):
        yield f"{at or 'body'}: empty message"
    if (flags or 0) & V2:
        yield from _layout_problems(body, components, prefix)
    # An edit may leave the flag out: it can't be taken from a message that has it.
    elif not edit or flags is not None:
        yield from _classic_problems(components, prefix)
    yield from component_problems(components, f"{prefix}components")
    yield from _embed_problems(body.get("embeds") or [], f"{prefix}embeds")
    if not edit:
        yield from _attachment_problems(body, f"{prefix}attachments")


def modal_problems(data: Json) -> Iterator[str]:
    """List what is wrong with a modal."""
    components = data.get("components") or []
    if len(components) > MOST_IN_MODAL:
        yield f"data.components: {len(components)} components, a modal holds {MOST_IN_MODAL}"
    yield from component_problems(components, "data.components")


def autocomplete_problems(data: Json, option_type: int = 3) -> Iterator[str]:
    """List what is wrong with the choices of an autocomplete answer."""
    right = _VALUES.get(option_type, (str,))
    for nth, choice in enumerate(data.get("choices") or ()):
        at, value = f"data.choices[{nth}]", choice.get("value")
        if isinstance(value, bool) or not isinstance(value, right):
            yield f"{at}.value: wrong type {type(value).__name__} for option type {option_type}"
        elif isinstance(value, str) and len(value) > 100:
            yield f"{at}.value: longer than 100 characters"
        if not str(choice.get("name", "")).strip():
            yield f"{at}.name: blank"


def component_problems(components: list[Any], at: str) -> Iterator[str]:
    """List what is wrong with a tree of components, whatever it stands in."""
    parts = list(walk(components))
    yield from _repeated("custom_id", (part.get("custom_id") for part in parts), at)
    yield from _repeated("id", (part.get("id") for part in parts), at)
    for nth, part in enumerate(parts):
        where = f"{at}: component {nth + 1} (type {part.get('type')})"
        yield from (f"{where}: {problem}" for problem in _part_problems(part))


def _says_something(body: Json) -> bool:
    given = ("embeds", "components", "attachments", "sticker_ids", "poll")
    return bool((body.get("content") or "").strip()) or any(body.get(key) for key in given)


def _layout_problems(body: Json, components: list[Any], prefix: str) -> Iterator[str]:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            yield f"{prefix}{key}: not allowed with the components v2 flag"
    parts = list(walk(components))
    if len(parts) > MOST_COMPONENTS:
        yield f"{prefix}components: {len(parts)} components nested, at most {MOST_COMPONENTS}"
    length = sum(len(part.get("content") or "") for part in parts if part["type"] == TEXT_DISPLAY)
    if length > MOST_TEXT:
        yield f"{prefix}components: {length} characters of text in sum, at most {MOST_TEXT}"


def _classic_problems(components: list[Any], prefix: str) -> Iterator[str]:
    if len(components) > MOST_ROWS:
        yield f"{prefix}components: {len(components)} action rows, at most {MOST_ROWS}"
    if any(part.get("type") in LAYOUT for part in walk(components)):
        yield f"{prefix}components: layout components need the components v2 flag"


def _embed_problems(embeds: list[Json], at: str) -> Iterator[str]:
    length = sum(_embed_length(embed) for embed in embeds)
    if length > MOST_EMBED_TEXT:
        yield f"{at}: {length} characters in sum, at most {MOST_EMBED_TEXT}"
    for nth, embed in enumerate(embeds):
        for number, field in enumerate(embed.get("fields") or ()):
            for key in ("name", "value"):
                if not str(field.get(key, "")).strip():
                    yield f"{at}[{nth}].fields[{number}].{key}: blank"


def _embed_length(embed: Json) -> int:
    fields = [
        text for field in embed.get("fields") or () for text in (field["name"], field["value"])
    ]
    author, footer = embed.get("author") or {}, embed.get("footer") or {}
    single = [embed.get("title"), embed.get("description"), author.get("name"), footer.get("text")]
    return sum(len(text.strip()) for text in fields + single if text)


def _attachment_problems(body: Json, at: str) -> Iterator[str]:
    sent = {f"attachment://{file.get('filename')}" for file in body.get("attachments") or ()}
    pictures = [place.get("url") for part in walk(body.get("components")) for place in media(part)]
    for embed in body.get("embeds") or ():
        pictures += [(embed.get(key) or {}).get("url") for key in ("image", "thumbnail")]
    for url in pictures:
        if isinstance(url, str) and url.startswith("attachment://") and url not in sent:
            yield f"{at}: {url} is shown but not attached"


def _repeated(key: str, values: Iterable[Any], at: str) -> Iterator[str]:
    for value, times in Counter(value for value in values if value).items():
        if times > 1:
            yield f"{at}: duplicate {key} {value!r}"


def _part_problems(part: Json) -> Iterator[str]:
    kind = part.get("type")
    if kind == BUTTON:
        yield from _button_problems(part)
    elif kind in SELECTS:
        yield from _select_problems(part)
    elif kind == ROW:
        yield from _row_problems(part)
    elif kind == TEXT_DISPLAY and not str(part.get("content") or "").strip():
        yield "blank text"
    for place in media(part):
        if not str(place.get("url")).startswith(_MEDIA):
            yield f"url {place.get('url')!r} is neither http nor an attachment"


def _button_problems(button: Json) -> Iterator[str]:
    style, url, custom_id = (button.get(key) for key in ("style", "url", "custom_id"))
    if style != PREMIUM and not (button.get("label") or "").strip() and not button.get("emoji"):
        yield "a button needs a label or an emoji"
    if style == LINK:
        yield from _link_problems(button)
    elif style != PREMIUM:
        if not custom_id:
            yield "a button needs a custom_id"
        if url:
            yield "only a link button has a url"


def _link_problems(button: Json) -> Iterator[str]:
    url = button.get("url")
    if not url:
        yield "a link button needs a url"
    elif not str(url).startswith(_LINKS):
        yield f"url {url!r} is not a link that Discord opens"
    if button.get("custom_id"):
        yield "a link button has no custom_id"


def _select_problems(select: Json) -> Iterator[str]:
    least, most = select.get("min_values"), select.get("max_values")
    least, most = 1 if least is None else least, 1 if most is None else most
    if least > most:
        yield f"min_values {least} is above max_values {most}"
    if select.get("type") != STRING_SELECT:
        return
    options = select.get("options") or []
    if most > len(options):
        yield f"max_values {most} is above the {len(options)} options"
    yield from _repeated("value", (option.get("value") for option in options), "options")
    if sum(bool(option.get("default")) for option in options) > most:
        yield "more default options than max_values"


def _row_problems(row: Json) -> Iterator[str]:
    kinds = [child.get("type") for child in row.get("components") or ()]
    if len(kinds) > 1 and any(kind != BUTTON for kind in kinds):
        yield "a select stands alone in its row"
