"""A made library of any size with a schedule around it, in a database of its own."""

import random
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session

from media_library.tables import CartRow, CartTagRow
from mengudara import schema
from scheduler.stores import CampaignStore, GridStore, HourTemplateStore, ProgrammeStore
from scheduler.tables.schedule import PlannedItemRow
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.grid import GridSlot
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import AnyContent, Pool, Programme, Rotation, Templated
from station.audio import RATE
from station.broadcast_day import local_date
from station.config import Config
from station.database import engine_for
from station.kinds import Kind
from station.rundown import Start

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
CHANNEL = "radio"
MEMORY_DAYS = 60
ITEMS_A_DAY = 360
_TAGS = ("pop", "dangdut", "keroncong", "campursari", "religi", "rock", "anak", "instrumental")
_WORDS = (
    "Bengawan", "Kembang", "Rindu", "Malam", "Senja", "Hujan", "Pulau", "Dermaga", "Layang",
    "Kenangan", "Perahu", "Angin", "Bintang", "Gunung", "Ladang", "Merah", "Melati", "Pelangi",
    "Sungai", "Tembang",
)  # fmt: skip
_CHUNK = 5_000
_EXTRA = ((Kind.JINGLE, 60, 8), (Kind.STATION_ID, 12, 6), (Kind.FILLER, 60, 75), (Kind.PSA, 80, 30))
"""Kind, how many, seconds."""


def made(folder: Path, carts: int, config: Config) -> Engine:
    """Return the engine of a new SQLite database that holds a library and a full schedule."""
    return filled(engine_for(f"sqlite:///{folder / f'library-{carts}.db'}"), carts, config)


def filled(engine: Engine, carts: int, config: Config) -> Engine:
    """Return the engine, its empty database now holding a library and a full schedule."""
    schema.upgrade(engine)
    with Session(engine) as session, session.begin():
        _fill(session, carts)
        _remember(session, carts, config)
        _schedule(session, _first_spot(carts))
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    return engine


def _first_spot(carts: int) -> int:
    return carts + 1 + sum(count for kind, count, _ in _EXTRA if kind is not Kind.PSA)


