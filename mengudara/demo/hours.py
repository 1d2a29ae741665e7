"""The demo station's hour templates: shares of music, and breaks that spots wait for."""

from sqlalchemy.orm import Session

from mengudara.demo.week import CHANNEL
from scheduler.stores import HourTemplateStore
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import Pool, Rotation
from station.kinds import Kind

DAY, NIGHT = "Jam musik siang", "Jam musik malam"
_MUSIC = (Kind.MUSIC,)
_LIVELY = Rotation(
    artist_separation_min=6,
    title_separation_min=25,
    pools=(
        Pool(_MUSIC, ("riang",), 2, "Lagu riang"),
        Pool(_MUSIC, ("lembut",), 1, "Lagu lembut"),
    ),
)
_CALM = Rotation(tags=("malam", "lembut"), artist_separation_min=6, title_separation_min=25)


def store(session: Session) -> dict[str, int]:
    """Write the templates, and give the night's to every open hour; return their numbers."""
    templates = HourTemplateStore(session)
    numbers = {each.name: templates.save(each).id for each in (_day(), _night())}
    hours = {(day, hour): numbers[NIGHT] for day in range(7) for hour in (7, 9, 12, 18)}
    templates.set_open_hours(CHANNEL, hours)
    return numbers


def _day() -> HourTemplate:
    return HourTemplate(
        CHANNEL,
        DAY,
        (
            _music("Pembuka", 20, _LIVELY),
            _spots("Jeda pertama", 20),
            _music("Tengah jam", 18, _LIVELY),
            _spots("Jeda kedua", 40),
            _music("Menuju jam berikut", 18, _LIVELY),
        ),
        "Dua jeda menampung iklan layanan dan iklan niaga yang menunggu tempat.",
    )


def _night() -> HourTemplate:
    return HourTemplate(
        CHANNEL,
        NIGHT,
        (
            _music("Tenang", 30, _CALM),
            _spots("Jeda", 30),
            _music("Lebih tenang", 28, _CALM),
        ),
        "Juga untuk jam terbuka, yaitu jam tanpa acara.",
    )


def _music(name: str, minutes: int, rotation: Rotation) -> Element:
    return Element(ElementForm.ROTATION, name, minutes * 60, rotation=rotation)


def _spots(name: str, minute: int) -> Element:
    return Element(ElementForm.BREAK, name, 120, at_s=minute * 60, most=4)
