"""Items told by their length in frames, for the parts of the air that need no engine."""

from datetime import UTC, datetime

from station.kinds import Kind
from station.rundown import Item


def clip(key: str, frames: int, *, cue_in: int = 0, path: str = "") -> Item:
    """An item of `frames` frames without a tail."""
    return Item(
        key=key,
        cart_id=1,
        kind=Kind.FILLER,
        title=key,
        path=path or f"{key}.wav",
        begins=datetime(2026, 3, 2, 8, tzinfo=UTC),
        cue_in=cue_in,
        cue_out=cue_in + frames,
        segue=cue_in + frames,
    )
