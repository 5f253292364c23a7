"""Shows that each class of faulty body is found, and that sound bodies are let through."""

from typing import Any

import pytest

from .people import APPLICATION_ID
from .schema import Schema, check, check_callback, check_message, recorded_description

Json = dict[str, Any]

V2 = 1 << 15
described = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not recorded_description().is_file(),
        reason="needs discord/openapi.json in the folder that COLDOPEN_SHARED names",
    ),
]


def button(**changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Press", "custom_id": "press"} | changes


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def text(content: str = "hello") -> Json:
    return {"type": 10, "content": content}


def select(**changes: Any) -> Json:
    options = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
    return {"type": 3, "custom_id": "choose", "options": options} | changes


def classic(*parts: Json) -> Json:
    return {"content": "hello", "components": list(parts)}


def card(*parts: Json, **changes: Any) -> Json:
    return {"flags": V2, "components": [{"type": 17, "components": list(parts)}]} | changes


def embed(**parts: Any) -> Json:
    return {"embeds": [parts]}


def fields(count: int, **changes: Any) -> Json:
    return embed(fields=[{"name": "a", "value": "b"} | changes for _ in range(count)])


def modal(*parts: Json, **changes: Any) -> Json:
    return {"custom_id": "form", "title": "Form", "components": list(parts)} | changes


def label(number: int = 0, **changes: Any) -> Json:
    field = {"type": 4, "custom_id": f"text{number}", "style": 1}
    return {"type": 18, "label": "Text", "component": field} | changes


def command(**changes: Any) -> Json:
    return {"name": "find", "description": "Find.", "type": 1} | changes


def option(**changes: Any) -> Json:
    return {"type": 3, "name": "query", "description": "What."} | changes


def long_option(number: int) -> Json:
    choices = [{"name": f"{nth:02}" * 50, "value": f"{nth}"} for nth in range(20)]
    return option(name=f"o{number}", choices=choices)


PICTURE = {"type": 11, "media": {"url": "https://example.org/a.png"}}

SOUND_MESSAGES = {
    "content": {"content": "hello", "tts": False, "allowed_mentions": {"parse": []}},
    "button": classic(row(button(), button(style=5, url="https://x.org", custom_id=None))),
    "emoji only": classic(row(button(label=None, emoji={"name": "👏"}))),
    "card": card(text(), row(button()), {"type": 14}, row(select())),
    "section": card({"type": 9, "components": [text()], "accessory": PICTURE}),
    "file": {"attachments": [{"id": 0, "filename": "a.txt"}]},
    "shown file": card(
        {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]},
        attachments=[{"id": 0, "filename": "a.png"}],
    ),
}

# By the description.
FAULTY_MESSAGES = {
    "long content": ({"content": "x" * 2001}, "content: value is longer than 2000"),
    "many fields": (fields(26), "fields"),
    "long title": (embed(title="x" * 257), "embeds[0].title"),
    "long description": (embed(description="x" * 4097), "embeds[0].description"),
    "long field": (fields(1, value="x" * 1025), "fields[0].value"),
    "long footer": (embed(footer={"text": "x" * 2049}), "footer.text"),
    "many embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    "long custom_id": (classic(row(button(custom_id="x" * 101))), "custom_id"),
    "long label": (classic(row(button(label="x" * 81))), "label: value is longer than 80"),
    "many buttons": (classic(row(*(button(custom_id=f"{n}") for n in range(6)))), "components[0]"),
    "odd style": (classic(row(button(style=9))), "style"),
    "no options": (classic(row(select(options=[]))), "options"),
    "many options": (
        classic(row(select(options=[{"label": "a", "value": f"{n}"} for n in range(26)]))),
        "options",
    ),
    "long placeholder": (classic(row(select(placeholder="x" * 151))), "placeholder"),
    "many at the top": ({"flags": V2, "components": [text()] * 41}, "components"),
    "one long text": (card(text("x" * 4001)), "components[0].components[0].content"),
    "no accessory": (card({"type": 9, "components": [text()]}), "accessory"),
    "no such type": (card({"type": 99}), "components[0].components[0].type"),
    "container in a container": (card({"type": 17, "components": [text()]}), "type"),
    "unknown key": ({"content": "hello", "contents": "x"}, "contents"),
    "unknown inner key": (classic(row(button(lable="x"))), "lable"),
    "broken address": (classic(row(button(style=5, url="no address", custom_id=None))), "url"),
    "ten files": ({"attachments": [{"id": n} for n in range(11)]}, "attachments"),
}

