"""Where the captions of a film lie: it follows from the film's own path."""

from pathlib import PurePosixPath

SUFFIXES = (".vtt", ".srt")
"""Of files of captions as they arrive; they are kept as WebVTT."""


def captions_of(path: str) -> str:
    """Return the path of a film's captions; both relative to the media folder."""
    return str(PurePosixPath(path).with_suffix(".vtt"))


def film_names(name: str) -> tuple[str, ...]:
    """Return how the film of a file of captions may be called, without its suffix.

    `Pekan Raya.id.srt` belongs to `Pekan Raya.id.mp4` or to `Pekan Raya.mp4`.
    """
    stem = PurePosixPath(name).stem
    shorter = PurePosixPath(stem)
    is_language = 3 <= len(shorter.suffix) <= 4 and shorter.suffix[1:].isalpha()
    return (stem, shorter.stem) if is_language else (stem,)
