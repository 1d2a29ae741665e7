"""What an operator may expect of an undo, command by command."""

import pytest

from station.audio import RATE
from station.commands import (
    Clear,
    FadeOut,
    GoLive,
    Hold,
    Insert,
    Kick,
    Press,
    Replay,
    Skip,
    Take,
    Undo,
)
from station.journal import Act, EndedBy
from station.kinds import Kind
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
SPOT = item("spot", 10, kind=Kind.PSA)


def songs(**more):
    return one_after_the_other(*(item(f"song{n}", 20, **more) for n in range(6)))


@pytest.fixture
def air():
    made = Studio()
    made.wall.buttons = {
        "clap": Button("clap", "Clap", item("clap", 10)),
        "anthem": Button("anthem", "Anthem", item("anthem", 10), instead=True),
    }
    made.load(*songs(), fillers=[BED])
    return made


def began(air):
    return [(title, round(frame / RATE, 1)) for frame, title in air.tape.began()]


def offered(air):
    """Return the name of what an undo would take back."""
    done = air.engine.desk.operator.undo.last(air.engine.frame)
    return "" if done is None else done.name


def undo(air):
    air.order(Undo())
    air.play(0.2)


def test_what_an_insert_ended_for_good_comes_back_an_announcement_from_its_start():
    air = Studio()
    air.load(*songs(kind=Kind.PSA), fillers=[BED])
    air.play(8)
    air.order(Insert(item("wrong", 10), "now"))
    air.play(4)
    undo(air)
    air.play(30)
    assert began(air) == [("song0", 0), ("wrong", 8), ("song0", 12), ("song1", 32)]


def test_an_insert_that_is_on_the_air_by_then_ends(air):
    air.play(15)
    air.order(Insert(SPOT, "next"))
    air.play(10)
    undo(air)
    assert began(air) == [("song0", 0), ("spot", 20), ("song1", 25)]
    ended = next(f for f in air.facts if f.act is Act.ENDED and f.title == "spot")
    assert ended.ended_by is EndedBy.SKIPPED


def test_an_insert_that_another_one_interrupts_does_not_come_back(air):
    air.play(5)
    air.order(Insert(item("talk", 30, kind=Kind.PROGRAMME), "now"))
    air.play(5)
    air.order(Press("anthem"))
    air.play(1)
    air.engine.desk.operator.undo._done.pop()
    undo(air)
    air.play(12)
    assert began(air) == [("song0", 0), ("talk", 5), ("anthem", 10), ("song0", 20)]


def test_what_is_over_cannot_be_taken_back(air):
    air.play(1)
    air.order(Hold())
    air.order(Insert(SPOT, "now"))
    air.play(5)
    assert offered(air) == "insert"
    air.play(10)
    assert offered(air) == "hold"


@pytest.mark.parametrize("command", [Replay(), Take("song3"), Skip(), FadeOut(500)])
def test_an_insert_that_was_on_comes_back_where_it_was_and_then_what_it_interrupted(air, command):
    air.play(5)
    air.order(Insert(item("talk", 12, kind=Kind.PROGRAMME), "now"))
    air.play(4)
    air.order(command)
    air.play(2)
    undo(air)
    air.play(32)
    heard = began(air)
    assert heard[:2] == [("song0", 0), ("talk", 5)]
    assert heard[-3:] == [("talk", 11), ("song0", 19), ("song1", 34)] or heard[-3:-1] == [
        ("talk", 11), ("song0", 19),
    ]  # fmt: skip
    back = [f for f in air.facts if f.act in (Act.STARTED, Act.RESUMED) and f.title == "talk"]
    assert back[-1].position == frames_of(4)


def test_a_button_that_sounds_is_stopped(air):
    air.play(2)
    air.order(Press("clap"))
    air.play(2)
    assert offered(air) == "press"
    undo(air)
    air.play(1)
    clap = next(f for f in air.facts if f.act is Act.ENDED and f.title == "clap")
    assert clap.ended_by is EndedBy.SKIPPED
    assert offered(air) == ""
    assert began(air) == [("song0", 0)]


def test_a_button_that_interrupts_gives_the_air_back(air):
    air.play(2)
    air.order(Press("anthem"))
    air.play(2)
    undo(air)
    assert began(air) == [("song0", 0), ("anthem", 2), ("song0", 4)]


def test_a_presenter_who_was_put_on_goes_off_again_and_no_alarm_is_raised(air):
    air.inputs.connect("sari")
    air.play(5)
    air.order(GoLive("sari"))
    air.play(3)
    undo(air)
    air.play(5)
    assert began(air) == [("song0", 0), ("Sari", 5), ("song0", 8)]
    assert air.engine.director.live.lost == ""


