"""How long other stations were relayed, by local day and source."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.airing import Airing, AiringStatus
from scheduler.relay_account import RelayedDay, account
from station.audio import frames_in
from station.journal import EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung

WIB = ZoneInfo("Asia/Jakarta")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LATER = datetime(2026, 11, 25, tzinfo=WIB)


def relayed(at, minutes, source="RRI", *, kind=Kind.RELAY, ended=True, title="Warta"):
    begins = datetime.fromisoformat(f"2026-11-{at}+07:00")
    length = timedelta(minutes=minutes)
    return Airing(
        channel="radio", airing=f"{source}{at}", item_key=f"live:{at}", cart_id=None, kind=kind,
        title=title, artist=source, programme="", campaign_id=None, rung=Rung.LIVE, start=None,
        planned=None, planned_frames=0, started_at=begins,
        ended_at=begins + length if ended else None, frames=frames_in(length) if ended else 0,
        started_by=StartedBy.LIVE, ended_by=EndedBy.SLOT_END if ended else None,
        status=AiringStatus.OK, interruptions=0, rundown_version=1, by="",
    )  # fmt: skip


def told(*airings, first=MONDAY, last=TUESDAY, now=LATER):
    return account(airings, first, last, WIB, now)


def test_the_seconds_of_a_day_are_added_up_by_source():
    found = told(relayed("23T07:00", 10), relayed("23T12:00", 15), relayed("23T19:00", 30, "TVRI"))
    assert found.days == (
        RelayedDay(MONDAY, "RRI", 2, timedelta(minutes=25)),
        RelayedDay(MONDAY, "TVRI", 1, timedelta(minutes=30)),
    )
    assert found.sources == (("TVRI", timedelta(minutes=30)), ("RRI", timedelta(minutes=25)))
    assert found.heard == timedelta(minutes=55)


def test_a_relay_over_midnight_is_divided_between_its_days():
    found = told(relayed("23T23:50", 30))
    assert [(each.day, each.heard / timedelta(minutes=1)) for each in found.days] == [
        (MONDAY, 10), (TUESDAY, 20),
    ]  # fmt: skip


def test_what_reaches_in_from_the_day_before_counts_with_the_part_that_lies_inside():
    found = told(relayed("22T23:59", 5))
    assert found.heard == timedelta(minutes=4)


def test_a_recording_that_stood_in_is_no_relay():
    assert told(relayed("23T07:00", 10, kind=Kind.PROGRAMME)).days == ()


def test_a_relay_that_is_on_the_air_counts_up_to_now():
    now = datetime.fromisoformat("2026-11-23T07:04+07:00")
    assert told(relayed("23T07:00", 0, ended=False), now=now).heard == timedelta(minutes=4)


def test_one_whose_source_nobody_named_goes_by_its_title():
    assert told(relayed("23T07:00", 1, "")).sources == (("Warta", timedelta(minutes=1)),)
