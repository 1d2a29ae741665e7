"""Presenters and relays: when they get the air, how they leave it, and what runs on beneath."""

from dataclasses import replace

import numpy as np
import pytest

from playout.commands import Correction
from station.audio import RATE
from station.bus import NO_PICTURE
from station.commands import GoLive, Hold, Insert, Kick, Skip, Take
from station.journal import Act, EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.live import Door
from station.snapshot import LiveState
from tests.unit.playout.fakes import (
    EIGHT,
    Studio,
    frames_of,
    item,
    one_after_the_other,
    seconds,
    slot,
)


def began(air):
    return [(title, round(at / RATE, 2)) for at, title in air.tape.began()]


def hour(*lengths):
    return one_after_the_other(*(item(f"song{n}", length) for n, length in enumerate(lengths)))


@pytest.fixture
def air():
    return Studio()


def test_a_presenter_takes_the_air_in_his_slot_and_leaves_it_at_its_end(air):
    sari = air.inputs.connect("sari")
    news = item("news", 5, EIGHT + seconds(40), hard=True)
    air.load(*hour(30, 30), news, live_slots=(slot(10.0125, 40, "sari"),))
    air.play(50)
    assert began(air)[:3] == [("song0", 0), ("Sari", 10.01), ("news", 40)]
    assert air.tape.began()[1][0] == frames_of(10.0125)
    assert air.tape.left[frames_of(12)] == np.float32(sari.sound)
    live = [f for f in air.facts if f.rung is Rung.LIVE]
    assert [(f.act, f.kind, f.by) for f in live] == [
        (Act.STARTED, Kind.LIVE, "sari"),
        (Act.ENDED, Kind.LIVE, "sari"),
    ]
    assert live[0].started_by is StartedBy.LIVE
    assert live[1].ended_by is EndedBy.SLOT_END
    assert live[1].at == EIGHT + seconds(40)


def test_the_end_of_the_slot_is_told_to_the_presenter(air):
    air.inputs.connect("sari")
    air.load(*hour(60), live_slots=(slot(5, 20, "sari"),))
    air.play(25)
    until = {word.until for name, word in air.inputs.told if word.state is LiveState.ON_AIR}
    assert until == {EIGHT + seconds(20)}
    assert air.inputs.states("sari") == [LiveState.READY, LiveState.ON_AIR, LiveState.READY]


def test_behind_a_presenter_the_plan_goes_on_where_it_would_be_by_now(air):
    air.shelf.levels = {"song0": 0.1, "song1": 0.2, "song2": 0.3}
    air.inputs.connect("sari")
    air.load(*hour(120, 120, 120), live_slots=(slot(100, 200, "sari"),))
    air.play(210)
    assert began(air) == [("song0", 0), ("Sari", 100), ("song1", 200)]
    back = next(f for f in air.facts if f.title == "song1")
    assert (back.at, back.position) == (EIGHT + seconds(200), frames_of(80))


@pytest.mark.parametrize("fault", ["silent", "no data", "frozen", "gone"])
def test_an_input_that_dies_gives_the_air_back(air, fault):
    sari = air.inputs.connect("sari")
    air.load(*hour(120, 120), live_slots=(slot(10, 100, "sari"),))
    air.play(20)
    if fault == "silent":
        sari.level, sari.sound = -90.0, 0.0
    elif fault == "no data":
        sari.level, sari.buffered = -120.0, 0
    elif fault == "frozen":
        sari.still = frames_of(10) + 1
    else:
        air.inputs.sessions.clear()
    air.play(12)
    back = next(f for f in air.facts if f.act is Act.STARTED and f.title == "song0" and f.position)
    within = 1 if fault == "gone" else 11
    assert EIGHT + seconds(20) <= back.at <= EIGHT + seconds(20 + within)
    assert not [f for f in air.facts if f.act is Act.FELL]


