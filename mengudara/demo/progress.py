"""Progress on a terminal, or as plain lines where nobody watches."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")
BAR = 28


class Progress:
    """One line for each step."""

    def __init__(self) -> None:
        self._watched = sys.stdout.isatty()

    def step(self, label: str) -> None:
        print(f"  {label} …", flush=True)

    def counted(self, label: str, things: Iterable[Thing], total: int) -> Iterator[Thing]:
        """Pass the things on and show how many have come."""
        if not self._watched:
            print(f"  {label}: {total} …", flush=True)
            yield from things
            return
        self._show(label, 0, total)
        for count, thing in enumerate(things, 1):
            self._show(label, count, total)
            yield thing
        print(flush=True)

    def _show(self, label: str, count: int, total: int) -> None:
        filled = BAR * count // max(1, total)
        bar = "█" * filled + "·" * (BAR - filled)
        print(f"\r  {label:<30} {bar} {count}/{total}", end="", flush=True)
