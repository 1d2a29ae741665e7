"""The stock: shelves sorted once, brought up to date without touching what others read."""

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from media_library.cart import Playable
from media_library.stock import ShelfKey, Stock, cart_at
from station.daypart import Daypart
from station.kinds import Kind

DAY = date(2026, 11, 23)
MUSIC = ShelfKey((Kind.MUSIC,), (), evergreen=False, seed=7)
NIGHT = (Daypart(time(22), time(3)),)


def cart(number: int, seconds: int, *, kind: Kind = Kind.MUSIC, tags: tuple[str, ...] = ()):
    end = seconds * 48_000
    return Playable(
        number, kind, f"Lagu {number}", "", "x", 0, end, end, -16.0, -6.0, False, None, None, tags
    )


carts = st.builds(
    lambda number, kind, tags, dated, night, evergreen: cart(
        number, 200, kind=kind, tags=tags
    )._replace(
        valid_from=DAY if dated else None, dayparts=NIGHT if night else (), evergreen=evergreen
    ),
    st.integers(1, 30),
    st.sampled_from([Kind.MUSIC, Kind.JINGLE]),
    st.sampled_from([(), ("pagi",), ("pagi", "pop")]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
keys = st.builds(
    ShelfKey,
    st.sampled_from([(Kind.MUSIC,), (Kind.MUSIC, Kind.JINGLE)]),
    st.sampled_from([(), ("pop",)]),
    st.booleans(),
    st.integers(0, 2),
)
libraries = st.lists(carts, max_size=20, unique_by=lambda cart: cart.id)


@given(libraries, libraries, st.sets(st.integers(1, 30), max_size=5), keys)
def test_a_changed_stock_is_as_if_it_had_been_read_anew(before, new, gone, key):
    stock = Stock(before, 1)
    old = stock.shelf(key)
    old_groups = {dates: list(places) for dates, places in old.groups.items()}
    new = [cart for cart in new if cart.id not in gone]
    changed = stock.changed(new, gone, 2)
    kept = {cart.id: cart for cart in before if cart.id not in gone}
    fresh = Stock((kept | {cart.id: cart for cart in new}).values(), 2)
    assert changed.shelf(key).on(DAY).keys() >= fresh.shelf(key).on(DAY).keys()
    for parts, places in changed.shelf(key).on(DAY).items():
        assert places == fresh.shelf(key).on(DAY).get(parts, [])
    assert (changed.shelf(key).size, changed.shelf(key).frames) == (
        fresh.shelf(key).size,
        fresh.shelf(key).frames,
    )
    assert sorted(changed) == sorted(fresh)
    assert stock.shelf(key).groups == old_groups
    assert [cart.id for cart in stock] == [cart.id for cart in before]


def test_a_shelf_holds_what_may_air_on_the_day_by_dayparts():
    stock = Stock(
        [
            cart(1, 200),
            cart(2, 200)._replace(valid_from=date(2026, 11, 24)),
            cart(3, 200)._replace(valid_until=date(2026, 11, 22)),
            cart(4, 200)._replace(valid_from=DAY, valid_until=DAY),
            cart(5, 200)._replace(dayparts=NIGHT),
            cart(6, 200)._replace(evergreen=True),
            cart(7, 8, kind=Kind.JINGLE),
        ]
    )
    found = stock.shelf(MUSIC).on(DAY)
    assert {cart_at(place) for place in found[()]} == {1, 4}
    assert [cart_at(place) for place in found[NIGHT]] == [5]


def test_what_is_hidden_is_as_if_it_were_not_there():
    stock = Stock([cart(1, 200), cart(2, 200)])
    hidden = stock.without({2, 3})
    assert [cart.id for cart in hidden] == [1]
    assert len(hidden) == 1
    assert hidden.get(2) is None
    assert stock.get(2) is not None
