"""Towns to choose from; their coordinates are a start, a station may give its own."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from scheduler.prayer.times import Place


@cache
def known_places() -> Mapping[str, Place]:
    """Return the towns by their names, in order."""
    found = [
        Place(
            row["name"],
            float(row["latitude"]),
            float(row["longitude"]),
            float(row["altitude_m"]),
        )
        for row in _rows()
    ]
    return {place.name: place for place in sorted(found, key=lambda place: place.name)}


@cache
def known_zones() -> Mapping[str, str]:
    """Return the IANA time zone of each town, by its name."""
    return {row["name"]: row["timezone"] for row in _rows()}


def _rows() -> Iterable[Mapping[str, str]]:
    text = files("scheduler.prayer").joinpath("places.csv").read_text("utf-8")
    return csv.DictReader(text.splitlines())
