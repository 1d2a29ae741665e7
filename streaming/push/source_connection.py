"""One connection to an Icecast as its source: PUT, then the raw stream until it closes."""

import base64
import contextlib
import http.client
import socket
import ssl
from urllib.parse import urlencode

from station.config import Channel, IcecastPush
from station.errors import StationError
from streaming.push.confirmation import Confirmation, of_tcp
from streaming.renditions import Rendition

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 5.0
SEND_SECONDS = 0.5
TITLE_SECONDS = 5.0
HEAD_LIMIT = 8_192


class PushRefused(StationError):
    """The server answered, and not with a yes."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status = status


class SourceConnection:
    """Blocking, with time limits; belongs to one thread."""

    def __init__(self, push: IcecastPush, channel: Channel, rendition: Rendition) -> None:
        raw = socket.create_connection((push.host, push.port), CONNECT_SECONDS)
        try:
            raw.settimeout(ANSWER_SECONDS)
            self._socket = _secured(raw, push.host) if push.tls else raw
            self._socket.sendall(_request(push, channel, rendition))
            _expect_yes(self._socket)
            self._socket.settimeout(SEND_SECONDS)
            self._rest = memoryview(b"")
        except BaseException:
            raw.close()
            raise

    def confirmation(self) -> Confirmation:
        """Ask what arrived; with TLS, of what was encrypted."""
        return of_tcp(self._socket)

    @property
    def ready(self) -> bool:
        """Whether everything given was taken."""
        return not self._rest

    def give(self, data: bytes) -> None:
        """Take on data to send; only when `ready`."""
        self._rest = memoryview(data)

    def send(self) -> int:
        """Send what the system takes at once or soon; return how much. Raises when it is over."""
        self._raise_if_refused()
        before = len(self._rest)
        with contextlib.suppress(TimeoutError):
            while self._rest:
                self._rest = self._rest[self._socket.send(self._rest) :]
        return before - len(self._rest)

    def _raise_if_refused(self) -> None:
        """Look whether the server said something; a late yes is no news."""
        self._socket.settimeout(0.0)
        try:
            said = self._socket.recv(1024)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        finally:
            self._socket.settimeout(SEND_SECONDS)
        if not said:
            raise ConnectionResetError("the server closed the connection")
        if said.startswith(b"HTTP/"):
            status, reason = _status(said)
            if status != http.client.OK:
                raise PushRefused(status, reason)

    def close(self) -> None:
        self._socket.close()


def send_title(push: IcecastPush, title: str) -> None:
    """Tell the server what is on; raises OSError, HTTPException or PushRefused."""
    query = urlencode({"mount": push.mount, "mode": "updinfo", "song": title, "charset": "UTF-8"})
    secure = http.client.HTTPSConnection(push.host, push.port, timeout=TITLE_SECONDS)
    plain = http.client.HTTPConnection(push.host, push.port, timeout=TITLE_SECONDS)
    connection = secure if push.tls else plain
    try:
        connection.request(
            "GET", f"/admin/metadata?{query}", headers={"Authorization": _basic(push)}
        )
        answer = connection.getresponse()
        answer.read(HEAD_LIMIT)
        if answer.status != http.client.OK:
            raise PushRefused(answer.status, answer.reason)
    finally:
        connection.close()


def _secured(raw: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(raw, server_hostname=host)


def _basic(push: IcecastPush) -> str:
    pair = f"{push.user}:{push.password.get_secret_value()}".encode()
    return "Basic " + base64.b64encode(pair).decode()


def _request(push: IcecastPush, channel: Channel, rendition: Rendition) -> bytes:
    headers = {
        "Host": f"{push.host}:{push.port}",
        "Authorization": _basic(push),
        "User-Agent": "Mengudara",
        "Content-Type": rendition.content_type,
        "Expect": "100-continue",
        "Ice-Public": "1",
        "Ice-Name": channel.name,
        "Ice-Description": channel.description,
        "Ice-Genre": channel.genre,
        "Ice-Bitrate": str(rendition.bitrate // 1000),
        "Ice-Audio-Info": f"bitrate={rendition.bitrate // 1000};samplerate=48000",
    }
    lines = [f"PUT {push.mount} HTTP/1.1"]
    lines += [f"{name}: {' '.join(value.split())}" for name, value in headers.items() if value]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _expect_yes(connection: socket.socket) -> None:
    """Read answers until the body may be sent; raises PushRefused."""
    status, reason = _status(_head(connection))
    if status not in (http.client.CONTINUE, http.client.OK):
        raise PushRefused(status, reason)


def _head(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        data = connection.recv(1024)
        if not data or len(received) > HEAD_LIMIT:
            raise ConnectionResetError("no answer to PUT")
        received += data
    return received


def _status(head: bytes) -> tuple[int, str]:
    line = head.split(b"\r\n", 1)[0].decode("latin-1")
    _version, _, rest = line.partition(" ")
    code, _, reason = rest.partition(" ")
    if not code.isdigit():
        raise PushRefused(0, f"not an HTTP answer: {line[:80]}")
    return int(code), reason
