"""Makes the station of the demo year in a folder of its own."""

from datetime import timedelta

from sqlalchemy.orm import Session

from mengudara import schema
from mengudara.demo_year import days, library, orders, week
from scheduler.observance.settings import AzanSettings, Fast, Location, Observances, Songs
from scheduler.prayer.times import PRAYERS
from scheduler.rules.book import Setting
from scheduler.stores import RuleStore, ScheduleSettingStore
from station.broadcast_day import instant_of
from station.config import Config
from station.database import engine_for, sessions_for
from station.paths import StatePaths

CONFIG = Config(name="Radio Suara Kota", city="Kota Pekalongan", timezone=days.ZONE.key)
_DAY = timedelta(days=1)


def create(paths: StatePaths) -> None:
    """Fill an empty folder with the library, the grids, the orders and what is observed."""
    paths.create()
    engine = engine_for(CONFIG.database_at(paths))
    schema.upgrade(engine)
    now = instant_of(days.YEAR.first - _DAY, days.MORNING, days.ZONE)
    with sessions_for(engine).begin() as session:
        shelves = library.store(session, paths.media, now)
        week.store(session, shelves)
        orders.store(session, shelves, now)
        ScheduleSettingStore(session).save_observances(week.CHANNEL, observed(shelves), now)
        _hold_election(session)
    engine.dispose()


def observed(shelves: library.Shelves) -> Observances:
    """Return what is observed: the songs of the state, five azans, and the fast."""
    return Observances(
        location=Location(
            name="Kota Pekalongan", latitude=-6.8886, longitude=109.6753, altitude_m=5
        ),
        songs=Songs(anthem=shelves.of("anthem"), national=shelves.of("national")),
        azan=AzanSettings(
            prayers=PRAYERS, carts=shelves.of("azan"), subuh_carts=shelves.of("azan_subuh")
        ),
        fast=Fast(imsak=shelves.of("imsak"), drum=shelves.of("drum"), sahur=shelves.of("sahur")),
    )


def _hold_election(session: Session) -> None:
    """Give the pack for elections its dates."""
    now = instant_of(days.YEAR.first - _DAY, days.MORNING, days.ZONE)
    dates = {
        "election/window": {"opens": days.WINDOW.first, "closes": days.WINDOW.last},
        "election/quiet-period": {"first": days.QUIET.first, "last": days.QUIET.last},
    }
    for name, terms in dates.items():
        told = {key: str(day) for key, day in terms.items()}
        RuleStore(session).decide(Setting(name, terms=told, by="demo", at=now), now)
