"""Members report, moderators decide, authors are told: Bob wrote, Cat reports, Dan moderates."""

from datetime import timedelta
from typing import NamedTuple

import pytest
import time_machine

from bot.reviews import Words
from bot.store import Store, reviews
from tests.conversations.conftest import Bot, by_permission
from tests.conversations.moderators import (
    decides,
    in_private,
    looks,
    messages,
    presses_id,
    reports,
    said,
    with_button,
)
from tests.conversations.talk import Person, Reply, Unanswered
from tests.moderating import reviewed, settled, thing_of
from tests.reviewing import LONG_AGO, NOW, deed, wrote


class Scene(NamedTuple):
    """Everybody, and the review that Bob wrote."""

    bot: Bot
    ann: Person
    bob: Person
    cat: Person
    dan: Person
    review: int

    @property
    def store(self) -> Store:
        return self.bot.app.store


@pytest.fixture
def scene(bot: Bot, ann: Person, bob: Person, cat: Person, dan: Person) -> Scene:
    return Scene(bot, ann, bob, cat, dan, 0)


@pytest.fixture
def everybody(scene: Scene, review: int) -> Scene:
    return scene._replace(review=review)


def told(bot: Bot, person: Person) -> list[Reply]:
    return messages(in_private(bot, person).channel)


async def test_cat_reports_dan_hides_and_bob_is_told_why(everybody: Scene):
    bot, _, bob, cat, dan, review = everybody
    thanks = await reports(cat, review, "spoiler", "It tells the end")
    assert thanks.private
    assert thanks.text == "Thank you. The moderators of this server see your report."
    queue = await dan.uses("moderate reports")
    assert queue.private
    assert f"- **Good** by <@{bob.id}>: 1 report · since" in queue.text
    case = await dan.picks("Good", queue)
    assert "**Open reports:** It spoils without a warning (1)" in case.text
    assert "1 review · 0 removed · 0 warnings · 0 blocks" in case.text
    assert f"**It spoils without a warning** · <@{cat.id}>" in case.text
    assert "Next" not in case.buttons
    case = await looks(dan, review)
    form = await dan.opens_by("Hide", case)
    assert form.title == "Hide this review"
    assert list(form.fields) == ["reason"]
    after = await dan.sends(form, reason="It spoils the end.")
    assert after.id == case.id
    assert "**Here:** hidden by a moderator" in after.text
    assert f"<@{dan.id}> hid review {review} by <@{bob.id}>: It spoils the end." in after.text
    assert (await dan.uses("moderate reports")).text.endswith("Nothing waits for a decision.")
    (notice,) = told(bot, bob)
    assert notice.text.startswith("A moderator hid your review “Good” in the server **Fans**.")
    assert "**Why:** It spoils the end." in notice.text
    assert str(dan.id) not in notice.text
    assert list(notice.buttons) == ["Appeal"]
    thing = await thing_of(everybody.store)
    assert await everybody.store.read(reviews.count, thing, bot.env.guild.id) == 0


async def test_the_log_says_who_did_what_and_is_filtered(everybody: Scene):
    bot, _, bob, cat, dan, review = everybody
    other, ann = await reviewed(everybody.store, cat.id), by_permission(bot, "fay")
    await decides(dan, "Warn", await looks(dan, review), "First *reason*")
    await decides(ann, "Hide", await looks(ann, other), "Second")
    log = await dan.uses("moderate log")
    assert log.private
    first, second = log.text.split("\n")[1:]
    assert f"<@{ann.id}> hid review {other} by <@{cat.id}>: Second" in first
    assert f"<@{dan.id}> warned the author of review {review} by <@{bob.id}>: First" in second
    assert "First \\*reason\\*" in second
    assert "Second" not in (await dan.uses("moderate log", review=review)).text
    assert "First" not in (await dan.uses("moderate log", member=cat.actor)).text
    case = await looks(dan, review)
    assert "Second" not in (await dan.presses("Log of this review", case)).text


async def test_the_log_turns_its_pages(dan: Person, review: int):
    for number in range(10):
        await decides(dan, "Warn", await looks(dan, review), f"Warning {number}.")
    log = await dan.uses("moderate log", review=review)
    assert "Page 1 of 2" in log.text
    assert "Warning 9." in log.text
    log = await dan.presses("Next", log)
    assert "Page 2 of 2" in log.text
    assert "Warning 0." in log.text


