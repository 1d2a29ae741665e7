"""The plays of campaigns in the plan: on their second, or spread over their window."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.make_good import Tried, missed
from scheduler.traffic.orders import still_owed
from scheduler.traffic.purpose import Priority, Purpose
from scheduler.week.programme import Fixed
from station.kinds import Kind
from station.rundown import Start, Why
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    SPOT,
    WIB,
    at,
    cart,
    inputs,
    later,
    library,
    planned,
    programme,
    slot,
    starting,
)


def order(plays, *, number=1, carts=(SPOT,), **changes):
    campaign = Campaign("radio", f"Ajakan {number}", carts, MONDAY, MONDAY, plays, id=number)
    return replace(campaign, **changes)


def spots(answer, number=1):
    return [item for item in answer.items if item.campaign_id == number]


def test_a_spot_ordered_for_a_time_airs_on_its_second_and_whole():
    answer = planned(campaigns=[order(AtTimes((time(13, 45), time(15, 30, 7))))])
    assert [item.begins for item in spots(answer)] == [at("13:45"), at("15:30:07")]
    assert {item.start for item in spots(answer)} == {Start.HARD}
    assert {item.frames for item in spots(answer)} == {30 * 48_000}
    assert {item.reason.code for item in spots(answer)} == {Why.SPOT_TIME}
    assert spots(answer)[0].reason.about["time"] == "13:45:00"


def test_the_versions_of_a_campaign_take_turns():
    times = AtTimes(tuple(time(13, minute) for minute in (0, 15, 30, 45)))
    answer = planned(campaigns=[order(times, carts=(SPOT, SPOT + 1, SPOT + 2))])
    assert [item.cart_id for item in spots(answer)] == [SPOT, SPOT + 1, SPOT + 2, SPOT]


def test_a_spot_and_a_programme_on_the_same_second_air_one_behind_the_other():
    answer = planned(
        programmes=[programme(1, Fixed((7,)), "Warta")],
        slots=[slot(1, 1, "14:00", 30)],
        campaigns=[order(AtTimes((time(14),)))],
    )
    assert starting(answer, at("14:00")).kind is Kind.PSA
    follower = starting(answer, at("14:00:30"))
    assert (follower.cart_id, follower.start) == (7, Start.SOFT)
    [finding] = [finding for finding in answer.findings if finding.note is Note.PUT_OFF]
    assert finding.about["programme"] == "Warta"


def test_of_two_spots_on_the_same_second_the_later_follows_the_earlier():
    both = [order(AtTimes((time(14),)), number=number) for number in (1, 2)]
    answer = planned(campaigns=both)
    [first], [second] = spots(answer, 1), spots(answer, 2)
    assert (first.begins, first.start) == (at("14:00"), Start.HARD)
    assert (second.begins, second.start) == (first.ends, Start.SOFT)
    assert second.reason.about["rule"] == "put_off"
    assert [finding.about["key"] for finding in answer.findings] == [second.key]


def test_spread_plays_air_evenly_between_items_and_never_cut_one():
    answer = planned(campaigns=[order(Spread(6, time(12), time(18)))])
    begins = [item.begins for item in spots(answer)]
    assert len(begins) == 6
    for number, begin in enumerate(begins):
        target = NOON + timedelta(hours=number, minutes=30)
        assert abs(begin - target) < timedelta(minutes=6)
    assert {item.start for item in spots(answer)} == {Start.SOFT}
    assert spots(answer)[2].reason.about["number"] == "3"
    assert spots(answer)[2].reason.about["of"] == "6"


def test_a_window_across_midnight_belongs_to_the_day_it_opens():
    answer = planned(
        begins=at("21:30"),
        ends=at("21:30") + timedelta(hours=6),
        campaigns=[order(Spread(4, time(22), time(2)))],
    )
    assert len(spots(answer)) == 4
    assert all(item.key.startswith("campaign:1:20261123:") for item in spots(answer))
    assert spots(answer)[-1].begins > at("22:00") + timedelta(hours=3)


def test_a_campaign_ordered_at_noon_spreads_its_plays_over_what_is_left_of_the_day():
    spread = order(Spread(6, time(6), time(18)), effective_at=NOON)
    assert len(spots(planned(campaigns=[spread]))) == 6


def test_spread_plays_wait_for_the_end_of_a_long_item_and_keep_their_gap():
    answer = planned(
        carts=[*library(), cart(901, 2 * 3600)],
        programmes=[programme(1, Fixed((901,)))],
        slots=[slot(1, 1, "13:00", 120)],
        campaigns=[order(Spread(12, time(12), time(18), min_gap_min=10))],
    )
    begins = [item.begins for item in spots(answer)]
    assert not any(at("13:00") < begin < at("15:00") for begin in begins)
    gaps = [b - a for a, b in itertools.pairwise(begins)]
    assert min(gaps) >= timedelta(minutes=10)


def test_a_play_that_finds_no_place_in_its_window_is_told():
    answer = planned(
        carts=[*library(), cart(901, 4 * 3600)],
        programmes=[programme(1, Fixed((901,)))],
        slots=[slot(1, 1, "12:00", 240)],
        campaigns=[order(Spread(2, time(13), time(15)))],
    )
    assert spots(answer) == []
    missing = [finding for finding in answer.findings if finding.note is Note.SPOT_NOT_PLACED]
    assert [finding.about["campaign"] for finding in missing] == ["Ajakan 1"] * 2


def test_a_long_talk_is_split_around_a_spot_and_goes_on_where_it_was():
    answer = planned(
        carts=[*library(), cart(901, 3600)],
        programmes=[programme(1, Fixed((901,)))],
        slots=[slot(1, 1, "13:00", 70)],
        campaigns=[order(AtTimes((time(13, 20),)))],
    )
    first, second = [item for item in answer.items if item.cart_id == 901]
    assert first.ends == at("13:20")
    assert second.begins == at("13:20:30")
    assert second.cue_in == first.cue_out
    assert second.reason.about["part"] == "2"


def test_a_song_of_a_fixed_programme_waits_for_the_spot_rather_than_be_cut():
    answer = planned(
        programmes=[programme(1, Fixed((1, 2, 3)))],
        slots=[slot(1, 1, "13:00", 40)],
        campaigns=[order(AtTimes((time(13, 1),)))],
    )
    fixed = [item for item in answer.items if item.reason.code is Why.FIXED]
    assert [item.cart_id for item in fixed] == [1, 2, 3]
    assert not any("trimmed_ms" in item.reason.about for item in fixed)
    assert spots(answer)[0].begins == at("13:01")


def test_a_spot_whose_recording_is_gone_is_told_and_nothing_is_cut_for_it():
    answer = planned(campaigns=[order(AtTimes((time(13, 45),)), carts=(404,))])
    [finding] = [finding for finding in answer.findings if finding.note is Note.CART_MISSING]
    assert finding.about["campaign"] == "Ajakan 1"
    assert spots(answer) == []


def test_an_order_that_is_not_active_or_not_for_that_weekday_does_not_air():
    asleep = order(AtTimes((time(13),)), active=False)
    sundays = order(AtTimes((time(14),)), number=2, weekdays=(6,))
    answer = planned(campaigns=[asleep, sundays])
    assert spots(answer, 1) == spots(answer, 2) == []


def owed(campaign, *tries, reached=NOON):
    return missed(campaign, tries, since=at("00:00"), reached=reached, zone=WIB)


def cut(key, wall, seconds=12):
    begins = at(wall)
    return Tried(key, begins, begins + timedelta(seconds=seconds), whole=False)


KEY = "campaign:1:20261123:0"


def test_a_play_that_was_cut_airs_once_more_soon_after():
    again = order(AtTimes((time(11, 50),)))
    answer = planned(
        campaigns=[again], missed=owed(again, cut(KEY, "11:50")), past={KEY: at("11:50")}
    )
    [made_good] = spots(answer)
    assert made_good.key == f"{KEY}:again"
    assert made_good.start is Start.SOFT
    assert at("12:00") <= made_good.begins <= at("12:10")
    assert made_good.frames == 30 * 48_000
    assert made_good.reason.about["again"] == "2026-11-23"


def test_what_was_cut_twice_airs_a_third_time_and_nothing_airs_again_that_was_whole():
    campaign = order(AtTimes((time(11, 30),)))
    second = f"{KEY}:again"
    past = {KEY: at("11:30"), second: at("11:40")}
    tries = [cut(KEY, "11:30"), cut(second, "11:40")]
    [third] = spots(planned(campaigns=[campaign], missed=owed(campaign, *tries), past=past))
    assert third.key == f"{second}:2"
    whole = [tries[0], replace(tries[1], whole=True)]
    assert spots(planned(campaigns=[campaign], missed=owed(campaign, *whole), past=past)) == []
    asleep = replace(campaign, active=False)
    assert spots(planned(campaigns=[asleep], missed=owed(asleep, *tries), past=past)) == []


def test_an_outage_is_made_good_apart_and_in_the_hours_that_were_ordered():
    campaign = order(
        Spread(6, time(6), time(12)), last_day=MONDAY + timedelta(days=1)
    )  # six of them between six and noon, and nothing was heard
    given = inputs(campaigns=[campaign], begins=at("13:00"), ends=at("13:00") + timedelta(days=2),
                   missed=owed(campaign, reached=at("12:59")))  # fmt: skip
    answer = plan(given)
    found = [item for item in spots(answer) if ":again" in item.key]
    assert len(found) == 6
    assert {item.key.split(":")[2] for item in found} == {"20261123"}
    tuesday = MONDAY + timedelta(days=1)
    for item in found:
        assert item.begins <= at("13:00") or at("06:00", tuesday) <= item.begins
        assert item.begins <= at("12:00", tuesday)
    every = sorted(item.begins for item in spots(answer))
    assert min(b - a for a, b in itertools.pairwise(every)) >= timedelta(minutes=10)
    assert len(every) == 12


def test_what_is_made_good_keeps_its_key_and_its_place_when_it_is_planned_again():
    campaign = order(Spread(4, time(6), time(23)), last_day=MONDAY + timedelta(days=1))
    given = inputs(campaigns=[campaign], missed=owed(campaign, cut(KEY, "11:50")))
    before = plan(given)
    again = plan(later(given, before, timedelta(minutes=3)))
    mine = [item for item in spots(before) if ":again" in item.key]
    assert len(mine) == 1
    assert [item for item in spots(again) if ":again" in item.key] == mine


def test_a_play_collected_late_takes_what_would_make_it_good_out_again():
    campaign = order(AtTimes((time(11, 58),)))
    given = inputs(campaigns=[campaign], missed=owed(campaign, cut(KEY, "11:58")))
    before = plan(given)
    assert [item.key for item in spots(before)] == [f"{KEY}:again"]
    after = plan(later(given, before, timedelta(minutes=1), missed=()))
    assert spots(after) == []


def test_what_the_air_still_has_ahead_is_not_made_good():
    campaign = order(AtTimes((time(11, 40),)))
    owing = owed(campaign, reached=NOON)
    assert still_owed(owing, [KEY]) == []
    assert still_owed(owing, [f"{KEY}:again"]) == []
    assert still_owed(owing, ["campaign:1:20261123:1", "slot:1:20261123:0"]) == owing


def test_a_paid_spot_airs_as_a_commercial_and_a_free_one_as_it_is_kept():
    paid = order(AtTimes((time(13),)), paid=True)
    free = order(AtTimes((time(14),)), number=2)
    answer = planned(campaigns=[paid, free])
    assert [item.kind for item in spots(answer)] == [Kind.COMMERCIAL]
    assert [item.kind for item in spots(answer, 2)] == [Kind.PSA]
    assert not spots(answer)[0].droppable


def test_two_spots_of_one_topic_are_kept_apart_where_there_is_room():
    both = [
        order(Spread(6, time(12), time(18)), number=number, topic="Kesehatan", topic_gap_min=12)
        for number in (1, 2)
    ]
    answer = planned(campaigns=both)
    begins = sorted(item.begins for number in (1, 2) for item in spots(answer, number))
    assert len(begins) == 12
    assert min(b - a for a, b in itertools.pairwise(begins)) >= timedelta(minutes=12)
    assert not [one for one in answer.findings if one.note is Note.TOPIC_CLOSE]


def test_where_a_topic_must_give_way_it_is_told():
    both = [order(AtTimes((time(14),)), number=number, topic="kesehatan") for number in (1, 2)]
    answer = planned(campaigns=both)
    [told] = [one for one in answer.findings if one.note is Note.TOPIC_CLOSE]
    assert (told.about["key"], told.about["topic"]) == (spots(answer, 2)[0].key, "kesehatan")


def test_a_soft_spot_does_not_go_right_before_a_hard_one_of_its_topic():
    hard = order(AtTimes((time(14),)), topic="kesehatan")
    soft = order(Spread(1, time(13, 50), time(15)), number=2, topic="kesehatan")
    answer = planned(campaigns=[hard, soft])
    [one], [other] = spots(answer, 1), spots(answer, 2)
    assert one.begins == at("14:00")
    assert abs(other.begins - one.begins) >= timedelta(minutes=10)


def test_the_more_urgent_comes_first_where_all_want_one_junction():
    plays = Spread(1, time(13), time(13, 30))
    orders = [
        order(plays, number=1, priority=Priority.SPARE, carts=(SPOT,)),
        order(plays, number=2, carts=(SPOT + 1,)),
        order(plays, number=3, priority=Priority.URGENT, carts=(SPOT + 2,)),
    ]
    answer = planned(campaigns=orders)
    placed = [item.campaign_id for item in answer.items if item.campaign_id]
    assert placed == [3, 2, 1]
    assert [item.must_air for item in answer.items if item.campaign_id] == [True, False, False]


def test_where_not_all_fit_each_agency_has_its_share():
    long = [cart(SPOT + 100 + n, 240, kind=Kind.PSA) for n in range(8)]
    window = Spread(1, time(13), time(13, 20))
    agencies = [1, 1, 1, 1, 1, 1, 2, 2]
    orders = [
        order(window, number=n + 1, carts=(long[n].id,), agency_id=agency)
        for n, agency in enumerate(agencies)
    ]
    answer = planned(carts=[*library(), *long], campaigns=orders)
    had = Counter(agencies[item.campaign_id - 1] for item in answer.items if item.campaign_id)
    assert had[2] >= 1
    assert had[1] >= 2 * had[2] - 1
    left = [one for one in answer.findings if one.note is Note.SPOT_NOT_PLACED]
    assert len(left) + sum(had.values()) == 8


def test_an_agency_has_no_more_a_day_than_its_limit_and_each_of_its_orders_loses_alike():
    orders = [order(Spread(6, time(12), time(18)), number=number, agency_id=7) for number in (1, 2)]
    answer = planned(campaigns=orders, caps={7: 6})
    assert [len(spots(answer, number)) for number in (1, 2)] == [3, 3]
    over = [one for one in answer.findings if one.note is Note.OVER_CAP]
    assert len(over) == 6
    assert over[0].about["cap"] == "6"
    first = [item.begins for item in spots(answer)]
    assert max(b - a for a, b in itertools.pairwise(first)) <= timedelta(hours=3, minutes=10)


def test_a_duty_airs_whatever_the_limit_of_its_agency():
    ralat = order(
        Spread(3, time(12), time(18)), number=2, agency_id=7, purpose=Purpose.CORRECTION,
        reported_at=at("11:00"), effective_at=NOON,
    )  # fmt: skip
    other = order(Spread(3, time(12), time(18)), agency_id=7)
    answer = planned(campaigns=[other, ralat], caps={7: 1})
    assert len(spots(answer, 2)) == 3
    assert spots(answer, 2)[0].begins < NOON + timedelta(minutes=10)
    assert all(item.must_air for item in spots(answer, 2))
    assert spots(answer, 1) == []


def test_what_is_made_good_stays_within_the_limit_of_the_day():
    campaign = order(Spread(4, time(6), time(23)), last_day=MONDAY + timedelta(days=3), agency_id=7)
    owing = owed(campaign, *[cut(f"campaign:1:20261123:{n}", f"1{n}:00") for n in (0, 1)])
    late = {"begins": at("12:00"), "ends": at("12:00") + timedelta(hours=36)}
    free = plan(inputs(campaigns=[campaign], missed=owing, **late))
    assert sum(":again" in item.key for item in spots(free)) == 2
    capped = plan(inputs(campaigns=[campaign], missed=owing, caps={7: 4}, **late))
    mine = [item.begins for item in spots(capped) if ":again" in item.key]
    assert len(mine) == 2, "the plays that were missed make room on their own day"
    later_day = replace(owing[0], since=at("01:00", MONDAY + timedelta(days=1)))
    tuesday = plan(inputs(campaigns=[campaign], missed=[later_day], caps={7: 4}, **late))
    assert not any(":again" in item.key for item in spots(tuesday))


def test_a_phase_that_is_not_open_does_not_air_and_is_told():
    answer = planned(campaigns=[order(Spread(6, time(12), time(18)))], unopened=[1])
    assert spots(answer) == []
    [told] = [one for one in answer.findings if one.note is Note.PHASE_CLOSED]
    assert told.about["campaign"] == "Ajakan 1"


def test_a_hoaxed_recording_gives_way_at_once_even_inside_the_lock():
    warta = programme(1, Fixed((901,)), "Warta")
    given = inputs(
        carts=[*library(), cart(901, 600)], programmes=[warta], slots=[slot(1, 1, "12:05", 30)]
    )
    before = plan(given)
    assert 901 in {item.cart_id for item in before.items}
    gone = {"carts": library(), "failed": {901: cart(901, 600)}, "withdrawn": [901]}
    after = plan(later(given, before, timedelta(minutes=1), **gone))
    assert 901 not in {item.cart_id for item in after.items if item.begins > NOON}
    assert Note.WITHDRAWN in {one.note for one in after.findings}
    assert Note.CHECK_FAILED not in {one.note for one in after.findings}


def test_what_a_presenter_reads_is_no_item():
    script = {"cart_ids": (), "live_read": True, "script": "Ayo!", "declared_s": 20}
    read = order(AtTimes((time(13),)), **script)
    answer = planned(campaigns=[read])
    assert spots(answer) == []
    assert not [one for one in answer.findings if one.note is Note.CART_MISSING]
