"""One connection to the RTMP door: a presenter's program, from its greeting to its end."""

import contextlib
import logging
import socket
from datetime import timedelta

from station.live import Door, Hello
from streaming.live.admission import Refusal
from streaming.live.by_key import CROWDED, admitted, note
from streaming.live.rtmp.publishing import BadRtmp, Publishing, Step
from streaming.live.session import Session, SessionOver, new_name
from streaming.live.sound_format import FLV
from streaming.live.visit import IDLE_SECONDS, House

logger = logging.getLogger(__name__)

GREETING_TIME = timedelta(seconds=10)
"""Until he says what he wants to publish, however slowly his bytes drip."""
RECEIVE = 1 << 16


class RtmpVisit:
    """Belongs to one thread; `hang_up` may be called from any."""

    def __init__(self, connection: socket.socket, address: str, house: House) -> None:
        self.admitted = False
        self._connection = connection
        self._address = address
        self._house = house
        self._publishing = Publishing()

    def run(self) -> None:
        """Answer, and stay for as long as something is published."""
        try:
            with self._connection:
                self._serve()
        except (OSError, BadRtmp):
            logger.debug("%s left", self._address, exc_info=True)
        except Exception:
            logger.exception("connection not served", extra={"action": "live_visit_failed"})

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        if not self._is_asked():
            return
        key = self._publishing.name.partition("?")[0]
        found = admitted(self._house, key, self._publishing.application, self._address)
        if isinstance(found, Refusal):
            self._refuse(found)
            return
        presenter, route = found
        hello = Hello(
            new_name(), Door.RTMP, presenter.name, presenter.login, always=presenter.always
        )
        house = self._house
        session = Session(route.seen(hello), FLV, route, house.clock, hang_up=self.hang_up)
        try:
            if not house.inputs.enter(session):
                self._refuse(CROWDED)
                return
            self.admitted = True
            self._publishing.accept()
            self._follow(session)
        finally:
            session.finish()
            house.inputs.leave(session)

    def _is_asked(self) -> bool:
        """Go as far as the wish to publish; return whether there is one in time."""
        until = self._house.clock.now() + GREETING_TIME
        while self._publishing.step is not Step.ASKING:
            left = (until - self._house.clock.now()).total_seconds()
            if left <= 0:
                return False
            self._connection.settimeout(left)
            data = self._connection.recv(RECEIVE)
            if not data:
                return False
            self._publishing.feed(data)
            self._connection.sendall(self._publishing.replies())
        return True

    def _follow(self, session: Session) -> None:
        self._connection.settimeout(IDLE_SECONDS)
        with contextlib.suppress(SessionOver):
            while True:
                self._connection.sendall(self._publishing.replies())
                if flv := self._publishing.published():
                    session.feed(flv)
                if self._publishing.step is Step.OVER:
                    return
                data = self._connection.recv(RECEIVE)
                if not data:
                    return
                self._publishing.feed(data)

    def _refuse(self, refused: Refusal) -> None:
        note(self._house, "RTMP", refused, self._address)
        self._publishing.refuse(refused.sentence)
        self._connection.settimeout(IDLE_SECONDS)
        self._connection.sendall(self._publishing.replies())
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            self._connection.settimeout(0.2)
            while self._connection.recv(RECEIVE):
                pass
