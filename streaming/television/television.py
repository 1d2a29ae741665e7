"""Everything that streams the pictures of a channel, wired together."""

from collections.abc import Callable, Iterator
from threading import Event, Thread

from station.clock import Clock
from station.config import Channel
from station.outputs import Output
from station.paths import StatePaths
from streaming import slate
from streaming.encoder_input import EncoderInput
from streaming.hls.published import Published
from streaming.hls.publisher import Publisher
from streaming.hls.state_file import HlsFolder
from streaming.lives import Lives
from streaming.metrics import Count
from streaming.pictures.making import Making
from streaming.pictures.rungs import rungs_of
from streaming.pictures.units import Report
from streaming.standing import Standing
from streaming.television.filler import KeptFiller
from streaming.television.ladder_hls import SOUND_ONLY, LadderHls, variants
from streaming.television.ladder_life import LadderLife
from streaming.television.orders import Orders
from streaming.television.unit_ring import UnitRing

TARGET_SECONDS = 5
"""Stretches are four seconds."""
HANGS_AFTER = 10.0
"""Seconds: the child of a busy machine needs a while to begin."""


class Television:
    """The picture encoder, its units and the leaves on them."""

    def __init__(self, channel: Channel, paths: StatePaths, clock: Clock) -> None:
        assert channel.shape
        slug = channel.slug
        self.channel = channel
        self.units = UnitRing()
        self.source = EncoderInput(packed=Orders().pack)
        self._making = Making(
            channel.shape,
            channel.picture.preset,
            pictures=str(paths.pictures(slug)),
            graphics=str(paths.graphics(slug)),
            slate=str(paths.slate_picture),
        )
        standing = Standing(clock, f"encoder:{slug}/pictures", kind="encoder", channel=slug)
        self._lives = Lives(self._begin, standing, self._making, hangs_after=HANGS_AFTER)
        rungs = rungs_of(channel.shape)
        names = [*(each.name for each in rungs), SOUND_ONLY]
        self.published = Published(slug, variants(rungs))
        folder = HlsFolder(paths.hls / slug, names, names[:-1], TARGET_SECONDS)
        path = f"{slug}/live.m3u8"
        hls = Standing(clock, path, kind="hls", channel=slug, url=f"/{path}")
        loop = slate.Slate(slate.load(paths.slate))
        self._filler = KeptFiller(paths.hls / slug / "filler.units", self._making, loop, clock)
        publisher = Publisher(names, folder, self.published, hls, clock)
        self._hls = LadderHls(self.units, rungs, publisher, self._filler)
        self._left_out = self._missed = 0
        self._threads: list[Thread] = []

    def start(self, stop: Event) -> None:
        """Show what HLS holds, then start the threads; they end after `stop` is set."""
        self._hls.publisher.open()
        self._start("pictures", self._lives.run, stop)
        self._start("hls", self._hls.run, stop)
        self._start("filler", lambda _: self._filler.prepare(), stop)

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def outputs(self) -> list[Output]:
        return [self._lives.standing.output(), self._hls.publisher.standing.output()]

    def counts(self) -> Iterator[Count]:
        """Yield what is counted beside the outputs."""
        for name, meaning, value in (
            ("mengudara_untaken_pictures", "Blocks no picture encoder took", self.source.dropped),
            ("mengudara_pictures_left_out", "Pictures left out for lack of time", self._left_out),
            ("mengudara_pictures_missed", "Pictures read too late", self._missed),
        ):
            yield Count(name, meaning, self.channel.slug, value)

    def _begin(self, number: int, making: Making) -> LadderLife:
        return LadderLife(number, making, self.source, self.units, self._told)

    def _told(self, report: Report) -> None:
        self._left_out += report.left_out
        self._missed += report.missed

    def _start(self, name: str, work: Callable[[Event], None], stop: Event) -> None:
        thread = Thread(target=work, args=(stop,), name=f"{name} {self.channel.slug}")
        self._threads.append(thread)
        thread.start()
