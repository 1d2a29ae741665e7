"""The program of an RTMP push: encoded units come in and go out to a server as they are.

    python -m streaming.push.rtmp_child

The first line of standard input is the address, so that its key stands in no list of processes;
units of one rung follow, pictures as track 1. Ends with its input, or with the connection.
"""

import os
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from io import BytesIO

import av
import av.logging
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.packet import Packet

from streaming.pictures.transport_stream import Muxer
from streaming.pictures.units import SOUND, TICKS_PER_SECOND, Unit, UnitReader
from streaming.push.confirmation import Confirmation, of_tcp
from streaming.push.given import READ, address_and_rest
from streaming.push.telling import tell
from streaming.push.tls_line import NotCarried, carried

SECURE = "rtmps:"
OPEN_SECONDS = 10.0
SAMPLE_TICKS = TICKS_PER_SECOND // 2
"""How much is looked at to tell the server what it gets."""


def run(given: int) -> None:
    """Send until the input ends; raises FFmpegError or NotCarried when the connection does."""
    address, rest = address_and_rest(given)
    units = _read(given, rest)
    begin = _beginning(units)
    if not address.startswith(SECURE):
        _send(address, begin, units, connected=lambda: tell(_confirmed))
        return
    with carried(address) as clear:
        _send(clear, begin, units)


def _send(
    address: str,
    begin: list[Unit],
    units: Iterator[Unit],
    connected: Callable[[], None] = lambda: None,
) -> None:
    with _sample(begin) as sample, _connection(address) as sent:
        streams = {each.type: sent.add_stream_from_template(each) for each in sample.streams}
        sent.start_encoding()
        connected()
        for unit in _all(begin, units):
            packet = Packet(unit.data)
            packet.stream = streams["audio" if unit.track == SOUND else "video"]
            packet.time_base = Fraction(1, TICKS_PER_SECOND)
            packet.pts, packet.dts, packet.is_keyframe = unit.shown, unit.decoded, unit.key
            sent.mux(packet)


def _confirmed() -> Confirmation | None:
    """Ask about the only TCP connection of this process, which is libavformat's."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                connection = socket.socket(fileno=int(name))
                try:
                    return of_tcp(connection)
                finally:
                    connection.detach()
    return None


def _read(given: int, data: bytes) -> Iterator[Unit]:
    reader = UnitReader()
    yield from reader.feed(data)
    while data := os.read(given, READ):
        yield from reader.feed(data)


def _beginning(units: Iterator[Unit]) -> list[Unit]:
    """Return the first half second."""
    begin: list[Unit] = []
    for unit in units:
        begin.append(unit)
        both = {each.track for each in begin} >= {SOUND, 1}
        if both and unit.decoded - begin[0].decoded >= SAMPLE_TICKS:
            break
    return begin


def _all(begin: list[Unit], units: Iterator[Unit]) -> Iterator[Unit]:
    yield from begin
    yield from units


def _sample(begin: list[Unit]) -> InputContainer:
    return av.open(BytesIO(Muxer().stretch(begin)), "r", format="mpegts")


def _connection(address: str) -> OutputContainer:
    options = {"flvflags": "no_duration_filesize"}
    return av.open(address, "w", format="flv", options=options, timeout=OPEN_SECONDS)


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    try:
        run(0)
    except NotCarried:
        return 1
    except (FFmpegError, OSError, EOFError) as error:
        sys.stderr.write(f"{type(error).__name__}: {getattr(error, 'strerror', '')}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