def _fill(session: Session, carts: int) -> None:
    rows: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    for row in _carts(carts):
        rows.append(row)
        if row["kind"] == Kind.MUSIC:
            chance = zlib.crc32(b"%d" % row["id"])
            found = {_TAGS[chance % len(_TAGS)], _TAGS[chance // 8 % len(_TAGS)]}
            tags += [{"cart_id": row["id"], "tag": tag} for tag in found]
        if len(rows) == _CHUNK:
            _write(session, rows, tags)
    _write(session, rows, tags)


def _write(session: Session, rows: list[dict[str, Any]], tags: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(CartRow), rows)
    if tags:
        session.execute(insert(CartTagRow), tags)
    rows.clear()
    tags.clear()


def _carts(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(count)
    for number in range(1, count + 1):
        dayparts = [] if number % 10 else [{"opens": "18:00", "closes": "06:00", "weekdays": []}]
        yield _cart(
            number,
            Kind.MUSIC,
            chance.randrange(140, 340),
            artist=f"Penyanyi {chance.randrange(max(40, count // 12))}",
            dayparts=dayparts,
            tempo=chance.randrange(60, 180),
            evergreen=number % 50 == 0,
            valid_until=date(2026, 1, 1) if number % 25 == 0 else None,
        )
    number = count
    for kind, many, seconds in _EXTRA:
        for _ in range(many):
            number += 1
            yield _cart(number, kind, seconds)


def _cart(number: int, kind: Kind, seconds: int, **more: object) -> dict[str, Any]:
    frames = seconds * RATE
    title = _title(number) if kind is Kind.MUSIC else f"{kind} {number}"
    row = {
        "id": number, "kind": str(kind), "title": title, "artist": "", "path": f"{number}.flac",
        "sha256": f"{number:064x}", "original_name": "x", "frames": frames, "cue_in": 0,
        "cue_out": frames, "segue": frames, "length": frames, "loudness_lufs": -16.0,
        "true_peak_db": -2.0, "added_at": NOW, "valid_until": None, "dayparts": [],
        "evergreen": False, "tempo": None, "search": "", "title_key": title.lower(),
    } | more  # fmt: skip
    row["artist_key"] = str(row["artist"]).lower()
    row["search"] = f"{row['title_key']} {row['artist_key']} {number} flac"
    return row


def _title(number: int) -> str:
    """Return a title of two words that many share, and a number that is its own."""
    chance = zlib.crc32(b"title %d" % number)
    first, second = chance % len(_WORDS), chance // len(_WORDS) % len(_WORDS)
    return f"{_WORDS[first]} {_WORDS[second]} {number}"


def _remember(session: Session, carts: int, config: Config) -> None:
    """Note what was planned in the last days."""
    chance = random.Random(1)
    count = MEMORY_DAYS * ITEMS_A_DAY
    step = timedelta(days=MEMORY_DAYS) / count
    rows = []
    for number in range(count):
        begins = NOW - timedelta(days=MEMORY_DAYS) + step * number
        rows.append(
            {
                "channel": CHANNEL, "item_key": f"open:past:{number}",
                "day": local_date(begins, config.zone), "begins": begins, "frames": 200 * RATE,
                "start": "soft", "cart_id": chance.randrange(1, carts + 1), "kind": "music",
                "title": "Lagu", "artist": "", "programme": "", "why": "rotation", "version": 1,
            }
        )  # fmt: skip
    for first in range(0, count, _CHUNK):
        session.execute(insert(PlannedItemRow), rows[first : first + _CHUNK])


def _schedule(session: Session, first_spot: int) -> None:
    flow = Rotation(
        pools=(
            Pool((Kind.MUSIC,), ("pop", "rock"), 3, "Pop"),
            Pool((Kind.MUSIC,), ("keroncong", "campursari"), 2, "Daerah"),
            Pool((Kind.MUSIC,), (), 1, "Lain"),
        ),
        artist_separation_plays=10,
        apart_tags=("dangdut", "religi"),
        tag_separation_plays=2,
        tempo_step=40,
        jingle_every=4,
    )
    template = HourTemplateStore(session).save(_template())
    days: list[tuple[str, str, int, AnyContent]] = [
        ("Pagi", "05:00", 240, flow),
        ("Siang", "09:00", 180, Rotation(tags=("pop", "dangdut"), jingle_every=3)),
        ("Tengah hari", "12:00", 240, Templated((template.id,))),
        ("Sore", "16:00", 180, Rotation(tags=("keroncong",), artist_separation_min=60)),
        ("Malam", "19:00", 240, flow),
    ]
    for name, wall, minutes, content in days:
        stored = ProgrammeStore(session).save(Programme(CHANNEL, name, content))
        begins, length = time.fromisoformat(wall), timedelta(minutes=minutes)
        first_day = date(2026, 1, 1)
        GridStore(session).save(
            GridSlot(CHANNEL, stored.id, first_day, begins, length, "FREQ=DAILY", Start.HARD)
        )
    for number in range(40):
        times = tuple(time(6 + (number + hour) % 17, 10 + number % 40) for hour in range(3))
        plays = AtTimes(times) if number % 2 else Spread(8, time(5), time(23), 30)
        spots = (first_spot + number * 2, first_spot + number * 2 + 1)
        first, last = date(2026, 11, 1), date(2026, 12, 31)
        CampaignStore(session).save(
            Campaign(CHANNEL, f"Ajakan {number}", spots, first, last, plays), NOW
        )


def _template() -> HourTemplate:
    music = Rotation(tags=("pop", "instrumental"), jingle_every=3)
    return HourTemplate(
        CHANNEL,
        "Jam biasa",
        (
            Element(ElementForm.STATION_ID, at_s=0, start=Start.HARD),
            Element(ElementForm.ROTATION, length_s=1080, rotation=music),
            Element(ElementForm.BREAK, length_s=180),
            Element(ElementForm.ROTATION, length_s=1200, rotation=music),
            Element(ElementForm.BREAK, length_s=180),
            Element(ElementForm.ROTATION, length_s=940, rotation=music),
        ),
    )
