"""CPU seconds and memory of a process, its living children and those it has already reaped."""

import os
import resource
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def of_tree(pid: int) -> float:
    """Return user and system seconds of the tree below `pid`; raises OSError when it is gone."""
    return _own(pid) + sum(of_tree(child) for child in _children(pid))


def running_of_tree(pid: int) -> float:
    """Return what the living threads of the tree below `pid` have used, to the microsecond."""
    spent = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(OSError):
            spent += int(path.read_text().split()[0])
    return spent / 1e9 + sum(running_of_tree(child) for child in _children(pid))


def memory_of_tree(pid: int) -> float:
    """Return the megabytes, proportional set size, of the tree below `pid`."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = int(told.partition("\nPss:")[2].split()[0])
    return kilobytes / 1e3 + sum(memory_of_tree(child) for child in _children(pid))


def own() -> float:
    """Return what this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


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
