"""Requests and answers of the listener server, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

SERVER = "Mengudara"
CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "Icy-MetaData, Range"),
    ("Access-Control-Expose-Headers",
     "icy-br, icy-description, icy-genre, icy-metaint, icy-name, icy-pub, icy-sr, icy-url"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names are lower case."""

    method: str
    path: str
    version: str = "1.1"
    headers: Mapping[str, str] = field(default_factory=dict)
    keep_alive: bool = False

    @property
    def wants_titles(self) -> bool:
        return self.headers.get("icy-metadata", "").strip() == "1"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    headers: tuple[tuple[str, str], ...] = ()


def head(request: Request, status: HTTPStatus, headers: list[tuple[str, str]]) -> bytes:
    """Return the status line and headers; line breaks cannot get into either."""
    lines = [f"HTTP/{request.version} {status.value} {status.phrase}", f"Server: {SERVER}"]
    lines += [f"{name}: {' '.join(value.split())}" for name, value in (*headers, *CORS)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode(errors="replace")


def render(request: Request, answer: Answer, *, keep_alive: bool) -> bytes:
    """Return an answer as it goes over the wire."""
    headers = [
        ("Content-Type", answer.content_type),
        ("Content-Length", str(len(answer.body))),
        ("Connection", "keep-alive" if keep_alive else "close"),
        *answer.headers,
    ]
    if answer.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        del headers[:2]
    body = b"" if request.method == "HEAD" else answer.body
    return head(request, answer.status, headers) + body


def refusal(status: HTTPStatus, *headers: tuple[str, str]) -> Answer:
    return Answer(f"{status.phrase}\n".encode(), status=status, headers=headers)
