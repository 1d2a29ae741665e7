"""P4: a ramp split in two files and played as two items, against the unsplit ramp."""

from datetime import timedelta

import numpy as np

from benchmarks.bench_station import CLOCK, BenchStation, bench_station, bus_packets
from benchmarks.material import item_of, ramp, write_wav
from benchmarks.row import Row
from station.audio import RATE, Block

SECONDS = 4
CUTS = (96_000, 70_001, 133_333)
"""Where the ramp is split, in frames: on a block edge and off it."""


def run(scale: float) -> list[Row]:
    """Return the number of samples that differ, over several places of the cut."""
    cuts = CUTS[: max(1, round(len(CUTS) * scale))]
    wrong = sum(_differences(cut) for cut in cuts)
    return [
        Row(
            "P4", f"samples that differ over {len(cuts)} joins of a split ramp", wrong, "samples",
            "0: bit-identical", met=wrong == 0,
        )
    ]  # fmt: skip


def _differences(cut: int) -> int:
    whole = ramp(SECONDS)
    with bench_station() as station:
        for name, part in (("a.wav", whole[:cut]), ("b.wav", whole[cut:])):
            write_wav(station.paths.media / name, part)
        begins = CLOCK.now() + timedelta(seconds=3)
        first = item_of(1, "a.wav", cut, begins=begins)
        second = item_of(2, "b.wav", len(whole) - cut, begins=first.ends)
        station.publish([first, second], begins)
        station.start("air", "radio")
        heard = _heard(station)
    return _compare(heard, whole)


def _heard(station: BenchStation) -> Block:
    """Return what was on the bus from the first packet of programme on."""
    blocks = [
        packet.sound
        for packet, _ in bus_packets(station.paths, SECONDS + 5)
        if packet.flags or packet.metadata
    ]
    return np.concatenate(blocks)


def _compare(heard: Block, whole: Block) -> int:
    """Count differing samples after laying the ramp's steepest place over what was heard."""
    expected = (np.round(whole * 32767) / 32768).astype(np.float32)
    # A value that occurs once in 0.67 s finds the place; the ramp's own start may be faded in.
    anchor = 30_000
    for place in np.flatnonzero(heard[:, 0] == expected[anchor, 0]):
        start = int(place) - anchor
        if start >= 0 and start + len(expected) <= len(heard):
            window = heard[start : start + len(expected)]
            different = int(np.count_nonzero(window != expected))
            if different < RATE:
                return different
    return len(expected)
