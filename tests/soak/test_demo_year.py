"""All of the demo year with two outages: what is promised for a year is asked of a year."""

from random import Random

import pytest

from mengudara.demo_year import create, days
from mengudara.simulate.faults import Fault, Incident
from station.paths import StatePaths
from tests.demo_year import at, check, rehearsed
from tests.soak.conftest import scaled

LENGTH = (days.YEAR.last - days.YEAR.first).days + 1


@pytest.mark.timeout(6 * 3600)
def test_the_year_of_a_demo_station_keeps_its_promises(tmp_path, figures):
    paths = StatePaths(tmp_path / "var")
    create.create(paths)
    length = scaled(LENGTH, 7)
    chance = Random(2027)
    outages = [
        Incident(
            at(days.YEAR.first, "05:00") + length * share * at_day,
            Fault.OUTAGE,
            chance.getrandbits(32),
        )
        for share, at_day in ((0.3, days.DAY), (0.8, days.DAY))
    ]
    report = rehearsed(paths, days.YEAR.first, length, *outages)
    ordered = sum(one.ordered for one in report.orders)
    short = sum(one.short + one.owed for one in report.orders)
    figures["demo year"] = (
        f"{length} days, {len(report.as_run)} airings, {ordered} plays ordered, {short} short,"
        f" {len(report.forbidden)} forbidden, {len(report.breaches)} remarks of rules,"
        f" {report.wall_seconds:.0f} s, of which planning {report.planning_seconds:.0f} s"
    )
    check(report)
    assert len(report.orders) > 50 or length < LENGTH
