"""Which things stand over what: the policy of each kind, and what comes and goes."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from station.audio import utc_us
from station.bus import Metadata
from station.kinds import Kind
from station.ladder import Rung
from station.look import Corner, Look, UpperCorner
from station.rating import Rating
from station.rundown import Item
from station.wall import Button, Level
from streaming.graphics.direction import BAND_EVERY, BAND_SHOWN, PICTURE, SECOND, Known, seen
from streaming.graphics.on_air import OnAir
from streaming.graphics.plan import Plan, Start
from streaming.graphics.policy import ALL, OBSERVED, POLICY, Part, parts
from streaming.graphics.things import (
    Badge,
    Band,
    Clearance,
    Hour,
    Logo,
    Lower,
    Notice,
    Screen,
    Strap,
)

NOON = datetime(2027, 3, 5, 5, tzinfo=UTC)
BEGAN = utc_us(NOON)
KNOWN = Known(Look(), ZoneInfo("Asia/Jakarta"), "Batik TV")
SONG = Metadata(
    0, Rung.SCHEDULE, "Kicir-kicir", "Orkes Melati", "Musik Siang", Kind.MUSIC, "R", 7, "song"
)
LENGTH = 180 * SECOND


def of_kind(kind, **other):
    return replace(SONG, kind=kind, item_key="x", **other)


def on(playing=SONG, before=OnAir()):  # noqa: B008 (frozen)
    return before.heard(playing, BEGAN)


def things(air, seconds, known=KNOWN):
    return [one.thing for one in seen(air, BEGAN + round(seconds * SECOND), known)]


def types(air, seconds, known=KNOWN):
    return {type(thing) for thing in things(air, seconds, known)}


def test_every_kind_has_its_row():
    assert set(POLICY) == {None, *Kind}


@pytest.mark.parametrize("seconds", [1, LENGTH / SECOND - 1])
@pytest.mark.parametrize("kind", [Kind.PROGRAMME, Kind.MUSIC, Kind.LIVE, Kind.RELAY])
def test_a_programme_carries_logo_clock_and_badge_from_its_first_to_its_last_second(kind, seconds):
    shown = things(on(of_kind(kind)), seconds)
    assert {Logo("Batik TV"), Badge(Rating.R)} < set(shown)
    assert Hour("12.00" if seconds == 1 else "12.02") in shown


@pytest.mark.parametrize("seconds", [0, 1, LENGTH / SECOND - 1])
def test_nothing_at_all_stands_over_a_commercial(seconds):
    air = on(of_kind(Kind.COMMERCIAL), on())
    assert things(air, seconds) == []


@pytest.mark.parametrize(
    ("kind", "part", "allowed"),
    [
        (Kind.COMMERCIAL, Part.URGENT, True),
        (Kind.ANTHEM, Part.URGENT, False),
        (None, Part.URGENT, True),
        (Kind.PSA, Part.BADGE, False),
        (Kind.PSA, Part.CRAWL, False),
        (Kind.PSA, Part.LOGO, True),
        (Kind.COMMERCIAL, Part.CRAWL, False),
        (Kind.ANTHEM, Part.CRAWL, False),
        (Kind.ANTHEM, Part.BADGE, False),
        (Kind.ANTHEM, Part.LOGO, True),
        (Kind.STATION_ID, Part.LOGO, False),
        (Kind.BUMPER, Part.CRAWL, False),
        (Kind.BUMPER, Part.BADGE, True),
        (Kind.JINGLE, Part.CRAWL, True),
        (Kind.JINGLE, Part.TITLE, False),
        (Kind.FILLER, Part.CRAWL, True),
        (Kind.FILLER, Part.STRAP, False),
        (None, Part.LOGO, True),
        (None, Part.BADGE, False),
    ],
)
def test_each_row_says_yes_or_no(kind, part, allowed):
    assert (part in parts(kind)) is allowed


def test_an_azan_carries_its_name_and_no_running_text_whatever_its_recording_is():
    assert parts(Kind.PROGRAMME) == ALL
    for observed in OBSERVED:
        assert Part.CRAWL not in parts(Kind.PROGRAMME, observed)
        assert Part.BADGE not in parts(Kind.PROGRAMME, observed)
    azan = replace(of_kind(Kind.PROGRAMME), title="Azan Magrib", artist="")
    known = replace(KNOWN, plan=Plan(observed={"x": "azan"}))
    assert Lower("Azan Magrib") in things(on(azan), 3, known)
    assert Badge not in types(on(azan), 3, known)
    assert Badge in types(on(azan), 3, replace(known, plan=Plan(observed={"x": "sahur"})))


@pytest.mark.parametrize("rating", list(Rating))
def test_parents_are_warned_at_the_start_of_what_is_p_a_or_r(rating):
    warned = rating in (Rating.P, Rating.A, Rating.R)
    air = on(replace(SONG, rating=str(rating)))
    assert (Notice in types(air, 1)) is warned
    assert (Notice in types(air, KNOWN.look.notice_seconds - 0.1)) is warned
    assert Notice not in types(air, KNOWN.look.notice_seconds + 0.1)


def test_the_badge_says_letter_and_ages():
    words = [Badge(rating).text for rating in Rating]
    assert words == ["SU (2+)", "P (2-6)", "A (7-12)", "R (13-17)", "D (18+)"]


def test_a_programme_begins_with_now_and_next_then_comes_the_title():
    plan = Plan(starts=(Start(BEGAN, "Musik Siang"), Start(BEGAN + 3_600 * SECOND, "Layar Anak")))
    known = replace(KNOWN, plan=plan)
    strap = Strap("Sekarang: Musik Siang", "Berikutnya 13.00: Layar Anak")
    title = Lower("Kicir-kicir", "Orkes Melati")
    shown = [
        [each for each in things(on(), seconds, known) if each in (strap, title)]
        for seconds in (0.5, 1.5, 10.5, 11.5, 18.5, 19.5)
    ]
    assert shown == [[], [strap], [strap], [title], [title], []]


def test_the_next_song_of_a_programme_has_its_title_at_once():
    air = on().heard(replace(SONG, title="Jali-jali", item_key="y"), BEGAN + 100 * SECOND)
    assert Lower("Jali-jali", "Orkes Melati") in things(air, 102)
    assert Strap not in types(air, 102)


def test_a_title_that_is_the_programmes_name_is_not_said_twice():
    assert Lower not in types(on(replace(SONG, title="Musik Siang")), 15)


def test_what_comes_and_goes_rises_and_falls():
    levels = [
        next((one.opacity for one in seen(on(), BEGAN + at, KNOWN) if type(one.thing) is Notice), 0)
        for at in (0, 3 * PICTURE, 6 * PICTURE, 8 * SECOND - 3 * PICTURE, 8 * SECOND)
    ]
    assert levels[0] < levels[1] < levels[2] == 255
    assert 0 < levels[3] < 255
    assert levels[4] == 0


FILM = replace(
    of_kind(Kind.PROGRAMME), title="Layang-layang", artist="", clearance="STLS 7", film_class="13+"
)
CARD = Clearance("Surat Tanda Lulus Sensor", "STLS 7", "13+", "Layang-layang")


def test_nothing_of_a_film_is_seen_before_its_clearance_was():
    shown = [
        next((one.opacity for one in seen(on(FILM), BEGAN + at, KNOWN) if one.thing == CARD), 0)
        for at in (0, PICTURE, 4 * SECOND, 5 * SECOND - 3 * PICTURE, 5 * SECOND)
    ]
    assert shown[:3] == [255, 255, 255]
    assert 0 < shown[3] < 255
    assert shown[4] == 0
    assert things(on(FILM), 1)[0] == CARD
    assert Badge(Rating.R) in things(on(FILM), 1)


def test_titles_wait_behind_the_clearance():
    air = on(FILM)
    assert not {Strap, Lower} & types(air, 4.9)
    assert Strap in types(air, 5.1)
    known = replace(KNOWN, look=Look(strap_seconds=0))
    assert Lower not in types(air, 4.9, known)
    assert Lower in types(air, 5.1, known)


def test_a_film_that_comes_back_behind_others_does_not_show_its_clearance_again():
    spot = replace(of_kind(Kind.COMMERCIAL), item_key="spot")
    air = on(FILM).heard(spot, BEGAN + 60 * SECOND)
    assert things(air, 61) == []
    back = air.heard(FILM, BEGAN + 90 * SECOND)
    assert Clearance not in types(back, 91)
    again = back.heard(replace(FILM, item_key="tomorrow"), BEGAN + 200 * SECOND)
    assert CARD in things(again, 201)


@pytest.mark.parametrize("kind", [Kind.COMMERCIAL, Kind.PSA, Kind.FILLER])
def test_what_promotes_a_film_shows_its_clearance_in_a_line(kind):
    promo = replace(FILM, kind=kind)
    assert Lower("STLS 7", "13+") in things(on(promo), 1)
    assert Lower("STLS 7", "13+") not in things(on(promo), 5.1)
    assert Clearance not in types(on(promo), 1)


def test_a_station_may_leave_the_clearance_to_its_films():
    assert Clearance not in types(on(FILM), 0, replace(KNOWN, look=Look(clearance_seconds=0)))


def test_an_emergency_is_not_hidden_by_a_clearance():
    alarm = Metadata(0, Rung.EMERGENCY, "Banjir", kind=Kind.PSA, item_key="wall:m")
    assert Clearance not in types(on(alarm, on(FILM)), 1)


def test_a_station_chooses_what_is_shown():
    look = Look(
        logo=Corner.NONE, clock=Corner.NONE, badge=UpperCorner.NONE,
        notice_seconds=0, strap_seconds=0, title_seconds=0,
    )  # fmt: skip
    for seconds in (0, 1, 5, 12):
        assert things(on(), seconds, replace(KNOWN, look=look)) == []
    assert Lower in types(on(), 2, replace(KNOWN, look=Look(strap_seconds=0)))


def item(key):
    return Item(key, 1, Kind.PSA, "Banjir", "a", NOON, 0, 48_000, 48_000)


def message(level):
    return Button("m", "Banjir Kali Code", item("wall:m"), level=level, words="Jauhi sungai")


def alarm(level, *, drill=False, seconds=1.0):
    title = "LATIHAN: Banjir" if drill else "Banjir"
    playing = Metadata(0, Rung.EMERGENCY, title, kind=Kind.PSA, item_key="wall:m")
    known = replace(KNOWN, messages={"wall:m": message(level)} if level else {})
    return things(on(playing, on()), seconds, known)


@pytest.mark.parametrize("drill", [False, True])
def test_awas_takes_the_whole_picture_for_as_long_as_it_is_on(drill):
    for seconds in (0, 1, 29, 31, 600):
        screen = Screen("Banjir Kali Code", "Jauhi sungai", drill)
        assert alarm(Level.AWAS, drill=drill, seconds=seconds)[-1] == screen


def test_a_message_that_nobody_knows_takes_the_whole_picture_too():
    assert alarm(None)[-1] == Screen("Banjir", "", False)
    assert alarm(None, drill=True)[-1] == Screen("Banjir", "", True)


@pytest.mark.parametrize(
    ("level", "colour"),
    [(Level.WASPADA, "#1747a6"), (Level.SIAGA, "#f2c300"), (Level.CLEAR, "#1c7c3c")],
)
def test_a_band_is_seen_for_thirty_seconds_and_again(level, colour):
    band = Band(colour, "Banjir Kali Code", "Jauhi sungai", False)
    shown, every = BAND_SHOWN / SECOND, BAND_EVERY / SECOND
    found = [
        band in alarm(level, seconds=at)
        for at in (0, shown - 0.04, shown, every - 0.04, every, every + shown)
    ]
    assert found == [True, True, False, False, True, False]


def test_an_emergency_leaves_logo_and_clock_and_nothing_else():
    for seconds in (1, 5, 15, 100):
        assert {type(each) for each in alarm(Level.WASPADA, seconds=seconds)} <= {Logo, Hour, Band}


def test_the_clock_is_that_of_the_station_also_across_midnight():
    at = utc_us(datetime(2027, 3, 5, 16, 59, 59, tzinfo=UTC))
    for zone, now, then in (
        ("Asia/Jakarta", "23.59", "00.00"),
        ("Asia/Makassar", "00.59", "01.00"),
        ("Asia/Jayapura", "01.59", "02.00"),
    ):
        known = replace(KNOWN, zone=ZoneInfo(zone))
        assert Hour(now) in [one.thing for one in seen(on(), at, known)]
        assert Hour(then) in [one.thing for one in seen(on(), at + SECOND, known)]


def test_the_next_programme_is_another_one():
    starts = tuple(Start(BEGAN + hours, name) for hours, name in ((0, "A"), (1, "A"), (2, "B")))
    plan = Plan(starts=starts)
    assert plan.next("A", BEGAN) == Start(BEGAN + 2, "B")
    assert plan.next("B", BEGAN + 2) is None
