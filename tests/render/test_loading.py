"""Cards of loading stay inside what Discord takes, whatever files and titles are called."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SeveralShows, TooManyRejects, Unreadable
from bot.render import about
from bot.render import loading as cards
from bot.render.trouble import trouble
from bot.report import Change, Load, Report
from tests.render.test_cards import checked, long, needs_schema, relaxed

TOKEN = "0123456789abcdef"
numbers = st.integers(0, 10**12)
reports = st.builds(
    Report, series=numbers, episodes=numbers, new=numbers, changed=numbers, unchanged=numbers,
    gone=numbers, rejected=numbers, seconds=st.floats(0, 10**6), load=numbers,
    undecided=st.lists(long, max_size=80).map(tuple),
    changes=st.lists(
        st.builds(Change, st.sampled_from(["new series", "retitled", "conflict"]), long, long),
        max_size=50,
    ).map(tuple),
    notes=st.lists(long, max_size=9).map(tuple),
)  # fmt: skip
loads = st.builds(
    Load, id=numbers, source=long, version=long, who=st.sampled_from(["shell", "42", "*x*"]),
    generation=long, state=st.sampled_from(["done", "undone"]), series=numbers, episodes=numbers,
    people=numbers, credits=numbers, new=numbers, changed=numbers, unchanged=numbers, gone=numbers,
    rejected=numbers, undecided=numbers, seconds=st.floats(0, 10**6),
    loaded_at=st.just("2026-11-24T12:00:00+00:00"),
)  # fmt: skip


@needs_schema
@pytest.mark.shared
@relaxed
@given(long, reports, st.lists(long, max_size=3))
def test_any_preview_and_any_result_fit(name: str, report: Report, first: list[str]):
    checked(cards.preview(name, report, TOKEN, first))
    checked(cards.result(name, report, rejects=False))
    checked(cards.reading(name, TOKEN), cards.ended(name, cards.FAILED))


@needs_schema
@pytest.mark.shared
@relaxed
@given(st.lists(loads, max_size=25), st.integers(0, 5), long)
def test_any_list_of_loads_and_any_state_fit(every: list[Load], page: int, name: str):
    checked(cards.loads_page(every, page))
    for load in every[:1]:
        checked(cards.undo(load))
        checked(cards.undone(load))
    files = {f"catalogue-{n}.db": n * 10**10 for n in range(30)}
    checked(cards.status(cards.State(
        name, files, 10**13, name, read_only=True, loading=name,
        counts=dict.fromkeys(("series", "episodes", "people", "parts"), 10**12), loads=every[:3],
    )))  # fmt: skip


@needs_schema
@pytest.mark.shared
@given(long, numbers, numbers)
def test_any_progress_fits_and_never_passes_the_whole(name: str, done: int, total: int):
    text = checked(cards.progress(name, cards.Step("loading", done, total, 5.0), TOKEN))
    assert "100 %" in text or done < total or not total


@given(long, st.none() | st.integers(0, 9999), st.text(max_size=200))
def test_a_show_s_and_a_load_s_choice_fit(title: str, year: int | None, note: str):
    assert 1 <= len(cards.show_choice(title, year, note)) <= 100


@given(loads)
def test_a_load_s_choice_begins_with_its_number(load: Load):
    choice = cards.undo_choice(load)
    assert choice.startswith(f"{load.id}: ")
    assert len(choice) <= 100


@needs_schema
@pytest.mark.shared
@given(long)
def test_any_refusal_fits_and_shows_words_as_they_are(words: str):
    text = checked(cards.refusal(Unreadable("**file**", "line 1", words), rejects=False))
    assert text.startswith(r"\*\*file\*\*, line 1\:")
    checked(cards.refusal(TooManyRejects(words, words, words, 5, 10), rejects=False))
    checked(trouble(SeveralShows(words, ((1, words, 2000),) * 25)))


@given(reports)
def test_there_is_something_to_press_where_something_changes(report: Report):
    shown = str(cards.preview("table.csv", report, TOKEN).to_component_dict())
    changes = report.new + report.changed + report.gone > 0
    assert (f"admin:load:{TOKEN}" in shown) == changes
    assert (f"admin:cancel:{TOKEN}" in shown) == changes
    assert ("Nothing changes." in shown) != changes


def test_what_there_is_no_room_for_is_counted():
    report = Report(new=1, undecided=("x" * 199,) * 1000)
    card = cards.preview("table.csv", report, TOKEN)
    text = "\n".join(item.content for item in card.walk_children() if hasattr(item, "content"))
    shown = text.count("- left out")
    assert shown > 5
    assert f"- and {1000 - shown:,} more" in text


def test_the_file_of_rejects_has_an_object_a_line_whatever_is_in_it():
    rejects = [("a.csv", "line 1", "„ü“ \n \ud800"), ("a.csv", "line 2", '"')]
    content = cards.rejects_file(rejects).fp.read()
    rows = [json.loads(line) for line in content.splitlines()]
    assert [row["place"] for row in rows] == ["line 1", "line 2"]


def test_sizes_are_told_in_units_that_people_know():
    sizes = {0: "0 bytes", 999: "999 bytes", 1000: "1.0 KB", 81_400_000_000: "81.4 GB"}
    assert {many: cards.size(many) for many in sizes} == sizes
    assert cards.size(10**16) == "10,000.0 TB"


def test_licences_are_told_beside_the_credits():
    page = about.about_page("1", {}, ["IMDb", "TMDB"], read_only=False)
    text = "\n".join(item.content for item in page.walk_children() if hasattr(item, "content"))
    assert "personal and non-commercial" in text
    assert "JustWatch" in text
    without = about.about_page("1", {}, ["TVmaze"], read_only=False)
    assert "JustWatch" not in str([getattr(one, "content", "") for one in without.walk_children()])