@pytest.mark.parametrize(
    ("label", "effect", "back"),
    [
        ("Hide", "hidden by a moderator", "Restore"),
        ("Remove", "removed by a moderator", None),
        ("Block author here", "author is blocked", "Unblock author here"),
    ],
)
async def test_what_was_decided_is_shown_and_can_be_taken_back_or_not(
    dan: Person, review: int, label: str, effect: str, back: str | None
):
    case = await decides(dan, label, await looks(dan, review))
    assert effect in case.text
    assert label not in case.buttons
    assert ("Restore" in case.buttons) == (back == "Restore")
    if back:
        case = await decides(dan, back, case)
        assert effect not in case.text
        assert label in case.buttons


async def test_a_decision_needs_a_reason_that_can_be_read(dan: Person, review: int):
    case = await looks(dan, review)
    for reason in ("   ", "\u200b\u200b", "\u202e", "\n"):
        refusal = await decides(dan, "Hide", case, reason)
        assert refusal.private
        assert refusal.text.startswith("Say why")
    assert "Hide" in (await looks(dan, review)).buttons


@pytest.mark.parametrize(
    "reason",
    ["@everyone <@1> [x](https://evil.example)", "# big\n- list", "e" + "\u0301" * 400,
     "||" * 200, "`" * 500, "\u202egnp", "||spoiler||\n\n\n\n> quote"],
)  # fmt: skip
async def test_hostile_reasons_and_words_do_nothing(everybody: Scene, reason: str):
    bot, _, bob, cat, dan, review = everybody
    await reports(cat, review, "other", reason)
    case = await looks(dan, review)
    if "Next" in case.buttons:
        case = await dan.presses("Next", case)
    after = await decides(dan, "Hide", case, reason)
    log = await dan.uses("moderate log")
    for text in (case.text, after.text, log.text, told(bot, bob)[0].text):
        assert "<@1>" not in text
        assert "](" not in text
        assert "\n# big" not in text
        assert "\u202e" not in text
        assert "\u0301" * 5 not in text


async def test_two_moderators_at_once_one_decides_and_the_other_is_told(everybody: Scene):
    bot, ann, _, cat, dan, review = everybody
    store = everybody.store
    await reports(cat, review)
    first = await ann.opens_by("Dismiss", await looks(ann, review))
    second = await dan.opens_by("Hide", await looks(dan, review))
    assert "Open reports:** none" in (await ann.sends(first, reason="It is fine")).text
    late = await dan.sends(second, reason="It is not")
    assert late.private
    assert late.text.startswith(f"<@{ann.id}> dismissed what was said against this review <t:")
    assert await store.read(reviews.read, review, bot.env.guild.id)
    form = await dan.opens_by("Hide", await looks(dan, review))
    assert "dismissed what was said" in form.modal["components"][0]["content"]
    assert "hidden by a moderator" in (await dan.sends(form, reason="It is not")).text


async def test_what_is_offered_on_an_old_card_is_checked_again(dan: Person, review: int):
    old, new = await looks(dan, review), await looks(dan, review)
    await decides(dan, "Hide", new)
    late = await decides(dan, "Hide", old)
    assert late.text.startswith(f"<@{dan.id}> hid this review")


async def test_a_review_is_reported_once_and_not_by_its_author(
    bob: Person, cat: Person, review: int
):
    await reports(cat, review)
    for person, words in ((cat, "You have reported"), (bob, "This is your own review")):
        refusal = said(await presses_id(person, f"review:report:{review}"))
        assert refusal.startswith(words)


async def test_who_may_report_no_more_is_told_before_they_write_why(
    store: Store, cat: Person, review: int
):
    for author in (LONG_AGO + 5, LONG_AGO + 6):
        assert (await reports(cat, await reviewed(store, author))).text.startswith("Thank you.")
    card = await with_button(cat, f"review:report:{review}")
    refusal = await cat.presses(next(iter(card.buttons)), card)
    assert "more than 2 reports in 24 hours" in refusal.text


async def test_what_was_just_hidden_can_not_be_reported_even_in_an_open_form(
    cat: Person, dan: Person, review: int
):
    card = await with_button(cat, f"review:report:{review}")
    form = await cat.opens_by(next(iter(card.buttons)), card)
    await decides(dan, "Hide", await looks(dan, review))
    refusal = await cat.sends(form, reason=["spam"])
    assert refusal.private
    assert "no longer here" in refusal.text
    assert "no longer here" in said(await presses_id(cat, f"review:report:{review}"))


