"""People in the playground's page: what they do there and what they read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from .program import playing
from .room import CHROMIUM, QUIET, Room, entered

TEXT = (
    "Nobody in the cabin sees it coming, the captain does. ||They are shot down.|| I looked away."
)
GATHERED = 15_000
"""Milliseconds in which a card is edited, of which votes are gathered for 5 s."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not there"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def tab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with (
        playing(tmp_path_factory.mktemp("playground")) as program,
        entered(browser, program.address) as opened,
    ):
        yield opened


@pytest.fixture
def room(tab: Room) -> Room:
    tab.become("Ann")
    return tab


def test_ann_takes_a_suggestion_and_turns_the_pages(room: Room):
    room.begin("episode", "target is")
    room.page.wait_for_timeout(1500)  # the clock ticks meanwhile, and the list has to stay open
    room.pick("Target Is Destroyed")
    card = room.send()
    expect(card).to_contain_text("Target Is Destroyed")
    expect(card).to_contain_text("Korean Air Lines")
    expect(card).to_contain_text("Denis Akiyama")
    sent = card.locator("time").get_attribute("datetime") or ""
    assert datetime.now(UTC) - datetime.fromisoformat(sent) < timedelta(seconds=20)
    room.keep("overview")
    room.press(card, "Cast")
    expect(card).to_contain_text("Ronald Reagan")
    room.keep("cast")
    room.press(card, "Overview")
    room.press(card, "S09E06")
    expect(card).to_contain_text("S09E06")
    room.keep("next")


def test_the_end_is_told_to_who_asks_for_it(room: Room):
    card = room.ask("mayday 9x05")
    room.press(card, "Plot")
    room.press(card, "Last")
    expect(card).to_contain_text("Synopsis")
    room.keep("hidden")
    card.get_by_label("Reveal spoiler").first.click(timeout=2000)
    room.keep("revealed")


def test_bob_gets_a_page_of_his_own_from_ann_s_card(room: Room):
    card = room.ask("mayday 9x05")
    seen = room.messages.count()
    room.become("Bob")
    own = room.press_for_own(card, "Cast")
    expect(own).to_contain_text("Only you can see this")
    expect(own).to_contain_text("Ronald Reagan")
    expect(card).to_contain_text("Korean Air Lines")
    room.keep("bob")
    room.press(own, "Overview")
    expect(own).to_contain_text("Korean Air Lines")
    room.become("Ann")
    expect(room.messages).to_have_count(seen)


def test_free_words_and_typos_are_read_without_a_suggestion(room: Room):
    expect(room.ask("air emergency target is destroyed")).to_contain_text("S09E05")
    expect(room.ask("gimly glidr")).to_contain_text("Gimli Glider")
    room.keep("mistyped")


def test_nonsense_is_answered_with_what_to_try(room: Room):
    expect(room.ask("xyzzy plugh")).to_contain_text("I know nothing like")
    expect(room.page.locator("#inspector-count")).to_be_hidden()
    room.keep("nothing")
    card = room.ask("bord plane fyre")
    expect(card).to_contain_text("Did you mean")
    room.keep("near")
    card.get_by_role("combobox").click()
    room.page.get_by_role("option", name="Fire on Board").click()
    expect(card).to_contain_text("S01E03")


def test_ann_writes_a_review_and_bob_finds_it_helpful(room: Room):
    room.begin("review write", "mayday 9x05")
    preview = room.fill_in(room.open(), "8/10", headline="Hard to watch", body=TEXT)
    expect(preview).to_contain_text("Only you can see this")
    expect(preview).to_contain_text("8/10")
    expect(preview).not_to_contain_text("||")
    room.keep("preview")
    card = room.press_for_own(preview, "Publish")
    expect(card).to_contain_text("0 of 0 people found this review helpful")
    room.press(card, "Helpful")
    expect(room.messages.last).to_contain_text("This is your own review")
    room.become("Bob")
    voted = room.press_for_own(card, "Helpful")
    expect(voted).to_contain_text("Your vote: it helped you")
    expect(card).to_contain_text("1 of 1 person found this review helpful", timeout=GATHERED)
    room.keep("voted")
    room.press(voted, "Take back")
    expect(card).to_contain_text("0 of 0 people found this review helpful", timeout=GATHERED)


def test_an_operator_sees_the_store_and_nobody_else_does(room: Room):
    room.begin("admin status")
    expect(room.send()).to_contain_text("110 episodes")
    room.become("Bob")
    room.begin("admin status")
    expect(room.send()).to_contain_text("Only operators may do that")
    room.keep("operators")


def test_another_start_knows_what_the_first_one_knew(browser: Browser, tmp_path: Path):
    with playing(tmp_path):
        pass
    with playing(tmp_path) as program, entered(browser, program.address, 900, 960) as tab:
        tab.page.locator("#messages-toggle").click()
        tab.begin("episode", "target is")
        tab.pick("Target Is Destroyed")
        expect(tab.send()).to_contain_text("Target Is Destroyed")
        tab.keep("readme", tab.page.locator("#channel-layout"))
