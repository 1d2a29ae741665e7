"""Ports that no other test, and no connection on its way out, can take between look and use."""

import itertools
import os
import secrets
import socket

FIRST = 20_000
"""Below what Linux gives away by itself, from 32,768 on."""
OF_EACH = 1_500
"""Ports of one of the processes that share the tests, up to eight."""

_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
_own = range(FIRST + _worker * OF_EACH, FIRST + (_worker + 1) * OF_EACH)
_begin = secrets.randbelow(OF_EACH)
"""Two runs on one computer hardly meet."""
_coming = itertools.cycle([*_own[_begin:], *_own[:_begin]])


def unused_port() -> int:
    """Return a port that nobody listens on, TCP or UDP; a different one each time."""
    return next(port for port in _coming if _is_free(port))


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
