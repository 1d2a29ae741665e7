"""A push of television: one rung sent to one service, connected again and again."""

from collections.abc import Sequence

from station.clock import Clock
from station.config import Push
from station.outputs import OutputState
from streaming.pictures.transport_stream import Muxer
from streaming.pictures.units import Unit, pack
from streaming.push.joined import Joined, ParametersChanged
from streaming.push.leaf import Leaf
from streaming.push.progress import Progress
from streaming.push.remote_child import RemoteChild
from streaming.standing import Standing
from streaming.television.unit_ring import Batch, UnitRing

LOOK_SECONDS = 0.2
WORTH = 8_192
"""Bytes that count as progress: a frozen server's system still takes a few at a time."""
ENDLESS = -1
"""Bytes to send: there are always more."""


class RemotePush(Leaf):
    """A leaf on the units of a channel."""

    def __init__(
        self, settings: Push, units: UnitRing, standing: Standing, *, clock: Clock, exe: str
    ) -> None:
        super().__init__(settings.name, standing)
        self.settings = settings
        self.lagged = 0
        """Times pictures were left out because the server took too little."""
        self._units = units
        self._clock = clock
        self._exe = exe

    def _run_once(self) -> None:
        child = RemoteChild(self.settings, self._exe)
        try:
            self._follow(child)
        except ParametersChanged as error:
            self.standing.enter(OutputState.BACKOFF, str(error))
        finally:
            child.close()

    def _follow(self, child: RemoteChild) -> None:
        progress = Progress(self._clock.now())
        joined = Joined(self.settings.rung)
        form = _packed if self.settings.kind == "rtmp" else Muxer().stretch
        index, confirmed = self._units.end, 0
        while not self._stop.is_set():
            child.look()
            if not child.ready:
                self._stop.wait(LOOK_SECONDS)
            elif self._units.wait(index, LOOK_SECONDS):
                batch = self._next(index, joined)
                index = batch.index + 1
                child.give(form(joined.take(batch)))
            self.standing.sent(max(0, child.confirmed - confirmed))
            confirmed = max(confirmed, child.confirmed)
            self._judge(progress, confirmed)

    def _next(self, index: int, joined: Joined) -> Batch:
        batch = self._units.read(index)[0]
        if batch.index > index:
            self.lagged += 1
            joined.skip()
        return batch

    def _judge(self, progress: Progress, confirmed: int) -> None:
        state = progress.judge(ENDLESS, confirmed // WORTH, self._clock.now())
        if state is OutputState.UP:
            self._backoff.reset()
            self.standing.enter(state)
        elif state is OutputState.STALLED:
            self.standing.enter(state, "the server takes nothing")


def _packed(units: Sequence[Unit]) -> bytes:
    return b"".join(pack(unit) for unit in units)
