"""What the streaming process tells about its outputs, at `/outputs.json` on the stream port."""

import enum
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter


class OutputState(enum.StrEnum):
    """States of every supervised output. `up` means bytes confirmed at the other end."""

    IDLE = "idle"
    CONNECTING = "connecting"
    UP = "up"
    SENDING = "sending"
    """Sent as it should be, by a way on which nobody can confirm it: it may arrive or not."""
    STALLED = "stalled"
    BACKOFF = "backoff"
    SHED = "shed"
    """Left out for as long as the machine cannot do everything, for the sake of the programme."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with an output now, for people to do something about."""

    code: str
    """Pages have words for it; the recorder's are in `station/recordings.py`."""
    since: datetime
    """When it began, UTC."""
    about: str = ""
    """A number or a reason that belongs to it."""


@dataclass(frozen=True, slots=True)
class Output:
    """One encoder, mount, playlist or remote endpoint."""

    name: str
    """Unique: `radio.mp3`, `radio/live.m3u8`, `icecast:NAME`, `push:NAME`, `encoder:radio`,
    `encoder:tv/pictures`, `tv/720p`, `tv.ts`, `interpreter:tv/LOGIN`,
    `recorder:tv/proxy`."""
    kind: str
    """encoder, icy, ts, hls, rung, icecast, rtmp, srt, udp or recorder; interpreter for one who is
    live, listed while he is connected."""
    channel: str
    """Channel slug."""
    state: OutputState
    """Where it stands."""
    since: datetime
    """When it came into that state, UTC."""
    url: str = ""
    """Public path, or the remote address without its password."""
    last_error: str = ""
    """The last thing that went wrong; empty when nothing has."""
    listeners: int = 0
    """Connections now."""
    bytes_out: int = 0
    """Bytes delivered in this life."""
    restarts: int = 0
    """Times it was started again."""
    bitrate: int = 0
    """Nominal bits per second."""
    reduced: str = ""
    """How it is made cheaper because the machine is too small: `superfast`, `−480p`, `5 fps`; empty
    when it is not."""
    trouble: Trouble | None = None
    """What is wrong with it, where its state alone does not say what to do."""


OUTPUTS: TypeAdapter[list[Output]] = TypeAdapter(list[Output])
