"""What became of the last check of a recording before its airing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from media_library.soundness import Flaw

GOOD_FOR = timedelta(hours=24)
"""How long a whole check of an unchanged file counts."""
AGAIN_AFTER = timedelta(minutes=5)
"""How long a failed recording rests before it is decoded again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells that a file was not touched."""

    size: int
    """Bytes."""
    changed_ns: int
    """When it was last written, as the file system says."""


GONE = Mark(-1, 0)
"""A file that cannot be looked at."""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of the last check of a recording."""

    cart_id: int
    """The recording."""
    path: str
    """Its file, relative to the media folder."""
    mark: Mark
    """The file as it was then."""
    checked_at: datetime
    """When it was decoded, or found missing, UTC."""
    flaw: Flaw | None = None
    """None: it was sound."""
    detail: str = ""
    """What exactly was found."""

    def still_counts(self, mark: Mark, now: datetime) -> bool:
        """Whether nothing has to be decoded anew."""
        age = now - self.checked_at
        if self.mark != mark:
            return False
        return age < (AGAIN_AFTER if self.flaw is not None and mark != GONE else GOOD_FOR)
