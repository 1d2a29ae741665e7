"""Writes one copy of what a channel airs into files of an hour. Blocks on the disk."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from station.audio import from_utc_us
from station.bus import Metadata
from station.recordings import Begun, stem
from streaming.frames import Codec
from streaming.recorder.following import Following
from streaming.recorder.hour_file import HourFile
from streaming.recorder.stills import Stills
from streaming.ring import Chunk, Ring

SUFFIXES = {Codec.TS: ".ts", Codec.MP3: ".mp3", Codec.ADTS: ".aac"}
TOGETHER_US = 2_000_000
"""So much is written at a time: one line of the index."""
SYNC_US = 10_000_000
"""What a power cut may cost."""


class CopyWriter:
    """Follows rings of one codec; begins again with what is new when its disk failed."""

    def __init__(self, folder: Path, rings: Sequence[Ring], *, stills: bool = False) -> None:
        """`stills`: television of which only the sound is kept whole."""
        self.folder = folder
        self._thinned = Stills() if stills else _whole
        self._following = Following(rings)
        self._suffix = SUFFIXES[rings[0].rendition.codec]
        self._file: HourFile | None = None
        self._waiting: list[tuple[Chunk, int]] = []
        self._unsynced = 0

    @property
    def covered(self) -> int:
        """Station time behind what came last, in µs; 0 while nothing has."""
        return self._following.covered

    def write(self) -> int:
        """Write what has come; return how many bytes it was. Raises OSError."""
        written = 0
        try:
            for chunk, us in self._following.read():
                if self._waiting and not _follows(*self._waiting[-1], chunk):
                    written += self._flush()
                self._waiting.append((chunk, us))
                if sum(each for _, each in self._waiting) >= TOGETHER_US:
                    written += self._flush()
        except OSError:
            self.give_up()
            raise
        return written

    def give_up(self) -> None:
        """Leave out what has come by now."""
        self._waiting.clear()
        self._following.skip()
        self._close()

    def close(self) -> None:
        """Write what is left."""
        with contextlib.suppress(OSError):
            self._flush()
        self._close()

    def _flush(self) -> int:
        """Write what waits as one stretch."""
        if not self._waiting:
            return 0
        first = self._waiting[0][0]
        at, us = first.piece.utc_us, sum(us for _, us in self._waiting)
        data = b"".join(self._thinned(chunk.data) for chunk, _ in self._waiting)
        before, file = self._file, self._opened(at)
        file.append(at, us, data, self._begun(is_new=file is not before))
        self._waiting.clear()
        self._unsynced += us
        if self._unsynced >= SYNC_US:
            file.sync()
            self._unsynced = 0
        return len(data)

    def _opened(self, at: int) -> HourFile:
        """Return the file of an hour; an older one than what is open never comes again."""
        name = stem(from_utc_us(at))
        if self._file is not None and self._file.stem >= name:
            return self._file
        self._close()
        self._file = HourFile(self.folder, name, self._suffix)
        return self._file

    def _begun(self, *, is_new: bool) -> list[Begun]:
        """Return what began in what waits; a new file is told what is already on."""
        first = self._waiting[0][0]
        marks = [
            (mark.utc_us, mark.metadata) for chunk, _ in self._waiting for mark in chunk.piece.marks
        ]
        already = first.playing
        if is_new and already and not any(at <= first.piece.utc_us for at, _ in marks):
            marks.insert(0, (first.piece.utc_us, already))
        return [_named(at, each) for at, each in marks if each.title]

    def _close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.sync()
            self._file.close()
            self._file = None


def _whole(data: bytes) -> bytes:
    return data


def _follows(last: Chunk, us: int, chunk: Chunk) -> bool:
    """Whether a chunk goes on where the last one ended, in the same hour."""
    ends = last.piece.utc_us + us
    together = abs(chunk.piece.utc_us - ends) < TOGETHER_US // 4
    return together and stem(from_utc_us(last.piece.utc_us)) == stem(
        from_utc_us(chunk.piece.utc_us)
    )


def _named(at: int, metadata: Metadata) -> Begun:
    return Begun(
        at, metadata.title, metadata.artist, metadata.programme, metadata.cart_id,
        metadata.item_key,
    )  # fmt: skip
