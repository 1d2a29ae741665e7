"""Lives of the simulated air: what a restart, a set clock and broken files make of the record."""

import pytest

from mengudara.simulate.faults import Fault, Incident
from mengudara.simulate.ledger import What
from station.audio import BLOCK, RATE
from station.journal import Act, StartedBy
from tests.unit.mengudara.simulated import Stage
from tests.unit.playout.fakes import EIGHT, item, one_after_the_other, seconds

SONGS = one_after_the_other(item("a", 100), item("b", 100), item("c", 100))


def incident(fault, chance=1):
    return Incident(EIGHT, fault, chance)


def test_an_undisturbed_hour_leaves_nothing_to_remark(tmp_path):
    stage = Stage(tmp_path, SONGS)
    stage.play(290)
    assert stage.whats() == []
    assert stage.ledger.airings == 3
    assert stage.monitor.blocks == 290


def test_the_air_goes_on_in_the_middle_of_the_item_after_its_death(tmp_path):
    stage = Stage(tmp_path, SONGS)
    stage.play(30)
    stage.restart(seconds(2))
    stage.play(30)
    resumed = next(fact for fact in stage.facts if fact.act is Act.RESUMED)
    assert (resumed.item_key, resumed.started_by) == ("a", StartedBy.RESTART)
    assert resumed.position == 32 * RATE
    assert stage.whats() == [What.AWAY]


def test_a_killed_decoder_is_followed_by_the_next_item(tmp_path):
    stage = Stage(tmp_path, SONGS, block=BLOCK)
    stage.play(20)
    stage.happen(incident(Fault.KILLED))
    stage.play(20)
    failed = next(fact for fact in stage.facts if fact.act is Act.FAILED)
    assert failed.item_key == "a"
    assert failed.at == EIGHT + seconds(26), "what was decoded ahead is still heard"
    assert stage.whats() == [What.FAILED]
    assert stage.air.underruns == 0


def test_a_hung_decoder_is_given_up(tmp_path):
    stage = Stage(tmp_path, SONGS, block=BLOCK)
    stage.play(20)
    stage.happen(incident(Fault.HUNG))
    stage.play(20)
    failed = next(fact for fact in stage.facts if fact.act is Act.FAILED)
    assert failed.detail == "starved"
    assert stage.air.underruns > 0


def test_a_missing_file_is_passed_over_before_anybody_hears_it(tmp_path):
    stage = Stage(tmp_path, SONGS)
    stage.opener.spoil_next(incident(Fault.MISSING))
    stage.play(250)
    assert stage.whats() == [What.FAILED]
    assert [fact.item_key for fact in stage.facts if fact.act is Act.STARTED] == ["a", "b"]


def test_a_set_clock_moves_the_record_and_airs_nothing_twice(tmp_path):
    stage = Stage(tmp_path, SONGS)
    stage.play(30)
    stage.air.set_clock(seconds(-20), stage.ledger.stepped)
    stage.play(150)
    assert stage.air.now == EIGHT + seconds(160)
    assert not {What.HOLE, What.OVERLAP, What.TWICE} & set(stage.whats())


def test_an_air_that_dies_after_its_clock_was_set_goes_on_at_the_right_place(tmp_path):
    stage = Stage(tmp_path, one_after_the_other(item("long", 600), item("b", 100)))
    stage.play(100)
    stage.air.set_clock(seconds(-50), stage.ledger.stepped)
    stage.play(100)
    stage.restart(seconds(2))
    stage.play(10)
    resumed = next(fact for fact in stage.facts if fact.act is Act.RESUMED)
    assert resumed.position == pytest.approx(202 * RATE, abs=2 * RATE)


def test_an_item_that_cannot_go_on_after_a_restart_counts_only_what_was_heard(tmp_path):
    stage = Stage(tmp_path, SONGS)
    stage.play(50)
    stage.opener.spoil_next(incident(Fault.MISSING))
    stage.restart(seconds(2))
    stage.play(10)
    failed = next(fact for fact in stage.facts if fact.act is Act.FAILED)
    assert failed.frames == pytest.approx(50 * RATE, abs=2 * RATE)
