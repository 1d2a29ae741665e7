"""The captions of what is on, read from beside its film. Blocks on the disk."""

import logging
from pathlib import Path

from station.film_captions import captions_of
from station.webvtt import CaptionsInvalid, Cue, read

logger = logging.getLogger(__name__)

_NONE: tuple[Cue, ...] = ()


class FilmCues:
    """Remembers the last film; captions that come, change or go while it airs are noticed."""

    def __init__(self, media: Path) -> None:
        self._media = media
        self._seen: tuple[str, int, int] | None = None
        self._cues = _NONE

    def of(self, path: str) -> tuple[Cue, ...]:
        """Return the captions of a file, in order; none where there are none."""
        if not path:
            return _NONE
        file = self._media / captions_of(path)
        try:
            found = file.stat()
        except OSError:
            return _NONE
        seen = (path, found.st_mtime_ns, found.st_size)
        if seen != self._seen:
            self._seen, self._cues = seen, _read(file)
        return self._cues


def _read(file: Path) -> tuple[Cue, ...]:
    try:
        return read(file.read_bytes())
    except (OSError, CaptionsInvalid) as error:
        logger.error("%s: %s", file, error, extra={"action": "captions_unreadable"})
        return _NONE
