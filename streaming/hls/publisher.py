"""Numbers, stores and shows the segments of a channel. Its disk may fail."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Event

from station.audio import span_of, utc_us
from station.clock import Clock
from station.outputs import OutputState
from streaming.hls.published import Published
from streaming.hls.state_file import HlsFolder
from streaming.hls.window import Airing, Window, publish
from streaming.standing import Standing

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
REST_SECONDS = 5.0
PATIENCE = timedelta(seconds=12)
"""Time without a segment after which something is made up, so that no player runs into the end."""


class Publisher:
    """The window of a channel, on disk and in memory; belongs to one thread."""

    def __init__(
        self,
        names: Sequence[str],
        folder: HlsFolder,
        published: Published,
        standing: Standing,
        clock: Clock,
    ) -> None:
        self.standing = standing
        self.opened = False
        self.covered_us = 0
        """Station time at which what was published ends."""
        self._names = names
        self._folder = folder
        self._published = published
        self._clock = clock
        self._window: Window
        self._published_at: datetime

    @property
    def overdue(self) -> bool:
        """Whether players are about to run into the end."""
        return self._clock.now() - self._published_at > PATIENCE

    def run(self, stop: Event, look: Callable[[], None]) -> None:
        """Open, then call `look` twice a second until told to stop."""
        while not self.opened and not stop.wait(REST_SECONDS):
            self.open()
        while not stop.wait(LOOK_SECONDS):
            try:
                look()
            except Exception as error:
                logger.exception("HLS failed", extra={"action": "hls_failed"})
                self.stall(str(error) or type(error).__name__)
        self.standing.enter(OutputState.IDLE)

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
                        self._published.add(name, segment.file(name), content)
        except OSError as error:
            self._complain(error)
            return
        self._published.show(self._window)
        self.covered_us = now_us
        self._published_at = self._clock.now()
        self.opened = True

    def publish(
        self,
        contents: Mapping[str, bytes],
        *,
        samples: int,
        utc_us: int,
        joins: bool,
        airings: Iterable[Airing] = (),
    ) -> None:
        """Publish the same stretch of every rendition that was made."""
        self._put(contents, samples=samples, utc_us=utc_us, joins=joins, airings=airings)
        self._published_at = self._clock.now()

    def make_up(self, contents: Mapping[str, bytes], *, samples: int, joins: bool) -> None:
        """Publish something in the place of what does not come, until more is overdue."""
        self._put(contents, samples=samples, utc_us=self.covered_us, joins=joins)
        self._published_at += span_of(samples)
        self.stall("the encoder gives nothing")

    def stall(self, error: str) -> None:
        self.standing.enter(OutputState.STALLED, error)

    def _put(
        self,
        contents: Mapping[str, bytes],
        *,
        samples: int,
        utc_us: int,
        joins: bool,
        airings: Iterable[Airing] = (),
    ) -> None:
        window = publish(self._window, samples=samples, utc_us=utc_us, joins=joins, airings=airings)
        segment = window.segments[-1]
        try:
            for name, content in contents.items():
                self._folder.write(name, segment, content)
            self._folder.save(window)
            self.standing.enter(OutputState.UP)
        except OSError as error:
            self._folder.disown()
            self._complain(error)
        for name, content in contents.items():
            self._published.add(name, segment.file(name), content)
            self.standing.sent(len(content))
        self._window = window
        self.covered_us = segment.ends_us
        self._published.show(window)

    def _complain(self, error: OSError) -> None:
        """Go on from memory: a full disk must not silence anyone."""
        if self.standing.output().last_error != str(error):
            logger.error("HLS not stored: %s", error, extra={"action": "hls_not_stored"})
        self.stall(str(error))