def test_an_input_that_comes_back_must_prove_itself(air):
    sari = air.inputs.connect("sari")
    air.load(*hour(120, 120), live_slots=(slot(5, 100, "sari"),))
    air.play(10)
    sari.level = -90.0
    air.play(15)
    sari.level = -20.0
    air.play(1)
    assert began(air)[-1][0] == "song0"
    air.play(4)
    assert began(air)[-1][0] == "Sari"


@pytest.mark.parametrize(("pictures", "leaves"), [("/dev/shm/sari", True), ("", False)])
def test_only_of_one_that_is_seen_the_silence_is_short_when_it_stops_sending(air, pictures, leaves):
    sari = air.inputs.connect("sari", pictures=pictures)
    air.load(*hour(120, 120), live_slots=(slot(10, 100, "sari"),))
    air.play(20)
    sari.absent = frames_of(3)
    air.play(2)
    assert began(air)[-1][0] == "Sari"
    sari.absent += 1
    air.play(2)
    assert (began(air)[-1][0] == "song0") is leaves


def test_an_input_whose_picture_stands_still_does_not_come_on(air):
    sari = air.inputs.connect("sari")
    sari.still = frames_of(10) + 1
    air.load(*hour(120), live_slots=(slot(5, 100, "sari"),))
    air.play(20)
    assert began(air) == [("song0", 0)]
    sari.still = 0
    air.play(1)
    assert began(air)[-1][0] == "Sari"


class Dark:
    """A screen on which nothing is to be seen."""

    held, fault = 0, ""

    def show(self, lead, tick):
        return NO_PICTURE


def test_one_who_is_seen_without_sound_takes_the_air_with_silence_that_is_no_fault():
    air = Studio(screen=Dark())
    sari = air.inputs.connect("sari", pictures="/dev/shm/sari", mute=True)
    sari.level, sari.sound = -120.0, 0.0
    air.load(*hour(120), live_slots=(slot(10, 100, "sari"),))
    air.play(80)
    assert began(air) == [("song0", 0), ("Sari", 10)]
    assert not [f for f in air.facts if f.act is Act.FELL]
    sari.absent = frames_of(3) + 1
    air.play(2)
    assert began(air)[-1][0] == "song0"


def test_one_whose_sound_comes_later_is_held_to_it_from_then_on(air):
    seen = watched(air)
    sari = air.inputs.connect("sari", pictures="/dev/shm/sari", mute=True)
    sari.level = -90.0
    air.load(*hour(120), live_slots=(slot(10, 100, "sari"),))
    air.play(20)
    assert [one.mute for one in seen[-1].live] == [True]
    sari.hello = replace(sari.hello, mute=False)
    air.play(12)
    assert [one.mute for one in seen[-1].live] == [False]
    assert began(air)[-1][0] == "song0"


def test_a_new_connection_of_the_same_presenter_goes_on_the_air_again(air):
    air.inputs.connect("one", "sari", name="Sari")
    air.load(*hour(300), live_slots=(slot(2, 100, "sari"),))
    air.play(10)
    air.inputs.sessions.clear()
    air.play(5)
    air.inputs.connect("two", "sari", name="Sari again")
    air.play(5)
    assert [title for title, _ in began(air)] == ["song0", "Sari", "song0", "Sari again"]


def test_a_presenter_without_a_slot_waits_until_an_operator_takes_him(air):
    air.inputs.connect("budi")
    air.load(*hour(60, 60))
    air.play(5)
    assert began(air) == [("song0", 0)]
    assert air.inputs.states("budi") == [LiveState.READY]
    air.order(GoLive("budi"))
    air.play(5)
    assert began(air)[-1] == ("Budi", 5)
    assert air.answers[-1].sample == frames_of(5)
    air.order(GoLive(on=False))
    air.play(5)
    assert began(air)[-1][0] == "song0"
    air.play(30)
    assert began(air)[-1][0] == "song0"


def test_a_presenter_whose_role_allows_it_needs_no_slot(air):
    air.load(*hour(60))
    air.play(3)
    air.inputs.connect("chief", always=True)
    air.play(1)
    assert began(air)[-1] == ("Chief", 3)


