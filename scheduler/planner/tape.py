"""The items laid so far, end to end, counted in frames."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scheduler.planner.airtime import SECOND, frame_at, instant_at
from scheduler.planner.items import ends_at, handed_over_at, stretched, trimmed
from scheduler.planner.plan import Finding, Note
from station.kinds import Kind
from station.rundown import Item
from station.transition import Transition

_LEAST = SECOND


class Tape:
    """Grows at its end; `at` is the segue of its last item, where the next one may begin."""

    def __init__(
        self, kept: Sequence[Item], begins: int, rules: tuple[Transition, ...] = ()
    ) -> None:
        self._rules = rules
        self.items = list(kept)
        self.findings: list[Finding] = []
        self.at = max(begins, ends_at(kept[-1])) if kept else begins
        self._joins: dict[Kind, int] = {}
        self._joined: tuple[int, int] = (0, 0)
        """Where the tape ended when `_joins` was reckoned: many candidates ask at one end."""

    def begin_of(self, kind: Kind) -> int:
        """Return the frame at which an item of a kind begins when it follows softly."""
        if self._joined != (len(self.items), self.at):
            self._joined = (len(self.items), self.at)
            self._joins = {}
        if kind not in self._joins:
            self._joins[kind] = self._join(kind)
        return self._joins[kind]

    def _join(self, kind: Kind) -> int:
        if not self.items or ends_at(self.items[-1]) != self.at:
            return self.at
        return handed_over_at(self.items[-1], kind, self._rules)

    def add(self, item: Item, limit: int | None = None) -> Item:
        """Append an item, faded at `limit` when it would run over it."""
        if limit is not None and frame_at(item.begins) + _LEAST > limit:
            item = replace(item, begins=instant_at(self.at))  # no room left to wait for the join
        if limit is not None and ends_at(item) > limit:
            item = trimmed(item, limit)
        self.items.append(item)
        self.at = ends_at(item)
        return item

    def cut_last(self, limit: int) -> None:
        """Fade the last item where something hard now begins inside it."""
        if self.items and self.at > limit > frame_at(self.items[-1].begins):
            self.items[-1] = trimmed(self.items[-1], limit)
            self.at = limit

    def stretch_last(self, limit: int) -> bool:
        """Let the last item ring out until `limit`, if its tail is that long."""
        longer = stretched(self.items[-1], limit) if self.items else None
        if longer is None or ends_at(self.items[-1]) != self.at:
            return False
        self.items[-1] = longer
        self.at = limit
        return True

    def leave_hole(self, until: int) -> None:
        """Go on at `until`; the air plays its fillers meanwhile."""
        seconds = f"{(until - self.at) / SECOND:.1f}"
        self.remark(Note.HOLE, {"seconds": seconds})
        self.at = until

    def remark(self, note: Note, about: Mapping[str, str], at: int | None = None) -> None:
        self.findings.append(Finding(note, instant_at(self.at if at is None else at), about))
