"""What is expected to air follows the same rules as what airs."""

from datetime import timedelta

import pytest

from playout.cue import cues_of
from playout.forecast import expect
from playout.plan import Plan
from playout.timeline import Timeline, whole_tick
from station.audio import BLOCK, RATE, utc_us
from station.kinds import Kind
from station.snapshot import Fate
from tests.unit.playout.fakes import EIGHT, frames_of, item, one_after_the_other, rundown, seconds

LINE = Timeline(EIGHT)


def expected(*items, at=0.0):
    cues = cues_of(rundown(*items), LINE)
    airing = (e for e in expect(cues, frames_of(at)) if e.fate is not Fate.DROPPED)
    return [(e.cue.item.key, e.begins / RATE, e.fate is Fate.FADED) for e in airing]


def test_soft_items_follow_each_other_and_a_hard_one_has_its_time():
    songs = one_after_the_other(item("a", 10), item("b", 10))
    news = item("news", 5, EIGHT + seconds(30), hard=True)
    assert expected(*songs, news) == [("a", 0, False), ("b", 10, False), ("news", 30, False)]


def test_a_late_plan_is_trimmed_at_the_hard_start():
    songs = one_after_the_other(item("a", 10), item("b", 10))
    news = item("news", 5, EIGHT + seconds(20), hard=True)
    assert expected(*songs, news, at=4) == [("a", 4, False), ("b", 14, True), ("news", 20, False)]
    assert expected(*songs, news, at=8) == [("a", 8, False), ("news", 20, False)]


def test_an_announcement_that_would_be_cut_is_not_expected():
    items = one_after_the_other(item("a", 10), item("spot", 10, kind=Kind.PSA))
    news = item("news", 5, EIGHT + seconds(20), hard=True)
    assert [key for key, _, _ in expected(*items, news, at=3)] == ["a", "news"]
    assert [key for key, _, _ in expected(*items, news, at=1)] == ["a", "spot", "news"]


def test_the_first_item_and_one_behind_a_gap_wait_for_their_time():
    a = item("a", 10, EIGHT + seconds(5))
    b = item("b", 10, EIGHT + seconds(30))
    assert [begins for _, begins, _ in expected(a, b)] == [5, 30]


def test_adoption_goes_on_behind_the_item_on_the_air():
    plan = Plan()
    version = rundown(*one_after_the_other(item("a", 10), item("b", 10), item("c", 10)))
    plan.adopt(version, cues_of(version, LINE), after="b", free=0)
    assert [e.cue.item.key for e in plan.coming(0, 5)] == ["c"]
    plan.adopt(version, cues_of(version, LINE), after="", free=frames_of(12))
    assert [e.cue.item.key for e in plan.coming(0, 5)] == ["b", "c"]


def test_adoption_keeps_a_start_that_cuts_what_would_be_on_for_longer():
    plan = Plan()
    news = item("news", 5, EIGHT + seconds(20), hard=True)
    version = rundown(*one_after_the_other(item("a", 10), item("b", 10), news, item("c", 30)))
    plan.adopt(version, cues_of(version, LINE), after="", free=frames_of(40), at=frames_of(15))
    assert [cue.item.key for cue in plan.rundown] == ["news", "c"]


def test_what_is_nearly_over_does_not_go_on_in_the_next_life():
    plan = Plan()
    version = rundown(*one_after_the_other(item("a", 10), item("b", 10)))
    plan.adopt(version, cues_of(version, LINE), after="", free=0)
    plan.run_on_behind({"a": frames_of(8)}, frames_of(3))
    assert [cue.item.key for cue in plan.rundown] == ["b"]


def test_undo_brings_back_what_ran_on_unheard_and_not_what_has_aired_since():
    plan = Plan()
    version = rundown(*one_after_the_other(item("a", 10), item("b", 10), item("c", 10)))
    plan.adopt(version, cues_of(version, LINE), after="", free=0)
    before = plan.state()
    a = plan.rundown[0].item
    plan.strike_off(a)
    plan.run_on(a, frames_of(-2))
    beneath = plan.state()
    plan.bring_forward("c")
    plan.restore(beneath)
    assert (plan.first.item.key, plan.first.planned) == ("a", frames_of(-2))
    plan.restore(before)
    assert [(cue.item.key, cue.runs_on) for cue in plan.rundown][:2] == [("a", True), ("b", False)]
    plan.strike_off(a)
    plan.restore(beneath)
    assert [cue.item.key for cue in plan.rundown] == ["b", "c"]


@pytest.mark.parametrize("us", [0, 1, 20, 21, 39_999, 40_000, 1_000_003])
def test_instants_and_frames_convert_exactly(us):
    instant = EIGHT + timedelta(microseconds=us)
    frame = LINE.frame_at(instant)
    assert LINE.utc_of(frame) >= instant - timedelta(microseconds=1)
    assert LINE.utc_of(frame - 1) < instant
    assert LINE.utc_us_of(frame) == utc_us(LINE.utc_of(frame))
    assert whole_tick(instant) >= instant
    assert LINE.frame_at(whole_tick(instant)) % BLOCK == 0
