"""Pictures for tests, as files."""

import os
from io import BytesIO

from PIL import Image


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 36), **how: object) -> bytes:
    """Give a picture of one colour."""
    return written(Image.new(str(how.pop("mode", "RGB")), size, 77), form, **how)


def noise(form: str = "JPEG", size: tuple[int, int] = (640, 360), **how: object) -> bytes:
    """Give a picture that nothing makes small."""
    return written(Image.frombytes("RGB", size, os.urandom(3 * size[0] * size[1])), form, **how)


def written(image: Image.Image, form: str, **how: object) -> bytes:
    """Give a picture as a file."""
    file = BytesIO()
    image.save(file, form, **how)
    return file.getvalue()
