"""What may stand over what: one row a kind of item."""

import enum

from station.kinds import Kind


class Part(enum.StrEnum):
    """What a station shows of its own over its pictures."""

    LOGO = "logo"
    CLOCK = "clock"
    BADGE = "badge"
    NOTICE = "notice"
    TITLE = "title"
    STRAP = "strap"
    CRAWL = "crawl"
    CLEARANCE = "clearance"


Parts = frozenset[Part]

ALL: Parts = frozenset(Part)
FURNITURE = (Kind.JINGLE, Kind.BUMPER)
"""Stands inside a programme and keeps its classification."""
MAIN = (Kind.MUSIC, Kind.PROGRAMME, Kind.LIVE, Kind.RELAY)
"""What a programme consists of."""

_P = Part
POLICY: dict[Kind | None, Parts] = {
    None: frozenset({_P.LOGO, _P.CLOCK, _P.CRAWL}),
    Kind.PROGRAMME: ALL,
    Kind.MUSIC: ALL,
    Kind.LIVE: ALL,
    Kind.RELAY: ALL,
    Kind.JINGLE: frozenset({_P.LOGO, _P.CLOCK, _P.BADGE, _P.CRAWL, _P.CLEARANCE}),
    Kind.BUMPER: frozenset({_P.LOGO, _P.CLOCK, _P.BADGE, _P.CLEARANCE}),
    Kind.FILLER: frozenset({_P.LOGO, _P.CLOCK, _P.BADGE, _P.CRAWL, _P.CLEARANCE}),
    Kind.STATION_ID: frozenset({_P.CLOCK}),
    Kind.PSA: frozenset({_P.LOGO, _P.CLEARANCE}),
    Kind.COMMERCIAL: frozenset({_P.CLEARANCE}),
    Kind.ANTHEM: frozenset({_P.LOGO}),
}
"""None: nothing of the plan is on, such as the slate. A clearance is for films and what promotes
them: only what has one shows it."""

_DEVOTION: Parts = frozenset({_P.LOGO, _P.CLOCK, _P.TITLE})
OBSERVED: dict[str, Parts] = {
    "anthem": frozenset({_P.LOGO}),
    "national_song": frozenset({_P.LOGO}),
    "azan": _DEVOTION,
    "iftar": _DEVOTION,
    "imsak": _DEVOTION,
    "devotion": _DEVOTION,
}
"""What is observed at a time of its own goes before the kind of its recording: nothing is put on
an azan but its name at the start."""


def parts(kind: Kind | None, observed: str = "") -> Parts:
    """Return what may be seen; a kind that is not known gets nothing."""
    if observed in OBSERVED:
        return OBSERVED[observed]
    return POLICY.get(kind, frozenset())
