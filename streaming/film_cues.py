"""The captions of what is on, read from beside its film. Blocks on the disk."""

import logging
from pathlib import Path

from station.film_captions import captions_of, languages_of
from station.languages import OWN
from station.webvtt import CaptionsInvalid, Cue, read

logger = logging.getLogger(__name__)

Seen = tuple[str, int, int]
"""Path of a film, and time and size of its captions."""
_NONE: tuple[Cue, ...] = ()


class FilmCues:
    """Remembers the last film; captions that come, change or go while it airs are noticed."""

    def __init__(self, media: Path) -> None:
        self._media = media
        self._known: dict[str, tuple[Seen, tuple[Cue, ...]]] = {}
        """By language."""

    def of(self, path: str, language: str = OWN) -> tuple[Cue, ...]:
        """Return the captions of a file, in order; none where there are none."""
        if not path:
            return _NONE
        file = self._media / captions_of(path, language)
        try:
            found = file.stat()
        except OSError:
            return _NONE
        seen = (path, found.st_mtime_ns, found.st_size)
        before, cues = self._known.get(language, (None, _NONE))
        if seen != before:
            cues = _read(file)
            self._known[language] = seen, cues
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
