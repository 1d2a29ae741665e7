"""A rule of a pack: what it says, where it stands in the law, when and for whom it holds."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.rules.terms import Terms


class Severity(enum.StrEnum):
    """What happens to what breaks a rule."""

    BLOCK = "block"
    """It is refused, cut or left out."""
    WARN = "warn"
    """It is kept, and people are told."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages of the desk."""

    en: str
    id: str

    def said(self, language: str) -> str:
        return self.id if language == "id" else self.en


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack."""

    name: str
    """`pack/rule`: names it for ever, in settings and reports."""
    title: Text
    """What it demands, in one sentence."""
    advice: Text
    """What to do when it is broken."""
    article: str
    """Where it stands: law and article, or decree."""
    source: str
    """Where that was read."""
    terms: Terms
    """Which check it is, and its numbers."""
    severity: Severity = Severity.WARN
    """Whether it refuses or tells."""
    binding: bool = False
    """Whether the law leaves no choice: it cannot be switched off or softened."""
    verified: bool = True
    """Whether its numbers were seen in the source, rather than told from memory."""
    enabled: bool = True
    """Whether it is asked at all."""
    valid_from: date | None = None
    """First local day on which it holds."""
    valid_until: date | None = None
    """Last local day on which it holds."""
    media: tuple[str, ...] = ("radio", "tv")
    """For which it holds."""
    broadcasters: tuple[str, ...] = ("public", "private")
    """For which it holds: LPP and LPPL, or LPS."""

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCK

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a local day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def concerns(self, medium: str, broadcaster: str) -> bool:
        return medium in self.media and broadcaster in self.broadcasters


@dataclass(frozen=True, slots=True)
class Breach:
    """Something on the air, or wished for it, that a rule does not allow."""

    rule: Rule
    """Which rule."""
    at: datetime
    """From when on, UTC."""
    seconds: float = 0.0
    """How much is too much."""
    key: str = ""
    """The item; empty: the whole day."""
    title: str = ""
    """What it is, for people."""
    about: Mapping[str, str] = field(default_factory=dict)
    """The numbers: `percent`, `limit`, `window`, `participant` …"""
