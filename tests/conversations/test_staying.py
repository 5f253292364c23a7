"""Cards stay alive: after a restart, after a week, and nothing of them is kept in memory."""

from tests.conversations.conftest import Bot
from tests.conversations.talk import Person

WEEK = 7 * 24 * 3600.0
SECTIONS = ("Cast", "Plot", "Releases", "Details")


async def press_everything(who: Person, bot: Bot) -> None:
    """Ask, and go through everything that can be pressed and picked."""
    card = await who.asks("Lost")
    for section in SECTIONS:
        await who.presses(section, card)
        await who.presses("Overview", card)
    await who.presses("Next", card)
    listed = await who.presses("Next", await who.asks("mayday"))
    await who.picks(listed.options[3].label, listed)
    assert bot.remembered == 0


async def test_everything_works_after_a_restart(ann: Person, bob: Person, bot: Bot):
    card, choice = await ann.asks("mayday 9x05"), await ann.asks("Kör Uçuş")
    listed, sorry = await ann.asks("mayday"), await ann.asks("mayday 9x99")
    await bot.restarts()
    for section in SECTIONS:
        assert f"· {section}" in (await ann.presses(section, card)).text
        assert (await bob.presses("Overview", card)).private
        assert (await ann.presses("Overview", card)).id == card.id
    assert "**S09E06**" in (await ann.presses("Next", card)).text
    assert "Page 2 of 5" in (await ann.presses("Next", listed)).text
    assert "## Flying Blind" in (await ann.picks("Flying Blind", choice)).text
    assert "110 episodes" in (await ann.picks("Mayday", sorry)).text


async def test_a_section_that_was_open_at_a_restart_turns_on(ann: Person, bot: Bot):
    cast = await ann.presses("Cast", await ann.asks("mayday 9x05"))
    await bot.restarts()
    await bot.restarts()
    assert "Page 2 of 2" in (await ann.presses("Next", cast)).text


async def test_everything_works_after_a_week(ann: Person, bob: Person, bot: Bot):
    card, listed = await ann.asks("mayday 9x05"), await ann.asks("mayday")
    await bot.env.advance_time(WEEK)
    for section in SECTIONS:
        assert f"· {section}" in (await ann.presses(section, card)).text
        assert (await bob.presses("Overview", card)).private
        await ann.presses("Overview", card)
    assert "Page 5 of 5" in (await ann.presses("Last", listed)).text


async def test_nothing_that_was_sent_is_kept_in_memory(ann: Person, bob: Person, bot: Bot):
    for who in (ann, bob, ann):
        await press_everything(who, bot)
    await ann.uses("help")
    await ann.uses("about")
    assert bot.remembered == 0
