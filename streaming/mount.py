"""One rendition offered to listeners. All of it runs on the event loop of the listener server."""

import asyncio
from collections.abc import Hashable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from station.config import Channel
from station.outputs import OutputState
from streaming.captions import Caption, no_caption
from streaming.icy import Woven, weave
from streaming.ring import Chunk, Ring
from streaming.standing import Standing

MANY = 1_000
"""Listeners above which two chunks are handed out at once: half the calls, half a second later."""
SLICE = 250
"""Listeners served before others on the loop have their turn."""
AT_ONCE = 10
"""Chunks handed to one listener in one go, about five seconds."""
COUNTED_SECONDS = 2.0
"""Sound after the burst that makes a connection a listener."""


class Transport(Protocol):
    """What a mount needs of a connection."""

    def write(self, data: bytes) -> None: ...
    def get_write_buffer_size(self) -> int: ...
    def is_closing(self) -> bool: ...
    def close(self) -> None: ...
    def abort(self) -> None: ...


class Listener:
    """One connection: an index into the ring, and no queue."""

    def __init__(self, transport: Transport, index: int, *, burst_until: int, icy: bool) -> None:
        self.transport = transport
        self.index = index
        self.burst_until = burst_until
        self.woven: Woven | None = None
        self.wants_titles = icy
        self.lapses = 0
        self.counted = False


class Mount:
    """Hands the same bytes to every listener that stands at the same place."""

    def __init__(
        self,
        channel: Channel,
        ring: Ring,
        standing: Standing,
        *,
        burst: float,
        caption: Caption = no_caption,
    ) -> None:
        self.channel = channel
        self.ring = ring
        self.standing = standing
        self.listeners: set[Listener] = set()
        self.peak = 0
        self.sessions = 0
        """Connections that became listeners, since the start."""
        self.dropped = 0
        """Listeners disconnected because they could not keep up."""
        self._burst = burst
        self._caption = caption
        self._serving = False
        self._cache: dict[Hashable, tuple[bytes, Woven | None]] = {}

    @property
    def path(self) -> str:
        return f"/{self.channel.slug}{self.ring.rendition.suffix}"

    @property
    def chunk_seconds(self) -> float:
        """How much is handed out at a time."""
        return self.ring.rendition.span(self.ring.rendition.chunk_frames)

    @property
    def tells_titles(self) -> bool:
        """Whether titles can be woven into its bytes."""
        return self.ring.rendition.metaint > 0

    @property
    def counted(self) -> int:
        """Listeners that have heard enough to be counted."""
        return sum(listener.counted for listener in self.listeners)

    def join(self, transport: Transport, *, icy: bool) -> Listener:
        """Add a listener and give it its burst."""
        end, icy = self.ring.end, icy and self.tells_titles
        listener = Listener(transport, self.ring.live_point(self._burst), burst_until=end, icy=icy)
        if icy:
            listener.woven = Woven(self.ring.rendition.metaint, None)
        self.listeners.add(listener)
        self.peak = max(self.peak, len(self.listeners))
        self.serve(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    def push(self) -> None:
        """Hand out what is new; called on the loop after the ring grew, or was shed."""
        if self.ring.shed:
            self._end()
            return
        self.standing.enter(OutputState.UP)
        if self._serving or (len(self.listeners) > MANY and self.ring.end % 2):
            return
        self._cache.clear()
        self._serving = bool(self.listeners)
        self._serve_slice(iter(list(self.listeners)))

    def serve(self, listener: Listener) -> None:
        """Give a listener what it lacks, as long as its socket takes it."""
        transport = listener.transport
        while listener in self.listeners and not transport.is_closing():
            if transport.get_write_buffer_size() or listener.index >= self.ring.end:
                return
            if listener.index < self.ring.first and not self._forgive(listener):
                return
            self._give(listener)

    def _end(self) -> None:
        """Give every listener what is left and close his connection."""
        self.standing.enter(OutputState.SHED)
        for listener in list(self.listeners):
            self.serve(listener)
            listener.transport.close()

    def _serve_slice(self, remaining: Iterator[Listener]) -> None:
        served = 0
        for listener in islice(remaining, SLICE):
            self.serve(listener)
            served += 1
        if served == SLICE:
            asyncio.get_running_loop().call_soon(self._serve_slice, remaining)
        else:
            self._serving = False

    def _forgive(self, listener: Listener) -> bool:
        """Let a listener that fell out of the ring jump to the live point, once."""
        listener.lapses += 1
        if listener.lapses > 1:
            self.dropped += 1
            listener.transport.abort()
            return False
        listener.index = self.ring.live_point(self._burst)
        return True

    def _give(self, listener: Listener) -> None:
        until = min(self.ring.end, listener.index + AT_ONCE)
        key = (listener.index, until, listener.woven)
        found = self._cache.get(key)
        if found is None:
            chunks = self.ring.read(listener.index, until - listener.index)
            found = self._cache[key] = self._payload(chunks, listener.woven)
        data, listener.woven = found
        listener.index = until
        listener.transport.write(data)
        self.standing.sent(len(data))
        self._count(listener)

    def _payload(self, chunks: list[Chunk], woven: Woven | None) -> tuple[bytes, Woven | None]:
        if woven is None:
            return _joined(chunk.data for chunk in chunks), None
        metaint = self.ring.rendition.metaint
        return weave(chunks, woven, metaint, unnamed=self.channel.name, caption=self._caption)

    def _count(self, listener: Listener) -> None:
        rendition = self.ring.rendition
        heard = rendition.span((listener.index - listener.burst_until) * rendition.chunk_frames)
        if not listener.counted and heard >= COUNTED_SECONDS:
            listener.counted = True
            self.sessions += 1


def _joined(parts: Iterable[bytes]) -> bytes:
    """Return one object; a single part is returned itself, not copied."""
    whole = list(parts)
    return whole[0] if len(whole) == 1 else b"".join(whole)