def test_one_who_is_not_in_the_slot_does_not_get_the_air(air):
    air.inputs.connect("budi")
    air.load(*hour(60), live_slots=(slot(2, 30, "sari"),))
    air.play(10)
    assert began(air) == [("song0", 0)]


def test_in_a_slot_that_waits_for_an_operator_nobody_goes_on_by_himself(air):
    air.inputs.connect("sari")
    air.load(*hour(60, 60), live_slots=(slot(2, 30, "sari", by_itself=False),))
    air.play(10)
    assert began(air) == [("song0", 0)]
    air.order(GoLive())
    air.play(25)
    assert began(air)[1:] == [("Sari", 10), ("song0", 30)]


def test_the_second_presenter_is_told_that_another_has_the_air(air):
    air.inputs.connect("sari")
    air.inputs.connect("budi")
    air.load(*hour(60), live_slots=(slot(2, 30),))
    air.play(5)
    assert began(air)[-1][0] == "Sari"
    word = [word for name, word in air.inputs.told if name == "budi"][-1]
    assert (word.state, word.on_air) == (LiveState.BENCHED, "Sari")


def test_a_kicked_presenter_is_told_and_the_plan_goes_on(air):
    air.inputs.connect("sari")
    air.load(*hour(60), live_slots=(slot(2, 30),))
    air.play(5)
    air.order(Kick("sari"))
    air.play(2)
    assert began(air)[-1][0] == "song0"
    assert [word.ended for _, word in air.inputs.told][-1] == "kicked"


def test_what_must_air_beats_a_presenter_who_then_goes_on(air):
    air.inputs.connect("sari")
    warning = item("warning", 6, EIGHT + seconds(20), hard=True, must_air=True, kind=Kind.PSA)
    plain = item("plain", 6, EIGHT + seconds(40), hard=True, kind=Kind.PSA)
    plan = sorted([*hour(100), warning, plain], key=lambda one: one.begins)
    air.load(*plan, live_slots=(slot(5, 60, "sari"),))
    air.play(70)
    assert [entry for entry in began(air) if entry[1] < 60] == [
        ("song0", 0), ("Sari", 5), ("warning", 20), ("Sari", 26),
    ]  # fmt: skip
    warned = next(f for f in air.facts if f.title == "warning")
    assert (warned.at, warned.rung) == (EIGHT + seconds(20), Rung.MUST_AIR)


def test_an_operators_insert_beats_a_presenter(air):
    air.inputs.connect("sari")
    air.load(*hour(100), live_slots=(slot(2, 60),))
    air.play(10)
    air.order(Insert(item("urgent", 5, kind=Kind.PSA), "now"))
    air.play(10)
    assert [title for title, _ in began(air)] == ["song0", "Sari", "urgent", "Sari"]


def test_the_hand_over_is_a_fade(air):
    air = Studio(live_fade_ms=1000)
    air.shelf.levels = {"song0": 0.2}
    air.inputs.connect("sari")
    air.load(*hour(100), live_slots=(slot(2, 10),))
    air.play(12)
    left = air.tape.left
    assert left[frames_of(2)] == pytest.approx(0.2, abs=1e-3)
    middle = left[frames_of(2.5)]
    assert 0.2 < middle < 0.7
    assert left[frames_of(3.1)] == np.float32(0.7)
    assert left[frames_of(9.5)] < 0.7
    assert np.abs(np.diff(left[: frames_of(9.9)])).max() < 0.01


def test_the_title_of_a_presenters_program_reaches_the_bus(air):
    sari = air.inputs.connect("sari")
    air.load(*hour(100), live_slots=(slot(2, 30),))
    air.play(5)
    sari.hello = replace(sari.hello, title="Bengawan Solo")
    air.play(1)
    assert began(air)[-1] == ("Bengawan Solo", 5)


def test_a_relay_airs_in_place_of_its_items_for_as_long_as_it_sounds(air):
    address = "https://example.id/live"
    relay = air.inputs.connect("relay1", door=Door.RELAY, relay=address, name="Warta")
    items = one_after_the_other(
        item("song", 20),
        item("fallback0", 10, relay=address),
        item("fallback1", 10, relay=address),
        item("after", 30),
    )
    air.load(*items)
    air.play(25)
    relay.level, relay.sound = -90.0, 0.0
    air.play(35)
    assert began(air) == [("song", 0), ("Warta", 20), ("fallback1", 33), ("after", 40)]
    assert next(f for f in air.facts if f.title == "Warta").kind is Kind.RELAY


