"""Finds what stands in for a recording that failed its check before its airing."""

from datetime import date

from media_library.cart import Playable
from scheduler.planner.airtime import instant_at
from scheduler.planner.choices import Choices
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.plan import Note
from scheduler.planner.rotation import RotationView
from scheduler.planner.tape import Tape
from scheduler.week.programme import Rotation
from station.broadcast_day import local_date
from station.kinds import SPOTS, Kind
from station.rundown import Why

_UNIQUE = {Kind.PROGRAMME, *SPOTS, Kind.ANTHEM}
"""Kinds of which another one would say something else: music stands in."""


class Substitutes:
    """Keeps to one substitute for each place through every planning."""

    def __init__(self, inputs: PlanInputs, view: RotationView, tape: Tape) -> None:
        self._inputs = inputs
        self._view = view
        self._tape = tape
        self._before = Choices(inputs.previous.items if inputs.previous else ())
        self._chosen: dict[str, Playable] = {}
        self._titles: dict[str, str] = {}

    def of(self, key: str, cart_id: int) -> Playable | None:
        """Return what stands in for a failed recording at a place of its own."""
        failed = self._inputs.failed.get(cart_id)
        if failed is None:
            return None
        if key not in self._chosen:
            found = self._kept(key) or self._nearest(failed)
            if found is None:
                return None
            self._chosen[key] = found
            self._titles[key] = failed.title
            self.tell(key, failed)
        return self._chosen[key]

    def title(self, key: str) -> str:
        """Return what is stood in for at a place of its own; empty: nothing."""
        return self._titles.get(key, "")

    def replaced(self, key: str, chosen: int) -> str:
        """Return the title that a rotation would have played at a place; empty: this very one."""
        before = self._before.of(key)
        if before is None:
            return ""
        failed = self._inputs.failed.get(before.cart_id)
        if failed is not None:
            self.tell(key, failed)
            return failed.title
        same = before.reason.code is Why.SUBSTITUTE and before.cart_id == chosen
        return before.reason.about.get("replaces", "") if same else ""

    def version(self, campaign_id: int | None, cart_id: int) -> Playable | None:
        """Return another version of a spot that failed."""
        if cart_id not in self._inputs.failed:
            return None
        for campaign in self._inputs.campaigns:
            if campaign.id == campaign_id:
                sound = [cart for each in campaign.cart_ids if (cart := self._get(each))]
                return sound[0] if sound else None
        return None

    def tell(self, key: str, failed: Playable) -> None:
        withdrawn = failed.id in self._inputs.withdrawn
        note = Note.WITHDRAWN if withdrawn else Note.CHECK_FAILED
        self._tape.remark(note, {"title": failed.title, "key": key})

    def _kept(self, key: str) -> Playable | None:
        before = self._before.of(key)
        if before is None or before.reason.code is not Why.SUBSTITUTE:
            return None
        return self._get(before.cart_id)

    def _nearest(self, failed: Playable) -> Playable | None:
        """Return the recording nearest in length, of its kind where that says nothing else."""
        house = self._inputs.house.kinds
        wanted = failed.segue - failed.cue_in
        for kinds in (house,) if failed.kind in _UNIQUE else ((failed.kind,), house):
            rotation = Rotation(kinds, artist_separation_min=0, title_separation_min=5)
            carts = self._view.candidates(rotation, self._tape.at).carts
            if carts:
                return min(carts, key=lambda cart: abs(cart.segue - cart.cue_in - wanted))
        return None

    def _get(self, cart_id: int) -> Playable | None:
        return self._view.get(cart_id, self._day())

    def _day(self) -> date:
        return local_date(instant_at(self._tape.at), self._inputs.zone)