# By the limits that it omits.
OMITTED_IN_MESSAGES = {
    "embeds in sum": ({"embeds": [{"description": "x" * 3001}] * 2}, "6002 characters in sum"),
    "many rows": (classic(*(row(button(custom_id=f"{n}")) for n in range(6))), "action rows"),
    "same custom_id": (classic(row(button(), button())), "duplicate custom_id 'press'"),
    "same id": (card(text() | {"id": 7}, text() | {"id": 7}), "duplicate id 7"),
    "link without url": (classic(row(button(style=5, custom_id=None))), "needs a url"),
    "link with custom_id": (classic(row(button(style=5, url="https://x.org"))), "no custom_id"),
    "link to a script": (
        classic(row(button(style=5, url="javascript:x", custom_id=None))),
        "not a link",
    ),
    "no custom_id": (classic(row(button(custom_id=None))), "needs a custom_id"),
    "url on a button": (classic(row(button(url="https://x.org"))), "only a link button"),
    "nothing on a button": (classic(row(button(label=None))), "label or an emoji"),
    "content with the flag": (card(text(), content="x"), "content: not allowed"),
    "embeds with the flag": (card(text(), embeds=[{"title": "x"}]), "embeds: not allowed"),
    "card without the flag": (card(text(), flags=0), "need the components v2 flag"),
    "much text": (card(text("x" * 2001), text("x" * 2000)), "4001 characters of text"),
    "many nested": (card(*(text() for _ in range(40))), "41 components nested"),
    "empty": ({"content": " "}, "empty message"),
    "blank text": (card(text(" ")), "blank text"),
    "button beside a select": (classic(row(button(), select())), "stands alone"),
    "more than offered": (classic(row(select(max_values=3))), "above the 2 options"),
    "least above most": (classic(row(select(min_values=2))), "min_values 2"),
    "same option": (
        classic(row(select(options=[{"label": "a", "value": "1"}] * 2))),
        "duplicate value '1'",
    ),
    "missing file": (embed(image={"url": "attachment://a.png"}), "shown but not attached"),
    "odd picture": (card(PICTURE | {"media": {"url": "ftp://x.org/a"}}), "neither http"),
    "blank field": (fields(1, name=" "), "blank"),
}

FAULTY_MODALS = {
    "long title": (modal(label(), title="x" * 46), "data.title"),
    "long label": (modal(label(label="x" * 46)), "label"),
    "long text": (
        modal(label(component={"type": 4, "custom_id": "a", "style": 1, "max_length": 4001})),
        "max_length",
    ),
    "unknown key": (modal(label(), colour=1), "colour"),
}

OMITTED_IN_MODALS = {
    "six parts": (modal(*(label(number) for number in range(6))), "a modal holds 5"),
    "same custom_id": (modal(label(), label()), "duplicate custom_id"),
}

FAULTY_CHOICES = {
    "many": ([{"name": "a", "value": "a"}] * 26, "choices"),
    "long name": ([{"name": "x" * 101, "value": "a"}], "choices[0].name"),
}

OMITTED_IN_CHOICES = {
    "long value": ([{"name": "a", "value": "x" * 101}], "longer than 100"),
    "number": ([{"name": "a", "value": 7}], "wrong type int"),
    "blank name": ([{"name": " ", "value": "a"}], "blank"),
}

FAULTY_COMMANDS = {
    "long name": (command(name="x" * 33), "name"),
    "long description": (command(description="x" * 101), "description"),
    "many options": (command(options=[option(name=f"o{n}") for n in range(26)]), "options"),
    "many choices": (
        command(options=[option(choices=[{"name": "a", "value": f"{n}"} for n in range(26)])]),
        "choices",
    ),
    "unknown key": (command(descripton="x"), "descripton"),
}

GROUP = option(type=2, options=[])

OMITTED_IN_COMMANDS = {
    "upper case": (command(name="Find"), "lower case"),
    "space": (command(name="find it"), "lower case"),
    "no description": (command(description=""), "empty description"),
    "described menu": (command(type=3, name="Find This"), "only slash commands"),
    "required last": (
        command(options=[option(), option(name="b", required=True)]),
        "required after optional",
    ),
    "both": (
        command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])]),
        "choices together with autocomplete",
    ),
    "same choice": (
        command(options=[option(choices=[{"name": "a", "value": "a"}] * 2)]),
        "duplicate choice",
    ),
    "long choice": (
        command(options=[option(choices=[{"name": "a", "value": "x" * 101}])]),
        "longer than 100",
    ),
    "same option": (command(options=[option(), option()]), "duplicate option"),
    "mixed": (command(options=[option(type=1, name="sub"), option()]), "beside ordinary"),
    "deep group": (command(options=[option(type=2, options=[GROUP])]), "a group inside"),
    "odd locale": (command(name_localizations={"xx": "a"}), "unknown locale 'xx'"),
    "odd translation": (command(name_localizations={"de": "Finde"}), "'Finde' for de"),
    "long in sum": (command(options=[long_option(number) for number in range(9)]), "in sum"),
    "private without install": (command(contexts=[0, 2]), "needs the user install"),
    "least above most": (command(options=[option(min_length=5, max_length=2)]), "above"),
}

