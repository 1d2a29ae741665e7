"""Elections: counters, windows, the quiet period, equal time; and corrections in time."""

from datetime import date, timedelta

import pytest

from scheduler.rules.book import with_terms
from scheduler.rules.check import breaches, of_line
from scheduler.rules.election import Share, equal_time
from scheduler.rules.line import AGENDA, BLOCKED_AIRTIME, ELECTION, Air, Due
from station.kinds import Kind
from tests.unit.scheduler.rules.air import MONDAY, WIB, WITA, a_day, at, broken, line, rule

SPOTS = "election/spots"
THEN = date(2019, 4, 1)


def spot(clock, seconds=30, who="Nomor 1", day=MONDAY, zone=WIB):
    return line(
        clock,
        seconds,
        Kind.COMMERCIAL,
        day=day,
        zone=zone,
        purpose=ELECTION,
        participant=who,
    )


def spots(count, **more):
    return [spot(f"{8 + number // 4:02d}:{number % 4 * 15:02d}", **more) for number in range(count)]


@pytest.mark.parametrize(
    ("name", "day", "medium", "allowed"),
    [
        (SPOTS, MONDAY, "radio", 10),
        (SPOTS, MONDAY, "tv", 10),
        ("election-2019/spots", THEN, "radio", 4),
        ("election-2019/spots", THEN, "tv", 8),
    ],
)
def test_each_participant_has_so_many_spots_a_day(name, day, medium, allowed):
    exact = [*spots(allowed, day=day), *spots(allowed, day=day, who="Nomor 2")]
    assert broken(name, *exact, day=day, medium=medium) == []
    (breach,) = broken(name, *exact, spot("20:00", day=day), day=day, medium=medium)
    assert (breach.about["number"], breach.about["limit"]) == (str(allowed + 1), str(allowed))
    assert breach.about["participant"] == "Nomor 1"


@pytest.mark.parametrize(
    ("medium", "seconds", "allowed"),
    [("tv", 30, True), ("tv", 30.04, False), ("radio", 60, True), ("radio", 60.04, False)],
)
def test_a_spot_has_its_longest_length(medium, seconds, allowed):
    assert (of_line([rule(SPOTS)], spot("10:00", seconds), WIB, medium) == []) is allowed


def test_spots_are_counted_by_the_day_they_begin_on():
    many = [*spots(9), spot("23:59:59"), spot("00:00:00", day=MONDAY + timedelta(days=1))]
    assert broken(SPOTS, *many) == []
    assert broken(SPOTS, *many, spot("23:00"))


@pytest.mark.parametrize(
    ("day", "clock", "seconds", "allowed"),
    [
        (date(2019, 3, 23), "23:59:59", 30, False),
        (date(2019, 3, 24), "00:00:00", 30, True),
        (date(2019, 4, 13), "23:59:30", 30, True),
        (date(2019, 4, 13), "23:59:31", 30, False),
        (date(2019, 4, 14), "00:00:00", 30, False),
    ],
)
def test_participants_advertise_inside_their_window(day, clock, seconds, allowed):
    one = spot(clock, seconds, day=day)
    assert (of_line([rule("election-2019/window")], one, WIB, "tv") == []) is allowed


@pytest.mark.parametrize(
    ("day", "clock", "allowed"),
    [
        (date(2019, 4, 13), "23:59:30", True),
        (date(2019, 4, 13), "23:59:31", False),
        (date(2019, 4, 14), "00:00:00", False),
        (date(2019, 4, 16), "23:59:59", False),
        (date(2019, 4, 17), "00:00:00", True),
    ],
)
def test_nothing_favours_a_participant_in_the_quiet_period(day, clock, allowed):
    quiet = rule("election-2019/quiet-period")
    assert (of_line([quiet], spot(clock, day=day), WIB, "tv") == []) is allowed
    talk = line(clock, 30, Kind.PROGRAMME, day=day, participant="Nomor 2")
    assert (of_line([quiet], talk, WIB, "tv") == []) is allowed
    assert of_line([quiet], line(clock, 30, Kind.PSA, day=day), WIB, "tv") == []


