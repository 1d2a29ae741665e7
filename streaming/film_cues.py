"""The captions of what is on, read from beside its film. Blocks on the disk."""

import logging
from pathlib import Path

from station.film_captions import captions_of, languages_of
from station.languages import OWN
from station.webvtt import CaptionsInvalid, Cue, read

logger = logging.getLogger(__name__)

KEPT = 64
"""Files of captions that are remembered."""
Seen = tuple[int, int]
"""Time and size of a file."""
_NONE: tuple[Cue, ...] = ()


class FilmCues:
    """Remembers the last films; captions that come, change or go while one airs are noticed."""

    def __init__(self, media: Path) -> None:
        self._media = media
        self._known: dict[Path, tuple[Seen, tuple[Cue, ...]]] = {}
        """Those asked for last stand last."""

    def of(self, path: str, language: str = OWN) -> tuple[Cue, ...]:
        """Return the captions of a file, in order; none where there are none."""
        if not path:
            return _NONE
        file = self._media / captions_of(path, language)
        try:
            found = file.stat()
        except OSError:
            return _NONE
        seen = found.st_mtime_ns, found.st_size
        before, cues = self._known.pop(file, (None, _NONE))
        if seen != before:
            cues = _read(file)
        self._known[file] = seen, cues
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return cues

    def languages(self, path: str) -> tuple[str, ...]:
        """Return the languages in which a file has captions."""
        return languages_of(self._media, path) if path else ()


def _read(file: Path) -> tuple[Cue, ...]:
    try:
        return read(file.read_bytes())
    except (OSError, CaptionsInvalid) as error:
        logger.error("%s: %s", file, error, extra={"action": "captions_unreadable"})
        return _NONE
