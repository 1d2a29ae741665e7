"""A warm process: it has loaded a room, and is copied instead of starting another. Adapter: forks.

`python -m mengudara.warm MODULE:FUNCTION ROOM`, with a socket as its standard input: the function
loads. For each request it makes a copy of itself that runs a module as `python -m` would; the
copies share what was loaded until they write to it. A copy is no child of this process but of the
supervisor, who must be the reaper of its orphans just then: what happens to this process is nothing
to those it has made.
"""

import ctypes
import json
import os
import runpy
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from mengudara.loading import loading
from mengudara.role import end_with_parent

LONGEST = 4_096
READY = b"ready"
"""Told once, before the first request."""
ROOM = 256
"""Letters kept free behind its own command line: a copy writes its own there."""


class Wish(NamedTuple):
    """What a copy is to be."""

    arguments: list[str]
    """Behind `python -m`."""
    log: int
    """Open file for what it says."""


def main() -> None:
    """Load, and serve until the supervisor closes the socket; a copy leaves this to be itself."""
    end_with_parent()
    door = socket.socket(fileno=os.dup(0))
    _open_as(0, os.devnull, os.O_RDONLY)
    module, _, function = sys.argv[1].partition(":")
    with loading():
        getattr(import_module(module), function)()
    door.send(READY)
    while (wish := _asked(door)) is not None:
        pid = _copied()
        if pid == 0:
            door.close()
            _become(wish)
            return
        os.close(wish.log)
        door.send(str(pid).encode())


def _asked(door: socket.socket) -> Wish | None:
    told, files, _, _ = socket.recv_fds(door, LONGEST, 1)
    return Wish(json.loads(told), files[0]) if told and files else None


def _copied() -> int:
    """Return the number of a copy, 0 in the copy itself.

    It is made by a copy that ends at once, so that it goes to the supervisor, and waits for that.
    """
    told, tell = os.pipe()
    wait, go = os.pipe()
    between = os.fork()
    if between == 0:
        pid = os.fork()
        if pid:
            os.write(tell, str(pid).encode())
            os._exit(0)
        os.close(go)
        os.read(wait, 1)
        for end in (told, tell, wait):
            os.close(end)
        return 0
    os.waitpid(between, 0)
    os.close(tell)
    pid = int(os.read(told, 32))
    for end in (go, wait, told):
        os.close(end)
    return pid


def _become(wish: Wish) -> None:
    os.setsid()
    os.dup2(wish.log, 1)
    os.dup2(wish.log, 2)
    os.close(wish.log)
    call([sys.executable, "-m", *wish.arguments])
    sys.argv[:] = wish.arguments
    runpy.run_module(wish.arguments[0], run_name="__main__", alter_sys=True)


def call(words: list[str]) -> None:
    """Have `ps` and /proc show these words as the command line, as far as there is room."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    begins, ends = int(fields[45]), int(fields[46])
    if not 0 < begins < ends:  # a kernel that does not tell
        return
    line = b"\0".join(word.encode() for word in words)[: ends - begins - 1]
    ctypes.memmove(begins, line.ljust(ends - begins, b"\0"), ends - begins)


def _open_as(number: int, path: str, flags: int) -> None:
    opened = os.open(path, flags)
    os.dup2(opened, number)
    os.close(opened)


if __name__ == "__main__":
    main()
