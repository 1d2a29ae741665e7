"""An air to rehearse with: no planner, no files, a rundown made by hand."""

from datetime import timedelta
from random import Random

import numpy as np

from mengudara.simulate import visits
from mengudara.simulate.air import SimulatedAir
from mengudara.simulate.faults import Fault, Incident
from mengudara.simulate.ledger import Ledger
from mengudara.simulate.monitor import Monitor
from mengudara.simulate.sources import Counted, Opener
from station.audio import BLOCK, CHANNELS, RATE
from station.clock import VirtualClock
from station.commands import Hold, Skip
from station.config import Air
from tests.unit.playout.fakes import EIGHT, rundown, seconds


class Stage:
    """A simulated air with its ledger; every incident can be put upon it."""

    def __init__(self, tmp_path, items, fillers=(), block=25 * BLOCK, slots=()):
        self.facts = []
        self.items = items
        self.fillers = fillers
        self.ledger = Ledger()
        self.monitor = Monitor(-50.0)
        self.opener = Opener(tmp_path, lambda item, at: Counted(item.cue_out - at))
        self.air = SimulatedAir(
            "radio", VirtualClock(EIGHT), self.opener, self.monitor, self._note,
            slate=np.full((RATE, CHANNELS), 0.1, np.float32), block=block, air=Air(),
        )  # fmt: skip
        self.slots = slots
        self.version = rundown(*items, fillers=fillers, live_slots=slots)
        self.ledger.promise(self.version, EIGHT - seconds(1), EIGHT + timedelta(days=1))
        self.air.begin(self.version)

    def _note(self, fact):
        self.facts.append(fact)
        self.ledger.hear(fact)

    def play(self, length):
        self.air.play(self.air.now + seconds(length))

    def happen(self, incident: Incident):
        random = Random(incident.chance)
        match incident.fault:
            case Fault.MISSING | Fault.CORRUPT:
                self.opener.spoil_next(incident)
            case Fault.KILLED | Fault.HUNG:
                if self.air.lead is not None:
                    self.opener.spoil_now(self.air.lead.item.key, incident)
            case Fault.CLOCK:
                by = seconds(round(random.uniform(0.6, 120) * random.choice((-1, 1)), 3))
                self.air.set_clock(by, self.ledger.stepped)
            case Fault.RESTART:
                self.restart(seconds(random.randrange(500, 3_000) / 1000))
            case Fault.EDIT:
                self.edit(random)
            case Fault.LIVE:
                self.expect(visits.of_presenter(incident, self.version, self.air.now))
            case Fault.RELAY:
                self.expect(visits.of_relay(incident, self.version, self.air.now))

    def expect(self, visit):
        self.air.expect(visit.events)

    def restart(self, after):
        self.air.die()
        self.ledger.went_away(self.air.now)
        self.air.live_again(after)
        self.ledger.came_back(self.air.now)
        self.air.begin(self.version)

    def edit(self, random):
        match random.randrange(4):
            case 0:
                self.air.order(Skip())
            case 1:
                self.air.order(Hold(on=bool(random.randrange(2))))
            case _:
                kept = [item for item in self.items if random.random() > 0.2]
                self.version = rundown(
                    *kept,
                    fillers=self.fillers,
                    version=self.version.version + 1,
                    live_slots=self.slots,
                )
                self.ledger.promise(self.version, self.air.now, EIGHT + timedelta(days=1))
                self.air.adopt(self.version)

    def whats(self):
        return [remark.what for remark in self.ledger.remarks]
