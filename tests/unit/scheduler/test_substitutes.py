"""What failed its check before the airing is stood in for, and stays so."""

from dataclasses import replace
from datetime import time, timedelta

from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.week.programme import Fixed, Rotation
from station.kinds import Kind
from station.rundown import Start, Why
from tests.unit.scheduler.station import (
    MONDAY,
    SPOT,
    at,
    cart,
    check,
    inputs,
    later,
    library,
    programme,
    published,
    slot,
    starting,
)

MINUTE = timedelta(minutes=1)


def planned_of(given):
    answer = plan(given)
    check(given, answer)
    return answer


def failing(given, answer, *cart_ids):
    """Return the inputs of the planning after these recordings failed their checks."""
    failed = {each.id: each for each in given.carts if each.id in cart_ids}
    sound = [each for each in given.carts if each.id not in cart_ids]
    return replace(given, carts=sound, failed=failed, previous=published(given, answer))


def told(answer):
    return [found for found in answer.findings if found.note is Note.CHECK_FAILED]


def test_a_rotation_plays_something_else_and_says_instead_of_what():
    given = inputs()
    before = planned_of(given)
    bad = before.items[4]
    after = planned_of(failing(given, before, bad.cart_id))
    [stands_in] = [item for item in after.items if item.key == bad.key]
    assert stands_in.cart_id != bad.cart_id
    assert stands_in.reason.code is Why.SUBSTITUTE
    assert stands_in.reason.about["replaces"] == bad.title
    assert [found.about["title"] for found in told(after)] == [bad.title]
    assert after.items[:4] == before.items[:4]


def test_what_fails_inside_the_lock_is_replaced_all_the_same():
    given = inputs()
    before = planned_of(given)
    soon = before.items[2]
    assert soon.begins - given.begins < given.lock
    after = planned_of(failing(given, before, soon.cart_id))
    assert soon.cart_id not in [item.cart_id for item in after.items]


def test_a_substitute_stays_with_its_reason_through_every_planning():
    given = inputs()
    before = planned_of(given)
    bad = before.items[20]
    failed = failing(given, before, bad.cart_id)
    after = planned_of(failed)
    again = planned_of(later(failed, after, 5 * MINUTE))
    [first] = [item for item in after.items if item.key == bad.key]
    [second] = [item for item in again.items if item.key == bad.key]
    assert second == first
    assert told(again) == []


def test_the_recording_airs_again_elsewhere_when_it_is_sound_again():
    given = inputs(programmes=[programme(1, Fixed((7,)))], slots=[slot(1, 1, "14:00", 30)])
    before = planned_of(given)
    failed = failing(given, before, 7)
    after = planned_of(failed)
    assert starting(after, at("14:00")).reason.code is Why.SUBSTITUTE
    sound = replace(failed, carts=given.carts, failed={}, previous=published(given, after, 2))
    opening = starting(planned_of(sound), at("14:00"))
    assert (opening.cart_id, opening.reason.code) == (7, Why.FIXED)


def test_a_fixed_piece_of_music_is_stood_in_for_by_one_of_its_length():
    given = inputs(programmes=[programme(1, Fixed((7,)))], slots=[slot(1, 1, "14:00", 30)])
    before = planned_of(given)
    bad = starting(before, at("14:00"))
    opening = starting(planned_of(failing(given, before, 7)), at("14:00"))
    assert opening.start is Start.HARD
    assert opening.kind is Kind.MUSIC
    assert opening.key == bad.key
    assert opening.reason.about == {"programme": "Acara 1", "replaces": bad.title}
    assert abs(opening.frames - bad.frames) < 20 * 48_000


def test_no_other_announcement_or_programme_stands_in_but_music():
    news = [cart(n, 300, kind=Kind.PROGRAMME) for n in (905, 906)]
    given = inputs(
        carts=[*library(), *news],
        programmes=[programme(1, Fixed((905,)))],
        slots=[slot(1, 1, "14:00", 30)],
    )
    before = planned_of(given)
    opening = starting(planned_of(failing(given, before, 905)), at("14:00"))
    assert opening.kind is Kind.MUSIC
    assert opening.reason.code is Why.SUBSTITUTE


def test_another_version_of_a_spot_airs_in_its_time():
    plays = AtTimes((time(14),))
    spots = Campaign("radio", "Ajakan", (SPOT, SPOT + 1), MONDAY, MONDAY, plays, id=1)
    given = inputs(campaigns=[spots])
    before = planned_of(given)
    assert starting(before, at("14:00")).cart_id == SPOT
    after = planned_of(failing(given, before, SPOT))
    assert starting(after, at("14:00")).cart_id == SPOT + 1
    neither = planned_of(failing(given, before, SPOT, SPOT + 1))
    assert all(item.campaign_id is None for item in neither.items)
    assert Note.CART_MISSING in [found.note for found in neither.findings]


def test_a_long_recording_that_fails_after_a_spot_divided_it_is_stood_in_for():
    plays = AtTimes((time(13, 20),))
    given = inputs(
        carts=[*library(), cart(901, 3000)],
        programmes=[programme(1, Fixed((901,)))],
        slots=[slot(1, 1, "13:00", 55)],
        campaigns=[Campaign("radio", "Ajakan", (SPOT,), MONDAY, MONDAY, plays, id=1)],
    )
    before = planned_of(given)
    begun = later(given, before, 70 * MINUTE)
    failed = {901: cart(901, 3000)}
    sound = [each for each in begun.carts if each.id != 901]
    after = planned_of(replace(begun, carts=sound, failed=failed))
    behind = [item for item in after.items if item.begins > at("13:20")]
    assert 901 not in [item.cart_id for item in behind]
    assert behind[0].reason.code is Why.SUBSTITUTE or behind[1].reason.code is Why.SUBSTITUTE


def test_a_rotation_that_never_planned_it_says_nothing():
    given = inputs(programmes=[programme(1, Rotation())], slots=[slot(1, 1, "12:00", 360)])
    before = planned_of(given)
    unused = next(
        each
        for each in given.carts
        if each.id not in {item.cart_id for item in before.items} and each.kind is Kind.MUSIC
    )
    after = planned_of(failing(given, before, unused.id))
    assert after.items == before.items
    assert told(after) == []
