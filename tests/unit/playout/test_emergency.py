"""The emergency rung holds, whatever an operator, a voice or a broken file does meanwhile."""

import numpy as np
import pytest

from playout.orders import Orders, Standing
from station.audio import RATE
from station.commands import Alert, AllClear, FadeOut, Insert, Press, Replay, Skip, Take, Undo
from station.journal import Act
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Anchor, Secondary
from station.wall import Button
from tests.unit.playout.fakes import (
    EIGHT,
    Studio,
    Tone,
    frames_of,
    item,
    one_after_the_other,
    seconds,
    slot,
)

BED = item("bed", 600, kind=Kind.FILLER)
SONGS = one_after_the_other(*(item(f"song{n}", 20) for n in range(6)))


def began(air):
    return [(title, round(frame / RATE, 2)) for frame, title in air.tape.began()]


@pytest.fixture
def air():
    made = Studio()
    made.shelf.levels = {"flood": 0.25}
    made.wall.messages = {"alarm": Button("alarm", "Alarm", item("flood", 3))}
    made.wall.buttons = {
        "over": Button("over", "Over", item("clap", 2), duck_db=-6.0),
        "instead": Button("instead", "Instead", item("anthem", 4), instead=True),
    }
    return made


@pytest.mark.parametrize(
    "command",
    [
        Skip(), FadeOut(300), Take("song3"), Replay(), Insert(item("spot", 4), "now"),
        Press("over"), Press("instead"), Undo(),
    ],
    ids=lambda command: getattr(command, "button", command.op),
)  # fmt: skip
def test_no_command_but_the_all_clear_ends_an_emergency(air, command):
    air.load(*SONGS, fillers=[BED])
    air.play(2)
    air.order(Skip())
    air.play(2)
    air.order(Alert("alarm", times=0))
    air.play(2)
    air.order(command)
    air.play(2)
    assert air.answers[-1].error == "emergency_on_air"
    assert air.engine.director.line.rung is Rung.EMERGENCY
    assert len(began(air)) == 3


def test_what_was_still_opening_when_the_emergency_came_is_refused(air):
    air.load(*SONGS, fillers=[BED])
    air.shelf.faults["spot"] = Tone(0.1, frames_of(4), opens_after=30)
    air.play(2)
    air.order(Insert(item("spot", 4), "now"))
    air.order(Alert("alarm", times=0))
    air.play(5)
    assert [title for title, _ in began(air)] == ["song0", "flood"]
    assert air.answers[-1].error == "emergency_on_air"


def test_a_voice_over_the_music_neither_sounds_over_an_emergency_nor_lowers_it(air):
    voice = Secondary(item("voice", 10, kind=Kind.JINGLE), "song0", Anchor.START, 2 * RATE, -20.0)
    air.load(*SONGS, fillers=[BED], secondary=[voice])
    air.play(5)
    air.order(Alert("alarm", times=0, pause_ms=0))
    air.play(1)
    assert (air.tape.left[frames_of(5.04) : frames_of(5.9)] == np.float32(0.25)).all()


def test_a_message_of_which_nothing_is_heard_gives_the_air_back(air):
    air.load(*SONGS, fillers=[BED])
    air.shelf.faults["flood"] = Tone(0.1, 1 << 40, starves_after=0)
    air.play(3)
    air.order(Alert("alarm", times=0))
    air.play(5)
    assert began(air)[-1] == ("song0", 6)
    assert [f.title for f in air.facts if f.act is Act.FAILED] == ["flood"]


def test_a_message_that_breaks_is_on_record_as_failed(air):
    air.load(*SONGS, fillers=[BED])
    tone = air.shelf.faults["flood"] = Tone(0.25, frames_of(3))
    air.play(3)
    air.order(Alert("alarm", times=0))
    air.play(1)
    tone.fault, tone.frames = "broken", 0
    air.play(2)
    assert began(air)[-1][0] == "song0"
    failed = [f for f in air.facts if f.act is Act.FAILED]
    assert [(f.title, f.detail) for f in failed] == [("flood", "broken")]


def test_what_an_operator_was_fading_out_does_not_come_back(air):
    air.load(*SONGS, fillers=[BED])
    air.play(2)
    air.order(FadeOut(8000))
    air.play(2)
    air.order(Alert("alarm", times=1))
    air.play(8)
    assert began(air) == [("song0", 0), ("flood", 4), ("bed", 7)]


@pytest.mark.parametrize("command", [Take("song3"), Replay()], ids=lambda command: command.op)
def test_a_presenter_on_the_air_is_let_go_before_something_else_is_taken(air, command):
    air.inputs.connect("sari")
    air.load(*SONGS, fillers=[BED], live_slots=(slot(5, 60),))
    air.play(10)
    air.order(command)
    air.play(2)
    assert air.answers[-1].error == "live_on_air"
    assert began(air) == [("song0", 0), ("Sari", 5)]


def test_an_emergency_comes_back_when_the_air_has_died_once_the_wall_is_known(air):
    air.load(*SONGS, fillers=[BED])
    air.order(Alert("alarm", times=0, drill=True))
    air.play(5)
    left = air.engine.orders
    after = Studio()
    after.engine.take_up(left)
    after.load(*SONGS, fillers=[BED])
    after.play(1)
    assert after.engine.orders.emergency == left.emergency
    after.wall.messages = air.wall.messages
    after.play(1)
    assert began(after) == [("song0", 0), ("LATIHAN: flood", 1)]
    assert after.engine.desk.operator.alerts.state().drill
    after.order(AllClear())
    after.play(1)
    assert after.engine.orders.emergency is None


def test_an_emergency_of_a_life_long_gone_does_not_come_back(air):
    air.load(*SONGS)
    air.order(Alert("alarm", times=0))
    air.play(1)
    left = air.engine.orders
    for minutes, is_wanted in ((1, True), (11, False)):
        still = left.still(EIGHT + seconds(60 * minutes), lived=EIGHT)
        assert (still.emergency is not None) is is_wanted
    assert left.still(EIGHT).emergency is None


def test_an_emergency_whose_message_is_gone_is_given_up(air):
    air.load(*SONGS, fillers=[BED])
    air.engine.take_up(Orders(emergency=Standing(Alert("gone"))))
    air.play(31)
    assert air.engine.orders.emergency is None
    assert [f.detail for f in air.facts if f.act is Act.COMMAND] == ["unknown"]


def test_a_drill_is_marked_in_what_listeners_see_and_in_the_record(air):
    air.play(1)
    air.order(Alert("alarm", times=1, drill=True))
    air.play(2)
    [fact] = [f for f in air.facts if f.rung is Rung.EMERGENCY and f.act is Act.STARTED]
    assert fact.title.startswith("LATIHAN: ")
