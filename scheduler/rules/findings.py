"""Breaches as findings of a plan, with all that the desk needs for the sentence."""

import enum
from collections.abc import Mapping
from types import MappingProxyType

from scheduler.planner.plan import Finding, Note
from scheduler.rules.rule import Breach

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Deed(enum.StrEnum):
    """What the planner did about a breach."""

    KEPT = "kept"
    """Nothing: it is told."""
    LEFT_OUT = "left_out"
    """It does not air here."""
    CUT = "cut"
    """It ends where it must."""
    REPLACED = "replaced"
    """The station's own rotation plays instead."""


def finding(breach: Breach, deed: Deed, more: Mapping[str, str] = _NOTHING) -> Finding:
    """Return what planning says about a breach."""
    rule = breach.rule
    about = {
        **{f"n_{name}": value for name, value in breach.about.items()},
        "rule": rule.name,
        "severity": str(rule.severity),
        "article": rule.article,
        "title_en": rule.title.en,
        "title_id": rule.title.id,
        "advice_en": rule.advice.en,
        "advice_id": rule.advice.id,
        "deed": str(deed),
        "seconds": f"{breach.seconds:g}",
    }
    named = {"key": breach.key, "title": breach.title}
    return Finding(Note.RULE, breach.at, {**about, **{k: v for k, v in named.items() if v}, **more})
