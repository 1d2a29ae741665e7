"""CPU seconds of a process, its living children and the children it has already reaped."""

import os
import resource
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def of_tree(pid: int) -> float:
    """Return user and system seconds of the tree below `pid`; raises OSError when it is gone."""
    return _own(pid) + sum(of_tree(child) for child in _children(pid))


def finished() -> float:
    """Return CPU seconds of all children this process has reaped so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _own(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(value) for value in fields[11:15]) / _TICKS


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        found += (int(child) for child in path.read_text().split())
    return found
