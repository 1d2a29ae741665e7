"""The file of one hour of a recording, and its index. Blocks on the disk."""

import os
from collections.abc import Sequence
from io import FileIO
from pathlib import Path

from station.recordings import INDEX, Begun, Stretch, line, read_index


class HourFile:
    """Grows at its end; what its index does not know is cut off when it is opened again."""

    def __init__(self, folder: Path, stem: str, suffix: str) -> None:
        """Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        self.stem = stem
        media, index = folder / (stem + suffix), folder / (stem + INDEX)
        self._size = read_index(index).size
        self._index = _opened(index, whole_lines(index))
        try:
            self._media = _opened(media, self._size)
        except OSError:
            self._index.close()
            raise

    def append(self, at: int, us: int, data: bytes, begun: Sequence[Begun] = ()) -> None:
        """Write a stretch, then what is known of it; raises OSError, and then it must be closed."""
        _write_whole(self._media, data)
        known: list[Stretch | Begun] = [*begun, Stretch(at, us, self._size, len(data))]
        _write_whole(self._index, b"".join(map(line, known)))
        self._size += len(data)

    def sync(self) -> None:
        os.fdatasync(self._media.fileno())
        os.fdatasync(self._index.fileno())

    def close(self) -> None:
        self._media.close()
        self._index.close()


def whole_lines(index: Path) -> int:
    """Return how many bytes of an index are whole lines."""
    return index.read_bytes().rfind(b"\n") + 1 if index.is_file() else 0


def _opened(path: Path, size: int) -> FileIO:
    """Open a file at its end, cut to what is known of it."""
    file = FileIO(path, "a")
    try:
        file.truncate(size)
    except OSError:
        file.close()
        raise
    return file


def _write_whole(file: FileIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
