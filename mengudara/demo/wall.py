"""The demo station's cart wall: a page to greet with, a page of effects, emergency messages."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mengudara.demo.effects import EFFECTS
from mengudara.demo.pieces import HYMN, SIGNATURES
from mengudara.demo.scripts import BUMPERS, EMERGENCIES, JINGLES, STATION_IDS
from mengudara.demo.week import CHANNEL, Shelf
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
MESSAGES = tuple(Press(one.title, one.title.partition(": ")[2]) for one in EMERGENCIES)


def store(session: Session, shelf: Shelf) -> None:
    """Write the whole wall; the caller commits."""
    wall = WallStore(session, CHANNEL)
    for name, presses in PAGES.items():
        page = wall.add_page(name)
        for press in presses:
            _put(wall, page.id, press, shelf)
    for press in MESSAGES:
        _put(wall, None, press, shelf)


def _put(wall: WallStore, page_id: int | None, press: Press, shelf: Shelf) -> None:
    (cart_id,) = shelf.titled(press.title)
    button = wall.add_button(page_id, cart_id, press.label)
    wall.change_button(
        button.id,
        label=press.label,
        instead=press.instead,
        duck_db=press.duck_db,
        colour=press.colour,
    )