def test_a_relay_that_is_not_there_is_replaced_by_its_fallback(air):
    items = one_after_the_other(item("song", 5), item("fallback", 10, relay="https://x.id/"))
    air.load(*items)
    air.play(10)
    assert began(air) == [("song", 0), ("fallback", 5)]


def watched(air):
    """Return where what the desk sees is put."""
    seen = []
    air.engine._watcher = type(
        "Eye", (), {"watched": True, "publish": lambda _, one: seen.append(one)}
    )()
    return seen


def test_a_presenter_who_falls_off_the_air_raises_an_alarm_until_he_is_back(air):
    seen = watched(air)
    sari = air.inputs.connect("sari")
    air.load(*hour(300), live_slots=(slot(2, 200, "sari"),))
    air.play(10)
    assert seen[-1].alarms == ()
    sari.level, sari.sound = -90.0, 0.0
    air.play(15)
    (alarm,) = [one for one in seen[-1].alarms if one.code == "live_lost"]
    assert alarm.about == "Sari"
    assert EIGHT + seconds(10) < alarm.since < EIGHT + seconds(21)
    sari.level, sari.sound = -20.0, 0.7
    air.play(10)
    assert not [one for one in seen[-1].alarms if one.code == "live_lost"]


def test_a_presenter_who_was_taken_is_on_again_when_his_line_is_back(air):
    air.inputs.connect("one", "budi", name="Budi")
    air.load(*hour(300))
    air.play(2)
    air.order(GoLive("one"))
    air.play(5)
    air.inputs.sessions.clear()
    air.play(5)
    air.inputs.connect("two", "budi", name="Budi again")
    air.play(5)
    assert [title for title, _ in began(air)] == ["song0", "Budi", "song0", "Budi again"]
    air.order(GoLive(on=False))
    air.play(5)
    assert began(air)[-1][0] == "song0"


def test_what_an_operator_put_at_a_time_beats_a_presenter(air):
    air.inputs.connect("sari")
    air.load(*hour(300), live_slots=(slot(2, 60),))
    air.play(5)
    air.order(Insert(item("notice", 5, EIGHT + seconds(20.0125), kind=Kind.PSA), "at"))
    air.play(30)
    assert began(air)[-2:] == [("notice", 20.01), ("Sari", 25.01)]


def test_what_must_air_and_does_not_fit_before_a_hard_start_airs_behind_it(air):
    air.load(
        item("song", 20),
        item("must", 20, EIGHT + seconds(20), must_air=True, kind=Kind.PSA),
        item("news", 5, EIGHT + seconds(30), hard=True),
        item("after", 60, EIGHT + seconds(40)),
    )
    air.play(60)
    heard = [entry for entry in began(air) if entry[0] != "slate"]
    assert heard == [("song", 0), ("news", 30), ("must", 35), ("after", 55)]


@pytest.fixture
def owing(air):
    """What must air was held back until a hard start has put it off."""
    must = item("must", 20, EIGHT + seconds(20), must_air=True, kind=Kind.PSA)
    news = item("news", 5, EIGHT + seconds(50), hard=True)
    air.load(
        item("song", 20), must, news, item("after", 600, news.ends),
        fillers=[item("bed", 600, kind=Kind.FILLER)], live_slots=(slot(51, 200, "sari"),),
    )  # fmt: skip
    air.play(5)
    air.order(Hold(on=True))
    return air


def test_what_must_air_and_was_put_off_beats_a_presenter_who_comes_before_it(owing):
    owing.play(42)
    owing.inputs.connect("sari")
    owing.play(60)
    assert began(owing)[-4:] == [("bed", 20), ("news", 50), ("must", 51), ("Sari", 71)]


