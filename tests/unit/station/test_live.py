"""Live sound over the socket: however the bytes are cut, the same sound and titles come out."""

import itertools
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.audio import BYTES_PER_FRAME, RATE
from station.live import (
    HELLO,
    MAGIC,
    Door,
    Hello,
    LiveBroken,
    Seen,
    SoundReader,
    pack,
    pack_mute,
    pack_picture,
    pack_title,
)

HELLO_LINE = HELLO.dump_json(Hello("s1", Door.ICECAST, "Sri", "sri")) + b"\n"


def ramp(frames, start=0):
    return np.repeat(np.arange(start, start + frames, dtype=np.float32)[:, None], 2, axis=1)


def split(data, cuts):
    edges = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@given(st.lists(st.integers(0, 10_000), max_size=20))
def test_however_the_bytes_are_cut_the_same_sound_comes_out(cuts):
    data = HELLO_LINE + pack(ramp(100)) + pack_title("Gesang – Bengawan Solo") + pack(ramp(7, 100))
    reader = SoundReader()
    heard = [block for piece in split(data, cuts) for block in reader.feed(piece)]
    assert np.array_equal(np.concatenate(heard), ramp(107))
    assert reader.hello.title == "Gesang – Bengawan Solo"
    assert reader.hello.who == "sri"


@given(st.lists(st.integers(0, 10_000), max_size=20))
def test_a_picture_belongs_to_the_sound_behind_it(cuts):
    head = HELLO_LINE + pack_picture(7) + pack(ramp(100)) + pack_title("Kroncong")
    data = head + pack_picture(2**56 - 1) + pack(ramp(7, 100))
    reader = SoundReader()
    heard = [block for piece in split(data, cuts) for block in reader.feed(piece)]
    assert np.array_equal(np.concatenate(heard), ramp(107))
    assert list(reader.pictures) == [Seen(0, 7), Seen(100, 2**56 - 1)]


def test_a_title_counts_as_soon_as_it_has_come_even_without_sound_behind_it():
    reader = SoundReader()
    assert list(reader.feed(HELLO_LINE + pack_title("Kroncong"))) == []
    assert reader.hello.title == "Kroncong"


def test_that_there_is_no_sound_counts_until_the_contrary_is_told():
    reader = SoundReader()
    told = []
    for packet in (HELLO_LINE, pack_mute(mute=True), pack(ramp(3)), pack_mute(mute=False)):
        list(reader.feed(packet))
        told.append(reader.hello.mute)
    assert told == [False, True, True, False]


@pytest.mark.parametrize(
    "packet",
    [
        b"GET / HTTP/1.1\r\n",
        struct.pack("<4sI", MAGIC, 7),
        struct.pack("<4sI", MAGIC, (RATE + 1) * BYTES_PER_FRAME),
        struct.pack("<4sI", b"MGT1", 5000),
        struct.pack("<4sI", b"MGP1", 9),
        struct.pack("<4sI", b"MGM1", 2),
    ],
)
def test_what_is_no_packet_is_refused_before_it_is_waited_for(packet):
    reader = SoundReader()
    with pytest.raises(LiveBroken):
        list(reader.feed(HELLO_LINE + packet))


def test_an_endless_first_line_is_refused():
    with pytest.raises(LiveBroken):
        list(SoundReader().feed(b"x" * 5000))
