"""The playground's page in headless Chromium, used as people use it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"


class Room:
    """One tab, and who sits before it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages = page.locator(".channel-message")
        self.status = page.locator("#action-status")

    def become(self, name: str) -> None:
        """Look through another person's eyes."""
        chosen = self.page.get_by_label("Viewing as").select_option(label=name)
        theirs = re.compile(chosen[0])
        expect(self.messages.first).to_have_attribute("data-media-reuse-scope", theirs)
        # Until it has loaded the page forgets what is typed and pressed.
        expect(self.status).not_to_contain_text("…")

    def begin(self, command: str, words: str = "") -> None:
        """Type a command and words, send nothing."""
        self.page.locator("#channel-composer-input").press_sequentially(f"/{command}")
        expect(self.page.locator(".command-entry.is-active")).to_contain_text(f"/{command}")
        self.page.keyboard.press("Enter")
        if words:
            self.page.locator(".command-option-input").press_sequentially(words)

    def send(self) -> Locator:
        """Press the paper plane and give the answer, brought into sight as a person would."""
        before = self.messages.count()
        self.page.locator("#send-message").click()
        return self._answer(before)

    def ask(self, words: str) -> Locator:
        """Ask for an episode in words, taking no suggestion."""
        self.begin("episode", words)
        return self.send()

    def pick(self, name: str) -> None:
        """Take a suggestion."""
        self.page.locator(".command-suggestion", has_text=name).first.click()

    def press(self, card: Locator, label: str) -> None:
        """Press a button by words of its label."""
        card.get_by_role("button", name=re.compile(re.escape(label))).click()

    def press_for_own(self, card: Locator, label: str) -> Locator:
        """Press a button of somebody else's card and give the private answer."""
        before = self.messages.count()
        self.press(card, label)
        return self._answer(before)

    def open(self) -> Locator:
        """Press the paper plane and give the form that opens."""
        self.page.locator("#send-message").click()
        form = self.page.get_by_role("dialog")
        form.wait_for()
        return form

    def fill_in(self, form: Locator, rating: str, **texts: str) -> Locator:
        """Fill in a form, send it and give the answer."""
        before = self.messages.count()
        form.get_by_role("combobox").click()
        self.page.get_by_role("option", name=rating).click()
        for name, text in texts.items():
            form.locator(f'[name="{name}"]').fill(text)
        form.get_by_role("button", name="Submit").click()
        return self._answer(before)

    def keep(self, name: str, what: Locator | None = None) -> None:
        """Keep a picture for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (what or self.page).screenshot(path=SCREENSHOTS / f"{name}.png")

    def _answer(self, before: int) -> Locator:
        expect(self.messages).to_have_count(before + 1)
        number = self.messages.nth(before).get_attribute("data-message-id")
        answer = self.page.locator(f'.channel-message[data-message-id="{number}"]')
        answer.scroll_into_view_if_needed()
        return answer


@contextmanager
def entered(browser: Browser, address: str, width: int = 1280, height: int = 900) -> Iterator[Room]:
    """Open the page in a tab of its own; nothing may be asked of any other machine."""
    home = address.partition("#")[0]
    foreign: list[str] = []
    broken: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((home, "blob:", "data:"))
            else foreign.append(request.url)
        ),
    )
    page.on("pageerror", lambda error: broken.append(str(error)))
    try:
        page.goto(address)
        room = Room(page)
        expect(room.messages.first).to_contain_text("Welcome to Cold Open")
        expect(room.status).to_have_text("Viewport updated")
        yield room
    finally:
        context.close()
    assert foreign == []
    assert broken == []
