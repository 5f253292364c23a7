"""What is kept of a picture: as it came, or made anew so that four of them are sent at once."""

from io import BytesIO

import pytest
from PIL import Image

from bot.errors import Unreadable
from bot.loaders.pictures import CORNER, LIGHT, SIDE, TINY, fit
from bot.pictures import Picture
from tests.drawn import noise, picture, written


def size_of(content: bytes) -> tuple[int, int]:
    return Image.open(BytesIO(content)).size


def fitted(content: bytes) -> Picture:
    """Give the whole picture that is kept of one; the small one of it is small."""
    whole, small = fit(content, "x")
    assert (small is not None) == (len(whole.content) > TINY)
    if small:
        assert max(size_of(small.content)) <= CORNER
        assert len(small.content) < len(whole.content)
        wide, high = size_of(whole.content)
        assert size_of(small.content)[0] / size_of(small.content)[1] == pytest.approx(
            wide / high, rel=0.02
        )
    return whole


def test_what_is_large_is_scaled_and_stored_as_webp():
    kind, content = fitted(
        written(Image.effect_mandelbrot((2000, 1000), (-2, -1, 1, 1), 90), "PNG")
    )
    assert (kind, size_of(content)) == ("webp", (SIDE, SIDE // 2))
    assert len(content) <= LIGHT


def test_what_is_heavy_is_written_anew_though_it_is_small():
    flat = picture("BMP", (800, 600))
    heavy = written(Image.open(BytesIO(flat)), "PNG", compress_level=0)
    assert len(heavy) > LIGHT
    kind, content = fitted(heavy)
    assert (kind, size_of(content)) == ("webp", (800, 600))


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (4000, 3000)])
def test_four_of_the_roughest_are_sent_in_a_second_over_a_slow_line(size: tuple[int, int]):
    kind, content = fitted(noise("JPEG", size))
    assert kind == "webp"
    assert 4 * len(content) <= 4 * LIGHT < 400_000
    assert max(size_of(content)) >= min(max(size), SIDE) // 2


def test_what_is_light_stays_as_it_came_with_a_small_one_beside_it():
    light = noise("JPEG", (400, 300))
    assert TINY < len(light) < LIGHT
    assert fitted(light) == ("jpg", light)


def test_what_is_transparent_stays_so():
    clear = Image.new("RGBA", (2000, 2000), (0, 0, 0, 0))
    kind, content = fitted(written(clear, "PNG"))
    assert (kind, size_of(content)) == ("webp", (SIDE, SIDE))
    assert Image.open(BytesIO(content)).getpixel((5, 5)) == (0, 0, 0, 0)
    rough = Image.open(BytesIO(noise("PNG", (1280, 1280)))).convert("RGBA")
    rough.paste((0, 0, 0, 0), (0, 0, 200, 200))
    kind, content = fitted(written(rough, "PNG"))
    assert (kind, len(content) <= LIGHT) == ("webp", True)
    assert Image.open(BytesIO(content)).getpixel((5, 5))[3] == 0  # type: ignore[index]  # RGBA


@pytest.mark.parametrize("size", [(2000, 1000), (500, 250)])
def test_a_picture_that_lies_on_its_side_is_turned(size: tuple[int, int]):
    exif = Image.Exif()
    exif[0x0112] = 6
    content = noise("JPEG", size, exif=exif.tobytes())
    whole, small = fit(content, "x")
    assert small
    assert size_of(small.content) == (CORNER // 2, CORNER)
    wide, high = size_of(whole.content)
    assert (wide, high) == (SIDE // 4, SIDE // 2) or (whole.content == content and wide > high)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_of_colour_are_scaled(mode: str):
    form = "JPEG" if mode == "CMYK" else "PNG"
    kind, content = fitted(picture(form, (1400, 10), mode=mode))
    assert kind in {"webp", form.lower().replace("jpeg", "jpg")}
    assert size_of(content) == (SIDE, 9)


def test_what_moves_stays_as_it_came():
    frames = [Image.new("P", (20, 20), number) for number in range(3)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    assert fitted(file.getvalue()) == ("gif", file.getvalue())


def test_what_stands_behind_a_picture_is_left_away():
    kind, content = fitted(picture() + b"<script>")
    assert kind == "webp"
    assert b"script" not in content


def test_damage_anywhere_ends_in_a_copy_or_one_error():
    whole = noise("JPEG", (60, 40))
    seen: set[str] = set()
    for at in range(0, len(whole), 61):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            seen.add(fitted(damaged).kind)
        except Unreadable as error:
            seen.add(error.reason)
    assert seen <= {"webp", "jpg", "it is no PNG, JPEG, WebP or GIF that can be read"}
    assert len(seen) > 1
