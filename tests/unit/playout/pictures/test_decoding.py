"""Which picture of a file is to be seen when, for every odd kind of file."""

import os
from fractions import Fraction

import av
import numpy as np
import pytest

from playout.pictures.decoding import pictures
from station.decoding import NoPictures
from station.fitting import write
from station.pictures import black, planes
from station.video import Shape
from tests.numbered_clips import make_clip, number_on

SHAPE = Shape(320, 180)


def seen(path, first=0, inside=(0.0, 1.0), shape=SHAPE):
    """Return {number: what the picture shows}, and the last picture."""
    found = {}
    slot = black(shape)
    for number, frame in pictures(path, shape, first):
        write(frame, slot, shape)
        assert number not in found
        found[number] = number_on(slot, shape, inside)
    return found, slot


def test_each_picture_is_seen_for_its_own_40_ms(tmp_path):
    found, _ = seen(make_clip(tmp_path / "a.mp4", 40))
    assert found == {number: number for number in range(40)}


@pytest.mark.parametrize("first", [1, 11, 12, 13, 39])
def test_a_file_is_joined_at_exactly_the_wanted_picture(tmp_path, first):
    found, _ = seen(make_clip(tmp_path / "a.mp4", 40), first)
    assert found == {number: number for number in range(first, 40)}


def test_of_50_a_second_every_other_one_is_seen(tmp_path):
    found, _ = seen(make_clip(tmp_path / "a.mp4", 40, rate=50))
    assert found == {number: 2 * number for number in range(20)} | {20: 39}


@pytest.mark.parametrize("rate", [Fraction(30000, 1001), Fraction(24000, 1001), 30, 24, 12])
@pytest.mark.parametrize("container", ["mp4", "mkv", "ts"])
def test_every_picture_begins_with_the_block_that_is_nearest(tmp_path, rate, container):
    found, _ = seen(make_clip(tmp_path / f"a.{container}", 90, rate=rate))
    shown = None
    for number in range(int(90 / rate * 25)):
        shown = found.get(number, shown)
        until = Fraction(2 * number + 1, 50) - Fraction(1, 1000)
        assert shown in {int(until * rate), int((until + Fraction(1, 500)) * rate)}


def test_pictures_of_uneven_length_keep_their_moments(tmp_path):
    times = [0.0, 0.04, 0.5, 0.52, 0.54, 1.0]
    found, _ = seen(make_clip(tmp_path / "a.mkv", 6, times=times))
    assert found == {0: 0, 1: 1, 13: 3, 14: 4, 25: 5}


def test_pictures_that_begin_late_keep_their_moments_but_the_first_is_seen_at_once(tmp_path):
    path = make_clip(
        tmp_path / "a.mkv", 20, times=[0.4 + n / 25 for n in range(20)], sound_seconds=1.5
    )
    found, _ = seen(path)
    assert found == {0: 0} | {10 + number: number for number in range(1, 20)}


def test_a_narrow_picture_stands_between_black_sides(tmp_path):
    found, last = seen(make_clip(tmp_path / "a.mp4", 4, size=(240, 180)), inside=(0.125, 0.875))
    assert found == {number: number for number in range(4)}
    luma, blue, red = planes(last, SHAPE)
    assert luma[:, :36].max() <= 18
    assert luma[:, -36:].max() <= 18
    assert abs(int(blue[:, :16].mean()) - 128) <= 1
    assert abs(int(red[:, :16].mean()) - 128) <= 1


def test_a_portrait_picture_is_not_stretched(tmp_path):
    width = 180 * 9 / 16 / 320
    inside = (0.5 - width / 2, 0.5 + width / 2)
    found, _ = seen(make_clip(tmp_path / "a.mp4", 3, size=(180, 320)), inside=inside)
    assert found == {number: number for number in range(3)}


def test_pixels_that_are_not_square_are_made_so(tmp_path):
    path = make_clip(tmp_path / "a.mp4", 3, size=(160, 180), pixel_aspect=Fraction(2))
    found, last = seen(path)
    assert found == {number: number for number in range(3)}
    assert planes(last, SHAPE)[0][:, :8].mean() > 25


def test_a_large_picture_is_made_smaller(tmp_path):
    found, _ = seen(make_clip(tmp_path / "a.mp4", 3, size=(1280, 720)))
    assert found == {number: number for number in range(3)}


def test_interlaced_pictures_come_one_a_frame(tmp_path):
    options = {"flags": "+ildct+ilme", "g": "12"}
    path = make_clip(tmp_path / "a.ts", 20, codec="mpeg2video", options=options)
    with av.open(str(path)) as container:
        assert next(container.decode(video=0)).interlaced_frame
    found, _ = seen(path)
    assert found == {number: number for number in range(20)}


def test_a_still_is_seen_from_its_beginning_on(tmp_path):
    path = tmp_path / "a.png"
    with av.open(str(make_clip(tmp_path / "a.mp4", 6))) as container:
        list(container.decode(video=0))[5].to_image().save(path)
    assert seen(path)[0] == {0: 5}


@pytest.mark.parametrize("first", [0, 1, 500])
def test_a_cover_is_seen_wherever_the_sound_begins(tmp_path, first):
    path = tmp_path / "a.mp4"
    make_clip(path, 1, codec="mjpeg", cover=True, sound_seconds=3)
    assert seen(path, first)[0] == {first: 0}


@pytest.mark.parametrize("first", [0, 1, 500])
def test_a_still_is_joined_anywhere(tmp_path, first):
    path = tmp_path / "a.png"
    with av.open(str(make_clip(tmp_path / "a.mp4", 6))) as container:
        list(container.decode(video=0))[5].to_image().save(path)
    assert seen(path, first)[0] == {first: 5}


def test_a_cut_file_is_seen_as_far_as_it_goes(tmp_path):
    path = make_clip(tmp_path / "a.ts", 100)
    os.truncate(path, path.stat().st_size // 2)
    found, _ = seen(path)
    assert len(found) > 30
    assert all(shown == number for number, shown in found.items())


def test_a_hole_in_the_middle_ends_with_the_next_whole_picture(tmp_path):
    path = make_clip(tmp_path / "a.ts", 200)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle - 1500 : middle + 1500] = np.random.default_rng(7).bytes(3000)
    path.write_bytes(data)
    found, _ = seen(path)
    assert found[0] == 0
    assert found[199] == 199
    assert len(found) > 150


@pytest.mark.parametrize(
    "content", [b"", b"#EXTM3U\nhttp://localhost/x.ts\n", b"ffconcat version 1.0\nfile a.mp4\n"]
)
def test_a_list_of_other_files_opens_nothing(tmp_path, content):
    make_clip(tmp_path / "a.mp4", 3)
    path = tmp_path / "list.mp4"
    path.write_bytes(content)
    with pytest.raises((OSError, ValueError, NoPictures)):
        seen(path)


def test_sound_alone_has_nothing_to_be_seen(tmp_path):
    path = tmp_path / "a.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=48000)
        sound = av.AudioFrame.from_ndarray(np.zeros((2, 4800), np.float32), "fltp", "stereo")
        sound.sample_rate = 48000
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    with pytest.raises(NoPictures):
        seen(path)
