"""Promises for any plan without faults: what is forecast airs, hard starts are on their sample."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.audio import RATE
from station.journal import Act
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Overrun, Prefer, Start
from station.snapshot import Fate
from tests.unit.playout.fakes import EIGHT, Studio, item, seconds

KINDS = st.sampled_from(
    [Kind.MUSIC, Kind.MUSIC, Kind.PSA, Kind.STATION_ID, Kind.ANTHEM, Kind.PROGRAMME]
)
STARTS = st.sampled_from(["soft", "soft", "soft", "hard", "wait", "window", "fade", "drop"])
AROUND = st.integers(-20 * RATE, 20 * RATE)
MUST = st.sampled_from([False, False, False, True])
SPAN = st.integers(RATE, 20 * RATE)


@st.composite
def a_plan(draw):
    """Items of every start rule, some too early or too late for what stands before them."""
    made = []
    ends = EIGHT
    for n in range(draw(st.integers(1, 9))):
        start = draw(STARTS) if n else "soft"
        more = {
            "hard": {"hard": True},
            "wait": {"start": Start.WAIT, "late": draw(SPAN)},
            "window": {
                "start": Start.WINDOW, "early": draw(SPAN), "late": draw(SPAN),
                "prefer": draw(st.sampled_from(Prefer)),
            },
            "fade": {"overrun": Overrun.FADE},
            "drop": {"overrun": Overrun.DROP},
        }.get(start, {})  # fmt: skip
        apart = draw(AROUND if start in ("hard", "wait", "window") else st.just(0))
        begins = max(ends + seconds(apart / RATE), made[-1].begins + seconds(5) if made else EIGHT)
        length = draw(st.integers(4 * RATE, 60 * RATE)) / RATE
        about = {
            "kind": draw(KINDS), "tail": draw(st.integers(0, 4)),
            "programme": f"hour {n // 3}", "droppable": draw(st.booleans()),
            "must_air": draw(MUST),
        }  # fmt: skip
        made.append(item(f"item{n}", length, begins, **about, **more))
        ends = made[-1].ends
    return made


@settings(suppress_health_check=list(HealthCheck))
@given(a_plan())
def test_what_was_forecast_airs_and_hard_starts_are_on_their_sample(plan):
    studio = Studio()
    studio.engine._sinks.clear()
    beds = [item(f"bed{n}", 7 + n, kind=Kind.FILLER, tail=1) for n in range(3)]
    studio.load(*plan, fillers=beds)
    director, timeline = studio.engine.director, studio.engine.timeline
    coming = director.wings.coming(director.segues.join(0), 60)
    expected = [one for one in coming if one.fate is not Fate.DROPPED]
    studio.play((plan[-1].ends - EIGHT).total_seconds() + 240)
    aired = [f for f in studio.facts if f.act is Act.STARTED and f.rung >= Rung.SCHEDULE]
    heard = [(fact.item_key, timeline.frame_at(fact.at)) for fact in aired]
    assert [one.cue.item.key for one in expected] == [key for key, _ in heard]
    for one, (_, begins) in zip(expected, heard, strict=True):
        assert abs(one.begins - begins) <= 2
    if any(each.must_air for each in plan):
        return
    newest = {each.begins: each.key for each in plan if each.start is Start.HARD}
    for begins, key in newest.items():
        assert dict(heard)[key] == timeline.frame_at(begins)