def test_what_must_air_and_was_put_off_waits_for_one_at_its_own_time(air):
    air.inputs.connect("sari")
    must = item("must", 20, EIGHT + seconds(20), must_air=True, kind=Kind.PSA)
    first = item("first", 5, EIGHT + seconds(30), hard=True, must_air=True)
    second = item("second", 5, EIGHT + seconds(45), hard=True, must_air=True)
    after = item("after", 600, second.ends)
    air.load(item("song", 20), must, first, second, after, live_slots=(slot(22, 200, "sari"),))
    air.play(100)
    assert [entry for entry in began(air) if entry[0] not in ("slate", "Sari")] == [
        ("song", 0), ("first", 30), ("second", 45), ("must", 50),
    ]  # fmt: skip


def test_who_was_taken_leaves_at_the_end_of_his_slot_after_a_corrected_clock_too(air):
    air.inputs.connect("sari")
    air.load(*hour(300), live_slots=(slot(10, 60, by_itself=False),))
    air.play(15)
    air.order(GoLive("sari"))
    air.play(5)
    air.engine.desk.submit(Correction(lambda: seconds(10)))
    air.play(40)
    assert [entry for entry in began(air) if entry[0] != "slate"][1:] == [
        ("Sari", 15), ("song0", 50),
    ]  # fmt: skip


@pytest.mark.parametrize("back", [30, 90])
def test_a_clock_set_back_brings_nothing_again_that_was_heard_before_a_presenter(air, back):
    air.inputs.connect("sari")
    air.load(*hour(120, 120, 120))
    air.play(80)
    air.order(GoLive("sari"))
    air.play(10)
    air.set_clock(-back)
    air.play(10)
    air.order(GoLive(on=False))
    air.play(30)
    assert began(air)[1:] == [("Sari", 80), ("song0", 100), ("song1", 120)]
    again = [f for f in air.facts if f.act is Act.STARTED and f.title == "song0"][-1]
    assert round(again.position / RATE, 2) == 100


def test_what_ran_out_beneath_a_presenter_does_not_come_again_with_a_clock_set_back(air):
    air.inputs.connect("sari")
    air.load(*hour(120, 120, 120))
    air.play(80)
    air.order(GoLive("sari"))
    air.play(50)
    air.set_clock(-45)
    air.play(5)
    air.order(GoLive(on=False))
    air.play(10)
    assert began(air)[1:] == [("Sari", 80), ("song1", 135)]


def test_what_runs_on_beneath_a_presenter_follows_a_clock_set_forward(air):
    air.inputs.connect("sari")
    air.load(*hour(120, 120))
    air.play(50)
    air.order(GoLive("sari"))
    air.play(10)
    air.set_clock(30)
    air.play(10)
    air.order(GoLive(on=False))
    air.play(10)
    again = [f for f in air.facts if f.act is Act.STARTED and f.title == "song0"][-1]
    assert round(again.position / RATE, 2) == 100


def test_a_new_version_brings_nothing_again_that_began_early_and_runs_on_unheard(air):
    songs = hour(120, 120, 120)
    air.inputs.connect("sari")
    air.load(*songs)
    air.play(60)
    air.order(Skip())
    air.play(40)
    air.order(GoLive("sari"))
    air.play(5)
    air.adopt(*songs)
    air.play(5)
    air.order(GoLive(on=False))
    air.play(10)
    again = [f for f in air.facts if f.act is Act.STARTED and f.title == "song1"][-1]
    assert round(again.position / RATE, 2) == 50


ADDRESS = "https://example.id/live"


def news(*others, **more):
    """A song, a relay of ten seconds with its fallback, and what follows."""
    before = (item("song", 20), *others, item("fallback", 10, relay=ADDRESS, **more))
    return one_after_the_other(*before, item("after", 20), item("last", 60))


@pytest.fixture
def relayed(air):
    air.inputs.connect("relay1", door=Door.RELAY, relay=ADDRESS, name="Warta")
    return air


