"""Makes a photograph again, so that nothing of the file that was sent is kept: no place, no date, no camera."""

import io
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 15_000_000
MAX_PIXELS = 60_000_000
MAX_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotographRefused(Exception):
    """A file that is not kept; `id` is stable, the page gives its text."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


def remade(file: IO[bytes], *, size: int) -> tuple[bytes, tuple[int, int]]:
    """The picture as a JPEG of at most `MAX_SIDE` pixels a side, upright, without any metadata; and its size.

    Raises `PhotographRefused`: too heavy, too many pixels (checked before they are decoded), not a picture.
    """
    if size > MAX_BYTES:
        raise PhotographRefused("photograph-too-heavy")
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PhotographRefused("photograph-too-large")
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            return _written(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise PhotographRefused("photograph-unreadable") from error


def _written(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    ground = Image.new("RGB", upright.size, "white")
    alpha = upright.convert("RGBA")
    ground.paste(alpha, mask=alpha.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue(), ground.size
