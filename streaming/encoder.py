"""A channel's encoder: one FFmpeg for all its renditions, watched and started again."""

import logging
from threading import Event

from station.outputs import OutputState
from streaming.encoder_input import EncoderInput
from streaming.encoder_life import EncoderLife
from streaming.ring import Ring
from streaming.standing import Standing

logger = logging.getLogger(__name__)

COLLECT_SECONDS = 0.2
HANGS_AFTER = 15
"""Collections in a row without a byte: three seconds, for an encoder is always fed."""
REST_SECONDS = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Before the next start, by the number of lives in a row that gave nothing."""


class Encoder:
    """Lives as long as the channel; its FFmpeg may die at any time."""

    def __init__(
        self, rings: list[Ring], source: EncoderInput, standing: Standing, *, exe: str
    ) -> None:
        self.standing = standing
        self.pid = 0
        """Of the FFmpeg that runs now, 0 between two lives."""
        self._rings = rings
        self._source = source
        self._exe = exe
        self._lives = 0
        self._failures = 0

    def run(self, stop: Event) -> None:
        """Run FFmpeg again and again until told to stop."""
        while not stop.is_set():
            self.standing.enter(OutputState.CONNECTING)
            try:
                error = self._run_once(stop)
            except Exception as failure:
                logger.debug("encoder failed", exc_info=True)
                error = str(failure) or type(failure).__name__
            if not stop.is_set():
                self._note_end(error)
                stop.wait(REST_SECONDS[min(self._failures, len(REST_SECONDS) - 1)])
        self.standing.enter(OutputState.IDLE)

    def _run_once(self, stop: Event) -> str:
        """Run one FFmpeg until it ends, hangs or is no longer wanted; return why it ended."""
        self._lives += 1
        life = EncoderLife(self._exe, self._rings, self._source, self._lives)
        self.pid = life.pid
        silent = 0
        try:
            while not life.ended and silent < HANGS_AFTER and not stop.wait(COLLECT_SECONDS):
                silent = silent + 1 if not self._collect(life) else 0
        finally:
            self.pid = 0
            life.close(kill=silent >= HANGS_AFTER)
        return "no output for three seconds" if silent >= HANGS_AFTER else life.last_words

    def _collect(self, life: EncoderLife) -> int:
        count = life.collect()
        if count:
            self.standing.enter(OutputState.UP)
            self.standing.sent(count)
        return count

    def _note_end(self, error: str) -> None:
        lived = self.standing.state is OutputState.UP
        self._failures = 0 if lived else self._failures + 1
        self.standing.enter(OutputState.BACKOFF, error)
        self.standing.restarted()
        name = self.standing.output().name
        logger.error("%s ended: %s", name, error, extra={"action": "encoder_ended"})
