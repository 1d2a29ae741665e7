"""Hour templates in the plan: elements in order and in time, breaks that spots wait for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import Fixed, Programme, Rotation, Templated
from station.kinds import Kind
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
    slot,
    starting,
)

TUNE, NEWS = 2_000_001, 2_000_002
CARTS = [
    *library(),
    cart(TUNE, 12, kind=Kind.BUMPER, title="Tune"),
    cart(NEWS, 180, kind=Kind.PROGRAMME, title="Warta"),
]
MUSIC = Rotation()


def music(minutes: float, **more) -> Element:
    return Element(ElementForm.ROTATION, "Lagu", round(minutes * 60), rotation=MUSIC, **more)


def spots(minutes: float, **more) -> Element:
    return Element(ElementForm.BREAK, "Jeda", round(minutes * 60), **more)


HOUR = (
    Element(ElementForm.CART, "Tune", cart_id=TUNE, at_s=0, start=Start.HARD),
    Element(ElementForm.CART, "Warta", cart_id=NEWS),
    music(15),
    spots(3),
    music(20),
    Element(ElementForm.STATION_ID, "ID", at_s=2400),
    spots(3),
    music(16),
)


def template(*elements: Element, number: int = 1) -> HourTemplate:
    return HourTemplate("radio", "Jam biasa", elements or HOUR, id=number)


def given(**changes):
    hours = {(day, hour): 1 for day in range(7) for hour in range(24)}
    asked = {"carts": CARTS, "templates": [template()], "open_hours": hours} | changes
    return inputs(**asked)


def a_campaign(plays, number=1, **more):
    return Campaign("radio", "Ajakan", (SPOT + 1,), MONDAY, MONDAY, plays, id=number, **more)


def test_every_open_hour_begins_with_its_tune_on_the_second_and_the_news_behind_it():
    schedule = given()
    answer = plan(schedule)
    check(schedule, answer)
    for hour in range(6):
        begins = NOON + timedelta(hours=hour)
        tune = starting(answer, begins)
        following = answer.items[answer.items.index(tune) + 1]
        assert (tune.cart_id, tune.start, following.cart_id) == (TUNE, Start.HARD, NEWS)
        assert tune.reason.code is Why.FIXED
        assert tune.reason.about["element"] == "Tune"


def test_the_station_id_of_a_template_is_the_one_of_its_hour():
    answer = plan(given())
    ids = [item for item in answer.items if item.kind is Kind.STATION_ID]
    minutes = [item.begins.minute for item in ids]
    assert len(ids) == 6
    assert all(36 <= minute <= 50 for minute in minutes)


def test_behind_an_hour_with_a_template_the_station_id_leads_into_a_programme_without_one():
    talk = template(Element(ElementForm.STATION_ID, at_s=0), music(59))
    answer = plan(
        given(
            templates=[talk],
            programmes=[Programme("radio", "Warta", Fixed((NEWS,)), id=1)],
            slots=[slot(1, 1, "14:00", 30)],
        )
    )  # fmt: skip
    opening = starting(answer, NOON + timedelta(hours=2))
    before = answer.items[answer.items.index(opening) - 1]
    assert (opening.cart_id, before.kind) == (NEWS, Kind.STATION_ID)
    near = [item for item in answer.items if item.kind is Kind.STATION_ID]
    assert len(near) == 6


def test_spots_wait_for_the_breaks_of_the_template():
    schedule = given(campaigns=[a_campaign(Spread(48))])
    answer = plan(schedule)
    check(schedule, answer)
    played = [item for item in answer.items if item.campaign_id == 1]
    assert len(played) >= 10
    for item in played:
        minute = item.begins.minute + item.begins.second / 60
        assert 14 <= minute <= 30 or 38 <= minute <= 56, item.begins


def test_a_spot_that_would_wait_too_long_for_a_break_airs_between_two_items():
    lonely = template(music(1), spots(1), music(57))
    schedule = given(
        templates=[lonely], campaigns=[a_campaign(AtTimes((at_time("13:20"),), start=Start.SOFT))]
    )
    answer = plan(schedule)
    [played] = [item for item in answer.items if item.campaign_id == 1]
    assert at("13:20") <= played.begins <= at("13:35")


def at_time(wall: str):
    return at(wall).astimezone(inputs().zone).time()


def test_spots_of_an_operator_and_on_the_second_wait_for_no_break():
    schedule = given(campaigns=[a_campaign(AtTimes((at_time("13:10"),)))])
    answer = plan(schedule)
    assert starting(answer, at("13:10")).campaign_id == 1


def test_a_break_holds_no_more_than_its_length_and_its_number_of_spots():
    full = template(music(10), spots(2, most=2), music(48))
    many = [a_campaign(Spread(24), number=number) for number in range(1, 4)]
    answer = plan(given(templates=[full], campaigns=many))
    runs, run = [], 0
    for item in answer.items:
        in_break = 9 <= item.begins.minute <= 20
        run = run + 1 if item.campaign_id and in_break else 0
        runs.append(run)
    assert max(runs) == 2


def test_what_a_template_cannot_meet_is_told():
    too_much = template(
        music(58), Element(ElementForm.CART, "Penutup", cart_id=TUNE, length_s=60), music(10),
        Element(ElementForm.CART, "Terlambat", cart_id=NEWS),
    )  # fmt: skip
    answer = plan(given(templates=[too_much]))
    told = [found for found in answer.findings if found.note is Note.TEMPLATE_UNMET]
    assert {found.about["element"] for found in told} == {"Terlambat"}


def test_a_recording_that_is_gone_is_told_and_the_hour_goes_on():
    broken = template(Element(ElementForm.CART, "Hilang", cart_id=404), music(59))
    schedule = given(templates=[broken])
    answer = plan(schedule)
    check(schedule, answer)
    assert any(found.note is Note.CART_MISSING for found in answer.findings)
    assert answer.items[-1].ends >= schedule.ends


def test_a_programme_of_templates_begins_with_what_the_template_has_there():
    show = Programme("radio", "Sore", Templated((1,)), id=1)
    schedule = given(open_hours={}, programmes=[show], slots=[slot(1, 1, "13:30", 90)])
    answer = plan(schedule)
    check(schedule, answer)
    ours = [item for item in answer.items if item.programme == "Sore"]
    tunes = [item.begins for item in ours if item.cart_id == TUNE]
    assert tunes == [at("14:00")]
    assert [item.key for item in ours if item.cart_id == NEWS] != []


def test_templates_take_turns_by_the_hour_of_the_day():
    even, odd = template(number=2), template(music(60), number=3)
    show = Programme("radio", "Siang", Templated((2, 3)), id=1)
    schedule = given(
        open_hours={}, templates=[even, odd], programmes=[show], slots=[slot(1, 1, "12:00", 240)]
    )
    answer = plan(schedule)
    tunes = [item.begins for item in answer.items if item.cart_id == TUNE]
    assert tunes == [at("12:00"), at("14:00")]


@pytest.mark.parametrize("minutes", [7, 19, 21, 41, 59])
def test_planning_again_in_the_hour_repeats_no_element_and_no_break(minutes):
    schedule = given(campaigns=[a_campaign(Spread(24))])
    first = plan(schedule)
    again = plan(later(schedule, first, timedelta(minutes=minutes)))
    heard = [item for item in first.items if item.begins < NOON + timedelta(minutes=minutes)]
    whole = {item.key: item for item in (*heard, *again.items)}
    until = NOON + timedelta(hours=3)
    for cart_id in (TUNE, NEWS):
        played = [item for item in whole.values() if item.cart_id == cart_id]
        assert len([item for item in played if item.begins < until]) == 3


def test_a_window_element_cuts_at_the_end_of_its_window():
    late = template(
        music(20),
        Element(
            ElementForm.CART, "Info", cart_id=NEWS, at_s=1800, start=Start.WINDOW,
            early_s=120, late_s=60,
        ),
        music(27),
    )  # fmt: skip
    schedule = given(templates=[late])
    answer = plan(schedule)
    check(schedule, answer)
    for item in answer.items:
        if item.cart_id == NEWS:
            second = item.begins.minute * 60 + item.begins.second
            assert 1800 - 120 <= second <= 1860


@pytest.mark.parametrize(
    "element",
    [
        lambda: Element(ElementForm.ROTATION, length_s=60),
        lambda: Element(ElementForm.ROTATION, rotation=MUSIC),
        lambda: Element(ElementForm.CART),
        lambda: Element(ElementForm.BREAK),
        lambda: Element(ElementForm.BREAK, length_s=3601),
        lambda: Element(ElementForm.CART, cart_id=1, at_s=3600),
        lambda: Element(ElementForm.CART, cart_id=1, start=Start.HARD),
        lambda: Element(ElementForm.CART, cart_id=1, at_s=0, start=Start.WINDOW),
        lambda: Element(ElementForm.CART, cart_id=1, at_s=0, start=Start.MANUAL),
        lambda: Element(ElementForm.BREAK, length_s=60, at_s=5, start=Start.WINDOW, late_s=5),
    ],
)
def test_an_element_needs_what_it_is_filled_with_and_a_time_in_the_hour(element):
    with pytest.raises(ScheduleInvalid) as refused:
        element()
    assert refused.value.problem is Problem.ELEMENT_IMPOSSIBLE


def test_the_times_of_a_template_go_forward():
    twice = Element(ElementForm.CART, cart_id=1, at_s=60)
    with pytest.raises(ScheduleInvalid) as refused:
        template(twice, replace(twice, at_s=30))
    assert refused.value.problem is Problem.ELEMENTS_OUT_OF_ORDER


def test_elements_follow_each_other_and_their_own_times():
    places = template().places
    assert [place.begins_s for place in places] == [0, 30, 60, 960, 1140, 2400, 2410, 2590]
    assert template().ends_s == 2590 + 960
