"""Listeners of the built-in server, many in one process: they read what comes and throw it away.

Run as `python -m benchmarks.crowd PORT PATH COUNT`; it says `there` when all of them hear, and
how many were dropped when its input ends.
"""

import socket
import sys
from select import select

_SECOND = 1.0
_REQUEST = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Crowd:
    """So many connections, each answered."""

    def __init__(self, port: int, path: str, count: int) -> None:
        self.dropped = 0
        request = _REQUEST.format(path=path).encode()
        self._sockets = [self._join(port, request) for _ in range(count)]
        for connection in self._sockets:
            if b" 200 " not in connection.recv(64):
                raise ConnectionRefusedError(path)
            connection.setblocking(False)

    def hear(self) -> None:
        """Read what has come for everyone."""
        for connection in tuple(self._sockets):
            try:
                while len(told := connection.recv(1 << 18)) == 1 << 18:
                    pass
            except BlockingIOError:
                continue
            except OSError:
                told = b""
            if not told:
                self.dropped += 1
                self._sockets.remove(connection)
                connection.close()

    def _join(self, port: int, request: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall(request)
        return connection


def main() -> None:
    crowd = Crowd(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    print("there", flush=True)
    while not select([sys.stdin], [], [], _SECOND)[0]:
        crowd.hear()
    print(crowd.dropped, flush=True)


if __name__ == "__main__":
    main()
