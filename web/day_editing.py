"""The hand of one person on calendar, prayer times and events: stored, noted, undoable, planned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler.calendar.attachment import Attachment
from scheduler.calendar.hijri import HijriDate, HijriMonth
from scheduler.calendar.occasion import OwnDay
from scheduler.calendar.settings import CalendarSettings
from scheduler.observance.modes import ModeRule
from scheduler.observance.settings import Observances
from scheduler.prayer.table import OfficialDay
from scheduler.stores import (
    AttachmentStore,
    CalendarStore,
    EventModeStore,
    PrayerTableStore,
    ScheduleSettingStore,
)
from web.accounts import Account
from web.audit import AuditLog
from web.channels import TheChannel
from web.day_words import DayWords
from web.deps import Audit, Database, Operator, TheDesk
from web.i18n import Language
from web.pages import ThePage
from web.replanning import Replan, Replans
from web.undo import Deed, TheUndoLog, UndoLog

Back = Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class DayEditing:
    """Every method stores one change. The caller owns the transaction."""

    session: Session
    channel: str
    channels: Sequence[str]
    account: Account
    audit: AuditLog
    undo_log: UndoLog
    replan: Replan
    now: datetime
    language: Language

    def observe(self, settings: Observances) -> None:
        """Let the channel observe these things."""
        channel, now, store = self.channel, self.now, ScheduleSettingStore(self.session)
        before = store.observances(channel)
        store.save_observances(channel, settings, now)
        self._did(
            "events.settled",
            self.language.gettext("What is observed"),
            lambda session: ScheduleSettingStore(session).save_observances(channel, before, now),
        )

    def settle_calendar(self, settings: CalendarSettings) -> None:
        now, store = self.now, ScheduleSettingStore(self.session)
        before = store.calendar()
        store.save_calendar(settings, now)
        self._did(
            "calendar.settled",
            self.language.gettext("Hijri and reminders"),
            lambda session: ScheduleSettingStore(session).save_calendar(before, now),
            everywhere=True,
        )

    def add_mode(self, rule: ModeRule) -> ModeRule:
        stored = EventModeStore(self.session).add(rule)
        self._did(
            "event_mode.added",
            DayWords(self.language.locale).span(stored.first_day, stored.last_day),
            lambda session: EventModeStore(session).remove(stored.channel, stored.id),
        )
        return stored

    def remove_mode(self, rule_id: int) -> None:
        """Raises NotInSchedule."""
        store = EventModeStore(self.session)
        before = [rule for rule in store.since(self.channel, date.min) if rule.id == rule_id]
        store.remove(self.channel, rule_id)
        self._did(
            "event_mode.removed",
            DayWords(self.language.locale).span(before[0].first_day, before[0].last_day),
            lambda session: _add(EventModeStore(session), before[0]),
        )

    def load_table(self, days: Sequence[OfficialDay]) -> None:
        """Let an official table stand for its days."""
        store = PrayerTableStore(self.session)
        before = store.between(days[0].day, days[-1].day)
        store.load(days)
        self._did(
            "prayer_table.loaded",
            self.language.gettext("Official table"),
            lambda session: _restore(session, days, list(before.values())),
            everywhere=True,
        )

    def clear_table(self) -> None:
        store = PrayerTableStore(self.session)
        before = list(store.between(date.min, date.max).values())
        store.clear()
        self._did(
            "prayer_table.cleared",
            self.language.gettext("Official table"),
            lambda session: PrayerTableStore(session).load(before),
            everywhere=True,
        )

    def save_day(self, entry: OwnDay) -> OwnDay:
        """Add an entry of the calendar, or change one that has a number."""
        store = CalendarStore(self.session)
        before = store.get(entry.id) if entry.id else None
        stored = store.save(entry)
        self._did(
            "day.changed" if before else "day.added",
            stored.name_id,
            lambda session: _put_back(session, stored.id, before),
            everywhere=True,
        )
        return stored

    def load_days(self, entries: Sequence[OwnDay]) -> None:
        """Add entries of a file; one undo takes all of them away."""
        store = CalendarStore(self.session)
        stored = [store.save(entry).id for entry in entries]
        self._did(
            "days.loaded",
            self.language.gettext("Days from a file"),
            lambda session: _take_out(session, stored),
            everywhere=True,
        )

    def remove_day(self, entry_id: int) -> OwnDay:
        """Raises NotInSchedule."""
        store = CalendarStore(self.session)
        before = store.get(entry_id)
        store.remove(entry_id)
        self._did(
            "day.removed",
            before.name_id,
            lambda session: _save(CalendarStore(session), before),
            everywhere=True,
        )
        return before

    def declare(self, month: HijriMonth, first_day: date | None, decree: str = "") -> None:
        """Let a Hijri month begin on a day; None: as reckoned again."""
        store = CalendarStore(self.session)
        before, former = store.months().get(month), store.decrees().get(month, "")
        store.declare(month, first_day, decree)
        self._did(
            "hijri.declared",
            HijriDate(month.year, month.month, 1).in_words(self.language.code),
            lambda session: CalendarStore(session).declare(month, before, former),
            everywhere=True,
        )

    def save_attachment(self, attachment: Attachment) -> Attachment:
        """Add a rule, or change one that has a number."""
        store = AttachmentStore(self.session)
        before = store.get(self.channel, attachment.id) if attachment.id else None
        stored = store.save(attachment)

        def back(session: Session) -> None:
            if before is None:
                AttachmentStore(session).remove(stored.channel, stored.id)
            else:
                AttachmentStore(session).save(before)

        self._did("attachment.changed" if before else "attachment.added", stored.name, back)
        return stored

    def remove_attachment(self, attachment_id: int) -> Attachment:
        """Raises NotInSchedule."""
        store = AttachmentStore(self.session)
        before = store.get(self.channel, attachment_id)
        store.remove(self.channel, attachment_id)

        def back(session: Session) -> None:
            AttachmentStore(session).save(replace(before, id=0))

        self._did("attachment.removed", before.name, back)
        return before

    def _did(self, what: str, name: str, back: Back, *, everywhere: bool = False) -> None:
        deed = Deed(self.channel, what, name, self.now, back)
        self.undo_log.note(self.account.name, deed)
        self.audit.record(self.now, self.account.name, f"schedule.{what}", name=name)
        for channel in self.channels if everywhere else (self.channel,):
            self.replan(channel)


def _add(store: EventModeStore, rule: ModeRule) -> None:
    store.add(rule)


def _save(store: CalendarStore, entry: OwnDay) -> None:
    store.save(replace(entry, id=0))


def _take_out(session: Session, entries: Sequence[int]) -> None:
    """Remove entries; one that somebody has deleted since is left alone."""
    store = CalendarStore(session)
    there = {entry.id for entry in store.days()}
    for entry_id in entries:
        if entry_id in there:
            store.remove(entry_id)


def _put_back(session: Session, entry_id: int, before: OwnDay | None) -> None:
    if before is None:
        CalendarStore(session).remove(entry_id)
    else:
        CalendarStore(session).save(before)


def _restore(
    session: Session, loaded: Sequence[OfficialDay], before: Sequence[OfficialDay]
) -> None:
    """Take the loaded lines away and put back what stood in their place."""
    store = PrayerTableStore(session)
    store.drop([day.day for day in loaded])
    store.load(before)


def _editing(
    desk: TheDesk,
    session: Database,
    channel: TheChannel,
    account: Operator,
    audit: Audit,
    undo: TheUndoLog,
    replan: Replans,
    page: ThePage,
) -> DayEditing:
    slugs = [each.slug for each in desk.config.channels]
    now, language = desk.clock.now(), page.language
    return DayEditing(session, channel.slug, slugs, account, audit, undo, replan, now, language)


Editing = Annotated[DayEditing, Depends(_editing, scope="function")]
