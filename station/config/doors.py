"""The settings of what comes in live: presenters' doors and sound-card inputs."""

import re
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator

from station.config.sections import Listen, Port, Section, Slug

_PASSPHRASE = re.compile(r"([A-Za-z0-9._-]{10,79})?")


class RtmpDoor(Listen):
    """Where presenters of television connect with OBS, vMix, FFmpeg or a phone, by RTMP."""

    port: Port = 1935
    enabled: bool = True
    """Whether they can; without a television channel nobody can."""


class SrtDoor(Listen):
    """The same by SRT, for lines that lose packets."""

    port: Port = 8021
    """UDP port."""
    enabled: bool = True
    """Whether they can; without a television channel nobody can."""
    latency_ms: Annotated[int, Field(ge=20, le=8_000)] = 500
    """How long what was lost may be asked for again."""
    passphrase: SecretStr = SecretStr("")
    """Encrypts what is sent, for everybody who sends: 10 to 79 letters, digits and the like; empty:
    nothing is encrypted."""

    @field_validator("passphrase")
    @classmethod
    def _can_be_told(cls, value: SecretStr) -> SecretStr:
        if not _PASSPHRASE.fullmatch(value.get_secret_value()):
            raise ValueError("has 10 to 79 letters, digits, dots, dashes and underscores")
        return value


class LiveDoor(Listen):
    """Where presenters connect with BUTT, Mixxx and the like, by the Icecast source protocol."""

    port: Port = 8020
    enabled: bool = True
    """Whether presenters can connect at all."""
    max_inputs: Annotated[int, Field(ge=1, le=64)] = 8
    """More are refused."""
    rtmp: RtmpDoor = RtmpDoor()
    """The same for television."""
    srt: SrtDoor = SrtDoor()
    """The same over lines that lose packets."""


class LineIn(Section):
    """A sound-card input that is offered as a live input."""

    name: str
    """As people see it."""
    channel: Slug = "radio"
    """Where it can go on the air."""
    system: Literal["alsa", "pulse"] = "pulse"
    """Which sound system."""
    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:,=@+-]+$")] = "default"
    """Its name there."""
