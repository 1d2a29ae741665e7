"""Takes the framing off a request's body: none, a length, or chunks. Holds no socket."""

from http import HTTPStatus
from typing import Protocol

from streaming.live.http_head import BadHead, Head

SIZE_LINE_LIMIT = 256
CHUNK_LIMIT = 1 << 24


class Body(Protocol):
    """What is left of a body to come."""

    @property
    def ended(self) -> bool: ...
    def feed(self, data: bytes) -> bytes: ...


def body_of(head: Head) -> Body:
    """Return how the body of this request is framed; raises BadHead."""
    if head.headers.get("transfer-encoding", "").lower() == "chunked":
        return ChunkedBody()
    length = head.headers.get("content-length")
    if length is None:
        return EndlessBody()
    if not (length.isascii() and length.isdigit()) or len(length) > 18:
        raise BadHead(HTTPStatus.BAD_REQUEST)
    return CountedBody(int(length))


class EndlessBody:
    """Goes on until the connection ends."""

    ended = False

    def feed(self, data: bytes) -> bytes:
        return data


class CountedBody:
    """Has a length that was told."""

    def __init__(self, length: int) -> None:
        self._left = length

    @property
    def ended(self) -> bool:
        return self._left == 0

    def feed(self, data: bytes) -> bytes:
        taken = data[: self._left]
        self._left -= len(taken)
        return taken


class ChunkedBody:
    """Comes in chunks, each behind a line with its size; trailers are not looked at."""

    def __init__(self) -> None:
        self.ended = False
        self._line = b""
        self._left = 0
        self._between = False
        """Whether the line break behind a chunk is still to come."""

    def feed(self, data: bytes) -> bytes:
        """Return the sound in `data`; raises BadHead where a chunk should begin and does not."""
        found = bytearray()
        while data and not self.ended:
            if self._left:
                found += data[: self._left]
                data, self._left = data[self._left :], max(0, self._left - len(data))
            else:
                data = self._read_line(data)
        return bytes(found)

    def _read_line(self, data: bytes) -> bytes:
        line, newline, rest = data.partition(b"\n")
        self._line += line
        if len(self._line) > SIZE_LINE_LIMIT:
            raise BadHead(HTTPStatus.BAD_REQUEST)
        if newline:
            self._take_size(self._line.strip())
            self._line = b""
        return rest

    def _take_size(self, line: bytes) -> None:
        if self._between and not line:
            self._between = False
            return
        size = line.partition(b";")[0].strip()
        if self._between or not size or size.strip(b"0123456789abcdefABCDEF"):
            raise BadHead(HTTPStatus.BAD_REQUEST)
        self._left = int(size, 16)
        if self._left > CHUNK_LIMIT:
            raise BadHead(HTTPStatus.BAD_REQUEST)
        self._between, self.ended = True, self._left == 0
