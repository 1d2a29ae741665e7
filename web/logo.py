"""The logo of a television channel: a PNG that people bring, made small and kept as ours."""

import io
import warnings
from pathlib import Path

from PIL import Image

from station.atomic_file import write_atomically
from station.errors import StationError

LARGEST = 4_000_000
"""Bytes of a file."""
SIDE = 512
"""It is kept no larger than this."""
_MOST_PIXELS = 30_000_000


class LogoUnusable(StationError):
    """The file is no picture that can be shown."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no logo: {why}")


def keep(path: Path, brought: bytes) -> None:
    """Publish a picture as the logo; raises LogoUnusable, OSError."""
    if len(brought) > LARGEST:
        raise LogoUnusable("too large")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, _small(brought))


def _small(brought: bytes) -> bytes:
    """Return it drawn anew, so that nothing of the file but its picture is kept."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(brought), formats=("PNG",)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise LogoUnusable("too many pixels")
                image.thumbnail((SIDE, SIDE))
                whole = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise LogoUnusable(str(error)) from error
    except Image.DecompressionBombError as error:
        raise LogoUnusable(str(error)) from error
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()
