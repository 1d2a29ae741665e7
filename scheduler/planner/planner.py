"""The planner: a pure function from rows to a rundown, each item with its reason."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from scheduler.drift import Followed, followed
from scheduler.planner.airtime import SECOND, frame_at, instant_at
from scheduler.planner.clear import Clears, cleared
from scheduler.planner.demand import Demand, aired_as, of_overrides
from scheduler.planner.event import Find, Observed, coming, observed
from scheduler.planner.freezing import frozen
from scheduler.planner.holding import Holding
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.items import filler
from scheduler.planner.judging import judged, lawful
from scheduler.planner.laying import Laying
from scheduler.planner.live_slots import live_slots
from scheduler.planner.locking import locked_out
from scheduler.planner.notices import notices
from scheduler.planner.plan import Finding, Note, Plan
from scheduler.planner.progress import Progress
from scheduler.planner.rated import within_hours
from scheduler.planner.reserving import reserve
from scheduler.planner.rotation import RotationView
from scheduler.planner.serials import chapters
from scheduler.planner.stretches import cut
from scheduler.planner.substitutes import Substitutes
from scheduler.planner.talk_overs import TalkOvers
from scheduler.planner.tape import Tape
from scheduler.planner.waiting import Waiting
from scheduler.planner.walk import Walk
from scheduler.traffic.orders import Wanted, still_owed, wanted
from scheduler.week.grid import Occurrence, conflicts
from station.broadcast_day import local_date
from station.kinds import Kind
from station.rundown import Item, Why

BEYOND = timedelta(hours=3)
"""How far behind the end is looked, so that the last items are chosen as they will be again."""
FILLERS = 20
_WHOLE = {Why.SPOT_TIME, Why.SPOT_SPREAD, Why.INSERTED, Why.MOVED, Why.EVENT}
"""What is never cut short by what comes behind it."""


def plan(inputs: PlanInputs) -> Plan:
    """Return the rundown from now to `inputs.ends`; the same inputs give the same answer."""
    found = inputs.occurrences(inputs.begins, inputs.ends + BEYOND)
    view = RotationView(inputs.carts, inputs.last_aired, inputs.seed, inputs.zone, inputs.channel)
    fillers = _fillers(inputs, view)
    events = _observed(inputs, view.get)
    clears = Clears(events.clears)
    off_plan = followed(inputs.previous, inputs.heard) if inputs.previous else None
    ahead = off_plan.ahead if off_plan is not None else frozenset()
    orders = _orders(inputs, ahead)
    demands, put_off = _kept_clear(inputs, _demands(inputs, orders), view.get, clears)
    demands += events.demands
    kept = frozen(inputs, demands, off_plan, clears)
    for item in kept:
        view.note(item.cart_id, frame_at(item.begins))
    tape = Tape(kept, _whole_second(frame_at(inputs.begins)), inputs.transitions)
    _cut_into_kept(inputs, tape, demands, found, since=_free_from(inputs, off_plan))
    if inputs.carts:
        _walk(inputs, tape, view, demands, found, ahead=ahead, clears=clears, orders=orders)
    else:
        tape.remark(Note.LIBRARY_EMPTY, {})
    talk_overs = TalkOvers(inputs, view, tape.items)
    secondary = talk_overs.laid()
    findings = [*tape.findings, *talk_overs.findings, *_overlaps(inputs, found)]
    findings += locked_out(inputs, kept, demands, found)
    findings += [
        *orders.findings,
        *events.findings,
        *put_off,
        *judged(inputs, tape.items, view.get),
    ]
    return Plan(
        tuple(tape.items),
        fillers,
        tuple(sorted(findings, key=lambda found: found.at)),
        secondary=secondary,
        live_slots=live_slots(inputs),
        transitions=inputs.transitions,
        texts=tuple(sorted((*events.texts, *notices(inputs)), key=lambda text: text.begins)),
    )


def _walk(
    inputs: PlanInputs,
    tape: Tape,
    view: RotationView,
    demands: Sequence[Demand],
    found: Sequence[Occurrence],
    *,
    ahead: Collection[str],
    clears: Clears,
    orders: Wanted,
) -> None:
    """Lay the tape on from what is kept to the end; what the air has ahead is not over."""
    moved_away = _moved_away(inputs)
    done = {key: at for key, at in inputs.past.items() if at <= inputs.begins and key not in ahead}
    done |= {item.key: item.begins for item in tape.items}
    programmes = {programme.id: programme for programme in inputs.programmes}
    ends = inputs.ends + BEYOND
    told = chapters(inputs, found)
    stretches = cut(found, programmes, instant_at(tape.at), ends, zone=inputs.zone, chapters=told)
    law = lawful(inputs, tape.items)
    view.forbids = law.forbids_cart
    stretches, replaced = within_hours(stretches, law)
    tape.findings += replaced
    left = [demand for demand in demands if demand.key not in done and _to_come(demand, tape.at)]
    reserve(law, left, view.get, inputs.zone, tape.at)
    gone = done.keys() | moved_away
    waiting = Waiting(left, done, gone, orders)
    misplaced = gone.intersection(override.item_key for override in inputs.overrides)
    substitutes = Substitutes(inputs, view, tape)
    laying = Laying(inputs, tape, view, Progress(done, misplaced), substitutes, clears, law)
    openings = [stretch.begins for stretch in stretches.hard_openings()]
    held = inputs.held
    holding = None if held is None else Holding(laying, held, waiting.left, openings)
    Walk(laying, stretches, waiting, holding).go(until=frame_at(inputs.ends))


def _free_from(inputs: PlanInputs, off_plan: Followed | None) -> datetime:
    """Return from when on the grid may cut kept items: behind the lock, if they are as before."""
    moved = off_plan is not None or inputs.restored is not None
    return inputs.begins if moved else inputs.begins + inputs.lock


def _cut_into_kept(
    inputs: PlanInputs,
    tape: Tape,
    demands: Sequence[Demand],
    found: Sequence[Occurrence],
    *,
    since: datetime,
) -> None:
    """Fade the last kept item where something newly hard begins inside it."""
    if not tape.items or tape.items[-1].reason.code in _WHOLE:
        return
    kept = {item.key for item in tape.items}
    begun = {key.rpartition(":")[0] for key in kept}
    if inputs.held is not None:
        since = max(since, inputs.held.until)
    openings = [at for at in found if at.begins >= since and at.key not in begun]
    frames = [frame_at(at.cuts) for at in openings if at.cuts is not None]
    settled = frame_at(since)
    frames += [
        demand.target
        for demand in demands
        if demand.hard and demand.key not in kept
        if demand.campaign_id is None or demand.must_air or demand.target >= settled
    ]
    now = frame_at(inputs.begins)
    tape.cut_last(min((frame for frame in frames if frame > now), default=tape.at))


def _orders(inputs: PlanInputs, ahead: Collection[str]) -> Wanted:
    """Return what the orders want; what the air still has ahead of it is not owed yet."""
    return wanted(
        inputs.campaigns,
        inputs.begins,
        inputs.ends + BEYOND,
        inputs.zone,
        owed=still_owed(inputs.missed, ahead),
        caps=inputs.caps,
        unopened=inputs.unopened,
    )


def _demands(inputs: PlanInputs, orders: Wanted) -> list[Demand]:
    """Return every play and wish; what an operator moved or took away keeps no place of its own."""
    taken = _moved_away(inputs)
    wishes = {demand.key: demand for demand in of_overrides(inputs.overrides, inputs.campaigns)}
    plays = [demand for demand in orders.demands if demand.key not in taken]
    return plays + list(wishes.values())


def _observed(inputs: PlanInputs, find: Find) -> Observed:
    """Return what the events of the plan ask for; what has begun is not told again."""
    events = coming(inputs.events, inputs.begins, inputs.ends + BEYOND)
    return observed(events, find, _moved_away(inputs))


def _kept_clear(
    inputs: PlanInputs, demands: Sequence[Demand], find: Find, clears: Clears
) -> tuple[list[Demand], list[Finding]]:
    """Return the demands out of the way of what is kept clear, and what was put off for it."""
    moved: list[Demand] = []
    findings: list[Finding] = []
    for demand in demands:
        cart = find(demand.cart_id, local_date(instant_at(demand.target), inputs.zone))
        if cart is None:
            moved.append(demand)
            continue
        cart = aired_as(demand, cart)
        moved.append(cleared(demand, cart.kind, cart.cue_out - cart.cue_in, clears))
        if moved[-1] is not demand and inputs.past.get(demand.key) is None:
            about = {**demand.about, "key": demand.key}
            findings.append(Finding(Note.KEPT_CLEAR, instant_at(demand.target), about))
    return moved, findings


def _moved_away(inputs: PlanInputs) -> set[str]:
    """Return the keys that operators have taken from their own place."""
    return {
        override.item_key
        for override in inputs.overrides
        if override.item_key and override.undone_at is None
    }


def _to_come(demand: Demand, frame: int) -> bool:
    return demand.target >= frame if demand.hard else demand.latest >= frame


def _overlaps(inputs: PlanInputs, found: Sequence[Occurrence]) -> list[Finding]:
    names = {programme.id: programme.name for programme in inputs.programmes}
    return [
        Finding(
            Note.OVERLAP,
            conflict.begins,
            {
                "programme": names.get(conflict.winner.slot.programme_id, ""),
                "other": names.get(conflict.loser.slot.programme_id, ""),
            },
        )
        for conflict in conflicts(found)
        if not conflict.is_meant
    ]


def _fillers(inputs: PlanInputs, view: RotationView) -> tuple[Item, ...]:
    day = local_date(inputs.begins, inputs.zone)
    for kinds in ((Kind.FILLER,), (Kind.MUSIC,), tuple(inputs.house_kinds)):
        carts = view.sample(kinds, FILLERS, day)
        if carts:
            return tuple(filler(cart, inputs.target_lufs) for cart in carts)
    return ()


def _whole_second(frame: int) -> int:
    return -(-frame // SECOND) * SECOND
