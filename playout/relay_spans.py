"""When relays may have the air: from where their items truly begin to where they end."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from playout.cue import Cue
from playout.line import Line
from playout.live_desk import STEADY, Span
from playout.segues import Segues
from playout.wings import Wings
from station.ladder import Rung
from station.rundown import Item
from station.snapshot import Fate

AHEAD = 8
"""So many of the next items are looked at."""

Stretch = tuple[Item, int, int]
"""An item with its first frame of the air and the frame behind its last."""


class RelaySpans:
    """Only the tick thread calls it; changes nothing on the air."""

    def __init__(self, line: Line, wings: Wings, segues: Segues) -> None:
        self._line = line
        self._wings = wings
        self._segues = segues
        self._names: dict[str, str] = {}
        self._heard: Span | None = None

    def known(self, at: int, heard: str = "") -> list[Span]:
        """Return the next spans as things stand at this frame, nothing where no relay is near.

        `heard`: the address of the relay that has the air; its span may run over.
        """
        lead = self._line.lead
        on = bool(heard) or (lead is not None and bool(lead.item.relay))
        near = islice(self._wings.plan.all(), AHEAD)
        if not on and not any(cue.item.relay for cue in near):
            self._heard = None
            return []
        spans, self._names = joined(self._stretches(at), self._names)
        return self._run_over(spans, heard, at)

    def over(self, at: int) -> bool:
        """Return whether the relay that has the air runs over."""
        return self._heard is not None and self._heard.ends <= at

    def _run_over(self, spans: list[Span], heard: str, at: int) -> list[Span]:
        """Return the spans with that of the relay on the air as long as it may become."""
        covers = (one for one in spans if one.relay == heard and one.begins <= at < one.ends)
        span = next(covers, self._heard)
        self._heard = span if span is not None and span.relay == heard and span.over else None
        if span is None or self._heard is None:
            return spans
        cuts = self._wings.plan.fixed
        until = span.ends + span.over
        if cuts is not None and cuts.cuts is not None:
            until = max(span.ends, min(until, cuts.cuts))
        others = [one for one in spans if one.key != span.key]
        return [replace(span, ends=until), *others]

    def begins(self, relay: str, at: int) -> Cue | None:
        """Return the item in whose place a relay begins at this frame."""
        must = self._wings.plan.next_must_air
        if must is not None and must.item.relay == relay and must.planned <= at:
            return None if must.runs_on else must
        join = self._segues.join(at)
        for expected in self._wings.coming(join, AHEAD):
            if expected.fate is not Fate.DROPPED:
                found = expected.begins <= at and expected.cue.item.relay == relay
                return expected.cue if found and expected.fate is not Fate.TAKEN else None
        return None

    def _stretches(self, at: int) -> Iterator[Stretch]:
        lead = self._line.lead
        if lead is not None and lead.rung is Rung.LIVE:
            yield from self._beneath()
            return
        if lead is not None and lead.rung in (Rung.SCHEDULE, Rung.MUST_AIR):
            yield lead.item, lead.began, self._segues.free_at(at)
        for expected in self._wings.coming(self._segues.join(at), AHEAD):
            if expected.fate is Fate.TAKEN:
                return
            held = self._wings.hold and not expected.cue.hard
            if expected.fate is not Fate.DROPPED and not held:
                yield expected.cue.item, expected.begins, expected.ends

    def _beneath(self) -> Iterator[Stretch]:
        """Yield what runs on below somebody live, each item at the time the plan has it."""
        cues = list(islice(self._wings.plan.rundown, AHEAD))
        for cue, behind in zip(cues, [*cues[1:], None], strict=True):
            ends = cue.planned + cue.item.frames
            cuts = None if behind is None else behind.cuts
            yield cue.item, cue.planned, ends if cuts is None else min(ends, cuts)


def joined(
    stretches: Iterable[Stretch], names: dict[str, str]
) -> tuple[list[Span], dict[str, str]]:
    """Return the spans in which neighbouring items want the same relay, and what each is part of.

    `names`: the same of the last time; a span keeps its name while its items come and go.
    """
    spans: list[Span] = []
    known: dict[str, str] = {}
    for item, begins, ends in stretches:
        last = spans[-1] if spans else None
        if not item.relay:
            continue
        joins = last is not None and (last.relay, last.must) == (item.relay, item.must_air)
        if last is not None and joins and begins - last.ends <= STEADY:
            spans[-1] = replace(last, ends=max(ends, last.ends), over=item.relay_over)
        else:
            spans.append(_span(item, names.get(item.key, item.key), begins, ends))
        known[item.key] = spans[-1].key
    return spans, known


def _span(item: Item, key: str, begins: int, ends: int) -> Span:
    return Span(
        key, begins, ends, relay=item.relay, over=item.relay_over,
        programme=item.programme, source=item.relay_source, must=item.must_air,
    )  # fmt: skip
