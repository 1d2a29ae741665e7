"""The priority ladder of the air: who wins a block, by rank."""

import enum


class Rung(enum.IntEnum):
    """Every tick the highest rung that has sound is heard; the lowest can never fail."""

    EMERGENCY = 100
    OPERATOR = 90
    MUST_AIR = 80
    LIVE = 70
    SCHEDULE = 50
    FILLER = 20
    SLATE = 2
    SILENCE = 1
