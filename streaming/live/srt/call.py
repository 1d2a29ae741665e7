"""One caller by SRT: his packets to a child that speaks it, what that receives to the air.

The child is FFmpeg, listening on a port of this computer. It has a cookie of its own to give, which
takes the place of ours in what he sends; everything else passes as it is, encrypted or not.
"""

import contextlib
import socket
from threading import Event, Thread

from station import ffmpeg
from station.config import SrtDoor
from station.live import Door, Hello
from station.presenters import Presenter
from streaming.live.decoder import Decoder
from streaming.live.session import Route, Session, SessionOver, new_name
from streaming.live.sound_format import TRANSPORT_STREAM
from streaming.live.srt import handshake
from streaming.live.srt.handshake import Handshake
from streaming.live.visit import House

LARGEST = 2048


class Call:
    """`take`, `knock` and `answers` belong to the door's thread; a thread of its own listens."""

    def __init__(
        self, hello: Handshake, who: Presenter, route: Route, house: House, settings: SrtDoor
    ) -> None:
        self._hello = hello
        self._conclusion = hello.packet
        self._cookie: int | None = None
        self._house = house
        self._over = Event()
        port = _free_port()
        self.back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.back.setblocking(False)
        self.back.connect(("127.0.0.1", port))
        self._command = ffmpeg.receive_srt(
            route.exe, port, settings.latency_ms, settings.passphrase.get_secret_value()
        )
        about = Hello(new_name(), Door.SRT, who.name, who.login, always=who.always)
        self._session = Session(
            route.seen(about), TRANSPORT_STREAM, route, house.clock, hang_up=self._over.set
        )
        self._thread = Thread(target=self._listen, name="SRT call", daemon=True)

    def start(self) -> bool:
        """Begin, if there is room for it."""
        if not self._house.inputs.enter(self._session):
            self._session.end("too_many")
            self._over.set()
            return False
        self._thread.start()
        return True

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def hang_up(self) -> None:
        self._over.set()

    def close(self) -> None:
        """Wait for its thread, and give its socket back."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()
        self.back.close()

    def knock(self) -> None:
        """Greet the child until it answers: it takes a moment to listen."""
        if self._cookie is None:
            self._send(handshake.induction(self._hello.caller))

    def take(self, packet: bytes) -> None:
        """Pass on what the caller sends."""
        said = handshake.read(packet)
        if said is None:
            self._send(packet)
        elif said.kind == handshake.CONCLUSION:
            self._conclusion = packet
            self._conclude()

    def answers(self) -> list[bytes]:
        """Return what the child sends to the caller."""
        found = []
        with contextlib.suppress(OSError):
            while True:
                packet = self.back.recv(LARGEST)
                said = handshake.read(packet)
                if self._cookie is None and said and said.kind == handshake.INDUCTION:
                    self._cookie = said.cookie
                    self._conclude()
                elif self._cookie is not None:
                    found.append(packet)
        return found

    def _conclude(self) -> None:
        if self._cookie is not None:
            self._send(handshake.with_cookie(self._conclusion, self._cookie))

    def _send(self, packet: bytes) -> None:
        with contextlib.suppress(OSError):
            self.back.send(packet)

    def _listen(self) -> None:
        try:
            self._receive()
        finally:
            self._session.finish()
            self._house.inputs.leave(self._session)
            self._over.set()

    def _receive(self) -> None:
        """Feed what comes until either end has had enough."""
        all_fed = Event()

        def ended() -> None:
            all_fed.set()
            self._over.set()

        receiver = Decoder(self._command, self._feed, fed=False)
        receiver.start(ended)
        self._over.wait()
        if not all_fed.is_set():
            self._session.end("closed")
        receiver.kill()
        receiver.close()

    def _feed(self, data: bytes) -> None:
        try:
            self._session.feed(data)
        except SessionOver:
            self._over.set()


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
