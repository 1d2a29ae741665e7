"""The form of the station's settings: texts and numbers with their limits."""

from collections.abc import Iterator
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, Field

from station.config import Channel, Config
from web.i18n import N_
from web.slot_form import FormWrong

Text = Annotated[str, Field(max_length=300)]

PROBLEMS = {
    "name": N_("Give the station a name."),
    "timezone": N_("This time zone is not known. Examples: Asia/Jakarta, Asia/Makassar."),
    "target_lufs": N_("A number from −40 to −9; −16 suits most stations."),
    "plan_hours": N_("A whole number from 1 to 336."),
    "max_listeners": N_("A whole number from 1 up."),
    "burst_seconds": N_("A number from 0 to 20."),
    "public_stream_url": N_("Empty, or an address that begins with http:// or https://"),
}

CHANNEL_PROBLEMS = {
    "name": N_("A channel needs a name."),
    "days": N_("The days of the recording are whole numbers; 0 keeps none."),
    "year": N_("The law asks that what aired is kept for a year: 365 days or more, or 0 for none."),
}
A_YEAR, MOST_DAYS = 365, 36_600


class StationForm(BaseModel):
    """What an admin may set on the page."""

    name: Text = ""
    city: Text = ""
    timezone: Text = ""
    target_lufs: Text = ""
    plan_hours: Text = ""
    max_listeners: Text = ""
    burst_seconds: Text = ""
    public_stream_url: Text = ""

    @classmethod
    def of(cls, config: Config) -> Self:
        return cls(
            name=config.name,
            city=config.city,
            timezone=config.timezone,
            target_lufs=f"{config.media.target_lufs:g}",
            plan_hours=str(config.plan_hours),
            max_listeners=str(config.streams.max_listeners),
            burst_seconds=f"{config.streams.burst_seconds:g}",
            public_stream_url=config.web.public_stream_url,
        )

    def values(self) -> dict[str, object]:
        """Return the keys of `station.toml`; raises FormWrong with keys of `PROBLEMS`."""
        values = {
            "name": self.name.strip() or None,
            "city": self.city.strip(),
            "timezone": _zone(self.timezone.strip()),
            "media.target_lufs": _number(self.target_lufs, -40, -9),
            "plan_hours": _whole(self.plan_hours, 1, 336),
            "streams.max_listeners": _whole(self.max_listeners, 1, 1_000_000),
            "streams.burst_seconds": _number(self.burst_seconds, 0, 20),
            "web.public_stream_url": _address(self.public_stream_url.strip()),
        }
        wrong = [key.rpartition(".")[2] for key, value in values.items() if value is None]
        if wrong:
            raise FormWrong({name: name for name in wrong})
        return dict(values)

    def changed(self, before: Config) -> dict[str, object]:
        """Return the values that differ from the settings in force; raises FormWrong."""
        old = dict(_flat(before))
        return {key: value for key, value in self.values().items() if old[key] != value}


class ChannelForm(BaseModel):
    """How a channel presents itself, and for how long what it airs is kept."""

    name: Text = ""
    description: Text = ""
    genre: Text = ""
    programme_days: Text = ""
    proxy_days: Text = ""

    @classmethod
    def of(cls, channel: Channel) -> Self:
        return cls(
            name=channel.name,
            description=channel.description,
            genre=channel.genre,
            programme_days=str(channel.recording.programme_days),
            proxy_days=str(channel.recording.proxy_days),
        )

    def values(self, before: Channel) -> dict[str, object]:
        """Return the channel's keys; raises FormWrong with keys of `CHANNEL_PROBLEMS`.

        Days that are not given stay as they are.
        """
        if not self.name.strip():
            raise FormWrong({"name": "name"})
        words = self.model_dump(include={"name", "description", "genre"})
        return {name: text.strip() for name, text in words.items()} | self._days(before)

    def _days(self, before: Channel) -> dict[str, object]:
        given = {"programme_days": self.programme_days, "proxy_days": self.proxy_days}
        days = {name: _whole(text, 0, MOST_DAYS) for name, text in given.items() if text.strip()}
        if None in days.values():
            raise FormWrong({"programme_days": "days"})
        proxy = days.get("proxy_days") or 0
        if 0 < proxy < A_YEAR and proxy != before.recording.proxy_days:
            raise FormWrong({"proxy_days": "year"})
        return {f"recording.{name}": value for name, value in days.items()}


def _flat(config: Config) -> Iterator[tuple[str, object]]:
    for key in StationForm.of(config).values():
        value: object = config
        for part in key.split("."):
            value = getattr(value, part)
        yield key, value


def _zone(text: str) -> str | None:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _number(text: str, least: float, most: float) -> float | None:
    try:
        value = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return value if least <= value <= most else None


def _whole(text: str, least: int, most: int) -> int | None:
    value = int(text.strip()) if text.strip().isdecimal() and len(text) < 10 else None
    return value if value is not None and least <= value <= most else None


def _address(text: str) -> str | None:
    fits = text.startswith(("http://", "https://")) and text.isascii() and " " not in text
    return text if not text or (fits and text.isprintable()) else None
