"""A push of television: one rung sent to one service, connected again and again."""

import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

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
KNOCK_SECONDS = 3.0
PORTS = {"rtmp": 1935, "rtmps": 443}


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
        self._spare: RemoteChild | None = None
        self._joined = Joined(settings.rung)

    def _run_once(self) -> None:
        child = self._spare or RemoteChild(self.settings, self._exe)
        self._spare = child
        if self.settings.kind == "rtmp":
            knock(self.settings.url.get_secret_value())
        self._spare = None
        try:
            self._follow(child)
        except ParametersChanged as error:
            self.standing.enter(OutputState.BACKOFF, str(error))
        finally:
            child.close()
            if not self._stop.is_set():
                # It gets ready while we rest.
                self._spare = RemoteChild(self.settings, self._exe)

    def _run(self) -> None:
        super()._run()
        if self._spare:
            self._spare.close()

    def _follow(self, child: RemoteChild) -> None:
        progress = Progress(self._clock.now())
        self._joined.again()
        form = _packed if self.settings.kind == "rtmp" else Muxer().stretch
        index, received = self._units.end, 0
        while not self._stop.is_set():
            child.look()
            if not child.ready:
                self._stop.wait(LOOK_SECONDS)
            elif self._units.wait(index, LOOK_SECONDS):
                batch = self._next(index)
                index = batch.index + 1
                child.give(form(self._joined.take(batch)))
            if child.told:
                self.standing.sent(child.told.received - received)
                received = child.told.received
            self._judge(progress, child)

    def _next(self, index: int) -> Batch:
        batch = self._units.read(index)[0]
        if batch.index > index:
            self.lagged += 1
            self._joined.skip()
        return batch

    def _judge(self, progress: Progress, child: RemoteChild) -> None:
        state = progress.judge(child.told, self._clock.now())
        if state is OutputState.UP:
            self._well(state if child.confirms else OutputState.SENDING)
        elif state is OutputState.STALLED:
            self._stalled()


def knock(address: str) -> None:
    """Raise OSError where no server answers: a child takes a second to find that out."""
    parts = urlsplit(address)
    where = parts.hostname, parts.port or PORTS[parts.scheme]
    socket.create_connection(where, KNOCK_SECONDS).close()


def _packed(units: Sequence[Unit]) -> bytes:
    return b"".join(pack(unit) for unit in units)
