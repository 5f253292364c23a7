"""Whole .nfo and libraries of them: several roots, links, encodings, hostile XML, folder trees."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bot.errors import Unreadable
from bot.loaders import nfo
from bot.loaders.rejects import Reject, Rejects
from bot.model import Episode, Ids, Series, SeriesReference
from tests.loading.test_nfo import read

SHOW = "<tvshow>\n<title>Mayday</title>\n</tvshow>\n"
LATIN = '<?xml version="1.0" encoding="{}"?><tvshow><title>Légikatasztrófák</title></tvshow>'


def made(number: int, showtitle: str = "<showtitle>Mayday</showtitle>") -> str:
    """Write an episode on six lines."""
    code = f"<season>1</season>\n<episode>{number}</episode>"
    return f"<episodedetails>\n<title>E{number}</title>\n{showtitle}\n{code}\n</episodedetails>\n"


def titles(told: list[Series | Episode]) -> list[str]:
    """Give the titles of what was read."""
    return [telling.titles[0].text for telling in told]


@pytest.mark.parametrize("between", ["", "\n\n", '<?xml version="1.0"?>\n', "<!-- next -->", "& b"])
def test_several_roots_stand_one_after_another(between: str):
    told, rejects = read(between.join([SHOW, made(1), made(2), made(3)]))
    assert (titles(told), rejects) == (["Mayday", "E1", "E2", "E3"], [])


@pytest.mark.parametrize("root", ["season", "movie", "artist", "album", "musicvideo"])
def test_what_is_no_television_is_passed_over(root: str):
    assert read(f"<{root}><title>A</title><season>1</season></{root}>") == ([], [])


def test_a_root_that_nobody_knows_is_a_reject():
    told, [(place, reason)] = read("\n<recipe/>")
    assert (told, place) == ([], "line 2")
    assert "recipe" in reason


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        ("<title>A</titel>", "line 8"),
        ("<title>A &nbsp; B</title>", "line 8"),
        ("<title>A & B</title>", "line 8"),
        ("<title>A\0B</title>", "line 8"),
        ("<title>A\x01B</title>", "line 8"),
        ("<title>A&#0;B</title>", "line 8"),
        ("<title>A&#xD800;B</title>", "line 8"),
        ("<title a=1>A</title>", "line 8"),
        ("<a>" * 10_000, "line 8"),
        ("<a/>" * 60_000, "line 8"),
        ("<![CDATA[", "line 13"),
        ("<title>A", "line 12"),
    ],
    ids=lambda damage: damage[:20],
)
def test_a_damaged_episode_is_a_reject_with_its_line_and_the_others_are_read(
    damage: str, place: str
):
    told, rejects = read(made(1) + made(2).replace("\n", f"\n{damage}", 1) + made(3))
    assert titles(told) == ["E1", "E3"]
    assert [each[0] for each in rejects] == [place]


def test_every_truncation_keeps_the_whole_episodes_and_tells_of_the_other():
    whole = made(1)
    for end in range(1, len(made(2).rstrip())):
        told, rejects = read(whole + made(2)[:end])
        assert titles(told) == ["E1"]
        [(place, _)] = rejects
        assert int(place.removeprefix("line ")) >= 7


def test_what_stands_behind_a_root_is_told():
    told, [(place, reason)] = read(f"{made(1)}\n<episodedetail>\n</episodedetail>\n{made(2)}")
    assert titles(told) == ["E1", "E2"]
    assert place == "line 8"
    assert "episodedetails" in reason


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("https://www.imdb.com/title/tt0386950/", Ids(imdb="tt0386950")),
        ("https://www.imdb.com/de/title/tt0386950/?ref_=x", Ids(imdb="tt0386950")),
        ("http://IMDB.com/title/TT0386950", Ids(imdb="tt0386950")),
        ("https://www.themoviedb.org/tv/90-mayday?language=de", Ids(tmdb=90)),
        ("https://www.thetvdb.com/?tab=series&id=75382&lid=7", Ids(tvdb=75382)),
        ("https://thetvdb.com/dereferrer/series/75382", Ids(tvdb=75382)),
        ("https://www.tvmaze.com/shows/1234/mayday", Ids(tvmaze=1234)),
        ("https://www.tvmaze.com/shows/1234\nhttps://themoviedb.org/tv/90\n",
         Ids(tvmaze=1234, tmdb=90)),
        ("https://www.themoviedb.org/movie/90", None),
        ("https://thetvdb.com/series/24", None),
        ("https://thetvdb.com/?tab=episode&seriesid=1&id=2", None),
        ("https://www.imdb.com/title/tt1", None),
        ("https://themoviedb.org/tv/0", None),
        ("https://themoviedb.org/tv/90 https://themoviedb.org/tv/91", None),
        ("https://example.org/", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_that_is_only_an_address_has_ids_and_tells_nothing(
    address: str, ids: Ids | None, codec: str
):
    content = address.encode(codec)
    assert nfo.linked_ids(content) == ids
    assert read(content) == ([], [])


def test_an_address_behind_a_series_completes_its_ids():
    show = SHOW.replace("<title>", "<tmdbid>90</tmdbid><title>")
    behind = "https://www.thetvdb.com/?tab=series&id=75382\nhttps://themoviedb.org/tv/1\n"
    [told], rejects = read("My favourite\n" + show + behind)
    assert (told.ids, rejects) == (Ids(tmdb=90, tvdb=75382), [])
    assert nfo.linked_ids((show + behind).encode()) is None


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-8-sig", "iso-8859-1"),
        ("utf-8", "utf-16"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-8"),
        ("latin-1", "ISO-8859-1"),
        ("cp1250", "windows-1250"),
    ],
)
def test_an_encoding_is_what_the_file_says(codec: str, declared: str):
    [told], rejects = read(LATIN.format(declared).encode(codec))
    assert (titles([told]), rejects) == (["Légikatasztrófák"], [])


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (LATIN.format("utf-8").encode("latin-1"), "byte 54"),
        (LATIN.format("ascii").encode(), "byte 54"),
        (b"\xef\xbb\xbf<tvshow>\xff", "byte 11"),
        (b"<tvshow><title>\xed\xa0\x80</title></tvshow>", "byte 15"),
        (b"\xff\xfe<\0\x00\xd8a\0", "byte 4"),
        (b"\xff\xfe<\0a", "byte 4"),
        (b"\xb0\xb1\xb2 release notes \xdb", "byte 0"),
        *((LATIN.format(name).encode(), "byte 30") for name in ("klingon", "base64", "utf-7")),
    ],
)
def test_a_wrong_encoding_is_a_reject_with_its_byte(content: bytes, place: str):
    told, rejects = read(content)
    assert (told, [each[0] for each in rejects]) == ([], [place])


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\t",
        b"\xef\xbb\xbf",
        b"no XML and no address",
        b"<",
        b"I <3 planes",
        b"<>",
        b"<!-- only a comment -->",
        b"<?xml version='1.0'?>",
        b"<tvshow",
        b"<tvshow/>",
        b"\x1f\x8b\x08\x00<",
        b"\xff\xfe\0\0<\0\0\0",
        b"<!DOCTYPE html><html><title>Sign in</title></html>",
        b"  <HTML lang='en'><tvshow><title>A</title></tvshow>",
        f'<!DOCTYPE tvshow [<!ENTITY l0 "ha">{LAUGHS}]><tvshow>&l9;</tvshow>'.encode(),
        b'<!DOCTYPE tvshow [<!ENTITY a SYSTEM "file:///etc/passwd">]><tvshow>&a;</tvshow>',
        b'<!DOCTYPE tvshow SYSTEM "http://127.0.0.1:9/a.dtd"><tvshow><title>A</title></tvshow>',
        b'<!DOCTYPE tvshow [<!ENTITY % a SYSTEM "http://127.0.0.1:9/">%a;]><tvshow/>',
        b"<tvshow><title>A</title>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</tvshow>",
        b"<tvshow/>" * 1000,
        b"<tvshow>" * 100_000,
        b" " * nfo.LARGEST + b"<tvshow><title>A</title></tvshow>",
    ],
    ids=lambda content: content[:40].decode("latin-1"),
)
def test_a_file_that_nothing_can_be_read_from_is_one_reject(content: bytes):
    told, rejects = read(content)
    assert told == []
    [(place, reason)] = rejects
    assert place.startswith(("line ", "byte "))
    assert reason


@pytest.mark.parametrize("field", ["title", "originaltitle", "studio", "genre", "mpaa", "director"])
def test_a_cell_of_a_megabyte_is_a_reject_and_the_rest_is_read(field: str):
    cell = f"<{field}>{'x' * 1_000_000}</{field}>"
    [told], rejects = read(f"<tvshow>\n{cell}\n<title>Mayday</title></tvshow>")
    assert titles([told]) == ["Mayday"]
    assert [each[0] for each in rejects] == ["line 2"]


def test_a_plot_of_a_megabyte_is_a_reject_and_the_rest_is_read():
    [told], [(place, _)] = read(
        f"<tvshow><title>A</title>\n<plot>{'x' * 1_000_000}</plot></tvshow>"
    )
    assert (told.plots, place) == ((), "line 2")


def test_other_namespaces_are_the_same_names():
    [told], rejects = read('<k:tvshow xmlns:k="urn:kodi"><k:title>A</k:title></k:tvshow>')
    assert (titles([told]), rejects) == (["A"], [])


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Make a folder with two series, a film and an episode that is alone."""
    folder = tmp_path / "library"
    for name, text in {
        "Mayday/tvshow.nfo": SHOW.replace("<title>", "<tvdbid>75382</tvdbid><title>"),
        "Mayday/Season 1/season.nfo": "<season/>",
        "Mayday/Season 1/E10.NFO": made(10, ""),
        "Mayday/Season 1/E02.nfo": made(2),
        "Mayday/Season 1/extra/deep/E03.nfo": made(3, ""),
        "Mayday/A special.nfo": made(1),
        "Other/TVShow.nfo": "<tvshow><title>Other</title><year>2010</year></tvshow>",
        "Other/E01.nfo": made(1),
        "Other/E01.mkv": "not read",
        "Film/film.nfo": "<movie><title>Film</title></movie>",
        "alone.nfo": made(7),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def walked(folder: Path) -> tuple[list[Series | Episode], list[Reject]]:
    """Read a folder; give what it tells, and what can't be used."""
    rejects = Rejects()
    return list(nfo.read_folder(folder, rejects)), rejects.kept


def episodes(told: list[Series | Episode]) -> Iterator[tuple[str, SeriesReference]]:
    """Give the titles of episodes and their series."""
    return ((one.titles[0].text, one.series) for one in told if isinstance(one, Episode))


def test_episodes_come_after_the_series_of_the_folder_above(library: Path):
    told, rejects = walked(library)
    assert rejects == []
    assert titles(told) == ["E7", "Mayday", "E1", "E2", "E10", "E3", "Other", "E1"]
    mayday = SeriesReference(ids=Ids(tvdb=75382))
    named = msgspec.structs.replace(mayday, title="Mayday")
    assert list(episodes(told)) == [
        ("E7", SeriesReference(title="Mayday")),
        ("E1", named),
        ("E2", named),
        ("E10", mayday),
        ("E3", mayday),
        ("E1", SeriesReference(title="Other", year=2010)),
    ]
    assert walked(library) == (told, rejects)


def test_a_link_tells_the_series_of_a_folder(library: Path):
    (library / "Mayday" / "tvshow.nfo").write_text("https://www.tvmaze.com/shows/1234/mayday")
    told, rejects = walked(library)
    assert rejects == []
    [first, *_, last] = [one for _, one in episodes(told)][1:5]
    assert first == SeriesReference(ids=Ids(tvmaze=1234), title="Mayday")
    assert last == SeriesReference(ids=Ids(tvmaze=1234))


def test_the_nearest_series_above_is_meant(library: Path):
    inner = library / "Mayday" / "Season 1" / "extra"
    (inner / "tvshow.nfo").write_text("<tvshow><title>Inner</title></tvshow>")
    told, _ = walked(library)
    assert dict(episodes(told))["E3"] == SeriesReference(title="Inner")


def test_a_series_behind_an_episode_is_found(library: Path):
    (library / "Mayday" / "tvshow.nfo").write_text(made(1) + SHOW)
    told, rejects = walked(library)
    assert rejects == []
    assert dict(episodes(told))["E3"] == SeriesReference(title="Mayday")


@pytest.mark.parametrize("damaged", [b"", b"<tvshow>", b"x" * (nfo.LARGEST + 1)])
def test_a_damaged_series_does_not_give_its_episodes_to_the_one_above(
    library: Path, damaged: bytes
):
    (library / "tvshow.nfo").write_text("<tvshow><title>Above</title></tvshow>")
    (library / "Mayday" / "tvshow.nfo").write_bytes(damaged)
    told, rejects = walked(library)
    assert "Above" not in {one.title for name, one in episodes(told) if name in {"E1", "E2"}}
    assert [each[0] for each in rejects] == [
        "Mayday/tvshow.nfo",
        "Mayday/Season 1/E10.NFO",
        "Mayday/Season 1/extra/deep/E03.nfo",
    ]


def test_links_hidden_names_and_what_is_no_file_are_left_out(library: Path, tmp_path: Path):
    before = walked(library)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.nfo").write_text(made(99))
    (library / "out").symlink_to(tmp_path / "outside")
    (library / "out.nfo").symlink_to(tmp_path / "outside" / "secret.nfo")
    (library / "Mayday" / "loop").symlink_to(library)
    (library / "self.nfo").symlink_to(library / "self.nfo")
    (library / "._E01.nfo").write_bytes(b"\0\5\x16\7")
    (library / ".hidden").mkdir()
    (library / ".hidden" / "E98.nfo").write_text(made(98))
    (library / "folder.nfo").mkdir()
    os.mkfifo(library / "pipe.nfo")
    assert walked(library) == before
    (tmp_path / "link").symlink_to(library)
    assert walked(tmp_path / "link") == before


def test_what_cannot_be_read_is_named_below_the_folder(library: Path):
    (library / "Film" / "film.nfo").write_bytes(b"\xff")
    (library / "Other" / os.fsdecode(b"\xff.nfo")).write_bytes(b"")
    _, rejects = walked(library)
    assert [(file, place) for file, place, _ in rejects] == [
        ("Film/film.nfo", "byte 0"),
        ("Other/\ufffd.nfo", "line 1"),
    ]


def test_a_folder_that_disappears_while_it_is_read_is_a_reject(library: Path):
    rejects = Rejects()
    reading = nfo.read_folder(library, rejects)
    next(reading)
    for path in sorted((library / "Other").iterdir()):
        path.unlink()
    (library / "Other").rmdir()
    assert titles(list(reading))[0] == "Mayday"
    assert [each.file for each in rejects.kept] == ["Other"]


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Make folders in folders, and take them away again: pytest does so by recursion."""
    folders = [tmp_path / "/".join("d" * depth) for depth in range(1, 1200)]
    for folder in folders:
        folder.mkdir()
    yield folders[-1]
    (folders[-1] / "E01.nfo").unlink()
    for folder in reversed(folders):
        folder.rmdir()


def test_a_very_deep_folder_is_read_to_its_end(tmp_path: Path, deep: Path):
    (deep / "E01.nfo").write_text(made(1))
    assert titles(walked(tmp_path)[0]) == ["E1"]


@pytest.mark.parametrize("name", ["absent", "file", "empty"])
def test_a_folder_without_any_nfo_is_refused(tmp_path: Path, name: str):
    (tmp_path / "file").write_text(SHOW)
    (tmp_path / "empty" / "inner").mkdir(parents=True)
    with pytest.raises(Unreadable) as caught:
        list(nfo.read_folder(tmp_path / name, Rejects()))
    assert caught.value.file == str(tmp_path / name)
    assert caught.value.reason


def test_a_strict_load_of_a_folder_stops_at_the_first_reject(library: Path):
    (library / "Film" / "film.nfo").write_bytes(b"")
    with pytest.raises(Unreadable) as caught:
        list(nfo.read_folder(library, Rejects(strict=True)))
    assert caught.value.file == "Film/film.nfo"
