"""What is sent live is decoded into sound, and pictures in a ring that stand before their sound."""

import os
import threading
from contextlib import contextmanager, suppress

import av
import numpy as np
import pytest

from station.audio import BLOCK, RATE
from station.decoding import NoPictures
from station.live import Door, Hello, SoundReader
from station.pictures import PictureRing, slot_of
from station.video import Shape
from streaming.live.film import child
from tests.numbered_clips import make_clip, number_on

SHAPE = Shape(320, 180)


@contextmanager
def piped(data):
    """An open descriptor from which these bytes come."""
    out, into = os.pipe()

    def write():
        with suppress(BrokenPipeError), os.fdopen(into, "wb", buffering=0) as pipe:
            pipe.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield out
    finally:
        os.close(out)
        writer.join()


class Received:
    """What a child told of a clip, and the number on each of its pictures."""

    def __init__(self, tmp_path, data, demuxer, slots=100):
        reader = SoundReader(Hello("s", Door.RTMP, "Sari"))
        self.blocks, told = [], tmp_path / "told"
        with piped(data) as given, told.open("wb") as out:
            child.run(given, out.fileno(), tmp_path / "ring", SHAPE, slots, demuxer)
        self.blocks = list(reader.feed(told.read_bytes()))
        self.mute = reader.hello.mute
        self.ring = PictureRing(tmp_path / "ring")
        self.pictures = [
            (seen.frame, number_on(self.ring.picture(slot_of(seen.ticket)), SHAPE))
            for seen in reader.pictures
            if self.ring.holds(seen.ticket)
        ]

    @property
    def sound(self):
        return np.concatenate(self.blocks)


@pytest.mark.parametrize(
    ("suffix", "demuxer", "size"),
    [("flv", "flv", (320, 180)), ("ts", "mpegts", (640, 360)), ("mkv", "matroska", (320, 180))],
)
def test_each_picture_stands_before_its_own_sound(tmp_path, suffix, demuxer, size):
    clip = make_clip(tmp_path / f"clip.{suffix}", 50, sound_seconds=2.0, size=size)
    received = Received(tmp_path, clip.read_bytes(), demuxer)
    assert [number for _, number in received.pictures] == list(range(50))
    places = [frame for frame, _ in received.pictures]
    assert np.abs(np.array(places) - np.arange(50) * BLOCK).max() <= RATE // 1000
    assert len(received.sound) >= 49 * BLOCK
    assert not received.mute
    assert 0.05 < np.abs(received.sound[RATE:]).max() < 0.2


def test_slots_are_written_round_and_round(tmp_path):
    clip = make_clip(tmp_path / "clip.flv", 50, sound_seconds=2.0)
    received = Received(tmp_path, clip.read_bytes(), "flv", slots=8)
    assert [number for _, number in received.pictures] == list(range(42, 50))


def test_pictures_without_sound_get_silence(tmp_path):
    received = Received(tmp_path, make_clip(tmp_path / "c.ts", 50).read_bytes(), "mpegts")
    assert [number for _, number in received.pictures] == list(range(50))
    assert not received.sound.any()
    assert received.mute


def test_what_is_damaged_in_the_middle_goes_on_behind_it(tmp_path):
    data = bytearray(make_clip(tmp_path / "c.ts", 100, sound_seconds=4.0).read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2_000] = bytes(2_000)
    received = Received(tmp_path, bytes(data), "mpegts", slots=200)
    numbers = [number for _, number in received.pictures]
    assert numbers[0] == 0
    assert numbers[-1] == 99


@pytest.mark.parametrize("data", [b"no film at all" * 1000, b""])
def test_what_is_no_film_is_an_error(tmp_path, data):
    with pytest.raises(av.error.FFmpegError):
        Received(tmp_path, data, "flv")
    assert not (tmp_path / "ring").exists()


def test_sound_alone_is_given_up(tmp_path):
    clip = make_clip(tmp_path / "clip.mkv", 1, sound_seconds=1.0, times=[0.0])
    with av.open(str(clip)) as whole, av.open(str(tmp_path / "sound.mkv"), "w") as alone:
        track = alone.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(whole.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = track
                alone.mux(packet)
    with pytest.raises(NoPictures):
        Received(tmp_path, (tmp_path / "sound.mkv").read_bytes(), "matroska")


def test_a_first_picture_is_not_waited_for_longer_than_ten_seconds(tmp_path):
    clip = make_clip(tmp_path / "late.mkv", 1, sound_seconds=16.0, times=[15.0])
    with pytest.raises(NoPictures, match="no pictures"):
        Received(tmp_path, clip.read_bytes(), "matroska")
    assert not (tmp_path / "ring").exists()
