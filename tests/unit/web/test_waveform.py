from types import SimpleNamespace

import pytest

from media_library.store import Peaks
from station.audio import RATE
from web.waveform import COLUMNS, waveform


def cart(cue_in, segue, cue_out):
    return SimpleNamespace(cue_in=cue_in * RATE, segue=segue * RATE, cue_out=cue_out * RATE)


def test_the_shape_runs_from_cue_in_to_cue_out():
    values = bytes([0] * 100 + [200] * 600 + [0] * 100)
    shape = waveform(cart(10, 55, 70), Peaks(10, values))
    assert len(shape.columns) == COLUMNS
    assert set(shape.columns) == {200}
    assert shape.segue == pytest.approx(0.75)


@pytest.mark.parametrize("peaks", [None, Peaks(10, b"")])
def test_a_recording_without_peaks_has_no_shape(peaks):
    assert set(waveform(cart(0, 1, 1), peaks).columns) <= {0}


def test_a_very_short_recording_fills_the_width():
    shape = waveform(cart(0, 1, 1), Peaks(10, bytes([9] * 10)))
    assert set(shape.columns) == {9}
