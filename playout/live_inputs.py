"""The socket where live sound comes into the air. One thread, no waiting on anybody."""

import logging
import socket
from collections import deque
from collections.abc import Callable
from pathlib import Path

from playout.live_desk import Input
from playout.live_session import LiveSession
from playout.pictures.live import LiveFilm
from playout.selector_thread import SelectorThread
from station.live import WORD, Hello, LiveBroken, SoundReader, Word

logger = logging.getLogger(__name__)

MAX_INPUTS = 16
PIECE = 1 << 16
UNTOLD = 256
"""Words that may wait for the thread; the oldest are dropped."""

FilmOf = Callable[[Hello], LiveFilm | None]
"""Gives what an input is seen by, None for one that is only heard."""


def unseen(hello: Hello) -> LiveFilm | None:
    """Return what any input is seen by on a radio channel."""
    return None


class Line:
    """One connection: sound being received, words being sent."""

    def __init__(self, connection: socket.socket, film_of: FilmOf) -> None:
        self.connection = connection
        self._film_of = film_of
        self.reader = SoundReader()
        self.session: LiveSession | None = None
        self._unsent = b""

    @property
    def waiting(self) -> bool:
        return bool(self._unsent)

    def receive(self, reserve: int) -> bool:
        """Take up what has come; False at its end. Raises LiveBroken."""
        try:
            data = self.connection.recv(PIECE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        blocks = list(self.reader.feed(data))
        hello = self.reader.hello
        if hello is not None:
            if self.session is None:
                self.session = LiveSession(hello, reserve, self._film_of(hello))
            self.session.receive(blocks, hello, self.reader.pictures)
            self.reader.pictures.clear()
        return bool(data)

    def tell(self, text: bytes) -> bool:
        """Send a line, or the rest of the last one; False when the connection has broken."""
        if not self._unsent:
            self._unsent = text
        try:
            self._unsent = self._unsent[self.connection.send(self._unsent) :]
        except BlockingIOError:
            pass
        except OSError:
            return False
        return True


class LiveInputs:
    """Door for the live process; the tick reads `sessions` and leaves words, and never waits."""

    def __init__(
        self, path: Path, reserve: int, film_of: FilmOf = unseen, *, most: int = MAX_INPUTS
    ) -> None:
        self._reserve = reserve
        self._film_of = film_of
        self._most = most
        self._lines: dict[socket.socket, Line] = {}
        self._outbox: deque[tuple[Input, Word | None]] = deque(maxlen=UNTOLD)
        self.sessions: tuple[LiveSession, ...] = ()
        """All that are connected and have said who they are, in the order of their coming."""
        self._thread = SelectorThread(path, self, "live inputs")
        self._thread.start()

    def words(self, session: Input, word: Word) -> None:
        """Tell an input where it stands; dropped while it has not read the word before."""
        self._post(session, word)

    def kick(self, session: Input) -> None:
        """End a connection, behind the words that were left for it."""
        self._post(session, None)

    def close(self) -> None:
        self._thread.close()

    def admit(self, connection: socket.socket) -> None:
        """Take a connection, unless there are too many that have said who they are."""
        if len(self._lines) >= self._most and not self._make_room():
            connection.close()
            return
        line = self._lines[connection] = Line(connection, self._film_of)
        self._thread.watch(connection, line)

    def serve(self, line: Line) -> None:
        """Serve a connection; one that breaks something is closed, the others stay."""
        if line.connection not in self._lines:
            return
        try:
            self._serve(line)
        except LiveBroken as error:
            logger.warning("live input dropped: %s", error, extra={"action": "live_broken"})
            self._drop(line)
        except Exception:
            logger.exception("live input dropped", extra={"action": "live_failed"})
            self._drop(line)

    def deliver(self) -> None:
        """Send the words that were left, and end what is to be ended."""
        while self._outbox:
            session, word = self._outbox.popleft()
            line = next((one for one in self._lines.values() if one.session is session), None)
            if line is None:
                continue
            if word is None:
                self._drop(line)
            elif not line.waiting:
                self._tell(line, WORD.dump_json(word) + b"\n")

    def dismiss(self) -> None:
        for line in list(self._lines.values()):
            self._drop(line)

    def _post(self, session: Input, word: Word | None) -> None:
        self._outbox.append((session, word))
        self._thread.ring()

    def _make_room(self) -> bool:
        """Give up the oldest connection that has never said who it is."""
        nameless = next((line for line in self._lines.values() if line.session is None), None)
        if nameless is not None:
            self._drop(nameless)
        return nameless is not None

    def _serve(self, line: Line) -> None:
        if line.waiting:
            self._tell(line, b"")
        is_new = line.session is None
        if not line.receive(self._reserve):
            self._drop(line)
        elif is_new and line.session is not None:
            self._welcome(line.session)

    def _welcome(self, session: LiveSession) -> None:
        if any(one.hello.session == session.hello.session for one in self.sessions):
            raise LiveBroken(f"session {session.hello.session} is connected already")
        self.sessions = (*self.sessions, session)
        logger.info(
            "%s is connected", session.hello.name,
            extra={"action": "live_connected", "session": session.hello.session},
        )  # fmt: skip

    def _tell(self, line: Line, text: bytes) -> None:
        if not line.tell(text):
            self._drop(line)
        elif line.connection in self._lines:
            self._thread.expect(line.connection, line, writes=line.waiting)

    def _drop(self, line: Line) -> None:
        if self._lines.pop(line.connection, None) is None:
            return
        self._thread.forget(line.connection)
        if line.session is not None:
            line.session.end()
            self.sessions = tuple(one for one in self.sessions if one is not line.session)
            logger.info(
                "%s is gone", line.session.hello.name,
                extra={"action": "live_gone", "session": line.session.hello.session},
            )  # fmt: skip
        line.connection.close()
