"""The pictures of ratings as cards: what stands in a picture stands in words beside it."""

from collections.abc import Sequence
from io import BytesIO

import discord
from discord import ui

from bot.model import Code
from bot.ratings import Figures, Rated, RatedSeries, figures
from bot.render import parts, words
from bot.render.figures import NO_RATING, average, counted, figure, season_label
from bot.render.fit import bare, cut, escape, lines, page_of
from bot.render.parts import Container

FILE = "ratings.png"
ALT = 1024
"""Characters that say what is in a picture, at most."""
SEASONS, EPISODES = 15, 25
"""Lines of a page: seasons, of which each can be chosen, and a season's episodes."""
NAME, SOURCE = 300, 100
NOBODY = (
    "*No source that I have has rated these episodes yet.* Ratings come with IMDb's files, TVmaze "
    "and TMDB; my operator can load them."
)


def file_of(picture: bytes) -> discord.File:
    """Give a picture as the file that a card shows."""
    return discord.File(BytesIO(picture), FILE)


def series_card(rated: RatedSeries, at: int, note: str = "", *, drawn: bool = True) -> Container:
    """Show a series' ratings, a line for each season; `note` says what is wrong.

    Where it is `drawn`, the heatmap has to be sent along.
    """
    head, ratings = rated.heading, rated.ratings
    shown, taken, count = page_of(ratings.seasons, at, SEASONS)
    listed = "\n".join(_season_line(season, figures(some)) for season, some in shown)
    rated_ones = [season for season, some in shown if figures(some).rated]
    choices = [(str(season), _long(season), "") for season in rated_ones]
    return parts.card(
        parts.text(f"### {cut(words.series_line(head), NAME)} · Ratings\n{_summary(rated)}", 900),
        *_picture(alt_of_series(rated), drawn=drawn),
        *_twin(rated, listed, note, parts.position(taken, count)),
        *_turning(f"ratings:series:{head.id}", taken, count),
        *([parts.chooser(f"ratings:pick:{head.id}", "A season's curve", choices)] * bool(choices)),
        parts.row(parts.button("Back to the series", f"series:overview:{head.id}:0")),
    )


def season_card(
    rated: RatedSeries, season: int, at: int, note: str = "", *, drawn: bool = True
) -> Container:
    """Show one season's ratings, a line for each episode; `note` says what is wrong.

    Where it is `drawn`, the curve has to be sent along.
    """
    head, ratings = rated.heading, rated.ratings
    shown, taken, count = page_of(ratings.episodes, at, EPISODES)
    listed = "\n".join(_episode_line(one) for one in shown)
    title = f"### {cut(words.series_line(head), NAME)} · {_long(season)} · Ratings"
    return parts.card(
        parts.text(f"{title}\n{_summary(rated)}", 900),
        *_picture(alt_of_season(rated, season), drawn=drawn),
        *_twin(rated, listed, note, parts.position(taken, count)),
        *_turning(f"ratings:season:{head.id}:{season}", taken, count),
        parts.row(
            *_beside(rated, season),
            parts.button("All seasons", f"ratings:series:{head.id}:0"),
            parts.button("Back to the series", f"series:overview:{head.id}:0"),
        ),
    )


def alt_of_series(rated: RatedSeries) -> str:
    """Say what is in the heatmap."""
    seasons = [(season, figures(some)) for season, some in rated.ratings.seasons]
    said = (
        f"Heatmap of the ratings of {_bare(rated)}: a row for each season, a cell for each "
        f"episode. {_figures(figures(rated.ratings.episodes))}. Means:"
    )
    means = [(season, one.mean) for season, one in seasons]
    return _alt(said, [f"{season_label(season)} {_mean(mean)}" for season, mean in means])


def alt_of_season(rated: RatedSeries, season: int) -> str:
    """Say what is in the curve."""
    said = (
        f"Curve of the ratings of {_bare(rated)}, {_long(season).lower()}. "
        f"{_figures(figures(rated.ratings.episodes))}. Ratings:"
    )
    return _alt(said, [f"{one.number}: {_value(one)}" for one in rated.ratings.episodes])


