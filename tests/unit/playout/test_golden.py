"""The transitions as they sound, compared line by line with `tests/golden`."""

import pytest

from station.commands import (
    Alert,
    AllClear,
    FadeOut,
    GoLive,
    Insert,
    Press,
    Release,
    Replay,
    Skip,
    Take,
)
from station.kinds import Kind
from station.rundown import Anchor, Item, Overrun, Secondary, Start
from station.transition import Curve, Transition
from station.wall import Button
from tests.golden.envelope import envelope, golden
from tests.unit.playout.fakes import (
    EIGHT,
    Studio,
    frames_of,
    item,
    one_after_the_other,
    seconds,
    slot,
)

BED = item("bed", 60, kind=Kind.FILLER)
LEVELS = {
    "song": 0.4, "next": 0.2, "news": 0.3, "spot": 0.1, "bed": 0.05, "horn": 0.15, "flood": 0.25,
}  # fmt: skip


def studio(**air: object) -> Studio:
    made = Studio(**air)  # type: ignore[arg-type]
    made.shelf.levels = LEVELS
    return made


@pytest.fixture
def air() -> Studio:
    return studio()


def heard(air: Studio) -> str:
    return envelope(air.tape.audio)


def song(length: float = 2, **more: object) -> Item:
    return item("song", length, **({"tail": 1.5} | more))


def follows(kind: Kind) -> Item:
    return item("next", 3, kind=kind)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("segue", song(tail=1, fade_out=48_000), follows(Kind.MUSIC)),
        ("music_to_announcement", song(), follows(Kind.PSA)),
        ("music_to_programme", song(), follows(Kind.PROGRAMME)),
        ("music_to_station_id", song(), follows(Kind.STATION_ID)),
        ("music_to_jingle", song(), follows(Kind.JINGLE)),
        ("music_to_anthem", song(), follows(Kind.ANTHEM)),
        ("music_to_music", song(), follows(Kind.MUSIC)),
        ("anthem_to_music", song(tail=1, kind=Kind.ANTHEM), follows(Kind.MUSIC)),
        ("announcement_to_music", song(kind=Kind.PSA), follows(Kind.MUSIC)),
    ],
)
def test_the_usual_rules_sound_as_they_did(
    air: Studio, name: str, before: Item, after: Item
) -> None:
    air.load(*one_after_the_other(before, after))
    air.play(4.5)
    assert heard(air) == golden(name)


@pytest.mark.parametrize("curve", Curve)
def test_a_crossfade_by_a_rule_of_the_station_sounds_as_it_did(air: Studio, curve: Curve) -> None:
    rule = Transition(Kind.MUSIC, Kind.MUSIC, fall_ms=2000, rise_ms=2000, curve=curve)
    air.load(*one_after_the_other(song(tail=3), follows(Kind.MUSIC)), transitions=(rule,))
    air.play(4.5)
    assert heard(air) == golden(f"crossfade_{curve}")


def test_a_rule_that_begins_behind_the_segue_sounds_as_it_did(air: Studio) -> None:
    rule = Transition(Kind.MUSIC, Kind.MUSIC, lag_ms=1000, fall_ms=500, rise_ms=500)
    air.load(*one_after_the_other(song(tail=3), follows(Kind.MUSIC)), transitions=(rule,))
    air.play(4.5)
    assert heard(air) == golden("crossfade_behind_the_segue")


def test_a_voice_over_an_intro_sounds_as_it_did(air: Studio) -> None:
    voice = Secondary(item("horn", 2, kind=Kind.PSA), "song", Anchor.INTRO, duck_db=-12)
    air.load(song(60, intro=frames_of(3)), secondary=(voice,))
    air.play(4.5)
    assert heard(air) == golden("voice_over_intro")


def test_a_sweeper_over_the_join_of_two_songs_sounds_as_it_did(air: Studio) -> None:
    sweeper = item("horn", 1, kind=Kind.JINGLE)
    over = Secondary(sweeper, "song", Anchor.END, offset=-frames_of(0.5), duck_db=0)
    air.load(*one_after_the_other(song(), follows(Kind.MUSIC)), secondary=(over,))
    air.play(4.5)
    assert heard(air) == golden("sweeper_over_join")


@pytest.fixture
def wall(air: Studio) -> Studio:
    air.wall.buttons = {
        "over": Button("over", "Horn", item("horn", 1), duck_db=-6.0),
        "instead": Button("instead", "Horn", item("horn", 1), instead=True),
    }
    air.wall.messages = {"flood": Button("flood", "Flood", item("flood", 1, kind=Kind.PSA))}
    air.load(song(60), fillers=[BED])
    air.play(1)
    return air


