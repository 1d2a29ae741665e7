"""The report of a rehearsal as text for people: the worst first, and no more than can be read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mengudara.simulate.ledger import Remark, What
from mengudara.simulate.pictures import Watched
from mengudara.simulate.report import PlanRemark, Report, counts
from scheduler.rules.rule import Severity
from scheduler.stores.rules import FoundBreach
from station.audio import BLOCK, RATE

SHOWN = 12
"""Remarks of one sort that are told one by one."""
HEADINGS = {
    What.HOLE: "the record has holes",
    What.OVERLAP: "the record has overlaps",
    What.TWICE: "aired twice",
    What.HARD_ERROR: "hard starts off their sample",
    What.GAP: "slate or silence instead of programme",
    What.SILENCE: "silence on the air",
    What.FAILED: "could not be played",
    What.DROPPED: "planned and not aired",
    What.UNSEEN: "films without their pictures",
    What.OUTSIDE: "began outside their window",
    What.CUT: "lost their end to a fixed start",
    What.LATE: "began late",
    What.STILL: "pictures that stood still: the sound was longer, or their decoder was replaced",
    What.UNMEASURED: "films of whose pictures nothing is known",
    What.AWAY: "the air process was away",
    What.FILL: "filled by the air itself",
    What.LIVE: "live: a presenter or another station",
    What.HUSHED: "silent while live, no longer than allowed",
}


def lines(report: Report, zone: ZoneInfo) -> Iterator[str]:
    """Yield the lines of the report."""
    yield _title(report, zone)
    yield _verdict(report)
    for what, number in counts(report.remarks).items():
        if number:
            yield from _section(report, What(what), number, zone)
    yield from _law(report, zone)
    yield from _orders(report)
    yield from _separations(report, zone)
    yield from _findings(report, zone)
    yield from _incidents(report, zone)
    yield from _figures(report)


def _title(report: Report, zone: ZoneInfo) -> str:
    span = f"{_day(report.begins, zone)} to {_day(report.ends, zone)}"
    return f"{report.channel}, {span}, {'with' if report.sound else 'without'} sound"


def _verdict(report: Report) -> str:
    if report.forbidden:
        return f"{len(report.forbidden)} times something forbidden was heard: see below."
    if report.status:
        return "Listeners would notice: see below."
    if report.incidents:
        return f"All {len(report.incidents)} incidents were survived."
    return "Nothing a listener would notice."


def _section(report: Report, what: What, number: int, zone: ZoneInfo) -> Iterator[str]:
    yield f"\n{number} × {HEADINGS[what]}"
    told = [remark for remark in report.remarks if remark.what is what]
    for remark in told[:SHOWN]:
        yield f"  {_at(remark.at, zone)}  {_remark(remark)}"
    if number > SHOWN:
        yield f"  … and {number - SHOWN} more (--json has them all)"


def _remark(remark: Remark) -> str:
    words = [remark.title or remark.item_key]
    if remark.samples:
        words.append(f"{remark.samples:+d} samples")
    elif remark.seconds:
        words.append(f"{remark.seconds:.1f} s")
    if remark.detail:
        words.append(remark.detail)
    return ", ".join(filter(None, words))


def _law(report: Report, zone: ZoneInfo) -> Iterator[str]:
    """Yield what was heard against the rules, what is forbidden first, rule by rule."""
    rules: dict[str, list[FoundBreach]] = {}
    for breach in sorted(report.breaches, key=lambda one: one.severity is not Severity.BLOCK):
        rules.setdefault(breach.rule, []).append(breach)
    for rule, found in rules.items():
        forbidden = "forbidden" if found[0].severity is Severity.BLOCK else "warned of"
        yield f"\n{len(found)} × {forbidden}: {rule} ({found[0].article})"
        for breach in found[:SHOWN]:
            about = " ".join(f"{name}={value}" for name, value in breach.about.items())
            yield f"  {_at(breach.at, zone)}  {breach.item_title} {about}".rstrip()
        if len(found) > SHOWN:
            yield f"  … and {len(found) - SHOWN} more (--json has them all)"


def _orders(report: Report) -> Iterator[str]:
    """Yield what became of the orders: in one line all of them, then each that lacks plays."""
    if not report.orders:
        return
    ordered, aired, made_good, owed, short = (
        sum(getattr(one, name) for one in report.orders)
        for name in ("ordered", "aired", "made_good", "owed", "short")
    )
    lacking = [one for one in report.orders if not one.fulfilled]
    yield (
        f"\n{len(report.orders)} orders: {ordered} plays ordered, {aired} aired"
        f" ({made_good} made good), {owed} still owed, {short} short;"
        f" {len(report.orders) - len(lacking)} orders fulfilled"
    )
    for one in lacking:
        why = ", ".join(f"{count} {code}" for code, count in one.why.items())
        left = f"{one.short} short" if one.short else f"{one.owed} still owed"
        who = f" ({one.agency})" if one.agency else ""
        yield f"  {one.title}{who}: {one.aired} of {one.ordered}, {left}: {why}"


def _separations(report: Report, zone: ZoneInfo) -> Iterator[str]:
    for rule, count in report.relaxed.items():
        yield f"\n{count} × {rule} relaxed, as the plan says"
    if report.nearer:
        yield f"\n{len(report.nearer)} × nearer than wanted, and the plan does not say why"
    for one in report.nearer[:SHOWN]:
        wanted = f"{one.minutes:g} of {one.wanted:g} min"
        yield f"  {_at(one.at, zone)}  {one.title}, {one.artist}: {one.rule}, {wanted}"


def _findings(report: Report, zone: ZoneInfo) -> Iterator[str]:
    """Yield what the planner remarked, sort by sort: no quota is lost among a hundred fills."""
    sorts: dict[str, list[PlanRemark]] = {}
    for finding in report.findings:
        sorts.setdefault(finding.note, []).append(finding)
    for note, found in sorts.items():
        yield f"\n{len(found)} × remarked by the planner: {note}"
        for finding in found[:SHOWN]:
            about = " ".join(f"{name}={value}" for name, value in finding.about.items())
            yield f"  {_at(finding.at, zone)}  {about}".rstrip()
        if len(found) > SHOWN:
            yield f"  … and {len(found) - SHOWN} more (--json has them all)"


def _incidents(report: Report, zone: ZoneInfo) -> Iterator[str]:
    if report.incidents:
        yield f"\n{len(report.incidents)} × made to go wrong (seed {report.seed})"
    for incident in report.incidents:
        yield f"  {_at(incident.at, zone)}  {incident.fault} {incident.detail}".rstrip()


def _figures(report: Report) -> Iterator[str]:
    yield (
        f"\n{len(report.as_run)} airings, {report.hard_starts} hard starts, {report.blocks} blocks,"
        f" {report.underruns} underruns, {report.plannings} plannings"
    )
    if report.pictures is not None:
        yield _pictures(report.pictures)
    if report.peak_dbfs is not None:
        yield f"peak {report.peak_dbfs} dBFS"
    yield (
        f"{report.wall_seconds:.1f} s, of which planning {report.planning_seconds:.1f} s:"
        f" {report.speed:.0f} times real time; facts {report.facts_digest[:12]}"
    )


def _pictures(watched: Watched) -> str:
    seen, held, unseen, card = (
        timedelta(seconds=blocks * BLOCK // RATE)
        for blocks in (watched.seen, watched.held, watched.unseen, watched.card)
    )
    return (
        f"pictures of {watched.films} films: seen {seen}, an older one held {held}, the card in"
        f" their place {unseen}; the card with what is only heard {card};"
        f" {watched.alarms} alarms"
    )


def _day(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _at(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %d %b %H:%M:%S}"
