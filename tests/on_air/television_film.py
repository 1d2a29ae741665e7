"""A film whose pictures tell their number and whose sound beeps, and a viewer who measures both.

The viewer is FFmpeg: what it makes of a public address is read picture by picture, sample by
sample, with the times that stand in the stream. A film of 4 to 3, which has pads at its sides, is
told apart from the plan's: it is what is sent live.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from station.audio import BLOCK, RATE
from station.pictures import planes
from station.video import Shape
from tests.numbered_clips import BITS, make_clip, number_on
from tests.on_air.live_station import CLOCK

NUMBERS = 1 << BITS
EVERY = 32
"""Pictures from one beep to the next; numbers begin anew in step with them."""
PICTURE = 0.04
LIVE_SIZE = (320, 240)
INSIDE = (1 / 8, 7 / 8)
"""The part of the width that 4 to 3 fills."""
SIZE = Shape(112, 32)
_PITCH, _BED_PITCH = 2_000, 220
_TONE, _BED = 0.5, 0.02
_LOUD = 0.2
_APART = 0.5
"""Seconds between two beeps at least."""
_WHOLE = 0.06
"""Sounds that are further apart do not follow each other."""
_NEAR = 2.5
SHARP = 0.25
"""Seconds between two pictures that follow each other, at most: five a second are enough."""
_PADS, _PAD = 8, 22
"""Columns at the left, and how bright they are at most where there is a pad."""
_REACH = 60
"""Pictures that may come before or behind the sound that belongs to them."""
PATIENCE_SECONDS = 120.0
"""So long a viewer waits for what comes next."""


class Beep(NamedTuple):
    """A beep that was held against the pictures around it."""

    came: datetime
    later: float
    """Seconds by which it came later than its picture."""
    is_live: bool
    is_sharp: bool
    """Whether pictures came often enough to tell: where both a film's decoder and the encoder
    leave most of them out, those that are seen may stand for others."""


def numbered_film(path: Path, rounds: int, size: tuple[int, int] = (320, 180)) -> Path:
    """Write a film of so many times 41 seconds; a beep lasts as long as its picture."""
    pictures = NUMBERS * rounds
    at = np.arange(pictures * BLOCK) / RATE
    beeps = np.arange(len(at)) // BLOCK % EVERY == 0
    sound = _BED * np.sin(2 * np.pi * _BED_PITCH * at)
    sound += beeps * _TONE * np.sin(2 * np.pi * _PITCH * at)
    stereo = np.repeat((sound * 32767).astype(np.int16)[:, None], 2, axis=1)
    options = {"g": "50", "preset": "ultrafast"}
    return make_clip(path, pictures, sound=stereo, options=options, size=size)


def follows(one: tuple[float, int], two: tuple[float, int]) -> bool:
    """Return whether two pictures, each with its time, are as far apart as in the film."""
    apart = two[0] - one[0]
    return apart < _NEAR and abs(apart - (two[1] - one[1]) % NUMBERS * PICTURE) < PICTURE / 4


@dataclass
class Life:
    """What came with times that go on; they are the player's own, in seconds."""

    pictures: list[tuple[float, int]] = field(default_factory=list)
    """The time and the number of each."""
    beeps: list[tuple[datetime, float, int]] = field(default_factory=list)
    """When each came, its time, and how many pictures had begun by then."""
    _begun: int = 0
    _sound_ends: float = -1.0
    _fresh_from: float = 0.0
    _last_beep: float = -1.0

    def see(self, at: float, number: int) -> None:
        self._begun += bool(self.pictures) and self.pictures[-1][1] != number
        self.pictures.append((at, number))

    def hear(self, at: float, sound: np.ndarray) -> None:
        if abs(at - self._sound_ends) > _WHOLE:
            self._fresh_from = at + _WHOLE
        self._sound_ends = at + len(sound) / RATE
        loud = np.flatnonzero(np.abs(sound) > _LOUD)
        if len(loud):
            begins = at + loud[0] / RATE
            if begins - self._last_beep > _APART and begins > self._fresh_from:
                self.beeps.append((CLOCK.now(), begins, self._begun))
            self._last_beep = begins

    def offsets(self) -> Iterator[Beep]:
        """Yield by how much each beep came later than its picture belongs.

        Reckoned from the pictures before and behind it, for on a machine that is too small not
        every picture is sent; where these do not go on evenly, something else was cut in between.
        Live times may jump, so only what came about with it is asked.
        """
        begun = [two for one, two in pairwise(self.pictures) if one[1] != two[1]]
        for came, beep, place in self.beeps:
            first = max(0, place - _REACH)
            around = [
                (abs(n - place), one, two[0])
                for n, (one, two) in enumerate(pairwise(begun[first : place + _REACH]), first)
                if one[0] <= beep < two[0] and follows(one, two)
            ]
            for _, (at, number), ends in sorted(around)[:1]:
                half = EVERY / 2 * PICTURE
                later = (beep - at + number % EVERY * PICTURE + half) % (2 * half) - half
                yield Beep(came, later, number >= NUMBERS, ends - at < SHARP)


