"""What was on the air and what was ordered goes on in the next life, where it would be by now."""

import pytest

from playout.last_life import LastLife, take_up
from playout.pulse import Pulse
from station.audio import RATE
from station.commands import GoLive, Hold, Insert, Replay, Skip
from station.journal import Act
from station.kinds import Kind
from station.ladder import Rung
from tests.unit.playout.fakes import (
    EIGHT,
    Studio,
    frames_of,
    item,
    one_after_the_other,
    rundown,
    seconds,
)

BED = item("bed", 600, kind=Kind.FILLER)
SONGS = one_after_the_other(*(item(f"song{n}", 60) for n in range(6)))
TALK = item("talk", 40, kind=Kind.PROGRAMME)


@pytest.fixture
def air():
    made = Studio()
    made.load(*SONGS, fillers=[BED])
    return made


def next_life(air, after, *plan):
    """Start a new air so many seconds behind the death of this one."""
    lead, died = air.engine.director.line.lead, air.engine.air_time
    sign = Pulse(died, lead.airing, lead.heard, lead.position)
    made = Studio(died + seconds(after))
    left = LastLife(air.facts, sign, air.engine.orders)
    published = rundown(*(plan or SONGS), fillers=[BED])
    take_up(left, made.engine, published, made.facts.append)
    for _ in range(8):
        made.engine.director.prepare(0)
    return made


def began(air):
    """Return what began, and how many seconds behind eight."""
    origin = (air.engine.timeline.origin - EIGHT).total_seconds()
    return [(title, round(origin + at / RATE, 2)) for at, title in air.tape.began()]


def test_an_insert_goes_on_where_it_would_be_and_what_it_interrupted_where_it_was(air):
    air.play(10)
    air.order(Insert(TALK, "now"))
    air.play(15)
    after = next_life(air, 5)
    after.play(60)
    assert began(after) == [("talk", 30), ("song0", 50)]
    back = {fact.title: fact for fact in after.facts if fact.act is Act.RESUMED}
    assert back["talk"].position == frames_of(20)
    assert back["song0"].position == frames_of(10)
    assert (back["talk"].rung, back["talk"].by) == (Rung.OPERATOR, "rina")
    assert not [fact for fact in after.facts if fact.detail.startswith("estimated")]


def test_behind_an_insert_the_plan_goes_on_with_what_would_have_followed(air):
    air.play(10)
    air.order(Insert(TALK, "next"))
    air.play(70)
    after = next_life(air, 5)
    after.play(90)
    assert began(after) == [("talk", 85), ("song1", 100), ("song2", 160)]
    talk = next(fact for fact in after.facts if fact.title == "talk")
    assert (talk.act, talk.planned, talk.by) == (Act.RESUMED, None, "rina")


def test_what_is_played_again_goes_on(air):
    air.play(50)
    air.order(Replay())
    air.play(20)
    after = next_life(air, 5)
    after.play(60)
    assert began(after) == [("song0", 75), ("song1", 110)]


def test_an_insert_that_is_over_by_now_or_was_skipped_does_not_come_back(air):
    air.play(10)
    air.order(Insert(TALK, "now"))
    air.play(35)
    over = next_life(air, 20)
    over.play(1)
    assert began(over) == [("song0", 65)]
    air.order(Skip())
    air.play(1)
    skipped = next_life(air, 1)
    skipped.play(1)
    assert began(skipped) == [("song0", 47)]


def test_an_insert_does_not_come_back_below_a_start_that_has_come_meanwhile(air):
    air.play(55)
    air.order(Insert(TALK, "next"))
    air.play(10)
    news = item("news", 60, EIGHT + seconds(70), hard=True)
    after = next_life(air, 10, *SONGS[:1], news)
    after.play(1)
    assert began(after) == [("news", 75)]


def test_behind_a_presenter_and_a_clock_set_back_nothing_is_heard_again_in_the_next_life(air):
    air.inputs.connect("sari")
    air.play(50)
    air.order(GoLive("sari"))
    air.play(2)
    air.set_clock(-30)
    air.play(1)
    after = next_life(air, 2)
    after.play(20)
    assert began(after) == [("song0", 25), ("song1", 35)]
    assert after.facts[-3].position == frames_of(50)


def test_what_waits_waits_in_the_next_life_too(air):
    air.play(10)
    air.order(Insert(TALK, "now"))
    air.order(Insert(item("spot", 5), "next"))
    air.order(Hold())
    air.play(15)
    after = next_life(air, 5)
    after.play(85)
    assert began(after) == [("talk", 30), ("song0", 50), ("spot", 100), ("bed", 105)]


@pytest.mark.parametrize("news_at", [30, 90], ids=["a hard start has come", "none has"])
def test_what_must_air_goes_on_above_a_start_that_has_come_meanwhile(news_at):
    plan = (
        item("song", 60),
        item("must", 40, EIGHT + seconds(10), hard=True, must_air=True),
        item("news", 20, EIGHT + seconds(news_at), hard=True),
    )
    air = Studio()
    air.load(*plan, fillers=[BED])
    air.play(20)
    after = next_life(air, 15, *plan)
    after.play(60)
    assert began(after)[0] == ("must", 35)
    assert ("news", max(50, news_at)) in began(after)
    must = next(fact for fact in after.facts if fact.title == "must")
    assert (must.act, must.rung, must.position) == (Act.RESUMED, Rung.MUST_AIR, frames_of(25))
