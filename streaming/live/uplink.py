"""The connection of one input to the air, made again whenever the air is away for a moment."""

import contextlib
import logging
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Condition, Thread

from station.audio import RATE, Block
from station.clock import Clock
from station.live import (
    HELLO,
    MAX_LINE,
    WORD,
    Hello,
    Word,
    pack,
    pack_mute,
    pack_picture,
    pack_title,
)
from station.snapshot import LiveState
from streaming.live.pace import Pace

logger = logging.getLogger(__name__)

HELD = RATE
"""Frames kept for an air that is away; the oldest are dropped."""
RETRY_SECONDS = 0.1
LONGEST_RETRY_SECONDS = 3.2
"""For an air that lets nobody in: it is asked less and less often."""
LOOK_SECONDS = 0.1
"""How long a word of the air, or its end, may wait while no sound comes."""
SEND_SECONDS = 10
"""An air that takes nothing for so long hangs."""
AWAY = Word(LiveState.CONNECTING)


class AirGone(OSError):
    """The air has closed the connection."""


class Uplink:
    """Takes sound from one thread, sends it from its own, no faster than it sounds."""

    def __init__(
        self, path: Path, hello: Hello, told: Callable[[Word], None], clock: Clock
    ) -> None:
        self.connected = False
        self.dropped = 0
        """Frames lost while the air was away, of the whole session."""
        self._path = path
        self._hello = hello
        self._told = told
        self._clock = clock
        self._pace = Pace(clock.now())
        self._connections = 0
        self._changed = Condition()
        self._queue: deque[Block | int] = deque()
        """Sound, and the tickets of pictures that begin with the sound behind them."""
        self._held = 0
        self._news: dict[str, bytes] = {}
        """What is to be told beside the sound, the newest of each sort."""
        self._closed = False
        self._words = b""
        self._refusals = 0
        """Connections in a row that the air has closed without a word."""
        self._thread = Thread(target=self._run, name=f"uplink {hello.session}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, sound: Block) -> None:
        """Take sound. While the air is there and slow, wait; while it is away, drop the oldest."""
        with self._changed:
            while self.connected and self._held >= HELD and not self._closed:
                self._changed.wait()
            self._queue.append(sound[-HELD:])
            self._held += len(sound[-HELD:])
            while not self.connected and self._held > HELD and len(self._queue) > 1:
                oldest = self._queue.popleft()
                lost = 0 if isinstance(oldest, int) else len(oldest)
                self._held -= lost
                self.dropped += lost
            self._changed.notify_all()

    def picture(self, ticket: int) -> None:
        """Take the ticket of a picture that begins with the next sound that is put."""
        with self._changed:
            self._queue.append(ticket)

    def title(self, title: str) -> None:
        with self._changed:
            self._hello = replace(self._hello, title=title)
            self._news["title"] = pack_title(title)
            self._changed.notify_all()

    def mute(self, mute: bool) -> None:
        """Tell whether there is no sound to what is seen."""
        with self._changed:
            self._hello = replace(self._hello, mute=mute)
            self._news["mute"] = pack_mute(mute=mute)
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def drain(self, seconds: float) -> None:
        """Wait until the air has what was put, or is away."""
        with self._changed:
            self._changed.wait_for(self._has_nothing_to_send, seconds)

    def _run(self) -> None:
        while not self._closed:
            try:
                self._follow()
            except OSError as error:
                if self.connected and not self._closed:
                    self._note_loss(error)
            except Exception:
                logger.exception("uplink broke", extra={"action": "uplink_failed"})
            with self._changed:
                self.connected = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed, self._rest())

    def _note_loss(self, error: OSError) -> None:
        if not self._refusals:
            logger.warning("the air is away: %s", error, extra={"action": "air_away"})
        self._refusals += 1
        self._told(AWAY)

    def _rest(self) -> float:
        """Return the seconds until the next try; the first one comes at once."""
        return min(RETRY_SECONDS * 2.0 ** max(0, self._refusals - 1), LONGEST_RETRY_SECONDS)

    def _follow(self) -> None:
        """Be one connection until it breaks or nobody wants it any more; raises OSError."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as air:
            limit = struct.pack("ll", SEND_SECONDS, 0)
            air.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
            air.connect(str(self._path))
            self.connected = True
            self._words = b""
            air.sendall(self._greeting())
            while not self._closed:
                for packet in self._next():
                    air.sendall(packet)
                self._listen(air)

    def _greeting(self) -> bytes:
        """Return the hello; no two connections have the same name, so that none can be mixed up."""
        with self._changed:
            self._connections += 1
            self._news.clear()
            session = f"{self._hello.session}.{self._connections}"
            return HELLO.dump_json(replace(self._hello, session=session)) + b"\n"

    def _next(self) -> list[bytes]:
        """Wait a moment for something to send, and return it."""
        with self._changed:
            wait = self._pace.wait(self._clock.now())
            if wait:
                self._changed.wait_for(self._has_news, min(wait, LOOK_SECONDS))
            else:
                self._changed.wait_for(self._has_something, LOOK_SECONDS)
            packets = list(self._news.values())
            self._news.clear()
            if not wait:
                packets.extend(self._some())
            return packets

    def _some(self) -> Iterator[bytes]:
        """Yield the next sound, and the pictures that begin with it."""
        while self._queue:
            each = self._queue.popleft()
            if isinstance(each, int):
                yield pack_picture(each)
                continue
            self._held -= len(each)
            self._pace.spend(len(each))
            self._changed.notify_all()
            yield pack(each)
            return

    def _has_something(self) -> bool:
        return bool(self._queue) or self._has_news()

    def _has_news(self) -> bool:
        return bool(self._news) or self._closed

    def _has_nothing_to_send(self) -> bool:
        return self._closed or not (self._queue and self.connected)

    def _listen(self, air: socket.socket) -> None:
        """Read what the air says, without waiting; raises AirGone at its end."""
        with contextlib.suppress(BlockingIOError):
            said = air.recv(MAX_LINE, socket.MSG_DONTWAIT)
            if not said:
                raise AirGone("it closed the connection")
            *lines, self._words = (self._words + said).split(b"\n")
            if len(self._words) > MAX_LINE:
                raise AirGone("it says no words")
            for line in lines:
                self._tell(line)

    def _tell(self, line: bytes) -> None:
        try:
            word = WORD.validate_json(line)
        except ValueError as error:
            raise AirGone("it does not speak this version of the contract") from error
        if self._refusals:
            lost = {"action": "air_back", "lost_ms": self.dropped * 1000 // RATE}
            logger.info("the air is back", extra=lost)
        self._refusals = 0
        if word.ended:
            self.close()
        self._told(word)
