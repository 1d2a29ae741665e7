"""What a recording, or another thing on the air, is for."""

import enum


class Kind(enum.StrEnum):
    """What a recording is for."""

    MUSIC = "music"
    JINGLE = "jingle"
    STATION_ID = "station_id"
    PSA = "psa"
    """A public service announcement, free (ILM)."""
    COMMERCIAL = "commercial"
    """A paid spot (iklan niaga)."""
    PROGRAMME = "programme"
    BUMPER = "bumper"
    FILLER = "filler"
    ANTHEM = "anthem"
    LIVE = "live"
    """A presenter; never a recording in the library."""
    RELAY = "relay"
    """Another station's stream; never a recording in the library."""


LIBRARY_KINDS = tuple(kind for kind in Kind if kind not in (Kind.LIVE, Kind.RELAY))
"""What a recording can be."""
SPOTS = (Kind.PSA, Kind.COMMERCIAL)
"""What is ordered by others and promised to them: never cut, heard from its first word."""