def _alt(said: str, entries: Sequence[str]) -> str:
    """Say as much as there is room for, and that there is more."""
    whole = f"{said} {', '.join(entries)}."
    if len(whole) <= ALT:
        return whole
    more = " and so on below."
    kept = lines([said, *(f"{entry}," for entry in entries)], ALT - len(more))
    return kept.replace("\n", " ").rstrip(",") + more


def _bare(rated: RatedSeries) -> str:
    """Name a series, and who rated it, in a line of plain text."""
    source = rated.ratings.source
    by = f" by {cut(_line(source), SOURCE)}" if source else ""
    return f"{cut(_line(rated.heading.series), NAME) or 'an untitled series'}{by}"


def _line(text: str) -> str:
    return " ".join(bare(text).split())


def _summary(rated: RatedSeries) -> str:
    ratings = rated.ratings
    left_out = (
        f"\n-# {counted(ratings.unplaced, 'episode')} without a number left out"
        if ratings.unplaced
        else ""
    )
    if ratings.source is None:
        return counted(len(ratings.episodes), "episode") + left_out
    by = cut(escape(ratings.source), SOURCE)
    return f"{_figures(figures(ratings.episodes))} · rated by {by}{left_out}"


def _figures(every: Figures) -> str:
    """Tell the figures of a whole: 10 of 11 episodes rated, mean 8.03, highest S09E05 8.7 ..."""
    told = [f"{every.rated:,} of {counted(every.episodes, 'episode')} rated"]
    if every.mean is not None:
        told.append(f"mean {average(every.mean)}")
    return ", ".join([*told, *_extremes(every)])


def _extremes(every: Figures) -> list[str]:
    best, worst = every.best, every.worst
    if best is None or worst is None or best.value == worst.value:
        return []
    return [f"highest {_coded(best)}", f"lowest {_coded(worst)}"]


def _season_line(season: int, every: Figures) -> str:
    label = f"**{season_label(season)}**"
    if every.mean is None:
        return f"{label} {NO_RATING} ({counted(every.episodes, 'episode')})"
    told = [f"{label} mean {_mean(every.mean)}", *_extremes(every)]
    if every.rated < every.episodes:
        told.append(f"{every.rated:,} of {every.episodes:,} rated")
    return " · ".join(told)


def _episode_line(one: Rated) -> str:
    votes = f" · {counted(one.votes, 'vote')}" if one.value is not None and one.votes else ""
    return f"**{Code(one.season, one.number)}** {_value(one)}{votes}"


def _coded(one: Rated) -> str:
    return f"{Code(one.season, one.number)} {_value(one)}"


def _value(one: Rated) -> str:
    return NO_RATING if one.value is None else figure(one.value)


def _mean(mean: float | None) -> str:
    return NO_RATING if mean is None else average(mean)


def _long(season: int) -> str:
    return f"Season {season}" if season else "Specials"


def _picture(alt: str, *, drawn: bool) -> list[ui.MediaGallery[ui.LayoutView]]:
    if not drawn:
        return []
    return [ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{FILE}", description=alt))]


def _twin(
    rated: RatedSeries, listed: str, note: str, position: str
) -> list[ui.TextDisplay[ui.LayoutView]]:
    """Give the figures in words, or what is missing."""
    ratings = rated.ratings
    if not ratings.episodes:
        said = "*No episode of it with a number is in my catalogue.*"
    elif ratings.source is None:
        said = NOBODY
    else:
        said = listed + position
    return [parts.text(f"{note}\n{said}" if note else said, 2800)]


def _turning(prefix: str, page: int, count: int) -> list[parts.Row]:
    turning = parts.turning(prefix, page, count)
    return [parts.row(*turning)] if turning else []


def _beside(rated: RatedSeries, season: int) -> Sequence[ui.Button[ui.LayoutView]]:
    """Lead to the seasons before and after one, as they stand in the heatmap."""
    if season not in rated.seasons:
        return []
    at, prefix = rated.seasons.index(season), f"ratings:season:{rated.heading.id}"
    beside = (*rated.seasons[max(at - 1, 0) : at], *rated.seasons[at + 1 : at + 2])
    return [parts.button(_long(one), f"{prefix}:{one}:0") for one in beside]
