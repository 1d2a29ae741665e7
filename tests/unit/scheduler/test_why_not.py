"""Why something is not there: the cause that decides, for every kind of thing."""

from datetime import date, time, timedelta

import pytest

from scheduler.planner.planner import plan
from scheduler.planner.why_not import Cause, of_campaign, of_programme, of_recording
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.week.grid import GridException
from scheduler.week.programme import Fixed, Rotation
from scheduler.week.season import Season
from station.daypart import Daypart
from station.kinds import Kind
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    SPOT,
    at,
    cart,
    inputs,
    library,
    programme,
    slot,
)

OURS = 500
HALF_PAST = NOON + timedelta(minutes=90)


def causes(told):
    return [each.cause for each in told]


def of_cart(ours, when=HALF_PAST, **changes):
    schedule = inputs(carts=[*library(), ours], **changes)
    return of_recording(schedule, plan(schedule), ours.id, when)


@pytest.mark.parametrize(
    ("ours", "cause"),
    [
        (cart(OURS, 200)._replace(valid_from=date(2026, 12, 1)), Cause.NOT_VALID),
        (cart(OURS, 200)._replace(dayparts=(Daypart(time(18), time(6)),)), Cause.DAYPART),
        (cart(OURS, 200, kind=Kind.PROGRAMME), Cause.OTHER_KIND),
        (cart(OURS, 200)._replace(evergreen=True), Cause.EVERGREEN),
    ],
)
def test_what_a_recording_says_of_itself_decides(ours, cause):
    assert causes(of_cart(ours))[0] is cause


def test_what_is_on_is_said_to_be_there():
    schedule = inputs()
    answer = plan(schedule)
    item = answer.items[10]
    told = of_recording(schedule, answer, item.cart_id, item.begins + timedelta(seconds=1))
    assert causes(told) == [Cause.HERE]


def test_an_unknown_recording_and_one_that_failed_its_check_are_told_apart():
    schedule = inputs(failed={OURS: cart(OURS, 200)})
    answer = plan(schedule)
    assert causes(of_recording(schedule, answer, OURS, HALF_PAST)) == [Cause.CHECK_FAILED]
    assert causes(of_recording(schedule, answer, 404, HALF_PAST)) == [Cause.UNKNOWN]


def test_separation_is_told_with_the_time_at_which_it_ends():
    schedule = inputs()
    answer = plan(schedule)
    on = next(item for item in answer.items if item.begins <= HALF_PAST < item.ends)
    before = answer.items[answer.items.index(on) - 1]
    told = of_recording(schedule, answer, before.cart_id, HALF_PAST)
    apart = [each for each in told if each.cause is Cause.APART]
    rules = {each.about["rule"]: each.about["until"] for each in apart}
    assert rules["title_separation"] == (before.begins + timedelta(minutes=120)).isoformat()


def test_who_might_air_and_does_not_has_waited_less_than_others():
    ours = cart(OURS, 200, artist="Sendiri")
    told = of_cart(ours, last_aired={OURS: NOON - timedelta(hours=3)})
    assert causes(told)[0] is Cause.WAITED_LONGER
    assert told[0].about["last"] == (NOON - timedelta(hours=3)).isoformat()


def test_tags_and_named_recordings_of_programmes_are_told():
    tagged = programme(1, Rotation(tags=("pagi",)), "Bertanda")
    named = programme(2, Fixed((5,)), "Bernama")
    common = {"programmes": [tagged, named]}
    ours = cart(OURS, 200)
    carts = [*library(), cart(600, 200, tags=("pagi",)), ours]
    schedule = inputs(carts=carts, slots=[slot(1, 1, "13:00", 60)], **common)
    told = of_recording(schedule, plan(schedule), OURS, HALF_PAST)
    assert told[0].cause is Cause.OTHER_TAGS
    assert told[0].about["tags"] == "pagi"
    schedule = inputs(carts=carts, slots=[slot(1, 2, "13:00", 60)], **common)
    told = of_recording(schedule, plan(schedule), OURS, HALF_PAST)
    assert told[0].cause is Cause.NOT_NAMED


def test_the_nearest_time_at_which_it_airs_stands_behind_the_cause():
    schedule = inputs()
    answer = plan(schedule)
    later = answer.items[-1]
    told = of_recording(schedule, answer, later.cart_id, HALF_PAST)
    assert told[-1].cause is Cause.PLANNED_AT
    assert told[-1].about["at"] == later.begins.isoformat()


def of_show(when, **changes):
    show = programme(1, Rotation(), "Acara")
    other = programme(2, Rotation(), "Lain")
    asked = {"programmes": [show, other], "slots": [slot(1, 1, "13:00", 60)]} | changes
    schedule = inputs(**asked)
    return of_programme(schedule, plan(schedule), 1, when)


def test_a_programme_is_there_or_not_on_the_grid_at_that_time():
    assert causes(of_show(HALF_PAST))[0] is Cause.HERE
    told = of_show(at("15:00"))
    assert causes(told) == [Cause.NO_OCCURRENCE, Cause.PLANNED_AT]


def test_a_cancelled_an_overlapped_and_a_seasonal_programme_are_told_apart():
    gone = [GridException(1, MONDAY)]
    assert causes(of_show(HALF_PAST, exceptions=gone))[0] is Cause.CANCELLED
    both = [slot(1, 1, "13:00", 60), slot(2, 2, "13:20", 30)]
    told = of_show(HALF_PAST, slots=both)
    assert (told[0].cause, told[0].about) == (Cause.OVERLAPPED, {"programme": "Lain"})
    ramadan = Season("radio", "Ramadan", MONDAY, MONDAY, active=True, id=1)
    told = of_show(HALF_PAST, seasons=[ramadan])
    assert (told[0].cause, told[0].about) == (Cause.OTHER_GRID, {"season": "Ramadan"})


def test_a_campaign_says_whether_it_airs_and_when():
    order = Campaign("radio", "Ajakan", (SPOT,), MONDAY, MONDAY, AtTimes((time(13),)), id=1)
    schedule = inputs(campaigns=[order])
    answer = plan(schedule)
    assert causes(of_campaign(schedule, answer, 1, at("13:00:10"))) == [Cause.HERE]
    told = of_campaign(schedule, answer, 1, at("15:00"))
    assert causes(told) == [Cause.NO_PLAY, Cause.PLANNED_AT]
    assert causes(of_campaign(schedule, answer, 2, at("15:00"))) == [Cause.NOT_ON_DAY]
