"""Reads a title out of an Icecast metadata request."""

from collections.abc import Mapping

LONGEST = 300


def title_in(query: Mapping[str, str]) -> str:
    """Return `song`, else `artist` and `title` joined; without control characters."""
    parts = [query.get("artist", ""), query.get("title", "")]
    told = query.get("song") or " - ".join(part for part in parts if part.strip())
    printable = "".join(letter if letter.isprintable() else " " for letter in told)
    return " ".join(printable.split())[:LONGEST]
