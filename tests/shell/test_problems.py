"""Every error that a person can be told has words, an exit code and a place in the tree."""

import pickle
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import errors
from bot.errors import ColdOpenError, NothingFound, StoreMissing
from bot.model import Heading
from bot.render.problems import problem, unexpected
from bot.render.trouble import trouble

HEAD = Heading(7, "episode", 1, "Mayday", 2003, None, 9, 5, "Target Is Destroyed")
SAMPLES: list[ColdOpenError] = [
    errors.NotUnderstood("!?"),
    errors.NothingFound("madday"),
    errors.NotPlaced(HEAD, "next"),
    errors.NoNumber("mayday S09E99", HEAD, 9, (1, 2, 3)),
    errors.NothingSaid("zebras"),
    errors.NothingSaid("zebras", (HEAD,)),
    errors.NoCountry("Atlantis"),
    errors.NoDay("someday"),
    errors.NothingFound("madday", (HEAD,)),
    errors.NoSeason(HEAD, 99, (1, 2, 3, 0, None)),
    errors.NoSeason(HEAD, 0, (4, 2003)),
    errors.NoSeason(HEAD, None, (1,)),
    errors.NoSeason(HEAD, None, ()),
    errors.SeasonAlone(3),
    errors.NobodyNamed("Ann Exmaple"),
    errors.Gone(7),
    errors.NotAllowed("operators"),
    errors.NotDrawn(late=True),
    errors.NotDrawn(late=False),
    errors.ReviewGone(7),
    errors.NoReview(7),
    errors.AlreadyReviewed(7),
    errors.OwnReview(7),
    errors.OwnCase(7),
    errors.AlreadyReported(7),
    errors.TooMany("vote", 20, datetime(2026, 11, 28, tzinfo=UTC)),
    errors.TooMany("review", 3, datetime(2026, 11, 28, tzinfo=UTC)),
    errors.TooMany("report", 2, datetime(2026, 11, 28, tzinfo=UTC)),
    errors.TooLate(7),
    errors.DraftGone(7),
    errors.NotTaken(7, "short", "12", 60),
    errors.NotTaken(7, "long"),
    errors.NotTaken(7, "empty headline"),
    errors.NotTaken(7, "spoiled headline"),
    errors.NotTaken(7, "link", "https://spam.example"),
    errors.NotTaken(7, "word", "poppycock"),
    errors.NotTaken(7, "no thing"),
    errors.Blocked(8),
    errors.Blocked(0),
    errors.Decided(7, "hide", 9, "2026-11-27T12:00:00+00:00"),
    errors.Decided(7, "", 0, ""),
    errors.Removed(7),
    errors.NeverHere(7),
    errors.AlreadyAppealed(7),
    errors.NoReason(),
    errors.NotThere(),
    errors.NotFit("everybody"),
    errors.NotFit("no channel"),
    errors.NotFit("closed channel"),
    errors.Unreadable("shelf.jsonl", "line 3", "expected `str`"),
    errors.TooManyRejects("shelf.jsonl", "line 3", "expected `int`", 1, 1),
    errors.TooManyRejects("shelf.jsonl", "line 3", "expected `str`", 1_200, 90_000),
    errors.Unreachable("TVmaze", "it stopped answering"),
    errors.Unreachable("TMDB", "it does not know the token", 401),
    errors.LoadHeld("IMDb, from the shell (process 7) since yesterday"),
    errors.Cancelled(),
    errors.Cancelled(12),
    errors.NotUndoable(3, 7),
    errors.NotUndoable(3, None),
    errors.NotUndoable(3, 3),
    errors.SeveralShows("Ghosts", ((7, "Ghosts", 2019), (8, "**Ghosts**", None))),
    errors.StoreHeld(Path("/data"), "process 7 since yesterday"),
    errors.StoreNewer(Path("/data/catalogue.db"), 9, 3),
    errors.StoreForeign(Path("/data/catalogue.db")),
    errors.StoreCorrupt(Path("/data/catalogue.db"), "page 3 is never used"),
    errors.StoreMissing(Path("/data/catalogue.db")),
    errors.StoreMissing(Path("/data/community.db"), "catalogue.db"),
    errors.StoreReadOnly(Path("/data/catalogue.db")),
    errors.StoreBusy(Path("/data/catalogue.db"), "database is locked"),
    errors.BadSettings((("COLDOPEN_LOG", "a level"), ("COLDOPEN_DATA", "a folder"))),
    errors.TokenRefused(),
    errors.DiscordOdd("https://discord.example/api", "status 404"),
    errors.IntentsRefused(),
    errors.CogBroken("episodes", "SyntaxError"),
    errors.PlaygroundMissing("simcord"),
    errors.PortTaken(8765),
]
EXIT_CODES = {
    "ColdOpenError": 1,
    "LoadError": 8,
    "TooManyRejects": 13,
    "Unreachable": 10,
    "LoadHeld": 11,
    "Cancelled": 130,
    "NotUndoable": 12,
    "StoreError": 5,
    "BadSettings": 2,
    "TokenRefused": 3,
    "IntentsRefused": 4,
    "DiscordOdd": 10,
    "PortTaken": 6,
    "PlaygroundMissing": 7,
    "CogBroken": 9,
}


