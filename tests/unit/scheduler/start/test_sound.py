"""What the library has of what a first week needs."""

from datetime import UTC, datetime

import pytest

from media_library.cart import Cart
from scheduler.prayer.places import known_places, known_zones
from scheduler.rules import pack
from scheduler.rules.book import NO_RULES, book_of
from scheduler.start.sound import Need, Songs, State, Supply, is_azan, songs_of, supplies
from station.kinds import Kind

BOOK = book_of(pack.built_in(), [], "radio", "public")


def cart(title, kind=Kind.ANTHEM, *tags):
    return Cart(
        id=1, kind=kind, title=title, tags=tags, path="a.mp3", sha256="a", original_name="a.mp3",
        frames=48_000, cue_in=0, cue_out=48_000, segue=48_000,
        added_at=datetime(2026, 11, 21, tzinfo=UTC),
    )  # fmt: skip


def test_the_songs_are_told_apart_as_the_rules_do():
    anthem, song = cart("Indonesia Raya, paduan suara"), cart("Bagimu Negeri")
    found = songs_of([anthem, song], BOOK)
    assert (found.anthem, found.national) == ((anthem,), (song,))


@pytest.mark.parametrize(
    "other",
    [
        cart("Indonesia Raya (instrumental)"),
        cart("Indonesia Raya", Kind.ANTHEM, "instrumental"),
        cart("Indonesia Raya", Kind.MUSIC),
    ],
)
def test_what_does_not_satisfy_the_law_does_not_count(other):
    assert songs_of([other], BOOK) == Songs((), ())


def test_without_the_rules_nothing_is_asked_for():
    assert songs_of([cart("Indonesia Raya")], NO_RULES) == Songs((), ())


@pytest.mark.parametrize(
    ("other", "counts"),
    [
        (cart("Azan Subuh", Kind.PROGRAMME), True),
        (cart("Adzan", Kind.FILLER), True),
        (cart("Panggilan", Kind.PROGRAMME, "azan"), True),
        (cart("Kisah Azanio", Kind.PROGRAMME), False),
    ],
)
def test_an_azan_is_known_by_its_tag_or_title(other, counts):
    assert is_azan(other) is counts


def test_every_need_is_told_with_its_state():
    found = supplies({Kind.MUSIC: 18, Kind.PSA: 2}, Songs((), ()), [])
    assert {each.need: each.state for each in found} == {
        Need.MUSIC: State.FEW,
        Need.STATION_ID: State.MISSING,
        Need.JINGLE: State.MISSING,
        Need.ANTHEM: State.MISSING,
        Need.NATIONAL_SONG: State.MISSING,
        Need.AZAN: State.MISSING,
        Need.PSA: State.ENOUGH,
    }


@pytest.mark.parametrize(("count", "state"), [(0, "missing"), (99, "few"), (100, "enough")])
def test_music_is_enough_from_a_hundred_songs_on(count, state):
    assert Supply(Need.MUSIC, count).state == state


def test_few_songs_return_soon():
    assert Supply(Need.MUSIC, 18).repeat_minutes == 72
    assert Supply(Need.PSA, 18).repeat_minutes == 0


def test_every_known_town_has_a_time_zone_of_indonesia_that_fits_its_place():
    widest = {"Asia/Jakarta": (95, 115), "Asia/Pontianak": (108, 116), "Asia/Makassar": (114, 126),
              "Asia/Jayapura": (126, 142)}  # fmt: skip
    assert known_zones().keys() == known_places().keys()
    for name, place in known_places().items():
        west, east = widest[known_zones()[name]]
        assert west <= place.longitude <= east, name
