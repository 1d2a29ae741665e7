"""Where the thumbnails and the copies of a film lie: beside the media, by the hash of it."""

import shutil
from collections.abc import Collection
from pathlib import Path

from station.film_copies import FOLDER, HOUSE

PROXY_BOX = (640, 360)
"""What a small copy fits into, pixels."""
THUMBNAIL_BOX = (320, 180)
"""What a thumbnail fits into, pixels."""


class Previews:
    """The folders of all films of a library."""

    def __init__(self, media: Path) -> None:
        self._folder = media / FOLDER

    def of(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def proxy(self, sha256: str) -> Path:
        return self.of(sha256) / "proxy.mp4"

    def house(self, sha256: str) -> Path:
        """Return the path of its pictures in the house's format: `station.film_copies`."""
        return self.of(sha256) / HOUSE

    def thumbnail(self, sha256: str, number: int) -> Path:
        """Return the path of one, counted from 1."""
        return self.of(sha256) / f"{number}.jpg"

    def tidy(self, known: Collection[str]) -> int:
        """Remove what belongs to no film that is known; return how many there were."""
        gone = [folder for folder in self._folder.glob("??/*") if folder.name not in known]
        for folder in gone:
            shutil.rmtree(folder, ignore_errors=True)
        return len(gone)
