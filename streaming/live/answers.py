"""What the presenters' door says, as bytes."""

from http import HTTPStatus

from streaming.http_message import SERVER
from streaming.live.admission import Refusal

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
WELCOME = f"HTTP/1.0 200 OK\r\nServer: {SERVER}\r\n\r\n".encode()
"""As Icecast says it, at once: older programs wait for it before they send anything."""
METHODS = "GET, HEAD, OPTIONS, PUT, SOURCE"
TITLE_TAKEN = (
    b'<?xml version="1.0"?>\n'
    b"<iceresponse><message>Metadata update successful</message><return>1</return></iceresponse>\n"
)


def answer(
    status: HTTPStatus,
    body: bytes = b"",
    *headers: tuple[str, str],
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    """Return a whole answer behind which the connection closes."""
    every = (
        ("Server", SERVER),
        ("Allow", METHODS),
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Connection", "close"),
        *headers,
    )
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {' '.join(value.split())}" for name, value in every]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def refusal(refused: Refusal) -> bytes:
    return answer(refused.status, f"{refused.sentence}\n".encode(), *refused.headers)
