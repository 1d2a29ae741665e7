"""Events in the plan: on their second, never cut, with advertising kept away from an azan."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.override import Override, Wish
from scheduler.planner.airtime import SECOND, frame_at
from scheduler.planner.clear import Clear, Clears
from scheduler.planner.event import Event, EventKind, EventMode, observed
from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.publishing import rundown_of, worth_publishing
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.programme import Fixed, Rotation
from station.kinds import SPOTS, Kind
from station.rundown import Start, Why
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    SPOT,
    at,
    cart,
    check,
    inputs,
    later,
    library,
    planned,
    programme,
    published,
    slot,
    starting,
)

AZAN, BEDUG, SONG = 2_000_000, 2_000_001, 2_000_002
CARTS = [
    *library(),
    cart(AZAN, 240, kind=Kind.PROGRAMME, title="Azan"),
    cart(BEDUG, 20, kind=Kind.PROGRAMME, title="Bedug"),
    cart(SONG, 180, kind=Kind.ANTHEM, title="Bagimu Negeri"),
]
BY_ID = {one.id: one for one in CARTS}
HALF = timedelta(seconds=30)
TEXT = "Saatnya Magrib untuk Pekalongan dan sekitarnya"


def azan(wall="14:10:00", day=MONDAY, **changes):
    event = Event(
        "azan-magrib",
        "Azan Magrib",
        day,
        at(wall, day),
        EventKind.AZAN,
        cart_ids=(AZAN,),
        clears=True,
        clear_before=HALF,
        clear_after=HALF,
        text=TEXT,
    )
    return replace(event, **changes)


def order(plays, number=1):
    return Campaign("radio", "Vaksin", (SPOT,), MONDAY, MONDAY, plays, id=number)


def heard(item):
    """Return the span in which an item sounds, its tail included."""
    begins = frame_at(item.begins)
    return begins, begins + item.cue_out - item.cue_in


def spots_near(answer, begins, ends):
    return [
        item
        for item in answer.items
        if item.kind in SPOTS
        and heard(item)[0] < frame_at(ends)
        and heard(item)[1] > frame_at(begins)
    ]


def notes(answer):
    return {finding.note for finding in answer.findings}


def test_an_event_airs_on_its_second_and_outranks_a_presenter():
    answer = planned(carts=CARTS, events=[azan()])
    item = starting(answer, at("14:10"))
    assert (item.cart_id, item.start, item.must_air) == (AZAN, Start.HARD, True)
    assert (item.key, item.reason.code) == ("event:azan-magrib:20261123", Why.EVENT)
    assert item.frames == 240 * SECOND


def test_a_programme_with_the_same_second_follows_the_event():
    answer = planned(
        carts=CARTS,
        events=[azan("14:00:00")],
        programmes=[programme(1, Fixed((7,)))],
        slots=[slot(1, 1, "14:00", 30)],
    )
    assert starting(answer, at("14:00")).cart_id == AZAN
    assert starting(answer, at("14:04")).cart_id == 7


def test_an_event_on_the_second_of_a_soft_opening_is_not_run_across():
    few = [*CARTS[-3:], *(cart(number, 180 + 13 * number) for number in range(1, 6))]
    late = []
    for minute in range(3, 60, 8):
        opens = f"14:{minute:02d}"
        answer = planned(
            carts=few,
            events=[azan(f"{opens}:00")],
            programmes=[programme(1, Rotation()), programme(2, Rotation())],
            slots=[
                slot(1, 1, "13:00", 60 + minute, start=Start.SOFT),
                slot(2, 2, opens, 30, start=Start.SOFT),
            ],
        )
        [item] = [each for each in answer.items if each.key.startswith("event:")]
        late += [] if item.begins == at(opens) else [minute]
    assert late == []


def test_a_fixed_start_within_the_event_waits_until_it_is_over():
    answer = planned(
        carts=CARTS,
        events=[azan("13:28:00")],
        programmes=[programme(1, Fixed((7,)))],
        slots=[slot(1, 1, "13:30", 30)],
    )
    assert starting(answer, at("13:28")).frames == 240 * SECOND
    assert starting(answer, at("13:32")).cart_id == 7


def test_recordings_take_turns_by_the_day():
    turns = (AZAN, SONG)
    events = [azan(day=MONDAY + timedelta(days=number), cart_ids=turns) for number in range(3)]
    found = observed(events, lambda number, _: BY_ID.get(number)).demands
    carts = [demand.cart_id for demand in found]
    assert carts in ([AZAN, SONG, AZAN], [SONG, AZAN, SONG])


def test_a_recording_that_is_gone_is_passed_over():
    for turns in ((AZAN, 999), (999, AZAN)):
        answer = planned(carts=CARTS, events=[azan(cart_ids=turns)])
        assert starting(answer, at("14:10")).cart_id == AZAN


def test_a_hard_spot_within_the_azan_is_put_off_behind_it_and_told():
    answer = planned(carts=CARTS, events=[azan()], campaigns=[order(AtTimes((time(14, 12),)))])
    [spot] = [item for item in answer.items if item.campaign_id == 1]
    assert spot.begins >= at("14:14:30")
    assert spot.begins < at("14:44:30")
    [finding] = [found for found in answer.findings if found.note is Note.KEPT_CLEAR]
    assert finding.about["campaign"] == "Vaksin"


@pytest.mark.parametrize(
    ("wall", "stays"),
    [("14:09:00", True), ("14:09:01", False), ("14:14:29", False), ("14:14:30", True)],
)
def test_the_gap_is_kept_to_the_second_on_both_sides(wall, stays):
    """A spot of 30 s that ends 30 s before the azan stays; one second later it goes."""
    answer = planned(
        carts=CARTS,
        events=[azan()],
        campaigns=[order(AtTimes((time.fromisoformat(wall),)))],
    )
    [spot] = [item for item in answer.items if item.campaign_id == 1]
    assert (spot.begins == at(wall)) is stays


def test_soft_spots_wait_until_the_azan_is_over():
    answer = planned(
        carts=CARTS, events=[azan()], campaigns=[order(Spread(60, time(13), time(16)))]
    )
    assert spots_near(answer, at("14:09:30"), at("14:14:30")) == []
    assert len([item for item in answer.items if item.campaign_id == 1]) > 30


def test_fixed_spots_of_a_programme_avoid_the_azan_and_air_behind_it():
    fixed = Fixed(tuple(range(SPOT, SPOT + 9)) * 4)
    answer = planned(
        carts=CARTS,
        events=[azan("14:05:00")],
        programmes=[programme(1, fixed)],
        slots=[slot(1, 1, "14:00", 60)],
    )
    assert spots_near(answer, at("14:04:30"), at("14:09:30")) == []
    assert spots_near(answer, at("14:09:30"), at("14:25:00"))


def test_a_rotation_of_spots_is_silent_about_spots_near_the_azan():
    only_spots = Rotation((Kind.PSA,), artist_separation_min=0, title_separation_min=0)
    answer = planned(
        carts=CARTS,
        events=[azan("14:05:00")],
        programmes=[programme(1, only_spots)],
        slots=[slot(1, 1, "14:00", 60)],
    )
    assert spots_near(answer, at("14:04:30"), at("14:09:30")) == []
    assert Note.PROGRAMME_EMPTY not in notes(answer)


def test_a_mode_of_text_shows_words_and_keeps_advertising_away():
    answer = planned(
        carts=CARTS,
        events=[azan(mode=EventMode.TEXT_ONLY)],
        campaigns=[order(AtTimes((time(14, 11),)))],
    )
    assert AZAN not in {item.cart_id for item in answer.items}
    [text] = answer.texts
    assert (text.key, text.begins, text.text) == ("event:azan-magrib:20261123", at("14:10"), TEXT)
    assert spots_near(answer, at("14:09:30"), text.ends + HALF) == []


def test_an_event_that_is_off_leaves_only_a_trace():
    answer = planned(
        carts=CARTS,
        events=[azan(mode=EventMode.OFF)],
        campaigns=[order(AtTimes((time(14, 11),)))],
    )
    assert answer.texts == ()
    assert AZAN not in {item.cart_id for item in answer.items}
    assert starting(answer, at("14:11")).campaign_id == 1
    assert [found.about["event"] for found in answer.findings] == ["Azan Magrib"]


def test_an_event_without_a_recording_is_shown_and_told():
    answer = planned(carts=library(), events=[azan()])
    assert [text.text for text in answer.texts] == [TEXT]
    assert Note.EVENT_WITHOUT_RECORDING in notes(answer)


def test_the_drum_comes_first_and_the_azan_directly_behind_it():
    drum = azan(name="iftar", title="Buka puasa", kind=EventKind.IFTAR, cart_ids=(BEDUG,))
    answer = planned(
        carts=CARTS,
        events=[azan(follows=drum.key), drum],
        programmes=[programme(1, Fixed((7,)))],
        slots=[slot(1, 1, "14:12", 30)],
    )
    assert starting(answer, at("14:10")).cart_id == BEDUG
    behind = starting(answer, at("14:10:20"))
    assert (behind.cart_id, behind.frames) == (AZAN, 240 * SECOND)
    assert Note.KEPT_CLEAR not in notes(answer)


def test_the_azan_is_on_time_where_the_drum_is_missing():
    drum = azan(name="iftar", kind=EventKind.IFTAR, cart_ids=(999,))
    answer = planned(carts=CARTS, events=[azan(follows=drum.key), drum])
    assert starting(answer, at("14:10")).cart_id == AZAN


def test_the_last_item_of_the_day_ends_when_the_day_does():
    last = azan(name="close", at=at("16:00"), cart_ids=(SONG,), by_end=True, clears=False)
    answer = planned(carts=CARTS, events=[last])
    assert starting(answer, at("15:57")).cart_id == SONG


def test_planning_again_keeps_the_events_where_they_are():
    given_ = inputs(carts=CARTS, events=[azan()], campaigns=[order(Spread(20))])
    answer = plan(given_)
    again = later(given_, answer, timedelta(minutes=40))
    kept = [item for item in answer.items if item.begins > again.begins]
    assert plan(again).items[-len(kept) :][:20] != ()
    assert starting(plan(again), at("14:10")) == starting(answer, at("14:10"))


def test_an_event_that_is_moved_or_switched_off_leaves_the_locked_plan():
    given_ = inputs(begins=at("14:05"), carts=CARTS, events=[azan()])
    answer = plan(given_)
    sooner = replace(given_, previous=published(given_, answer), events=[azan("14:09:00")])
    assert starting(plan(sooner), at("14:09")).cart_id == AZAN
    off = replace(sooner, events=[azan(mode=EventMode.OFF)])
    assert AZAN not in {item.cart_id for item in plan(off).items}


def test_a_spot_in_the_locked_plan_makes_way_for_a_new_azan():
    given_ = inputs(begins=at("14:05"), carts=CARTS, campaigns=[order(AtTimes((time(14, 9, 40),)))])
    answer = plan(given_)
    now = replace(given_, previous=published(given_, answer), events=[azan()])
    assert spots_near(plan(now), at("14:09:30"), at("14:14:30")) == []


def test_an_operator_may_take_an_azan_away():
    wish = Override("radio", Wish.REMOVE, at("14:10"), AZAN, item_key=azan().key, by="ana", id=1)
    answer = planned(carts=CARTS, events=[azan()], overrides=[wish])
    assert AZAN not in {item.cart_id for item in answer.items}


def test_a_text_that_changes_is_worth_publishing():
    given_ = inputs(carts=CARTS, events=[azan(mode=EventMode.TEXT_ONLY)])
    before = rundown_of(plan(given_), "radio", 1, NOON, given_.ends)
    other = replace(given_, events=[azan(mode=EventMode.TEXT_ONLY, text="Lain")])
    after = rundown_of(plan(other), "radio", 2, NOON, given_.ends)
    assert not worth_publishing(before, replace(before, version=2), NOON)
    assert worth_publishing(before, after, NOON)


SPANS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 100)).map(
        lambda pair: Clear(pair[0], sum(pair), frozenset({Kind.PSA}), "")
    ),
    max_size=6,
)


@given(SPANS, st.integers(0, 600), st.integers(1, 120))
def test_the_first_free_place_is_free_and_none_before_it_is(spans, begins, length):
    clears = Clears(spans)
    free = clears.free_from(Kind.PSA, begins, length)

    def touched(at_):
        return any(span.begins < at_ + length and span.ends > at_ for span in spans)

    assert not touched(free)
    assert all(touched(frame) for frame in range(begins, free))
    assert clears.free_from(Kind.MUSIC, begins, length) == begins


@st.composite
def days_with_azans(draw):
    minutes = st.integers(5, 340)
    walls = st.builds(lambda m: NOON + timedelta(minutes=m), minutes)
    events = [
        azan(name=f"azan-{number}", at=draw(walls), mode=draw(st.sampled_from(EventMode)))
        for number in range(draw(st.integers(1, 3)))
    ]
    wall = st.times(time(12), time(18)).map(lambda t: t.replace(microsecond=0))
    plays = st.one_of(
        st.builds(
            AtTimes,
            st.lists(wall, min_size=1, max_size=8).map(tuple),
            st.sampled_from([Start.HARD, Start.SOFT, Start.WINDOW]),
            early_min=st.integers(0, 10),
            late_min=st.integers(1, 10),
        ),
        st.builds(Spread, st.integers(1, 100)),
    )
    contents = [
        Fixed(tuple(draw(st.lists(st.integers(SPOT, SPOT + 8), min_size=1, max_size=40)))),
        Rotation((Kind.PSA,), artist_separation_min=0, title_separation_min=0),
        Rotation((Kind.MUSIC, Kind.PSA)),
    ]
    return inputs(
        carts=CARTS,
        events=events,
        campaigns=[order(draw(plays), number) for number in (1, 2)],
        programmes=[programme(n, content) for n, content in enumerate(contents)],
        slots=[
            slot(n, n, f"{12 + 2 * n}:00", draw(st.integers(5, 120))) for n in range(len(contents))
        ],
    )


@given(days_with_azans())
def test_no_advertising_is_ever_heard_near_an_azan(schedule):
    answer = plan(schedule)
    check(schedule, answer)
    lengths = {item.key: item.ends - item.begins for item in answer.items}
    for event in schedule.events:
        if event.mode is not EventMode.OFF:
            lasts = lengths.get(event.key, event.text_lasts)
            assert spots_near(answer, event.at - HALF, event.at + lasts + HALF) == []


@given(days_with_azans())
def test_every_azan_is_whole_and_on_its_second_or_behind_another(schedule):
    answer = plan(schedule)
    told = {found.about.get("key") for found in answer.findings if found.note is Note.PUT_OFF}
    items = {item.key: item for item in answer.items}
    for event in schedule.events:
        if event.mode is EventMode.AUDIO:
            item = items[event.key]
            assert item.frames == 240 * SECOND
            assert item.begins == event.at or event.key in told


def test_the_day_names_the_event():
    assert azan(day=date(2026, 3, 1)).key == "event:azan-magrib:20260301"
