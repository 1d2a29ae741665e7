"""What a presenter types into the program he already owns."""

import re
import shlex
from dataclasses import dataclass
from ipaddress import ip_address

from station.config import Channel, LiveDoor

RTMP_PORT = 1935
"""Programs take it where none is said."""
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")


@dataclass(frozen=True, slots=True)
class PresenterSettings:
    """Where and as whom he connects, by the Icecast source protocol."""

    host: str
    port: int
    mount: str
    user: str
    key: str

    @property
    def ffmpeg(self) -> str:
        """A command line that sends a sound card's input."""
        address = f"icecast://{self.user}:{self.key}@{self.host}:{self.port}{self.mount}"
        words = ("ffmpeg", "-f", "pulse", "-i", "default", "-c:a", "libmp3lame", "-b:a", "192k")
        return shlex.join((*words, "-content_type", "audio/mpeg", "-f", "mp3", address))


@dataclass(frozen=True, slots=True)
class FilmSettings:
    """Where he sends sound with pictures, which the key alone opens."""

    host: str
    channel: str
    key: str
    rtmp_port: int | None
    """None where that door is closed, as below."""
    srt_port: int | None
    passphrase: str = ""
    """Of SRT."""

    @property
    def rtmp(self) -> str:
        """The server, to which the stream key comes in a field of its own."""
        if self.rtmp_port is None:
            return ""
        port = "" if self.rtmp_port == RTMP_PORT else f":{self.rtmp_port}"
        return f"rtmp://{self.host}{port}/{self.channel}"

    @property
    def srt(self) -> str:
        """The whole address, the key in it."""
        if self.srt_port is None:
            return ""
        secret = f"&passphrase={self.passphrase}" if self.passphrase else ""
        return f"srt://{self.host}:{self.srt_port}?streamid={self.channel}/{self.key}{secret}"

    @property
    def ffmpeg(self) -> str:
        """A command line that sends a file by either way."""
        form, address = ("flv", f"{self.rtmp}/{self.key}") if self.rtmp else ("mpegts", self.srt)
        words = ("ffmpeg", "-re", "-i", "film.mp4", "-c:v", "libx264", "-g", "50", "-c:a", "aac")
        return shlex.join((*words, "-f", form, address))


def film_settings(channel: Channel, live: LiveDoor, host: str, key: str) -> FilmSettings | None:
    """Return what opens a television channel, None for another or with both doors closed."""
    rtmp = live.rtmp.port if live.rtmp.enabled else None
    srt = live.srt.port if live.srt.enabled else None
    if channel.shape is None or not (live.enabled and (rtmp or srt)):
        return None
    passphrase = live.srt.passphrase.get_secret_value()
    return FilmSettings(host, channel.slug, key, rtmp, srt, passphrase)


def reached_at(host_header: str, listens: str) -> str:
    """Return the name a presenter reaches the station by: the one this page was opened with."""
    name = re.sub(r":\d+$", "", host_header)
    return name if _HOST.fullmatch(name) else listens


def is_loopback(host: str) -> bool:
    """Whether only programs on the station's own computer can connect."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
