"""The station's settings: one file, one frozen model, validated at start and passed down."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from station.errors import StationError
from station.kinds import Kind
from station.paths import StatePaths
from station.video import Shape

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Port = Annotated[int, Field(ge=1, le=65_535)]
Rendition = Literal["mp3", "aac", "aac-low"]
"""MP3 128, AAC 96 or AAC 48 kb/s."""
_PASSPHRASE = re.compile(r"([A-Za-z0-9._-]{10,79})?")
PUSH_SCHEMES = ("rtmp", "rtmps", "srt", "udp")


class ConfigInvalid(StationError):
    """The settings file cannot be used; `str()` names each key and what is wrong with it."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path}: " + "; ".join(problems))
        self.problems = problems


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listen(_Section):
    """Where a server listens."""

    host: str = "127.0.0.1"
    """Loopback unless told."""
    port: Port
    """TCP port."""


class Air(_Section):
    """How the air of a channel behaves when something is wrong."""

    silence_dbfs: Annotated[float, Field(ge=-90, le=-20)] = -50.0
    """Below this the programme counts as silent."""
    silence_seconds: Annotated[float, Field(ge=1, le=600)] = 8.0
    """Silence of this length raises an alarm and starts the recovery."""
    live_floor_dbfs: Annotated[float, Field(ge=-90, le=-10)] = -50.0
    """A live input must be louder than this to go on the air."""
    live_patience_seconds: Annotated[float, Field(ge=1, le=120)] = 10.0
    """A live input that is dead or silent for so long gives the air back to the plan."""
    live_buffer_ms: Annotated[int, Field(ge=100, le=10_000)] = 1_500
    """Sound of a presenter that is held against an uneven line."""
    live_fade_ms: Annotated[int, Field(ge=0, le=10_000)] = 1_500
    """Fade from the plan to a presenter and back."""
    resumes: tuple[Kind, ...] = (Kind.MUSIC, Kind.PROGRAMME, Kind.ANTHEM)
    """Kinds that go on where they were after an interruption. All others count as cut: an
    announcement is then placed again, for nobody follows the second half of one."""


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


class LineIn(_Section):
    """A sound-card input that is offered as a live input."""

    name: str
    """As people see it."""
    channel: Slug = "radio"
    """Where it can go on the air."""
    system: Literal["alsa", "pulse"] = "pulse"
    """Which sound system."""
    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:,=@+-]+$")] = "default"
    """Its name there."""


