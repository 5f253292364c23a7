"""How ratings and counts are written, in pictures and in words alike: the same in both."""

NO_RATING = "no rating"


def figure(value: float) -> str:
    """Write a rating: 8.7, 10."""
    text = f"{value:.1f}"
    return "10" if text == "10.0" else text


def average(value: float) -> str:
    """Write a mean: 8.03, 10."""
    text = f"{value:.2f}"
    return "10" if text == "10.00" else text


def season_label(season: int) -> str:
    """Name a season in little room: S09, Specials."""
    return f"S{season:02}" if season else "Specials"


def counted(number: int, thing: str, several: str = "") -> str:
    """Count things: 1 episode, 12 episodes; `several` where more of them take more than an s."""
    return f"{number:,} {thing if number == 1 else several or f'{thing}s'}"
