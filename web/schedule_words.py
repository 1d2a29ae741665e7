"""Codes of the schedule and the as-run in the words people use."""

from collections.abc import Mapping
from dataclasses import dataclass

from media_library.soundness import Flaw
from scheduler.airing import Outcome
from scheduler.override import Wish
from scheduler.planner.plan import Finding, Note
from scheduler.problem import Problem
from scheduler.week.programme import Category, Rating
from station.journal import EndedBy, StartedBy
from station.rundown import Start, Why
from web.i18n import N_, Language
from web.rule_words import RuleWords
from web.words import REASONS

CATEGORIES: Mapping[str, str] = {
    Category.NEWS: N_("News and information"),
    Category.EDUCATION: N_("Education"),
    Category.CULTURE: N_("Culture"),
    Category.ENTERTAINMENT: N_("Entertainment"),
    Category.SUPPORT: N_("Advertising and support"),
}

RATINGS: Mapping[str, str] = {
    Rating.SU: N_("SU: everyone"),
    Rating.P: N_("P: pre-school children"),
    Rating.A: N_("A: children"),
    Rating.R: N_("R: teenagers"),
    Rating.D: N_("D: adults"),
}

STARTS: Mapping[str, str] = {
    Start.HARD: N_("On the second"),
    Start.SOFT: N_("After the item before it"),
    Start.WAIT: N_("After the item before it, but not too late"),
    Start.WINDOW: N_("At a join near its time"),
    Start.MANUAL: N_("When an operator takes it"),
}

PROBLEMS: Mapping[str, str] = {
    Problem.NAME_EMPTY: N_("Give it a name."),
    Problem.CARTS_EMPTY: N_("Choose at least one recording."),
    Problem.KINDS_EMPTY: N_("Choose at least one kind of recording."),
    Problem.SEPARATION_NEGATIVE: N_("This must be a whole number from 0 up."),
    Problem.COLOUR_UNREADABLE: N_("This is not a colour."),
    Problem.DURATION_IMPOSSIBLE: N_("The length must be between one minute and seven days."),
    Problem.RULE_UNREADABLE: N_("This repetition cannot be read."),
    Problem.RULE_TOO_FREQUENT: N_("A programme can start once a day at most; add another slot."),
    Problem.RULE_NEVER: N_("With these choices it would never air. Check the days and the dates."),
    Problem.TRANSITION_IMPOSSIBLE: N_("A join takes from 0 to 20 seconds."),
    Problem.WINDOW_IMPOSSIBLE: N_("Give the window a width, up to 60 minutes to each side."),
    Problem.START_IMPOSSIBLE: N_("It cannot begin in that way."),
    Problem.AIR_RESERVED: N_("Another card has reserved that air."),
    Problem.AIR_UNNAMED: N_("Say when it begins and how many minutes it takes."),
    Problem.AIR_FORBIDDEN: N_("A rule in force lets no blocking time be sold on that day."),
    Problem.RELAY_OVER: N_("Give 0 to 120 minutes."),
    Problem.RELAY_UNREADABLE: N_(
        "Give the address of a stream: http://, https://, rtmp:// or srt://."
    ),
    Problem.TALK_OVER_IMPOSSIBLE: N_("The numbers of this talk-over are out of range."),
    Problem.DAYS_REVERSED: N_("The last day lies before the first."),
    Problem.WEIGHT_IMPOSSIBLE: N_("A weight is a whole number from 1 to 60."),
    Problem.TEMPLATE_MISSING: N_("Choose at least one hour template."),
    Problem.TEMPLATE_IN_USE: N_(
        "A programme is made of this template. Change the programme first."
    ),
    Problem.ELEMENT_IMPOSSIBLE: N_(
        "An element lacks what it is filled with, its length, or a time inside the hour."
    ),
    Problem.ELEMENTS_OUT_OF_ORDER: N_("The times of the elements must go forward."),
    Problem.EPISODE_IMPOSSIBLE: N_("An episode has a number from 1 up and repeats from 0 up."),
    Problem.SEASONS_OVERLAP: N_(
        "Another season is on for some of these days. Switch it off first."
    ),
    Problem.PROGRAMME_IN_USE: N_(
        "This programme is still on the grid. Remove its slots first, then delete it."
    ),
    Problem.NO_OCCURRENCE: N_("The slot does not air on that day any more."),
    Problem.ALREADY_PAST: N_("That time has passed."),
    Problem.ALREADY_UNDONE: N_("That has been undone already."),
    Problem.LOCK_IMPOSSIBLE: N_("The lock takes from 0 minutes to 12 hours."),
    Problem.VERSION_GONE: N_("This version is not kept any more, or its time is over."),
    Problem.STILL_COLLECTING: N_("Publish the collected changes first, or throw them away."),
    Problem.STATE_IMPOSSIBLE: N_("A card cannot go that way on the board."),
    Problem.NOT_COLLECTING: N_("No changes are being collected."),
    Problem.PORTIONS_IMPOSSIBLE: N_("Give at least one part of the day with its count."),
    Problem.WEIGHTS_IMPOSSIBLE: N_("Give one weight from 1 to 100 for each recording, in order."),
    Problem.SCRIPT_EMPTY: N_("Write what the presenter should read."),
    Problem.PAID_NEWS: N_(
        "What is paid for is a commercial: it cannot be news, a correction or a crisis message."
    ),
    Problem.REPORT_MISSING: N_("Say when the mistake or the hoax was reported."),
    Problem.HOAX_IS_ANSWER: N_("The recording that spreads the hoax cannot clear it up."),
    Problem.PHASE_IMPOSSIBLE: N_("Give the crisis a name, and the phase a number from 1 to 9."),
    Problem.PARTICIPANT_EMPTY: N_("Say for which participant of the election it speaks."),
    Problem.AGENCY_IN_USE: N_("It has given orders, so it stays. Merge it with another instead."),
    Problem.AGENCY_NAME_TAKEN: N_("Another agency is known by this name. Merge the two instead."),
    Problem.CAP_IMPOSSIBLE: N_("A limit is 1 to 1000 plays a day."),
    "day_unreadable": N_("Give a date."),
    "time_unreadable": N_("Give a time, such as 07.30."),
    "weekdays_empty": N_("Choose at least one day of the week."),
    "until_before_first": N_("The last day lies before the first."),
    "programme_missing": N_("Choose a programme."),
    "seconds_unreadable": N_("Give seconds, such as 0.6."),
    "fade_empty": N_("A fade needs a length; without one, let it ring out."),
    "passage_empty": N_("A passage needs a length; without one, let it be a cut."),
    "passage_too_long": N_("A picture changes within 5 seconds."),
    "rules_changed": N_("Somebody else has changed the joins meanwhile. Look at them once more."),
    "series_cannot_move": N_(
        "This series repeats in a way that cannot be moved to another day by hand. Edit it instead."
    ),
    "item_gone": N_(
        "That item is no longer in the rundown: it has aired, or the plan has changed."
    ),
    "nothing_to_undo": N_("There is nothing left to undo. Changes can be undone for ten minutes."),
    "settings_broken": N_(
        "The settings file was changed by hand and cannot be read. Nothing was changed here; "
        "`mengudara doctor` names what is wrong."
    ),
    "not_found": N_("It is no longer there; somebody may have removed it."),
}