def test_a_button_over_the_programme_sounds_as_it_did(wall: Studio) -> None:
    wall.order(Press("over"))
    wall.play(2.5)
    assert heard(wall) == golden("button_over")


def test_a_button_that_is_released_sounds_as_it_did(wall: Studio) -> None:
    wall.order(Press("over"))
    wall.play(0.6)
    wall.order(Release("over", fade_ms=300))
    wall.play(1.4)
    assert heard(wall) == golden("button_released")


def test_a_button_instead_of_the_programme_sounds_as_it_did(wall: Studio) -> None:
    wall.order(Press("instead"))
    wall.play(2.5)
    assert heard(wall) == golden("button_instead")


def test_an_emergency_comes_and_goes_as_it_did(wall: Studio) -> None:
    wall.order(Alert("flood", times=2, pause_ms=500))
    wall.play(4)
    assert heard(wall) == golden("emergency")


def test_an_emergency_that_is_cleared_sounds_as_it_did(wall: Studio) -> None:
    wall.order(Alert("flood", times=0, pause_ms=500))
    wall.play(2)
    wall.order(AllClear())
    wall.play(1)
    assert heard(wall) == golden("all_clear")


def test_a_presenter_comes_and_goes_as_it_did() -> None:
    air = studio(live_fade_ms=1_000)
    air.inputs.connect("sari").sound = 0.3
    air.load(song(60), live_slots=(slot(1, 4),))
    air.play(5.5)
    assert heard(air) == golden("live")


def test_a_presenter_who_is_let_go_sounds_as_it_did() -> None:
    air = studio(live_fade_ms=500)
    air.inputs.connect("sari").sound = 0.3
    air.load(song(60), live_slots=(slot(1, 60),))
    air.play(2.5)
    air.order(GoLive(on=False))
    air.play(1.5)
    assert heard(air) == golden("live_let_go")


def test_an_inserted_spot_sounds_as_it_did(air: Studio) -> None:
    air.load(song(60))
    air.play(1)
    air.order(Insert(item("spot", 2, kind=Kind.PSA), "now"))
    air.play(4)
    assert heard(air) == golden("insert_now")


Command = Skip | FadeOut | Take | Replay


@pytest.mark.parametrize(
    ("name", "command"),
    [("skip", Skip()), ("fade_out", FadeOut(1_000)), ("take", Take("news")), ("replay", Replay())],
)
def test_a_command_at_the_lead_sounds_as_it_did(air: Studio, name: str, command: Command) -> None:
    plan = one_after_the_other(song(60), item("next", 60), item("news", 60))
    air.load(*plan, fillers=[BED])
    air.play(1)
    air.order(command)
    air.play(2)
    assert heard(air) == golden(name)


def test_a_hard_start_over_music_sounds_as_it_did(air: Studio) -> None:
    air.load(song(9), item("news", 2, EIGHT + seconds(4), hard=True))
    air.play(5)
    assert heard(air) == golden("hard_start")


def test_a_hard_start_over_speech_sounds_as_it_did(air: Studio) -> None:
    air.load(song(9, kind=Kind.PROGRAMME), item("news", 2, EIGHT + seconds(3), hard=True))
    air.play(4)
    assert heard(air) == golden("hard_start_over_speech")


def timed(start: Start, **more: object) -> Item:
    return item("news", 2, EIGHT + seconds(3), start=start, late=frames_of(1), **more)


@pytest.mark.parametrize(
    ("name", "length", "news"),
    [
        ("window_start", 2.5, timed(Start.WINDOW, early=frames_of(1))),
        ("window_start_that_cuts", 9, timed(Start.WINDOW, early=frames_of(1))),
        ("waiting_start", 3.5, timed(Start.WAIT)),
    ],
)
def test_a_start_of_its_own_sounds_as_it_did(
    air: Studio, name: str, length: float, news: Item
) -> None:
    air.load(song(length, tail=0.5), news, fillers=[BED])
    air.play(5)
    assert heard(air) == golden(name)


def test_a_programme_that_may_not_overrun_is_faded_as_it_was(air: Studio) -> None:
    talk = item("song", 6, kind=Kind.PROGRAMME, programme="talk", overrun=Overrun.FADE)
    air.load(talk, item("news", 3, EIGHT + seconds(3), programme="news"))
    air.play(4.5)
    assert heard(air) == golden("overrun_faded")


def test_a_hole_with_a_filler_sounds_as_it_did(air: Studio) -> None:
    air.load(song(1, tail=0), item("next", 3, EIGHT + seconds(5)), fillers=[BED])
    air.play(6)
    assert heard(air) == golden("filler")
