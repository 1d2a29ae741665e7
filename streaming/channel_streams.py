"""Everything that streams one channel, wired together."""

import logging
from collections.abc import Callable, Iterator
from threading import Event, Thread

from station import ffmpeg, pressure
from station.clock import Clock
from station.config import Channel, Config
from station.outputs import Output, OutputState
from station.paths import StatePaths
from station.pressure import Level
from station.recordings import JOURNAL, Copy
from station.running_texts import RunningTexts
from streaming import slate
from streaming.captions import captions
from streaming.encoder import Encoder
from streaming.encoder_input import EncoderInput
from streaming.feeder import Feeder
from streaming.frames import Codec
from streaming.hls.playlist import Variant
from streaming.hls.published import Published
from streaming.hls.state_file import HlsFolder
from streaming.hls.writer import HlsWriter
from streaming.intake import TOGETHER, Intake, Sink
from streaming.metrics import Count
from streaming.mount import Mount
from streaming.pictures.rungs import SOUND_BLOCKS
from streaming.recorder.copies import rings_of_copies
from streaming.recorder.recorder import Recorder
from streaming.recorder.troubles import Troubles
from streaming.renditions import RENDITIONS
from streaming.ring import Ring
from streaming.standing import Standing
from streaming.television.television import Television
from streaming.television.unit_ring import UnitRing

logger = logging.getLogger(__name__)

QUIET_LOOKS = 3
"""Looks a second apart without a new chunk after which a mount is stalled."""


