"""A source with sound and pictures: children of one file that are counted together."""

from pathlib import Path

from playout.pictures.pool import SlotPool
from playout.pictures.source import PictureSource
from playout.source import OpenSource, Source
from station.audio import BLOCK, Block
from station.film_copies import house_copy
from station.kinds import Kind
from station.rundown import Item


class Film:
    """Sound is pulled as from any source; `pictures` are looked up by frame of that sound."""

    def __init__(self, sound: Source, pictures: PictureSource, from_frame: int) -> None:
        self.pictures = pictures
        self._sound = sound
        self._at = from_frame

    @property
    def ready(self) -> bool:
        return self._sound.ready and self.pictures.ready

    @property
    def ended(self) -> bool:
        return self._sound.ended

    @property
    def fault(self) -> str:
        """Return why there is no sound; a film whose pictures fail is still heard."""
        return self._sound.fault

    def read(self, frames: int) -> Block:
        """Return sound; pictures whose sound is read unseen are passed over with it."""
        block = self._sound.read(frames)
        self._at += len(block)
        self.pictures.pass_over(self._at - BLOCK)
        return block

    def close(self) -> None:
        self._sound.close()
        self.pictures.close()


class FilmOpener:
    """Opens items of a television channel: sound alone where there is nothing to be seen."""

    def __init__(self, open_sound: OpenSource, media: Path, pool: SlotPool) -> None:
        self._open_sound = open_sound
        self._media = media.resolve()
        self._pool = pool

    def open(self, item: Item, from_frame: int) -> Source:
        """Music is looked at too: its file may have a cover."""
        sound = self._open_sound(item, from_frame)
        if not item.has_picture and item.kind is not Kind.MUSIC:
            return sound
        pictures = PictureSource(
            self._pool, self._media, item.path, from_frame,
            copy=self._copy_of(item), frames=item.cue_out,
        )  # fmt: skip
        pictures.start()
        return Film(sound, pictures, from_frame)

    def _copy_of(self, item: Item) -> str:
        """Return where its pictures stand as the channel sends them, empty where they do not."""
        copy = house_copy(item.path)
        return copy if (self._media / copy).is_file() else ""
