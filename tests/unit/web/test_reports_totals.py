"""What a stretch of the as-run adds up to, and its file for spreadsheets."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.airing import Airing, AiringStatus, Comparison, Outcome
from station.audio import frames_in
from station.journal import EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from web.as_run_report import Filter, holes, totals
from web.csv_file import BOM, csv_text

TEN = datetime(2026, 11, 21, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def airing(begins_min, length_min, kind=Kind.MUSIC, *, ended=True, programme="Pagi"):
    begins = TEN + begins_min * MINUTE
    length = length_min * MINUTE
    return Airing(
        channel="radio",
        airing=f"a{begins_min}",
        item_key=f"k{begins_min}",
        cart_id=1,
        kind=kind,
        title="Lagu",
        artist="",
        programme=programme,
        campaign_id=None,
        rung=Rung.SCHEDULE,
        start=None,
        planned=begins,
        planned_frames=frames_in(length),
        started_at=begins,
        ended_at=begins + length if ended else None,
        frames=frames_in(length) if ended else 0,
        started_by=StartedBy.SCHEDULE,
        ended_by=EndedBy.FINISHED if ended else None,
        status=AiringStatus.OK if ended else AiringStatus.ON_AIR,
        interruptions=0,
        rundown_version=1,
        by="",
    )


def summed(airings, ends_min=60, now_min=120):
    return totals(airings, [], TEN, TEN + ends_min * MINUTE, TEN + now_min * MINUTE)


def test_kinds_share_what_was_heard():
    found = summed([airing(0, 45), airing(45, 15, Kind.PSA)])
    assert found.heard == timedelta(hours=1)
    assert [(kind.kind, kind.share, kind.plays) for kind in found.kinds] == [
        (Kind.MUSIC, 0.75, 1),
        (Kind.PSA, 0.25, 1),
    ]


def test_only_what_falls_into_the_span_counts():
    assert summed([airing(-10, 20), airing(50, 20)]).heard == 20 * MINUTE


def test_what_is_on_the_air_counts_up_to_now():
    assert summed([airing(0, 0, ended=False)], now_min=7).heard == 7 * MINUTE


def test_a_span_that_has_not_begun_adds_up_to_nothing():
    found = summed([], now_min=-5)
    assert (found.heard, found.kinds, found.holes) == (timedelta(0), (), ())


def test_a_pause_between_items_is_a_hole_and_a_join_is_not():
    heard = [airing(0, 10), airing(12, 10), airing(22, 38)]
    found = list(holes(heard, TEN, TEN + 60 * MINUTE))
    assert [(hole.begins, hole.length) for hole in found] == [(TEN + 10 * MINUTE, 2 * MINUTE)]


def test_what_overlaps_leaves_no_hole():
    assert list(holes([airing(0, 30), airing(5, 5), airing(30, 30)], TEN, TEN + 60 * MINUTE)) == []


def test_silence_up_to_now_is_a_hole_that_is_still_open():
    found = list(holes([airing(0, 10)], TEN, TEN + 15 * MINUTE))
    assert [hole.length for hole in found] == [5 * MINUTE]


def test_a_hole_that_began_before_the_span_is_counted_from_its_beginning():
    found = list(holes([airing(-30, 10), airing(5, 55)], TEN, TEN + 60 * MINUTE))
    assert [(hole.begins, hole.length) for hole in found] == [(TEN, 5 * MINUTE)]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Filter(), True),
        (Filter(kind="music"), True),
        (Filter(kind="psa"), False),
        (Filter(outcome="unplanned"), True),
        (Filter(outcome="aired"), False),
        (Filter(programme="Siang"), False),
        (Filter(campaign_id=4), False),
    ],
)
def test_a_filter_keeps_what_it_names(wanted, kept):
    assert wanted.keeps(Comparison(Outcome.UNPLANNED, None, airing(0, 1))) is kept


@pytest.mark.parametrize("cell", ["=1+1", "+62", "-x", "@cmd", "\tx", " =x", "\n=x"])
def test_no_cell_can_become_a_formula(cell):
    assert csv_text([[cell]], bom=False).strip('"\r\n').startswith("'")


def test_numbers_stay_numbers_and_texts_are_quoted_where_they_must():
    assert csv_text([[-12, 'a,"b"', None]], bom=True) == BOM + '-12,"a,""b""",\r\n'
