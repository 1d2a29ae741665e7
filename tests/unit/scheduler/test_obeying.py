"""The planner keeps to the rules that block, and tells of those that warn."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.override import Override, Wish
from scheduler.planner.inputs import Held
from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.rules import lines
from scheduler.rules.book import Setting, book_of
from scheduler.rules.check import breaches
from scheduler.rules.line import Air, Airtime
from scheduler.rules.pack import built_in
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.purpose import Purpose
from scheduler.week.programme import Fixed, Rotation
from station.kinds import Kind
from station.rating import Rating
from station.rundown import Start
from tests.unit.scheduler.station import (
    MONDAY,
    WIB,
    cart,
    inputs,
    library,
    programme,
    published,
    slot,
)

EVENING = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
"""Monday 20.00 WIB."""
FILM, AFTER = 5_000, 5_001


def book(*settings, medium="radio"):
    return book_of(built_in(), settings, medium, "public")


def at(clock, day=MONDAY):
    return datetime.combine(day, time.fromisoformat(clock), WIB).astimezone(UTC)


def evening(hours=10, **changes):
    """Inputs from Monday 20.00 on."""
    ends = EVENING + timedelta(hours=hours)
    return inputs(**{"begins": EVENING, "ends": ends, "rules": book(), **changes})


def rules_of(answer, deed=None):
    return [
        (found.about["rule"], found.at)
        for found in answer.findings
        if found.note is Note.RULE and deed in (None, found.about["deed"])
    ]


def forbidden(given, answer):
    """Return what the rules that block find in a plan."""
    orders = {order.id: order for order in given.campaigns}
    carts = {each.id: each for each in given.carts}
    made = [lines.of_item(item, orders, carts) for item in answer.items]
    air = Air(made, given.begins, given.ends, WIB, given.rules.medium)
    return breaches([rule for rule in given.rules.rules if rule.blocks], air)


def rated(number, seconds, rating=Rating.D, kind=Kind.PROGRAMME):
    return cart(number, seconds, kind=kind, title=f"Rekaman {number}")._replace(rating=rating)


def played(answer, cart_id):
    return [item for item in answer.items if item.cart_id == cart_id]


@pytest.mark.parametrize(
    ("wall", "minutes", "on", "off"),
    [
        ("21:00", 180, "22:00", "00:00"),
        ("22:00", 60, "22:00", "23:00"),
        ("02:00", 120, "02:00", "03:00"),
    ],
)
def test_a_programme_rated_d_airs_inside_its_hours_and_music_outside(wall, minutes, on, off):
    tuesday = MONDAY + timedelta(days=1)
    late = replace(programme(1, Rotation(artist_separation_min=0), "Malam"), rating=Rating.D)
    given = evening(programmes=[late], slots=[slot(1, 1, wall, minutes)])
    answer = plan(given)
    aired = [item for item in answer.items if item.rating == "D"]
    first = at(on, MONDAY if on > "12" else tuesday)
    last = at(off, MONDAY if off > "12" else tuesday)
    assert aired
    assert first <= aired[0].begins < first + timedelta(minutes=6)
    assert last - timedelta(minutes=6) < aired[-1].ends < last + timedelta(minutes=6)
    assert aired[-1].ends <= at("03:00", tuesday)
    assert forbidden(given, answer) == []


def test_what_is_replaced_is_told_with_rule_and_programme():
    late = replace(programme(1, Rotation(), "Malam"), rating=Rating.D)
    answer = plan(evening(programmes=[late], slots=[slot(1, 1, "21:00", 90)]))
    assert rules_of(answer, "replaced") == [("ratings/adults-at-night", at("21:00"))]
    (told,) = [found for found in answer.findings if found.about.get("deed") == "replaced"]
    assert told.about["programme"] == "Malam"
    assert told.about["article"].startswith("SPS 2012")


@pytest.mark.parametrize(
    ("wall", "seconds", "whole"),
    [("02:30", 1799, True), ("02:30", 1800, True), ("02:30", 1900, False), ("21:59", 600, None)],
)
def test_a_recording_rated_d_is_whole_cut_at_03_or_left_out(wall, seconds, whole):
    show = programme(1, Fixed((FILM, AFTER)), "Film")
    given = evening(
        carts=[*library(), rated(FILM, seconds), cart(AFTER, 120, kind=Kind.PROGRAMME)],
        programmes=[show],
        slots=[slot(1, 1, wall, 60)],
    )
    answer = plan(given)
    aired = played(answer, FILM)
    if whole is None:
        assert aired == []
        assert played(answer, AFTER)
        assert rules_of(answer, "left_out")
    else:
        assert aired[0].ends <= at("03:00", MONDAY + timedelta(days=1))
        assert (aired[0].frames == seconds * 48_000) is whole
    assert forbidden(given, answer) == []


def test_an_item_of_half_an_hour_from_0250_is_cut_after_ten_minutes():
    show = programme(1, Fixed((FILM,)), "Film")
    given = evening(
        carts=[*library(), rated(FILM, 1800)],
        programmes=[show],
        slots=[slot(1, 1, "02:50", 60)],
    )
    answer = plan(given)
    (film,) = played(answer, FILM)
    assert film.frames <= 600 * 48_000
    assert ("ratings/adults-at-night", at("03:00", MONDAY + timedelta(days=1))) in rules_of(answer)


def test_rotations_play_what_is_rated_d_at_night_only():
    adult = [rated(6_000 + n, 200, kind=Kind.MUSIC) for n in range(200)]
    music = [cart(n, 180 + n % 60, artist=f"P{n}") for n in range(1, 60)]
    given = evening(carts=[*music, *adult])
    answer = plan(given)
    assert any(item.rating == "D" or item.cart_id >= 6_000 for item in answer.items)
    assert forbidden(given, answer) == []
    assert not any(found.note is Note.HOLE for found in answer.findings)


def order(number, cart_id, plays, **more):
    return Campaign("radio", f"Pesanan {number}", (cart_id,), MONDAY, MONDAY + timedelta(days=2),
                    plays, id=number, **more)  # fmt: skip


def test_a_spot_marked_adult_waits_for_its_hours_or_is_left_out():
    promo = cart(7_000, 30, kind=Kind.COMMERCIAL, tags=("dewasa",))
    spread = order(1, 7_000, Spread(4, time(20), time(0), 10))
    early = order(2, 7_000, AtTimes((time(20, 30),)))
    given = evening(hours=4, carts=[*library(), promo], campaigns=[spread, early])
    answer = plan(given)
    aired = [item.begins for item in played(answer, 7_000)]
    assert aired
    assert all(at("22:00") <= begins for begins in aired)
    assert ("ratings/adults-at-night", at("20:30")) in rules_of(answer, "left_out")


def commercials(minutes_a_play, plays):
    spot = cart(7_100, minutes_a_play * 60, kind=Kind.COMMERCIAL, title="Iklan")
    times = tuple(time(hour, minute) for hour in range(24) for minute in (5, 25, 45))[:plays]
    return spot, order(1, 7_100, AtTimes(times))


@pytest.mark.parametrize(("plays", "aired"), [(12, 12), (13, 12)])
def test_the_commercial_that_would_break_the_quota_of_the_day_is_left_out(plays, aired):
    """18 minutes each: twelve are 216 minutes, exactly 15 % of a day."""
    spot, campaign = commercials(18, plays)
    given = inputs(
        begins=at("00:00"), ends=at("00:00") + timedelta(hours=23, minutes=50),
        rules=book(), carts=[*library(), spot], campaigns=[campaign],
    )  # fmt: skip
    answer = plan(given)
    assert len(played(answer, 7_100)) == aired
    told = [rule for rule, _ in rules_of(answer, "left_out")]
    assert told == ["advertising/commercials-public"] * (plays - aired)
    assert forbidden(given, answer) == []


def test_what_aired_since_midnight_counts_and_so_does_silence():
    spot, campaign = commercials(18, 72)
    midnight = at("00:00")
    noon = midnight + timedelta(hours=12)
    half = midnight + timedelta(minutes=216)
    heard = Airtime("a", midnight, half, Kind.COMMERCIAL)
    music = Airtime("b", half, noon, Kind.MUSIC)
    base = {"begins": noon, "ends": noon + timedelta(hours=6), "rules": book(),
            "carts": [*library(), spot], "campaigns": [campaign]}  # fmt: skip
    assert played(plan(inputs(**base, aired=[heard, music])), 7_100) == []
    assert played(plan(inputs(**base, aired=[music])), 7_100)
    silent = Airtime("b", noon - timedelta(minutes=1), noon, Kind.MUSIC)
    fewer = len(played(plan(inputs(**base, aired=[silent])), 7_100))
    assert 0 < fewer < len(played(plan(inputs(**base, aired=[music])), 7_100)) + 1


def test_the_next_day_has_a_quota_of_its_own():
    spot, campaign = commercials(18, 13)
    given = inputs(
        begins=at("00:00"), ends=at("00:00") + timedelta(hours=47),
        rules=book(), carts=[*library(), spot], campaigns=[campaign],
    )  # fmt: skip
    assert len(played(plan(given), 7_100)) == 24


QUIET = [
    Setting("election/quiet-period", terms={"first": "2026-11-24", "last": "2026-11-26"}),
]


def test_the_quiet_period_leaves_out_what_favours_a_participant():
    spot = cart(7_200, 30, kind=Kind.COMMERCIAL, title="Calon 1")
    ordered = order(
        1, 7_200, AtTimes((time(21), time(1))), purpose=Purpose.ELECTION, participant="Calon 1"
    )
    given = evening(carts=[*library(), spot], campaigns=[ordered], rules=book(*QUIET))
    answer = plan(given)
    assert [item.begins for item in played(answer, 7_200)] == [at("21:00")]
    assert rules_of(answer, "left_out") == [
        ("election/quiet-period", at("01:00", date(2026, 11, 24)))
    ]


def test_each_participant_has_as_many_spots_as_the_pack_says():
    spot = cart(7_200, 30, kind=Kind.COMMERCIAL)
    times = tuple(time(hour, minute) for hour in (20, 21, 22) for minute in (10, 25, 40, 55))
    both = [
        order(number, 7_200, AtTimes(times, start=Start.SOFT), purpose=Purpose.ELECTION,
              participant=f"Calon {number}")
        for number in (1, 2)
    ]  # fmt: skip
    given = evening(hours=4, carts=[*library(), spot], campaigns=both)
    answer = plan(given)
    counts = [sum(item.campaign_id == number for item in answer.items) for number in (1, 2)]
    assert counts == [10, 10]
    assert forbidden(given, answer) == []


def test_an_operator_cannot_insert_what_a_rule_blocks():
    wish = Override(
        "radio", Wish.INSERT, at("20:30"), 6_000, by="sari", id=1, start=Start.HARD,
        made_at=EVENING, expires_at=EVENING + timedelta(days=1),
    )  # fmt: skip
    given = evening(hours=2, carts=[*library(), rated(6_000, 60)], overrides=[wish])
    answer = plan(given)
    assert played(answer, 6_000) == []
    assert rules_of(answer, "left_out") == [("ratings/adults-at-night", at("20:30"))]


def test_a_warning_is_told_and_what_it_is_about_stays():
    late = replace(programme(1, Rotation(), "Dongeng"), rating=Rating.P)
    answer = plan(evening(hours=3, programmes=[late], slots=[slot(1, 1, "20:00", 60)]))
    assert [item for item in answer.items if item.rating == "P"]
    told = [found for found in answer.findings if found.about.get("rule", "").endswith("children")]
    assert [found.about["deed"] for found in told] == ["kept"]
    assert told[0].about["severity"] == "warn"


def test_without_rules_nothing_is_forbidden_or_told():
    late = replace(programme(1, Rotation(), "Malam"), rating=Rating.D)
    answer = plan(inputs(programmes=[late], slots=[slot(1, 1, "13:00", 60)]))
    assert [item for item in answer.items if item.rating == "D"]
    assert rules_of(answer) == []


@given(
    begins=st.integers(0, 47).map(lambda half: at("00:00") + timedelta(minutes=30 * half)),
    minutes=st.integers(10, 240),
    after=st.integers(0, 300),
    film=st.integers(60, 3_600),
)
def test_no_plan_breaks_what_blocks_wherever_it_begins(begins, minutes, after, film):
    wall = (begins + timedelta(minutes=after)).astimezone(WIB).time()
    show = replace(programme(1, Fixed((FILM, AFTER)), "Film"), rating=Rating.D)
    given = inputs(
        begins=begins, ends=begins + timedelta(hours=6), rules=book(),
        carts=[*library(songs=40), rated(FILM, film), rated(AFTER, 300, Rating.SU)],
        programmes=[show], slots=[slot(1, 1, wall.isoformat(), minutes)],
    )  # fmt: skip
    answer = plan(given)
    assert forbidden(given, answer) == []
    assert plan(given) == answer


def test_a_version_that_was_rolled_back_to_does_not_bring_back_what_is_forbidden_since():
    film = rated(FILM, 600, Rating.SU)
    show = programme(1, Fixed((FILM, AFTER)), "Film")
    base = evening(
        hours=3,
        carts=[*library(), film, cart(AFTER, 600, kind=Kind.PROGRAMME)],
        programmes=[show],
        slots=[slot(1, 1, "20:30", 30)],
    )
    before = published(base, plan(base))
    assert FILM in [item.cart_id for item in before.items]
    now_adult = [*library(), rated(FILM, 600), cart(AFTER, 600, kind=Kind.PROGRAMME)]
    held = Held(before, EVENING + timedelta(hours=3))
    answer = plan(replace(base, carts=now_adult, previous=before, held=held))
    assert played(answer, FILM) == []
    assert played(answer, AFTER)
    assert "ratings/adults-at-night" in [rule for rule, _ in rules_of(answer, "left_out")]
