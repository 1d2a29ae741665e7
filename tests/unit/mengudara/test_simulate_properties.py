"""For any schedule and faults: a block every tick, no hole, nothing twice, no hard start off."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mengudara.simulate.faults import Fault, Incident
from mengudara.simulate.ledger import What
from station.audio import BLOCK, RATE
from station.kinds import Kind
from station.ladder import Rung
from tests.unit.mengudara.simulated import Stage
from tests.unit.playout.fakes import EIGHT, item, one_after_the_other, seconds, slot

NEVER = {What.HOLE, What.OVERLAP, What.TWICE, What.HARD_ERROR}
KINDS = st.sampled_from([Kind.MUSIC, Kind.MUSIC, Kind.PSA, Kind.JINGLE, Kind.PROGRAMME])
LENGTHS = st.floats(3.0, 300.0).map(lambda length: round(length, 3))

schedules = st.tuples(
    st.lists(st.tuples(LENGTHS, KINDS, st.integers(0, 3)), min_size=1, max_size=25),
    st.lists(st.integers(30 * RATE, 3000 * RATE), max_size=4, unique=True),
    st.integers(0, 3),
)
"""Soft items with length, kind and tail; hard starts in frames behind the begin; fillers."""
incidents = st.lists(
    st.tuples(st.floats(1, 150), st.sampled_from(sorted(Fault)), st.integers(0, 2**32 - 1)),
    max_size=8,
)
"""Seconds behind the one before, what, and the seed of its chance."""
slots = st.lists(st.tuples(st.integers(0, 900), st.integers(30, 600), st.booleans()), max_size=2)
"""Seconds behind the one before, length, and whether the presenter goes on the air by himself."""
RELAYED = "https://stream.example/news"


def live(drawn):
    """Return live slots one behind the other."""
    found, end = [], 0
    for wait, length, by_itself in drawn:
        found.append(slot(end + wait, end + wait + length, by_itself=by_itself))
        end += wait + length
    return tuple(found)


def made(schedule):
    """Return the items and the fillers of a drawn schedule."""
    soft, hards, fillers = schedule
    songs = one_after_the_other(
        *(
            item(f"{kind}{number}", length, kind=kind, tail=tail)
            for number, (length, kind, tail) in enumerate(soft)
        )
    )
    news = [
        item(
            f"news{frame}",
            7 + 40 * (frame % 2),
            EIGHT + seconds(frame / RATE),
            hard=True,
            kind=Kind.PROGRAMME,
            relay=RELAYED * (frame % 2),
            must_air=frame % 3 == 0,
        )
        for frame in hards
    ]
    beds = [item(f"bed{n}", 20 + 9 * n, kind=Kind.FILLER, tail=1) for n in range(fillers)]
    return sorted([*songs, *news], key=lambda each: each.begins), beds


@settings(suppress_health_check=list(HealthCheck))
@given(schedule=schedules, happening=incidents, block=st.sampled_from([5, 25]), drawn=slots)
def test_whatever_goes_wrong_the_promises_are_kept(tmp_path, schedule, happening, block, drawn):
    items, beds = made(schedule)
    stage = Stage(tmp_path, items, beds, block=block * BLOCK, slots=live(drawn))
    for wait, fault, chance in happening:
        stage.play(wait)
        stage.happen(Incident(stage.air.now, fault, chance))
    stage.play(120)
    assert_kept(stage, block * BLOCK)


def assert_kept(stage, block):
    broken = [remark for remark in stage.ledger.remarks if remark.what in NEVER]
    assert broken == []
    assert stage.monitor.wrong_ticks == 0
    assert stage.monitor.frames == stage.monitor.blocks * block
    assert not [remark for remark in stage.ledger.remarks if remark.detail == "silence"]
    assert all(fact.rung > Rung.SILENCE for fact in stage.facts)