@dataclass
class Times:
    """Tells the lives of one track apart: each encoder's times begin at its own zero."""

    lives: int = 0
    _last: float = 0.0

    def begin_anew(self, packet: av.Packet) -> bool:
        """Return whether times begin anew with a packet."""
        if packet.dts is None:
            return False
        before, self._last = self._last, float(packet.dts * packet.time_base)
        self.lives += self._last < before
        return self._last < before


def _rest(track: av.VideoStream | av.AudioStream) -> list[av.VideoFrame | av.AudioFrame]:
    """Return what a decoder still holds, and have it begin anew."""
    frames = track.codec_context.decode(None)
    track.codec_context.flush_buffers()
    return frames


class Viewer:
    """FFmpeg's libraries on an address: what they demux, with the times they find, and decode.

    When they give up they are begun anew, and that is counted.
    """

    def __init__(self, url: str) -> None:
        self.lives: list[Life] = []
        self.heard = 0.0
        """Seconds of sound."""
        self.anew: list[datetime] = []
        """When it had given up and was begun anew."""
        self.moved: list[datetime] = []
        """When more was heard, ten times a second at most."""
        self._url = url
        self._scaler = VideoReformatter()
        self._stop = Event()
        self._thread = Thread(target=self._run, name="viewer", daemon=True)

    def __enter__(self) -> "Viewer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(2 * PATIENCE_SECONDS)

    def offsets(self) -> list[Beep]:
        return [each for life in list(self.lives) for each in life.offsets()]

    def _run(self) -> None:
        while not self._stop.is_set():
            with suppress(av.error.FFmpegError):
                self._follow()
            if self.lives and not self._stop.wait(0.2):
                self.anew.append(CLOCK.now())

    def _follow(self) -> None:
        with av.open(self._url, timeout=PATIENCE_SECONDS) as told:
            first, tracks = len(self.lives), (told.streams.video[0], told.streams.audio[0])
            self.lives.append(Life())
            times = {track.index: Times() for track in tracks}
            for packet in told.demux(*tracks):
                if self._stop.is_set():
                    return
                at = times[packet.stream.index]
                if at.begin_anew(packet):
                    self._take(self.lives[first + at.lives - 1], _rest(packet.stream))
                    self.lives += [Life() for _ in range(first + at.lives + 1 - len(self.lives))]
                self._take(self.lives[first + at.lives], packet.decode())

    def _take(self, life: Life, frames: Iterable[av.VideoFrame | av.AudioFrame]) -> None:
        for frame in frames:
            if isinstance(frame, av.VideoFrame):
                life.see(frame.time, self.look(frame))
            else:
                life.hear(frame.time, frame.to_ndarray()[0])
                self.heard += frame.samples / RATE
                self._note()

    def look(self, frame: av.VideoFrame) -> int:
        """Return the number of a picture; that of one sent live is beyond NUMBERS."""
        small = self._scaler.reformat(frame, SIZE.width, SIZE.height, "yuv420p")
        picture = small.to_ndarray(format="yuv420p").reshape(-1)
        if planes(picture, SIZE)[0][:, :_PADS].mean() < _PAD:
            return NUMBERS + number_on(picture, SIZE, INSIDE)
        return number_on(picture, SIZE)

    def _note(self) -> None:
        now = CLOCK.now()
        if not self.moved or (now - self.moved[-1]).total_seconds() > 0.1:
            self.moved.append(now)
