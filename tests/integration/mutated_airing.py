"""Takes spoilt files in as the station does, and airs what was taken with the real decoder."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import numpy as np

from media_library.cart import Cart
from media_library.ingest import Added, Ingest, Outcome, Quarantined
from mengudara import schema
from mengudara.simulate.air import SimulatedAir
from mengudara.simulate.ledger import Ledger
from mengudara.simulate.monitor import Monitor
from mengudara.simulate.sources import Opener
from playout.decoder import Decoder
from station import ffmpeg
from station.audio import BLOCK, CHANNELS, RATE
from station.clock import SystemClock, VirtualClock
from station.config import Air, Config, Media
from station.database import engine_for, sessions_for
from station.errors import StationError
from station.journal import Act, Fact
from station.paths import StatePaths
from station.rundown import Item
from tests.unit.playout.fakes import EIGHT, one_after_the_other, rundown

NEVER_SILENT = Air(silence_dbfs=-90, silence_seconds=600)
"""A spoilt file may be silent in its middle; that is for other tests."""


@dataclass
class Taken:
    """What became of the files."""

    media: Path
    outcomes: dict[Path, Outcome | StationError] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    remarks: list[object] = field(default_factory=list)
    wrong_ticks: int = 0

    @property
    def carts(self) -> list[Cart]:
        return [one.cart for one in self.outcomes.values() if isinstance(one, Added)]

    @property
    def faults(self) -> dict[str, str]:
        return {
            path.name: str(one.entry.fault)
            for path, one in self.outcomes.items()
            if isinstance(one, Quarantined)
        }


def take_and_air(files: list[Path], home: Path) -> Taken:
    """Bring the files into a fresh station and air what it took."""
    paths = StatePaths(home)
    paths.create()
    taken = Taken(paths.media)
    config = Config(media=Media(keep_free_bytes=0))
    engine = engine_for(config.database_at(paths))
    try:
        schema.upgrade(engine)
        ingest = Ingest(config, paths, sessions_for(engine), SystemClock())
        ingest.add_all(files, workers=2, progress=taken.outcomes.__setitem__)
    finally:
        engine.dispose()
    if taken.carts:
        _air(taken, paths)
    return taken


def _air(taken: Taken, paths: StatePaths) -> None:
    items = one_after_the_other(*map(_item, taken.carts))
    ledger, monitor = Ledger(), Monitor(-90)

    def note(fact: Fact) -> None:
        taken.facts.append(fact)
        ledger.hear(fact)

    opener = Opener(paths.media, Decoder(paths.media, ffmpeg.binary(), 60 * RATE, 0.01).open)
    air = SimulatedAir(
        "radio", VirtualClock(EIGHT), opener, monitor, note,
        slate=np.full((RATE, CHANNELS), 0.01, np.float32), block=12 * BLOCK, air=NEVER_SILENT,
    )  # fmt: skip
    try:
        air.begin(rundown(*items))
        air.play(items[-1].ends + timedelta(seconds=60))
    finally:
        opener.close_all()
    taken.remarks = list(ledger.remarks)
    taken.wrong_ticks = monitor.wrong_ticks


def _item(cart: Cart) -> Item:
    return Item(
        key=f"cart:{cart.id}", cart_id=cart.id, kind=cart.kind, title=cart.title, path=cart.path,
        begins=EIGHT, cue_in=cart.cue_in, cue_out=cart.cue_out, segue=cart.segue,
        has_picture=cart.has_picture, has_sound=cart.has_sound,
    )  # fmt: skip


def not_whole(taken: Taken) -> list[Fact]:
    """Return the facts of what the library took and the air could not play to its end."""
    return [
        fact
        for fact in taken.facts
        if fact.act is Act.FAILED or (fact.act is Act.ENDED and fact.frames < _least(fact))
    ]


def _least(fact: Fact) -> int:
    return fact.planned_frames - RATE // 4


def aired(taken: Taken) -> set[str]:
    return {fact.item_key for fact in taken.facts if fact.act is Act.STARTED}
