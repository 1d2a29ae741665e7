"""Places in a recording as people type them: 3:58.250, to the millisecond."""

import re

from station.audio import RATE

_PER_MS = RATE // 1000
_TYPED = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,5})(?:[.,](\d{1,3}))?")


def written(frames: int) -> str:
    """Return 3:58.250, or 1:02:03.004 from an hour on; rounded down to the millisecond."""
    seconds, ms = divmod(frames // _PER_MS, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{seconds:02d}.{ms:03d}"


def read(text: str, before: int) -> int | None:
    """Return the frames of a typed place, None for nonsense.

    What still reads as `before` keeps its exact frame: a form sent unchanged changes nothing.
    """
    text = text.strip()
    if text == written(before):
        return before
    typed = _TYPED.fullmatch(text)
    if typed is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in typed.groups()[:3])
    ms = int((typed[4] or "0").ljust(3, "0"))
    return ((hours * 60 + minutes) * 60 + seconds) * RATE + ms * _PER_MS