def test_the_quiet_period_is_that_of_the_stations_zone():
    quiet = rule("election-2019/quiet-period")
    late = spot("23:30", day=date(2019, 4, 13), zone=WIB)
    assert of_line([quiet], late, WIB, "tv") == []
    assert of_line([quiet], late, WITA, "tv")


def test_an_election_without_dates_blocks_nothing_by_date():
    for name in ("election/window", "election/quiet-period"):
        assert of_line([rule(name)], spot("10:00"), WIB, "tv") == []


def test_dates_of_the_station_make_the_window():
    dated = with_terms(rule("election/quiet-period"), {"first": "2026-11-23", "last": "2026-11-25"})
    assert of_line([dated], spot("10:00"), WIB, "tv")


def test_airtime_is_not_sold_in_blocks():
    block = line("10:00", 1800, Kind.PROGRAMME, purpose=BLOCKED_AIRTIME, participant="Nomor 1")
    assert of_line([rule("election/no-blocking-time")], block, WIB, "tv")


def test_the_agenda_of_a_candidate_who_governs_can_be_kept_off():
    wanted = rule("election/leaders-agenda")
    assert not wanted.enabled
    for visit in (
        line("10:00", 600, Kind.PROGRAMME, purpose=AGENDA),
        line("10:00", 600, Kind.PROGRAMME, tags=frozenset({"agenda-pimpinan"})),
    ):
        assert of_line([wanted], visit, WIB, "tv")
        dated = with_terms(wanted, {"first": "2026-12-01", "last": "2026-12-09"})
        assert of_line([dated], visit, WIB, "tv") == []


@pytest.mark.parametrize(
    ("day", "clock", "seconds", "allowed"),
    [
        (30, "23:59:00", 60, True),
        (30, "23:59:00", 61, False),
        (31, "00:00:00", 60, False),
        (32, "23:59:59", 1, False),
        (33, "00:00:00", 60, True),
    ],
)
def test_the_agenda_stays_off_from_the_first_moment_of_its_days_to_the_last(
    day, clock, seconds, allowed
):
    dated = with_terms(
        rule("election/leaders-agenda"), {"first": "2026-12-31", "last": "2027-01-01"}
    )
    when = date(2026, 11, 30) + timedelta(days=day)
    visit = line(clock, seconds, Kind.PROGRAMME, purpose=AGENDA, day=when)
    assert (of_line([dated], visit, WIB, "radio") == []) is allowed


def test_equal_time_counts_spots_and_seconds_of_each():
    lines = [spot("10:00"), spot("11:00", 60), spot("12:00", 30, "Nomor 2"), line("13:00", 60)]
    assert equal_time(a_day(*lines)) == [
        Share("Nomor 1", 2, timedelta(seconds=90)),
        Share("Nomor 2", 1, timedelta(seconds=30)),
    ]


DUE = Due("Jam layanan KTP", at("08:00"), 7)


@pytest.mark.parametrize(
    ("clock", "late"), [("07:59:59", 0), ("08:00:00", 0), ("08:00:01", 1), ("09:00:00", 3600)]
)
def test_a_correction_is_heard_within_a_day(clock, late):
    tuesday = MONDAY + timedelta(days=1)
    heard = line(clock, 60, Kind.PSA, day=tuesday, campaign_id=7)
    found = broken("identity/corrected-in-a-day", heard, day=tuesday, dues=[DUE])
    assert [breach.seconds for breach in found] == ([late] if late else [])


def test_a_correction_is_overdue_only_when_its_time_has_passed():
    asked = [rule("identity/corrected-in-a-day")]
    for hours, overdue in ((23, False), (25, True)):
        now = at("08:00") + timedelta(hours=hours)
        air = Air([], at("00:00"), now, WIB, dues=[DUE])
        assert bool(breaches(asked, air)) is overdue


def test_an_earlier_play_of_the_same_order_is_no_correction():
    before = line("07:00", 60, Kind.PSA, campaign_id=7)
    tuesday = MONDAY + timedelta(days=1)
    assert broken("identity/corrected-in-a-day", before, day=tuesday, dues=[DUE])
