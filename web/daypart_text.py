"""Dayparts as people type them: `06.00-10.00 1-5; 22.00-03.00`, weekdays 1 Monday to 7 Sunday."""

import re
from collections.abc import Iterable

from station.daypart import Daypart
from web.slot_form import read_time

_PART = re.compile(r"([\d.:]+)\s*[-\u2013]\s*([\d.:]+)(?:\s+([\d,\-\u2013 ]+))?")
MOST = 20


def written(parts: Iterable[Daypart]) -> str:
    return "; ".join(_written(part) for part in parts)


def read(text: str) -> tuple[Daypart, ...] | None:
    """Return the dayparts of a text, None when it cannot be read."""
    found: list[Daypart] = []
    for piece in filter(None, (piece.strip() for piece in text.split(";"))):
        match = _PART.fullmatch(piece)
        opens = read_time(match[1]) if match else None
        closes = read_time(match[2].replace("24.00", "00.00")) if match else None
        days = _days(match[3] or "") if match else None
        if opens is None or closes is None or days is None or len(found) == MOST:
            return None
        found.append(Daypart(opens, closes, days))
    return tuple(found)


def _days(text: str) -> tuple[int, ...] | None:
    days: set[int] = set()
    for piece in filter(None, re.split(r"[,\s]+", text.strip())):
        first, _, last = piece.replace("\u2013", "-").partition("-")
        last = last or first
        if not (first in set("1234567") and last in set("1234567") and first <= last):
            return None
        days |= set(range(int(first) - 1, int(last)))
    return tuple(sorted(days))


def _written(part: Daypart) -> str:
    days = ",".join(str(day + 1) for day in part.weekdays)
    return f"{part.opens:%H.%M}-{part.closes:%H.%M} {days}".strip()
