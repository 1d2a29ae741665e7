"""The rules in force at one channel: packs, as the station has switched and dated them."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pydantic import ValidationError

from scheduler.rules.pack import Pack, PackUnreadable
from scheduler.rules.rule import Rule, Severity


@dataclass(frozen=True, slots=True)
class Setting:
    """What the station has decided about a pack, or about one of its rules."""

    name: str
    """Of the pack, or `pack/rule`."""
    enabled: bool | None = None
    """None: as the pack says."""
    severity: Severity | None = None
    """None: as the pack says."""
    terms: Mapping[str, object] = field(default_factory=dict)
    """Numbers and dates in place of the pack's."""
    by: str = ""
    """Who decided."""
    at: datetime | None = None
    """When, UTC."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules that one channel is held to."""

    rules: tuple[Rule, ...] = ()
    """In the order of the packs."""
    medium: str = "radio"
    """`radio` or `tv`."""

    def on(self, day: date) -> list[Rule]:
        return [rule for rule in self.rules if rule.holds_on(day)]

    def of(self, terms: type) -> list[Rule]:
        """Return the rules of one check."""
        return [rule for rule in self.rules if isinstance(rule.terms, terms)]


NO_RULES = RuleBook()


def decided(pack: Pack, settings: Mapping[str, Setting]) -> list[Rule]:
    """Return all rules of a pack as the station has set them, those switched off too."""
    on = _choose(pack.enabled, settings.get(pack.id))
    return [_decided(rule, settings.get(rule.name), pack_on=on) for rule in pack.rules]


def book_of(
    packs: Iterable[Pack], settings: Iterable[Setting], medium: str, broadcaster: str
) -> RuleBook:
    """Return the rules that are in force for a medium and a kind of broadcaster."""
    known = {setting.name: setting for setting in settings}
    rules = [rule for pack in packs for rule in decided(pack, known)]
    return RuleBook(
        tuple(rule for rule in rules if rule.enabled and rule.concerns(medium, broadcaster)), medium
    )


def with_terms(rule: Rule, terms: Mapping[str, object]) -> Rule:
    """Return a rule with other numbers; raises PackUnreadable for numbers that are none."""
    if not terms:
        return rule
    try:
        changed = type(rule.terms).model_validate({**rule.terms.model_dump(), **terms})
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise PackUnreadable(rule.name, problems) from error
    return replace(rule, terms=changed)


def _decided(rule: Rule, setting: Setting | None, *, pack_on: bool) -> Rule:
    """Return a rule as it is set; what the law leaves no choice about stays as it is."""
    if rule.binding:
        return replace(rule, enabled=True)
    enabled = pack_on and _choose(rule.enabled, setting)
    if setting is None:
        return replace(rule, enabled=enabled)
    with suppress(PackUnreadable):  # numbers for another version of the pack: its own count
        rule = with_terms(rule, setting.terms)
    return replace(rule, enabled=enabled, severity=setting.severity or rule.severity)


def _choose(default: bool, setting: Setting | None) -> bool:
    return default if setting is None or setting.enabled is None else setting.enabled
