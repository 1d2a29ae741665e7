"""The settings of what is sent to others: external Icecasts, and services for television."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from station.config.sections import Port, Rendition, Section, Slug

_SCHEMES = ("rtmp", "rtmps", "srt", "udp")


class IcecastPush(Section):
    """One external Icecast to which a rendition is pushed."""

    name: Slug
    """Shown on the desk."""
    channel: Slug = "radio"
    """What to push."""
    rendition: Rendition = "mp3"
    """What to push of it."""
    host: str
    """Server name."""
    port: Port = 8000
    """Server port."""
    mount: Annotated[str, Field(pattern=r"^/[A-Za-z0-9._~/-]+$")]
    """Mount point."""
    user: str = "source"
    """Source user."""
    password: SecretStr
    """Source password."""
    tls: bool = False
    """Whether to use HTTPS."""
    enabled: bool = True
    """Whether to push at all."""

    @property
    def public_url(self) -> str:
        """Return the address without its password."""
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}{self.mount}"


class Push(Section):
    """Another service to which a television channel is sent: YouTube, a CDN, another station."""

    name: Slug
    """Shown on the desk."""
    channel: Slug = "tv"
    """What to push."""
    rung: Annotated[str, Field(pattern=r"^([1-9][0-9]{2,3}p)?$")] = ""
    """Which size of it, as `480p`; empty: the channel's own."""
    url: SecretStr
    """Address that begins with `rtmp://`, `rtmps://`, `srt://` or `udp://`, its key included. The
    certificate of a server behind `rtmps://` must be good for its name and signed by an authority
    that this computer trusts; one of your own goes into a file that `SSL_CERT_FILE` names. An SRT
    address can carry `streamid`, `passphrase` and `latency` (in µs) as its query, one of UDP, which
    may be that of a multicast group, `ttl`."""
    enabled: bool = True
    """Whether to push at all."""

    @field_validator("url")
    @classmethod
    def _is_sent_to(cls, value: SecretStr) -> SecretStr:
        address = value.get_secret_value()
        if not address.isprintable() or " " in address or not _has_host(address):
            raise ValueError("is not an address")
        if urlsplit(address).scheme not in _SCHEMES:
            raise ValueError("begins with rtmp://, rtmps://, srt:// or udp://")
        if urlsplit(address).scheme == "udp" and not urlsplit(address).port:
            raise ValueError("needs a port")
        return value

    @property
    def kind(self) -> Literal["rtmp", "srt", "udp"]:
        scheme = urlsplit(self.url.get_secret_value()).scheme
        return "srt" if scheme == "srt" else "udp" if scheme == "udp" else "rtmp"

    @property
    def public_url(self) -> str:
        """Return the address without its key."""
        parts = urlsplit(self.url.get_secret_value())
        port = f":{parts.port}" if parts.port else ""
        application = "/" + parts.path.strip("/").rpartition("/")[0] if self.kind == "rtmp" else ""
        return f"{parts.scheme}://{parts.hostname}{port}{application.rstrip('/')}"


def _has_host(address: str) -> bool:
    """Whether an address names a server, and a port that can be one."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
