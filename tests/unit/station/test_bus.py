"""The program bus survives any chunking and refuses anything else."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.audio import BLOCK, silence
from station.bus import (
    FORMAT,
    BusBroken,
    Hello,
    Metadata,
    Packet,
    PacketReader,
    describe,
    pack,
    pack_hello,
)
from station.kinds import Kind
from station.ladder import Rung


def ramp(tick):
    return (np.arange(BLOCK * 2, dtype=np.float32).reshape(-1, 2) + tick) / 1e5


def packets(count):
    begins = Metadata(7, Rung.SCHEDULE, "Lagu é", "Penyanyi", "Pagi", Kind.MUSIC, "SU", 3, "k")
    return [
        Packet(tick, 1_000 + tick, ramp(tick), 1, tick, 4, (begins,) if tick % 2 else ())
        for tick in range(count)
    ]


def same(one, other):
    return (
        (one.tick, one.utc_us, one.flags, one.lost, one.picture, one.metadata)
        == (other.tick, other.utc_us, other.flags, other.lost, other.picture, other.metadata)
    ) and np.array_equal(one.sound, other.sound)


def wire(count):
    return pack_hello(Hello("radio")) + b"".join(pack(packet) for packet in packets(count))


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=30))
def test_packets_come_out_whole_however_the_bytes_arrive(sizes):
    data, reader, got = wire(4), PacketReader(), []
    position = 0
    for size in [*sizes, len(data)]:
        got += list(reader.feed(data[position : position + size]))
        position += size
    assert reader.hello == Hello("radio")
    assert len(got) == 4
    assert all(same(one, other) for one, other in zip(got, packets(4), strict=True))


def test_one_byte_at_a_time_is_enough():
    reader = PacketReader()
    got = [packet for byte in wire(1) for packet in reader.feed(bytes([byte]))]
    assert len(got) == 1


@given(st.binary(min_size=1, max_size=6_000))
def test_garbage_is_refused_or_waited_for_and_never_a_packet(garbage):
    reader = PacketReader()
    with contextlib.suppress(BusBroken):
        assert list(reader.feed(garbage)) == []


@given(st.integers(0, 200), st.integers(0, 255))
def test_a_damaged_packet_never_raises_anything_else(position, value):
    reader = PacketReader()
    data = bytearray(wire(2))
    start = data.index(b"\n") + 1
    data[start + position] = value
    with contextlib.suppress(BusBroken):
        list(reader.feed(bytes(data)))


def test_sound_of_half_a_frame_is_refused():
    reader = PacketReader()
    list(reader.feed(pack_hello(Hello("radio"))))
    packet = bytearray(pack(Packet(0, 0, silence(BLOCK))))
    packet[28:32] = (4).to_bytes(4, "little")
    with pytest.raises(BusBroken):
        list(reader.feed(bytes(packet)))


def test_metadata_that_is_not_understood_is_refused():
    reader = PacketReader()
    list(reader.feed(pack_hello(Hello("radio"))))
    good = pack(packets(2)[1])
    with pytest.raises(BusBroken):
        list(reader.feed(good.replace(b'"offset"', b'"uffset"')))


@pytest.mark.parametrize("hello", [b"\n", b"{}\n", b'{"channel":3}\n', b"\xff\xfe\n", b"x" * 5_000])
def test_a_hello_that_is_none_is_refused(hello):
    with pytest.raises(BusBroken):
        list(PacketReader().feed(hello))


def test_a_bus_of_the_future_is_refused():
    with pytest.raises(BusBroken, match="format"):
        list(PacketReader().feed(pack_hello(Hello("radio", format=FORMAT + 1))))


def test_a_packet_without_sound_is_a_packet():
    reader = PacketReader()
    list(reader.feed(pack_hello(Hello("radio"))))
    (packet,) = reader.feed(pack(Packet(9, 0, silence(0))))
    assert packet.sound.shape == (0, 2)


def test_players_are_shown_artist_and_title():
    assert Metadata(0, Rung.SCHEDULE, "Judul", "Nama").stream_title == "Nama - Judul"
    assert Metadata(0, Rung.SCHEDULE, "Judul").stream_title == "Judul"
    assert Metadata(0, Rung.SLATE).stream_title == ""


def test_a_hello_can_be_read_in_a_log():
    assert describe(Hello("radio")) == '{"channel": "radio", "rate": 48000, "block": 1920}'
