"""Reads and writes the station's own transition rules."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.tables.schedule import TransitionRow
from station.kinds import Kind
from station.transition import Curve, Passage, Transition

LONGEST_MS = 20_000
"""Of a lag or a fade."""
LONGEST_PASSAGE_MS = 5_000
"""Both pictures are kept moving all the while."""


class TransitionStore:
    """One session's view of the rules of joins."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, channel: str) -> list[Transition]:
        """Return the rules in the order in which they are asked."""
        rows = self._session.scalars(
            select(TransitionRow)
            .where(TransitionRow.channel == channel)
            .order_by(TransitionRow.place)
        )
        return [_transition(row) for row in rows]

    def replace(self, channel: str, rules: Sequence[Transition]) -> None:
        """Let these be the rules; raises ScheduleInvalid for times that no join can have."""
        for rule in rules:
            _check(rule)
        self._session.execute(delete(TransitionRow).where(TransitionRow.channel == channel))
        self._session.add_all(_row(channel, *each) for each in enumerate(rules))
        self._session.flush()


def _check(rule: Transition) -> None:
    longest = dict.fromkeys(("lag_ms", "fall_ms", "rise_ms"), LONGEST_MS)
    for name, most in {**longest, "picture_ms": LONGEST_PASSAGE_MS}.items():
        value = getattr(rule, name)
        if value is not None and not 0 <= value <= most:
            raise ScheduleInvalid(Problem.TRANSITION_IMPOSSIBLE, name, value)


def _row(channel: str, place: int, rule: Transition) -> TransitionRow:
    return TransitionRow(
        channel=channel,
        place=place,
        before=rule.before,
        after=rule.after,
        lag_ms=rule.lag_ms,
        fall_ms=rule.fall_ms,
        rise_ms=rule.rise_ms,
        curve=rule.curve,
        picture=rule.picture,
        picture_ms=rule.picture_ms,
    )


def _transition(row: TransitionRow) -> Transition:
    return Transition(
        before=None if row.before is None else Kind(row.before),
        after=None if row.after is None else Kind(row.after),
        lag_ms=row.lag_ms,
        fall_ms=row.fall_ms,
        rise_ms=row.rise_ms,
        curve=Curve(row.curve),
        picture=Passage(row.picture),
        picture_ms=row.picture_ms,
    )
