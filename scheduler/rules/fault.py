"""What a check finds; with its rule it is a breach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.rules.line import Airtime


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a check does not allow."""

    at: datetime
    """From when on, UTC."""
    over: timedelta = timedelta(0)
    """How much is too much."""
    line: Airtime | None = None
    """What it is; None: the whole day."""
    about: Mapping[str, str] = field(default_factory=dict)
    """The numbers."""
