"""The drawn pictures: quiet, legal, and not to be taken for each other."""

import numpy as np
import pytest

from playout.pictures import cards
from station.pictures import planes
from station.video import Shape

SHAPE = Shape(1024, 576)


@pytest.mark.parametrize("draw", [cards.slate, cards.card])
def test_levels_stay_inside_what_television_carries_and_dazzle_nobody(draw):
    luma, blue, red = planes(draw(SHAPE), SHAPE)
    assert luma.min() >= 16
    assert luma.max() <= 120
    assert min(blue.min(), red.min()) >= 16
    assert max(blue.max(), red.max()) <= 240


def test_the_slate_is_seven_bars_from_light_to_dark():
    luma = planes(cards.slate(SHAPE), SHAPE)[0]
    row = luma[0].astype(int)
    assert (luma == luma[0]).all()
    assert len(set(row)) == 7
    assert (np.diff(row) <= 0).all()


def test_the_card_has_no_edges():
    luma = planes(cards.card(SHAPE), SHAPE)[0].astype(int)
    assert abs(np.diff(luma, axis=0)).max() <= 1
    assert abs(np.diff(luma, axis=1)).max() <= 1
