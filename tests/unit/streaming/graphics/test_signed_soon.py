"""Which interpreter is decoded ahead of his time: as late as the air is, and no other."""

from datetime import timedelta

import pytest

from station.audio import utc_us
from streaming.graphics.plan import OVERDUE, plan_of
from tests.unit.station.making import NOON, a_rundown, an_item

SECOND = 1_000_000
SOON = 20 * SECOND


def item(key, seconds, sign=""):
    return an_item(key, NOON + timedelta(seconds=seconds), sign_path=sign)


PLAN = plan_of(
    a_rundown(item("a", 0), item("b", 100, "b.mp4"), item("c", 200), item("d", 300, "d.mp4"))
)


def soon(seconds, last=("", 0), late=0.0):
    """Return what is coming at so many seconds; `last` began so many seconds late."""
    at = utc_us(NOON) + round(seconds * SECOND)
    key, planned = last
    found = PLAN.signed_soon((key, utc_us(NOON) + round((planned + late) * SECOND)), at, at + SOON)
    return found.key if found else None


@pytest.mark.parametrize(("seconds", "key"), [(79, None), (81, "b"), (100, "b"), (281, "b")])
def test_what_begins_within_seconds_is_decoded_now_and_waited_for(seconds, key):
    assert soon(seconds) == key


def test_what_is_on_is_none_that_is_coming():
    assert soon(101, last=("b", 100)) is None
    assert soon(281, last=("b", 100)) == "d"


def test_an_air_that_is_late_has_what_is_behind_later():
    assert soon(85, last=("a", 0), late=30) is None
    assert soon(111, last=("a", 0), late=30) == "b"


def test_what_never_began_is_given_up():
    assert soon(100 + OVERDUE // SECOND) == "b"
    assert soon(101 + OVERDUE // SECOND) == "d"


def test_an_insert_between_does_not_count():
    assert soon(85, last=("fremd", 0)) == "b"


def test_films_that_begin_soon_are_known_in_turn():
    films = [
        an_item(str(at), NOON + timedelta(seconds=at), has_picture=True) for at in (10, 20, 40)
    ]
    plan = plan_of(a_rundown(*films, an_item("song", NOON + timedelta(seconds=50))))
    at = utc_us(NOON)
    found = plan.seen_soon(("10", at + 10 * SECOND), at + 15 * SECOND, at + 60 * SECOND)
    assert [item.key for item in found] == ["20", "40"]