def test_a_relay_begins_with_its_item_when_that_is_late_and_airs_whole(relayed):
    relayed.load(*news())
    relayed.play(5)
    relayed.order(Insert(item("spot", 7.015), "next"))
    relayed.play(50)
    assert began(relayed)[:4] == [("song", 0), ("spot", 20), ("Warta", 27.02), ("after", 37.02)]
    assert not [f for f in relayed.facts if f.title == "fallback" and f.act is Act.STARTED]


def test_a_relay_begins_with_its_item_when_that_is_taken_early(relayed):
    relayed.load(*news())
    relayed.play(5)
    relayed.order(Take("fallback"))
    relayed.play(40)
    assert began(relayed)[:3] == [("song", 0), ("Warta", 5), ("after", 15)]


def test_a_relay_whose_item_is_left_out_does_not_come(relayed):
    relayed.load(*news())
    relayed.play(5)
    relayed.order(Take("after"))
    relayed.play(40)
    assert began(relayed) == [("song", 0), ("after", 5), ("last", 25)]


def test_a_relay_whose_fallback_was_skipped_does_not_come_back(relayed):
    (relay,) = relayed.inputs.sessions
    relayed.inputs.sessions.clear()
    relayed.load(*news())
    relayed.play(22)
    relayed.order(Skip())
    relayed.inputs.sessions.append(relay)
    relayed.play(15)
    assert began(relayed) == [("song", 0), ("fallback", 20), ("after", 22)]


def test_a_relay_that_an_operator_let_go_of_stays_off_for_the_items_behind_it_too(relayed):
    relayed.load(*news(item("more", 10, relay=ADDRESS)))
    relayed.play(24)
    relayed.order(GoLive(on=False))
    relayed.play(30)
    assert began(relayed) == [
        ("song", 0), ("Warta", 20), ("more", 24), ("fallback", 30), ("after", 40),
    ]  # fmt: skip


def test_a_relay_takes_over_from_a_fallback_of_a_kind_that_does_not_resume(relayed):
    (relay,) = relayed.inputs.sessions
    relayed.inputs.sessions.clear()
    relayed.load(*news(kind=Kind.PSA))
    relayed.play(23)
    relayed.inputs.sessions.append(relay)
    relayed.play(20)
    assert [title for title, _ in began(relayed)] == ["song", "fallback", "Warta", "after"]
    assert dict(began(relayed))["after"] == 30


def test_a_held_plan_holds_its_relay_too(relayed):
    relayed.load(*news(), fillers=[item("bed", 600, kind=Kind.FILLER)])
    relayed.play(5)
    relayed.order(Hold())
    relayed.play(30)
    assert began(relayed) == [("song", 0), ("bed", 20)]


def test_a_relay_may_run_over_and_what_follows_begins_whole_behind_it(relayed):
    (relay,) = relayed.inputs.sessions
    relayed.load(*news(relay_over=frames_of(15)))
    relayed.play(36)
    relay.level, relay.sound = -90.0, 0.0
    relayed.play(20)
    assert began(relayed) == [("song", 0), ("Warta", 20), ("after", 44)]
    after = next(f for f in relayed.facts if f.title == "after")
    assert (after.position, after.started_by) == (0, StartedBy.SCHEDULE)
    assert next(f for f in relayed.facts if f.act is Act.ENDED and f.title == "Warta").frames > 0


def test_a_relay_that_never_ends_is_faded_when_its_window_is_over(relayed):
    relayed.load(*news(relay_over=frames_of(15)))
    relayed.play(80)
    assert began(relayed) == [("song", 0), ("Warta", 20), ("after", 45), ("last", 65)]
    ended = next(f for f in relayed.facts if f.act is Act.ENDED and f.title == "Warta")
    assert (ended.ended_by, ended.at) == (EndedBy.SLOT_END, EIGHT + seconds(45))


def test_a_relay_that_falls_silent_while_it_runs_over_does_not_come_back(relayed):
    (relay,) = relayed.inputs.sessions
    relayed.load(*news(relay_over=frames_of(40)))
    relayed.play(31)
    relay.level, relay.sound = -90.0, 0.0
    relayed.play(11)
    relay.level, relay.sound = -20.0, 0.5
    relayed.play(15)
    assert [title for title, _ in began(relayed)] == ["song", "Warta", "after"]


