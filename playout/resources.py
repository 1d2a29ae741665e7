"""What the air process takes of the machine, read from /proc; never by the tick."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

SELF = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Resources:
    """A reading; what the system does not tell is 0."""

    memory_bytes: int = 0
    """Resident memory."""
    threads: int = 0
    """Threads."""
    descriptors: int = 0
    """Open files and sockets."""
    children: int = 0
    """Child processes."""


def read(process: Path = SELF) -> Resources:
    tasks = _names(process / "task")
    children = sum(len(_words(process / "task" / task / "children")) for task in tasks)
    pages = _words(process / "statm")
    memory = int(pages[1]) * os.sysconf("SC_PAGE_SIZE") if len(pages) > 1 else 0
    return Resources(memory, len(tasks), len(_names(process / "fd")), children)


def _names(folder: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return os.listdir(folder)
    return []


def _words(file: Path) -> list[str]:
    with contextlib.suppress(OSError, ValueError):
        return file.read_text().split()
    return []