NOTES: Mapping[str, str] = {
    Note.LIBRARY_EMPTY: N_("The library holds nothing that may be planned."),
    Note.HOLE: N_("Nothing fits here: the air will play its fillers."),
    Note.PROGRAMME_EMPTY: N_(
        "The content of %(programme)s yields nothing; the station's own rotation stands in."
    ),
    Note.CART_MISSING: N_(
        "A recording of %(programme)s is gone, archived, or not valid on that day."
    ),
    Note.CHECK_FAILED: N_("“%(title)s” failed its check before airing; a substitute airs."),
    Note.LEFT_OUT: N_("Part of %(programme)s does not fit before the next programme."),
    Note.OVERLAP: N_("Two programmes want the same time; %(programme)s wins."),
    Note.SWALLOWED: N_("%(programme)s does not air: what is before it runs through its time."),
    Note.PUT_OFF: N_("Two things wanted the same second; one of them starts directly after."),
    Note.LOCKED: N_(
        "This should begin inside the lock before air: nothing changes there any more, except by"
        " hand on the rundown."
    ),
    Note.SPOT_NOT_PLACED: N_("A play of “%(campaign)s” found no place."),
    Note.OVER_CAP: N_("A play of “%(campaign)s” is over the limit of %(cap)s a day of %(agency)s."),
    Note.TOPIC_CLOSE: N_(
        "“%(campaign)s” airs near another spot about “%(topic)s”: there was no other place."
    ),
    Note.PHASE_CLOSED: N_(
        "“%(campaign)s”, phase %(phase)s of “%(sequence)s”, waits until the phase before it has "
        "aired."
    ),
    Note.WITHDRAWN: N_("“%(title)s” does not air while its hoax is cleared up."),
    Note.TEMPLATE_UNMET: N_("“%(element)s” of the hour template %(template)s found no place."),
    Note.OUTSIDE_DAYPART: N_("“%(title)s” airs outside of the hours given on the recording."),
    Note.TALK_OVER_LEFT_OUT: N_("A talk-over of %(programme)s finds no place beside the words."),
    Note.EVENT_OFF: N_("%(event)s is switched off on this day."),
    Note.EVENT_WITHOUT_RECORDING: N_("%(event)s has no recording that may air on this day."),
    Note.KEPT_CLEAR: N_("A spot waits until it is not heard near an azan or a prayer."),
    Note.TRIMMED_HARD: N_("An item is cut short by the fixed start behind it."),
}

