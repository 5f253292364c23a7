"""The README names every command, setting and verb that there is, and none that there is not."""

import re
from pathlib import Path

import pytest
import typer
from discord import app_commands

from bot import errors
from bot.app import App
from bot.cli import app as shell
from bot.errors import ColdOpenError
from bot.settings import EXPECTED, Settings
from bot.store import Store

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def verbs(group: typer.Typer, prefix: str = "coldopen") -> set[str]:
    """Name every verb of the shell."""
    found = {f"{prefix} {command.name or command.callback.__name__}" for command in
             group.registered_commands if command.callback}  # fmt: skip
    for inner in group.registered_groups:
        if inner.typer_instance:
            found |= verbs(inner.typer_instance, f"{prefix} {inner.name}")
    return found


@pytest.fixture
async def commands(tmp_path: Path) -> set[str]:
    """Name every command in Discord, with the admin server's."""
    async with Store.opened(tmp_path) as store, App(store, admin_guild=1) as app:
        await app.load_cogs()
        every = [*app.tree.walk_commands(), *app.tree.walk_commands(guild=app.admin_guild)]
        return {f"/{command.qualified_name}" for command in every
                if isinstance(command, app_commands.Command)}  # fmt: skip


def test_every_command_stands_in_the_readme(commands: set[str]):
    families = "admin|me|moderate|privacy|review"
    told = set(re.findall(rf"^\| `(/(?:(?:{families}) )?[a-z-]+)", README, re.MULTILINE))
    assert told == commands


def test_every_verb_of_the_shell_stands_in_the_readme():
    told = set(re.findall(r"`(coldopen (?:load )?[a-z]+)", README))
    assert told == verbs(shell)


def test_every_setting_stands_in_the_readme_and_in_the_example():
    names = {
        str(getattr(field.validation_alias, "choices", "?")[0])
        for field in Settings.model_fields.values()
    }
    assert names == set(EXPECTED)
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)) == names
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == names


def test_every_exit_code_stands_in_the_readme():
    def tree(kind: type[ColdOpenError]) -> set[int]:
        return {kind.exit_code}.union(*(tree(inner) for inner in kind.__subclasses__()))

    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == tree(errors.ColdOpenError) - {1}


@pytest.mark.parametrize("path", re.findall(r"\]\(((?!https?:)[^)]+)\)", README))
def test_what_the_readme_points_at_is_there(path: str):
    assert (ROOT / path).exists()


def test_every_room_of_the_map_is_there():
    for name in re.findall(r"`(bot/[a-z/_.]+|cogs/)`", README):
        assert (ROOT / name).exists(), name
