"""How many pictures the ring of a channel holds, and for whom."""

from playout.pictures.pool import LEASE_TICKS
from playout.pictures.source import AHEAD

CARDS = 2
"""The slate and the card."""
ON_SCREEN = 1 + LEASE_TICKS + AHEAD
"""What is seen, what was seen and may still be read, and what is decoded for the lead."""
OTHERS = 4 * AHEAD
"""A tail that is let go of, the two next items, and one more."""
SLOTS = CARDS + ON_SCREEN + OTHERS
