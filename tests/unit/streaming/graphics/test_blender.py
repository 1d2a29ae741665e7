"""Drawn things over pictures: where, how much of them, and what happens without a file."""

import numpy as np
import pytest

from station.pictures import black, planes
from station.video import Shape
from streaming.graphics import blender as module
from streaming.graphics.blender import Blender
from streaming.graphics.drawn import from_rgba, pack, unpack, write
from streaming.graphics.placed import Placed

SHAPE = Shape(64, 36)
AT = 1_800_000_000_000_000


def solid(width, height, colour, cover=255):
    image = np.zeros((height, width, 4), np.uint8)
    image[:] = (*colour, cover)
    return image


WHITE, RED = (255, 255, 255), (255, 0, 0)


@pytest.fixture
def blend(tmp_path):
    blender = Blender(tmp_path, SHAPE)

    def drawn(image, *, utc_us=AT, **place):
        name = image if isinstance(image, str) else write(tmp_path, from_rgba(image))
        picture = black(SHAPE)
        blender.draw(picture, (Placed(name, **{"x": 0, "y": 0, **place}),), utc_us)
        return planes(picture, SHAPE)

    return drawn


def columns(luma, row=0):
    """Return the columns that are not black."""
    return np.flatnonzero(luma[row] > 16).tolist()


def test_white_and_red_are_those_of_bt_709_in_narrow_range(blend):
    for colour, expected in (
        (WHITE, (235, 128, 128)),
        (RED, (63, 102, 240)),
        ((0, 0, 0), (16, 128, 128)),
    ):
        got = tuple(int(plane[0, 0]) for plane in blend(solid(8, 4, colour)))
        assert np.abs(np.subtract(got, expected)).max() <= 1


def test_what_is_seen_by_half_is_half_of_both(blend):
    y, _, _ = blend(solid(8, 4, WHITE, 128))
    assert abs(int(y[0, 0]) - (235 + 16) // 2) <= 1


def test_what_is_not_seen_leaves_the_picture_to_the_bit(tmp_path):
    picture = np.random.default_rng(3).integers(0, 256, SHAPE.size, np.uint8)
    before = picture.copy()
    name = write(tmp_path, from_rgba(solid(64, 36, WHITE, 0)))
    Blender(tmp_path, SHAPE).draw(picture, (Placed(name, 0, 0),), AT)
    assert np.array_equal(picture, before)


def test_nothing_outside_its_box_changes(blend):
    y, u, _ = blend(solid(8, 4, RED), x=10, y=20)
    assert np.argwhere(y != 16).min(0).tolist() == [20, 10]
    assert np.argwhere(y != 16).max(0).tolist() == [23, 17]
    assert np.argwhere(u != 128).min(0).tolist() == [10, 5]
    assert np.argwhere(u != 128).max(0).tolist() == [11, 8]


def test_opacity_fades_all_planes(blend):
    full, half, none = (blend(solid(8, 4, RED), opacity=each) for each in (255, 128, 0))
    for plane, rest in zip(range(3), (16, 128, 128), strict=True):
        middle = (int(full[plane][0, 0]) + rest) / 2
        assert abs(int(half[plane][0, 0]) - middle) <= 2
        assert none[plane][0, 0] == rest


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ({"x": -4}, range(4)),
        ({"x": 60}, range(60, 64)),
        ({"x": 10, "left": 14}, range(14, 18)),
        ({"x": 10, "right": 14}, range(10, 14)),
        ({"x": 10, "left": 18}, ()),
        ({"x": -8}, ()),
        ({"x": 64}, ()),
        ({"y": 36}, ()),
    ],
)
def test_it_is_cut_at_the_edges(blend, place, seen):
    assert columns(blend(solid(8, 4, WHITE), **place)[0]) == list(seen)


def test_it_moves_by_its_speed_with_every_picture(blend):
    first = [
        columns(blend(solid(8, 4, WHITE), x=40, speed=4, since=AT, utc_us=AT + n * 40_000)[0])[0]
        for n in range(5)
    ]
    assert first == [40, 36, 32, 28, 24]


