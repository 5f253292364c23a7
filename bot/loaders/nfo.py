"""The .nfo files that Kodi and Jellyfin keep beside videos: one, or those of a whole library.

Taken are the roots tvshow and episodedetails, also several one after another in one file. What
else stands in such folders (season, movie, artist, album, musicvideo) is passed over. Where a
special is shown among regular episodes (displayseason, airsbefore_season ...) is not read: a code
leads to the episode that was numbered so, not to one that is shown beside it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.errors import Unreadable
from bot.loaders import files
from bot.loaders.nfo_facts import SOURCE, Facts, episode_of, known, linked, series_of
from bot.loaders.nfo_roots import LARGEST, roots
from bot.loaders.rejects import Rejects
from bot.model import Episode, Ids, Series, SeriesReference

__all__ = ["LARGEST", "SOURCE", "linked_ids", "read_folder", "read_nfo"]

_PASSED_OVER = {"season", "movie", "artist", "album", "musicvideo"}


def read_nfo(
    content: bytes, file: str, rejects: Rejects, series: SeriesReference | None = None
) -> list[Series | Episode]:
    """Read the series and episodes of one .nfo; `series` is the one that its episodes belong to.

    Without `series` an episode belongs to the title in its showtitle. Empty for a file that is
    only an address (see `linked_ids`) and for other roots. A damaged part, or a file that can't be
    used at all, is a reject with its place; so is a single fact (a rating of 15), and the rest of
    its telling is given. Raises Unreadable only if `rejects` is strict.
    """
    tellings: list[Series | Episode] = []
    for root in roots(content, file, rejects):
        facts = Facts(root.element, file, rejects)
        match root.element.tag:
            case "tvshow":
                tellings += series_of(facts, root.behind)
            case "episodedetails":
                tellings += episode_of(facts, series)
            case other if other not in _PASSED_OVER:
                facts.reject(root.element, "a .nfo with this root is not known")
    return tellings


def linked_ids(content: bytes) -> Ids | None:
    """Give the ids in a file that has no XML, only addresses of a series; None without any.

    Known are addresses of IMDb, TMDB (/tv/), TheTVDB and TVmaze. Two different ones of the same
    place decide nothing.
    """
    # The zeros are what UTF-16 has between the signs of an address.
    content = content.replace(b"\0", b"")
    ids = Ids() if b"<" in content else known(linked(content))
    return ids if ids != Ids() else None


def read_folder(folder: Path, rejects: Rejects) -> Iterator[Series | Episode]:
    """Give what all .nfo of a media library tell, in the order of their names.

    Episodes belong to the series of the nearest tvshow.nfo above them, and come after it. A file
    that can't be read is a reject, named relative to `folder`. Symbolic links are not followed,
    and names that begin with a dot are left out. Raises Unreadable when there is no such folder,
    and at the end when no .nfo was in it.
    """
    waiting: list[tuple[Path, SeriesReference | None]] = [(folder, None)]
    found, links = 0, list[str]()
    while waiting:
        directory, series = waiting.pop()
        inside, below = _listed(directory, folder, rejects, links)
        found += len(inside)
        for path in inside:
            content = _content(path, folder, rejects)
            tellings = []
            if content is not None:
                tellings = read_nfo(content, _named(path, folder), rejects, series)
            yield from tellings
            if path.name.lower() == "tvshow.nfo":
                series = _told_of(tellings, content or b"")
        waiting += [(path, series) for path in reversed(below)]
    if not found:
        raise Unreadable(str(folder), "the folder", _nothing_in_it(links))


def _nothing_in_it(links: list[str]) -> str:
    if not links:
        return "there is no .nfo in it"
    many = f" and {len(links) - 1:,} more" if len(links) > 1 else ""
    return f"there is no .nfo in it but for links, which are not followed: {links[0]}{many}"


def _listed(
    directory: Path, folder: Path, rejects: Rejects, links: list[str]
) -> tuple[list[Path], list[Path]]:
    """Give the .nfo files of a directory, tvshow.nfo first, and the directories in it.

    Links that are not followed are added to `links` by name.
    """
    try:
        with os.scandir(directory) as entries:
            every = sorted((one for one in entries if one.name[0] != "."), key=lambda one: one.name)
    except OSError as error:
        reason = error.strerror or str(error)
        if directory == folder:
            if isinstance(error, FileNotFoundError | NotADirectoryError):
                reason = "there is no such folder"
            raise Unreadable(str(folder), "the folder", reason) from error
        rejects.add(_named(directory, folder), "the folder itself", reason)
        return [], []
    links += [_named(directory / one.name, folder) for one in every if one.is_symlink()]
    below = [directory / one.name for one in every if one.is_dir(follow_symlinks=False)]
    inside = [
        directory / one.name
        for one in every
        if one.name.lower().endswith(".nfo") and one.is_file(follow_symlinks=False)
    ]
    return sorted(inside, key=lambda path: path.name.lower() != "tvshow.nfo"), below


def _named(path: Path, folder: Path) -> str:
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _content(path: Path, folder: Path, rejects: Rejects) -> bytes | None:
    try:
        return b"".join(files.chunks(path, largest=LARGEST))
    except Unreadable as error:
        rejects.add(_named(path, folder), error.place, error.reason)
        return None


def _told_of(tellings: list[Series | Episode], content: bytes) -> SeriesReference | None:
    """Refer to the series that a tvshow.nfo tells of, or only links to."""
    for telling in tellings:
        if isinstance(telling, Series):
            if telling.ids != Ids():
                return SeriesReference(ids=telling.ids)
            return SeriesReference(title=telling.titles[0].text, year=telling.start_year)
    ids = linked_ids(content)
    return SeriesReference(ids=ids) if ids else None
