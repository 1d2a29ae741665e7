"""Days of the demo year when most goes on: Ramadan begins, the quiet period, the vote, an outage.

The whole year is a soak test; here it is asked the same for some days.
"""

from datetime import timedelta

import pytest

from mengudara.demo_year import create, days
from mengudara.simulate.faults import Fault, Incident
from station.paths import StatePaths
from tests.demo_year import DAY, at, check, rehearsed, why


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    paths = StatePaths(tmp_path_factory.mktemp("year") / "var")
    create.create(paths)
    return paths


def aired(report, day, name):
    """Return the airings of an observance on a local day."""
    return [line for line in report.as_run if line.item_key == f"event:{name}:{day:%Y%m%d}"]


def test_with_ramadan_its_grid_begins_and_imsak_and_the_drum_are_heard(station):
    first = days.ramadan().first
    report = rehearsed(station, first - DAY, 2)
    check(report)
    sahur = {line.began for line in report.as_run if line.programme == "Sahur Bersama"}
    assert sahur
    assert min(sahur) >= at(first, "02:00") - timedelta(seconds=30)
    assert aired(report, first - DAY, "imsak") == []
    assert len(aired(report, first, "imsak")) == 1
    [drum], [azan] = aired(report, first, "iftar"), aired(report, first, "azan-magrib")
    assert drum.ended == azan.began


def test_from_the_quiet_period_on_nothing_favours_a_participant(station):
    first = days.QUIET.first
    report = rehearsed(station, first - DAY, 2)
    check(report)
    assert "rule:election/spots" in why(report, "Kampanye Pasangan 2")
    assert set(why(report, "Kampanye Pasangan 3")) <= {
        "rule:election/quiet-period",
        "rule:election/window",
    }
    heard = [line.began for line in report.as_run if line.title.startswith("Election")]
    assert heard
    assert max(heard) < at(first, "00:00")


def test_on_the_day_of_the_vote_all_is_lawful(station):
    report = rehearsed(station, days.ELECTION_DAY, 1)
    check(report)
    assert not [line for line in report.as_run if line.title.startswith("Election")]


def test_what_an_outage_swallowed_is_made_good_or_told(station):
    first = days.YEAR.first + 10 * DAY
    outage = Incident(at(first, "06:30"), Fault.OUTAGE, 3)
    report = rehearsed(station, first, 1, outage)
    check(report)
    assert report.incidents[0].fault == "outage"
    assert sum(order.made_good for order in report.orders) > 0
    whole = [order for order in report.orders if order.fulfilled and order.made_good]
    assert whole
