"""A thinned stretch: its sound is whole, its key pictures are, and nobody sees that others went."""

from hypothesis import given
from hypothesis import strategies as st

from streaming.mpegts import PACKET
from streaming.pictures.transport_stream import PICTURE_PID, SOUND_PID, Muxer
from streaming.pictures.units import SOUND, Unit
from streaming.recorder.stills import Stills

SIZES = st.integers(1, 1_500)


def units(pictures, sounds, begins=0):
    """Return a group: a key picture, others behind it, and sound among them."""
    row = [
        Unit(1, number == 0, begins + 3_600 * number, begins + 3_600 * number, bytes([7]) * size)
        for number, size in enumerate(pictures)
    ]
    heard = [
        Unit(SOUND, True, begins + 1_920 * number, begins + 1_920 * number, bytes([9]) * size)
        for number, size in enumerate(sounds)
    ]
    return [*row, *heard]


def packets(data, pid):
    cut = [data[at : at + PACKET] for at in range(0, len(data), PACKET)]
    return [each for each in cut if (each[1] & 0x1F) << 8 | each[2] == pid]


def counters(found):
    return [packet[3] & 15 for packet in found]


@given(st.lists(st.tuples(st.lists(SIZES, min_size=1), st.lists(SIZES)), min_size=1, max_size=4))
def test_sound_and_key_pictures_stay_and_the_counters_run_on(groups):
    muxer, alone, stills = Muxer(), Muxer(), Stills()
    whole, thinned, wanted = b"", b"", b""
    for number, (pictures, sounds) in enumerate(groups):
        row = units(pictures, sounds, number * 180_000)
        stretch = muxer.stretch(row)
        whole += stretch
        thinned += stills(stretch)
        wanted += alone.stretch([unit for unit in row if unit.key])
    assert thinned == wanted
    assert packets(thinned, SOUND_PID) == packets(whole, SOUND_PID)
    seen = packets(thinned, PICTURE_PID)
    assert counters(seen) == [number & 15 for number in range(len(seen))]


def test_a_stretch_that_begins_in_the_middle_of_a_picture_gives_none_of_it():
    (key, *rest) = packets(Muxer().stretch(units([400], [])), PICTURE_PID)
    assert Stills()(b"".join(rest)) == b""
    assert Stills()(key) == key
