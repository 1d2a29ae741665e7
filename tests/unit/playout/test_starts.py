"""Every way an item can begin, and what happens to what stands before it."""

import numpy as np
import pytest

from station.audio import RATE
from station.commands import Forecast, Insert, Take
from station.journal import Act, EndedBy, StartedBy
from station.kinds import Kind
from station.rundown import Anchor, Overrun, Prefer, Secondary, Start
from station.snapshot import Fate
from station.transition import Transition
from tests.unit.playout.fakes import (
    EIGHT,
    Studio,
    at,
    frames_of,
    item,
    one_after_the_other,
    seconds,
)

BED = item("bed", 600, kind=Kind.FILLER)


def began(studio):
    return [(title, round(at / RATE, 2)) for at, title in studio.tape.began()]


def timed(key, at, start, **more):
    return item(key, 5, EIGHT + seconds(at), start=start, **more)


def songs(*lengths):
    return one_after_the_other(*(item(f"song{n}", length) for n, length in enumerate(lengths)))


@pytest.mark.parametrize(
    ("lengths", "at"),
    [
        pytest.param((10, 12, 30), 22, id="it waits for the end of what is on"),
        pytest.param((10, 60), 26, id="it cuts when that takes too long"),
        pytest.param((20,), 20, id="it begins in time where it can"),
    ],
)
def test_a_start_that_waits(lengths, at):
    air = Studio()
    news = timed("news", 20, Start.WAIT, late=frames_of(6))
    air.load(*sorted([*songs(*lengths), news], key=lambda one: one.begins), fillers=[BED])
    air.play(35)
    assert ("news", at) in began(air)


@pytest.mark.parametrize(
    ("prefer", "lengths", "at"),
    [
        pytest.param(Prefer.CLOSEST, (18, 4), 18, id="the closest lies before"),
        pytest.param(Prefer.CLOSEST, (17, 4), 21, id="the closest lies behind"),
        pytest.param(Prefer.OVER, (18, 4), 22, id="behind, as preferred"),
        pytest.param(Prefer.OVER, (18, 20), 18, id="before, for behind is too late"),
        pytest.param(Prefer.UNDER, (17, 4), 17, id="before, as preferred"),
        pytest.param(Prefer.UNDER, (12, 7), 19, id="the last join before"),
        pytest.param(Prefer.CLOSEST, (60,), 25, id="no join inside: it cuts at the end"),
    ],
)
def test_a_start_with_a_window_takes_the_join_it_prefers(prefer, lengths, at):
    air = Studio()
    window = {"early": frames_of(5), "late": frames_of(5), "prefer": prefer}
    news = timed("news", 20, Start.WINDOW, **window)
    plan = sorted([*songs(*lengths), news], key=lambda one: one.begins)
    air.load(*plan, item("after", 60, EIGHT + seconds(27)), fillers=[BED])
    air.play(40)
    assert ("news", at) in began(air)


def test_a_window_start_over_a_filler_begins_at_its_own_time():
    air = Studio()
    news = timed("news", 20, Start.WINDOW, early=frames_of(8), late=frames_of(5))
    air.load(*songs(5), news, fillers=[BED])
    air.play(25)
    assert began(air) == [("song0", 0), ("bed", 5), ("news", 20)]


def test_an_item_that_waits_for_the_operator_begins_when_it_is_taken():
    air = Studio()
    talk = timed("talk", 5, Start.MANUAL)
    air.load(*songs(5), talk, item("after", 5, EIGHT + seconds(10)), fillers=[BED])
    air.play(8)
    assert began(air) == [("song0", 0), ("bed", 5)]
    air.order(Take("talk", fade_ms=0))
    air.play(8)
    assert began(air) == [("song0", 0), ("bed", 5), ("talk", 8), ("after", 13)]
    assert air.answers[-1].sample == frames_of(8)


