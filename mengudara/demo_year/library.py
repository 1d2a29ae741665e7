"""The library of the demo year: some thousand recordings that are only counted, never heard."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from media_library.fold import fold
from media_library.tables import CartRow, CartTagRow
from station.audio import RATE
from station.kinds import Kind
from station.rating import Rating

SONGS = 2_400
ARTISTS = 320
STYLES = ("pop", "dangdut", "keroncong", "campursari", "religi", "gending", "nostalgia")
ADULT = "dewasa"
_NIGHT = [{"opens": "22:00", "closes": "03:00", "weekdays": []}]
_NATIONAL = (
    "Bagimu Negeri", "Tanah Airku", "Rayuan Pulau Kelapa", "Syukur", "Satu Nusa Satu Bangsa"
)  # fmt: skip


@dataclass(slots=True)
class Shelves:
    """Which recordings the week and the orders may use, by what they are for."""

    numbers: dict[str, list[int]] = field(default_factory=dict)

    def of(self, use: str) -> tuple[int, ...]:
        return tuple(self.numbers[use])


def store(session: Session, media: Path, now: datetime) -> Shelves:
    """Write the recordings, each with an empty file; the caller commits."""
    shelves = Shelves()
    rows: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    for number, (use, row, words) in enumerate(_recordings(random.Random(2027)), 1):
        shelves.numbers.setdefault(use, []).append(number)
        rows.append(_complete(number, row, now))
        tags += [{"cart_id": number, "tag": word} for word in words]
        (media / rows[-1]["path"]).touch()
    session.execute(insert(CartRow), rows)
    session.execute(insert(CartTagRow), tags)
    return shelves


_Recording = tuple[str, dict[str, Any], tuple[str, ...]]
"""What it is used for, the row, the tags."""


def _recordings(chance: random.Random) -> Iterator[_Recording]:
    yield from (_song(number, chance) for number in range(SONGS))
    yield from _many("jingle", Kind.JINGLE, 60, 8)
    yield from _many("station_id", Kind.STATION_ID, 12, 6)
    yield from _many("filler", Kind.FILLER, 60, 45)
    yield from _many("psa", Kind.PSA, 260, 30)
    yield from _many("psa_long", Kind.PSA, 60, 60)
    yield from _many("commercial", Kind.COMMERCIAL, 180, 60)
    yield from _many("commercial_adult", Kind.COMMERCIAL, 2, 30, ADULT)
    yield from _many("commercial_cigarettes", Kind.COMMERCIAL, 1, 30, "rokok")
    yield from _many("election", Kind.COMMERCIAL, 6, 58)
    yield from _many("news", Kind.PROGRAMME, 3, 600)
    yield from _many("tale", Kind.PROGRAMME, 90, 1_500, rating=Rating.P)
    yield from _many("children", Kind.PROGRAMME, 30, 1_620, rating=Rating.A)
    yield from _many("drama", Kind.PROGRAMME, 120, 1_700, rating=Rating.D)
    yield from _many("sermon", Kind.PROGRAMME, 60, 1_380)
    yield from _many("talk", Kind.PROGRAMME, 40, 2_400)
    yield from _many("speech", Kind.PROGRAMME, 4, 2_700)
    yield "anthem", _row(Kind.ANTHEM, "Indonesia Raya", 108), ()
    for title in _NATIONAL:
        yield "national", _row(Kind.ANTHEM, title, 150), ()
    yield from _many("azan", Kind.PROGRAMME, 4, 190)
    yield from _many("azan_subuh", Kind.PROGRAMME, 2, 215)
    yield "imsak", _row(Kind.JINGLE, "Tanda imsak", 40), ()
    yield "drum", _row(Kind.JINGLE, "Bedug", 25), ()
    yield "sahur", _row(Kind.JINGLE, "Sahur, sahur", 30), ()


def _song(number: int, chance: random.Random) -> _Recording:
    adult = number % 60 == 7
    styles = {STYLES[number % len(STYLES)], chance.choice(STYLES)}
    row = _row(
        Kind.MUSIC,
        f"Lagu {number}" if number % 20 else f"Lagu lama {number % 100}",
        chance.randrange(150, 330),
        artist=f"Penyanyi {chance.randrange(ARTISTS)}",
        tempo=chance.randrange(60, 170),
        rating=str(Rating.D if adult else Rating.SU),
        dayparts=_NIGHT if adult else [],
        weight=3 if number % 40 == 1 else 1,
    )
    return "song", row, tuple(sorted(styles))


def _many(
    use: str, kind: Kind, count: int, seconds: int, *words: str, rating: Rating = Rating.SU
) -> Iterator[_Recording]:
    for number in range(1, count + 1):
        title = f"{use.replace('_', ' ').capitalize()} {number}"
        yield use, _row(kind, title, seconds + number % 3, rating=str(rating)), words


def _row(kind: Kind, title: str, seconds: int, **more: object) -> dict[str, Any]:
    frames = seconds * RATE
    return {"kind": str(kind), "title": title, "frames": frames} | more


def _complete(number: int, row: dict[str, Any], now: datetime) -> dict[str, Any]:
    frames, path = row["frames"], f"year-{number}.flac"
    title, artist = fold(row["title"]), fold(str(row.get("artist", "")))
    return {
        "id": number, "artist": "", "path": path, "sha256": f"{number:064x}", "original_name": path,
        "cue_in": 0, "cue_out": frames, "segue": frames, "length": frames, "loudness_lufs": -16.0,
        "true_peak_db": -2.0, "added_at": now, "rating": str(Rating.SU), "dayparts": [],
        "tempo": None, "weight": 1, "search": f"{title} {artist}".strip(), "title_key": title,
        "artist_key": artist,
    } | row  # fmt: skip
