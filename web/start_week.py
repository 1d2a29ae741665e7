"""Puts a ready week on the grid through the stores of the pages, and takes it back as a whole."""

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from scheduler.calendar.attachment import BringsProgramme
from scheduler.observance.settings import BroadcastDay
from scheduler.start import laid_out
from scheduler.start.progress import Laid
from scheduler.start.ready_week import ReadyWeek
from scheduler.stores import (
    AttachmentStore,
    GridStore,
    HourTemplateStore,
    ProgrammeStore,
    SeasonStore,
)
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme, Templated
from scheduler.week.season import Season
from web.rule_watch import RuleWatch


class Standing(enum.StrEnum):
    """What became of a week that was laid."""

    UNTOUCHED = "untouched"
    """It can be taken back."""
    CHANGED = "changed"
    """People have made it their own."""
    GONE = "gone"
    """Nothing of it is on the grid."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a week goes when the grid is not empty; at most one of both."""

    season: Season | None = None
    """A season of its own, not stored yet."""
    instead_of: str = ""
    """Replaces the standing grid, which is kept in a season of this name, switched off."""


@dataclass(frozen=True, slots=True)
class WeekLaying:
    """The hand on ready weeks of one channel. The caller owns the transaction."""

    session: Session
    channel: str
    watch: RuleWatch

    def lay(
        self, week: ReadyWeek, hours: BroadcastDay, today: date, where: Where = Where()
    ) -> Laid:
        """Put a week on the grid from yesterday's local day on, so that the hour under way is its.

        Raises ScheduleInvalid for a season that meets another one, RuleBroken.
        """
        kept_in, put_by = self._put_by(where.instead_of, today)
        season = None if where.season is None else SeasonStore(self.session).save(where.season).id
        programmes = laid_out.used(week, hours)
        wanted = [key for ready in programmes for key in ready.templates]
        templates = {
            key: HourTemplateStore(self.session).save(template).id
            for key, template in laid_out.hour_templates(week, wanted, self.channel).items()
        }
        numbers = {
            ready.key: self._programme(laid_out.programme(ready, self.channel, templates))
            for ready in programmes
        }
        slots = laid_out.slots(
            week, hours, numbers, channel=self.channel,
            first_day=today - timedelta(days=1), season_id=season,
        )  # fmt: skip
        laid = Laid(
            week=week.id,
            templates=tuple(templates.values()),
            programmes=tuple(numbers.values()),
            slots=tuple(self._slot(slot) for slot in slots),
            season=season,
            put_by=put_by,
            kept_in=kept_in,
        )
        return laid.model_copy(update={"mark": self._mark(laid)})

    def standing(self, laid: Laid) -> Standing:
        """Return what became of a week."""
        there = {slot.id for slot in self._slots()}
        if there.isdisjoint(laid.slots):
            return Standing.GONE
        return Standing.UNTOUCHED if self._mark(laid) == laid.mark else Standing.CHANGED

    def take_back(self, laid: Laid) -> None:
        """Make the grid what it was before a week that nobody has touched since."""
        grid, seasons = GridStore(self.session), SeasonStore(self.session)
        for number in laid.slots:
            grid.remove(number)
        for number in laid.programmes:
            ProgrammeStore(self.session).remove(number)
        for number in laid.templates:
            HourTemplateStore(self.session).remove(number)
        for slot in self._slots():
            if slot.id in laid.put_by and slot.season_id == laid.kept_in:
                grid.save(replace(slot, season_id=None))
        left = {slot.season_id for slot in self._slots()}
        known = {season.id for season in seasons.all(self.channel)}
        for season in (laid.season, laid.kept_in):
            if season is not None and season in known - left:
                seasons.remove(season)

    def in_the_way(self, laid: Laid | None) -> list[GridSlot]:
        """Return the recurring slots of the standing grid that a further week would meet."""
        ours = () if laid is None or self.standing(laid) is not Standing.UNTOUCHED else laid.slots
        back = () if laid is None or not ours else laid.put_by
        return [
            slot
            for slot in self._slots()
            if slot.rule and slot.id not in ours and (slot.season_id is None or slot.id in back)
        ]

    def _put_by(self, name: str, today: date) -> tuple[int | None, tuple[int, ...]]:
        """Keep the standing grid in a season that is switched off; return it, and what it keeps."""
        moved = [slot for slot in self._slots() if slot.rule and slot.season_id is None]
        if not name or not moved:
            return None, ()
        season = SeasonStore(self.session).save(Season(self.channel, name, today, today))
        for slot in moved:
            GridStore(self.session).save(replace(slot, season_id=season.id))
        return season.id, tuple(slot.id for slot in moved)

    def _programme(self, programme: Programme) -> int:
        self.watch.programme(programme)
        return ProgrammeStore(self.session).save(programme).id

    def _slot(self, slot: GridSlot) -> int:
        self.watch.slot(slot)
        return GridStore(self.session).save(slot).id

    def _slots(self) -> list[GridSlot]:
        return GridStore(self.session).slots(self.channel)

    def _mark(self, laid: Laid) -> str:
        """Return what changes when anything of a week does, or when something else leans on it."""
        grid, templates = GridStore(self.session), HourTemplateStore(self.session)
        programmes = ProgrammeStore(self.session).all(self.channel)
        lean = [
            slot for slot in self._slots()
            if slot.programme_id in laid.programmes or slot.season_id in {laid.season} - {None}
        ]  # fmt: skip
        parts: list[Iterable[object]] = [
            [each for each in templates.all(self.channel) if each.id in laid.templates],
            [hour for hour, number in templates.open_hours(self.channel).items()
             if number in laid.templates],
            [each for each in programmes if each.id in laid.programmes or _made_of(each, laid)],
            lean,
            [
                each
                for each in AttachmentStore(self.session).all(self.channel)
                if isinstance(each.brings, BringsProgramme)
                and each.brings.programme_id in laid.programmes
            ],
            [each for each in grid.exceptions(self.channel) if each.slot_id in laid.slots],
        ]  # fmt: skip
        text = "\n".join(repr(each) for part in parts for each in part)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _made_of(programme: Programme, laid: Laid) -> bool:
    content = programme.content
    return isinstance(content, Templated) and not set(laid.templates).isdisjoint(
        content.template_ids
    )