def tree(cls: type[ColdOpenError]) -> Iterator[type[ColdOpenError]]:
    """Give an error and all that are kinds of it, but for what a module has for itself."""
    yield cls
    for each in cls.__subclasses__():
        if each.__module__.startswith(f"{errors.__name__}."):
            yield from tree(each)


LEAVES = [cls for cls in tree(ColdOpenError) if len(list(tree(cls))) == 1] + [errors.Unreadable]


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_error_has_words_of_its_own(leaf: type[ColdOpenError]):
    samples = [sample for sample in SAMPLES if type(sample) is leaf]
    assert samples, "give a sample of it"
    for sample in samples:
        assert problem(sample) != unexpected("")


def test_no_two_errors_have_the_same_words():
    assert len({problem(sample) for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_words_are_sentences_with_what_they_are_about(sample: ColdOpenError):
    words = problem(sample)
    assert words[0].isupper() or words.startswith(("/", "shelf", "“", "<@9> hid"))
    assert len(words) < 400
    for fact in vars(sample).values():
        if isinstance(fact, Path):
            assert str(fact) in words


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_every_error_can_be_shown_in_discord(sample: ColdOpenError):
    assert trouble(sample).to_component_dict()


@pytest.mark.parametrize(
    "sample",
    [sample for sample in SAMPLES if isinstance(sample, errors.LoadError | errors.StoreError)],
    ids=lambda sample: type(sample).__name__,
)
def test_every_error_of_a_load_can_come_from_another_process(sample: ColdOpenError):
    assert problem(pickle.loads(pickle.dumps(sample))) == problem(sample)  # noqa: S301 - our own
    assert problem(type(sample)(*sample.args)) == problem(sample)


def test_peoples_words_are_escaped_and_cut_in_an_answer():
    for error in (errors.NotUnderstood, errors.NothingFound):
        words = problem(error("**@everyone** " * 500))
        assert "**@everyone**" not in words
        assert len(words) < 600


def test_a_near_miss_is_offered_to_pick_from():
    card = trouble(NothingFound("madday", (HEAD,)))
    assert "episode:7" in str(card.to_component_dict())


def test_the_tree_that_is_drawn_is_the_tree_that_is():
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert ["ColdOpenError", *drawn] == [cls.__name__ for cls in tree(ColdOpenError)]


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_error_has_the_exit_code_of_its_kind(leaf: type[ColdOpenError]):
    kinds = [cls.__name__ for cls in leaf.__mro__ if cls.__name__ in EXIT_CODES]
    assert leaf.exit_code == EXIT_CODES[kinds[0]]


def test_a_database_that_is_missing_alone_is_called_for():
    assert "backup" in problem(StoreMissing("/data/community.db", "catalogue.db"))
    assert "Start the bot" in problem(StoreMissing("/data/community.db"))


def test_words_about_loads_say_which_rows_whose_load_and_which_show():
    rejects = errors.TooManyRejects("shelf.jsonl", "line 3", "expected `str`", 1_200, 90_000)
    assert "1,200 of 90,000 rows" in problem(rejects)
    assert "the last one is 7" in problem(errors.NotUndoable(3, 7))
    assert "before it is no longer kept" in problem(errors.NotUndoable(3, 3))
    several = errors.SeveralShows("Ghosts", ((7, "Ghosts", 2019), (8, "**Ghosts**", None)))
    assert "7: Ghosts (2019)" in problem(several)
    assert "8: **Ghosts**" in problem(several)
    assert "**Ghosts**" not in str(trouble(several).to_component_dict())
