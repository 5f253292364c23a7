"""What the pictures share: their colours, letters and limits, and how they become a file.

Titles are never drawn: no font has every script. They stand in the words around a picture.
"""

from functools import lru_cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from bot.render.figures import figure

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

LARGEST = 1600
"""Pixels that a picture has at most, either way."""
MARGIN = 24
SMALL = 13
"""Pixels of the smallest letters beside a picture that has room."""
BACKGROUND: Colour = (0x1B, 0x1D, 0x22)
INK: Colour = (0xEC, 0xED, 0xEF)
DIM: Colour = (0xA9, 0xAD, 0xB6)
GRID: Colour = (0x3B, 0x3F, 0x48)
EDGE: Colour = (0x7D, 0x82, 0x8C)
"""The outline and the hatching of what has no rating."""
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)

STEPS: tuple[float, ...] = (0, 4, 5, 6, 7, 7.5, 8, 8.5, 9)
"""Where each colour begins. They are the same for every series, so that two can be compared; most
episodes are rated between 7 and 9, so there the steps are small."""
COLOURS: tuple[Colour, ...] = (
    (0x41, 0x44, 0x87),
    (0x35, 0x5F, 0x8D),
    (0x2A, 0x78, 0x8E),
    (0x21, 0x91, 0x8C),
    (0x22, 0xA8, 0x84),
    (0x44, 0xBF, 0x70),
    (0x7A, 0xD1, 0x51),
    (0xBD, 0xDF, 0x26),
    (0xFD, 0xE7, 0x25),
)
"""The upper four fifths of viridis: the better, the lighter, so that it also reads in grey."""


def step_of(value: float) -> int:
    """Tell the step of a rating, as it is written: 7.96 is written 8.0 and has its colour."""
    shown = float(figure(value))
    return max(step for step, start in enumerate(STEPS) if start <= shown)


def step_names() -> list[str]:
    """Name the steps for a legend."""
    ends = [f"{start:g}-{end:g}" for start, end in pairwise((*STEPS, 10))]
    return [f"under {STEPS[1]:g}", *ends[1:]]


def ink_on(colour: Colour) -> Colour:
    """Give black or white, whichever is read better on a colour."""
    return max((BLACK, WHITE), key=lambda ink: contrast(ink, colour))


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast of two colours as WCAG 2 defines it: from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Give how light a colour is, from 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (byte / 255 for byte in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(64)
def font(size: int) -> Font:
    """Give Pillow's own font, which is there on every machine."""
    return ImageFont.load_default(size)


@lru_cache(4096)
def width_of(text: str, size: int) -> int:
    """Measure a text in pixels."""
    return round(font(size).getlength(text))


def canvas(width: int, height: int) -> tuple[Image.Image, Draw]:
    """Begin a picture."""
    image = Image.new("RGB", (width, height), BACKGROUND)
    return image, ImageDraw.Draw(image)


def hatched(width: int, height: int) -> Image.Image:
    """Draw what stands for no rating: outlined and hatched."""
    tile, draw = canvas(width, height)
    for at in range(0, width + height, 7):
        draw.line((at, 0, at - height, height), EDGE)
    draw.rectangle((0, 0, width - 1, height - 1), outline=EDGE)
    return tile


def middle(tile: Image.Image, text: str, ink: Colour, size: int) -> None:
    """Write into the middle of a tile."""
    # By the height of a digit: all texts stand at the same height then.
    at = tile.width / 2, tile.height / 2 + size * 0.36
    ImageDraw.Draw(tile).text(at, text, ink, font(size), "ms")


def file_of(image: Image.Image) -> bytes:
    """Give a picture as a PNG file."""
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def by(source: str | None) -> str:
    """Name whose ratings they are, where the font has its letters."""
    return f" by {source[:40]}" if source and source.isascii() and source.isprintable() else ""
