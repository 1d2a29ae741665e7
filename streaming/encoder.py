"""A channel's encoder: one FFmpeg for all its renditions, watched and started again.

One for all, because two cost more: a sixth more processor time, measured for MP3 and AAC in one
and the low AAC in another. Extra renditions are therefore shed by going on with an FFmpeg that
makes only the others, from the very block at which the one before ends.
"""

import logging
from collections.abc import Collection
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
        self,
        rings: list[Ring],
        source: EncoderInput,
        standing: Standing,
        *,
        exe: str,
        extra: Collection[str] = (),
    ) -> None:
        """`extra` names the renditions that can be shed."""
        self.standing = standing
        self.pid = 0
        """Of the FFmpeg that runs now, 0 between two lives."""
        self.shed = False
        """Whether the extra renditions are to be left out; set by whoever watches the pressure."""
        self._rings = rings
        self._extra = extra
        self._source = source
        self._exe = exe
        self._lives = 0
        self._failures = 0

    def run(self, stop: Event) -> None:
        """Run FFmpeg again and again until told to stop."""
        self.standing.enter(OutputState.CONNECTING)
        while not stop.is_set():
            try:
                error = self._run_once(stop)
            except Exception as failure:
                logger.debug("encoder failed", exc_info=True)
                error = str(failure) or type(failure).__name__
            if error and not stop.is_set():
                self._note_end(error)
                stop.wait(REST_SECONDS[min(self._failures, len(REST_SECONDS) - 1)])
                self.standing.enter(OutputState.CONNECTING)
        self.standing.enter(OutputState.IDLE)

    def _run_once(self, stop: Event) -> str:
        """Run one FFmpeg until it ends, hangs or is no longer wanted; return what went wrong."""
        shed, self._lives = self.shed, self._lives + 1
        rings = self._without_extra() if shed else self._rings
        life = EncoderLife(self._exe, rings, self._source, self._lives)
        self.pid = life.pid
        hangs = False
        try:
            hangs = self._follow(life, stop, shed=shed)
        finally:
            self.pid = 0
            life.close(kill=hangs)
            self._tell_shed()
        if hangs:
            return "no output for three seconds"
        return life.last_words if self.shed is shed else ""

    def _follow(self, life: EncoderLife, stop: Event, *, shed: bool) -> bool:
        """Collect for as long as it runs and is the wanted one; return whether it hangs."""
        silent = 0
        while not life.ended and self.shed is shed and not stop.wait(COLLECT_SECONDS):
            silent = silent + 1 if not self._collect(life) else 0
            if silent >= HANGS_AFTER:
                return True
        return False

    def _without_extra(self) -> list[Ring]:
        return [ring for ring in self._rings if ring.rendition.name not in self._extra]

    def _tell_shed(self) -> None:
        """Tell the leaves of the extra renditions that nothing more comes for now."""
        for ring in self._rings if self.shed else ():
            if ring.rendition.name in self._extra:
                ring.leave_out()

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
