"""What the first 24 hours hold, what weighs how much, and where it is mended."""

from datetime import timedelta

import pytest

from scheduler.planner.plan import Finding, Note, Plan
from scheduler.rules.findings import Deed
from station.kinds import Kind
from station.rundown import Item, Reason, RunningText, Why
from tests.browser.doubles import NOON
from web.start_findings import Weight, first_day, mended_at, weight_of

HOUR = timedelta(hours=1)
ANTHEM = "identity/indonesia-raya"


def item(key, hours, length=HOUR, kind=Kind.MUSIC):
    frames = round(length.total_seconds() * 48_000)
    return Item(key, 1, kind, key, "a.mp3", NOON + hours * HOUR, 0, frames, frames)


def rule(name, severity="warn", deed=Deed.KEPT, at=NOON):
    return Finding(Note.RULE, at, {"rule": name, "severity": severity, "deed": str(deed)})


def day_of(*items, findings=(), texts=(), **more):
    return first_day(Plan(items, (), findings, texts=texts), NOON, **more)


@pytest.mark.parametrize(
    ("finding", "weight"),
    [
        (rule("a/b", "block"), Weight.BLOCKS),
        (rule("a/b", "block", Deed.LEFT_OUT), Weight.REMARK),
        (rule("a/b", "warn"), Weight.WARNS),
        (rule("a/b", "warn", Deed.CUT), Weight.REMARK),
        (Finding(Note.HOLE, NOON), Weight.REMARK),
    ],
)
def test_only_what_a_rule_still_forbids_keeps_a_day_from_being_published(finding, weight):
    assert weight_of(finding) is weight
    assert day_of(findings=(finding,)).may_publish is (weight is not Weight.BLOCKS)


def test_a_song_is_mended_where_recordings_come_in_until_there_is_one_to_choose():
    assert mended_at(rule(ANTHEM), [ANTHEM]) == "/schedule/start/sound"
    assert mended_at(rule(ANTHEM), []) == "/schedule/start/law"


def test_every_finding_has_a_page_that_mends_it():
    notes = [Finding(note, NOON) for note in Note]
    day = day_of(findings=(*notes, rule("own-pack/own-rule")))
    assert len(day.found) == len(Note) + 1
    assert all(each.mend.startswith("/") and each.label for each in day.found)


def test_findings_of_one_sort_are_told_once_and_the_heaviest_first():
    again = [rule("a/b", at=NOON + hours * HOUR) for hours in range(3)]
    late = rule("a/late", at=NOON + 24 * HOUR)
    found = day_of(findings=(Finding(Note.HOLE, NOON), *again, rule("c/d", "block"), late)).found
    assert [(each.weight, each.count) for each in found] == [
        (Weight.BLOCKS, 1),
        (Weight.WARNS, 3),
        (Weight.REMARK, 1),
    ]


def test_what_the_day_holds_is_counted():
    day = day_of(
        item("slot:1:0", -1, 2 * HOUR),
        item("event:anthem:1", 1, kind=Kind.ANTHEM),
        item("spot:1", 2, kind=Kind.PSA),
        item("id:1", 3, 21 * HOUR, kind=Kind.STATION_ID),
        item("slot:2:0", 24),
        texts=(RunningText("event:azan-isya:1", NOON + HOUR, NOON + 2 * HOUR, "Isya", "Isya"),),
    )
    assert day.silent == timedelta(0)
    assert (day.items, day.announcements, day.station_ids, day.shown) == (4, 1, 1, 1)
    assert [song.key for song in day.songs] == ["event:anthem:1"]


def test_time_without_an_item_is_told_but_not_the_blink_of_a_join():
    day = day_of(
        item("a", 0, 10 * HOUR - timedelta(milliseconds=900)),
        item("b", 10, 2 * HOUR),
        item("c", 13, 10 * HOUR),
    )
    assert day.silent == 2 * HOUR


def test_calls_to_prayer_are_counted_by_what_they_are():
    azan = Reason(Why.EVENT, {"kind": "azan"})
    frames = 48_000 * 60
    call = Item("event:azan-asar:1", 1, Kind.PROGRAMME, "Azan", "a.mp3", NOON, 0, frames, frames,
                reason=azan)  # fmt: skip
    assert day_of(call).azans == 1
