"""Blocks in, units out: times, grid, and what is seen and heard of them."""

import io

import av
import numpy as np
import pytest

from station.audio import BLOCK, RATE
from station.pictures import black, planes
from station.video import Shape
from streaming.pictures.cutter import LadderCutter
from streaming.pictures.encoding import FRAME_SAMPLES, LEAD, LadderEncoder
from streaming.pictures.rungs import GOP, SOUND_BLOCKS, rungs_of
from streaming.pictures.transport_stream import Muxer
from streaming.pictures.units import SOUND, TICKS_PER_SECOND
from tests.numbered_clips import bars, number_on

SHAPE = Shape(640, 360)
BLOCKS = 3 * GOP // 2
RUNGS = rungs_of(SHAPE)


def picture(number, shape=SHAPE):
    found = black(shape)
    planes(found, shape)[0][:] = bars(number, shape.width, shape.height)
    return found


@pytest.fixture(scope="module")
def units():
    encoder = LadderEncoder(SHAPE, RUNGS, preset="ultrafast")
    tone = np.sin(2 * np.pi * 1_000 * np.arange(BLOCKS * BLOCK) / RATE).astype(np.float32) * 0.5
    found = []
    for number in range(BLOCKS):
        part = tone[number * BLOCK : (number + 1) * BLOCK]
        found += encoder.encode(np.stack([part, part], axis=1), picture(number))
    return [*found, *encoder.close()]


def of(units, track):
    return [unit for unit in units if unit.track == track]