def test_the_presenter_who_had_the_air_before_has_it_again(air):
    air.inputs.connect("sari")
    air.inputs.connect("budi")
    air.play(1)
    air.order(GoLive("sari"))
    air.play(3)
    air.order(GoLive("budi"))
    air.play(3)
    undo(air)
    assert [title for title, _ in began(air)] == ["song0", "Sari", "Budi", "Sari"]


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "by his slot"])
def test_a_presenter_who_was_let_go_is_on_again(air, taken):
    air.inputs.connect("sari")
    air.adopt(*songs(), fillers=[BED], live_slots=() if taken else (slot(1, 100),))
    air.play(2)
    if taken:
        air.order(GoLive("sari"))
    air.play(3)
    air.order(GoLive(on=False))
    air.play(3)
    undo(air)
    assert [title for title, _ in began(air)] == ["song0", "Sari", "song0", "Sari"]


@pytest.mark.parametrize("taken_back", [True, False])
def test_who_was_sent_away_has_the_air_again_only_when_that_is_taken_back(air, taken_back):
    air.inputs.connect("one", "sari", name="Sari")
    air.play(1)
    air.order(GoLive("one"))
    air.play(3)
    air.order(Kick("one"))
    air.play(3)
    if taken_back:
        assert offered(air) == "kick"
        undo(air)
    air.play(30)
    air.inputs.connect("two", "sari", name="Sari again")
    air.play(3)
    assert ("Sari again" in dict(began(air))) is taken_back


def test_a_skipped_filler_does_not_have_an_older_command_taken_back(air):
    air.adopt(*songs()[:1], fillers=[BED, item("bed2", 600, kind=Kind.FILLER)])
    air.play(18)
    air.order(Insert(SPOT, "next"))
    air.play(15)
    air.order(Insert(at(SPOT, EIGHT + seconds(60)), "at"))
    air.order(Skip())
    air.play(1)
    undo(air)
    air.play(40)
    assert ("spot", 60) in began(air)


def test_what_was_cleared_at_its_own_time_outlives_a_new_version_when_it_is_back(air):
    air.order(Insert(at(SPOT, EIGHT + seconds(30)), "at"))
    air.play(1)
    air.order(Clear())
    air.play(1)
    undo(air)
    air.adopt(*songs(), fillers=[BED])
    air.play(35)
    assert ("spot", 30) in began(air)


def test_an_undo_does_not_bring_back_an_older_version(air):
    air.play(5)
    air.order(Skip())
    air.play(3)
    air.adopt(*one_after_the_other(*songs()[:2], *songs()[4:]), fillers=[BED])
    air.play(1)
    undo(air)
    air.play(40)
    heard = [title for title, _ in began(air)]
    assert heard == ["song0", "song1", "song0", "song1", "song4"]


def test_a_take_that_waits_for_its_deck_is_taken_back_too(air):
    air.shelf.faults["song5"] = Tone(0.1, frames_of(20), opens_after=10_000)
    air.play(0.5)
    air.order(Take("song5"))
    air.play(0.5)
    undo(air)
    air.play(20)
    assert began(air) == [("song0", 0), ("song1", 20)]
    assert [one.error for one in air.answers if not one.ok] == ["taken_back"]


@pytest.mark.parametrize("moved", [-20, 20])
def test_an_undo_behind_a_corrected_clock_puts_everything_back_by_the_new_clock(moved):
    air = Studio()
    news = item("news", 5, EIGHT + seconds(100.0125), hard=True)
    air.load(item("song", 200), news, item("late", 60, news.ends), fillers=[BED])
    air.play(10)
    air.order(Clear())
    air.play(1)
    air.set_clock(moved)
    air.play(1)
    air.order(Undo())
    air.play(92 - moved)
    assert air.answers[-1].ok
    (told,) = [f for f in air.facts if f.act is Act.STARTED and f.title == "news"]
    assert told.at == news.begins.replace(microsecond=12_500)
    assert air.tape.began()[1] == (frames_of(100.0125 - moved), "news")


def test_an_undo_behind_a_clock_corrected_by_hours_does_not_bring_the_old_place_back(air):
    songs = one_after_the_other(*(item(f"song{n}", 60) for n in range(200)))
    air = Studio()
    air.load(*songs)
    air.play(10)
    air.order(Take("song3"))
    air.play(2)
    air.set_clock(7200)
    air.play(1)
    air.order(Undo())
    air.play(120)
    heard = [title for title, _ in began(air)]
    assert heard[:2] == ["song0", "song3"]
    assert not {"song1", "song2", "song4"} & {*heard}
