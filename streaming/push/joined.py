"""One rung of a ladder as one stream without end, over all encoders and connections. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from station.errors import StationError
from streaming.pictures.units import SOUND, Unit
from streaming.television.unit_ring import Batch, Origin

PARAMETER_SETS = (7, 8)
"""NAL units of H.264 that a receiver is told once."""


class RungLeftOut(StationError):
    """The encoder does not make this rung for now."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is left out, for lack of time")


class ParametersChanged(StationError):
    """A receiver must be told anew what it gets."""

    def __init__(self) -> None:
        super().__init__("the encoder makes pictures of another form")


class Joined:
    """Begins with a key picture; times go on by the station's clock from life to life."""

    def __init__(self, rung: str) -> None:
        """`rung`: its name; empty for the highest."""
        self._rung = rung
        self._track = 0
        self._origin: Origin | None = None
        self._epoch_us: int | None = None
        self._later = 0
        self._begins: int | None = None
        self._last = {SOUND: -1, 1: -1}
        self._parameters = b""

    def take(self, batch: Batch) -> list[Unit]:
        """Return what is to be sent, pictures as track 1.

        Raises RungLeftOut, ParametersChanged.
        """
        if batch.origin is not self._origin:
            self._begin(batch.origin)
        return [unit for each in batch.units for unit in self._taken(each)]

    def again(self) -> None:
        """Begin for a new connection. Times go on: who takes the stream on from the service has had
        those before, and FFmpeg for one lets nothing pass until they are reached again."""
        self._begins = None
        self._parameters = b""

    def skip(self) -> None:
        """Go on with the next key picture, because something was lost."""
        self._begins = None

    def _begin(self, origin: Origin) -> None:
        names = [each.name for each in origin.rungs]
        if self._rung and self._rung not in names:
            raise RungLeftOut(self._rung)
        self._track = names.index(self._rung) + 1 if self._rung else 1
        self._origin = origin
        self._begins = None
        begins_us = origin.timeline.utc_us(0)
        if self._epoch_us is None:
            self._epoch_us = begins_us
        self._later = (begins_us - self._epoch_us) * 9 // 100

    def _taken(self, unit: Unit) -> Iterable[Unit]:
        if unit.track not in (SOUND, self._track):
            return
        if self._begins is None and unit.track == self._track and unit.key:
            self._begins = unit.decoded
            self._check(unit.data)
        if self._begins is None or unit.shown < self._begins:
            return
        sent = replace(unit, track=min(unit.track, 1)).delayed(self._later)
        if sent.decoded <= self._last[sent.track]:
            ahead = self._last[sent.track] + 1 - sent.decoded
            self._later += ahead
            sent = sent.delayed(ahead)
        self._last[sent.track] = sent.decoded
        yield sent

    def _check(self, key_picture: bytes) -> None:
        found = b"".join(nal for nal in nals(key_picture) if nal[0] & 31 in PARAMETER_SETS)
        if self._parameters and found != self._parameters:
            raise ParametersChanged
        self._parameters = found


def nals(data: bytes) -> list[bytes]:
    """Return the NAL units of a picture in Annex B."""
    return [nal.rstrip(b"\0") for nal in data.split(b"\0\0\1")[1:] if nal]
