"""The demo station's cart wall: a page to greet with, a page of effects, emergency messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mengudara.demo.effects import EFFECTS
from mengudara.demo.pieces import HYMN, SIGNATURES
from mengudara.demo.scripts import BUMPERS, EMERGENCIES, JINGLES, STATION_IDS
from mengudara.demo.week import CHANNEL, Shelf
from station.wall import Level
from web.wall import WallStore

_OVER_MUSIC_DB = -12.0


@dataclass(frozen=True, slots=True)
class Press:
    """A button as it is put on the wall."""

    title: str
    """Of the recording."""
    label: str
    duck_db: float = 0.0
    instead: bool = False
    colour: str = ""
    level: Level = Level.AWAS
    """Of an emergency message."""
    words: str = ""
    """Written with it."""


_APPLAUSE, _HORN, _DRUM = (effect.title for effect in EFFECTS)
PAGES = {
    "Jingel dan sapaan": (
        *(Press(one.title, f"Jingel {n}", -6.0) for n, one in enumerate(SIGNATURES, 1)),
        *(
            Press(one.title, one.title.partition(": ")[2], _OVER_MUSIC_DB, colour="#14645b")
            for one in JINGLES
        ),
        Press(STATION_IDS[0].title, "Tanda pengenal", _OVER_MUSIC_DB, colour="#2157b8"),
        Press(STATION_IDS[1].title, "Tanda pengenal malam", _OVER_MUSIC_DB, colour="#2157b8"),
        *(Press(one.title, one.title, instead=True) for one in BUMPERS),
    ),
    "Efek dan himne": (
        Press(_APPLAUSE, "Tepuk tangan", colour="#1d7a3a"),
        Press(_HORN, "Terompet", -6.0, colour="#a84a00"),
        Press(_DRUM, "Bedug", -6.0, colour="#14645b"),
        Press(HYMN.title, "Himne", instead=True, colour="#b3182c"),
    ),
}
_GRAVE = {
    "Hujan lebat": (Level.WASPADA, "Tunda bepergian, jauhi pohon besar (contoh)"),
    "Banjir": (Level.SIAGA, "Pindah ke tempat yang lebih tinggi. Hubungi 112 (contoh)"),
    "Latihan gempa": (Level.AWAS, "Merunduk, lindungi kepala, berpegangan"),
    "Keadaan aman": (Level.CLEAR, "Warga boleh kembali ke rumah (contoh)"),
}


def _message(title: str) -> Press:
    label = title.partition(": ")[2]
    level, words = _GRAVE[label]
    return Press(title, label, level=level, words=words)


MESSAGES = tuple(_message(one.title) for one in EMERGENCIES)
"""One of each level."""


def store(session: Session, shelf: Shelf) -> None:
    """Write the whole wall; the caller commits."""
    wall = WallStore(session, CHANNEL)
    for name, presses in PAGES.items():
        page = wall.add_page(name)
        for press in presses:
            _put(wall, page.id, press, shelf)
    store_messages(session, CHANNEL, {each.title: shelf.titled(each.title)[0] for each in MESSAGES})


def store_messages(session: Session, channel: str, numbers: Mapping[str, int]) -> None:
    """Write the emergency messages of a channel whose recordings are there, by title."""
    wall = WallStore(session, channel)
    for press in MESSAGES:
        if press.title in numbers:
            _place(wall, None, press, numbers[press.title])


def _put(wall: WallStore, page_id: int | None, press: Press, shelf: Shelf) -> None:
    (cart_id,) = shelf.titled(press.title)
    _place(wall, page_id, press, cart_id)


def _place(wall: WallStore, page_id: int | None, press: Press, cart_id: int) -> None:
    button = wall.add_button(page_id, cart_id, press.label)
    wall.change_button(
        button.id,
        label=press.label,
        instead=press.instead,
        duck_db=press.duck_db,
        colour=press.colour,
        level=press.level,
        words=press.words,
    )