async def test_the_same_form_sent_twice_reports_once(cat: Person, review: int):
    card = await with_button(cat, f"review:report:{review}")
    forms = [await cat.opens_by(next(iter(card.buttons)), card) for _ in range(2)]
    await cat.sends(forms[0], reason=["spam"])
    assert "reported this review before" in (await cat.sends(forms[1], reason=["spam"])).text


async def test_a_form_that_was_opened_before_a_restart_is_taken_after_it(
    bot: Bot, cat: Person, dan: Person, review: int
):
    card = await with_button(cat, f"review:report:{review}")
    form = await cat.opens_by(next(iter(card.buttons)), card)
    case = await looks(dan, review)
    reason = await dan.opens_by("Hide", case)
    await bot.restarts()
    assert (await cat.sends(form, reason=["spam"])).text.startswith("Thank you.")
    assert "hidden by a moderator" in (await dan.sends(reason, reason="why")).text
    assert bot.remembered == 0


async def test_enough_established_members_hide_it_and_the_author_hears_of_it(everybody: Scene):
    bot, _, bob, _, dan, review = everybody
    people = [bot.lets_in(bot.env.create_user(f"member{number}")) for number in range(5)]
    with time_machine.travel(NOW + timedelta(days=1)):
        for person in people[:-1]:
            await settled(everybody.store, person.id)
            assert "hidden" not in (await reports(person, review)).text
        assert not told(bot, bob)
        await settled(everybody.store, people[-1].id)
        thanks = await reports(people[-1], review)
    assert thanks.text.endswith("Until they have decided it is hidden here.")
    (notice,) = told(bot, bob)
    assert notice.text.startswith("Several members reported your review “Good” in the server")
    assert not notice.buttons
    queue = await dan.uses("moderate reports")
    assert "5 reports, hidden until decided" in queue.text
    case = await dan.picks("Good", queue)
    assert "**Here:** hidden because of reports, until somebody decides" in case.text
    after = await decides(dan, "Restore", case)
    assert "hidden" not in after.text
    assert "is shown again" in told(bot, bob)[-1].text
    log = await dan.uses("moderate log")
    assert f"Reports of established members hid review {review}" in log.text


async def test_a_review_that_no_message_shows_is_not_moderated(dan: Person):
    card = await dan.asks("mayday 9x05")
    refusal = await dan.uses_on("Moderate this review", card)
    assert refusal.private
    assert "no longer here" in refusal.text


async def test_a_review_on_a_card_is_moderated_without_a_report(dan: Person, review: int):
    card = await with_button(dan, f"review:report:{review}")
    case = await dan.uses_on("Moderate this review", card)
    assert case.private
    assert f"Review {review} ·" in case.text
    assert "hidden by a moderator" in (await decides(dan, "Hide", case)).text


async def test_moderators_see_what_was_changed_in_a_review_that_is_hidden(
    store: Store, bob: Person, cat: Person, dan: Person, review: int
):
    case = await decides(dan, "Hide", await looks(dan, review))
    assert "What was changed" not in case.buttons
    for body in ("Nothing of that is rude any more. " * 3, "Nothing at all is rude by now. " * 3):
        await store.write(reviews.revise, deed(bob.id), review, Words("Good", body, 8))
    case = await looks(dan, review)
    change = await dan.presses("What was changed", case)
    assert change.private
    older = await dan.presses("Next", change)
    assert "~~tells~~" in older.text
    refusal = await presses_id(cat, f"review:history:{review}:0")
    assert "no longer here" in said(refusal)
    await store.write(reviews.delete, deed(bob.id), review)
    assert "no longer here" in (await dan.presses("What was changed", case)).text
    assert "What was changed" not in (await looks(dan, review)).buttons


async def test_of_several_reviews_on_a_message_one_is_picked_and_never_guessed(
    store: Store, cat: Person, dan: Person, review: int
):
    thing = await thing_of(store)
    other = await wrote(store, LONG_AGO, thing, Words("Better", "So.", 9))
    for shown in (
        await cat.uses("review read", query="mayday 1x01"),
        await cat.uses("review search", query="mayday 1x01"),
    ):
        asked = await dan.uses_on("Moderate this review", shown)
        assert asked.private
        assert {one.value for one in asked.options} == {str(review), str(other)}
        assert f"Review {other} ·" in (await dan.picks("Better", asked)).text


