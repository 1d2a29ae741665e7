"""The air's control socket: commands in, answers and snapshots out, as lines of JSON.

A client writes one `Request` a line and reads one `Answer` a line. After `subscribe` the air also
writes a `Snapshot` five times a second on the same connection.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from station.commands import Request, Subscribe
from station.errors import StationError
from station.snapshot import FixedPoint, Snapshot, Upcoming


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request."""

    id: str
    """The request's id."""
    ok: bool
    """Whether it applied."""
    at: datetime | None = None
    """UTC of the first sample it changed."""
    sample: int | None = None
    """That sample, counted from the first of this life of the air."""
    error: str = ""
    """A code from the message catalogue: `not_on_air`, `unreadable`, `bad_request`, `dead_air`
    (send it again with `force`), `unknown`, `nothing_to_undo` …"""
    detail: str = ""
    """What a log needs to know more."""
    expected: tuple[Upcoming, ...] = ()
    """With `forecast`: what is to come, dropped items too, each where it would stand."""
    marks: tuple[FixedPoint, ...] = ()
    """With `forecast`: the fixed points ahead."""


REQUEST: TypeAdapter[Request] = TypeAdapter(Request)


REPLY: TypeAdapter[Answer | Snapshot] = TypeAdapter(Answer | Snapshot)


class AirUnreachable(StationError):
    """The air process does not answer on its control socket."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"no answer from {path.name}: {why}")


def send(path: Path, request: Request, timeout: float = 3.0) -> Answer:
    """Send one request and return its answer; raises AirUnreachable."""
    with _connected(path, timeout) as stream:
        stream.write(REQUEST.dump_json(request) + b"\n")
        stream.flush()
        for line in stream:
            reply = _reply(path, line)
            if isinstance(reply, Answer):
                return reply
    raise AirUnreachable(path, "it closed the connection")


def snapshots(path: Path, timeout: float = 3.0) -> Iterator[Snapshot]:
    """Yield snapshots as they come; raises AirUnreachable when the air goes away."""
    with _connected(path, timeout) as stream:
        stream.write(REQUEST.dump_json(Request(Subscribe())) + b"\n")
        stream.flush()
        for line in stream:
            reply = _reply(path, line)
            if isinstance(reply, Snapshot):
                yield reply
    raise AirUnreachable(path, "it closed the connection")


def _reply(path: Path, line: bytes) -> Answer | Snapshot:
    try:
        return REPLY.validate_json(line)
    except ValueError as error:
        raise AirUnreachable(path, "it does not speak this version of the contract") from error


@contextmanager
def _connected(path: Path, timeout: float) -> Iterator[BinaryIO]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(timeout)
        try:
            connection.connect(str(path))
            with connection.makefile("rwb") as stream:
                yield stream  # type: ignore[misc]
        except OSError as error:
            raise AirUnreachable(path, str(error)) from error
