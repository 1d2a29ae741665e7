"""Playlist files that players open: M3U and PLS."""

import re
from collections.abc import Sequence

from streaming.http_message import Answer, Request
from streaming.mount import Mount

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


def base_url(request: Request, fallback: str) -> str:
    """Return the address the client used for this server, if it is one."""
    host = request.headers.get("host", "")
    scheme = "https" if request.headers.get("x-forwarded-proto") == "https" else "http"
    return f"{scheme}://{host if _HOST.fullmatch(host) else fallback}"


def m3u(base: str, mounts: Sequence[Mount]) -> Answer:
    lines = ["#EXTM3U"]
    for mount in mounts:
        lines += [f"#EXTINF:-1,{_label(mount)}", base + mount.path]
    return _file(lines, "audio/x-mpegurl; charset=utf-8")


def pls(base: str, mounts: Sequence[Mount]) -> Answer:
    lines = ["[playlist]", f"NumberOfEntries={len(mounts)}"]
    for number, mount in enumerate(mounts, 1):
        lines += [
            f"File{number}={base}{mount.path}",
            f"Title{number}={_label(mount)}",
            f"Length{number}=-1",
        ]
    return _file([*lines, "Version=2"], "audio/x-scpls; charset=utf-8")


def _label(mount: Mount) -> str:
    name = " ".join(mount.channel.name.split())
    return f"{name} ({mount.ring.rendition.bitrate // 1000} kb/s)"


def _file(lines: list[str], content_type: str) -> Answer:
    body = "\n".join(lines) + "\n"
    return Answer(body.encode(), content_type, headers=(("Cache-Control", "no-cache"),))
