"""How many pictures the ring of a channel holds, and for whom."""

from playout.pictures.pool import LEASE_TICKS
from playout.pictures.source import AHEAD, WAITING

CARDS = 2
"""The slate and the card."""
FOR_THE_LEAD = 1 + LEASE_TICKS + 2 * AHEAD
"""What was seen and may still be read, what is decoded for the lead, and as much again that the
one before it has not let go of yet."""
FILMS_AHEAD = 8
"""Films that can wait with all of their first pictures; further ones wait with fewer or none."""
SLOTS = CARDS + 1 + FOR_THE_LEAD + FILMS_AHEAD * WAITING
