"""The one frozen model of all that can be set, and how `station.toml` becomes one."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from station.config.channels import Channel
from station.config.doors import LineIn, LiveDoor
from station.config.pushes import IcecastPush, Push
from station.config.sections import Listen, Port, Section, Slug
from station.errors import StationError
from station.paths import StatePaths


class ConfigInvalid(StationError):
    """The settings file cannot be used; `str()` names each key and what is wrong with it."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path}: " + "; ".join(problems))
        self.problems = problems


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


class Media(Section):
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
