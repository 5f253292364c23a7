"""Members' pictures are made anew: small, upright, on white, with nothing else in the file."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.loaders.pictures import HEAVY, SIDE, anew


def file_of(picture: Image.Image, form: str, **how: Any) -> bytes:
    file = BytesIO()
    picture.save(file, form, **how)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(anew(content)))
    assert picture.format == "JPEG"
    return picture


def test_nothing_of_where_and_with_what_it_was_taken_stays():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6
    content = file_of(Image.new("RGB", (60, 40)), "JPEG", exif=exif, comment=b"SecretPlace")
    made = opened(content)
    assert b"Secret" in content
    assert b"Secret" not in anew(content)
    assert not made.getexif()
    assert made.size == (40, 60)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_what_is_transparent_is_white(form: str):
    picture = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    assert opened(file_of(picture, form)).getpixel((10, 10)) == (255, 255, 255)


def test_the_first_picture_of_several_is_taken():
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    content = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:])
    red, _, blue = opened(content).convert("RGB").getpixel((5, 5))  # type: ignore[misc]  # three colours
    assert red > 200
    assert blue < 50


@pytest.mark.parametrize("size", [(4000, 3000), (100, 3000), (1281, 10)])
def test_it_is_small_and_light(size: tuple[int, int]):
    content = file_of(Image.effect_noise(size, 200).convert("RGB"), "JPEG", quality=95)
    made = opened(content)
    assert max(made.size) == SIDE
    assert len(anew(content)) <= HEAVY


def test_gray_and_palette_pictures_are_taken():
    for mode in ("L", "P", "1", "LA", "I;16"):
        assert opened(file_of(Image.new(mode, (30, 20)), "PNG")).size == (30, 20)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        file_of(Image.effect_noise((300, 300), 90), "JPEG")[:3000],
        file_of(Image.new("1", (9000, 9000)), "PNG"),
        file_of(Image.new("RGB", (30, 20)), "BMP"),
    ],
)  # fmt: skip
def test_what_is_no_picture_or_too_much_work_gives_nothing(content: bytes):
    assert anew(content) == b""
