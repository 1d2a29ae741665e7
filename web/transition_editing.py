"""The hand of one person on the rules of joins: each change stored, noted, undoable, planned."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler.problem import NotInSchedule
from scheduler.stores import TransitionStore
from station.errors import StationError
from station.transition import Transition
from web.accounts import Account
from web.audit import AuditLog
from web.channels import TheChannel
from web.deps import Audit, Database, Now, Operator
from web.pages import ThePage
from web.replanning import Replan, Replans
from web.transition_words import TransitionWords, placed
from web.undo import Deed, TheUndoLog, UndoLog


class RulesChanged(StationError):
    """The rules are no longer those that the person has seen, or left behind."""

    def __init__(self) -> None:
        super().__init__("the rules of joins were changed by somebody else")


@dataclass(frozen=True, slots=True)
class TransitionEditing:
    """Every method stores one change. The caller owns the transaction.

    A rule is named by its place and by the fingerprint of the rules it was `seen` among.
    """

    session: Session
    channel: str
    account: Account
    audit: AuditLog
    undo_log: UndoLog
    replan: Replan
    now: datetime
    words: TransitionWords

    @property
    def rules(self) -> list[Transition]:
        return TransitionStore(self.session).all(self.channel)

    def add(self, rule: Transition) -> None:
        """Put a rule where it is asked; raises ScheduleInvalid."""
        self._did("transition.added", placed(self.rules, rule), rule)

    def change(self, place: int, rule: Transition, seen: str) -> None:
        """Raises RulesChanged, NotInSchedule, ScheduleInvalid."""
        rules = self._seen(place, seen)
        rules[place] = rule
        self._did("transition.changed", rules, rule)

    def move(self, place: int, by: int, seen: str) -> None:
        """Ask a rule earlier or later; at the end of the list it stays where it is."""
        rules = self._seen(place, seen)
        rule = rules.pop(place)
        rules.insert(max(0, place + by), rule)
        if rules != self.rules:
            self._did("transition.moved", rules, rule)

    def remove(self, place: int, seen: str) -> None:
        rules = self._seen(place, seen)
        self._did("transition.removed", rules, rules.pop(place))

    def _seen(self, place: int, seen: str) -> list[Transition]:
        rules = self.rules
        if fingerprint(rules) != seen:
            raise RulesChanged
        if not 0 <= place < len(rules):
            raise NotInSchedule("transition", place)
        return rules

    def _did(self, what: str, rules: Sequence[Transition], rule: Transition) -> None:
        before, after, channel = self.rules, list(rules), self.channel
        TransitionStore(self.session).replace(channel, after)
        name = self.words.pair(rule)
        deed = Deed(channel, what, name, self.now, lambda then: _back(then, channel, after, before))
        self.undo_log.note(self.account.name, deed)
        about = {"channel": channel, "pair": name, "heard": self.words.heard(rule)}
        self.audit.record(self.now, self.account.name, f"schedule.{what}", **about)
        self.replan(channel)


def fingerprint(rules: Sequence[Transition]) -> str:
    """Return what tells two lists of rules apart."""
    return hashlib.sha256(repr(list(rules)).encode()).hexdigest()[:16]


def _back(
    session: Session, channel: str, after: Sequence[Transition], before: Sequence[Transition]
) -> None:
    """Put the rules back unless somebody else has changed them since; raises RulesChanged."""
    store = TransitionStore(session)
    if store.all(channel) != after:
        raise RulesChanged
    store.replace(channel, before)


def _editing(
    page: ThePage,
    session: Database,
    channel: TheChannel,
    account: Operator,
    audit: Audit,
    undo: TheUndoLog,
    replan: Replans,
    now: Now,
) -> TransitionEditing:
    words = TransitionWords(page.language, page.times)
    return TransitionEditing(session, channel.slug, account, audit, undo, replan, now, words)


Editing = Annotated[TransitionEditing, Depends(_editing, scope="function")]
