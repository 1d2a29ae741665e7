"""Files that are replaced whole or not at all."""

import os
from pathlib import Path


def write_atomically(path: Path, text: bytes) -> None:
    """Replace a file whole, synced before it takes its name; raises OSError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
