"""Every command of the operators: what it does, when it is refused, and how it is taken back."""

import numpy as np
import pytest

from station.audio import RATE
from station.commands import (
    Alert,
    AllClear,
    Clear,
    FadeOut,
    Hold,
    Insert,
    Press,
    Release,
    Replay,
    Request,
    Skip,
    Take,
    Undo,
)
from station.journal import Act, EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.wall import Button
from tests.unit.playout.fakes import (
    EIGHT,
    Studio,
    Tone,
    at,
    frames_of,
    item,
    one_after_the_other,
    seconds,
    slot,
)

BED = item("bed", 600, kind=Kind.FILLER)


def began(air):
    return [(title, round(frame / RATE, 2)) for frame, title in air.tape.began()]


@pytest.fixture
def air():
    made = Studio()
    made.shelf.levels = {"song0": 0.4, "clap": 0.1, "horn": 0.2, "flood": 0.25}
    made.load(*one_after_the_other(*(item(f"song{n}", 20) for n in range(6))), fillers=[BED])
    return made


def test_take_starts_a_coming_item_now_and_leaves_out_what_stood_before_it(air):
    air.play(2)
    air.order(Take("song3"))
    air.play(25)
    assert began(air) == [("song0", 0), ("song3", 2), ("song4", 22)]
    assert air.answers[-1].ok


def test_take_of_something_unknown_is_refused(air):
    air.order(Take("nothing"))
    air.play(1)
    assert air.answers[-1].error == "unknown"


def test_insert_at_begins_on_its_sample(air):
    air.order(Insert(at(item("spot", 4, kind=Kind.PSA), EIGHT + seconds(7.0125)), "at"))
    air.play(12)
    assert air.tape.began()[1] == (frames_of(7.0125), "spot")
    assert air.answers[-1].sample == frames_of(7.0125)
    air.order(Insert(at(item("late", 4), EIGHT), "at"))
    air.play(1)
    assert air.answers[-1].error == "too_late"


def test_an_inserted_item_with_its_own_time_outlives_a_new_version(air):
    air.order(Insert(at(item("spot", 4, kind=Kind.PSA), EIGHT + seconds(30)), "at"))
    air.play(1)
    air.adopt(*one_after_the_other(*(item(f"song{n}", 20) for n in range(6))), fillers=[BED])
    air.play(35)
    assert ("spot", 30) in began(air)


def test_fade_out_leaves_a_filler_on_until_the_hold_is_released(air):
    air.play(2)
    air.order(FadeOut(1000))
    air.play(5)
    assert began(air) == [("song0", 0), ("bed", 3)]
    air.order(Hold(on=False))
    air.play(2)
    assert began(air)[-1] == ("song1", 7)


def test_replay_airs_the_item_again_from_its_start(air):
    air.play(5)
    air.order(Replay())
    air.play(22)
    assert began(air) == [("song0", 0), ("song0", 5), ("song1", 25)]
    starts = [f for f in air.facts if f.act is Act.STARTED and f.title == "song0"]
    assert len({f.airing for f in starts}) == 2


def test_clear_takes_back_what_operators_have_inserted(air):
    air.play(1)
    air.order(Insert(item("spot", 4), "next"))
    air.order(Hold())
    air.play(1)
    air.order(Clear())
    air.play(25)
    assert [title for title, _ in began(air)] == ["song0", "song1"]


@pytest.mark.parametrize(
    "command",
    [Skip(), Take("song3"), FadeOut(500), Insert(item("spot", 4), "next"), Hold(), Replay()],
    ids=lambda command: command.op,
)
def test_undo_takes_back_a_command(air, command):
    air.play(4)
    air.order(command)
    air.play(3)
    air.order(Undo())
    air.play(60)
    heard = [title for title, _ in began(air)]
    assert heard[-1] in ("song1", "song2", "song3")
    assert "spot" not in heard
    last = [title for title in dict.fromkeys(heard) if title.startswith("song")]
    assert last[:2] == ["song0", "song1"] or (command.op == "take" and "song1" in heard)
    assert not [f for f in air.facts if f.act is Act.FELL]


def test_undo_of_a_skip_goes_on_where_the_item_was_left(air):
    air.play(6)
    air.order(Skip(fade_ms=0))
    air.play(5)
    air.order(Undo())
    air.play(30)
    back = [f for f in air.facts if f.act is Act.STARTED and f.title == "song0"][1]
    assert back.position == frames_of(6)
    assert [title for title, _ in began(air)] == ["song0", "song1", "song0", "song1"]


