"""The browsers' door: the desk hands on what it gets from a microphone, one connection each."""

import contextlib
import logging
import socket
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from station.live import MAX_LINE, MICROPHONE, WORD, Door, Hello, Microphone, Word
from station.local_socket import listen
from station.snapshot import LiveState
from streaming.live.session import Session, SessionOver, new_name
from streaming.live.sound_format import recorded
from streaming.live.visit import House

logger = logging.getLogger(__name__)

HELLO_SECONDS = 5.0
REST_SECONDS = 0.5
CLOSE_SECONDS = 2.0
RECEIVE = 1 << 14


class MicrophoneDoor:
    """The desk has checked the login; only it can reach this socket."""

    def __init__(self, path: Path, house: House) -> None:
        self._path = path
        self._house = house
        self._stop = Event()

    def start(self) -> None:
        """Open it; raises OSError."""
        self._server = listen(self._path)
        self._thread = Thread(target=self._run, name="microphone door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join(CLOSE_SECONDS)
        self._path.unlink(missing_ok=True)

    def _run(self) -> None:
        with self._server as server:
            while not self._stop.is_set():
                try:
                    connection, _ = server.accept()
                except OSError as error:
                    if not self._stop.is_set():
                        logger.error("microphones: %s", error, extra={"action": "live_door_closed"})
                        self._stop.wait(REST_SECONDS)
                else:
                    Call(connection, self._house).start()


class Call:
    """One microphone."""

    def __init__(self, connection: socket.socket, house: House) -> None:
        self._connection = connection
        self._house = house
        self._thread = Thread(target=self._run, name="microphone", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        try:
            with self._connection:
                self._serve()
        except OSError:
            logger.debug("microphone left", exc_info=True)
        except Exception:
            logger.exception("microphone not served", extra={"action": "live_visit_failed"})

    def _serve(self) -> None:
        self._connection.settimeout(HELLO_SECONDS)
        told, rest = self._hello()
        if told is None:
            self._refuse("bad_hello")
            return
        try:
            route = self._house.route(told.channel)
        except KeyError:
            self._refuse("unknown_channel")
            return
        hello = Hello(new_name(), Door.MICROPHONE, told.name, told.who, always=told.always)
        if told.is_camera:
            hello = route.seen(replace(hello, door=Door.CAMERA))
        if reason := self._obstacle(told):
            self._refuse(reason)
            return
        session = Session(
            hello, told.mime, route, self._house.clock, hang_up=self._hang_up, told=self._tell
        )
        try:
            if self._house.inputs.enter(session):
                self._follow(session, rest)
            else:
                session.end("too_many")
        finally:
            session.finish()
            self._house.inputs.leave(session)
            self._refuse(session.standing.why)

    def _obstacle(self, told: Microphone) -> str:
        if not recorded(told.mime):
            return "bad_sound"
        return "kicked" if self._house.inputs.rests(told.channel, told.who) else ""

    def _hello(self) -> tuple[Microphone | None, bytes]:
        data = b""
        while b"\n" not in data and len(data) <= MAX_LINE:
            received = self._connection.recv(RECEIVE)
            if not received:
                return None, b""
            data += received
        line, _, rest = data.partition(b"\n")
        try:
            return MICROPHONE.validate_json(line), rest
        except ValueError:
            return None, b""

    def _follow(self, session: Session, data: bytes) -> None:
        """Take what comes until the page closes; one that is paused may be silent for long."""
        self._connection.settimeout(None)
        with contextlib.suppress(SessionOver):
            while True:
                if data:
                    session.feed(data)
                if not (data := self._connection.recv(RECEIVE)):
                    return

    def _refuse(self, why: str) -> None:
        self._tell(Word(LiveState.LOST, ended=why))

    def _tell(self, word: Word) -> None:
        """Say a word without waiting; a page that does not read misses it."""
        with contextlib.suppress(OSError):
            self._connection.send(WORD.dump_json(word) + b"\n", socket.MSG_DONTWAIT)

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RD)
