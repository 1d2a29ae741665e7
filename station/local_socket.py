"""Opens the listening sockets between our processes: only owner and group may connect."""

import os
import socket
from pathlib import Path

BACKLOG = 32


def listen(path: Path) -> socket.socket:
    """Return a listening Unix stream socket at `path`, in place of a dead one; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o117)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(BACKLOG)
    return listener
