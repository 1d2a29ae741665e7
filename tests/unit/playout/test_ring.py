"""The ring gives back what was put in, whatever the sizes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playout.ring import Ring
from station.audio import BYTES_PER_FRAME, CHANNELS


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), max_size=60))
def test_frames_come_out_in_order_and_none_is_lost(steps):
    ring = Ring(8)
    endless = np.arange(20_000, dtype=np.float32)
    source = endless.tobytes()
    sent, read = 0, []
    for size, frames in steps:
        for gap in ring.gaps():
            part = source[sent : sent + min(size, len(gap))]
            gap[: len(part)] = part
            ring.wrote(len(part))
            sent += len(part)
            size -= len(part)
        assert 0 <= ring.room <= 8 * BYTES_PER_FRAME
        read.extend(ring.read(frames).reshape(-1).tolist())
    assert read == endless[: len(read)].tolist()
    assert sent // BYTES_PER_FRAME == len(read) // CHANNELS + ring.filled
