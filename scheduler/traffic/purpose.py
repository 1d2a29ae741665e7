"""What an order is for, and what that asks of the plan."""

import enum
from datetime import timedelta

DUE_WITHIN = timedelta(hours=24)
"""Default of how soon a correction airs; an order may say otherwise."""
MAX_PHASE = 9


class Purpose(enum.StrEnum):
    """Why an order exists."""

    ANNOUNCEMENT = "announcement"
    """A public announcement, or an advert where it is paid."""
    CORRECTION = "correction"
    """It corrects something that was broadcast (ralat)."""
    HOAX = "hoax"
    """It clears up a hoax."""
    CRISIS = "crisis"
    """One phase of a crisis sequence: apology, clarification, positive."""
    ELECTION = "election"
    """It speaks for a participant of an election."""


class Priority(enum.IntEnum):
    """Who is placed first where not all fit; the lower number wins."""

    URGENT = 0
    """Danger to life or public order; outranks a live presenter, as corrections do."""
    HIGH = 1
    NORMAL = 2
    SPARE = 3
    """Only where nothing else wants the place."""


DUTIES = (Purpose.CORRECTION, Purpose.HOAX)
"""What must be on the air within a time from its report, and is limited by no cap."""
