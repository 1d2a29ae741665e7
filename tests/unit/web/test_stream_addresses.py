"""What viewers can choose from: the rungs that are really encoded, with what they cost."""

import pytest

from station.config import Channel
from streaming.pictures.rungs import rungs_of
from streaming.television.ladder_hls import SOUND_ONLY, variants
from web.stream_addresses import pictures


def channel(height=720):
    return Channel(slug="tv", kind="tv", picture={"height": height})


@pytest.mark.parametrize("height", [576, 720, 1080])
def test_every_choice_is_a_rung_and_costs_what_the_rung_carries(height):
    tv = channel(height)
    rungs = {each.name: each for each in variants(rungs_of(tv.shape))}
    *choices, whole = pictures(tv, "http://s")
    assert [each.name for each in choices] == [SOUND_ONLY, "360p", "480p", f"{height}p"]
    for each in choices:
        assert each.megabytes == pytest.approx(rungs[each.name].average * 3600 / 8e6, abs=1)
        path = "sound/live.m3u8" if each.name == "sound" else f"{each.name}.m3u8"
        assert each.url == f"http://s/tv/{path}"
    assert (whole.name, whole.url) == ("auto", "http://s/tv/live.m3u8")
    assert whole.megabytes == max(each.megabytes for each in choices)