def test_what_is_read_from_the_right_moves_to_the_right(blend):
    y, *_ = blend(solid(8, 4, WHITE), x=-8, speed=-4, since=AT, utc_us=AT + 3 * 40_000)
    assert columns(y)[0] == 4


@pytest.mark.parametrize("jitter", [-15_000, 0, 15_000])
def test_a_time_a_little_off_is_the_same_picture(blend, jitter):
    y, *_ = blend(solid(8, 4, WHITE), x=40, speed=4, since=AT, utc_us=AT + 120_000 + jitter)
    assert columns(y)[0] == 28


def test_before_its_time_it_stands(blend):
    y, *_ = blend(solid(8, 4, WHITE), x=40, speed=4, since=AT, utc_us=AT - 400_000)
    assert columns(y)[0] == 40


def test_an_encoder_that_begins_anew_shows_it_where_it_was(tmp_path):
    name = write(tmp_path, from_rgba(solid(8, 4, WHITE)))
    overlay = (Placed(name, 60, 0, speed=2, since=AT),)
    shown = []
    for blender in (Blender(tmp_path, SHAPE), Blender(tmp_path, SHAPE)):
        picture = black(SHAPE)
        blender.draw(picture, overlay, AT + 400_000)
        shown.append(picture)
    assert np.array_equal(*shown)
    assert columns(planes(shown[0], SHAPE)[0])[0] == 40


def test_what_is_not_there_is_not_seen_until_it_is(tmp_path, blend):
    drawn = from_rgba(solid(8, 4, WHITE))
    name = write(tmp_path, drawn)
    (tmp_path / name).unlink()
    assert columns(blend(name)[0]) == []
    write(tmp_path, drawn)
    assert columns(blend(name)[0]) == list(range(8))


@pytest.mark.parametrize("body", [b"", b"x" * 400, None, "short"])
def test_a_broken_file_is_passed_over_and_the_others_are_seen(tmp_path, body):
    good = from_rgba(solid(8, 4, WHITE))
    whole = pack(good)
    broken = {None: whole[:8] + b"\xff" * 8 + whole[16:], "short": whole[:-1]}.get(body, body)
    (tmp_path / "broken").write_bytes(broken)
    picture = black(SHAPE)
    overlay = (Placed("broken", 0, 0), Placed(write(tmp_path, good), 20, 0))
    Blender(tmp_path, SHAPE).draw(picture, overlay, AT)
    assert columns(planes(picture, SHAPE)[0]) == list(range(20, 28))


def test_only_the_graphics_folder_is_read(tmp_path, blend):
    (tmp_path / "inside").mkdir()
    name = write(tmp_path / "inside", from_rgba(solid(8, 4, WHITE)))
    assert columns(blend(f"inside/{name}")[0]) == []


def test_what_was_not_used_for_long_is_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 8 * 4 * 9 // 2 * 2)
    names = [write(tmp_path, from_rgba(solid(8, 4, (0, level, 0)))) for level in (80, 160, 240)]
    blender = Blender(tmp_path, SHAPE)
    for name in names:
        blender.draw(black(SHAPE), (Placed(name, 0, 0),), AT)
        (tmp_path / name).unlink()
    seen = []
    for name in reversed(names):
        picture = black(SHAPE)
        blender.draw(picture, (Placed(name, 0, 0),), AT)
        seen.append(bool(columns(planes(picture, SHAPE)[0])))
    assert seen == [True, True, False]


def test_odd_sides_are_made_even():
    drawn = unpack(pack(from_rgba(solid(7, 3, WHITE))))
    assert drawn.size == (8, 4)
    assert drawn.cover[3].max() == 0
    assert drawn.cover[:, 7].max() == 0


def test_colours_of_what_is_not_seen_do_not_bleed():
    image = solid(2, 2, RED, 0)
    image[0, 0] = (0, 0, 255, 255)
    drawn = from_rgba(image)
    blue = from_rgba(solid(2, 2, (0, 0, 255)))
    assert abs(int(drawn.u[0, 0]) * 4 - int(blue.u[0, 0])) <= 4
