"""Presenters and relays of a rehearsal: they come, go wrong, and the record says so."""

from dataclasses import replace

import pytest

from mengudara.simulate import visits
from mengudara.simulate.faults import Fault, Incident
from mengudara.simulate.inputs import tone
from mengudara.simulate.ledger import What
from mengudara.simulate.stage import patience
from mengudara.simulate.visits import Does, Event, Mishap
from station.audio import BLOCK, RATE
from station.config import Air
from station.journal import Act, EndedBy
from station.ladder import Rung
from station.live import Door, Hello
from tests.unit.mengudara.simulated import Stage
from tests.unit.playout.fakes import EIGHT, item, one_after_the_other, rundown, seconds, slot

SONGS = one_after_the_other(*(item(key, 200) for key in "abcdef"))
RINA = Hello("one", Door.ICECAST, "Rina", who="rina")
SLOT = slot(60, 600, "rina", programme="Sapa Pagi")
CHANCES = range(40)


def stage_with(tmp_path, *events, items=SONGS, slots=(SLOT,)):
    stage = Stage(tmp_path, items, block=5 * BLOCK, slots=slots)
    stage.air.expect(Event(EIGHT + seconds(at), does, hello) for at, does, hello in events)
    return stage


def live(stage):
    return [
        (fact.act, round((fact.at - EIGHT).total_seconds()))
        for fact in stage.facts
        if fact.rung is Rung.LIVE
    ]


def drawn(invite, plan, fault=Fault.LIVE, now=EIGHT):
    return [invite(Incident(now, fault, chance), plan, now) for chance in CHANCES]


def test_a_presenter_who_drops_out_gives_the_air_back_and_has_it_again_when_he_is_back(tmp_path):
    again = replace(RINA, session="two")
    stage = stage_with(
        tmp_path, (70, Does.COMES, RINA), (200, Does.GOES, RINA), (230, Does.COMES, again)
    )
    stage.play(500)
    assert live(stage) == [(Act.STARTED, 70), (Act.ENDED, 200), (Act.STARTED, 230)]
    assert stage.whats() == [What.LIVE]


def test_a_presenter_who_falls_silent_loses_the_air_within_his_patience(tmp_path):
    stage = stage_with(tmp_path, (70, Does.COMES, RINA), (200, Does.FALLS_SILENT, RINA))
    stage.play(500)
    (_, began), (act, ended) = live(stage)[:2]
    assert (began, act) == (70, Act.ENDED)
    assert ended - 200 <= 10
    (silence,) = stage.monitor.silences
    assert silence.item_key == "live:one"
    assert silence.frames <= patience(Air()) + 3 * 5 * BLOCK


def test_a_presenter_who_overruns_has_left_the_air_when_his_slot_ends(tmp_path):
    stage = stage_with(tmp_path, (70, Does.COMES, RINA), (900, Does.GOES, RINA))
    stage.play(800)
    ended = [fact for fact in stage.facts if fact.rung is Rung.LIVE and fact.act is Act.ENDED]
    assert [(fact.at, fact.ended_by) for fact in ended] == [
        (EIGHT + seconds(600), EndedBy.SLOT_END)
    ]


def test_what_ran_on_beneath_a_presenter_is_neither_missed_nor_aired_twice(tmp_path):
    stage = stage_with(tmp_path, (70, Does.COMES, RINA), (500, Does.GOES, RINA))
    stage.play(1_190)
    stage.ledger.close(stage.air.now)
    assert set(stage.whats()) <= {What.LIVE, What.LATE}
    joined = next(fact for fact in stage.facts if fact.item_key == "c")
    assert joined.position > 90 * RATE


def test_an_operator_takes_whom_no_rule_puts_on_the_air(tmp_path):
    stage = stage_with(tmp_path, (20, Does.COMES, RINA), (30, Does.IS_TAKEN, RINA), slots=())
    stage.play(60)
    assert live(stage) == [(Act.STARTED, 30)]


def test_live_sound_outlives_the_air(tmp_path):
    stage = stage_with(tmp_path, (70, Does.COMES, RINA))
    stage.play(100)
    stage.restart(seconds(2))
    stage.play(100)
    assert [act for act, _ in live(stage)].count(Act.STARTED) == 2
    assert stage.air.lead.rung is Rung.LIVE


def test_a_relay_is_heard_for_as_long_as_it_sounds_and_its_item_after_that(tmp_path):
    news = item("news", 300, EIGHT + seconds(60), hard=True, relay="https://rri.example/1")
    rri = Hello("rri", Door.RELAY, "news", relay=news.relay)
    songs = (item("a", 60), news)
    stage = stage_with(
        tmp_path, (50, Does.COMES, rri), (120, Does.GOES, rri), items=songs, slots=()
    )
    stage.play(300)
    assert live(stage) == [(Act.STARTED, 60), (Act.ENDED, 120)]
    began = next(fact for fact in stage.facts if fact.item_key == "news")
    assert began.position == pytest.approx(60 * RATE, abs=2 * RATE)


def test_every_mishap_of_a_presenter_is_drawn_and_fits_his_slot():
    plan = rundown(*SONGS, live_slots=[SLOT])
    found = drawn(visits.of_presenter, plan)
    for mishap in visits.PRESENTERS:
        assert any(str(mishap) in visit.detail for visit in found), mishap
    for visit in found:
        assert "Sapa Pagi" in visit.detail
        assert visit.events[0].does is Does.COMES
        assert SLOT.begins - seconds(60) <= visit.events[0].at <= SLOT.begins
        assert visit.events[-1].does is Does.GOES
        assert {event.hello.who for event in visit.events} == {"rina"}
    over = [visit for visit in found if Mishap.OVERRUNS in visit.detail]
    assert all(visit.events[-1].at > SLOT.ends for visit in over)


def test_without_a_slot_he_comes_at_once_by_his_role_or_is_taken():
    found = drawn(visits.of_presenter, rundown(*SONGS))
    assert all(visit.events[0].at == EIGHT for visit in found)
    for visit in found:
        taken = any(event.does is Does.IS_TAKEN for event in visit.events)
        assert taken is not visit.events[0].hello.always
    assert {visit.events[0].hello.always for visit in found} == {True, False}


def test_a_relay_fails_in_every_way_and_only_where_the_plan_has_one():
    news = item("news", 300, EIGHT + seconds(60), hard=True, relay="https://rri.example/1")
    found = drawn(visits.of_relay, rundown(item("a", 60), news), Fault.RELAY)
    for mishap in visits.RELAYS:
        assert any(str(mishap) in visit.detail for visit in found), mishap
    assert all(bool(visit.events) is (Mishap.ABSENT not in visit.detail) for visit in found)
    assert drawn(visits.of_relay, rundown(*SONGS), Fault.RELAY)[0] == visits.Visit("")


def test_the_same_incident_over_the_same_plan_is_the_same_visit():
    plan = rundown(*SONGS, live_slots=[SLOT])
    assert drawn(visits.of_presenter, plan) == drawn(visits.of_presenter, plan)


def test_a_live_tone_has_no_break_between_two_blocks():
    whole = tone(0, 2 * BLOCK)
    assert (tone(BLOCK, BLOCK) == whole[BLOCK:]).all()