class ChannelStreams:
    """The bus reader, the encoders, the rings and the leaves of a channel."""

    def __init__(self, channel: Channel, config: Config, paths: StatePaths, clock: Clock) -> None:
        self.channel = channel
        self._clock = clock
        self._run = paths.run
        self._texts = RunningTexts(paths.rundown(channel.slug))
        self.caption = captions(self._texts)
        self.rings = {name: Ring(RENDITIONS[name]) for name in channel.renditions}
        self._source = EncoderInput()
        self._feeder = Feeder(slate.Slate(slate.load(paths.slate)), clock.now())
        self.television = Television(channel, config, paths, clock) if channel.shape else None
        sinks: list[Sink] = [self._source] if self.rings else []
        if self.television:
            sinks.append(self.television.sink)
        self._intake = Intake(
            paths.bus_socket(channel.slug), self._feeder, sinks, clock,
            together=SOUND_BLOCKS if channel.shape else TOGETHER,
        )  # fmt: skip
        self._encoder = Encoder(
            list(self.rings.values()),
            self._source,
            self._standing(f"encoder:{channel.slug}", "encoder"),
            exe=ffmpeg.binary(config.ffmpeg),
            extra=channel.sheddable,
        )
        self._heard = [self._mount(ring, "icy", config) for ring in self.rings.values()]
        self._seen = [self._mount(ring, "ts", config) for ring in self.transport.values()]
        segmented = [ring for ring in self.rings.values() if ring.rendition.codec is Codec.ADTS]
        self._hls: HlsWriter | None = None
        if self.television:
            self.published = self.television.published
        else:
            variants = [Variant.of(ring.rendition) for ring in segmented]
            self.published = Published(channel.slug, variants)
            self._hls = self._hls_writer(segmented, paths) if segmented else None
        made = list((self.transport or self.rings).values())
        self._recorder = Recorder(
            paths.recordings / channel.slug,
            channel.recording,
            rings_of_copies(made, channel.recording),
            self._recorded,
            clock,
            Troubles(paths.journal(channel.slug) / JOURNAL, clock),
        )
        self._looks = {mount.path: (0, 0) for mount in self.mounts}
        self._threads: list[Thread] = []

    @property
    def mounts(self) -> list[Mount]:
        """What listeners and viewers can connect to."""
        return [*self._heard, *self._seen]

    @property
    def transport(self) -> dict[str, Ring]:
        """The transport streams of its pictures by rung, the highest first; none on radio."""
        return self.television.transport.rings if self.television else {}

    @property
    def units(self) -> UnitRing | None:
        """The units of its pictures, None on radio."""
        return self.television.units if self.television else None

    def start(self, stop: Event) -> None:
        """Show what HLS holds, then start the threads; they end after `stop` is set."""
        if self._hls:
            self._hls.open()
        self._start("intake", self._intake.run, stop)
        if self.rings:
            self._start("encoder", self._encoder.run, stop)
        if self.television:
            self.television.start(stop)
        if self._hls:
            self._start("hls", self._hls.run, stop)
        self._start("recorder", self._recorder.run, stop)
        for mount in self.mounts:
            mount.standing.enter(OutputState.CONNECTING)

    def join(self) -> None:
        if self.television:
            self.television.join()
        for thread in self._threads:
            thread.join()

    def look(self) -> None:
        """Read new running texts; note how hard the air is pressed, and which mounts are silent.

        Called once a second.
        """
        self._texts.look()
        level = pressure.highest(self._run, self._clock.now())
        if self.television:
            self.television.pressed = level >= Level.RENDITIONS
        self._encoder.shed = bool(self.channel.sheddable) and level >= Level.RENDITIONS
        for mount in self.mounts:
            if mount.ring.shed:
                continue
            end, quiet = self._looks[mount.path]
            quiet = quiet + 1 if mount.ring.end == end else 0
            self._looks[mount.path] = (mount.ring.end, quiet)
            if quiet >= QUIET_LOOKS + int(mount.chunk_seconds):
                mount.standing.enter(OutputState.STALLED, "the encoder gives nothing")

    def outputs(self) -> list[Output]:
        sound = [self._encoder.standing.output()] if self.rings else []
        leaves = [self._hls.standing.output()] if self._hls else []
        pictures = self.television.outputs() if self.television else []
        mounts = [*_outputs(self._heard), *leaves, *pictures, *_outputs(self._seen)]
        return [*sound, *mounts, *self._recorder.outputs()]

    def counts(self) -> Iterator[Count]:
        """Yield what is counted beside the outputs."""
        sessions = sum(mount.sessions for mount in self.mounts)
        dropped = sum(mount.dropped for mount in self.mounts)
        for name, meaning, value in (
            ("mengudara_bus_lost_blocks", "Blocks lost on the bus", self._intake.lost),
            ("mengudara_slate_periods", "Times the slate was fed", self._feeder.outages),
            ("mengudara_early_blocks", "Blocks that came too early", self._feeder.dropped),
            ("mengudara_untaken_blocks", "Blocks no encoder took", self._source.dropped),
            ("mengudara_listener_sessions", "Listeners since the start", sessions),
            ("mengudara_listeners_dropped", "Listeners too slow to keep", dropped),
        ):
            yield Count(name, meaning, self.channel.slug, value)
        if self.television:
            yield from self.television.counts()

    def _start(self, name: str, work: Callable[[Event], None], stop: Event) -> None:
        thread = Thread(target=work, args=(stop,), name=f"{name} {self.channel.slug}")
        self._threads.append(thread)
        thread.start()

    def _mount(self, ring: Ring, kind: str, config: Config) -> Mount:
        slug, rendition = self.channel.slug, ring.rendition
        path = f"{slug}{rendition.suffix}"
        standing = self._standing(path, kind, url=f"/{path}", bitrate=rendition.bitrate)
        burst = config.streams.burst_seconds
        return Mount(self.channel, ring, standing, burst=burst, caption=self.caption)

    def _recorded(self, copy: Copy) -> Standing:
        return self._standing(f"recorder:{self.channel.slug}/{copy}", "recorder")

    def _hls_writer(self, rings: list[Ring], paths: StatePaths) -> HlsWriter:
        slug = self.channel.slug
        path = f"{slug}/live.m3u8"
        names: list[str] = [ring.rendition.name for ring in rings]
        folder = HlsFolder(paths.hls / slug, names, self.channel.sheddable)
        standing = self._standing(path, "hls", url=f"/{path}")
        return HlsWriter(rings, folder, self.published, standing, self._clock)

    def _standing(self, name: str, kind: str, **more: object) -> Standing:
        return Standing(self._clock, name, kind=kind, channel=self.channel.slug, **more)


def _outputs(mounts: list[Mount]) -> list[Output]:
    return [mount.standing.output(len(mount.listeners)) for mount in mounts]
