"""Keeps programmes inside the hours of their rating: outside them the station's rotation plays."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.planner.airtime import frame_at, instant_at
from scheduler.planner.obeying import Law
from scheduler.planner.plan import Finding
from scheduler.planner.stretches import Stretch, Stretches
from scheduler.rules.findings import Deed, finding
from scheduler.rules.line import Airtime
from scheduler.rules.rule import Breach
from station.kinds import Kind
from station.rundown import Start


def within_hours(stretches: Stretches, law: Law) -> tuple[Stretches, list[Finding]]:
    """Return the stretches as the rules allow them, and what was replaced."""
    allowed: list[Stretch] = []
    findings: list[Finding] = []
    for stretch in stretches.all:
        for piece, breach in _pieces(stretch, law):
            allowed.append(piece)
            if breach is not None:
                findings.append(finding(breach, Deed.REPLACED, _named(stretch)))
    return Stretches(allowed), findings


def _pieces(stretch: Stretch, law: Law) -> Iterator[tuple[Stretch, Breach | None]]:
    at = stretch.begins
    while at < stretch.ends:
        line = _line(stretch, at)
        breach = None if line is None else law.out_of_hours(line)
        if line is None or (breach is None and law.closes(line) is None):
            yield _inside(stretch, at, stretch.ends), None
            return
        edge = law.closes(line) if breach is None else law.opens(line)
        ends = stretch.ends if edge is None else min(frame_at(edge), stretch.ends)
        if breach is None:
            yield _inside(stretch, at, ends), None
        else:
            yield _outside(stretch, at, ends), breach
        at = ends


def _line(stretch: Stretch, at: int) -> Airtime | None:
    """Return a stretch as one line from a frame on, None where nothing is rated."""
    programme = stretch.programme
    if programme is None:
        return None
    begins, ends = instant_at(at), instant_at(stretch.ends)
    return Airtime(
        stretch.key,
        begins,
        ends,
        Kind.PROGRAMME,
        programme.name,
        programme.name,
        str(programme.rating),
    )


def _inside(stretch: Stretch, begins: int, ends: int) -> Stretch:
    if begins == stretch.begins:
        return replace(stretch, ends=ends)
    return replace(stretch, begins=begins, ends=ends, start=Start.SOFT, opens=False)


def _outside(stretch: Stretch, begins: int, ends: int) -> Stretch:
    """Return a piece without its programme; behind one with it, it cuts in on its second."""
    piece = replace(stretch, key=f"{stretch.key}:rule", begins=begins, ends=ends, programme=None)
    return piece if begins == stretch.begins else replace(piece, start=Start.HARD, opens=True)


def _named(stretch: Stretch) -> dict[str, str]:
    return {} if stretch.programme is None else {"programme": stretch.programme.name}
