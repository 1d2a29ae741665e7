"""Commands, presenters, new versions and the clock, where they meet."""

import pytest

from playout.commands import Correction
from station.audio import RATE
from station.commands import Hold, Insert, Replay, Skip, Take, Undo
from station.journal import Act, EndedBy
from station.kinds import Kind
from station.rundown import Start
from tests.unit.playout.fakes import (
    EIGHT,
    Studio,
    Tone,
    at,
    frames_of,
    item,
    one_after_the_other,
    seconds,
    slot,
)

BED = item("bed", 600, kind=Kind.FILLER)


def began(air):
    return [(title, round(frame / RATE, 2)) for frame, title in air.tape.began()]


def songs(length=20):
    return one_after_the_other(*(item(f"song{n}", length) for n in range(6)))


@pytest.fixture
def air():
    return Studio()


def test_what_was_interrupted_runs_on_below_a_presenter_and_does_not_come_back_stale(air):
    air.inputs.connect("sari")
    air.load(*songs(), fillers=[BED], live_slots=(slot(10, 60),))
    air.play(5)
    air.order(Insert(item("spot", 10), "now"))
    air.play(60)
    assert began(air) == [("song0", 0), ("spot", 5), ("Sari", 15), ("song3", 60)]
    ends = [f.ended_by for f in air.facts if f.act is Act.ENDED and f.title == "song0"]
    assert ends == [EndedBy.REPLACED]


@pytest.mark.parametrize("hard", [True, False])
def test_what_begins_at_the_end_of_a_slot_begins_at_once_however_slow_its_decoder(air, hard):
    air.inputs.connect("sari")
    news = item("news", 20, EIGHT + seconds(40), hard=hard)
    air.shelf.faults["news"] = Tone(0.1, frames_of(20), opens_after=25)
    air.load(*songs()[:2], news, fillers=[BED], live_slots=(slot(10, 40),))
    air.play(45)
    assert began(air) == [("song0", 0), ("Sari", 10), ("news", 40)]


def test_a_take_leaves_out_what_was_interrupted_too(air):
    air.load(*songs(), fillers=[BED])
    air.play(5)
    air.order(Insert(item("spot", 10), "now"))
    air.play(3)
    air.order(Take("song3"))
    air.play(25)
    assert began(air) == [("song0", 0), ("spot", 5), ("song3", 8), ("song4", 28)]


def test_a_take_of_a_broken_file_leaves_the_plan_as_it_was(air):
    air.shelf.faults["song2"] = Tone(0.1, 0, fault="broken")
    air.load(*songs(), fillers=[BED])
    air.play(5)
    air.order(Hold())
    air.order(Take("song2"))
    air.play(5)
    assert air.answers[-1].error == "unreadable"
    assert air.engine.director.wings.hold
    air.order(Undo())
    air.play(50)
    assert began(air) == [("song0", 0), ("song1", 20), ("song3", 40)]


def test_an_item_that_waits_for_its_operator_outlives_a_new_version(air):
    talk = item("talk", 10, EIGHT + seconds(20), start=Start.MANUAL)
    plan = (item("song0", 20), talk, item("song1", 20, EIGHT + seconds(30)))
    air.load(*plan, fillers=[BED])
    air.play(100)
    air.adopt(*plan, fillers=[BED])
    air.play(5)
    air.order(Take("talk"))
    air.play(20)
    assert began(air) == [("song0", 0), ("bed", 20), ("talk", 105), ("song1", 115)]
    assert next(f for f in air.facts if f.title == "talk").position == 0


def test_an_item_that_waits_for_its_operator_does_not_take_a_presenters_air(air):
    air.inputs.connect("sari")
    talk = item("talk", 10, EIGHT + seconds(20), start=Start.MANUAL, must_air=True)
    air.load(item("song0", 20), talk, fillers=[BED], live_slots=(slot(10, 60),))
    air.play(50)
    assert began(air) == [("song0", 0), ("Sari", 10)]


def test_undo_of_a_replay_takes_back_the_replay_and_nothing_older(air):
    air.load(*songs(), fillers=[BED])
    air.play(4)
    air.order(Skip())
    air.play(4)
    air.order(Replay())
    air.play(4)
    air.order(Undo())
    air.play(3)
    assert [title for title, _ in began(air)] == ["song0", "song1", "song1", "song1"]
    back = [f for f in air.facts if f.act is Act.STARTED and f.title == "song1"][-1]
    assert back.position == frames_of(4)


def test_undo_of_an_insert_now_lets_the_programme_go_on(air):
    air.load(*songs(), fillers=[BED])
    air.play(4)
    air.order(Hold())
    air.order(Insert(item("spot", 10), "now"))
    air.play(4)
    air.order(Undo())
    air.play(3)
    assert began(air) == [("song0", 0), ("spot", 4), ("song0", 8)]
    assert air.engine.director.wings.hold


def test_an_insert_with_its_own_time_follows_a_corrected_clock(air):
    air.load(*songs(), fillers=[BED])
    air.order(Insert(at(item("spot", 4, kind=Kind.PSA), EIGHT + seconds(50)), "at"))
    air.play(5)
    air.engine.desk.submit(Correction(lambda: seconds(10)))
    air.play(40)
    assert ("spot", 40) in began(air)


def test_an_insert_that_has_beaten_a_presenter_is_no_longer_owed(air):
    air.inputs.connect("sari")
    air.load(*songs(), fillers=[BED], live_slots=(slot(10, 60),))
    air.order(Insert(at(item("spot", 4, kind=Kind.PSA), EIGHT + seconds(30)), "at"))
    air.play(65)
    assert dict(began(air))["spot"] == 30
    assert not air.engine.orders.waiting
