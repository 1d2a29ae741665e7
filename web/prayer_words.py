"""Codes of prayer times and of events in the words people use."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.planner.event import Event, EventMode
from scheduler.prayer.table import LineProblem, TableProblem
from scheduler.prayer.times import Source, Time
from web.i18n import N_, Language

TIMES: Mapping[str, str] = {
    Time.IMSAK: N_("Imsak"),
    Time.SUBUH: N_("Subuh"),
    Time.TERBIT: N_("Sunrise"),
    Time.DUHA: N_("Duha"),
    Time.ZUHUR: N_("Zuhur"),
    Time.ASAR: N_("Asar"),
    Time.MAGRIB: N_("Magrib"),
    Time.ISYA: N_("Isya"),
}
MODES: Mapping[str, str] = {
    EventMode.AUDIO: N_("heard"),
    EventMode.TEXT_ONLY: N_("as running text"),
    EventMode.OFF: N_("not at all"),
}
SOURCES: Mapping[str, str] = {
    Source.TABLE: N_("official table"),
    Source.COMPUTED: N_("computed"),
}
LINES: Mapping[str, str] = {
    TableProblem.HEADER_MISSING: N_("The first line must name a day and at least one prayer."),
    TableProblem.DAY_UNREADABLE: N_("The day cannot be read: %(value)s"),
    TableProblem.TIME_UNREADABLE: N_("A time cannot be read: %(value)s"),
    TableProblem.TIME_UNLIKELY: N_("These times cannot be right: %(value)s"),
    TableProblem.DAY_TWICE: N_("This day stands in the file twice: %(value)s"),
    TableProblem.LINE_EMPTY: N_("There is no time for this day: %(value)s"),
    TableProblem.PLACES_MIXED: N_("The file holds several places. Choose one: %(value)s"),
    TableProblem.TOO_LONG: N_("The file has more than %(value)s lines."),
}
WRONG: Mapping[str, str] = {
    "number_unreadable": N_("Write a number."),
    "out_of_range": N_("This is out of range."),
    "time_unreadable": N_("Give a time, such as 07.30."),
    "day_unreadable": N_("Give a date."),
    "campaign_missing": N_("Choose an announcement."),
}
EVENT_NAMES: Mapping[str, str] = {
    "": N_("Every azan and every prayer"),
    "azan": N_("Every azan"),
    "imsak": N_("Imsak"),
    "sahur": N_("Sahur"),
    "anthem": N_("Indonesia Raya"),
    "national-song": N_("National song"),
}


@dataclass(frozen=True, slots=True)
class PrayerWords:
    """The tables above in one language; an unknown code is shown as it is."""

    language: Language

    def time(self, name: str) -> str:
        return self._of(TIMES, name)

    def mode(self, mode: str) -> str:
        return self._of(MODES, mode)

    def source(self, source: str) -> str:
        return self._of(SOURCES, source)

    def wrong(self, code: str) -> str:
        return self._of(WRONG, code)

    def line(self, problem: LineProblem) -> str:
        text = LINES[problem.problem]
        values = {"value": problem.value} if "%(value)s" in text else {}
        return self.language.gettext(text, **values)

    def event(self, event: Event) -> str:
        return self._of(EVENT_NAMES, event.name) if event.name in EVENT_NAMES else event.title

    def named(self, names: tuple[str, ...], titles: Mapping[str, str]) -> str:
        """Return what a rule of single days is about."""
        words = [self._of(EVENT_NAMES, name) if name in EVENT_NAMES else titles.get(name, name)
                 for name in names or ("",)]  # fmt: skip
        return ", ".join(words)

    def _of(self, table: Mapping[str, str], code: str) -> str:
        return self.language.gettext(table[code]) if code in table else code
