"""The report in words: what the planner remarked is told sort by sort."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from mengudara.simulate import words
from mengudara.simulate.report import PlanRemark, Report, to_json
from tests.unit.playout.fakes import EIGHT, seconds

QUIET = Report(
    "radio", EIGHT, EIGHT + timedelta(days=1), False, 0, (), (), (), (), 10, 0, 0, 0, 0, 1, "facts"
)
QUOTA = PlanRemark(EIGHT + seconds(7_200), "rule", {"rule": "ads_share", "deed": "warned"})
FILLS = tuple(PlanRemark(EIGHT + seconds(n), "hole", {"seconds": str(n)}) for n in range(40))
REPORT = replace(QUIET, findings=(*FILLS, QUOTA))
WIB = ZoneInfo("Asia/Jakarta")


def test_one_broken_rule_is_seen_behind_forty_holes():
    told = "\n".join(words.lines(REPORT, WIB))
    assert "40 × remarked by the planner: hole" in told
    assert "1 × remarked by the planner: rule\n  Mon 02 Mar 17:00:00  rule=ads_share" in told
    assert "… and 28 more" in told


def test_a_plan_without_remarks_has_no_heading_for_them():
    assert "remarked" not in "\n".join(words.lines(QUIET, WIB))


@pytest.mark.parametrize("finding", [QUOTA, FILLS[0]])
def test_the_document_for_machines_holds_every_remark_whole(finding):
    document = TypeAdapter(dict).validate_json(to_json(REPORT))
    assert len(document["findings"]) == 41
    assert {"note": finding.note, "about": finding.about}.items() <= next(
        each for each in document["findings"] if each["about"] == finding.about
    ).items()
