"""What can be wrong with a wish for the schedule, as codes; the words belong to the desk."""

import enum

from station.errors import StationError


class Problem(enum.StrEnum):
    """Why the schedule refuses something."""

    NAME_EMPTY = "name_empty"
    CARTS_EMPTY = "carts_empty"
    KINDS_EMPTY = "kinds_empty"
    SEPARATION_NEGATIVE = "separation_negative"
    WEIGHT_IMPOSSIBLE = "weight_impossible"
    """A pool weighs from 1 to 60."""
    TEMPLATE_MISSING = "template_missing"
    """A programme of hour templates names none, or one that is gone."""
    TEMPLATE_IN_USE = "template_in_use"
    ELEMENT_IMPOSSIBLE = "element_impossible"
    """An element without what it needs, or with a time or length outside of the hour."""
    ELEMENTS_OUT_OF_ORDER = "elements_out_of_order"
    """The times of the elements do not go forward."""
    EPISODE_IMPOSSIBLE = "episode_impossible"
    """A number below one, or repeats below zero."""
    SEASONS_OVERLAP = "seasons_overlap"
    """Two seasons would be on for one day."""
    COLOUR_UNREADABLE = "colour_unreadable"
    DURATION_IMPOSSIBLE = "duration_impossible"
    RULE_UNREADABLE = "rule_unreadable"
    RULE_TOO_FREQUENT = "rule_too_frequent"
    """Below daily, or with hours and minutes of its own: one rule gives one start a day."""
    RULE_NEVER = "rule_never"
    """The rule yields no occurrence at all."""
    DAYS_REVERSED = "days_reversed"
    TIMES_EMPTY = "times_empty"
    COUNT_IMPOSSIBLE = "count_impossible"
    GAP_IMPOSSIBLE = "gap_impossible"
    """n plays with this gap do not fit into the window."""
    WEEKDAY_UNKNOWN = "weekday_unknown"
    PORTIONS_IMPOSSIBLE = "portions_impossible"
    """No part of the day, or too many."""
    WEIGHTS_IMPOSSIBLE = "weights_impossible"
    """One weight for each version, from 1 to 100."""
    SCRIPT_EMPTY = "script_empty"
    """A live read needs words to read."""
    PAID_NEWS = "paid_news"
    """What is paid for cannot be news, a correction, a clarification or a crisis message."""
    REPORT_MISSING = "report_missing"
    """A correction or a clarification says when the mistake was reported."""
    HOAX_IS_ANSWER = "hoax_is_answer"
    """The recording that clears a hoax up cannot be the one that spreads it."""
    PHASE_IMPOSSIBLE = "phase_impossible"
    """A crisis phase has a sequence and a number from 1 up."""
    PARTICIPANT_EMPTY = "participant_empty"
    """An election spot names the participant it speaks for."""
    AGENCY_IN_USE = "agency_in_use"
    AGENCY_NAME_TAKEN = "agency_name_taken"
    CAP_IMPOSSIBLE = "cap_impossible"
    TRANSITION_IMPOSSIBLE = "transition_impossible"
    """A lag or a fade that is negative or longer than any join."""
    WINDOW_IMPOSSIBLE = "window_impossible"
    """A window without width, or wider than an hour to a side."""
    START_IMPOSSIBLE = "start_impossible"
    """This cannot begin in that way."""
    RELAY_UNREADABLE = "relay_unreadable"
    RELAY_OVER = "relay_over"
    """A relay may run over by no more than two hours."""
    """No address of a stream by http, https or srt."""
    TALK_OVER_IMPOSSIBLE = "talk_over_impossible"
    """Offset, ducking or count of a talk-over are out of range."""
    PROGRAMME_IN_USE = "programme_in_use"
    NO_OCCURRENCE = "no_occurrence"
    """The slot has no occurrence on that day."""
    ALREADY_PAST = "already_past"
    ALREADY_UNDONE = "already_undone"
    LOCK_IMPOSSIBLE = "lock_impossible"
    """Less than nothing, or more than half a day."""
    VERSION_GONE = "version_gone"
    """The version is not kept any more, or what it held is over."""
    STATE_IMPOSSIBLE = "state_impossible"
    """A card of the board cannot come from where it is to there."""
    AIR_RESERVED = "air_reserved"
    """Another card has reserved that air."""
    AIR_UNNAMED = "air_unnamed"
    """A card that reserves air says when and for how long."""
    AIR_FORBIDDEN = "air_forbidden"
    """A rule lets no air be sold on that day."""
    STILL_COLLECTING = "still_collecting"
    """Collected changes are to be published or thrown away first."""
    NOT_COLLECTING = "not_collecting"
    """No changes are being collected."""


class ScheduleInvalid(StationError):
    """A wish that cannot be scheduled: which field, and what is wrong with it."""

    def __init__(self, problem: Problem, field: str = "", value: object = "") -> None:
        super().__init__(f"{field or 'schedule'}: {problem} {value}".rstrip())
        self.problem = problem
        self.field = field
        self.value = str(value)


class NotInSchedule(StationError):
    """There is no such thing, or no longer."""

    def __init__(self, what: str, number: int) -> None:
        super().__init__(f"no {what} numbered {number}")
        self.what = what
        self.number = number
