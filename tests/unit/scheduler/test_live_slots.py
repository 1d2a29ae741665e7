"""Live programmes, relays and overrun rules reach the rundown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.planner.live_slots import live_slots
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.programme import Fixed, Live, Rotation
from station.audio import RATE
from station.kinds import Kind
from station.rundown import Overrun, Why
from tests.unit.scheduler.station import NOON, at, cart, inputs, library, planned, programme, slot

HOUR = timedelta(hours=1)
LIVE = replace(programme(1, Rotation(), "Obrolan"), live=Live(("sari",), by_itself=False))
RELAY = "https://radio.example.id/warta.mp3"


def test_the_occurrences_of_a_live_programme_are_live_slots():
    answer = planned(programmes=[LIVE], slots=[slot(1, 1, "14:00", 60)])
    [found] = answer.live_slots
    assert (found.begins, found.ends) == (at("14:00"), at("15:00"))
    assert (found.key, found.programme) == ("slot:1:20261123", "Obrolan")
    assert (found.presenters, found.by_itself) == (("sari",), False)
    assert any(item.programme == "Obrolan" for item in answer.items)


def test_a_slot_keeps_its_edges_and_its_name_while_it_lasts():
    given = inputs(programmes=[LIVE], slots=[slot(1, 1, "11:30", 240)])
    now = live_slots(given)
    later = live_slots(replace(given, begins=NOON + 2 * HOUR, ends=NOON + 8 * HOUR))
    assert later == now
    assert live_slots(replace(given, begins=NOON + 4 * HOUR, ends=NOON + 8 * HOUR)) == ()


def test_another_programme_inside_a_live_slot_divides_it():
    news = programme(2, Fixed((5,)))
    given = inputs(
        programmes=[LIVE, news], slots=[slot(1, 1, "12:00", 180), slot(2, 2, "13:00", 10)]
    )
    first, second = live_slots(given)
    assert (first.ends, second.begins) == (at("13:00"), at("13:10"))
    assert first.key != second.key
    afterwards = live_slots(replace(given, begins=at("14:00")))
    assert afterwards == (second,)


def test_a_programme_that_nobody_presents_has_no_live_slot():
    answer = planned(programmes=[programme(1, Rotation())], slots=[slot(1, 1, "14:00", 60)])
    assert answer.live_slots == ()


def test_the_items_of_a_relay_carry_its_address_and_are_its_fallback():
    relayed = replace(programme(1, Fixed((5,))), relay=RELAY)
    answer = planned(programmes=[relayed], slots=[slot(1, 1, "14:00", 30)])
    inside = [item for item in answer.items if item.programme == "Acara 1"]
    assert len(inside) > 3
    assert {item.relay for item in inside} == {RELAY}
    assert {item.relay for item in answer.items if item.begins < at("13:55")} == {""}


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "radio.example.id", "https://", "http://a b/", "ftp://a/", "http://a\n"],
)
def test_an_address_that_is_no_stream_is_refused(address):
    with pytest.raises(ScheduleInvalid) as caught:
        replace(LIVE, relay=address)
    assert caught.value.problem is Problem.RELAY_UNREADABLE


def test_the_overrun_rule_of_a_programme_is_on_its_items_but_on_no_station_id():
    faded = replace(programme(1, Rotation()), overrun=Overrun.FADE)
    answer = planned(programmes=[faded], slots=[slot(1, 1, "12:00", 360)])
    rules = {item.kind: item.overrun for item in answer.items}
    assert rules[Kind.MUSIC] is Overrun.FADE
    assert rules[Kind.STATION_ID] is Overrun.SHIFT


def droppable_kinds(overrun):
    rotating = replace(programme(1, Rotation(jingle_every=3)), overrun=overrun)
    fixed = replace(programme(2, Fixed((5, 1_000_000, 1_000_030, 902))), overrun=overrun)
    answer = planned(
        carts=[*library(), cart(902, 90, kind=Kind.ANTHEM)],
        programmes=[rotating, fixed],
        slots=[slot(1, 1, "12:00", 60), slot(2, 2, "13:00", 60)],
    )
    spare = {item.kind for item in answer.items if item.droppable}
    fixed_ones = [item for item in answer.items if item.reason.code is Why.FIXED]
    assert len(fixed_ones) == 4
    assert not any(item.droppable for item in fixed_ones)
    of_rotation = [item for item in answer.items if item.programme == "Acara 1"]
    return spare, {item.kind for item in of_rotation if item.droppable}


def test_jingles_may_always_go_and_music_where_the_programme_says_so():
    spare, of_rotation = droppable_kinds(Overrun.SHIFT)
    assert of_rotation == {Kind.JINGLE}
    assert not spare & {Kind.PSA, Kind.ANTHEM, Kind.STATION_ID}
    spare, of_rotation = droppable_kinds(Overrun.DROP)
    assert of_rotation == {Kind.JINGLE, Kind.MUSIC}
    assert not spare & {Kind.PSA, Kind.ANTHEM, Kind.STATION_ID}


def test_the_items_of_a_relay_know_how_far_it_may_run_over_and_whose_it_is():
    relayed = replace(programme(1, Fixed((5,))), relay=RELAY, relay_over_min=7)
    named = replace(relayed, relay_source="RRI Pro 1")
    for given, source in ((relayed, "radio.example.id"), (named, "RRI Pro 1")):
        answer = planned(programmes=[given], slots=[slot(1, 1, "14:00", 30)])
        inside = [item for item in answer.items if item.relay]
        assert {item.relay_over for item in inside} == {7 * 60 * RATE}
        assert {item.relay_source for item in inside} == {source}
    assert {item.relay_over for item in answer.items if not item.relay} == {0}


@pytest.mark.parametrize(("minutes", "fits"), [(-1, False), (0, True), (120, True), (121, False)])
def test_a_relay_runs_over_by_two_hours_at_most(minutes, fits):
    if fits:
        replace(LIVE, relay_over_min=minutes)
        return
    with pytest.raises(ScheduleInvalid) as caught:
        replace(LIVE, relay_over_min=minutes)
    assert caught.value.problem is Problem.RELAY_OVER
