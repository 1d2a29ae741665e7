"""Where a listener finds the renditions of a channel on the stream server."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.config import Channel
from web.i18n import N_

MEGABYTES_PER_HOUR = {"aac-low": 22, "aac": 43, "mp3": 58}
"""48, 96 and 128 kb/s."""

QUALITIES: Mapping[str, str] = {
    "aac-low": N_("Data saver"),
    "aac": N_("Clear"),
    "mp3": N_("MP3"),
}
_SUFFIXES = {"aac-low": "-low.aac", "aac": ".aac", "mp3": ".mp3"}
_TYPES = {"aac-low": "audio/aac", "aac": "audio/aac", "mp3": "audio/mpeg"}


@dataclass(frozen=True, slots=True)
class Quality:
    """One choice of the listener."""

    name: str
    """Rendition."""
    label: str
    """Message for the catalogue."""
    megabytes: int
    """Data an hour of listening costs."""
    url: str
    """Endless stream."""
    type: str
    """Media type."""


def qualities(channel: Channel, stream: str) -> list[Quality]:
    """Return what the channel offers, thriftiest first."""
    return [
        Quality(
            name=name,
            label=QUALITIES[name],
            megabytes=MEGABYTES_PER_HOUR[name],
            url=f"{stream}/{channel.slug}{_SUFFIXES[name]}",
            type=_TYPES[name],
        )
        for name in QUALITIES
        if name in channel.renditions
    ]


def playlist(channel: Channel, stream: str) -> str:
    """Return the address of the HLS playlist."""
    return f"{stream}/{channel.slug}/live.m3u8"
