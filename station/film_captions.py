"""Where the captions of a film lie: it follows from the film's own path, and their language."""

from pathlib import Path, PurePosixPath

from station.languages import LANGUAGES, OWN, known

SUFFIXES = (".vtt", ".srt")
"""Of files of captions as they arrive; they are kept as WebVTT."""


def captions_of(path: str, language: str = OWN) -> str:
    """Return the path of a film's captions; both relative to the media folder."""
    suffix = ".vtt" if language == OWN else f".{language}.vtt"
    return str(PurePosixPath(path).with_suffix(suffix))


def languages_of(media: Path, path: str) -> tuple[str, ...]:
    """Return the languages of the captions that a film has. Blocks on the disk."""
    codes = (each.code for each in LANGUAGES)
    return tuple(code for code in codes if (media / captions_of(path, code)).is_file())


def language_in(name: str) -> str:
    """Return the language that the name of a file of captions says, empty for none.

    `Pekan Raya.en.srt` is in English.
    """
    return known(PurePosixPath(PurePosixPath(name).stem).suffix.removeprefix("."))


def film_names(name: str) -> tuple[str, ...]:
    """Return how the film of a file of captions may be called, without its suffix.

    `Pekan Raya.id.srt` belongs to `Pekan Raya.id.mp4` or to `Pekan Raya.mp4`.
    """
    stem = PurePosixPath(name).stem
    shorter = PurePosixPath(stem)
    is_language = 3 <= len(shorter.suffix) <= 4 and shorter.suffix[1:].isalpha()
    return (stem, shorter.stem) if is_language else (stem,)
