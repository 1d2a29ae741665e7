"""Orders on their way into the encoder child."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.feeder import Fed
from streaming.graphics.placed import Placed
from streaming.pictures.feed import FeedBroken, Order, OrderReader, pack
from streaming.television.orders import Orders

OVERLAYS = st.lists(
    st.builds(Placed, st.text(max_size=9), st.integers(), st.integers()), max_size=3
)
ORDERS = st.builds(
    Order,
    sound=st.integers(0, 5).map(lambda frames: np.full((frames, 2), 0.5, np.float32)),
    utc_us=st.integers(0, 2**60),
    picture=st.integers(-1, 2**60),
    waiting=st.integers(0, 200),
    overlay=st.none() | OVERLAYS.map(tuple),
)
LOGO = Placed("logo", 8, 8)


def told(order):
    return order.utc_us, order.picture, order.waiting, order.overlay, order.sound.tolist()


@given(st.lists(ORDERS, max_size=5), st.integers(1, 60))
def test_orders_come_out_as_they_went_in_however_they_are_cut(orders, size):
    row = b"".join(pack(order) for order in orders)
    reader = OrderReader()
    cut = [row[at : at + size] for at in range(0, len(row), size)]
    found = [order for part in cut for order in reader.feed(part)]
    assert [told(each) for each in found] == [told(each) for each in orders]


def test_what_is_no_order_is_refused():
    with pytest.raises(FeedBroken):
        list(OrderReader().feed(b"x" * 100))


def test_what_stands_over_the_pictures_is_told_when_it_changes_and_to_each_new_encoder():
    orders, reader = Orders(), OrderReader()
    sound = np.zeros((1920, 2), np.float32)

    def overlay(fed, first=False):
        (order,) = reader.feed(orders.pack(fed, 3, first))
        assert order.waiting == 3
        return order.overlay

    plain, with_logo = Fed(sound, 0), Fed(sound, 0, overlay=(LOGO,))
    assert overlay(plain, first=True) == ()
    assert overlay(plain) is None
    assert overlay(with_logo) == (LOGO,)
    assert overlay(with_logo) is None
    assert overlay(with_logo, first=True) == (LOGO,)
    assert overlay(plain) == ()
