"""A decoder that cannot keep up leaves pictures out, so that what is seen is seen in time."""

import os
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.pictures import child
from playout.pictures.decoding import pictures
from playout.pictures.records import NO_SLOT, Order, Record, RecordReader
from playout.pictures.thinning import GIVEN, NOTICED, STEADY, Step, Thinning
from station.fitting import write
from station.pictures import PictureRing, black
from station.video import Shape
from tests.numbered_clips import make_clip, number_on

SHAPE = Shape(320, 180)
WITHOUT_NEED = {"g": "50", "bf": "3", "x264-params": "b-pyramid=0:b-adapt=0:scenecut=0"}
ALL_NEEDED = {"g": "50", "bf": "0", "x264-params": "scenecut=0"}


def told(thinning: Thinning, count: int, behind: int = 9, worse: int = 0) -> Step:
    """Have so many pictures come, the first of them so far behind, each one so much worse."""
    for n in range(count):
        thinning.judge(1_000, 1_000 + behind + n * worse)
    return thinning.step


def test_a_few_late_pictures_change_nothing():
    thinning = Thinning()
    for _ in range(20):
        assert told(thinning, NOTICED - 1) is Step.NONE
        assert told(thinning, 1, behind=1) is Step.NONE


def test_late_ones_lead_to_leaving_out_what_is_not_needed_and_then_all_but_key_pictures():
    thinning = Thinning()
    assert told(thinning, NOTICED) is Step.UNNEEDED
    assert told(thinning, GIVEN, worse=1) is Step.BETWEEN_KEYS
    assert told(thinning, 1, behind=0) is Step.UNNEEDED


def test_what_catches_up_is_given_more_time():
    thinning = Thinning()
    told(thinning, NOTICED, behind=90)
    assert told(thinning, 80, behind=90, worse=-1) is Step.UNNEEDED


def test_all_is_tried_again_after_a_while_and_less_and_less_often():
    thinning = Thinning()
    told(thinning, NOTICED)
    assert told(thinning, STEADY - 1, behind=0) is Step.UNNEEDED
    assert told(thinning, 1, behind=0) is Step.NONE
    told(thinning, NOTICED)
    assert told(thinning, 2 * STEADY - 1, behind=0) is Step.UNNEEDED
    assert told(thinning, 1, behind=0) is Step.NONE


@given(st.lists(st.integers(-20, 60), max_size=600))
def test_no_step_is_left_out_on_the_way_to_less(behind):
    thinning = Thinning()
    for each in behind:
        before = thinning.step
        thinning.judge(0, each)
        assert abs(thinning.step - before) <= 1


def shown(path, step):
    """Return what is seen, by number, of a file of which so much is left out."""
    thinning, slot, found = Thinning(), black(SHAPE), {}
    thinning.step = step
    for number, frame in pictures(path, SHAPE, 0, thinning):
        write(frame, slot, SHAPE)
        found[number] = number_on(slot, SHAPE)
    return found


def test_what_is_left_out_is_what_no_other_picture_needs(tmp_path):
    path = make_clip(tmp_path / "a.mp4", 100, options=WITHOUT_NEED)
    found = shown(path, Step.UNNEEDED)
    assert 20 <= len(found) <= 40
    assert all(number == seen for number, seen in found.items())


def test_key_pictures_are_seen_at_their_time(tmp_path):
    path = make_clip(tmp_path / "a.mp4", 200, options=ALL_NEEDED)
    assert shown(path, Step.BETWEEN_KEYS) == {0: 0, 50: 50, 100: 100, 150: 150}


class SlowMachine:
    """Runs the child's program; the sound goes on by so many pictures for each one decoded."""

    def __init__(self, tmp_path, clip, cost: float) -> None:
        self.ring = PictureRing.create(tmp_path / "ring", SHAPE, 2)
        self.records: list[tuple[Record, float, int]] = []
        """Each with where the sound is when it comes, and what its picture shows."""
        self._cost = cost
        given, self._orders = os.pipe()
        told, telling = os.pipe()
        thread = Thread(target=child.run, args=(self.ring, clip, 0, given, telling))
        thread.start()
        self._run(told)
        thread.join()
        for end in (given, self._orders, told, telling):
            os.close(end)

    def _run(self, told: int) -> None:
        reader, place = RecordReader(), 0.0
        os.write(self._orders, Order(0, 0).pack())
        while True:
            for record in reader.feed(os.read(told, 1 << 16)):
                if record.is_end:
                    return
                seen = number_on(self.ring.picture(record.slot), SHAPE)
                self.records.append((record, place, seen))
                place += self._cost
                os.write(self._orders, Order(NO_SLOT, int(place)).pack())
                os.write(self._orders, Order(record.slot, int(place)).pack())

    @property
    def late(self) -> list[float]:
        """Return by how much each picture came too late, in pictures."""
        return [place - record.number for record, place, _ in self.records]


def test_a_fast_machine_leaves_nothing_out(tmp_path):
    clip = make_clip(tmp_path / "a.mp4", 120, options=WITHOUT_NEED)
    machine = SlowMachine(tmp_path, clip, cost=0.5)
    assert [record.number for record, _, _ in machine.records] == list(range(120))
    assert not any(record.thinned for record, _, _ in machine.records)


@pytest.mark.parametrize("options", [WITHOUT_NEED, ALL_NEEDED], ids=["unneeded", "all needed"])
def test_a_machine_of_half_the_speed_shows_fewer_pictures_but_in_time(tmp_path, options):
    clip = make_clip(tmp_path / "a.mp4", 900, options=options)
    machine = SlowMachine(tmp_path, clip, cost=2)
    assert all(record.number == seen for record, _, seen in machine.records)
    assert any(record.thinned for record, _, _ in machine.records)
    in_time = [each for each in machine.late[len(machine.late) // 4 :] if each <= 1]
    assert len(in_time) > len(machine.late) // 8
    numbers = [record.number for record, place, _ in machine.records if place - record.number <= 1]
    assert numbers[-1] > 800, "to the end"
