"""The hand of one person on the rules: each switch stored, noted, and planned by."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler import ruling
from scheduler.problem import NotInSchedule
from scheduler.rules import pack
from scheduler.rules.book import with_terms
from scheduler.rules.pack import Pack, Packs
from scheduler.rules.rule import Rule, Severity
from scheduler.rules.terms import (
    CorrectedWithin,
    ElectionWindow,
    Hourly,
    LeaderAgenda,
    PrayerGap,
    QuietPeriod,
    SongAt,
)
from scheduler.stores import RuleStore
from station.atomic_file import write_atomically
from station.config import Config
from station.paths import StatePaths
from web.accounts import Account
from web.audit import AuditLog
from web.deps import Admin, Audit, Database, Now, TheDesk
from web.replanning import Replan, Replans

SETTABLE: dict[type, dict[str, str]] = {
    ElectionWindow: {"opens": "date", "closes": "date"},
    QuietPeriod: {"first": "date", "last": "date"},
    LeaderAgenda: {"first": "date", "last": "date"},
    PrayerGap: {"before_s": "number", "after_s": "number"},
    SongAt: {"zone": "text"},
    Hourly: {"within_minutes": "number"},
    CorrectedWithin: {"hours": "number"},
}
"""The numbers a station may set itself, with the input that takes them."""


@dataclass(frozen=True, slots=True)
class RuleEditing:
    """Every method stores one change. The caller owns the transaction."""

    session: Session
    config: Config
    paths: StatePaths
    account: Account
    audit: AuditLog
    replan: Replan
    now: datetime

    @property
    def packs(self) -> Packs:
        return ruling.packs(self.paths)

    def switch(self, name: str, *, enabled: bool) -> None:
        """Switch a pack or a rule; one that binds stays on. Raises NotInSchedule."""
        self._known(name)
        self._decide(name, enabled=enabled)

    def weigh(self, name: str, severity: Severity) -> None:
        """Let a rule refuse or only warn. Raises NotInSchedule."""
        self._rule(name)
        self._decide(name, severity=severity)

    def set_terms(self, name: str, typed: dict[str, str]) -> None:
        """Give a rule dates and numbers of the station's own; raises PackUnreadable."""
        rule = self._rule(name)
        wanted = {term: typed[term].strip() for term in settable(rule) if term in typed}
        terms: dict[str, object] = {term: text for term, text in wanted.items() if text}
        with_terms(rule, terms)
        self._decide(name, terms=terms)

    def add_pack(self, text: str, name: str) -> Pack:
        """Store a pack of the station's own, in place of one of that name; PackUnreadable."""
        found = pack.read(text, name, own=True)
        pack.refuse_taken(found, [each for each in self.packs.packs if not each.own], name)
        self.paths.rules.mkdir(parents=True, exist_ok=True)
        write_atomically(pack.own_file(self.paths.rules, found), text.encode())
        self._did("rules.pack_added", pack=found.id, version=found.version)
        return found

    def remove_pack(self, name: str) -> None:
        """Raises NotInSchedule for a pack that is not the station's own."""
        found = self.packs.get(name)
        if found is None or not found.own:
            raise NotInSchedule(f"pack {name}", 0)
        pack.own_file(self.paths.rules, found).unlink(missing_ok=True)
        RuleStore(self.session).forget_pack(name)
        self._did("rules.pack_removed", pack=name)

    def _decide(self, name: str, **changed: object) -> None:
        store = RuleStore(self.session)
        setting = replace(store.setting(name), by=self.account.name, **changed)  # type: ignore[arg-type]
        store.decide(setting, self.now)
        self._did("rules.set", rule=name, **changed)

    def _known(self, name: str) -> None:
        if self.packs.get(name) is None:
            self._rule(name)

    def _rule(self, name: str) -> Rule:
        for each in self.packs.packs:
            for rule in each.rules:
                if rule.name == name:
                    return rule
        raise NotInSchedule(f"rule {name}", 0)

    def _did(self, what: str, **about: object) -> None:
        self.audit.record(self.now, self.account.name, what, **about)
        for channel in self.config.channels:
            self.replan(channel.slug, "rules")


def settable(rule: Rule) -> dict[str, str]:
    """Return what of a rule the station may set itself; of one that binds nothing."""
    return {} if rule.binding else SETTABLE.get(type(rule.terms), {})


def _editing(
    desk: TheDesk, session: Database, account: Admin, audit: Audit, replan: Replans, now: Now
) -> RuleEditing:
    return RuleEditing(session, desk.config, desk.paths, account, audit, replan, now)


Editing = Annotated[RuleEditing, Depends(_editing, scope="function")]
