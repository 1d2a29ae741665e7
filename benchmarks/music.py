"""The demo station's music, as files with their decoded lengths."""

import shutil
from pathlib import Path

from benchmarks.demo import made
from media_library.store import CartStore
from station.audio import RATE
from station.database import engine_for, sessions_for
from station.kinds import Kind
from station.paths import StatePaths


def music(folder: Path, seconds: float) -> list[tuple[Path, int]]:
    """Copy music into `folder` until it lasts `seconds`; return paths and frames at 48 kHz."""
    paths = StatePaths(made())
    engine = engine_for(f"sqlite:///{paths.database}")
    with sessions_for(engine).begin() as session:
        carts = CartStore(session).search(kind=Kind.MUSIC, order="title", limit=500).carts
    engine.dispose()
    found: list[tuple[Path, int]] = []
    while sum(frames for _, frames in found) < seconds * RATE:
        cart = carts[len(found) % len(carts)]
        copy = folder / f"{len(found):03d}{Path(cart.path).suffix}"
        shutil.copy(paths.media / cart.path, copy)
        found.append((copy, cart.frames))
    return found
