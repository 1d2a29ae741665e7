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
    URGENT = "urgent"
    """Running texts that cannot wait."""
    CLEARANCE = "clearance"
    SIGN = "sign"
    """The interpreter."""
    VISUAL = "visual"
    """Bars that follow what is only heard."""


Parts = frozenset[Part]

ALL: Parts = frozenset(Part)
FURNITURE = (Kind.JINGLE, Kind.BUMPER)
"""Stands inside a programme and keeps its classification."""
MAIN = (Kind.MUSIC, Kind.PROGRAMME, Kind.LIVE, Kind.RELAY)
"""What a programme consists of."""

_P = Part
_INSIDE: Parts = frozenset({_P.LOGO, _P.CLOCK, _P.BADGE, _P.CLEARANCE, _P.URGENT, _P.SIGN})
POLICY: dict[Kind | None, Parts] = {
    None: frozenset({_P.LOGO, _P.CLOCK, _P.CRAWL, _P.URGENT}),
    Kind.PROGRAMME: ALL,
    Kind.MUSIC: ALL,
    Kind.LIVE: ALL,
    Kind.RELAY: ALL,
    Kind.JINGLE: _INSIDE | {_P.CRAWL},
    Kind.BUMPER: _INSIDE,
    Kind.FILLER: _INSIDE | {_P.CRAWL},
    Kind.STATION_ID: frozenset({_P.CLOCK, _P.URGENT}),
    Kind.PSA: frozenset({_P.LOGO, _P.CLEARANCE, _P.URGENT, _P.SIGN}),
    Kind.COMMERCIAL: frozenset({_P.CLEARANCE, _P.URGENT}),
    Kind.ANTHEM: frozenset({_P.LOGO, _P.SIGN}),
}
"""None: nothing of the plan is on, such as the slate. A clearance is for films and what promotes
them: only what has one shows it. What is urgent gives way to the anthem
alone."""

_DEVOTION: Parts = frozenset({_P.LOGO, _P.CLOCK, _P.TITLE, _P.URGENT})
OBSERVED: dict[str, Parts] = {
    "anthem": frozenset({_P.LOGO, _P.SIGN}),
    "national_song": frozenset({_P.LOGO, _P.SIGN}),
    "azan": _DEVOTION,
    "iftar": _DEVOTION,
    "imsak": _DEVOTION,
    "devotion": _DEVOTION,
}
"""What is observed at a time of its own goes before the kind of its recording: nothing is put on
an azan but its name at the start and what is urgent."""


def parts(kind: Kind | None, observed: str = "") -> Parts:
    """Return what may be seen; a kind that is not known gets nothing."""
    if observed in OBSERVED:
        return OBSERVED[observed]
    return POLICY.get(kind, frozenset())
