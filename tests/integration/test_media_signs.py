"""An interpreter's film finds the film it belongs to, and is never chosen by itself."""

import hashlib

import pytest

from media_library import signs
from media_library.store import CartStore
from station.database import sessions_for
from station.kinds import Kind
from tests.browser.doubles import NOON
from tests.integration.web.wall_material import recording


@pytest.fixture
def session(sqlite_engine):
    with sessions_for(sqlite_engine)() as found:
        yield found


def arrived(session, name, *, film=True):
    cart = recording(
        name, Kind.PROGRAMME, 60, path=f"aa/{name}", original_name=name, has_picture=film,
        sha256=hashlib.sha256(name.encode()).hexdigest(), added_at=NOON,
    )  # fmt: skip
    return signs.pair(session, CartStore(session).add(cart))


@pytest.mark.parametrize(
    "names", [("Warta.mp4", "Warta.sign.mp4"), ("Warta.sign.mkv", "Warta.mov")]
)
def test_whichever_comes_first_the_other_finds_it(session, names):
    for name in names:
        arrived(session, name)
    carts = {cart.original_name: cart for cart in CartStore(session).search().carts}
    film, sign = sorted(names, key=lambda name: ".sign." in name)
    assert carts[film].sign_path == f"aa/{sign}"
    assert signs.of(session, carts[film]) == carts[sign]
    assert signs.TAG in carts[sign].tags
    assert carts[film].tags == ()
    assert carts[sign].sign_path == ""


def test_he_is_kept_off_the_channel_for_which_he_was_brought(session):
    cart = arrived(session, "Warta.mp4")
    CartStore(session).update(cart.id, tags=("channel:tv", "warta"))
    marked = signs.mark(session, CartStore(session).get(cart.id))
    assert marked.tags == (signs.TAG, "warta")
    assert signs.mark(session, marked) == marked


@pytest.mark.parametrize(
    ("name", "film"),
    [("Warta.wav", False), ("Warta pagi.mp4", True), ("Warta.2.mp4", True), ("warta%.mp4", True)],
)
def test_what_is_no_film_or_has_another_name_is_left_alone(session, name, film):
    arrived(session, "Warta.sign.mp4")
    assert arrived(session, name, film=film).sign_path == ""


def test_the_newest_film_of_a_name_is_meant_and_none_that_was_put_away(session):
    old, new = arrived(session, "Warta.mp4"), arrived(session, "Warta.mkv")
    gone = arrived(session, "Warta.mov")
    CartStore(session).archive(gone.id, NOON)
    arrived(session, "Warta.sign.mp4")
    found = CartStore(session).get_many([old.id, new.id, gone.id])
    assert [bool(found[one.id].sign_path) for one in (old, new, gone)] == [False, True, False]
