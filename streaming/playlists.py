"""Playlist files that players open: M3U and PLS."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from station.config import Channel
from streaming.http_message import Answer, Request
from streaming.mount import Mount

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


def base_url(request: Request, fallback: str) -> str:
    """Return the address the client used for this server, if it is one."""
    host = request.headers.get("host", "")
    scheme = "https" if request.headers.get("x-forwarded-proto") == "https" else "http"
    return f"{scheme}://{host if _HOST.fullmatch(host) else fallback}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One stream that a player can open."""

    path: str
    label: str

    @classmethod
    def of_mount(cls, mount: Mount) -> "Entry":
        bits = mount.ring.rendition.bitrate // 1000
        return cls(mount.path, f"{_name(mount.channel)} ({bits} kb/s)")

    @classmethod
    def of_television(cls, channel: Channel) -> "Entry":
        return cls(f"/{channel.slug}/live.m3u8", _name(channel))


def m3u(base: str, entries: Sequence[Entry]) -> Answer:
    lines = ["#EXTM3U"]
    for entry in entries:
        lines += [f"#EXTINF:-1,{entry.label}", base + entry.path]
    return _file(lines, "audio/x-mpegurl; charset=utf-8")


def pls(base: str, entries: Sequence[Entry]) -> Answer:
    lines = ["[playlist]", f"NumberOfEntries={len(entries)}"]
    for number, entry in enumerate(entries, 1):
        lines += [
            f"File{number}={base}{entry.path}",
            f"Title{number}={entry.label}",
            f"Length{number}=-1",
        ]
    return _file([*lines, "Version=2"], "audio/x-scpls; charset=utf-8")


def _name(channel: Channel) -> str:
    return " ".join(channel.name.split())


def _file(lines: list[str], content_type: str) -> Answer:
    body = "\n".join(lines) + "\n"
    return Answer(body.encode(), content_type, headers=(("Cache-Control", "no-cache"),))
