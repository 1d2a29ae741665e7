"""One connection to the presenters' door: a source, a new title, or a question."""

import contextlib
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from station.clock import Clock
from station.live import Door, Hello
from station.presenters import Presenter
from streaming.live.admission import Admission, Refusal, channel_of
from streaming.live.answers import CONTINUE, TITLE_TAKEN, WELCOME, answer, refusal
from streaming.live.body import Body, body_of
from streaming.live.http_head import BadHead, Head, HeadReader
from streaming.live.inputs import Inputs
from streaming.live.session import Route, Session, SessionOver, new_name
from streaming.live.sound_format import offered
from streaming.live.titles import title_in
from streaming.metrics import CONTENT_TYPE as METRICS_TYPE

logger = logging.getLogger(__name__)

HEAD_TIME = timedelta(seconds=10)
"""For a whole head, however slowly its bytes drip."""
IDLE_SECONDS = 15.0
"""A source that sends nothing for so long is gone."""
RECEIVE = 1 << 14
METRICS_PATH = "/metrics"
SEEN_ALONE = Refusal(
    HTTPStatus.FORBIDDEN, "An interpreter is seen and not heard: send pictures by RTMP or SRT."
)
TITLE_PATHS = ("/admin/metadata", "/admin/metadata.xsl")


@dataclass(frozen=True, slots=True)
class House:
    """What a visit needs of the process."""

    admission: Admission
    inputs: Inputs
    route: Callable[[str], Route]
    clock: Clock
    interpreter: Callable[[str], Route | None] = lambda _: None
    """The way of an interpreter to a channel, None on radio."""
    metrics: Callable[[], bytes] = bytes
    """The page that Prometheus reads."""


class Visit:
    """Belongs to one thread; `hang_up` may be called from any."""

    def __init__(self, connection: socket.socket, address: str, house: House) -> None:
        self.admitted = False
        self._connection = connection
        self._address = address
        self._house = house

    def run(self) -> None:
        """Answer, and stay for as long as it is a source."""
        try:
            self._serve(*self._head(self._house.clock.now() + HEAD_TIME))
        except BadHead as error:
            with contextlib.suppress(OSError):
                self._say(answer(error.status, f"{error.status.phrase}\n".encode()))
        except OSError:
            logger.debug("%s left", self._address, exc_info=True)
        except Exception:
            logger.exception("connection not served", extra={"action": "live_visit_failed"})
        finally:
            self._part()

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _part(self) -> None:
        """Close so that what was said is still read: bytes left unread would reset it."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            self._connection.settimeout(0.2)
            for _ in range(8):
                if not self._connection.recv(1 << 16):
                    break
        self._connection.close()

    def _head(self, until: datetime) -> tuple[Head, bytes]:
        reader = HeadReader()
        while (left := (until - self._house.clock.now()).total_seconds()) > 0:
            self._connection.settimeout(left)
            try:
                data = self._connection.recv(RECEIVE)
            except TimeoutError:
                break
            if not data:
                raise ConnectionResetError("closed before its request was whole")
            if head := reader.feed(data):
                return head, reader.rest
        raise BadHead(HTTPStatus.REQUEST_TIMEOUT)

    def _serve(self, head: Head, rest: bytes) -> None:
        if head.method in ("PUT", "SOURCE"):
            self._source(head, rest)
        elif head.method == "GET" and head.path in TITLE_PATHS:
            self._say(self._title(head))
        elif head.method == "OPTIONS":
            self._say(answer(HTTPStatus.OK))
        elif head.method == "GET" and head.path == METRICS_PATH:
            page = self._house.metrics()
            self._say(answer(HTTPStatus.OK, page, content_type=METRICS_TYPE))
        elif head.method in ("GET", "HEAD"):
            self._say(answer(HTTPStatus.NOT_FOUND, b"Only sources come in here.\n"))
        else:
            self._say(answer(HTTPStatus.METHOD_NOT_ALLOWED))

    def _source(self, head: Head, rest: bytes) -> None:
        presenter = self._presenter(head)
        if isinstance(presenter, Refusal):
            self._refuse(head, presenter)
            return
        channel = self._channel(head, presenter)
        if isinstance(channel, Refusal):
            self._refuse(head, channel)
            return
        body = body_of(head)
        if body.ended:
            self._say(answer(HTTPStatus.OK))
            return
        self._be_source(head, rest, presenter, channel, body)

    def _channel(self, head: Head, presenter: Presenter) -> str | Refusal:
        channel = self._house.admission.channel(head.path, presenter)
        if isinstance(channel, Refusal):
            return channel
        if presenter.interprets:
            return SEEN_ALONE
        if offered(head.content_type) is None:
            return Refusal(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                "Send MP3, AAC, Ogg (Opus, Vorbis, FLAC) or WebM.",
            )
        if self._house.inputs.rests(channel, presenter.login):
            return Refusal(HTTPStatus.FORBIDDEN, "You have been disconnected: wait a minute.")
        return channel

    def _be_source(
        self, head: Head, rest: bytes, presenter: Presenter, channel: str, body: Body
    ) -> None:
        hello = Hello(
            new_name(), Door.ICECAST, presenter.name, presenter.login, always=presenter.always
        )
        house = self._house
        session = Session(
            hello, head.content_type, house.route(channel), house.clock, hang_up=self.hang_up
        )
        try:
            if not house.inputs.enter(session):
                sentence = "Too many presenters are connected: try again later."
                self._refuse(head, Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence))
                return
            self.admitted = True
            self._say((CONTINUE if head.expects_continue else b"") + WELCOME)
            self._follow(session, body, rest)
        finally:
            session.finish()
            house.inputs.leave(session)

    def _follow(self, session: Session, body: Body, data: bytes) -> None:
        self._connection.settimeout(IDLE_SECONDS)
        with contextlib.suppress(SessionOver):
            while True:
                if data:
                    session.feed(body.feed(data))
                if body.ended or not (data := self._connection.recv(RECEIVE)):
                    return

    def _title(self, head: Head) -> bytes:
        presenter = self._presenter(head)
        if isinstance(presenter, Refusal):
            return refusal(presenter)
        channel = channel_of(head.query.get("mount", ""))
        session = self._house.inputs.find(channel, presenter.login)
        if head.query.get("mode") != "updinfo":
            return answer(HTTPStatus.BAD_REQUEST, b"Only mode=updinfo is known.\n")
        if session is None:
            return answer(HTTPStatus.NOT_FOUND, b"You are not connected to that mount.\n")
        session.title(title_in(head.query))
        return answer(HTTPStatus.OK, TITLE_TAKEN, content_type="text/xml; charset=utf-8")

    def _presenter(self, head: Head) -> Presenter | Refusal:
        return self._house.admission.presenter(head, self._address, self._house.clock.now())

    def _refuse(self, head: Head, refused: Refusal) -> None:
        """Say no. A first request without a key is how many programs ask what is needed."""
        self._house.inputs.refused += "authorization" in head.headers
        about = {"action": "live_refused", "status": int(refused.status), "address": self._address}
        level = logging.WARNING if "authorization" in head.headers else logging.DEBUG
        logger.log(level, "%s refused: %s", head.path, refused.sentence, extra=about)
        self._say(refusal(refused))

    def _say(self, data: bytes) -> None:
        self._connection.settimeout(IDLE_SECONDS)
        self._connection.sendall(data)
