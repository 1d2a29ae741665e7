"""The program of an RTMP push: encoded units come in and go out to a server as they are.

    python -m streaming.push.rtmp_child

The first line of standard input is the address, so that its key stands in no list of processes;
units of one rung follow, pictures as track 1. Standard output tells `total_size=BYTES` about once
a second, as FFmpeg does. Ends with its input, or with the connection.
"""

import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO

import av
import av.logging
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.packet import Packet

from streaming.pictures.transport_stream import Muxer
from streaming.pictures.units import SOUND, TICKS_PER_SECOND, Unit, UnitReader

OPEN_SECONDS = 10.0
READ = 1 << 16
SAMPLE_TICKS = TICKS_PER_SECOND // 2
"""How much is looked at to tell the server what it gets."""


def run(given: int) -> None:
    """Send until the input ends; raises FFmpegError when the connection does."""
    address, units = _address_and_units(given)
    begin = _beginning(units)
    with _sample(begin) as sample, _connection(address) as sent:
        streams = {each.type: sent.add_stream_from_template(each) for each in sample.streams}
        total, told = 0, 0
        for unit in _all(begin, units):
            packet = Packet(unit.data)
            packet.stream = streams["audio" if unit.track == SOUND else "video"]
            packet.time_base = Fraction(1, TICKS_PER_SECOND)
            packet.pts, packet.dts, packet.is_keyframe = unit.shown, unit.decoded, unit.key
            sent.mux(packet)
            total += len(unit.data)
            if unit.decoded // TICKS_PER_SECOND != told:
                told = unit.decoded // TICKS_PER_SECOND
                sys.stdout.write(f"total_size={total}\n")
                sys.stdout.flush()


def _address_and_units(given: int) -> tuple[str, Iterator[Unit]]:
    data = b""
    while b"\n" not in data:
        more = os.read(given, READ)
        if not more:
            raise EOFError
        data += more
    line, _, rest = data.partition(b"\n")
    return line.decode(), _read(given, rest)


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
    except (FFmpegError, OSError, EOFError) as error:
        sys.stderr.write(f"{type(error).__name__}: {getattr(error, 'strerror', '')}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