def test_nothing_can_be_taken_back_when_ten_minutes_have_passed():
    air = Studio()
    air.load(*one_after_the_other(*(item(f"song{n}", 400) for n in range(4))), fillers=[BED])
    air.order(Insert(item("spot", 4), "next"))
    air.play(601)
    air.order(Undo())
    air.play(1)
    assert air.answers[-1].error == "nothing_to_undo"


@pytest.mark.parametrize("command", [Skip(), FadeOut(), Hold()], ids=lambda one: one.op)
def test_what_would_make_dead_air_is_refused_unless_it_is_forced(command):
    air = Studio()
    air.load(item("song", 60))
    air.play(2)
    air.order(command)
    air.play(1)
    assert air.answers[-1].error == "dead_air"
    assert began(air) == [("song", 0)]
    air.engine.desk.submit(Request(command, by="rina", force=True), air.answers.append)
    air.play(1)
    assert air.answers[-1].ok


def test_every_command_is_on_record_with_who_and_why(air):
    air.play(1)
    request = Request(Skip(), by="rina", why="the wrong song")
    air.engine.desk.submit(request, air.answers.append)
    air.play(1)
    (fact,) = [f for f in air.facts if f.act is Act.COMMAND]
    assert (fact.title, fact.by, fact.why, fact.detail) == (
        "skip", "rina", "the wrong song", "song0",
    )  # fmt: skip


def test_buttons_sound_over_the_programme_several_at_once_and_lower_it(air):
    air.wall.buttons = {
        "a": Button("a", "Clap", item("clap", 2)),
        "b": Button("b", "Horn", item("horn", 4), duck_db=-20.0),
    }
    air.play(1)
    air.order(Press("a"))
    air.order(Press("b"))
    air.play(8)
    left = air.tape.left
    assert air.answers[0].sample == air.answers[1].sample == frames_of(1)
    assert left[frames_of(1) - 1] == np.float32(0.4)
    assert left[frames_of(1)] > 0.69
    assert left[frames_of(2.5)] == pytest.approx(0.1 + 0.2 + 0.04, abs=1e-4)
    assert left[frames_of(4.5)] == pytest.approx(0.2 + 0.04, abs=1e-4)
    assert left[frames_of(8)] == np.float32(0.4)
    over = [f for f in air.facts if f.over and f.act is Act.ENDED]
    assert [(f.title, f.frames) for f in over] == [("clap", frames_of(2)), ("horn", frames_of(4))]


def test_a_button_is_faded_out_when_it_is_released(air):
    air.wall.buttons = {"b": Button("b", "Horn", item("horn", 10))}
    air.order(Press("b"))
    air.play(2)
    air.order(Release("b", fade_ms=100))
    air.play(1)
    assert air.tape.left[frames_of(2.2)] == np.float32(0.4)
    air.order(Release())
    air.play(1)
    assert air.answers[-1].error == "not_on_air"


def test_a_button_that_interrupts_lets_the_programme_come_back(air):
    air.wall.buttons = {"a": Button("a", "Anthem", item("anthem", 5), instead=True)}
    air.play(3)
    air.order(Press("a"))
    air.play(10)
    assert [title for title, _ in began(air)] == ["song0", "anthem", "song0"]


@pytest.fixture
def alarm(air):
    air.wall.messages = {"f": Button("f", "Flood", item("flood", 3, kind=Kind.PSA))}
    return air


def test_an_emergency_is_heard_in_the_next_block_as_often_as_ordered(alarm):
    alarm.play(2)
    alarm.order(Alert("f", times=2, pause_ms=1000))
    alarm.play(12)
    left = alarm.tape.left
    assert alarm.answers[-1].sample == frames_of(2)
    assert np.all(left[frames_of(2.05) : frames_of(5)] == 0.25)
    assert np.all(left[frames_of(5) : frames_of(6)] == 0.0)
    assert np.all(left[frames_of(6) : frames_of(9)] == 0.25)
    assert began(alarm) == [("song0", 0), ("flood", 2), ("song0", 9)]
    flood = [f for f in alarm.facts if f.title == "flood" and f.act is Act.STARTED]
    assert [(f.rung, f.started_by) for f in flood] == [(Rung.EMERGENCY, StartedBy.EMERGENCY)]
    back = [f for f in alarm.facts if f.act is Act.RESUMED]
    assert back[0].position == frames_of(2)


def test_an_emergency_goes_on_until_the_all_clear(alarm):
    alarm.order(Alert("f", times=0, pause_ms=0))
    alarm.play(30)
    assert began(alarm)[-1][0] == "flood"
    assert alarm.engine.desk.operator.alerts.state().said == 10
    alarm.order(AllClear())
    alarm.play(2)
    assert began(alarm)[-1][0] == "song0"


