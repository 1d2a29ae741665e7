"""The state folder and everything in it."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "MENGUDARA_HOME"
MEMORY = Path("/dev/shm")


def state_home() -> Path:
    """Return `$MENGUDARA_HOME`, or `./var` in development; always absolute."""
    return Path(os.environ.get(HOME_VARIABLE) or "var").absolute()


@dataclass(frozen=True, slots=True)
class StatePaths:
    """Where each thing lives below the state folder."""

    home: Path

    @property
    def config(self) -> Path:
        return self.home / "station.toml"

    @property
    def database(self) -> Path:
        return self.home / "mengudara.db"

    @property
    def media(self) -> Path:
        """Recordings, stored under the name of their SHA-256."""
        return self.home / "media"

    @property
    def uploads(self) -> Path:
        """Uploads still on their way."""
        return self.home / "uploads"

    @property
    def inbox(self) -> Path:
        """The watched folder."""
        return self.home / "inbox"

    @property
    def quarantine(self) -> Path:
        """Files that cannot go on air, kept with the reason why."""
        return self.home / "quarantine"

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def recordings(self) -> Path:
        return self.home / "recordings"

    @property
    def hls(self) -> Path:
        return self.home / "hls"

    @property
    def backup(self) -> Path:
        return self.home / "backup"

    @property
    def slate(self) -> Path:
        """What is heard when the air is absent: raw float32 stereo at 48 kHz."""
        return self.home / "slate.f32"

    def slate_picture(self, name: str) -> Path:
        """What is seen when the air is absent or empty, by its file name."""
        return self.home / name

    def rundown(self, channel: str) -> Path:
        return self.home / "rundown" / channel

    def journal(self, channel: str) -> Path:
        return self.home / "journal" / channel

    def wall(self, channel: str) -> Path:
        """The buttons of the cart wall and the emergency messages, as published by the desk."""
        return self.home / "wall" / f"{channel}.json"

    @property
    def rules(self) -> Path:
        """Packs of rules of the station's own."""
        return self.home / "rules"

    @property
    def presenters(self) -> Path:
        """Who may connect live, as published by the desk."""
        return self.home / "presenters.json"

    def live_socket(self, channel: str) -> Path:
        """Where live sound comes into the air."""
        return self.run / f"{channel}.live"

    def interpreters_socket(self, channel: str) -> Path:
        """Where sign-language interpreters who are live come into what stands over the pictures."""
        return self.run / f"{channel}.interpreters"

    @property
    def microphone_socket(self) -> Path:
        """Where the desk hands browser microphones to the live process."""
        return self.run / "microphone"

    @property
    def relays(self) -> Path:
        """What the live process found out about the stations that are to be relayed."""
        return self.run / "relays.json"

    def bus_socket(self, channel: str) -> Path:
        return self.run / f"{channel}.bus"

    def pictures(self, channel: str) -> Path:
        """The picture ring of a television channel: in memory, where the system has a place."""
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return _memory(self.run) / f"mengudara-{name}-{channel}.pictures"

    def live_pictures(self, session: str) -> Path:
        """The picture ring of one live input, likewise."""
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return _memory(self.run) / f"mengudara-{name}-{session}.live-pictures"

    def graphics(self, channel: str) -> Path:
        """The folder of what is drawn over its pictures, likewise."""
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return _memory(self.run) / f"mengudara-{name}-{channel}.graphics"

    def look(self, channel: str) -> Path:
        """What stands over its pictures and how it looks, as published by the desk."""
        return self.home / "look" / f"{channel}.json"

    def logo(self, channel: str) -> Path:
        """The picture of its logo, likewise; a PNG."""
        return self.home / "look" / f"{channel}.png"

    def pressure(self, channel: str) -> Path:
        """How hard the machine is pressed, as this air sees it."""
        return self.run / f"{channel}.pressure"

    def control_socket(self, channel: str) -> Path:
        return self.run / f"{channel}.control"

    def create(self) -> None:
        """Make the folders that processes expect to find."""
        for folder in (
            self.media, self.uploads, self.inbox, self.quarantine,
            self.run, self.recordings, self.hls, self.backup,
        ):  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True)


def _memory(otherwise: Path) -> Path:
    return MEMORY if os.access(MEMORY, os.W_OK) else otherwise
