"""The plays of campaigns in the plan: on their second, or spread over their window."""

import itertools
from dataclasses import replace
from datetime import time, timedelta

from scheduler.campaign import AtTimes, Campaign, Spread
from scheduler.plan import Note
from scheduler.programme import Fixed
from station.kinds import Kind
from station.rundown import Start, Why
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    SPOT,
    at,
    cart,
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


def test_a_play_that_was_cut_airs_once_more_soon_after():
    again = order(AtTimes((time(11, 50),)))
    key = "campaign:1:20261123:0"
    answer = planned(campaigns=[again], cut={key: at("11:50:12")}, past={key: at("11:50")})
    [made_good] = spots(answer)
    assert made_good.key == f"{key}:again"
    assert made_good.start is Start.SOFT
    assert at("12:00") <= made_good.begins <= at("12:10")
    assert made_good.frames == 30 * 48_000


def test_what_was_cut_twice_airs_a_third_time_and_nothing_airs_again_that_was_whole():
    key = "campaign:1:20261123:0"
    campaign = order(AtTimes((time(11, 30),)))
    past = {key: at("11:30"), f"{key}:again": at("11:40")}
    cut = {key: at("11:30:12"), f"{key}:again": at("11:40:12")}
    [third] = spots(planned(campaigns=[campaign], cut=cut, past=past))
    assert third.key == f"{key}:again:again"
    del cut[f"{key}:again"]
    assert spots(planned(campaigns=[campaign], cut=cut, past=past)) == []
    assert spots(planned(campaigns=[replace(campaign, active=False)], cut=cut)) == []