class Picture(_Section):
    """What a television channel makes of its pictures."""

    height: Literal[576, 720, 1080] = 720
    """Rows of a picture; it is 16 to 9, 25 a second."""
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast"] = "veryfast"
    """How hard the encoder works for the same bits."""
    ladder: bool = True
    """Whether smaller sizes are made beside it, for slow lines."""
    slate: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\.(png|jpg|jpeg)$")] = (
        "slate.png"
    )
    """Picture in the state folder that is seen while nothing is on the air, and when the air is
    away; where there is none, one is drawn."""

    @property
    def shape(self) -> Shape:
        return Shape(self.height * 16 // 9, self.height)


class Recording(_Section):
    """What is kept of what a channel airs, as it was encoded for its audience."""

    programme_days: Annotated[int, Field(ge=0, le=36_600)] = 7
    """Days for which the best is kept: a television channel's own size, or the first rendition.
    Where room is short, hours of it that are kept small as well go earlier. 0: none."""
    proxy_days: Annotated[int, Field(ge=0, le=36_600)] = 366
    """Days for which the smallest size or rendition is kept: the law asks for a year. 0: none."""
    keep_free_bytes: Annotated[int, Field(ge=0)] = 5_000_000_000
    """Nothing is recorded while the disk has less than this left."""


class Channel(_Section):
    """One programme stream."""

    slug: Slug = "radio"
    """First part of every address: `/radio.mp3`."""
    name: str = "Radio"
    """As listeners see it."""
    kind: Literal["radio", "tv"] = "radio"
    """What it carries."""
    description: str = ""
    """One sentence for directories."""
    genre: str = "Public"
    """For directories."""
    renditions: tuple[Rendition, ...] = ("mp3", "aac", "aac-low")
    """What of the sound is encoded by itself; a television channel's default is none."""
    extra: tuple[Rendition, ...] = ("aac-low",)
    """Of these, what is left out while the machine cannot keep up; the first one never is."""
    air: Air = Air()
    """Its alarms and hand-overs."""
    picture: Picture = Picture()
    """Its pictures, on television."""
    recording: Recording = Recording()
    """What is kept of it."""

    @model_validator(mode="before")
    @classmethod
    def _pictures_carry_the_sound(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("kind") == "tv":
            return {"renditions": (), "extra": (), **given}
        return given

    @property
    def shape(self) -> Shape | None:
        """Return the size of its pictures, None on radio."""
        return self.picture.shape if self.kind == "tv" else None

    @property
    def sheddable(self) -> tuple[Rendition, ...]:
        """Return what of the renditions may be left out for a while."""
        return tuple(each for each in self.renditions[1:] if each in self.extra)


class Web(Listen):
    """The desk."""

    port: Port = 8000
    public_stream_url: str = ""
    """Address of the stream server as listeners reach it; empty: same host, stream port."""
    behind_https: bool = False
    """Whether a TLS proxy stands in front: cookies are then marked Secure."""


class Streams(Listen):
    """The listener server."""

    port: Port = 8010
    burst_seconds: Annotated[float, Field(ge=0, le=20)] = 4.0
    """Sound a new listener is given at once."""
    max_listeners: Annotated[int, Field(ge=1)] = 5_000
    """More are answered 503."""


class IcecastPush(_Section):
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


class Push(_Section):
    """Another service to which a television channel is sent: YouTube, a CDN, another station."""

    name: Slug
    """Shown on the desk."""
    channel: Slug = "tv"
    """What to push."""
    rung: Annotated[str, Field(pattern=r"^([1-9][0-9]{2,3}p)?$")] = ""
    """Which size of it, as `480p`; empty: the channel's own."""
    url: SecretStr
    """Address that begins with `rtmp://`, `rtmps://`, `srt://` or `udp://`, its key included. An
    SRT address can carry `streamid`, `passphrase` and `latency` (in µs) as its query, one of UDP,
    which may be that of a multicast group, `ttl`."""
    enabled: bool = True
    """Whether to push at all."""

    @field_validator("url")
    @classmethod
    def _is_sent_to(cls, value: SecretStr) -> SecretStr:
        address = value.get_secret_value()
        if not address.isprintable() or " " in address or not _has_host(address):
            raise ValueError("is not an address")
        if urlsplit(address).scheme not in PUSH_SCHEMES:
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


class Media(_Section):
    """The library."""

    max_bytes: Annotated[int, Field(ge=1_000_000)] = 4 * 1024**3
    """Larger files go to quarantine."""
    target_lufs: Annotated[float, Field(ge=-40, le=-9)] = -16.0
    """Loudness every recording is brought to, EBU R128 integrated."""
    keep_free_bytes: Annotated[int, Field(ge=0)] = 500_000_000
    """Uploads stop before the disk has less than this left."""
    house_copies: bool = True
    """Whether films that are hard to decode are copied into the format of the television channel,
    in the background, while the disk has four times what is kept free."""


class Config(BaseSettings):
    """Everything that can be set, from `station.toml`, overridden by `MENGUDARA_…` variables."""

    model_config = SettingsConfigDict(
        env_prefix="MENGUDARA_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    name: str = "Mengudara"
    """Name of the station."""
    city: str = ""
    """City it serves."""
    broadcaster: Literal["public", "private"] = "public"
    """Which rules of the packs hold: those of public broadcasters (LPP, LPPL) or of private ones
    (LPS)."""
    timezone: str = "Asia/Jakarta"
    """IANA zone of the station."""
    channels: tuple[Channel, ...] = (Channel(),)
    """What the station sends."""
    left_out: tuple[Slug, ...] = ()
    """Slugs of channels that are as if they were not here; `mengudara up --no-tv` sets it."""
    web: Web = Web()
    """The desk."""
    streams: Streams = Streams()
    """The listener server."""
    icecast: tuple[IcecastPush, ...] = ()
    """Remote Icecast servers."""
    push: tuple[Push, ...] = ()
    """Services to which television is sent."""
    live: LiveDoor = LiveDoor()
    """Where presenters connect."""
    line_in: tuple[LineIn, ...] = ()
    """Sound-card inputs."""
    media: Media = Media()
    """The library."""
    database_url: str = ""
    """SQLAlchemy address; empty: SQLite in the state folder."""
    ffmpeg: str = ""
    """FFmpeg binary; empty: the one that came with the installation."""
    plan_hours: Annotated[int, Field(ge=1, le=24 * 14)] = 49
    """How far ahead the rundown is made."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""

    @model_validator(mode="before")
    @classmethod
    def _leave_out(cls, given: object) -> object:
        """Drop channels that are left out, as far as there are others."""
        if not isinstance(given, dict) or not given.get("left_out"):
            return given
        asked = given.get("channels", ())
        kept = tuple(each for each in asked if _slug_of(each) not in given["left_out"])
        return {**given, "channels": kept} if kept else given

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("is not an IANA time zone") from error
        return value

    @field_validator("channels")
    @classmethod
    def _slugs_differ(cls, value: tuple[Channel, ...]) -> tuple[Channel, ...]:
        if not value or len({channel.slug for channel in value}) != len(value):
            raise ValueError("needs at least one channel, each with its own slug")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def channel(self, slug: str) -> Channel:
        """Return a channel; raises KeyError."""
        for channel in self.channels:
            if channel.slug == slug:
                return channel
        raise KeyError(slug)

    def database_at(self, paths: StatePaths) -> str:
        return self.database_url or f"sqlite:///{paths.database}"


def _slug_of(channel: object) -> object:
    slug = channel.get("slug", "radio") if isinstance(channel, dict) else None
    return getattr(channel, "slug", slug)


def load(paths: StatePaths) -> Config:
    """Read `station.toml` and the environment; raises ConfigInvalid."""

    class _FromFile(Config):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, TomlConfigSettingsSource(settings_cls, paths.config)

    try:
        return _FromFile()
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in problem['loc'])} {problem['msg']}"
            for problem in error.errors()
        ]
        raise ConfigInvalid(paths.config, problems) from error
    except (ValueError, OSError) as error:
        raise ConfigInvalid(paths.config, [str(error)]) from error
