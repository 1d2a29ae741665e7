"""Where a listener or a viewer finds the renditions of a channel on the stream server."""

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

_PICTURES = {1080: 2207, 720: 1254, 576: 920, 480: 633, 360: 395}
"""Height → megabytes an hour of pictures and sound, as the ladder is encoded."""
_SOUND_ALONE = 61
_SMALLER = (360, 480)
"""Heights beside a television channel's own, which is larger."""
_SHARPNESS = (N_("Small"), N_("Standard"), N_("Sharp"))
_HLS = "application/vnd.apple.mpegurl"


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


def pictures(channel: Channel, stream: str) -> list[Quality]:
    """Return what a viewer can choose from, thriftiest first and by itself last."""
    own = channel.picture.height
    return [
        _choice(channel, stream, "sound", N_("Sound alone"), _SOUND_ALONE),
        *(
            _choice(channel, stream, f"{height}p", label, _PICTURES[height])
            for height, label in zip((*_SMALLER, own), _SHARPNESS, strict=True)
        ),
        Quality("auto", N_("Automatic"), _PICTURES[own], playlist(channel, stream), _HLS),
    ]


def _choice(channel: Channel, stream: str, name: str, label: str, megabytes: int) -> Quality:
    """Return one size, with its captions, or the sound alone."""
    path = f"{name}/live.m3u8" if name == "sound" else f"{name}.m3u8"
    url = f"{stream}/{channel.slug}/{path}"
    return Quality(name, label, megabytes, url, _HLS)


def playlist(channel: Channel, stream: str) -> str:
    """Return the address of the HLS playlist."""
    return f"{stream}/{channel.slug}/live.m3u8"
