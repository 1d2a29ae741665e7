"""Announcements in the words people use: what was ordered, where they stand, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from scheduler.campaign import AtTimes, Campaign, Spread
from scheduler.problem import Problem
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

_PROBLEMS: Mapping[str, str] = {
    Problem.NAME_EMPTY: N_("Give it a title."),
    Problem.CARTS_EMPTY: N_("Choose a recording, or upload one."),
    Problem.TIMES_EMPTY: N_("Give at least one time, such as 07.30."),
    Problem.COUNT_IMPOSSIBLE: N_("It can air 1 to 288 times a day."),
    Problem.GAP_IMPOSSIBLE: N_("So many plays with this gap do not fit into the window."),
    Problem.DAYS_REVERSED: N_("The last day lies before the first."),
    Problem.WEEKDAY_UNKNOWN: N_("Choose days of the week."),
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

    def plays(self, plays: AtTimes | Spread) -> str:
        """6× a day, 06.00-21.00 / every day at 07.00, 12.30"""
        if isinstance(plays, AtTimes):
            return ", ".join(self.wall(wall) for wall in plays.times)
        many = self.language.ngettext("%(num)s time a day", "%(num)s times a day", plays.per_day)
        if plays.opens == plays.closes:
            return many
        return f"{many}, {self.wall(plays.opens)}–{self.wall(plays.closes)}"

    def exactness(self, plays: AtTimes | Spread) -> str:
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
