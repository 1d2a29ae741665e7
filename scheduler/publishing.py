"""Publishes plans: checked, versioned, compared with what was there, written atomically."""

from dataclasses import dataclass

from scheduler.airing import PublishedVersion
from scheduler.plan import Finding
from station.rundown import Rundown


@dataclass(frozen=True, slots=True)
class Published:
    """A new version is out."""

    rundown: Rundown
    """What the air now plays."""
    version: PublishedVersion
    """Its entry in the history."""
    findings: tuple[Finding, ...]
    """What the planner remarked."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Planning again gave what is already published."""

    rundown: Rundown
    """What the air plays."""
    findings: tuple[Finding, ...]
    """What the planner remarked."""
