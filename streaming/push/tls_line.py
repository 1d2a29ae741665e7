"""The way of a push to a server that speaks TLS. This module starts a child process.

`rtmps://HOST/APP/KEY` becomes an address on this machine at which a child carries all to HOST.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

from station.errors import StationError

PORT = 443
GRACE_SECONDS = 0.5


class NotCarried(StationError):
    """The server is not reached; the child has said on standard error why."""


@contextmanager
def carried(address: str) -> Iterator[str]:
    """Yield the address at which a server is reached in the clear; raises NotCarried.

    The child ends with the connection that it carries.
    """
    parts = urlsplit(address)
    opened, ready = os.pipe()
    command = [sys.executable, "-m", "streaming.push.tls_child"]
    with subprocess.Popen(
        [*command, parts.hostname or "", str(parts.port or PORT), str(ready)],
        stdin=subprocess.DEVNULL, pass_fds=(ready,),
    ) as child:  # fmt: skip
        try:
            os.close(ready)
            with os.fdopen(opened) as door:
                port = door.read()
            if not port:
                raise NotCarried("no line")
            yield urlunsplit(("rtmp", f"127.0.0.1:{port}", *parts[2:]))
            with suppress(subprocess.TimeoutExpired):
                child.wait(GRACE_SECONDS)
        finally:
            child.kill()
