"""Where commands print: as wide as the terminal, and wide where a file or a program reads on."""

import sys

from rich.console import Console

WIDE = 200
"""Columns where nobody looks on, so that no table is cut off."""


def printer() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDE)
