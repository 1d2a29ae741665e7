"""Time stamps that begin anew go on evenly, for sound and pictures alike."""

from dataclasses import dataclass
from fractions import Fraction

from playout.pictures.time_jumps import TimeJumps

SECOND = 90_000
SOUND, PICTURES = 1, 0


@dataclass
class Track:
    index: int
    time_base: Fraction = Fraction(1, SECOND)


@dataclass
class Packed:
    dts: int | None
    duration: int = SECOND // 25
    pts: int | None = None

    def __post_init__(self):
        self.pts = self.dts


def evened(*packets):
    """Return the seconds at which packets, each (track, seconds), are to be decoded."""
    jumps, found = TimeJumps(), []
    for index, seconds in packets:
        packet = Packed(None if seconds is None else round(seconds * SECOND))
        jumps.even_out(packet, Track(index))
        found.append(None if packet.dts is None else packet.dts / SECOND)
        assert packet.pts == packet.dts
    return found


def test_time_that_goes_on_is_left_alone_and_so_are_holes():
    even = [(PICTURES, 1.0), (SOUND, 1.0), (PICTURES, 1.04), (PICTURES, 9.0), (SOUND, 9.0)]
    assert evened(*even) == [seconds for _, seconds in even]


def test_a_jump_far_ahead_or_back_goes_on_where_it_was():
    assert evened((PICTURES, 1.0), (PICTURES, 500.0), (PICTURES, 500.04)) == [1.0, 1.04, 1.08]
    assert evened((PICTURES, 8.0), (PICTURES, 1.0), (PICTURES, 1.04)) == [8.0, 8.04, 8.08]


def test_sound_and_pictures_jump_together():
    found = evened((SOUND, 7.9), (PICTURES, 8.0), (SOUND, 1.0), (PICTURES, 1.1))
    assert found == [7.9, 8.0, 7.94, 8.04]


def test_a_packet_without_a_time_keeps_none():
    assert evened((PICTURES, 1.0), (PICTURES, None), (PICTURES, 1.08)) == [1.0, None, 1.08]
