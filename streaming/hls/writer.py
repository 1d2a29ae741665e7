"""The leaf that turns a channel's AAC rings into HLS."""

from threading import Event

from station.clock import Clock
from streaming.hls import silence
from streaming.hls.cutter import FRAME_SAMPLES, Cut, Cutter
from streaming.hls.published import Published
from streaming.hls.publisher import Publisher
from streaming.hls.state_file import HlsFolder
from streaming.hls.transport_stream import Muxer
from streaming.hls.window import SEGMENT_FRAMES
from streaming.ring import Ring
from streaming.standing import Standing


class HlsWriter:
    """Follows the rings and publishes; silence where nothing comes for too long."""

    def __init__(
        self,
        rings: list[Ring],
        folder: HlsFolder,
        published: Published,
        standing: Standing,
        clock: Clock,
    ) -> None:
        self.standing = standing
        self._rings = rings
        self._names = [str(ring.rendition.name) for ring in rings]
        self._publisher = Publisher(self._names, folder, published, standing, clock)
        self._cutter = Cutter(self._names)
        self._muxers = {name: Muxer() for name in self._names}
        self._read_until = dict.fromkeys(self._names, 0)
        self._silent_frames = 0

    def open(self) -> None:
        """Show what is on disk from before."""
        self._publisher.open()

    def run(self, stop: Event) -> None:
        self._publisher.run(stop, self.look)

    def look(self) -> None:
        """Publish whatever is complete, or silence when nothing has come for too long."""
        for ring, name in zip(self._rings, self._names, strict=True):
            for chunk in ring.read(self._read_until[name]):
                self._cutter.add(name, chunk.piece)
                self._read_until[name] = chunk.index + 1
        for cut in self._cutter.cuts():
            self._publish(cut)
        if self._publisher.overdue:
            self._publish_silence()

    def _publish(self, cut: Cut) -> None:
        joins = cut.joins and not self._silent_frames
        self._silent_frames = 0
        self._publisher.publish(
            self._muxed(cut.frames, cut.first_frame),
            samples=cut.count * FRAME_SAMPLES,
            utc_us=cut.utc_us,
            joins=joins,
            airings=cut.airings,
        )

    def _publish_silence(self) -> None:
        frames = {
            name: [silence.frame(ring.rendition)] * SEGMENT_FRAMES
            for ring, name in zip(self._rings, self._names, strict=True)
        }
        contents = self._muxed(frames, self._silent_frames)
        joins = self._silent_frames > 0
        self._silent_frames += SEGMENT_FRAMES
        self._publisher.make_up(contents, samples=SEGMENT_FRAMES * FRAME_SAMPLES, joins=joins)

    def _muxed(self, frames: dict[str, list[bytes]], first_frame: int) -> dict[str, bytes]:
        return {
            name: self._muxers[name].segment(held, first_frame) for name, held in frames.items()
        }
