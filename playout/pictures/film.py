"""A source with sound and pictures: children of one file that are counted together."""

from pathlib import Path

import numpy as np

from playout.pictures.pool import SlotPool
from playout.pictures.source import PictureSource
from playout.source import OpenSource, Source
from station.audio import BLOCK, Block, silence
from station.rundown import Item


class Film:
    """Sound is pulled as from any source; `pictures` are looked up by frame of that sound.

    Where the file's sound is shorter than its pictures, or absent, it is silent.
    """

    def __init__(
        self, sound: Source, pictures: PictureSource, from_frame: int, cue_out: int
    ) -> None:
        self.pictures = pictures
        self._sound = sound
        self._at = from_frame
        self._cue_out = cue_out

    @property
    def ready(self) -> bool:
        return self._sound.ready and self.pictures.ready

    @property
    def ended(self) -> bool:
        return self._sound.ended and not self._is_seen_on

    @property
    def fault(self) -> str:
        """Return why there is no sound; a film whose pictures fail is still heard."""
        if self._sound.fault and not self.pictures.ready:
            return ""
        return "" if self._is_seen_on else self._sound.fault

    def read(self, frames: int) -> Block:
        """Return sound; pictures whose sound is read unseen are passed over with it."""
        block = self._sound.read(frames)
        self._at += len(block)
        if len(block) < frames and self._sound.ended and self._is_seen_on:
            lacking = silence(min(frames - len(block), self._cue_out - self._at))
            self._at += len(lacking)
            block = np.concatenate([block, lacking])
        self.pictures.pass_over(self._at - BLOCK)
        return block

    def close(self) -> None:
        self._sound.close()
        self.pictures.close()

    @property
    def _is_seen_on(self) -> bool:
        """Return whether there are pictures from here on."""
        if self.pictures.gone or self._at >= self._cue_out:
            return False
        return not self.pictures.missing(self._at) or self.pictures.ended_at is None


class FilmOpener:
    """Opens items of a television channel: sound alone where there is nothing to be seen."""

    def __init__(self, open_sound: OpenSource, media: Path, pool: SlotPool) -> None:
        self._open_sound = open_sound
        self._media = media.resolve()
        self._pool = pool

    def open(self, item: Item, from_frame: int) -> Source:
        sound = self._open_sound(item, from_frame)
        if not item.has_picture:
            return sound
        pictures = PictureSource(self._pool, self._media, item.path, from_frame)
        pictures.start()
        return Film(sound, pictures, from_frame, item.cue_out)
