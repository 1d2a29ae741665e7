"""The file in which a process of the station says what it does."""

from pathlib import Path
from typing import BinaryIO

LOG_BYTES = 20_000_000


def open_log(path: Path) -> BinaryIO:
    """Open a log for appending; one that has grown large becomes `NAME.log.1` first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")
