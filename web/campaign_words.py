"""Announcements in the words people use: what was ordered, where they stand, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from scheduler.problem import Problem
from scheduler.traffic.campaign import AtTimes, Campaign, Per, Portion, Portions, Spread
from scheduler.traffic.purpose import Priority, Purpose
from scheduler.week.programme import Category
from station.rundown import Start
from web.campaign_board import Stage
from web.day_words import DayWords
from web.i18n import N_, Language
from web.schedule_words import ScheduleWords
from web.times import Times

STAGES: Mapping[Stage, tuple[str, str]] = {
    Stage.RUNNING: (N_("Running"), "good"),
    Stage.UPCOMING: (N_("Upcoming"), "off"),
    Stage.STOPPED: (N_("Stopped"), "warn"),
    Stage.ENDED: (N_("Ended"), "off"),
}

PURPOSES: Mapping[Purpose, str] = {
    Purpose.ANNOUNCEMENT: N_("Announcement or advert"),
    Purpose.CORRECTION: N_("Correction of something broadcast"),
    Purpose.HOAX: N_("Clarification of a hoax"),
    Purpose.CRISIS: N_("Phase of a crisis sequence"),
    Purpose.ELECTION: N_("Election campaign spot"),
}

PRIORITIES: Mapping[Priority, str] = {
    Priority.URGENT: N_("Urgent: danger to life or public order"),
    Priority.HIGH: N_("High"),
    Priority.NORMAL: N_("Normal"),
    Priority.SPARE: N_("Only where there is room"),
}

_PROBLEMS: Mapping[str, str] = {
    Problem.NAME_EMPTY: N_("Give it a title."),
    Problem.CARTS_EMPTY: N_("Choose a recording, or upload one."),
    Problem.TIMES_EMPTY: N_("Give at least one time, such as 07.30."),
    Problem.COUNT_IMPOSSIBLE: N_("It can air 1 to 288 times a day."),
    Problem.GAP_IMPOSSIBLE: N_("So many plays with this gap do not fit into the window."),
    Problem.DAYS_REVERSED: N_("The last day lies before the first."),
    Problem.WEEKDAY_UNKNOWN: N_("Choose days of the week."),
    Problem.DURATION_IMPOSSIBLE: N_("A reading counts 1 second to 30 minutes."),
    "count_unreadable": N_("This must be a whole number from 0 up."),
    "times_unreadable": N_("Write times such as 07.30, with commas between them."),
}


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """The tables above in one language."""

    language: Language
    times: Times

    def stage(self, stage: Stage) -> str:
        return self.language.gettext(STAGES[stage][0])

    def tone(self, stage: Stage) -> str:
        return STAGES[stage][1]

    def problem(self, code: str) -> str:
        if code in _PROBLEMS:
            return self.language.gettext(_PROBLEMS[code])
        return ScheduleWords(self.language).problem(code)

    def plays(self, plays: AtTimes | Spread | Portions) -> str:
        """6× a day, 06.00-21.00 / every day at 07.00, 12.30"""
        if isinstance(plays, AtTimes):
            return ", ".join(self.wall(wall) for wall in plays.times)
        return "; ".join(self._portion(portion, plays.per) for portion in plays.portions)

    def _portion(self, portion: Portion, per: Per) -> str:
        n = self.language.ngettext
        if per is Per.DAY:
            many = n("%(num)s time a day", "%(num)s times a day", portion.count)
        else:
            many = n("%(num)s time a week", "%(num)s times a week", portion.count)
        if portion.opens == portion.closes:
            return many
        return f"{many}, {self.wall(portion.opens)}–{self.wall(portion.closes)}"

    def purpose(self, purpose: Purpose) -> str:
        return self.language.gettext(PURPOSES[purpose])

    def purposes(self) -> list[tuple[str, str]]:
        return [(code.value, self.purpose(code)) for code in PURPOSES]

    def priority(self, priority: Priority) -> str:
        return self.language.gettext(PRIORITIES[priority])

    def priorities(self) -> list[tuple[int, str]]:
        return [(code.value, self.priority(code)) for code in PRIORITIES]

    def categories(self) -> list[tuple[str, str]]:
        said = ScheduleWords(self.language)
        return [(code.value, said.category(code)) for code in Category]

    def exactness(self, plays: AtTimes | Spread | Portions) -> str:
        if isinstance(plays, AtTimes) and plays.start is Start.HARD:
            return self.language.gettext("on the second")
        if isinstance(plays, AtTimes) and plays.start is Start.WINDOW:
            return self.language.gettext(
                "at a join, at most %(early)s minutes early or %(late)s minutes late",
                early=plays.early_min,
                late=plays.late_min,
            )
        return self.language.gettext("after the item then on the air")

    def weekdays(self, campaign: Campaign) -> str:
        """Sen, Rab, Jum; empty for every day."""
        names = {number: short for number, short, _ in DayWords(self.language.locale).weekdays()}
        return ", ".join(names[number] for number in campaign.weekdays)

    def wall(self, wall: time) -> str:
        text = f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"
        return text.replace(":", self.times.colon)
