"""Reads and writes what the station decided about rules, and what was found to break them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from scheduler.planner.plan import Finding, Note
from scheduler.rules.advertising import AdTime
from scheduler.rules.book import Setting
from scheduler.rules.rule import Breach, Severity, Text
from scheduler.tables.rules import RuleBreachRow, RuleDayRow, RuleSettingRow, RundownFindingRow

_MS = timedelta(milliseconds=1)
_FINDINGS = 2_000
"""So many findings of one version are kept: nobody reads more."""


@dataclass(frozen=True, slots=True)
class FoundBreach:
    """A breach of a day on the air, as it was told when the day was checked."""

    day: date
    """Local day."""
    rule: str
    """`pack/rule`."""
    title: Text
    """What the rule demanded."""
    article: str
    """Where it stood."""
    severity: Severity
    """Whether it was forbidden."""
    at: datetime
    """From when on, UTC."""
    seconds: float
    """How much was too much."""
    key: str
    """The item; empty: the whole day."""
    item_title: str
    """What it was."""
    about: dict[str, str]
    """The numbers."""

    @classmethod
    def of(cls, breach: Breach, day: date) -> "FoundBreach":
        rule = breach.rule
        return cls(
            day,
            rule.name,
            rule.title,
            rule.article,
            rule.severity,
            breach.at,
            breach.seconds,
            breach.key,
            breach.title,
            dict(breach.about),
        )


@dataclass(frozen=True, slots=True)
class CheckedDay:
    """A local day and its advertising, as it was checked."""

    day: date
    """Local day."""
    checked_at: datetime
    """UTC."""
    ads: AdTime
    """Its advertising."""


class RuleStore:
    """One session's view of the rules' switches and findings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def settings(self) -> list[Setting]:
        """Return everything the station has decided, by name."""
        rows = self._session.scalars(select(RuleSettingRow).order_by(RuleSettingRow.name))
        return [_setting(row) for row in rows]

    def setting(self, name: str) -> Setting:
        """Return what was decided about a pack or a rule; nothing decided is a setting too."""
        row = self._session.get(RuleSettingRow, name)
        return Setting(name) if row is None else _setting(row)

    def decide(self, setting: Setting, now: datetime) -> None:
        """Let this be decided about a pack or a rule."""
        row = self._session.get(RuleSettingRow, setting.name)
        if row is None:
            row = RuleSettingRow(name=setting.name)
            self._session.add(row)
        row.enabled = setting.enabled
        row.severity = setting.severity
        row.terms = dict(setting.terms)
        row.by, row.at = setting.by, now
        self._session.flush()

    def forget_pack(self, pack: str) -> None:
        """Forget what was decided about a pack that is gone."""
        rows = self._session.scalars(select(RuleSettingRow))
        for row in rows.all():
            if row.name == pack or row.name.startswith(f"{pack}/"):
                self._session.delete(row)
        self._session.flush()

    def record(
        self, channel: str, ads: AdTime, breaches: Iterable[Breach], checked_at: datetime
    ) -> None:
        """Note what was found on a day, in place of what was noted before."""
        day = ads.day
        self._session.execute(
            delete(RuleBreachRow).where(RuleBreachRow.channel == channel, RuleBreachRow.day == day)
        )
        row = self._session.get(RuleDayRow, (channel, day))
        if row is None:
            row = RuleDayRow(channel=channel, day=day)
            self._session.add(row)
        row.checked_at = checked_at
        row.on_air_ms = ads.on_air // _MS
        row.commercial_ms = ads.commercial // _MS
        row.psa_ms = ads.psa // _MS
        self._session.add_all(_row(channel, FoundBreach.of(breach, day)) for breach in breaches)
        self._session.flush()

    def days(self, channel: str, first: date, last: date) -> list[CheckedDay]:
        """Return the checked days from `first` to `last`."""
        rows = self._session.scalars(
            select(RuleDayRow)
            .where(RuleDayRow.channel == channel, RuleDayRow.day.between(first, last))
            .order_by(RuleDayRow.day)
        )
        return [CheckedDay(row.day, row.checked_at, _ads(row)) for row in rows]

    def breaches(self, channel: str, first: date, last: date) -> list[FoundBreach]:
        """Return what broke rules on these days, in order of time."""
        rows = self._session.scalars(
            select(RuleBreachRow)
            .where(RuleBreachRow.channel == channel, RuleBreachRow.day.between(first, last))
            .order_by(RuleBreachRow.at, RuleBreachRow.id)
        )
        return [_found(row) for row in rows]

    def keep_findings(self, channel: str, version: int, findings: Sequence[Finding]) -> None:
        """Note what planning remarked about a version."""
        self._session.add_all(
            RundownFindingRow(
                channel=channel,
                version=version,
                note=str(found.note),
                at=found.at,
                about=dict(found.about),
            )
            for found in findings[:_FINDINGS]
        )
        self._session.flush()

    def findings(self, channel: str, version: int) -> list[Finding]:
        """Return what planning remarked about a version, in order of time."""
        rows = self._session.scalars(
            select(RundownFindingRow)
            .where(RundownFindingRow.channel == channel, RundownFindingRow.version == version)
            .order_by(RundownFindingRow.at, RundownFindingRow.id)
        )
        known = set(Note)
        return [Finding(Note(row.note), row.at, row.about) for row in rows if row.note in known]

    def rule_findings(self, channel: str, version: int) -> int:
        """Return how many findings of a version are about rules."""
        found = select(func.count()).where(
            RundownFindingRow.channel == channel,
            RundownFindingRow.version == version,
            RundownFindingRow.note == str(Note.RULE),
        )
        return self._session.scalar(found) or 0

    def prune_findings(self, channel: str, keep: int) -> None:
        """Forget the findings of all but the newest `keep` versions."""
        of_channel = RundownFindingRow.channel == channel
        newest = select(func.max(RundownFindingRow.version)).where(of_channel)
        last = self._session.scalar(newest) or 0
        self._session.execute(
            delete(RundownFindingRow).where(of_channel, RundownFindingRow.version <= last - keep)
        )


def _setting(row: RuleSettingRow) -> Setting:
    return Setting(
        row.name,
        row.enabled,
        None if row.severity is None else Severity(row.severity),
        row.terms,
        row.by,
        row.at,
    )


def _ads(row: RuleDayRow) -> AdTime:
    return AdTime(row.day, row.on_air_ms * _MS, row.commercial_ms * _MS, row.psa_ms * _MS)


def _row(channel: str, found: FoundBreach) -> RuleBreachRow:
    return RuleBreachRow(
        channel=channel,
        day=found.day,
        rule=found.rule,
        severity=str(found.severity),
        article=found.article,
        title_en=found.title.en,
        title_id=found.title.id,
        at=found.at,
        seconds=found.seconds,
        key=found.key,
        item_title=found.item_title,
        about=found.about,
    )


def _found(row: RuleBreachRow) -> FoundBreach:
    return FoundBreach(
        row.day,
        row.rule,
        Text(row.title_en, row.title_id),
        row.article,
        Severity(row.severity),
        row.at,
        row.seconds,
        row.key,
        row.item_title,
        row.about,
    )
