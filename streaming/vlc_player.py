"""libVLC as the player behind the sound card. Importing this module looks for libVLC."""

from dataclasses import dataclass
from typing import Any

import vlc

from streaming.soundcard import SoundcardUnavailable

OUTPUTS = ("pulse", "alsa")
"""libVLC's outputs that lead to a card. With ALSA and no card a player runs on unheard, so the
devices are listed first."""
NOT_A_CARD = ("", "default", "null")
"""Entries that are listed even where there is no card."""
OPTIONS = ("--no-video", "--quiet", "--network-caching=1000", "--no-metadata-network-access")


@dataclass(frozen=True, slots=True)
class Device:
    """One place where sound can come out."""

    output: str
    """libVLC's output module."""
    id: str
    """As that module names it."""
    name: str
    """As people name it."""


class VlcPlayer:
    """One media player of one libVLC instance."""

    def __init__(self, *options: str) -> None:
        try:
            self._vlc: Any = vlc.Instance([*OPTIONS, *options])
        except (NameError, AttributeError, OSError) as error:
            raise SoundcardUnavailable("libVLC is not installed") from error
        if self._vlc is None:
            raise SoundcardUnavailable("libVLC did not start")
        self._player = self._vlc.media_player_new()
        self._media: Any = None

    def devices(self) -> list[Device]:
        """Return the cards libVLC knows of."""
        found = []
        for output in OUTPUTS:
            entry = self._vlc.audio_output_device_list_get(output)
            while entry:
                device = entry.contents
                name, text = (device.device or b"").decode(), (device.description or b"").decode()
                if name not in NOT_A_CARD:
                    found.append(Device(output, name, text))
                entry = device.next
        return found

    def play(self, address: str) -> None:
        self._media = self._vlc.media_new(address)
        self._player.set_media(self._media)
        self._player.play()

    def stop(self) -> None:
        self._player.stop()

    def failed(self) -> bool:
        ended = (vlc.State.Error, vlc.State.Ended, vlc.State.Stopped)
        return self._player.get_state() in ended

    def heard(self) -> int:
        """Return the sound buffers played so far."""
        statistics = vlc.MediaStats()
        if self._media is None or not self._media.get_stats(statistics):
            return 0
        return int(statistics.played_abuffers)
