"""What each copy of a recording is made of. Pure."""

from collections.abc import Mapping, Sequence

from station.config import Recording
from station.recordings import Copy
from streaming.ring import Ring


def rings_of_copies(rings: Sequence[Ring], settings: Recording) -> Mapping[Copy, Sequence[Ring]]:
    """Return the rings of each copy, the wanted one first; those behind it stand in for it.

    `rings`: what a channel makes, the best first. Where that is one, it is kept once.
    """
    if not rings:
        return {}
    best, thriftiest = rings[0], min(rings, key=lambda ring: ring.rendition.bitrate)
    copies: dict[Copy, Sequence[Ring]] = {}
    if settings.proxy_days:
        codec = thriftiest.rendition.codec
        same = [ring for ring in rings if ring.rendition.codec is codec]
        copies[Copy.PROXY] = sorted(same, key=lambda ring: ring.rendition.bitrate)
    if settings.programme_days and not (copies and best is thriftiest):
        copies[Copy.PROGRAMME] = [best]
    return copies
