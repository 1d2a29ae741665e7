"""The report in words: what the planner remarked is told sort by sort."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from mengudara.simulate import words
from mengudara.simulate.promises import OrderTold
from mengudara.simulate.report import Happened, PlanRemark, Report, to_json
from mengudara.simulate.separations import Broken
from scheduler.rules.rule import Severity, Text
from scheduler.stores.rules import FoundBreach
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


LAW = FoundBreach(
    EIGHT.date(), "advertising/no-ads-in-prayer", Text("No ads", "Tanpa iklan"), "P3SPS",
    Severity.BLOCK, EIGHT, 4.0, "campaign:1:20260302:0", "Toko", {"prayer": "Azan Magrib"},
)  # fmt: skip
LACKING = OrderTold(1, "Donor darah", "PMI", 10, 7, 2, 0, 3, {"over_cap": 1, "outage": 2})


def test_what_was_forbidden_and_heard_is_the_verdict_with_its_article():
    report = replace(QUIET, breaches=(replace(LAW, severity=Severity.WARN), LAW))
    told = "\n".join(words.lines(report, WIB))
    assert report.status == 1
    assert "1 times something forbidden was heard" in told
    assert "advertising/no-ads-in-prayer (P3SPS)" in told


def test_a_warning_alone_is_told_and_no_failure():
    report = replace(QUIET, breaches=(replace(LAW, severity=Severity.WARN),))
    assert report.status == 0
    assert "1 × warned of: advertising/no-ads-in-prayer" in "\n".join(words.lines(report, WIB))


def test_an_order_that_lacks_plays_says_how_many_and_why():
    whole = OrderTold(2, "Posyandu", "Dinkes", 5, 5, 0, 0, 0)
    told = list(words.lines(replace(QUIET, orders=(LACKING, whole)), WIB))
    assert "  Donor darah (PMI): 7 of 10, 3 short: 1 over_cap, 2 outage" in told
    assert any("15 plays ordered, 12 aired (2 made good)" in line for line in told)
    assert not any("Posyandu" in line for line in told)


def test_separations_are_counted_where_the_plan_says_so_and_told_where_not():
    near = Broken(EIGHT, "artist_separation", "Walang Kekek", "Waldjinah", "Musik", 5.0, 30.0)
    report = replace(QUIET, nearer=(near,), relaxed={"tag_separation": 3})
    told = "\n".join(words.lines(report, WIB))
    assert report.status == 1
    assert "3 × tag_separation relaxed, as the plan says" in told
    assert "Walang Kekek, Waldjinah: artist_separation, 5 of 30 min" in told


def test_what_faults_brought_about_is_not_blamed_on_the_plan_but_an_outage_excuses_nothing():
    broken = replace(QUIET, breaches=(LAW,))
    assert replace(broken, incidents=(Happened(EIGHT, "clock", ""),)).status == 0
    assert replace(broken, incidents=(Happened(EIGHT, "outage", ""),)).status == 1
