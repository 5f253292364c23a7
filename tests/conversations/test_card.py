"""The card of an episode and its sections, as the page that it comes from has them."""

import pytest

from tests.conversations.talk import Person, Reply


@pytest.fixture
async def card(ann: Person) -> Reply:
    """Give the card of the page that everything began with."""
    return await ann.asks("air emergency target is destroyed")


async def test_the_card_has_series_years_code_title_dates_outline_and_cast(card: Reply):
    place, title, standing, first, rated, watch, *rest = card.text.split("\n")
    assert place == "-# Mayday (2003– ) · **S09E05**"
    assert title == "## Target Is Destroyed"
    assert standing == "5 of 8 in season 9"
    assert rated == "Not rated by members yet"
    assert first == "Air date 6 October 2010 (Canada) · another source: 29 March 2010"
    assert watch == "Watch from $1.99 (SD) on Prime Video, United States"
    assert rest[0].startswith("On the night of 1 September 1983 a Korean Air Lines Boeing 747")
    assert rest[1] == "**Cast**"


async def test_the_card_shows_the_first_six_of_the_cast(card: Reply):
    shown = card.text.split("**Cast**\n")[1].split("\n")
    assert shown == [
        "**Stephen Bogaert** … Narrator (voice)",
        "**Jonathan Aris** … Narrator (voice)",
        "**Denis Akiyama** … Captain - Flight 007",
        "**Cecil Law** … First Officer - Flight 007",
        "**Jordan Andonov** … Fighter Pilot Osipovich",
        "**Allen Keng** … Air Traffic Controller (as Allen J. Keng)",
        "-# and 11 more",
    ]


async def test_the_card_spoils_nothing(card: Reply):
    for told in ("missile", "269", "All "):
        assert told not in card.text


async def test_the_buttons_say_what_is_behind_them(card: Reply):
    assert list(card.buttons) == [
        "Cast 17",
        "Plot 3",
        "Releases 2",
        "Watch 1",
        "Reviews",
        "Details",
        "Questions",
        "Pictures",
        "Review this title",
        "Previous S09E04",
        "Next S09E06",
        "Season",
        "Series",
    ]


async def test_the_cast_is_in_credited_order_then_the_rest_by_the_alphabet(
    ann: Person, card: Reply
):
    cast = await ann.presses("Cast", card)
    credited, rest = cast.text.split("### Rest of cast, alphabetically\n")
    assert "### Episode credited cast\n**Stephen Bogaert**" in credited
    assert credited.rstrip().endswith("**Michael Luckett** … Russian Soldier")
    names = [line.split("**")[1] for line in rest.split("\n") if line.startswith("**")]
    assert names[0] == "Boris Yeltsin"
    assert names == sorted(names)
    assert "**Boris Yeltsin** … Himself (archive footage)" in rest
    assert "**Caj Frostell** … Self - ICAO Investigator" in rest
    assert rest.endswith("-# Page 1 of 2")


async def test_the_crew_follows_on_the_next_page_of_the_cast(ann: Person, card: Reply):
    cast = await ann.presses("Next", await ann.presses("Cast", card))
    assert "Page 2 of 2" in cast.text
    assert "### Direction\n**George D'Amato** … Director" in cast.text
    assert "### Writing\n**Armen Kazazian** … Writer" in cast.text
    assert list(cast.buttons) == [
        "First",
        "Previous",
        "Overview",
        "Plot 3",
        "Releases 2",
        "Watch 1",
        "Reviews",
        "Details",
        "Questions",
        "Pictures",
        "Review this title",
    ]
    assert "Page 1 of 2" in (await ann.presses("Previous", cast)).text


