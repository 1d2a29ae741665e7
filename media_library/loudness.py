"""The static gain of a recording, from the loudness measured when it came in."""

CEILING_DB = -1.0
"""True peak that no recording is lifted above, dBTP (EBU R128)."""
MAX_BOOST_DB = 12.0
"""More than this would lift noise, not programme."""
_PLAUSIBLE_LUFS = (-69.0, 5.0)
_PLAUSIBLE_PEAK = (-120.0, 20.0)


def static_gain_db(loudness: float | None, true_peak: float | None, target: float) -> float:
    """Return the gain that brings a recording to `target` LUFS under the ceiling.

    Without a plausible loudness the gain is 0; without a plausible peak it only attenuates.
    """
    if loudness is None or not _PLAUSIBLE_LUFS[0] < loudness < _PLAUSIBLE_LUFS[1]:
        return 0.0
    gain = min(target - loudness, MAX_BOOST_DB)
    if true_peak is None or not _PLAUSIBLE_PEAK[0] < true_peak < _PLAUSIBLE_PEAK[1]:
        return min(gain, 0.0)
    return min(gain, CEILING_DB - true_peak)