async def test_what_its_author_deleted_is_told_and_its_text_is_gone(
    store: Store, bob: Person, dan: Person, review: int
):
    await store.write(reviews.delete, deed(bob.id), review)
    case = await looks(dan, review)
    assert "Its author has deleted it." in case.text
    assert "as good as they say" not in case.text
    assert "Hide" not in case.buttons


async def test_what_somebody_wrote_comes_back_where_somebody_else_was_quicker(
    store: Store, bob: Person, cat: Person, dan: Person, review: int
):
    card = await with_button(cat, f"review:report:{review}")
    report = await cat.opens_by(next(iter(card.buttons)), card)
    reason = await dan.opens_by("Warn", await looks(dan, review))
    await decides(dan, "Hide", await looks(dan, review))
    await store.write(reviews.delete, deed(bob.id), review)
    for who, form, words in (
        (cat, report, {"reason": ["spoiler"], "words": "It tells the end."}),
        (dan, reason, {"reason": "You tell the end."}),
    ):
        told = await who.sends(form, **words)
        assert told.private
        assert "here it is back" in told.text
        assert list(told.files) == ["words.txt"]


@pytest.mark.parametrize(
    "custom_id",
    ["moderate:hide:999999999999999999", "moderate:case:999999999999999999:0:on",
     "moderate:case:1:999999:on", "moderate:log:999999:on:r999999999999999999",
     "moderate:log:0:on:m1999999999999999999", "moderate:reports:999999:last",
     "moderate:appeal:999999999999999999:1999999999999999999", "moderate:hide:9999999999999999999",
     "moderate:appeal:1:9999999999999999999", "moderate:case", "moderate:hide:1:everywhere:x",
     "review:report:0", "moderate:set:links", "moderate:set:kept:maybe"],
)  # fmt: skip
async def test_made_up_custom_ids_are_answered(dan: Person, custom_id: str):
    assert said(await presses_id(dan, custom_id))


async def test_a_form_is_not_opened_for_who_may_not_decide(cat: Person, review: int):
    card = await with_button(cat, f"moderate:hide:{review}")
    with pytest.raises(Unanswered):
        await cat.opens_by(next(iter(card.buttons)), card)


@pytest.mark.parametrize("number", [99, 2**53 - 1])
async def test_a_number_that_never_was_is_told_so(dan: Person, review: int, number: int):
    refusal = await dan.uses("moderate review", number=number)
    assert refusal.private
    assert refusal.text.startswith(f"There is no review {number} here: it was erased,")
    assert refusal.text.endswith("or it never was.")


async def test_nobody_decides_in_favour_of_their_own_review_but_operators(
    bot: Bot, store: Store, ann: Person, cat: Person, dan: Person
):
    fay = by_permission(bot, "fay")
    own = await reviewed(store, dan.id)
    await reports(cat, own)
    case = await looks(dan, own)
    assert "This is your own review: another" in (await dan.presses("Dismiss", case)).text
    case = await decides(fay, "Hide", await looks(fay, own))
    assert "hidden by a moderator" in case.text
    refusal = await dan.presses("Restore", await looks(dan, own))
    assert refusal.private
    assert refusal.text.startswith("This is your own review: another moderator")
    assert "hidden by a moderator" in (await decides(dan, "Warn", await looks(dan, own))).text
    await decides(fay, "Restore", await looks(fay, own))
    hers = await wrote(store, ann.id, await thing_of(store), Words("Hers", "Her words.", 9))
    await reports(cat, hers)
    case = await decides(ann, "Dismiss", await looks(ann, hers))
    assert "**Open reports:** none · 1 decided before" in case.text


async def test_many_reports_go_on_where_there_is_room_no_more(bot: Bot, dan: Person, review: int):
    people = [bot.lets_in(bot.env.create_user(f"member{number}")) for number in range(6)]
    for person in people:
        await reports(person, review, "other", f"{person.id} " * 12)
    case = await looks(dan, review)
    assert "**Open reports:** Something else (6)" in case.text
    assert f"**Something else** · <@{people[0].id}>" in case.text
    assert "Page 1 of 2" in case.text
    assert f"**Something else** · <@{people[5].id}>" in (await dan.presses("Next", case)).text
