"""What the demo station observes on its days: songs of the state, azan, its own days and themes."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from mengudara.demo.effects import EFFECTS
from mengudara.demo.pieces import ANTHEM, NATIONAL, PIECES
from mengudara.demo.week import CHANNEL, Shelf
from scheduler.calendar.attachment import (
    Attachment,
    BringsCampaign,
    BringsPlaylist,
    OnOccasion,
    OnPasaran,
)
from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.observance.settings import AzanSettings, Fast, Location, Observances, Songs
from scheduler.prayer.times import PRAYERS, Time
from scheduler.stores import AttachmentStore, CalendarStore, CampaignStore, ScheduleSettingStore

HERE = Location(name="Kota Contoh", latitude=-6.9, longitude=109.7, altitude_m=5)
"""An invented city on the north coast of Java."""
TOWN_DAY = "Hari Jadi Kota Contoh"


def store(session: Session, shelf: Shelf, today: date, now: datetime) -> None:
    """Write settings, days and what they bring; the orders are there. The caller commits."""
    ScheduleSettingStore(session).save_observances(CHANNEL, observances(shelf), now)
    anniversary = today + timedelta(days=12)
    own = OwnDay(anniversary, anniversary, OccasionKind.LOCAL, TOWN_DAY, yearly=True)
    CalendarStore(session).save(own)
    orders = {each.title: each.id for each in CampaignStore(session).all(CHANNEL)}
    for rule in attachments(shelf, orders):
        AttachmentStore(session).save(rule)


def observances(shelf: Shelf) -> Observances:
    """Return the day's events: the call at sunset is heard as a drum, the others are shown."""
    drum = shelf.titled(EFFECTS[-1].title)
    return Observances(
        location=HERE,
        songs=Songs(
            anthem=shelf.titled(ANTHEM.title),
            national=shelf.titled(NATIONAL.title),
        ),
        azan=AzanSettings(
            prayers=PRAYERS,
            carts=drum,
            text_for=tuple(name for name in PRAYERS if name is not Time.MAGRIB),
        ),
        fast=Fast(imsak=drum),
    )


def attachments(shelf: Shelf, orders: dict[str, int]) -> list[Attachment]:
    """Return a concert on every Legi, and two themes that bring announcements."""
    concert = BringsPlaylist(shelf.titled(*(PIECES[number].title for number in (6, 7, 9))))
    return [
        Attachment(
            CHANNEL,
            "Gelar Gending Legi",
            OnPasaran("Legi"),
            concert,
            wall=time(20, 30),
            duration=timedelta(minutes=14),
        ),
        Attachment(
            CHANNEL,
            "Hari jadi kota",
            OnOccasion(TOWN_DAY),
            BringsCampaign(orders["Sungai bersih"]),
            days_before=3,
        ),
        Attachment(
            CHANNEL,
            "Hari Kesehatan Nasional",
            OnOccasion("Hari Kesehatan Nasional"),
            BringsCampaign(orders["Hari Posyandu"]),
            days_before=7,
        ),
    ]