async def test_the_synopsis_is_behind_a_spoiler_and_the_outline_is_not(ann: Person, card: Reply):
    plot = await ann.presses("Plot", card)
    assert "### Outline\nOn the night" in plot.text
    assert "-# 3 texts\n-# Page 1 of " in plot.text
    assert "||" not in plot.text
    plot = await ann.presses("Next", plot)
    assert "### Summary" in plot.text
    while "Next" in plot.buttons:
        plot = await ann.presses("Next", plot)
        hidden = plot.text.split("### Synopsis (")[1].split("\n", 1)[1].split("\n-# from")[0]
        for paragraph in hidden.split("\n\n"):
            assert paragraph.startswith("||")
            assert paragraph.endswith("||")
            assert paragraph.count("||") == 2
    assert "free to everyone" in plot.text or "open to everyone" in plot.text


async def test_the_releases_have_both_dates_with_their_sources(ann: Person, card: Reply):
    releases = await ann.presses("Releases", card)
    assert "- **Canada**: 6 October 2010 (IMDb)" in releases.text
    assert "- **Country not stated**: 29 March 2010 (Belgesellerim)" in releases.text


async def test_the_details_have_numberings_ids_sound_offer_companies_and_sources(
    ann: Person, card: Reply
):
    details = await ann.reads_through(await ann.presses("Details", card))
    for line in (
        "sound mix\\: Dolby",
        "aired: S09E05 · Belgesellerim",
        "absolute: #63 · Belgesellerim",
        "Smithsonian Channel: S02E02",
        "Hedef Yok Edildi (Turkish)",
        "### Production companies\nCineflix (Canada)",
        "### Networks\nDiscovery Channel Canada (Canada)",
        "[IMDb tt1597909](<https://www.imdb.com/title/tt1597909/>)",
        "### Sources",
        "rtv.de",
    ):
        assert line.replace("\\:", ":") in details.replace("\\:", ":"), line


async def test_sections_turn_the_same_message_and_lead_back(ann: Person, card: Reply):
    before = card.text
    titles = {"Cast": "Cast and crew", "Watch": "Where to watch"}
    for section in ("Cast", "Plot", "Releases", "Watch", "Reviews", "Details", "Questions"):
        shown = await ann.presses(section, card)
        assert shown.id == card.id
        assert f"## Target Is Destroyed · {titles.get(section, section)}\n" in card.text
        await ann.presses("Overview", card)
        assert card.text == before


async def test_previous_and_next_walk_through_the_seasons(ann: Person):
    card = await ann.asks("mayday 9x01")
    assert "## System Breakdown" not in (await ann.presses("Previous", card)).text
    assert "**S08E02**" in card.text
    await ann.presses("Next", card)
    assert "**S09E01**" in card.text


async def test_the_first_and_the_last_episode_have_one_neighbour(ann: Person):
    first = await ann.asks("mayday 1x01")
    assert list(first.buttons)[-3:-2] == ["Next S01E02"]
    last = await ann.asks("mayday 14x01")
    assert list(last.buttons)[-3:-2] == ["Previous S13E11"]


async def test_what_is_not_known_yet_is_said(ann: Person):
    card = await ann.asks("Fire on Board")
    assert "*No cast yet.*" in card.text
    assert next(iter(card.buttons)) == "Cast"
    assert "*No cast or crew yet.*" in (await ann.presses("Cast", card)).text
    await ann.presses("Overview", card)
    assert (
        "Not known yet: runtime, sound mix, colour, aspect ratio"
        in (await ann.presses("Details", card)).text
    )


async def test_a_character_whose_player_is_not_known_is_in_the_cast(ann: Person):
    card = await ann.asks("gimli glider")
    assert "… Captain Robert Pearson" in card.text


async def test_the_card_leads_to_season_series_and_people_and_from_there_back(
    ann: Person, card: Reply
):
    season = await ann.presses("Season", card)
    assert "Season 9" in season.text
    assert season.id == card.id
    back = await ann.picks("Target", season)
    assert "## Target Is Destroyed" in back.text
    series = await ann.presses("Series", back)
    assert "## Mayday" in series.text
    card = await ann.asks("target is destroyed")
    person = await ann.picks("Denis Akiyama", await ann.presses("Cast", card))
    assert "Captain - Flight 007" in person.text
    assert "## Target Is Destroyed" in (await ann.picks("Target", person)).text