Case = tuple[Any, str]


def cases(table: dict[str, Case], *, needs: bool = False) -> pytest.MarkDecorator:
    marks = described if needs else ()
    entries = [pytest.param(*case, id=name, marks=marks) for name, case in table.items()]
    return pytest.mark.parametrize(("body", "expected"), entries)


def told(problems: list[str], expected: str) -> bool:
    return any(expected in problem for problem in problems)


@pytest.mark.parametrize("body", SOUND_MESSAGES.values(), ids=SOUND_MESSAGES)
def test_a_sound_message_is_let_through(body: Json):
    assert check_message(body) == []
    assert check_callback(4, body) == []


@cases(FAULTY_MESSAGES, needs=True)
def test_a_faulty_message_is_found(body: Json, expected: str):
    assert told(check_message(body), expected)
    assert told(check_callback(4, body), expected)
    assert told(check("POST", "/channels/1/messages", body), expected)


@cases(OMITTED_IN_MESSAGES)
def test_what_the_description_omits_is_found(body: Json, expected: str):
    assert told(check_message(body), expected)
    assert told(check_callback(4, body), expected)


@cases(FAULTY_MODALS, needs=True)
def test_a_faulty_modal_is_found(body: Json, expected: str):
    assert told(check_callback(9, body), expected)


@cases(OMITTED_IN_MODALS)
def test_an_overfull_modal_is_found(body: Json, expected: str):
    assert told(check_callback(9, body), expected)


def test_a_sound_modal_is_let_through():
    radio = {"type": 21, "custom_id": "r", "options": [{"label": n, "value": n} for n in "ab"]}
    assert check_callback(9, modal(label(), label(component=radio), text())) == []


@cases(FAULTY_CHOICES, needs=True)
def test_faulty_choices_are_found(body: list[Json], expected: str):
    assert told(check_callback(8, {"choices": body}), expected)


@cases(OMITTED_IN_CHOICES)
def test_unsuitable_choices_are_found(body: list[Json], expected: str):
    assert told(check_callback(8, {"choices": body}), expected)


def test_choices_fit_the_type_of_their_option():
    numbers = {"choices": [{"name": "Seven", "value": 7}]}
    assert check_callback(8, numbers, option_type=4) == []
    words = {"choices": [{"name": "Seven", "value": "7"}]}
    assert told(check_callback(8, words, option_type=4), "wrong type str")


@cases(FAULTY_COMMANDS, needs=True)
def test_a_faulty_command_is_found(body: Json, expected: str):
    assert told(check("PUT", f"/applications/{APPLICATION_ID}/commands", [body]), expected)


@cases(OMITTED_IN_COMMANDS)
def test_a_misshapen_command_is_found(body: Json, expected: str):
    path = f"/applications/{APPLICATION_ID}/guilds/5/commands"
    assert told(check("PUT", path, [body]), expected)


def test_too_many_commands_are_found():
    many = [command(name=f"c{number}") for number in range(101)]
    path = f"/applications/{APPLICATION_ID}/commands"
    assert told(check("PUT", path, many), "101 of type 1")
    assert told(check("PUT", path, [command(), command()]), "duplicate name 'find'")


def test_a_sound_command_is_let_through():
    names = {"de": "finde", "hi": "खोज"}
    parts = [option(required=True, autocomplete=True), option(name="season", type=4)]
    sound = command(options=parts, name_localizations=names, default_member_permissions="32")
    menu = {"type": 3, "name": "Report This", "contexts": [0, 2], "integration_types": [0, 1]}
    assert check("PUT", f"/applications/{APPLICATION_ID}/commands", [sound, menu]) == []


def test_an_edit_may_be_silent_about_what_stays():
    body = {"components": [text()]}
    assert check("PATCH", "/webhooks/1/t/messages/@original", body) == []
    assert check_message({"content": None}, edit=True) == []
    assert check_callback(7, body) == []


def test_an_unknown_key_beside_the_data_is_found():
    found = check("POST", "/interactions/1/t/callback", {"type": 5, "dta": {}})
    assert told(found, "dta")


def test_without_the_description_the_limits_are_kept(tmp_path):
    schema = Schema(tmp_path / "absent.json")
    assert not schema.available
    assert schema.check_message({"content": "hello", "contents": "x"}) == []
    assert told(schema.check_message({}), "empty message")
