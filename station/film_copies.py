"""Where the copies of a film lie: it follows from the film's own path, so nobody has to be told."""

from pathlib import PurePosixPath

FOLDER = "previews"
"""Inside of the media folder; no recording has such a name."""
HOUSE = "house.mp4"
"""Its pictures as the channel sends them: the air takes them from here when they are there."""


def house_copy(path: str) -> str:
    """Return the path of a film's copy in the house's format; both relative to the media folder."""
    film = PurePosixPath(path)
    return str(PurePosixPath(FOLDER) / film.parent / film.stem / HOUSE)
