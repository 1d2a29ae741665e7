"""Sends a recording, or how a film looks, to a browser of ours, in the ranges it asks for."""

from collections.abc import Mapping
from pathlib import Path

from starlette.responses import FileResponse

from media_library.cart import Cart
from media_library.previews import Previews
from station.errors import StationError

_TYPES: Mapping[str, str] = {
    ".aac": "audio/aac",
    ".aif": "audio/aiff",
    ".aiff": "audio/aiff",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mka": "audio/x-matroska",
    ".avi": "video/x-msvideo",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".mpeg": "video/mpeg",
    ".mpg": "video/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".ts": "video/mp2t",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".wma": "audio/x-ms-wma",
}
_UNKNOWN = "audio/x-unknown"
"""Never a type a browser would show as a page; `audio/*` also keeps compression away."""


class RecordingMissing(StationError):
    """The library knows the recording, but its file is not there."""

    def __init__(self, cart_id: int) -> None:
        super().__init__(f"the file of cart {cart_id} is missing")


class PreviewMissing(StationError):
    """It is no film, or its preview is not made yet."""

    def __init__(self, cart_id: int) -> None:
        super().__init__(f"cart {cart_id} has no such preview")


def sound_of(cart: Cart, media: Path) -> FileResponse:
    """Return the file of a cart; raises RecordingMissing, also for a path outside `media`."""
    folder = media.resolve()
    path = (folder / cart.path).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise RecordingMissing(cart.id)
    return _inline(path, _TYPES.get(path.suffix.lower(), _UNKNOWN))


def proxy_of(cart: Cart, media: Path) -> FileResponse:
    """Return the small copy of a film; raises PreviewMissing."""
    return _preview(cart, Previews(media).proxy(cart.sha256), "video/mp4")


def thumbnail_of(cart: Cart, media: Path, number: int) -> FileResponse:
    """Return a thumbnail of a film, counted from 1; raises PreviewMissing."""
    return _preview(cart, Previews(media).thumbnail(cart.sha256, number), "image/jpeg")


def _preview(cart: Cart, path: Path, kind: str) -> FileResponse:
    if not path.is_file():
        raise PreviewMissing(cart.id)
    return _inline(path, kind)


def _inline(path: Path, kind: str) -> FileResponse:
    headers = {"Cache-Control": "private, max-age=3600"}
    return FileResponse(path, media_type=kind, headers=headers, content_disposition_type="inline")
