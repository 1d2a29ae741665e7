"""The work of an encoder child, order by order."""

import json
from io import BytesIO

import av
import numpy as np
import pytest

from station.audio import BLOCK, from_utc_us
from station.bus import NO_PICTURE
from station.clock import VirtualClock
from station.pictures import PictureRing
from station.video import Shape
from streaming.graphics.placed import Placed
from streaming.pictures.child import LATE, REPORT_BLOCKS, Work
from streaming.pictures.encoding import LEAD
from streaming.pictures.feed import Order
from streaming.pictures.making import MAKING, Making
from streaming.pictures.units import REPORT, SOUND, UnitReader, report_of

SHAPE = Shape(320, 180)
SILENCE = np.zeros((BLOCK, 2), np.float32)


@pytest.fixture
def ring(tmp_path):
    return PictureRing.create(tmp_path / "ring", SHAPE, 4)


@pytest.fixture
def work(ring, tmp_path):
    making = Making(SHAPE, "ultrafast", pictures=str(ring.path), graphics=str(tmp_path))
    return Work(making, VirtualClock(from_utc_us(0)))


def units(*parts):
    return list(UnitReader().feed(b"".join(parts)))


def test_what_is_late_loses_pictures_and_no_sound(work):
    given = [Order(SILENCE, 0, waiting=LATE + 1) for _ in range(2 * REPORT_BLOCKS + 1)]
    found = units(*(work.done(order) for order in given), work.rest())
    shown = [(unit.shown - LEAD) // 3600 for unit in found if unit.track not in (SOUND, REPORT)]
    assert shown == [0, 1, 2, 3, 4, 50]
    assert len([unit for unit in found if unit.track == SOUND]) > 50 * BLOCK // 1024
    reports = [report_of(unit) for unit in found if unit.track == REPORT]
    assert [(each.blocks, each.left_out) for each in reports] == [(25, 20), (25, 25)]


@pytest.mark.parametrize("late_from", [1, 2, 4])
def test_a_start_that_is_late_has_no_time_below_zero(ring, late_from):
    work = Work(Making(SHAPE, "veryfast", pictures=str(ring.path)), VirtualClock(from_utc_us(0)))
    late = [Order(SILENCE, 0, waiting=LATE + 1 if n >= late_from else 0) for n in range(60)]
    found = units(*(work.done(order) for order in late), work.rest())
    pictures = [unit for unit in found if unit.track not in (SOUND, REPORT)]
    assert all(0 <= unit.decoded <= unit.shown for unit in pictures)
    assert [(unit.shown - LEAD) // 3600 for unit in pictures].count(50) == 1


def test_a_picture_in_the_ring_is_never_drawn_upon(work, ring, tmp_path):
    ring.picture(0)[:] = 90
    work.done(Order(SILENCE, 0, ring.ticket(0), overlay=(Placed("nothing", 0, 0),)))
    assert np.all(ring.picture(0) == 90)


def test_a_block_of_another_length_is_silence(work):
    odd = [Order(np.ones((7, 2), np.float32), 0, NO_PICTURE) for _ in range(30)]
    found = units(*(work.done(order) for order in odd), work.rest())
    sound = b"".join(unit.data for unit in found if unit.track == SOUND)
    with av.open(BytesIO(sound), format="aac") as container:
        assert not any(np.any(frame.to_ndarray()) for frame in container.decode(audio=0))


def test_a_making_survives_the_command_line():
    making = Making(SHAPE, left_out=("360p",), every=5, slate="/a b/\"c'.png")
    assert MAKING.validate_json(json.dumps(json.loads(MAKING.dump_json(making)))) == making
    assert [rung.name for rung in Making(Shape(1280, 720), left_out=("480p",)).rungs] == [
        "720p",
        "360p",
    ]


def test_a_fault_while_drawing_costs_the_drawing_only(work, ring, monkeypatch, capsys):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("streaming.graphics.blender.Blender.draw", fail)
    ring.picture(0)[:] = 90
    order = Order(SILENCE, 0, ring.ticket(0), overlay=(Placed("nothing", 0, 0),))
    found = units(work.done(order), *(work.done(Order(SILENCE, 0)) for _ in range(30)))
    assert any(unit.track == 1 for unit in found)
    assert "no graphics" in capsys.readouterr().err
