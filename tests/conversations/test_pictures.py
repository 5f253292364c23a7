"""Pictures from the store's own copies, and from their addresses where a copy is gone."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import msgspec
import pytest

from bot import loading
from bot.loaders import tables
from bot.loading.services import Services
from bot.pictures import Kind, Picture
from bot.store import Store, copies
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply
from tests.drawn import noise, picture
from tests.loading.places import Page, Place, place

IMAGE = {"Content-Type": "image/jpeg"}
STAYS = "https://pictures.example/{}.jpg"
ENDS = "https://cdn.example/a.png?ex=65f&is=65e&hm=aa"
SERIES = {"record": "series", "source": "table", "titles": [{"text": "Harbour"}]}
NIGHT = {
    "record": "episode",
    "source": "table",
    "series": {"title": "Harbour"},
    "titles": [{"text": "The Long Night"}],
    "numberings": [{"season": 2, "number": 3}],
}


async def load(store: Store, *urls: str, poster: str | None = None) -> None:
    """Load an episode with pictures of these addresses."""
    images = [{"url": url, "alt": f"Ship {number}"} for number, url in enumerate(urls, 1)]
    series = SERIES | ({"images": [{"url": poster, "kind": "poster"}]} if poster else {})
    lines = map(msgspec.json.encode, (series, NIGHT | {"images": images}))
    await loading.load(store, tables.read_lines(b"\n".join(lines), "harbour.jsonl"))


def sent(bot: Bot, reply: Reply) -> dict[str, bytes]:
    """Give the files that came with a message."""
    cdn = bot.env.backend.cdn
    return {name: cdn.get(url) or b"" for name, url in reply.files.items()}


def file_of(store: Store, address: str) -> Path:
    """Give the file of a copy."""
    [kind] = copies.held(store.folder, [address]).values()
    return copies._path(store.folder, address, kind)  # noqa: SLF001 - changed behind its back


@pytest.fixture
async def copied(store: Store) -> dict[str, bytes]:
    """Give six pictures of an episode; all but the second have a copy."""
    urls = [STAYS.format(number) for number in range(1, 7)]
    await load(store, *urls)
    every = {url: noise("JPEG", (64, 36)) for url in urls if url != urls[1]}
    for url, content in every.items():
        copies.put(store.folder, url, Picture("jpg", content))
    return every


@pytest.fixture
async def card(copied: dict[str, bytes], ann: Person) -> Reply:
    return await ann.asks("the long night")


async def test_the_overview_shows_the_first_copy_beside_its_text(
    bot: Bot, card: Reply, copied: dict[str, bytes]
):
    assert sent(bot, card) == {"picture-1.jpg": copied[STAYS.format(1)]}
    assert card.pictures == {card.files["picture-1.jpg"]: "Ship 1"}


async def test_the_overview_takes_the_small_copy_and_the_gallery_the_whole_one(
    bot: Bot, ann: Person, store: Store, copied: dict[str, bytes]
):
    whole, small = Picture("png", picture("PNG")), Picture("jpg", noise("JPEG", (32, 18)))
    copies.put(store.folder, STAYS.format(1), whole, small)
    card = await ann.asks("the long night")
    assert sent(bot, card) == {"picture-1.jpg": small.content}
    shown = await ann.presses("Pictures 6", card)
    assert sent(bot, shown)["picture-1.png"] == whole.content


async def test_a_gallery_shows_copies_and_addresses_side_by_side(
    bot: Bot, ann: Person, card: Reply, copied: dict[str, bytes]
):
    shown = await ann.presses("Pictures 6", card)
    numbers = {"picture-1.jpg": 1, "picture-3.jpg": 3, "picture-4.jpg": 4}
    files = {name: copied[STAYS.format(number)] for name, number in numbers.items()}
    assert sent(bot, shown) == files
    assert list(shown.pictures.values()) == ["Ship 1", "Ship 2", "Ship 3", "Ship 4"]
    assert list(shown.pictures)[1] == STAYS.format(2)
    await ann.presses("Next", shown)
    assert list(sent(bot, shown)) == ["picture-5.jpg", "picture-6.jpg"]
    await ann.presses("Cast", shown)
    assert shown.files == shown.pictures == {}
    await ann.presses("Overview", shown)
    assert list(shown.files) == ["picture-1.jpg"]


async def test_a_series_poster_is_shown_from_its_copy(bot: Bot, ann: Person, store: Store):
    poster = "https://pictures.example/poster.png"
    await load(store, STAYS.format(1), poster=poster)
    card = await ann.uses("series", query="harbour")
    assert list(card.pictures) == [poster]
    copies.put(store.folder, poster, Picture("png", picture("PNG")))
    card = await ann.uses("series", query="harbour")
    assert sent(bot, card) == {"picture-1.png": picture("PNG")}
    assert list(card.pictures.values()) == ["A poster of Harbour"]
    await ann.presses("Titles", card)
    assert card.files == card.pictures == {}
    await ann.presses("Overview", card)
    assert list(card.files) == ["picture-1.png"]
    file_of(store, poster).unlink()
    await ann.presses("Titles", card)
    await ann.presses("Overview", card)
    assert list(card.pictures) == [poster]


async def test_an_episode_by_chance_has_its_copy_too(
    bot: Bot, ann: Person, copied: dict[str, bytes]
):
    drawn = await ann.uses("random", query="harbour")
    assert sent(bot, drawn) == {"picture-1.jpg": copied[STAYS.format(1)]}
    await ann.presses("Another", drawn)
    assert list(drawn.files) == ["picture-1.jpg"]


async def test_somebody_else_gets_files_of_their_own(bot: Bot, bob: Person, card: Reply):
    own = await bob.presses("Pictures", card)
    assert own.private
    assert list(sent(bot, own)) == ["picture-1.jpg", "picture-3.jpg", "picture-4.jpg"]
    assert list(card.files) == ["picture-1.jpg"]


async def test_after_a_restart_the_copies_are_still_there(bot: Bot, ann: Person, card: Reply):
    await bot.restarts()
    assert len(sent(bot, await ann.presses("Pictures", card))) == 3


@pytest.mark.parametrize("broken", [None, b"", b"\xff\xd8\xff\xe0half", b"<html>"])
async def test_a_copy_that_is_gone_or_broken_is_shown_by_its_address(
    ann: Person, store: Store, card: Reply, broken: bytes | None
):
    for number in (1, 4):
        path = file_of(store, STAYS.format(number))
        path.unlink() if broken is None else path.write_bytes(broken)
    shown = await ann.presses("Pictures 6", card)
    assert list(shown.files) == ["picture-3.jpg"]
    assert [url for url in shown.pictures if "pictures.example" in url] == [
        STAYS.format(number) for number in (1, 2, 4)
    ]
    overview = await ann.presses("Overview", shown)
    assert list(overview.pictures) == [STAYS.format(1)]


async def test_without_the_folder_everything_is_shown_by_its_address(
    ann: Person, store: Store, card: Reply
):
    shutil.rmtree(store.folder / "pictures")
    shown = await ann.presses("Pictures 6", card)
    assert list(shown.pictures) == [STAYS.format(number) for number in range(1, 5)]
    assert shown.files == {}


async def test_an_address_that_ends_is_never_shown_but_its_copy_is(
    bot: Bot, ann: Person, store: Store
):
    await load(store, ENDS, STAYS.format(1))
    card = await ann.asks("the long night")
    assert list(card.pictures) == [STAYS.format(1)]
    assert "Pictures 1" in card.buttons
    copies.put(store.folder, ENDS, Picture("png", picture("PNG")))
    shown = await ann.presses("Pictures 1", card)
    assert sent(bot, shown) == {"picture-1.png": picture("PNG")}
    assert list(shown.pictures)[1] == STAYS.format(1)
    assert "Pictures 2" in (await ann.presses("Overview", shown)).buttons
    file_of(store, ENDS).write_bytes(b"")
    assert list((await ann.presses("Pictures", shown)).pictures) == [STAYS.format(1)]


async def test_a_copy_that_goes_between_two_looks_is_no_fault(
    ann: Person, store: Store, card: Reply, monkeypatch: pytest.MonkeyPatch
):
    copies.put(store.folder, ENDS, Picture("png", picture("PNG")))
    await load(store, ENDS, *(STAYS.format(number) for number in range(1, 7)))
    real = copies.held

    def going(folder: Path, wanted: Iterable[str]) -> dict[str, Kind]:
        found = real(folder, wanted)
        assert ENDS in found
        shutil.rmtree(folder / "pictures")
        return found

    monkeypatch.setattr(copies, "held", going)
    shown = await ann.presses("Pictures 6", card)
    assert list(shown.pictures) == [STAYS.format(number) for number in range(1, 5)]
    assert shown.files == {}


async def test_copies_are_read_beside_the_loop(
    ann: Person, store: Store, card: Reply, monkeypatch: pytest.MonkeyPatch
):
    threads = set()
    real = copies.copy_of

    def noted(folder: Path, address: str, *, small: bool) -> Picture | None:
        threads.add(asyncio._get_running_loop())  # noqa: SLF001 - None in a thread without a loop
        return real(folder, address, small=small)

    monkeypatch.setattr(copies, "copy_of", noted)
    await ann.presses("Pictures 6", card)
    assert threads == {None}


# /admin load-pictures: a place on 127.0.0.1 serves them.


@pytest.fixture
async def there() -> AsyncIterator[Place]:
    """Serve two pictures."""
    async with place() as served:
        served.give("/1.jpg", noise("JPEG", (64, 36)), headers=IMAGE)
        served.give("/poster.png", picture("PNG"), headers=IMAGE)
        yield served


async def asked(there: Place, path: str) -> None:
    """Wait until the place was asked for something."""
    while not there.count(path):  # noqa: ASYNC110 - it looks from outside
        await asyncio.sleep(0.005)


@pytest.fixture
def local() -> bool:
    """Tell whether pictures may come from inside of the local network."""
    return True


@pytest.fixture
def places(tmp_path: Path, local: bool) -> Services:  # noqa: FBT001 - a fixture
    """Copy pictures from 127.0.0.1."""
    return Services("http://127.0.0.1:9", "http://127.0.0.1:9", None, tmp_path / "cache", local)


async def test_an_operator_copies_a_series_pictures_and_its_episodes(
    bot: Bot, ann: Person, store: Store, there: Place
):
    await load(store, f"{there.url}/1.jpg", f"{there.url}/2.jpg", poster=f"{there.url}/poster.png")
    done = await ann.waits("load-pictures", show="harbour")
    assert not done.private
    head, said, more, *failed = done.text.split("\n")
    assert head == "### pictures of Harbour"
    assert said.startswith("3 pictures told of: 2 copied (")
    assert said.endswith("), 1 could not be had.")
    assert "no database was changed" in more
    assert failed == [f"- http\\://127.0.0.1\\:{there.url[17:]}/2.jpg\\: it answered with HTTP 404"]
    assert list(done.files) == ["rejects.jsonl"]
    assert done.buttons == {}
    card = await ann.asks("the long night")
    assert list(sent(bot, card)) == ["picture-1.jpg"]
    again = await ann.waits("load-pictures", show="harbour")
    assert "2 there already, 1 could not be had." in again.text
    assert there.count("/1.jpg") == 1
    status = await ann.uses("admin status")
    assert "- 2 copies of pictures: " in status.text
    assert "deleting the folder pictures forgets them" in status.text


async def test_series_are_suggested_to_operators_alone(
    ann: Person, bob: Person, store: Store, there: Place
):
    await load(store, poster=f"{there.url}/poster.png")
    [choice] = await ann.types_into("admin load-pictures", "show", "harb")
    assert choice.name == "Harbour"
    assert choice.value.startswith("series:")
    assert await bob.types_into("admin load-pictures", "show", "harb") == []
    done = await ann.waits("load-pictures", show=choice.value)
    assert "### pictures of Harbour" in done.text
    assert "1 picture told of: 1 copied" in done.text


async def test_status_says_that_there_are_no_copies(ann: Person):
    assert "- no copies of pictures" in (await ann.uses("admin status")).text


async def test_a_series_without_pictures_says_so(ann: Person):
    done = await ann.waits("load-pictures", show="mayday")
    assert "No source that I have tells of a picture." in done.text
    assert done.files == {}


async def test_a_series_that_is_not_there_is_told_privately(ann: Person):
    refusal = await ann.waits("load-pictures", show="xyzzy plugh **")
    assert refusal.private
    assert "I know nothing like “xyzzy plugh" in refusal.text


async def test_cancel_keeps_what_is_whole(bot: Bot, ann: Person, store: Store, there: Place):
    there.give("/hangs.jpg", Page(200, picture(), IMAGE, hang_after=50))
    await load(store, f"{there.url}/1.jpg", f"{there.url}/hangs.jpg")
    working = await ann.uses("admin load-pictures", show="harbour")
    assert "### Loading pictures of harbour" in working.text
    await asked(there, "/hangs.jpg")
    await ann.decides("Cancel", working)
    assert "Called off. What came before is kept: 1 copied." in working.text
    assert copies.amount(store.folder).copies == 1
    assert working.buttons == {}


async def test_the_end_of_the_bot_ends_copying(bot: Bot, ann: Person, store: Store, there: Place):
    there.give("/hangs.jpg", Page(200, picture(), IMAGE, hang_after=50))
    await load(store, f"{there.url}/hangs.jpg")
    working = await ann.uses("admin load-pictures", show="harbour")
    await asked(there, "/hangs.jpg")
    await bot.app.loads.close()
    assert "Called off. Everything is as it was." in working.text
    with copies.copying(store.folder, "somebody else"):
        pass


async def test_while_somebody_else_copies_that_is_told(ann: Person, store: Store, there: Place):
    await load(store, f"{there.url}/1.jpg")
    with copies.copying(store.folder, "from the shell"):
        refusal = await ann.waits("load-pictures", show="harbour")
    assert refusal.private
    assert "Somebody else is loading\\: pictures, from the shell" in refusal.text
    assert there.calls == []


@pytest.mark.parametrize("local", [False])
async def test_addresses_inside_of_the_local_network_are_not_asked(
    ann: Person, store: Store, there: Place
):
    await load(store, f"{there.url}/1.jpg")
    done = await ann.waits("load-pictures", show="harbour")
    assert "its address is inside of the local network" in done.text
    assert there.calls == []


async def test_hostile_addresses_are_listed_as_they_are(ann: Person, store: Store):
    evil = ["ftp://@everyone/`a`||b", "javascript:alert(1)", "x://\u202egpj.exe/", "*" * 500]
    await load(store, *evil)
    done = await ann.waits("load-pictures", show="harbour")
    assert "4 could not be had." in done.text
    assert "it is no http or https address" in done.text
    shown = done.text
    for sign in "@`|*":
        shown = shown.replace(f"\\{sign}", "")
    for raw in ("@everyone", "`a`", "||b", "\u202e", "**"):
        assert raw not in shown
