"""The status page that Icecast's neighbours read: `/status-json.xsl`."""

import json
from collections.abc import Sequence
from datetime import datetime

from streaming.http_message import SERVER, Answer
from streaming.mount import Mount


def status(station: str, started: datetime, base: str, mounts: Sequence[Mount]) -> Answer:
    """Return the document; `source` is an object for one mount and a list for several."""
    sources = [_source(base, mount) for mount in mounts]
    server = {
        "admin": "",
        "host": base.partition("://")[2].partition(":")[0],
        "location": station,
        "server_id": SERVER,
        "server_start": started.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "server_start_iso8601": _iso(started),
        "source": sources[0] if len(sources) == 1 else sources,
    }
    body = json.dumps({"icestats": server}, ensure_ascii=False)
    return Answer(
        body.encode(), "application/json; charset=utf-8", headers=(("Cache-Control", "no-cache"),)
    )


def _source(base: str, mount: Mount) -> dict[str, object]:
    rendition, channel = mount.ring.rendition, mount.channel
    playing, since = mount.ring.playing, mount.standing.output().since
    kbits = rendition.bitrate // 1000
    return {
        "audio_info": f"bitrate={kbits};channels={rendition.channels};samplerate=48000",
        "bitrate": kbits,
        "channels": rendition.channels,
        "genre": channel.genre,
        "listener_peak": mount.peak,
        "listeners": mount.counted,
        "listenurl": base + mount.path,
        "samplerate": 48_000,
        "server_description": channel.description,
        "server_name": channel.name,
        "server_type": rendition.content_type,
        "stream_start": since.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "stream_start_iso8601": _iso(since),
        "artist": playing.artist if playing else "",
        "title": (playing.stream_title if playing else "") or channel.name,
        "dummy": None,
    }


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S+0000")
