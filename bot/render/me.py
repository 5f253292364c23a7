"""What members see of what they told: their country."""

from bot.page import Viewer
from bot.render import parts, words
from bot.render.fit import CHOICE, cut
from bot.render.parts import Container

FORGET = frozenset({"none", "nowhere", "forget", "-"})
"""Words that take a country back."""


def country_name(code: str) -> str:
    """Name a country in a list of choices."""
    return cut(f"{words.country(code)} ({code})", CHOICE)


def country_card(viewer: Viewer, *, forgot: bool = False) -> Container:
    """Tell which country's dates and offers come first, and why; and that one was forgotten."""
    if viewer.country is None:
        said = "I don't know your country. `/me country name:Canada` tells me."
    elif viewer.guessed:
        said = (
            f"I guess **{words.the_country(viewer.country)}** from the language in which you use "
            "Discord. `/me country name:Canada` tells me better; nothing is stored until then."
        )
    else:
        said = (
            f"Your country is **{words.the_country(viewer.country)}**: its dates and offers come "
            "first. I keep this until you say `/me country name:none`."
        )
    before = "Your country is forgotten: I keep none of you any more. " if forgot else ""
    return parts.card(parts.text(before + said, 600))
