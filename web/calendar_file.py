"""Writes a calendar after RFC 5545: instants in UTC, lines folded, texts escaped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_FOLD = 73


@dataclass(frozen=True, slots=True)
class Event:
    """One entry."""

    uid: str
    begins: datetime
    ends: datetime
    title: str


def calendar(name: str, events: Iterable[Event], now: datetime) -> str:
    """Return the file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mengudara//ID",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{_instant(now)}",
            f"DTSTART:{_instant(event.begins)}",
            f"DTEND:{_instant(event.ends)}",
            f"SUMMARY:{_text(event.title)}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _instant(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for special in ("\\", ";", ","):
        text = text.replace(special, f"\\{special}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Break a line behind at most 73 bytes, never inside a letter."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _FOLD:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += width
    return "\r\n".join(parts)
