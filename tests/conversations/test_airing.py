"""What comes next of a series, and what airs on a day."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot import loading
from bot.model import Episode, Release
from bot.store import Store
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person
from tests.loading.reading import episode, show

GHOSTS = show("Ghosts", 2019, tvmaze=1)
NOW = datetime.now(UTC)
TODAY = NOW.date()
TONIGHT = NOW + timedelta(minutes=30)


def at(moment: datetime, country: str = "GB"):
    told = episode(GHOSTS, "2x01", "The Grey Lady", tvmaze=21)
    release = Release(date=moment.date().isoformat(), moment=moment, country=country)
    return msgspec.structs.replace(told, releases=(release,))


async def test_a_series_that_goes_on_has_a_next_and_a_last_episode(ann: Person, store: Store):
    past = episode(GHOSTS, "1x01", "Who Do You Think You Are?", "2019-04-15", tvmaze=11)
    soon = (TODAY + timedelta(12)).isoformat()
    coming = episode(GHOSTS, "1x02", "Gorilla War", soon, tvmaze=12)
    await loading.load(store, [GHOSTS, past, coming])
    told = await ann.uses("next", series="ghosts")
    assert "**Next:** **S01E02** · Gorilla War\n" in told.text
    assert ", in 12 days; time unknown" in told.text
    assert "**Last:** **S01E01** · Who Do You Think You Are?\n15 April 2019; " in told.text
    card = await ann.picks("Gorilla War", told)
    assert "## Gorilla War" in card.text


async def test_a_known_moment_is_told_as_one(ann: Person, store: Store):
    await loading.load(store, [GHOSTS, at(TONIGHT)])
    seconds = int(TONIGHT.timestamp())
    told = await ann.uses("next", series="ghosts")
    assert f"<t:{seconds}:F>, <t:{seconds}:R> (United Kingdom)" in told.text
    assert "**Next:**" in told.text


async def test_a_moment_that_is_over_is_the_last_one(ann: Person, store: Store):
    await loading.load(store, [GHOSTS, at(NOW - timedelta(minutes=30))])
    told = await ann.uses("next", series="ghosts")
    assert "No next episode is known." in told.text
    assert "**Last:** **S02E01**" in told.text


@pytest.mark.parametrize(
    ("length", "said"), [(7, "the day is unknown"), (4, "the month is unknown")]
)
async def test_a_date_that_is_not_exact_is_told_so(
    ann: Person, store: Store, length: int, said: str
):
    soon = (TODAY + timedelta(400)).isoformat()[:length]
    await loading.load(store, [GHOSTS, episode(GHOSTS, "1x02", "Gorilla War", soon, tvmaze=12)])
    told = await ann.uses("next", series="ghosts")
    assert "**Next:** **S01E02**" in told.text
    assert said in told.text
    assert "<t:" not in told.text


async def test_a_series_that_has_ended_says_so_and_shows_its_last_episode(
    ann: Person, store: Store
):
    over = msgspec.structs.replace(GHOSTS, status="ended")
    await loading.load(store, [over, episode(GHOSTS, "1x01", "Pilot", "2019-04-15", tvmaze=11)])
    told = await ann.uses("next", series="ghosts")
    assert "It has ended.\n**Last:** **S01E01** · Pilot" in told.text


async def test_a_series_without_dates_shows_the_episode_with_the_highest_number(
    ann: Person, store: Store
):
    every = [episode(GHOSTS, f"1x{number}", f"Part {number}", tvmaze=number) for number in (11, 12)]
    await loading.load(store, [GHOSTS, *every])
    told = await ann.uses("next", series="ghosts")
    assert "No next episode is known.\n**Last:** **S01E12** · Part 12\ndate unknown" in told.text


async def test_a_series_without_episodes_says_so(ann: Person, store: Store):
    await loading.load(store, [GHOSTS])
    told = await ann.uses("next", series="ghosts")
    assert "*No episode is known.*" in told.text


async def test_of_several_series_of_a_name_one_is_picked(ann: Person, bob: Person, store: Store):
    older = show("Ghosts", 1995, tvmaze=2)
    await loading.load(store, [GHOSTS, older, episode(older, "1x01", "Massage", tvmaze=3)])
    asked = await ann.uses("next", series="ghosts")
    assert not asked.private
    assert "“ghosts” could be any of these 2." in asked.text
    assert (await bob.picks("Ghosts", asked, under="1995")).private
    told = await ann.picks("Ghosts", asked, under="1995")
    assert told.id == asked.id
    assert "### Ghosts (1995– )\nNo next episode is known.\n**Last:** **S01E01**" in told.text


async def test_no_series_is_told_privately(ann: Person):
    assert (await ann.uses("next", series="zzqqx")).private
    assert (await ann.uses("next", series="series:999999")).private


async def test_series_are_suggested(ann: Person):
    (choice,) = await ann.types_into("next", "series", "mayd")
    assert (choice.name, choice.value.split(":")[0]) == ("Mayday (2003– )", "series")
    (again,) = await ann.types_into("next", "series", "target is des")
    assert again == choice
    assert "### Mayday" in (await ann.uses("next", series=choice.value)).text


async def test_a_day_lists_what_was_shown_on_it(ann: Person):
    told = await ann.uses("today", date="6 oct 2010")
    assert "### 6 October 2010\n1 episode" in told.text
    assert "Mayday **S09E05** · Target Is Destroyed\n-# time unknown · Canada" in told.text
    card = await ann.picks("Target Is Destroyed", told)
    assert "## Target Is Destroyed" in card.text


async def test_today_lists_moments_and_what_has_none(ann: Person, store: Store):
    later = episode(GHOSTS, "1x01", "Pilot", TODAY.isoformat(), tvmaze=11)
    await loading.load(store, [GHOSTS, later, at(NOW)])
    told = await ann.uses("today")
    assert "2 episodes" in told.text
    assert f"<t:{int(NOW.timestamp())}:f> · United Kingdom" in told.text
    assert "time unknown · country not stated" in told.text


async def test_an_evening_stands_on_its_own_day_and_on_that_of_its_moment(
    ann: Person, store: Store
):
    moment = datetime(2019, 4, 16, 1, tzinfo=UTC)
    release = Release(date="2019-04-15", moment=moment, country="US")
    told = episode(GHOSTS, "1x01", "Pilot", tvmaze=11)
    await loading.load(store, [GHOSTS, msgspec.structs.replace(told, releases=(release,))])
    for day in ("2019-04-15", "2019-04-16"):
        assert "Pilot" in (await ann.uses("today", date=day)).text
    assert "Nothing is known." in (await ann.uses("today", date="2019-04-17")).text


async def test_a_release_in_a_second_country_counts_and_a_country_leaves_others_out(
    ann: Person, store: Store
):
    releases = (Release(date="2019-04-15", country="GB"), Release(date="2021-10-07", country="US"))
    told = episode(GHOSTS, "1x01", "Pilot", tvmaze=11)
    await loading.load(store, [GHOSTS, msgspec.structs.replace(told, releases=releases)])
    assert "Pilot" in (await ann.uses("today", date="7 oct 2021")).text
    there = await ann.uses("today", date="7 oct 2021", country="usa")
    assert "### 7 October 2021 · United States\n1 episode" in there.text
    elsewhere = await ann.uses("today", date="7 oct 2021", country="GB")
    assert "Nothing is known." in elsewhere.text


async def test_days_and_pages_turn(ann: Person, bob: Person, store: Store, bot: Bot):
    every = [
        episode(GHOSTS, f"1x{number}", f"Part {number}", "2019-04-15", tvmaze=number)
        for number in range(1, 24)
    ]
    await loading.load(store, [GHOSTS, *every])
    told = await ann.uses("today", date="15.4.2019")
    assert "23 episodes\n-# Page 1 of 3" in told.text
    await bot.restarts()
    assert "Page 3 of 3" in (await ann.presses("Last", told)).text
    own = await bob.presses("Day after", told)
    assert own.private
    assert "### 16 April 2019" in own.text
    assert "Page 1 of 3" in (await bob.presses("Day before", own)).text


@pytest.mark.parametrize("day", ["nonsense", "31 feb 2010", "2010", "mayday 9x05", "🎬"])
async def test_nonsense_is_told_privately(ann: Person, day: str):
    reply = await ann.uses("today", date=day)
    assert reply.private
    assert "as a day" in reply.text


async def test_a_country_that_does_not_exist_is_told_privately(ann: Person):
    reply = await ann.uses("today", country="Atlantis")
    assert reply.private
    assert "I know no country “Atlantis”" in reply.text


@pytest.mark.parametrize(
    ("custom_id", "said"),
    [
        ("today:2010-99-99:any:0:on", "no longer"),
        ("today:0000-01-01:any:0:on", "no longer"),
        ("today:2010-10-06:any:999999:on", "Target Is Destroyed"),
        ("today:2010-10-06:XWW:0:on", "Nothing is known."),
        ("today:0001-01-01:any:0:on", "1 January 1"),
        ("today:9999-12-31:any:0:on", "31 December 9999"),
    ],
)
async def test_a_made_up_button_is_answered(ann: Person, custom_id: str, said: str):
    told = await ann.uses("today", date="2010-10-06")
    reply = await ann.presses("Day after", told.made_up(told.button("Day after"), custom_id))
    assert said in reply.text


async def test_a_series_that_is_gone_is_told(ann: Person, store: Store):
    (choice,) = await ann.types_into("next", "series", "mayd")
    behind_its_back(store, "DELETE FROM episode; DELETE FROM series")
    assert "no longer" in (await ann.uses("next", series=choice.value)).text


async def test_countries_are_suggested(ann: Person):
    choices = await ann.types_into("today", "country", "canad")
    assert [one.value for one in choices] == ["CA"]


async def test_days_are_suggested(ann: Person):
    names = [one.name.split(",")[0] for one in await ann.types_into("today", "date", "")]
    assert names == ["Today", "Tomorrow", "Yesterday"]
    (one,) = await ann.types_into("today", "date", "tom")
    assert one.value == (datetime.now(UTC).date() + timedelta(1)).isoformat()
    (known,) = await ann.types_into("today", "date", "6 oct 2010")
    assert (known.name, known.value) == ("6 October 2010", "2010-10-06")
    assert await ann.types_into("today", "date", "nonsense") == []


async def test_what_was_dropped_in_one_day_hides_no_next_episode(ann: Person, store: Store):
    early = NOW.replace(hour=0, minute=0, second=0, microsecond=1)

    def dropped(code: str, number: int, moment: datetime) -> Episode:
        told = episode(GHOSTS, code, f"Part {code}", tvmaze=number)
        release = Release(date=moment.date().isoformat(), moment=moment, country="GB")
        return msgspec.structs.replace(told, releases=(release,))

    season = [dropped(f"1x{number:02}", 100 + number, early) for number in range(1, 11)]
    later = dropped("2x01", 200, NOW + timedelta(days=7))
    await loading.load(store, [GHOSTS, *season, later])
    told = await ann.uses("next", series="ghosts")
    assert "**Next:** **S02E01**" in told.text
    assert "**Last:** **S01E10**" in told.text
    series = (await ann.uses("series", query="ghosts")).text
    assert "latest: **S01E10**" in series
    assert "Next: **S02E01**" in series


async def test_what_is_on_tonight_is_next_on_a_series_page_too(ann: Person, store: Store):
    late = NOW.replace(hour=23, minute=59, second=59, microsecond=0)
    tonight = msgspec.structs.replace(
        episode(GHOSTS, "2x02", "Tonight", tvmaze=3),
        releases=(Release(date=late.date().isoformat(), moment=late, country="GB"),),
    )
    whenever = episode(GHOSTS, "2x01", "Whenever", late.date().isoformat(), tvmaze=2)
    before = episode(GHOSTS, "1x01", "Before", "2019-04-15", tvmaze=1)
    await loading.load(store, [GHOSTS, before, whenever, tonight])
    assert "**Next:** **S02E01**" in (await ann.uses("next", series="ghosts")).text
    series = (await ann.uses("series", query="ghosts")).text
    assert "latest: **S01E01**" in series
    assert "Next: **S02E01**" in series


@pytest.mark.parametrize(
    ("told", "last", "coming"),
    [
        ({"1x01": -400, "0x01": "then"}, "1x01", None),
        ({"1x01": "2015", "1x02": "this", "1x03": "this"}, "1x01", "1x02"),
        ({"1x01": "2015", "1x02": "2015-03-01", "1x03": "2015", "0x01": "2015"}, "1x03", None),
        ({"1x01": "this", "1x02": 400}, None, "1x01"),
        ({"0x01": "2014", "0x02": "2015", "0x03": "this"}, "0x02", "0x03"),
        ({"1x01": -1, "1x02": 1}, "1x01", "1x02"),
    ],
)
async def test_pages_and_words_agree_on_what_came_last_and_comes_next(
    ann: Person, store: Store, told: dict[str, str | int], last: str | None, coming: str | None
):
    years = {"this": str(TODAY.year), "then": str((TODAY - timedelta(400)).year)}

    def date(one: str | int) -> str:
        """Give the day so many days from today, or what is known of a date."""
        return (TODAY + timedelta(one)).isoformat() if isinstance(one, int) else years.get(one, one)

    every = [
        episode(GHOSTS, code, f"Part {code}", date(one), tvmaze=number)
        for number, (code, one) in enumerate(told.items(), 1)
    ]
    await loading.load(store, [GHOSTS, *every])
    series = (await ann.uses("series", query="ghosts")).text
    around = (await ann.uses("next", series="ghosts")).text
    for shown, said, place, code in (
        ("latest", "Last", "latest", last), ("Next", "Next", "next", coming)
    ):  # fmt: skip
        found = await ann.asks(f"ghosts {place} episode")
        if code is None:
            assert f"{shown}: **" not in series
            assert f"**{said}:** **S" not in around
            assert "## Part" not in found.text
        else:
            label = f"**S0{code[0]}E{code[2:]}**"
            assert f"{shown}: {label}" in series
            assert f"**{said}:** {label}" in around
            assert f"## Part {code}" in found.text
