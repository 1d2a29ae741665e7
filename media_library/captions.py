"""The captions of films: kept as WebVTT beside them, a file a language."""

from pathlib import Path

from station import webvtt
from station.atomic_file import write_atomically
from station.errors import StationError
from station.film_captions import SUFFIXES, captions_of, language_in
from station.languages import OWN, known
from station.webvtt import CaptionsInvalid, Cue, read, write


class NoFilm(StationError):
    """Captions came for a film that the library does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no film is called as {name} is")
        self.name = name


def are_captions(name: str) -> bool:
    """Return whether a file is one of captions, by its name."""
    return Path(name).suffix.lower() in SUFFIXES


def put(media: Path, film: str, data: bytes, language: str = OWN) -> tuple[Cue, ...]:
    """Give a film its captions in a language, in the place of those it had.

    Raises CaptionsInvalid and OSError; then it keeps those it had.
    """
    cues = read(data)
    write_atomically(media / captions_of(film, language), write(cues))
    return cues


def language_of(name: str, data: bytes) -> str:
    """Return the language of captions as they arrive: by their name, else by their head."""
    return language_in(name) or known(webvtt.language(data)) or OWN


def of(media: Path, film: str, language: str = OWN) -> tuple[Cue, ...]:
    """Return the captions of a film, none where there are none that can be read."""
    try:
        return read((media / captions_of(film, language)).read_bytes())
    except (OSError, CaptionsInvalid):
        return ()


def remove(media: Path, film: str, language: str = OWN) -> None:
    (media / captions_of(film, language)).unlink(missing_ok=True)
