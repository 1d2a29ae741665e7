"""What the other end of a connection has confirmed, as the system knows it."""

import fcntl
import socket
import struct
import termios
from dataclasses import astuple, dataclass

_INFO_BYTES = 256
_BYTES_ACKED, _SEND_WINDOW = 120, 228
"""Where `struct tcp_info` of Linux has them."""
_SIOCOUTQ = termios.TIOCOUTQ


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Counts in bytes, from any beginning; only their growth means something."""

    sent: int
    """Handed to the connection."""
    received: int
    """Acknowledged by the other end's system."""
    taken: int
    """How far it lets us send. Its system takes what fits even when nobody there reads any more;
    only a program that reads makes new room."""

    def line(self) -> str:
        """Return it as a child tells it."""
        return " ".join(map(str, astuple(self)))


def parse(line: str) -> Confirmation:
    """Read what a child told; raises ValueError."""
    sent, received, taken = map(int, line.split())
    return Confirmation(sent, received, taken)


def of_tcp(connection: socket.socket) -> Confirmation:
    """Ask the system about a TCP connection; raises OSError."""
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    queued = struct.unpack("i", fcntl.ioctl(connection.fileno(), _SIOCOUTQ, b"\0" * 4))[0]
    received = struct.unpack_from("Q", told, _BYTES_ACKED)[0]
    # Linux before 5.4 does not tell the window.
    knows = len(told) >= _SEND_WINDOW + 4
    window = struct.unpack_from("I", told, _SEND_WINDOW)[0] if knows else 0
    return Confirmation(received + queued, received, received + window)