def test_an_emergency_beats_a_presenter_a_hard_start_and_buttons(alarm):
    alarm.inputs.connect("sari", always=True)
    alarm.adopt(item("news", 5, EIGHT + seconds(10), hard=True), fillers=[BED])
    alarm.play(5)
    alarm.order(Alert("f", times=4, pause_ms=0))
    alarm.play(15)
    assert [title for title, _ in began(alarm)][-2:] == ["flood", "Sari"]
    assert np.allclose(alarm.tape.left[frames_of(6) : frames_of(17)], 0.25, atol=1e-3)


def test_an_announcement_that_an_emergency_cut_is_marked_as_cut(alarm):
    alarm.adopt(item("spot", 20, kind=Kind.PSA), fillers=[BED])
    alarm.order(Take("spot", fade_ms=0))
    alarm.play(4)
    alarm.order(Alert("f", times=1))
    alarm.play(5)
    ended = next(f for f in alarm.facts if f.title == "spot" and f.act is Act.ENDED)
    assert ended.ended_by is EndedBy.REPLACED
    assert ended.frames < frames_of(20)


def test_an_emergency_that_cannot_be_read_is_refused(air):
    air.order(Alert("nothing"))
    air.play(1)
    assert air.answers[-1].error == "unknown"


def test_silence_on_the_bus_moves_on_to_the_next_item(air):
    air.shelf.levels = {"silent": 0.0}
    air.adopt(*one_after_the_other(item("silent", 60), item("song", 60)))
    air.order(Take("silent", fade_ms=0))
    air.play(12)
    heard = dict(began(air))
    assert heard["song"] - heard["silent"] == pytest.approx(8, abs=0.05)
    alarms = [(f.title, f.detail) for f in air.facts if f.act is Act.ALARM]
    assert alarms == [("silence", "next_item"), ("sound", "none")]


def test_an_item_that_is_meant_to_be_quiet_raises_no_alarm():
    air = Studio()
    air.shelf.levels = {"song": 0.0}
    air.load(item("song", 60, quiet=True))
    air.play(30)
    assert began(air) == [("song", 0)]
    assert not [f for f in air.facts if f.act is Act.ALARM]


def test_a_whole_programme_of_silence_ends_on_a_filler_and_then_on_the_slate():
    air = Studio()
    air.shelf.levels = dict.fromkeys([*(f"song{n}" for n in range(6)), "bed"], 0.0)
    air.load(*one_after_the_other(*(item(f"song{n}", 60) for n in range(6))), fillers=[BED])
    air.play(25)
    assert began(air)[:4] == [("song0", 0), ("song1", 8), ("bed", 12), ("slate", 16)]


def test_the_slot_of_a_presenter_does_not_hide_commands(air):
    air.inputs.connect("sari")
    air.adopt(item("song", 60), fillers=[BED], live_slots=(slot(1, 30),))
    air.play(5)
    air.order(Skip())
    air.play(1)
    assert air.answers[-1].error == "live_on_air"


def test_what_was_ordered_is_done_by_the_next_life(air):
    air.play(1)
    air.order(Insert(item("spot", 4, kind=Kind.PSA), "next"))
    air.order(Insert(at(item("late", 4), EIGHT + seconds(40)), "at"))
    air.order(Hold())
    air.play(1)
    left = air.engine.orders
    assert (left.hold, [one.item.key for one in left.waiting]) == (True, ["spot", "late"])
    after = Studio()
    after.load(*one_after_the_other(item("song", 20), item("more", 60)), fillers=[BED])
    after.engine.take_up(left)
    after.play(45)
    assert [title for title, _ in began(after)] == ["bed", "spot", "bed", "late", "bed"]
    assert ("late", 40) in began(after)


def test_what_stands_ready_behind_a_broken_file_is_enough_for_a_skip():
    air = Studio()
    air.shelf.faults["song1"] = Tone(0.1, 0, fault="broken")
    air.load(*one_after_the_other(*(item(f"song{n}", 20) for n in range(4))))
    air.play(2)
    air.order(Skip())
    air.play(1)
    assert air.answers[-1].ok
    assert began(air) == [("song0", 0), ("song2", 2)]


def test_a_button_whose_recording_is_withdrawn_is_refused_with_the_reason(air):
    withdrawn = Button("a", "Kabar", item("hoax", 2), withdrawn="Klarifikasi air minum")
    air.wall.buttons = {"a": withdrawn}
    air.wall.messages = {"a": withdrawn}
    air.play(1)
    air.order(Press("a"))
    air.order(Alert("a"))
    air.play(4)
    assert [(a.error, a.detail) for a in air.answers] == [
        ("withdrawn", "Klarifikasi air minum"),
    ] * 2
    assert "hoax" not in {fact.title for fact in air.facts if fact.act is Act.STARTED}
