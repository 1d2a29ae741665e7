"""Recordings as a library has them, measured and without a file."""

from dataclasses import replace
from datetime import UTC, datetime

from media_library.cart import Cart
from station.audio import RATE
from station.kinds import Kind

ADDED = datetime(2026, 11, 21, 3, tzinfo=UTC)


def recording(
    title: str, kind: Kind = Kind.MUSIC, seconds: float = 180, *, number: int = 1, **about: object
) -> Cart:
    """Return a cart that is heard from end to end; `number` tells its file from others."""
    frames, name = round(seconds * RATE), f"{number:064x}"
    cart = Cart(
        id=0, kind=kind, title=title, path=f"{name}.flac", sha256=name, original_name=title,
        frames=frames, cue_in=0, cue_out=frames, segue=frames, loudness_lufs=-16.0,
        true_peak_db=-2.0, added_at=ADDED,
    )  # fmt: skip
    return replace(cart, **about)  # type: ignore[arg-type]