@pytest.mark.parametrize(
    ("overrun", "expected"),
    [
        (Overrun.SHIFT, [("talk", 15), ("next", 35), ("jingle", 45), ("last", 55)]),
        (Overrun.FADE, [("talk", 15), ("next", 25), ("jingle", 35), ("last", 45)]),
        (Overrun.DROP, [("talk", 15), ("next", 35), ("last", 45)]),
    ],
)
def test_a_programme_that_overruns(overrun, expected):
    air = Studio()
    plan = one_after_the_other(
        item("talk", 20, overrun=overrun, programme="Talk"),
        item("next", 10, programme="Music"),
        item("jingle", 10, programme="Music", droppable=True),
        item("last", 10, programme="Music"),
    )
    air.load(item("before", 5), *(at(one, one.begins + seconds(5)) for one in plan))
    air.order(Insert(item("urgent", 10), "next"))
    air.play(60)
    heard = [entry for entry in began(air) if entry[0] != "slate"]
    assert heard == [("before", 0), ("urgent", 5), *expected]


def test_nothing_sounds_over_the_first_words_of_an_announcement():
    air = Studio()
    air.shelf.levels = {"song": 0.5, "spot": 0.25}
    air.load(*one_after_the_other(item("song", 4, tail=3), item("spot", 4, kind=Kind.PSA)))
    air.play(6)
    begins = frames_of(4.6)
    assert began(air) == [("song", 0), ("spot", 4.6)]
    left = air.tape.left
    assert left[frames_of(4) - 1] == 0.5
    assert left[begins - 1] < 0.002
    assert np.all(left[begins : frames_of(6)] == 0.25)


def test_a_station_id_begins_on_its_beat_while_the_music_falls_away():
    air = Studio()
    air.shelf.levels = {"song": 0.5, "id": 0.25}
    air.load(*one_after_the_other(item("song", 4, tail=3), item("id", 4, kind=Kind.STATION_ID)))
    air.play(6)
    assert began(air) == [("song", 0), ("id", 4)]
    assert air.tape.left[frames_of(4) + 1] > 0.7
    assert np.all(air.tape.left[frames_of(4.4) : frames_of(6)] == 0.25)


def test_the_station_can_set_its_own_transition():
    air = Studio()
    rules = (Transition(before=Kind.MUSIC, after=Kind.MUSIC, lag_ms=1000, rise_ms=500),)
    air.load(*one_after_the_other(item("a", 4, tail=3), item("b", 4)), transitions=rules)
    air.play(6)
    assert began(air) == [("a", 0), ("b", 5)]
    assert air.tape.left[frames_of(5)] < 0.11


def test_a_voice_over_the_intro_ends_where_the_words_begin_and_lowers_the_music():
    air = Studio()
    air.shelf.levels = {"song": 0.4, "voice": 0.2}
    voice = Secondary(item("voice", 3, kind=Kind.JINGLE), "song", Anchor.INTRO, 0, -20.0)
    song = item("song", 30, intro=frames_of(8.0125))
    air.load(song, secondary=(voice,))
    air.play(12)
    left, start, end = air.tape.left, frames_of(5.0125), frames_of(8.0125)
    assert left[start - 1] == np.float32(0.4)
    assert left[start] > 0.55
    assert left[end - 1] == pytest.approx(0.2 + 0.04, abs=1e-4)
    assert left[end] == pytest.approx(0.04, abs=1e-3)
    assert left[end + 2 * RATE] == np.float32(0.4)
    over = [fact for fact in air.facts if fact.over]
    assert [(f.act, f.title, f.started_by) for f in over] == [
        (Act.STARTED, "voice", StartedBy.PARENT),
        (Act.ENDED, "voice", None),
    ]
    assert over[1].frames == frames_of(3)


def test_a_jingle_ten_seconds_before_the_hour_sounds_over_whatever_is_on():
    air = Studio()
    news = item("news", 5, EIGHT + seconds(30), hard=True)
    jingle = Secondary(item("jingle", 4, kind=Kind.JINGLE), "news", offset=-frames_of(10))
    air.load(item("song", 60), news, secondary=(jingle,))
    air.play(33)
    (started,) = [f for f in air.facts if f.title == "jingle" and f.act is Act.STARTED]
    assert started.at == EIGHT + seconds(20)
    assert began(air) == [("song", 0), ("news", 30)]


