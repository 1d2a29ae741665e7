"""The leaf that turns a channel's AAC rings into HLS."""

import logging
from datetime import datetime, timedelta
from threading import Event

from station.audio import span_of, utc_us
from station.clock import Clock
from station.outputs import OutputState
from streaming.hls import silence
from streaming.hls.cutter import FRAME_SAMPLES, Cut, Cutter
from streaming.hls.published import Published
from streaming.hls.state_file import HlsFolder
from streaming.hls.transport_stream import Muxer
from streaming.hls.window import SEGMENT_FRAMES, Window, publish
from streaming.ring import Ring
from streaming.standing import Standing

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
REST_SECONDS = 5.0
PATIENCE = timedelta(seconds=12)
"""Time without a segment after which silence is published, so that no player runs into the end."""


class HlsWriter:
    """Follows the rings, writes segments and state, then shows them. Its disk may fail."""

    def __init__(
        self,
        rings: list[Ring],
        folder: HlsFolder,
        published: Published,
        standing: Standing,
        clock: Clock,
    ) -> None:
        self.standing = standing
        self.opened = False
        self._rings = rings
        self._folder = folder
        self._published = published
        self._clock = clock
        self._window: Window
        self._names = [str(ring.rendition.name) for ring in rings]
        self._cutter = Cutter(self._names)
        self._muxers = {name: Muxer() for name in self._names}
        self._read_until = dict.fromkeys(self._names, 0)
        self._silent_frames = 0
        self._covered_us = 0
        self._published_at: datetime

    def run(self, stop: Event) -> None:
        while not self.opened and not stop.wait(REST_SECONDS):
            self.open()
        while not stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception as error:
                logger.exception("HLS failed", extra={"action": "hls_failed"})
                self._stall(str(error) or type(error).__name__)
        self.standing.enter(OutputState.IDLE)

    def look(self) -> None:
        """Publish whatever is complete, or silence when nothing has come for too long."""
        for ring, name in zip(self._rings, self._names, strict=True):
            for chunk in ring.read(self._read_until[name]):
                self._cutter.add(name, chunk.piece)
                self._read_until[name] = chunk.index + 1
        for cut in self._cutter.cuts():
            self._publish(cut, joins=cut.joins and not self._silent_frames)
            self._silent_frames = 0
            self._published_at = self._clock.now()
        if self._clock.now() - self._published_at > PATIENCE:
            self._publish_silence()

    def open(self) -> None:
        """Take up the state on disk and show what it holds; may fail, and be tried again."""
        if self.standing.state is OutputState.IDLE:
            self.standing.enter(OutputState.CONNECTING)
        now_us = utc_us(self._clock.now())
        try:
            self._window = self._folder.open(now_us)
            for segment in self._window.held:
                for name in self._names:
                    content = self._folder.read(name, segment)
                    if content is not None:
                        self._published.add(name, segment.file, content)
        except OSError as error:
            self._complain(error)
            return
        self._published.show(self._window)
        self._covered_us = now_us
        self._published_at = self._clock.now()
        self.opened = True

    def _publish(self, cut: Cut, *, joins: bool) -> None:
        samples = cut.count * FRAME_SAMPLES
        window = publish(
            self._window, samples=samples, utc_us=cut.utc_us, joins=joins, airings=cut.airings
        )
        segment = window.segments[-1]
        contents = {
            name: self._muxers[name].segment(frames, cut.first_frame)
            for name, frames in cut.frames.items()
        }
        try:
            for name, content in contents.items():
                self._folder.write(name, segment, content)
            self._folder.save(window)
            self.standing.enter(OutputState.UP)
        except OSError as error:
            self._folder.disown()
            self._complain(error)
        for name, content in contents.items():
            self._published.add(name, segment.file, content)
            self.standing.sent(len(content))
        self._window = window
        self._covered_us = segment.ends_us
        self._published.show(window)

    def _publish_silence(self) -> None:
        frames = {
            name: [silence.frame(ring.rendition)] * SEGMENT_FRAMES
            for ring, name in zip(self._rings, self._names, strict=True)
        }
        cut = Cut(frames, self._silent_frames, self._covered_us, joins=True)
        self._publish(cut, joins=self._silent_frames > 0)
        self._silent_frames += SEGMENT_FRAMES
        self._published_at += span_of(SEGMENT_FRAMES * FRAME_SAMPLES)
        self._stall("the encoder gives nothing")

    def _complain(self, error: OSError) -> None:
        """Go on from memory: a full disk must not silence anyone."""
        if self.standing.output().last_error != str(error):
            logger.error("HLS not stored: %s", error, extra={"action": "hls_not_stored"})
        self._stall(str(error))

    def _stall(self, error: str) -> None:
        self.standing.enter(OutputState.STALLED, error)