OUTCOMES: Mapping[str, str] = {
    Outcome.PLANNED: N_("planned"),
    Outcome.ON_AIR: N_("on air"),
    Outcome.AIRED: N_("aired"),
    Outcome.CUT: N_("cut"),
    Outcome.FAILED: N_("failed"),
    Outcome.MISSED: N_("missed"),
    Outcome.UNPLANNED: N_("unplanned"),
}

TONES: Mapping[str, str] = {
    Outcome.PLANNED: "off",
    Outcome.ON_AIR: "good",
    Outcome.AIRED: "good",
    Outcome.CUT: "warn",
    Outcome.FAILED: "bad",
    Outcome.MISSED: "bad",
    Outcome.UNPLANNED: "warn",
}
"""The light beside the word, never instead of it."""

STARTED_BY: Mapping[str, str] = {
    StartedBy.SCHEDULE: N_("the schedule"),
    StartedBy.OPERATOR: N_("an operator"),
    StartedBy.FILLER: N_("filler"),
    StartedBy.RESTART: N_("a restart of the air"),
    StartedBy.LIVE: N_("a presenter or a relay"),
    StartedBy.PARENT: N_("the item it belongs to"),
    StartedBy.EMERGENCY: N_("an emergency"),
}

ENDED_BY: Mapping[str, str] = {
    EndedBy.FINISHED: N_("at its end"),
    EndedBy.TRIMMED: N_("faded as planned"),
    EndedBy.HARD_START: N_("cut by a fixed start"),
    EndedBy.SKIPPED: N_("skipped"),
    EndedBy.REPLACED: N_("replaced by something higher"),
    EndedBy.FAULT: N_("a fault of the file"),
    EndedBy.STOPPED: N_("the air was stopped"),
    EndedBy.LOST: N_("the air died"),
    EndedBy.SLOT_END: N_("the live slot was over"),
    EndedBy.DROPPED: N_("left out to make good a delay"),
    EndedBy.SILENT: N_("given up: nothing was heard of it"),
}

FLAWS: Mapping[str, str] = {
    Flaw.MISSING: N_("its file is gone or cannot be read"),
    Flaw.CHANGED: N_("its file is not the one that was measured"),
    Flaw.UNDECODABLE: N_("it cannot be decoded"),
    Flaw.SHORT: N_("it does not have its whole length any more"),
    Flaw.SILENT: N_("nothing is heard of it"),
}

WISHES: Mapping[str, str] = {
    Wish.INSERT: N_("inserted"),
    Wish.MOVE: N_("moved"),
    Wish.REMOVE: N_("removed"),
    Wish.SKIP: N_("left out"),
}

_UNKNOWN = {
    "programme": "–",
    "campaign": "–",
    "by": "–",
    "replaces": "–",
    "title": "–",
    "element": "–",
    "template": "–",
    "event": "–",
    "agency": "–",
    "cap": "–",
    "topic": "–",
    "phase": "–",
    "sequence": "–",
}


@dataclass(frozen=True, slots=True)
class ScheduleWords:
    """The tables above in one language; an unknown code is shown as it is."""

    language: Language

    def category(self, category: str) -> str:
        return self._of(CATEGORIES, category)

    def rating(self, rating: str) -> str:
        return self._of(RATINGS, rating)

    def start(self, start: str | None) -> str:
        return self._of(STARTS, start or "")

    def problem(self, problem: str) -> str:
        return self._of(PROBLEMS, problem)

    def outcome(self, outcome: str) -> str:
        return self._of(OUTCOMES, outcome)

    def tone(self, outcome: str) -> str:
        return TONES.get(outcome, "off")

    def started_by(self, code: str | None) -> str:
        return self._of(STARTED_BY, code or "")

    def ended_by(self, code: str | None) -> str:
        return self._of(ENDED_BY, code or "")

    def flaw(self, flaw: str) -> str:
        return self._of(FLAWS, flaw)

    def wish(self, wish: str) -> str:
        return self._of(WISHES, wish)

    def finding(self, finding: Finding) -> str:
        if finding.note is Note.RULE:
            return RuleWords(self.language).finding(finding)
        if finding.note not in NOTES:
            return finding.note
        return self.language.gettext(NOTES[finding.note], **{**_UNKNOWN, **finding.about})

    def why(self, why: Why, programme: str) -> str:
        """Return the reason of an item of which only the code and the programme are kept."""
        about = {**_UNKNOWN, "programme": programme or "–"}
        return self.language.gettext(REASONS[why], **about) if why in REASONS else why

    def _of(self, table: Mapping[str, str], code: str) -> str:
        return self.language.gettext(table[code]) if code in table else code
