"""What stands over the pictures goes with each block; a fault in it stops nothing."""

import numpy as np

from streaming.feeder import Fed
from streaming.graphics.placed import Placed
from streaming.television.overlaid import Overlaid

LOGO = Placed("logo", 2, 2)


class Row:
    def __init__(self):
        self.blocks = []

    def put(self, fed):
        self.blocks.append(fed)


def block(at):
    return Fed(np.zeros((1920, 2), np.float32), at)


def test_each_block_carries_its_overlay():
    row = Row()
    sink = Overlaid(row, lambda fed: (LOGO,) if fed.utc_us else ())
    for at in (0, 1):
        sink.put(block(at))
    assert [fed.overlay for fed in row.blocks] == [(), (LOGO,)]


def test_a_fault_of_the_graphics_costs_only_them_and_is_told_once(caplog):
    def overlay(fed):
        if fed.utc_us < 3:
            raise ZeroDivisionError
        return (LOGO,)

    row = Row()
    sink = Overlaid(row, overlay)
    for at in range(4):
        sink.put(block(at))
    assert [fed.overlay for fed in row.blocks] == [(), (), (), (LOGO,)]
    assert [record.action for record in caplog.records] == ["graphics_failed"]