def test_a_start_that_cuts_ends_a_relay_that_runs_over(relayed):
    items = one_after_the_other(
        item("song", 20), item("fallback", 10, relay=ADDRESS, relay_over=frames_of(60))
    )
    relayed.load(*items, item("anthem", 20, EIGHT + seconds(40), hard=True))
    relayed.play(50)
    assert began(relayed) == [("song", 0), ("Warta", 20), ("anthem", 40)]


def test_the_slot_of_a_presenter_ends_a_relay_that_runs_over(relayed):
    relayed.inputs.connect("sari")
    relayed.load(*news(relay_over=frames_of(60)), live_slots=(slot(35, 60, "sari"),))
    relayed.play(45)
    assert began(relayed) == [("song", 0), ("Warta", 20), ("Sari", 35)]


def test_the_record_tells_what_a_relay_was_part_of_and_whose_it_was(relayed):
    relayed.load(*news(programme="Warta Bersama", relay_source="RRI Pro 1"))
    relayed.play(35)
    heard = [f for f in relayed.facts if f.kind is Kind.RELAY]
    assert {(f.title, f.artist, f.programme) for f in heard} == {
        ("Warta Bersama", "RRI Pro 1", "Warta Bersama")
    }


def must_air_news(**more):
    """A song, a relay that must air on the minute with its fallback, and what follows."""
    fallback = item("fallback", 10, EIGHT + seconds(20), relay=ADDRESS, must_air=True, **more)
    return (
        item("song", 20),
        fallback,
        item("after", 20, fallback.ends),
        item("last", 600, fallback.ends + seconds(20)),
    )


@pytest.mark.parametrize("hard", [True, False])
def test_a_relay_that_must_air_airs_in_place_of_its_fallback(relayed, hard):
    relayed.load(*must_air_news(hard=hard))
    relayed.play(45)
    assert began(relayed) == [("song", 0), ("Warta", 20), ("after", 30)]


@pytest.mark.parametrize("hard", [True, False])
def test_a_relay_that_must_air_beats_a_presenter_who_then_goes_on(relayed, hard):
    relayed.inputs.connect("sari")
    relayed.load(*must_air_news(hard=hard), live_slots=(slot(5, 40, "sari"),))
    relayed.play(45)
    assert began(relayed)[:4] == [("song", 0), ("Sari", 5), ("Warta", 20), ("Sari", 30)]
    assert not [f for f in relayed.facts if f.title == "fallback" and f.act is Act.STARTED]


def test_the_fallback_of_a_relay_that_must_air_beats_a_presenter(air):
    air.inputs.connect("sari")
    air.load(*must_air_news(hard=True), live_slots=(slot(5, 40, "sari"),))
    air.play(45)
    assert began(air)[:4] == [("song", 0), ("Sari", 5), ("fallback", 20), ("Sari", 30)]


def test_a_relay_that_must_air_and_breaks_is_replaced_by_its_fallback_where_it_would_be(relayed):
    relayed.inputs.connect("sari")
    relayed.load(*must_air_news(hard=True), live_slots=(slot(5, 40, "sari"),))
    relayed.play(24)
    relayed.inputs.sessions[0].closed = True
    relayed.play(20)
    heard = [title for title, _ in began(relayed)]
    assert heard == ["song", "Sari", "Warta", "fallback", "Sari", "after"]
    (joined,) = [f for f in relayed.facts if f.title == "fallback" and f.act is Act.STARTED]
    assert joined.position >= frames_of(4)
    assert joined.rung is Rung.MUST_AIR


def test_a_relay_that_must_air_and_comes_late_takes_over_from_its_fallback(air):
    air.load(*must_air_news(hard=True))
    air.play(23)
    air.inputs.connect("relay1", door=Door.RELAY, relay=ADDRESS, name="Warta")
    air.play(20)
    heard = [title for title, _ in began(air)]
    assert heard == ["song", "fallback", "Warta", "after"]
