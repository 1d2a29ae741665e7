"""Everything that streams the pictures of a channel, wired together."""

import logging
import os
from collections.abc import Callable, Iterator
from threading import Event, Thread

from station.clock import Clock
from station.config import Channel, Config
from station.outputs import Output, OutputState
from station.paths import StatePaths
from streaming import slate
from streaming.encoder_input import EncoderInput
from streaming.film_cues import FilmCues
from streaming.graphics.graphics import Graphics
from streaming.hls.published import Published
from streaming.hls.publisher import Publisher
from streaming.hls.state_file import HlsFolder
from streaming.hls.window import ALL_CAPTIONS
from streaming.lives import Lives
from streaming.metrics import Count
from streaming.pictures.making import Making
from streaming.pictures.rungs import Rung
from streaming.pictures.units import Report
from streaming.standing import Standing
from streaming.television.caption_languages import CaptionLanguages
from streaming.television.filler import KeptFiller
from streaming.television.ladder_hls import SOUND_ONLY, LadderHls, variants
from streaming.television.ladder_life import LadderLife
from streaming.television.orders import Orders
from streaming.television.overlaid import Overlaid
from streaming.television.relief import Relief, steps
from streaming.television.transport import TransportStreams
from streaming.television.unit_ring import UnitRing

logger = logging.getLogger(__name__)

TARGET_SECONDS = 5
"""Stretches are four seconds."""
HANGS_AFTER = 10.0
"""Seconds: the child of a busy machine needs a while to begin."""


class Television:
    """The picture encoder, its units and the leaves on them."""

    def __init__(self, channel: Channel, config: Config, paths: StatePaths, clock: Clock) -> None:
        assert channel.shape
        slug = channel.slug
        self.channel = channel
        self.units = UnitRing()
        self.pressed = False
        """Whether the air is short of time; set by whoever watches it."""
        self._clock = clock
        self._source = EncoderInput(packed=Orders().pack)
        self._graphics = Graphics(channel, config, paths, clock)
        self.sink = Overlaid(self._source, self._graphics.overlay)
        making = Making(
            channel.shape,
            channel.picture.preset,
            channel.picture.ladder,
            pictures=str(paths.pictures(slug)),
            graphics=str(paths.graphics(slug)),
            slate=str(paths.slate_picture(channel.picture.slate)),
        )
        standing = Standing(clock, f"encoder:{slug}/pictures", kind="encoder", channel=slug)
        self._lives = Lives(self._begin, standing, making, hangs_after=HANGS_AFTER)
        self._relief = Relief(steps(making, len(os.sched_getaffinity(0))), clock.now())
        rungs = making.rungs
        self._rungs = {each.name: _standing(each, slug, clock) for each in rungs}
        self.transport = TransportStreams(self.units, rungs)
        sizes = [each.name for each in rungs]
        names = [*sizes, SOUND_ONLY, *ALL_CAPTIONS]
        self.published = Published(slug, variants(rungs), captions=True)
        folder = HlsFolder(paths.hls / slug, names, [*sizes, *ALL_CAPTIONS], TARGET_SECONDS)
        path = f"{slug}/live.m3u8"
        hls = Standing(clock, path, kind="hls", channel=slug, url=f"/{path}")
        loop = slate.Slate(slate.load(paths.slate))
        self._filler = KeptFiller(paths.hls / slug / "filler.units", making, loop, clock)
        publisher = Publisher(names, folder, self.published, hls, clock)
        cues = FilmCues(paths.media)
        languages = CaptionLanguages(paths.rundown(slug), cues.languages, clock).now
        self._hls = LadderHls(self.units, rungs, publisher, self._filler, cues.of, languages)
        self._left_out = self._missed = 0
        for rung in self._rungs.values():
            rung.enter(OutputState.CONNECTING)
        self._threads: list[Thread] = []

    def start(self, stop: Event) -> None:
        """Show what HLS holds, then start the threads; they end after `stop` is set."""
        self._hls.publisher.open()
        self._graphics.start(stop)
        self._start("pictures", self._lives.run, stop)
        self._start("hls", self._hls.run, stop)
        self._start("transport", self.transport.run, stop)
        Thread(target=self._filler.prepare, name=f"filler {self.channel.slug}", daemon=True).start()

    def join(self) -> None:
        self._graphics.join()
        for thread in self._threads:
            thread.join()

    def outputs(self) -> list[Output]:
        rungs = [each.output() for each in self._rungs.values()]
        made = [self._lives.standing.output(), self._hls.publisher.standing.output()]
        return [*made, *rungs, *self._graphics.outputs()]

    def counts(self) -> Iterator[Count]:
        """Yield what is counted beside the outputs."""
        slug = self.channel.slug
        for name, meaning, value in (
            ("mengudara_untaken_pictures", "Blocks no picture encoder took", self._source.dropped),
            ("mengudara_pictures_left_out", "Pictures left out for lack of time", self._left_out),
            ("mengudara_pictures_missed", "Pictures read too late", self._missed),
        ):
            yield Count(name, meaning, slug, value)
        relief = self._relief
        speed = ("mengudara_picture_speed", "Picture encoder, times the clock", slug, relief.speed)
        yield Count(*speed, measured=True)
        steps = ("mengudara_picture_steps_down", "Steps below the whole", slug, relief.number)
        yield Count(*steps, measured=True)

    def _begin(self, number: int, making: Making) -> LadderLife:
        return LadderLife(number, making, self._source, self.units, self._told)

    def _told(self, report: Report) -> None:
        """Take in what the encoder says of itself, in its own thread."""
        self._left_out += report.left_out
        self._missed += report.missed
        if self._relief.told(report, self._clock.now(), pressed=self.pressed):
            self._follow_relief()
        for name, rung in self._rungs.items():
            shed = name in self._relief.step.making.left_out
            rung.enter(OutputState.SHED if shed else OutputState.UP)

    def _follow_relief(self) -> None:
        step, name = self._relief.step, self._lives.standing.output().name
        message = "%s: %s" if step.name else "%s: whole again%s"
        logger.warning(message, name, step.name, extra={"action": "picture_step"})
        self._lives.standing.reduce("" if step.is_whole else step.name)
        self._lives.wanted = step.making

    def _start(self, name: str, work: Callable[[Event], None], stop: Event) -> None:
        thread = Thread(target=work, args=(stop,), name=f"{name} {self.channel.slug}")
        self._threads.append(thread)
        thread.start()


def _standing(rung: Rung, slug: str, clock: Clock) -> Standing:
    name, bits = f"{slug}/{rung.name}", 1_000 * rung.kilobits
    url = f"/{name}/live.m3u8"
    return Standing(clock, name, kind="rung", channel=slug, url=url, bitrate=bits)
