"""Codes of the calendar in the words people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.core import Locale

from scheduler.calendar.attachment import (
    Attachment,
    BringsCampaign,
    BringsPlaylist,
    OnHijri,
    OnOccasion,
    OnPasaran,
)
from scheduler.calendar.hijri import MONTHS_EN, MONTHS_ID
from scheduler.calendar.occasion import OccasionKind
from web.day_words import DayWords
from web.i18n import N_, Language

KINDS: Mapping[str, str] = {
    OccasionKind.HOLIDAY: N_("National holiday"),
    OccasionKind.CUTI_BERSAMA: N_("Collective leave"),
    OccasionKind.THEMATIC: N_("Day of a theme"),
    OccasionKind.HIJRI: N_("Islamic day"),
    OccasionKind.LOCAL: N_("Day of the station"),
}


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The tables above in one language; an unknown code is shown as it is."""

    language: Language

    @property
    def days(self) -> DayWords:
        return DayWords(self.language.locale)

    @property
    def locale(self) -> Locale:
        return self.language.locale

    def kind(self, kind: str) -> str:
        return self.language.gettext(KINDS[kind]) if kind in KINDS else kind

    def months(self) -> list[tuple[str, str]]:
        """Return the Hijri months: number and name."""
        names = MONTHS_ID if self.language.code == "id" else MONTHS_EN
        return [(str(number), name) for number, name in enumerate(names, 1)]

    def left(self, days: int) -> str:
        """Return how far away a day is."""
        if days == 0:
            return self.language.gettext("today")
        return self.language.ngettext("in %(num)s day", "in %(num)s days", days)

    def when(self, attachment: Attachment) -> str:
        """Return on which days a rule does something."""
        text = self._on(attachment)
        if attachment.eve:
            text = self.language.gettext("the evening before: %(when)s", when=text)
        if attachment.days_before:
            lead = self.language.ngettext(
                "and %(num)s day before", "and %(num)s days before", attachment.days_before
            )
            text = f"{text}, {lead}"
        return text

    def brings(self, attachment: Attachment, names: Mapping[str, str]) -> str:
        """Return what a rule brings; `names`: of programmes and campaigns, by `form:number`."""
        brings = attachment.brings
        if isinstance(brings, BringsPlaylist):
            return self.language.ngettext(
                "%(num)s recording", "%(num)s recordings", len(brings.cart_ids)
            )
        campaign = isinstance(brings, BringsCampaign)
        number = brings.campaign_id if campaign else brings.programme_id  # type: ignore[union-attr]
        return names.get(f"{brings.form}:{number}", self.language.gettext("gone: choose another"))

    def _on(self, attachment: Attachment) -> str:
        when = attachment.when
        if isinstance(when, OnOccasion):
            return when.name
        if isinstance(when, OnHijri):
            month = dict(self.months())[str(when.month)]
            if (when.first_day, when.last_day) == (1, 30):
                return month
            days = f"{when.first_day}–{when.last_day}"
            return f"{when.first_day if when.first_day == when.last_day else days} {month}"
        if isinstance(when, OnPasaran):
            weekdays = {number: full for number, _, full in self.days.weekdays()}
            return f"{weekdays.get(when.weekday, '')} {when.pasaran}".strip()  # type: ignore[arg-type]
        span = self.days.span(when.first_day, when.last_day)
        return self.language.gettext("%(days)s, each year", days=span) if when.yearly else span


def month_span(first: date) -> tuple[date, date]:
    """Return the days of a month's page: whole weeks from Monday to Sunday."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = following.toordinal() - 1
    begins = first.toordinal() - first.weekday()
    ends = last + 6 - date.fromordinal(last).weekday()
    return date.fromordinal(begins), date.fromordinal(ends)
