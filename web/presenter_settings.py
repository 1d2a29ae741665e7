"""What a presenter types into the program he already owns."""

import re
import shlex
from dataclasses import dataclass
from ipaddress import ip_address

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
