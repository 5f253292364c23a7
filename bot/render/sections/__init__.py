"""The sections of an episode's page, one file each, by the name that their buttons carry."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.render.sections import (
    cast,
    details,
    pictures,
    plot,
    questions,
    releases,
    reviews,
    watch,
)
from bot.render.sections.shown import Section, Shown

__all__ = ["SECTIONS", "Section", "Shown"]

SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "cast": cast.SECTION,
        "plot": plot.SECTION,
        "releases": releases.SECTION,
        "watch": watch.SECTION,
        "reviews": reviews.SECTION,
        "details": details.SECTION,
        "questions": questions.SECTION,
        "pictures": pictures.SECTION,
    }
)