def test_each_picture_is_shown_with_its_block(units):
    shown = sorted(unit.shown for unit in of(units, 1))
    assert shown == [LEAD + n * TICKS_PER_SECOND // 25 for n in range(BLOCKS)]


def test_key_pictures_stand_two_seconds_apart(units):
    keys = [unit.shown for unit in of(units, 1) if unit.key]
    assert keys == [LEAD, LEAD + 2 * TICKS_PER_SECOND]


def test_no_time_is_negative_and_none_is_shown_before_it_is_decoded(units):
    assert all(0 <= unit.decoded <= unit.shown for unit in units)


def test_frames_of_sound_follow_each_other_without_a_gap(units):
    times = [unit.shown for unit in of(units, SOUND)]
    step = FRAME_SAMPLES * TICKS_PER_SECOND // RATE
    assert times == [times[0] + n * step for n in range(len(times))]
    assert times[0] == LEAD - step


def test_the_pictures_can_be_decoded_from_either_key(units):
    rows = of(units, 1)
    for first in (n for n, unit in enumerate(rows) if unit.key):
        data = b"".join(unit.data for unit in rows[first:])
        with av.open(io.BytesIO(data), format="h264") as container:
            seen = [
                number_on(np.concatenate([p.reshape(-1) for p in _planes(frame)]), SHAPE)
                for frame in container.decode(video=0)
            ]
        assert seen == list(range(BLOCKS))[-len(seen) :]
        assert len(seen) == len(rows) - first


def test_the_sound_is_what_went_in(units):
    data = b"".join(unit.data for unit in of(units, SOUND))
    with av.open(io.BytesIO(data), format="aac") as container:
        sound = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    middle = sound[0, RATE // 2 : 3 * RATE // 2]
    assert len(middle) == RATE
    assert np.abs(np.fft.rfft(middle)).argmax() == 1_000
    assert np.sqrt((middle**2).mean()) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


def _planes(frame):
    return [
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    ]


@pytest.mark.parametrize(
    ("shape", "names", "widths"),
    [
        (Shape(1280, 720), ["720p", "480p", "360p"], [1280, 854, 640]),
        (Shape(1920, 1080), ["1080p", "480p", "360p"], [1920, 854, 640]),
        (Shape(720, 576), ["576p", "480p", "360p"], [720, 600, 450]),
        (Shape(320, 180), ["180p"], [320]),
    ],
)
def test_a_ladder_has_no_rung_above_what_is_made(shape, names, widths):
    assert [rung.name for rung in rungs_of(shape)] == names
    assert [rung.shape.width for rung in rungs_of(shape)] == widths
    bits = [rung.kilobits for rung in rungs_of(shape)]
    assert bits == sorted(bits, reverse=True)


def profile_and_level(data):
    return data[data.index(b"\x00\x00\x01\x67") + 4 :][:3].hex()


def test_what_is_announced_of_a_rung_is_what_the_encoder_writes():
    encoder = LadderEncoder(SHAPE, RUNGS)
    found = [*encoder.encode(np.zeros((BLOCK, 2), np.float32), picture(0)), *encoder.close()]
    for track, rung in enumerate(RUNGS, 1):
        assert rung.codec == f"avc1.{profile_and_level(of(found, track)[0].data)}"


def test_the_fastest_preset_needs_no_more_of_a_player_than_is_announced(units):
    written = profile_and_level(of(units, 1)[0].data)
    assert written[:2] in ("42", "4d")
    assert written[4:] == RUNGS[0].codec[-2:]


@pytest.mark.parametrize(
    ("height", "codec"),
    [(360, "avc1.4d401e"), (576, "avc1.4d401f"), (720, "avc1.4d401f"), (1080, "avc1.4d4028")],
)
def test_a_level_allows_the_size_of_the_pictures(height, codec):
    assert rungs_of(Shape(height * 16 // 9, height))[0].codec == codec


def test_where_pictures_are_left_out_the_grid_of_key_pictures_stands():
    encoder = LadderEncoder(SHAPE, RUNGS[:1], preset="ultrafast")
    silence = np.zeros((BLOCK, 2), np.float32)
    found = []
    for number in range(2 * GOP + 1):
        late = 20 < number < 95 and not encoder.at_key
        found += encoder.encode(silence, None if late else picture(number))
    found += encoder.close()
    numbers = sorted((unit.shown - LEAD) * 25 // TICKS_PER_SECOND for unit in of(found, 1))
    assert numbers == [*range(21), GOP, *range(95, 2 * GOP + 1)]
    keys = [unit.shown - LEAD for unit in of(found, 1) if unit.key]
    assert keys == [0, 2 * TICKS_PER_SECOND, 4 * TICKS_PER_SECOND]
    assert len(of(found, SOUND)) > 2 * GOP * BLOCK // FRAME_SAMPLES


def test_stills_come_without_delay():
    encoder = LadderEncoder(SHAPE, RUNGS[:1], preset="ultrafast", every=GOP)
    silence = np.zeros((BLOCK, 2), np.float32)
    for number in range(GOP + 1):
        found = list(of(list(encoder.encode(silence, picture(number))), 1))
        assert [unit.key for unit in found] == ([True] if number % GOP == 0 else [])
        assert all(unit.shown == unit.decoded for unit in found)


@pytest.mark.parametrize("every", [5, GOP])
def test_a_ladder_with_fewer_pictures_is_cut_and_played_like_any_other(every):
    encoder = LadderEncoder(SHAPE, RUNGS[:1], preset="ultrafast", every=every)
    cutter = LadderCutter(1)
    silence = np.zeros((BLOCK, 2), np.float32)
    for number in range(2 * GOP + SOUND_BLOCKS):
        for unit in encoder.encode(silence, picture(number)):
            cutter.add(unit)
    (stretch,) = cutter.stretches()
    stream = Muxer().stretch([*stretch.units[1], *stretch.units[SOUND]])
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        frames = list(container.decode(video=0))
    seen = [
        number_on(np.concatenate([p.reshape(-1) for p in _planes(frame)]), SHAPE)
        for frame in frames
    ]
    assert seen == list(range(0, 2 * GOP, every))
    assert frames[-1].time - frames[0].time == pytest.approx((2 * GOP - every) / 25)


def test_a_channel_without_a_ladder_has_its_own_size_alone():
    assert [rung.name for rung in rungs_of(Shape(1280, 720), ladder=False)] == ["720p"]
