"""The television week of the demo station: pictures all day, ratings at their hours, spots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from mengudara.demo.days import HERE
from mengudara.demo.pieces import ANTHEM, NATIONAL
from mengudara.demo.tv.clips import FILM, SPOTS, STATION
from mengudara.demo.week import DAILY, Shelf
from scheduler.observance.settings import Observances, Songs
from scheduler.stores import (
    CampaignStore,
    GridStore,
    HourTemplateStore,
    ProgrammeStore,
    ScheduleSettingStore,
)
from scheduler.traffic.campaign import AtTimes, Campaign, Portion, Portions, Spread
from scheduler.week.grid import GridSlot
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import AnyContent, Category, Programme, Rating, Rotation, Templated
from station.kinds import Kind
from station.rundown import Start

CHANNEL = "tv"
FLIGHT = timedelta(days=60)
HOUR, CINEMA = "Jam televisi", "Jam film"
_CLIPS = (Kind.PROGRAMME,)
_DAY_TAGS = ("tv-alam", "tv-budaya")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A programme with its place in every day."""

    begins: str
    ends: str
    """The next day's, where it is not later."""
    name: str
    content: AnyContent
    category: Category
    rating: Rating = Rating.SU

    @property
    def wall(self) -> time:
        return time.fromisoformat(self.begins)

    @property
    def length(self) -> timedelta:
        minutes = _minutes(self.ends) - _minutes(self.begins)
        return timedelta(minutes=minutes if minutes > 0 else minutes + 24 * 60)


def stretches(hours: Mapping[str, int]) -> tuple[Stretch, ...]:
    """Return the day, without a hole; `hours`: the numbers of the hour templates."""
    templated = Templated((hours[HOUR],))
    film = Templated((hours[CINEMA],))
    children = clips("tv-anak", "tv-alam")
    return (
        Stretch("03:00", "05:00", "Layar Dini Hari", clips("tv-alam"), Category.CULTURE),
        Stretch("05:00", "07:00", "Pagi Kota", clips("tv-pagi", *_DAY_TAGS), Category.CULTURE),
        Stretch("07:00", "09:00", "Layar Anak", children, Category.EDUCATION, Rating.A),
        Stretch("09:00", "15:00", "Cerita Kota", templated, Category.CULTURE),
        Stretch("15:00", "17:30", "Layar Anak Sore", children, Category.EDUCATION, Rating.A),
        Stretch("17:30", "19:00", "Senja di Kota", clips(*_DAY_TAGS), Category.CULTURE),
        Stretch("19:00", "21:00", "Film Petang", film, Category.ENTERTAINMENT, Rating.R),
        Stretch("21:00", "22:00", "Budaya Kota", clips("tv-budaya"), Category.CULTURE),
        Stretch("22:00", "03:00", "Televisi Malam", clips("tv-malam", "tv-alam"),
                Category.ENTERTAINMENT, Rating.D),
    )  # fmt: skip


def clips(*tags: str) -> Rotation:
    """Return a rotation of clips with any of these tags."""
    return Rotation(kinds=_CLIPS, tags=tags, artist_separation_min=0, title_separation_min=2)


def store(
    session: Session, shelf: Shelf, songs: Mapping[str, int], today: date, now: datetime
) -> None:
    """Write the whole schedule; `songs` are recordings by title. The caller commits."""
    templates = HourTemplateStore(session)
    hours = {each.name: templates.save(each).id for each in _templates(shelf)}
    for stretch in stretches(hours):
        _store_stretch(session, stretch, today)
    for order in orders(shelf, today):
        CampaignStore(session).save(order, now)
    ScheduleSettingStore(session).save_observances(CHANNEL, _observances(songs), now)


def orders(shelf: Shelf, today: date) -> list[Campaign]:
    """Return an announcement on the second, one spread over the day, one in its parts."""
    calls, posyandu, river = SPOTS
    on_the_hour = AtTimes(tuple(time(hour, 20) for hour in range(24)), Start.HARD)
    parts = Portions((Portion(3, time(6), time(10)), Portion(3, time(16), time(21))))
    wanted = ((calls, on_the_hour), (posyandu, Spread(12, time(6), time(22))), (river, parts))
    spots = [
        Campaign(
            CHANNEL, spot.title, shelf.titled(spot.title), today, today + FLIGHT, plays,
            agency=spot.agency, letter_number=f"CONTOH/{today.year}",
            running_text=spot.running_text,
        )
        for spot, plays in wanted
    ]  # fmt: skip
    names = AtTimes(tuple(time(hour, 40) for hour in range(24)), Start.SOFT)
    idents = shelf.of_kind(Kind.STATION_ID)
    name = Campaign(CHANNEL, "Tanda pengenal TV", idents, today, today + FLIGHT, names, STATION)
    return [*spots, name]


def _templates(shelf: Shelf) -> tuple[HourTemplate, HourTemplate]:
    (film,) = shelf.titled(FILM.title)
    usual = clips(*_DAY_TAGS)
    break_ = Element(ElementForm.BREAK, "Jeda iklan layanan", 90, most=3)
    ident = Element(ElementForm.STATION_ID, "Tanda pengenal")
    return (
        HourTemplate(
            CHANNEL,
            HOUR,
            (
                ident,
                _clips("Setengah jam pertama", 29, usual),
                break_,
                _clips("Lanjutan", 28, usual),
            ),
        ),
        HourTemplate(
            CHANNEL,
            CINEMA,
            (
                ident,
                Element(ElementForm.CART, "Film", cart_id=film),
                break_,
                _clips("Arsip dan budaya", 55, clips("tv-arsip", "tv-budaya")),
            ),
        ),
    )


def _clips(name: str, minutes: int, rotation: Rotation) -> Element:
    return Element(ElementForm.ROTATION, name, minutes * 60, rotation=rotation)


def _store_stretch(session: Session, stretch: Stretch, today: date) -> None:
    programme = Programme(
        CHANNEL, stretch.name, stretch.content, stretch.category, rating=stretch.rating
    )
    slot = GridSlot(
        channel=CHANNEL,
        programme_id=ProgrammeStore(session).save(programme).id,
        first_day=today - timedelta(days=7),
        wall=stretch.wall,
        duration=stretch.length,
        rule=DAILY,
        start=Start.HARD,
    )
    GridStore(session).save(slot)


def _observances(songs: Mapping[str, int]) -> Observances:
    """Return the songs of the state, as far as there are any: sound alone, over a card."""
    anthem, national = (
        (songs[each.title],) if each.title in songs else () for each in (ANTHEM, NATIONAL)
    )
    return Observances(location=HERE, songs=Songs(anthem=anthem, national=national))


def _minutes(wall: str) -> int:
    at = time.fromisoformat(wall)
    return at.hour * 60 + at.minute
