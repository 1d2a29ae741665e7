"""Separations are watched from outside: what the plan relaxed is counted, what it hides is told."""

from datetime import UTC, datetime, timedelta

import pytest

from mengudara.simulate.separations import Schedule, Separations
from scheduler.planner.items import made
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import Fixed, Programme, Rotation, Templated
from station.journal import Act, Fact
from station.rundown import Reason, Rundown, Why
from tests.unit.scheduler.station import cart

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
MUSIC = Rotation(artist_separation_min=30, title_separation_min=120)
CARTS = {
    1: cart(1, 200, artist="Waldjinah", title="Walang Kekek"),
    2: cart(2, 200, artist="waldjinah", title="Jangkrik Genggong"),
    3: cart(3, 200, artist="Gesang", title="Walang kekek"),
    4: cart(4, 200, artist="Mus Mulyadi", title="Dewi Murni", tags=("dangdut",)),
    5: cart(5, 200, artist="Rhoma", title="Begadang", tags=("dangdut",)),
}


def heard(*airings, content=MUSIC, templates=(), silent_before=None):
    """Return the watch after airings: minute, cart, the rule the plan relaxed, why it is there."""
    watch = Separations()
    known = {"Musik": Programme("radio", "Musik", content)}
    watch.learn(Schedule(known, {each.id: each for each in templates}, {}, CARTS))
    for number, (minute, cart_id, *more) in enumerate(airings):
        rule, why = (*more, *("", Why.ROTATION)[len(more) :])
        if number == silent_before:
            watch.fell_silent()
        _air(watch, f"slot:1:{number}", minute, cart_id, rule, why)
    return watch


def _air(watch, key, minute, cart_id, rule, why):
    reason = Reason(why, {"rule": rule} if rule else {})
    item = made(CARTS[cart_id], key, 0, reason=reason, target_lufs=-16, programme="Musik")
    begins, ends = EIGHT, EIGHT + timedelta(days=1)
    watch.promise(Rundown("radio", 1, begins, begins, ends, (item,), ()))
    at = EIGHT + timedelta(minutes=minute)
    watch.hear(Fact(key, Act.STARTED, at, item_key=key, cart_id=cart_id, programme="Musik"))


def rules(watch):
    return [one.rule for one in watch.broken]


@pytest.mark.parametrize(("minute", "found"), [(29, ["artist_separation"]), (30, [])])
def test_two_of_one_performer_are_as_far_apart_as_the_rotation_wants(minute, found):
    assert rules(heard((0, 1), (minute, 2))) == found


@pytest.mark.parametrize(("minute", "found"), [(119, ["title_separation"]), (120, [])])
def test_a_title_counts_whoever_sings_it(minute, found):
    assert rules(heard((0, 1), (minute, 3))) == found


def test_a_rule_that_the_plan_relaxed_is_counted_and_not_broken():
    watch = heard((0, 1), (5, 2, "artist_separation"))
    assert rules(watch) == []
    assert watch.relaxed == {"artist_separation": 1}


def test_a_rule_that_was_relaxed_excuses_no_other():
    assert rules(heard((0, 1), (5, 1, "artist_separation"))) == ["title_separation"]


def test_tags_are_apart_in_plays_and_an_outage_parts_them_too():
    apart = Rotation(
        artist_separation_min=0, title_separation_min=0, apart_tags=("dangdut",),
        tag_separation_plays=2,
    )  # fmt: skip
    assert rules(heard((0, 4), (4, 1), (8, 5), content=apart)) == ["tag_separation"]
    assert rules(heard((0, 4), (4, 1), (8, 2), (12, 5), content=apart)) == []
    assert rules(heard((0, 4), (600, 5), content=apart, silent_before=1)) == []


def test_what_somebody_named_keeps_no_distance_but_others_keep_it_from_that():
    named = heard((0, 1), (5, 1, "", Why.FIXED), content=Fixed((1,)))
    assert rules(named) == []
    assert rules(heard((0, 1, "", Why.INSERTED), (5, 2))) == ["artist_separation"]


def test_of_a_template_the_rotation_that_is_kept_is_the_one():
    near, far = Rotation(artist_separation_min=10), Rotation(artist_separation_min=60)
    elements = [Element(ElementForm.ROTATION, length_s=900, rotation=one) for one in (near, far)]
    template = HourTemplate("radio", "Jam", tuple(elements), id=3)
    kept = heard((0, 1), (12, 2), content=Templated((3,)), templates=[template])
    broken = heard((0, 1), (8, 2), content=Templated((3,)), templates=[template])
    assert (rules(kept), rules(broken)) == ([], ["artist_separation"])
