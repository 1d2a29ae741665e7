"""The ledger finds what is wrong in facts, whoever wrote them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mengudara.simulate.ledger import Ledger, What
from station.audio import RATE, span_of
from station.journal import Act, EndedBy, Fact
from station.ladder import Rung
from station.rundown import Start
from tests.unit.playout.fakes import EIGHT, item, one_after_the_other, rundown, seconds

A, B = one_after_the_other(item("a", 60), item("b", 60))
PLAN = rundown(A, B)
NEWS = item("news", 60, EIGHT + seconds(50), hard=True)


def fact(act, each, at, **more):
    fields = {
        "airing": f"air-{each.key}", "item_key": each.key, "title": each.title,
        "planned": each.begins, "planned_frames": each.frames, "start": each.start,
    }  # fmt: skip
    return Fact(f"{act}-{each.key}-{at}", act, EIGHT + seconds(at), **(fields | more))


def ended(each, at, because=EndedBy.FINISHED, **more):
    return fact(Act.ENDED, each, at, ended_by=because, frames=each.frames, **more)


def heard(*facts, plan=PLAN):
    ledger = Ledger()
    ledger.promise(plan, EIGHT - seconds(1), EIGHT + seconds(86_400))
    for each in facts:
        ledger.hear(each)
    return ledger


def whats(ledger):
    return [remark.what for remark in ledger.remarks]


def test_what_airs_as_planned_is_not_remarked():
    ledger = heard(fact(Act.STARTED, A, 0), ended(A, 60), fact(Act.STARTED, B, 60), ended(B, 120))
    ledger.close(EIGHT + seconds(120))
    assert whats(ledger) == []


def test_a_hole_and_an_overlap_in_the_record_are_found():
    late = heard(fact(Act.STARTED, A, 0), ended(A, 60), fact(Act.STARTED, B, 61))
    assert whats(late) == [What.HOLE]
    both = heard(fact(Act.STARTED, A, 0), fact(Act.STARTED, B, 50))
    assert whats(both) == [What.OVERLAP]


def test_the_item_of_a_relay_that_began_on_its_sample_and_was_lost_is_late_not_off():
    news = replace(NEWS, begins=NEWS.begins - timedelta(microseconds=20))
    live = {"rung": Rung.LIVE, "airing": "live", "item_key": "live:relay", "planned": None}
    ledger = heard(
        fact(Act.STARTED, news, 50, **live),
        fact(Act.ENDED, news, 60, ended_by=EndedBy.SILENT, **live),
        fact(Act.STARTED, news, 60, position=10 * RATE),
    )
    assert whats(ledger) == [What.LIVE, What.LATE]


def test_what_goes_on_at_the_frame_at_which_it_was_left_is_not_heard_twice():
    left = ended(A, 10, EndedBy.REPLACED, position=10 * RATE)
    behind = fact(Act.STARTED, A, 10, position=10 * RATE)
    assert whats(heard(fact(Act.STARTED, A, 0), left, behind)) == []
    again = replace(behind, position=10 * RATE - 1)
    assert What.TWICE in whats(heard(fact(Act.STARTED, A, 0), left, again))


def test_the_end_of_an_item_behind_a_relay_that_came_late_is_not_a_start_of_its_own():
    live = {"rung": Rung.LIVE, "airing": "live", "item_key": "live:relay", "planned": None}
    two = ended(NEWS, 52, EndedBy.REPLACED, position=NEWS.cue_in + 2 * RATE)
    ledger = heard(
        fact(Act.STARTED, NEWS, 50, position=NEWS.cue_in), two,
        fact(Act.STARTED, NEWS, 52, **live), ended(NEWS, 100, **live),
        fact(Act.STARTED, NEWS, 100, position=NEWS.cue_in + 50 * RATE, airing="again"),
        plan=rundown(NEWS),
    )  # fmt: skip
    assert whats(ledger) == [What.LIVE]


def test_what_sounds_over_the_time_line_is_no_overlap():
    ledger = heard(fact(Act.STARTED, A, 0), fact(Act.STARTED, B, 5, over=True))
    assert whats(ledger) == []


def test_an_item_that_airs_twice_is_found():
    again = fact(Act.STARTED, A, 60, airing="another")
    assert What.TWICE in whats(heard(fact(Act.STARTED, A, 0), ended(A, 60), again))


@pytest.mark.parametrize("samples", [2, -1, 48_000])
def test_a_hard_start_is_measured_in_samples(samples):
    off = fact(Act.STARTED, NEWS, 50)
    off = replace(off, at=off.at + (span_of(samples) if samples > 0 else -span_of(-samples)))
    ledger = heard(off, plan=rundown(NEWS))
    assert [(remark.what, remark.samples) for remark in ledger.remarks] in (
        [(What.HARD_ERROR, samples)],
        [(What.HARD_ERROR, samples - 1)],
    )


def test_a_hard_start_on_the_first_sample_behind_its_instant_is_exact():
    news = replace(NEWS, begins=NEWS.begins + seconds(0.000007))
    begun = replace(fact(Act.STARTED, news, 50), at=news.begins + seconds(0.000013))
    assert whats(heard(begun, plan=rundown(news))) == []


def test_a_hard_start_that_fell_into_a_restart_is_late_not_wrong():
    ledger = heard(fact(Act.STARTED, A, 0), plan=rundown(A, NEWS))
    ledger.went_away(EIGHT + seconds(49))
    ledger.came_back(EIGHT + seconds(51))
    ledger.hear(fact(Act.STARTED, NEWS, 51))
    assert whats(ledger) == [What.AWAY, What.LATE]


def test_what_an_outage_of_hours_swallowed_is_told_as_the_outage_alone():
    later = item("later", 60, at=EIGHT + seconds(3_000))
    behind = item("behind", 60, at=EIGHT + seconds(7_300))
    ledger = heard(fact(Act.STARTED, A, 0), plan=rundown(A, later, behind))
    ledger.went_away(EIGHT + seconds(49))
    ledger.came_back(EIGHT + seconds(7_249))
    ledger.settle(EIGHT + timedelta(days=1))
    assert [(one.what, one.title) for one in ledger.remarks] == [
        (What.AWAY, ""), (What.DROPPED, behind.title)
    ]  # fmt: skip


def test_slate_is_a_gap_and_filler_a_fill():
    bed = item("bed", 30)
    fell = Fact("fell", Act.FELL, EIGHT, rung=Rung.SLATE)
    began = fact(Act.STARTED, bed, 5, rung=Rung.FILLER, planned=None)
    ledger = heard(fell, began, ended(bed, 15, rung=Rung.FILLER))
    assert [(r.what, r.seconds) for r in ledger.remarks] == [(What.GAP, 5.0), (What.FILL, 10.0)]


def test_what_was_planned_and_never_came_is_dropped():
    ledger = heard(fact(Act.STARTED, A, 0), ended(A, 60))
    ledger.close(EIGHT + seconds(120))
    assert [(r.what, r.item_key) for r in ledger.remarks] == [(What.DROPPED, "b")]


def test_what_a_newer_version_took_out_is_not_missed():
    ledger = heard(fact(Act.STARTED, A, 0))
    ledger.promise(rundown(A), EIGHT + seconds(10), EIGHT + seconds(86_400))
    ledger.hear(ended(A, 60))
    ledger.close(EIGHT + seconds(120))
    assert whats(ledger) == []


def test_what_lost_its_end_to_a_fixed_start_is_told_with_its_loss():
    cut = fact(Act.ENDED, A, 50, ended_by=EndedBy.HARD_START, frames=50 * RATE)
    ledger = heard(fact(Act.STARTED, A, 0), cut, fact(Act.STARTED, NEWS, 50))
    assert [(r.what, r.seconds) for r in ledger.remarks] == [(What.CUT, 10.0)]


def test_a_window_is_kept_or_not():
    late = replace(B, start=Start.WINDOW, late=30 * RATE)
    inside = heard(fact(Act.STARTED, late, 85), plan=rundown(A, late))
    assert whats(inside) == []
    outside = heard(fact(Act.STARTED, late, 130), plan=rundown(A, late))
    assert whats(outside) == [What.OUTSIDE]