def test_a_secondary_item_is_left_out_with_its_parent():
    air = Studio()
    voice = Secondary(item("voice", 3, kind=Kind.JINGLE), "b", offset=frames_of(1))
    air.load(*one_after_the_other(item("a", 5), item("b", 5), item("c", 9)), secondary=(voice,))
    air.play(1)
    air.order(Take("c", fade_ms=0))
    air.play(8)
    assert [title for title, _ in began(air)] == ["a", "c"]
    assert not [fact for fact in air.facts if fact.over]


def test_the_forecast_says_what_will_be_faded_dropped_and_filled():
    air = Studio()
    first = [
        *one_after_the_other(item("a", 10), item("spot", 15, kind=Kind.PSA)),
        item("news", 5, EIGHT + seconds(20), hard=True),
        item("song", 30, EIGHT + seconds(25)),
        item("late", 5, EIGHT + seconds(50), hard=True),
        item("end", 5, EIGHT + seconds(80), hard=True),
    ]
    air.load(*first, fillers=[BED])
    air.play(1)
    air.order(Forecast())
    air.play(0.04)
    answer = air.answers[-1]
    fates = [(one.title, one.fate, one.cut_ms) for one in answer.expected]
    assert fates == [
        ("spot", Fate.DROPPED, 0),
        ("news", Fate.WHOLE, 0),
        ("song", Fate.FADED, 5000),
        ("late", Fate.WHOLE, 0),
        ("end", Fate.WHOLE, 0),
    ]
    marks = [(m.title, m.apart_ms, m.faded, m.dropped, m.filled_ms) for m in answer.marks]
    assert marks == [
        ("news", 10_000, "", ("spot",), 10_000),
        ("late", -5000, "song", (), 0),
        ("end", 25_000, "", (), 25_000),
    ]


def test_what_the_forecast_says_is_what_airs():
    air = Studio()
    air.shelf.levels = dict.fromkeys("abcdef", 0.2)
    plan = [
        *one_after_the_other(item("a", 7, tail=2), item("b", 9, kind=Kind.PSA), item("c", 20)),
        timed("d", 30, Start.WINDOW, early=frames_of(6), late=frames_of(6)),
        item("e", 12, EIGHT + seconds(36), kind=Kind.STATION_ID),
        timed("f", 60, Start.HARD),
    ]
    air.load(*plan, fillers=[item("bed", 9, kind=Kind.FILLER)])
    air.play(1)
    air.order(Forecast())
    air.play(65)
    expected = {one.title: one.begins for one in air.answers[0].expected}
    started = {f.title: f.at for f in air.facts if f.act is Act.STARTED and f.title in expected}
    assert started == expected


def test_a_gap_is_filled_by_the_fillers_that_fit_it():
    air = Studio()
    beds = [item(f"bed{n}", n, kind=Kind.FILLER) for n in (4, 7, 9, 13)]
    news = item("news", 5, EIGHT + seconds(30), hard=True)
    air.load(item("song", 14), news, fillers=beds)
    air.play(31)
    heard = [title for title, _ in began(air)]
    assert sorted(heard[1:-1]) == ["bed7", "bed9"]
    assert [f.ended_by for f in air.facts if f.title in ("bed7", "bed9") and f.ended_by] == [
        EndedBy.FINISHED,
        EndedBy.FINISHED,
    ]


@pytest.mark.parametrize("lag", [1000, None], ids=["a lag", "its last sound"])
def test_what_is_faded_before_its_lag_is_over_is_followed_at_once_as_expected(lag):
    air = Studio()
    rule = Transition(Kind.MUSIC, Kind.MUSIC, lag_ms=lag, fall_ms=500)
    plan = one_after_the_other(*(item(f"song{n}", 10, tail=2) for n in range(3)))
    air.load(*plan, transitions=(rule,))
    air.order(Forecast(1))
    air.play(25)
    (answer,) = air.answers
    expected = [(one.begins - EIGHT).total_seconds() for one in answer.expected]
    assert expected == [0, 10.5, 21.0]
    assert began(air) == [("song0", 0), ("song1", 10.5), ("song2", 21.0)]
