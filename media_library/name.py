"""A recording as people and files call it."""

from typing import NamedTuple


class Name(NamedTuple):
    """What a list may mean a recording by."""

    id: int
    """Number in the library."""
    title: str
    """As shown."""
    artist: str
    """Performer, may be empty."""
    original_name: str
    """Name of the file it came from."""
    path: str
    """The file, relative to the media folder."""
