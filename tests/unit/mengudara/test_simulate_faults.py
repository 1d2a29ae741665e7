"""Incidents are drawn from the seed and nothing else."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from mengudara.simulate.faults import A_DAY, EVERYDAY, Fault, FaultUnknown, draw, parse
from mengudara.simulate.unheard import LEVEL, unheard
from station.audio import silence

DAY = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)


def test_the_same_seed_draws_the_same_incidents_and_another_seed_others():
    assert draw(parse("all"), 7, *DAY) == draw(parse("all"), 7, *DAY)
    assert draw(parse("all"), 7, *DAY) != draw(parse("all"), 8, *DAY)


def test_incidents_lie_in_the_span_in_order_of_time():
    drawn = draw(parse("all,200"), 1, *DAY)
    assert len(drawn) == 200
    assert list(drawn) == sorted(drawn, key=lambda incident: incident.at)
    assert all(DAY[0] <= incident.at < DAY[1] for incident in drawn)
    assert {incident.fault for incident in drawn} == set(EVERYDAY)


@pytest.mark.parametrize(
    ("text", "faults", "count"),
    [
        ("", (), 0),
        ("restart", (Fault.RESTART,), 2 * A_DAY),
        ("restart, clock ,3", (Fault.RESTART, Fault.CLOCK), 3),
        ("5", EVERYDAY, 5),
        ("all,1", EVERYDAY, 1),
        ("outage", (Fault.OUTAGE,), 1),
        ("outage,2", (Fault.OUTAGE,), 2),
    ],
)
def test_what_is_wanted_can_be_said_in_few_words(text, faults, count):
    drawn = draw(parse(text), 0, *DAY)
    assert len(drawn) == count
    assert {incident.fault for incident in drawn} <= set(faults)


def test_a_year_has_two_outages_and_all_means_none():
    year = DAY[0], DAY[0] + timedelta(days=365)
    assert len(draw(parse("outage"), 1, *year)) == 2
    assert Fault.OUTAGE not in parse("all").faults


def test_a_word_that_is_no_fault_is_told_with_those_that_are():
    with pytest.raises(FaultUnknown, match="restart"):
        parse("restrat")


def test_sound_that_nobody_hears_has_a_length_and_a_level():
    block = unheard(1000)
    block *= np.zeros((1000, 1), np.float32)
    block[:400] += unheard(400)
    assert (len(block), len(block[:400]), block.max()) == (1000, 400, LEVEL)
    joined = np.concatenate([block, silence(200)])
    assert (len(joined), joined.max()) == (1200, LEVEL)


def test_real_sound_with_unheard_sound_added_keeps_its_length():
    real = silence(100)
    real[:50] += unheard(50)
    assert real.shape == (100, 2)
    assert real.max() == np.float32(LEVEL)
