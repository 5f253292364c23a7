"""PRIVACY.md says what the program does: every kind of what is stored, and for how long."""

import re
from pathlib import Path

import pytest

from bot.personal import KINDS
from bot.render.about import PRIVACY
from bot.render.privacy import TITLES
from bot.settings import Keeping, Settings

TEXT = (Path(__file__).parent.parent / "PRIVACY.md").read_text("utf-8")
PLAIN = " ".join(TEXT.split())
DAYS = {
    "drafts": "did not publish, for {}",
    "deleted": "its words are removed after {}",
    "deeds": "press that wrote something, for {}",
    "log": "to which review or member, and why, for {}",
    "servers": "what it hides) is removed after {}",
    "cards": "the cards of a deleted review stand is forgotten after {}",
}


def test_every_kind_that_is_shown_stands_there_and_no_other():
    listed = re.findall(r"^- \*\*([^*`]+)\*\*:", TEXT, re.MULTILINE)
    assert listed == [TITLES[kind] for kind in KINDS]


@pytest.mark.parametrize("name", Keeping._fields)
def test_the_days_that_are_told_are_those_that_are_set(name: str):
    days = getattr(Keeping(), name)
    assert DAYS[name].format(f"{days} day{'s' if days > 1 else ''}") in PLAIN
    assert getattr(Settings.model_validate({}), f"keep_{name}") == days


def test_every_number_of_days_there_is_one_of_these():
    told = {int(days) for days in re.findall(r"(\d+) days?", PLAIN)}
    assert told == set(Keeping())


def test_what_about_says_leads_to_the_commands():
    for command in ("/privacy show", "/privacy export", "/privacy delete"):
        assert command in TEXT
        assert command in PRIVACY
