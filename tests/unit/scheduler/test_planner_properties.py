"""What holds for every plan, whatever the schedule."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.planner.airtime import SECOND, frame_at, instant_at
from scheduler.planner.items import FADE
from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.planner.stretches import cut
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.grid import GridSlot, occurrences
from scheduler.week.programme import Fixed, Programme, Rotation
from station.kinds import Kind
from station.rundown import Prefer, Start, Why
from tests.unit.scheduler.station import SPOT, cart, check, inputs, later, library

ZONES = [ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura"), ZoneInfo("Europe/Berlin")]
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""Days of 23 and of 25 hours in Berlin."""
CARTS = [*library(120, 40), cart(901, 3000), cart(902, 700), cart(903, 61), cart(904, 20)]

walls = st.times(max_value=time(23, 59)).map(lambda wall: wall.replace(microsecond=0))
contents = st.one_of(
    st.lists(st.sampled_from([901, 902, 903, 904, 5, 6, 404]), min_size=1, max_size=5).map(
        lambda numbers: Fixed(tuple(numbers))
    ),
    st.builds(
        Rotation,
        kinds=st.sampled_from([(Kind.MUSIC,), (Kind.PROGRAMME,), (Kind.MUSIC, Kind.FILLER)]),
        artist_separation_min=st.integers(0, 90),
        title_separation_min=st.integers(0, 240),
        jingle_every=st.integers(0, 4),
    ),
)


