"""The forecast is what airs: what was put off, what a filler waits for, two starts at one time."""

from playout.cue import placed
from playout.forecast import expect
from station.audio import RATE
from station.commands import Clear, Forecast, Insert
from station.journal import Act
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Start
from station.snapshot import Fate
from tests.unit.playout.fakes import EIGHT, Studio, frames_of, item, one_after_the_other, seconds

BED = item("bed", 600, kind=Kind.FILLER)


def forecast(air):
    air.order(Forecast())
    air.play(0.04)
    found = air.answers.pop().expected
    return [(one.title, (one.begins - EIGHT).total_seconds(), one.fate) for one in found]


def heard(air):
    return [(title, round(at / RATE, 2)) for at, title in air.tape.began() if title != "bed"]


def owed():
    """A plan in which what must air does not fit before the news."""
    return (
        item("song", 20),
        item("must", 20, EIGHT + seconds(20), must_air=True, kind=Kind.PSA),
        item("news", 5, EIGHT + seconds(30), hard=True),
        item("after", 60, EIGHT + seconds(40)),
    )


def test_what_must_air_is_expected_behind_the_start_it_makes_way_for():
    air = Studio()
    air.load(*owed(), fillers=[BED])
    air.play(1)
    expected = forecast(air)
    assert expected == [
        ("news", 30, Fate.WHOLE), ("must", 35, Fate.WHOLE), ("after", 55, Fate.WHOLE),
    ]  # fmt: skip
    air.play(60)
    assert heard(air) == [("song", 0), *((title, begins) for title, begins, _ in expected)]


def test_an_insert_that_does_not_fit_is_expected_behind_the_start_it_makes_way_for():
    air = Studio()
    air.load(*owed()[::2], item("after", 60, EIGHT + seconds(35)), fillers=[BED])
    air.play(1)
    air.order(Insert(item("spot", 20, kind=Kind.PSA), "next"))
    air.play(0.04)
    expected = forecast(air)
    assert [entry[:2] for entry in expected] == [("news", 30), ("spot", 35), ("after", 55)]
    air.play(60)
    assert heard(air)[1:] == [entry[:2] for entry in expected]


def test_clear_leaves_what_was_put_off_but_no_operator_has_inserted():
    air = Studio()
    air.load(*owed(), fillers=[BED])
    air.play(25)
    air.order(Insert(item("spot", 20, kind=Kind.PSA), "next"))
    air.play(1)
    air.order(Clear())
    air.play(40)
    assert heard(air) == [("song", 0), ("news", 30), ("must", 35), ("after", 55)]


def test_what_was_put_off_keeps_its_rank_in_the_next_life():
    air = Studio()
    air.load(*owed(), fillers=[BED])
    air.play(25)
    after = Studio(EIGHT + seconds(33))
    after.load(item("after", 60, EIGHT + seconds(40)), fillers=[BED])
    after.engine.take_up(air.engine.orders)
    after.play(10)
    (must,) = [fact for fact in after.facts if fact.act is Act.STARTED and fact.title == "must"]
    assert (must.rung, must.by) == (Rung.MUST_AIR, "")


def test_over_a_filler_an_item_with_a_window_is_expected_at_its_own_time():
    air = Studio()
    news = item("news", 5, EIGHT + seconds(60), start=Start.WINDOW, early=frames_of(30))
    air.load(item("song", 20), news, fillers=[BED])
    air.play(45)
    assert forecast(air) == [("news", 60, Fate.WHOLE)]


def test_of_two_starts_at_one_instant_the_later_one_begins_on_its_sample():
    air = Studio()
    eight_thirty = EIGHT + seconds(30.01)
    air.load(
        item("song", 60),
        item("first", 5, eight_thirty, hard=True),
        item("second", 5, eight_thirty, hard=True),
        item("after", 60, EIGHT + seconds(36)),
        fillers=[BED],
    )
    air.play(1)
    expected = forecast(air)
    assert expected[:2] == [("first", 30.01, Fate.DROPPED), ("second", 30.01, Fate.WHOLE)]
    air.play(40)
    assert air.tape.began()[:2] == [(0, "song"), (frames_of(30.01), "second")]


def test_of_two_starts_at_one_instant_what_must_air_airs_behind_the_other():
    air = Studio()
    plan = one_after_the_other(item("song", 30))
    air.load(
        *plan,
        item("must", 5, EIGHT + seconds(30), hard=True, must_air=True),
        item("news", 5, EIGHT + seconds(30), hard=True),
        item("after", 60, EIGHT + seconds(40)),
        fillers=[BED],
    )
    air.play(1)
    expected = forecast(air)
    air.play(50)
    assert heard(air) == [("song", 0), ("news", 30), ("must", 35), ("after", 40)]
    assert [entry[:2] for entry in expected] == heard(air)[1:]


def test_a_missed_hard_start_before_one_that_waits_is_put_off_and_holds_nothing_up():
    spot = placed(
        item("spot", 3, must_air=True, hard=True, kind=Kind.PSA), frames_of(10), waits=True
    )
    song = placed(item("song", 60, start=Start.WAIT, late=frames_of(5)), frames_of(20), waits=True)
    for over_filler in (True, False):
        expected = expect([spot, song], frames_of(30), over_filler=over_filler)
        found = [(one.cue.item.key, one.begins) for one in expected]
        assert found == [("song", frames_of(30)), ("spot", frames_of(90))]
