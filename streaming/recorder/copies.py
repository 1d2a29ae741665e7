"""What each copy of a recording is made of. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.config import Recording
from station.recordings import Copy
from streaming.frames import Codec
from streaming.ring import Ring


@dataclass(frozen=True, slots=True)
class Made:
    """What a copy is made of."""

    rings: Sequence[Ring]
    """The wanted one first; those behind it stand in for it. All of one codec."""
    stills: bool = False
    """Whether of its pictures only those are kept that begin a group."""


def rings_of_copies(rings: Sequence[Ring], settings: Recording) -> Mapping[Copy, Made]:
    """Return what each copy is made of.

    `rings`: what a channel makes, the best first. Sound that is made in one form is kept once;
    of television in one size the small copy is its sound with still pictures.
    """
    if not rings:
        return {}
    best, thriftiest = rings[0], min(rings, key=lambda ring: ring.rendition.bitrate)
    codec = thriftiest.rendition.codec
    is_one_size = best is thriftiest and codec is Codec.TS
    copies: dict[Copy, Made] = {}
    if settings.proxy_days:
        same = [ring for ring in rings if ring.rendition.codec is codec]
        same.sort(key=lambda ring: ring.rendition.bitrate)
        copies[Copy.PROXY] = Made(same, stills=is_one_size)
    if settings.programme_days and not (copies and best is thriftiest and not is_one_size):
        copies[Copy.PROGRAMME] = Made([best])
    return copies
