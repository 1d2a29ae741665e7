"""The classification of programmes and recordings."""

import enum


class Rating(enum.StrEnum):
    """Classification of SPS 2012; when each may air is for the rule packs to say."""

    SU = "SU"
    """Everybody."""
    P = "P"
    """Before school."""
    A = "A"
    """Children."""
    R = "R"
    """Teenagers."""
    D = "D"
    """Adults."""


class FilmClass(enum.StrEnum):
    """Whom the film censors have cleared a film for; not a classification of broadcasting."""

    NONE = ""
    """It is not said."""
    SU = "SU"
    """Everybody."""
    FROM_13 = "13+"
    FROM_17 = "17+"
    FROM_21 = "21+"


AGES = {Rating.SU: "2+", Rating.P: "2-6", Rating.A: "7-12", Rating.R: "13-17", Rating.D: "18+"}
"""Whom each is for, as it is shown beside its letter."""


def stricter(one: Rating, other: Rating) -> Rating:
    """Return which of the two is for older people."""
    order = list(Rating)
    return max(one, other, key=order.index)