@st.composite
def schedules(draw):
    """Return inputs for six hours around midday or midnight of a plain or a DST day."""
    zone = draw(st.sampled_from(ZONES))
    day = draw(st.sampled_from([SPRING, AUTUMN, date(2026, 11, 23)]))
    hour = draw(st.sampled_from([0, 1, 11, 20]))
    minute, second = draw(st.integers(0, 59)), draw(st.integers(0, 59))
    begins = datetime.combine(day, time(hour, minute, second), zone).astimezone(UTC)
    programmes = [
        Programme("radio", f"Acara {number}", content, id=number)
        for number, content in enumerate(draw(st.lists(contents, min_size=1, max_size=4)), 1)
    ]
    slots = [
        GridSlot(
            "radio",
            draw(st.integers(1, len(programmes))),
            day - timedelta(days=draw(st.integers(0, 1))),
            draw(walls),
            timedelta(seconds=draw(st.integers(10, 4 * 3600))),
            draw(st.sampled_from(["", "FREQ=DAILY"])),
            draw(st.sampled_from(list(Start))),
            id=number,
            early=timedelta(seconds=draw(st.integers(0, 600))),
            late=timedelta(seconds=draw(st.integers(1, 600))),
            prefer=draw(st.sampled_from(list(Prefer))),
        )
        for number in range(1, draw(st.integers(0, 8)) + 1)
    ]
    campaigns = [
        Campaign(
            "radio",
            f"Ajakan {number}",
            (SPOT + number,),
            day - timedelta(days=1),
            day + timedelta(days=1),
            draw(
                st.one_of(
                    st.builds(
                        AtTimes,
                        st.lists(walls, min_size=1, max_size=6).map(tuple),
                        st.sampled_from([Start.HARD, Start.SOFT, Start.WINDOW]),
                        early_min=st.integers(0, 20),
                        late_min=st.integers(1, 20),
                        prefer=st.sampled_from(list(Prefer)),
                    ),
                    st.builds(Spread, st.integers(1, 24), opens=walls, closes=walls),
                )
            ),
            id=number,
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return inputs(
        begins=begins,
        ends=begins + timedelta(hours=6),
        zone=zone,
        carts=draw(st.sampled_from([CARTS, CARTS[:10], [cart(901, 3000), cart(5, 200)]])),
        programmes=programmes,
        slots=slots,
        campaigns=campaigns,
        seed=draw(st.integers(0, 9)),
    )


@given(schedules())
def test_every_plan_is_in_order_without_overlap_or_untold_hole(schedule):
    answer = plan(schedule)
    check(schedule, answer)
    assert not answer.items or answer.items[-1].ends >= schedule.ends or _ends_in_a_hole(answer)


def _ends_in_a_hole(answer):
    return any(
        finding.note is Note.HOLE and finding.at >= answer.items[-1].ends
        for finding in answer.findings
    )


@given(schedules())
def test_every_hard_opening_is_met_exactly_or_told_why_not(schedule):
    answer = plan(schedule)
    hard = {item.begins for item in answer.items if item.start is Start.HARD}
    excused = {
        finding.about.get("programme")
        for finding in answer.findings
        if finding.note in (Note.PUT_OFF, Note.SWALLOWED)
    }
    empty = [finding.at for finding in answer.findings if finding.note is Note.HOLE]
    openings = openings_of(schedule)
    for opening in openings:
        at = instant_at(opening.begins)
        if schedule.begins <= at < schedule.ends:
            assert at in hard or opening.programme.name in excused or at in empty
    wanted = {instant_at(opening.begins) for opening in openings}
    for item in answer.items:
        if item.start is Start.HARD and item.reason.code is not Why.SPOT_TIME:
            assert item.begins in wanted


def openings_of(schedule):
    ends = schedule.ends + timedelta(hours=1)
    found = occurrences(schedule.slots, (), schedule.begins, ends, zone=schedule.zone)
    programmes = {programme.id: programme for programme in schedule.programmes}
    return cut(found, programmes, schedule.begins, ends, zone=schedule.zone).hard_openings()


@given(schedules())
def test_every_spot_airs_whole_on_its_second_or_says_that_it_was_put_off(schedule):
    answer = plan(schedule)
    put_off = {finding.about.get("key") for finding in answer.findings}
    for spot in answer.items:
        if spot.reason.code is Why.SPOT_TIME and spot.start is Start.HARD:
            wall = spot.begins.astimezone(schedule.zone)
            assert f"{wall:%H:%M:%S}" == spot.reason.about["time"]
            assert wall.microsecond == 0
        elif spot.reason.about.get("rule") == "put_off":
            assert spot.key in put_off


@given(schedules())
def test_planning_is_deterministic(schedule):
    assert plan(schedule) == plan(schedule)


@given(schedules(), st.integers(1, 200))
def test_planning_again_later_repeats_what_was_planned(schedule, minutes):
    before = plan(schedule)
    if any(finding.note is Note.HOLE for finding in before.findings):
        return
    again = later(schedule, before, timedelta(minutes=minutes))
    after = plan(again)
    check(again, after)
    kept = [item for item in before.items if item.ends > again.begins - timedelta(hours=1)]
    assert [item for item in after.items if item.begins <= kept[-1].begins] == kept


@given(schedules())
def test_separation_holds_or_the_reason_names_the_rule_that_gave_way(schedule):
    answer = plan(schedule)
    rotations = {
        programme.name: programme.content
        for programme in schedule.programmes
        if isinstance(programme.content, Rotation)
    }
    last = {}
    for item in answer.items:
        rotation = rotations.get(item.programme)
        chosen = item.reason.code is Why.ROTATION and item.kind is Kind.MUSIC
        if rotation and chosen and item.artist and "rule" not in item.reason.about:
            apart = item.begins - last.get(item.artist, schedule.begins - timedelta(days=1))
            assert apart >= timedelta(minutes=rotation.artist_separation_min)
        last[item.artist] = item.begins


@given(schedules())
def test_a_trimmed_item_fades_and_plays_long_enough_to_be_heard(schedule):
    for item in plan(schedule).items:
        if "trimmed_ms" in item.reason.about:
            assert item.segue == item.cue_out
            assert 0 < item.fade_out <= FADE
            music = item.kind is Kind.MUSIC and item.reason.code is not Why.FIXED
            assert not music or item.frames >= 5 * SECOND


@given(st.integers(0, 4_000_000_000 * 48_000))
def test_a_frame_comes_back_from_its_instant(frame):
    assert frame_at(instant_at(frame)) == frame
