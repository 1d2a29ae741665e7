"""Why something is not there, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.planner.plan import Finding, Note
from scheduler.planner.why_not import Cause, Told
from web.i18n import N_, Language
from web.schedule_words import ScheduleWords
from web.times import Times
from web.words import Words

SENTENCES: Mapping[str, str] = {
    Cause.HERE: N_("It is there: %(title)s."),
    Cause.OUTSIDE_PLAN: N_("The plan does not hold this time: it has passed, or it is too far."),
    Cause.UNKNOWN: N_("It is not in the library, or put away."),
    Cause.CHECK_FAILED: N_("Its file failed the check before airing; something stands in for it."),
    Cause.NOT_VALID: N_("It may not air on this day: it is valid from %(from)s until %(until)s."),
    Cause.DAYPART: N_("The hours given on the recording do not hold this time."),
    Cause.TAKEN: N_("The time belongs to “%(title)s”, which was not chosen but named."),
    Cause.OTHER_KIND: N_("What plays here chooses from another kind of recordings."),
    Cause.OTHER_TAGS: N_("What plays here wants other tags: %(tags)s."),
    Cause.NOT_NAMED: N_("%(programme)s names its recordings, and this is none of them."),
    Cause.EVERGREEN: N_("It is an evergreen, and other recordings may air here."),
    Cause.APART: N_("Too near: %(rule)s."),
    Cause.WAITED_LONGER: N_("It might air, but others have waited longer; it was on %(last)s."),
    Cause.NO_OCCURRENCE: N_("The grid does not have it at this time."),
    Cause.OTHER_GRID: N_("Another grid is on: %(season)s."),
    Cause.CANCELLED: N_("This occurrence is cancelled or moved."),
    Cause.OVERLAPPED: N_("%(programme)s takes its time."),
    Cause.NOT_ACTIVE: N_("The order is switched off."),
    Cause.NOT_ON_DAY: N_("The order does not air on this day."),
    Cause.NO_PLAY: N_("No play of it is due here."),
    Cause.PLANNED_AT: N_("It airs at %(at)s."),
}
_INSTANTS = ("at", "last", "until")


@dataclass(frozen=True, slots=True)
class WhyNotWords:
    """Sentences in one language and the station's time."""

    language: Language
    times: Times

    def sentence(self, told: Told, at: datetime) -> str:
        """Return one cause as a sentence; `at`: the time that was asked about."""
        if told.cause is Cause.FOUND:
            finding = Finding(Note(told.about["note"]), at, told.about)
            return ScheduleWords(self.language).finding(finding)
        text = self.language.gettext(SENTENCES[told.cause], **self._filled(told))
        if told.cause is Cause.APART and "until" in told.about:
            until = self.times.clock(datetime.fromisoformat(told.about["until"]))
            text += " " + self.language.gettext("It may air from %(time)s.", time=until)
        return text

    def _filled(self, told: Told) -> dict[str, str]:
        names = ("title", "from", "until", "tags", "programme", "rule", "last", "season", "at")
        filled = dict.fromkeys(names, "–") | {k: v for k, v in told.about.items() if v}
        for name in _INSTANTS:
            if told.about.get(name) and told.cause is not Cause.NOT_VALID:
                filled[name] = self.times.moment(datetime.fromisoformat(told.about[name]))
        if told.cause is Cause.APART:
            filled["rule"] = Words(self.language).relaxed(told.about["rule"])
        return filled
