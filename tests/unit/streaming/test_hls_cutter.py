import pytest

from streaming.hls.cutter import SHORT_FRAMES, Cutter
from streaming.hls.window import SEGMENT_FRAMES
from streaming.ring import Mark
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.streams import START_US, piece

NAMES = ["aac", "aac-low"]


@pytest.fixture
def cutter():
    return Cutter(NAMES)


def feed(cutter, begin, end, *, life=1, names=NAMES):
    for first in range(begin, end, 24):
        for name in names:
            cutter.add(name, piece(first, min(24, end - first), life=life))


def test_three_short_segments_and_then_whole_ones_on_one_grid(cutter):
    feed(cutter, 0, 24 * 60)
    counts = [cut.count for cut in cutter.cuts()]
    assert counts == [SHORT_FRAMES] * 3 + [SEGMENT_FRAMES] * 4
    assert 3 * SHORT_FRAMES == SEGMENT_FRAMES


def test_all_renditions_are_cut_at_the_same_frames(cutter):
    feed(cutter, 0, 240, names=["aac"])
    assert list(cutter.cuts()) == []
    feed(cutter, 0, 120, names=["aac-low"])
    (cut,) = cutter.cuts()
    assert {len(frames) for frames in cut.frames.values()} == {SHORT_FRAMES}


def test_the_time_of_a_cut_is_the_time_of_its_first_frame(cutter):
    feed(cutter, 0, 240)
    first, second = cutter.cuts()
    assert first.utc_us == START_US
    assert second.utc_us - START_US == pytest.approx(94 * 1024 * 1_000_000 / 48_000, abs=2)
    assert first.joins


def test_a_new_encoder_life_ends_the_segment_and_breaks_the_join(cutter):
    feed(cutter, 0, 120)
    feed(cutter, 0, 120, life=2)
    cuts = list(cutter.cuts())
    assert [(cut.count, cut.first_frame, cut.joins) for cut in cuts] == [
        (94, 0, True),
        (26, 94, True),
        (94, 0, False),
    ]


def test_a_rest_too_short_to_play_is_left_out(cutter):
    feed(cutter, 0, 94 + 10)
    feed(cutter, 0, 120, life=2)
    assert [cut.count for cut in cutter.cuts()] == [94, 94]


def test_renditions_that_lost_different_amounts_meet_again(cutter):
    feed(cutter, 0, 120)
    list(cutter.cuts())
    feed(cutter, 24 * 20, 24 * 40, names=["aac"])
    feed(cutter, 24 * 25, 24 * 40, names=["aac-low"])
    cuts = list(cutter.cuts())
    assert cuts[-1].first_frame == 24 * 25 + 94 * 2 - 0 or cuts[-1].first_frame >= 24 * 25
    assert not next(cut for cut in cuts if cut.first_frame >= 24 * 25).joins


def test_a_rendition_left_behind_does_not_grow_the_others_for_ever(cutter):
    feed(cutter, 0, 24)
    feed(cutter, 240, 264, names=["aac-low"])
    feed(cutter, 24, 24 * 100, names=["aac"])
    list(cutter.cuts())
    assert len(cutter._frames["aac"]) <= 2 * SEGMENT_FRAMES + 24 * 100
    feed(cutter, 24 * 100, 24 * 120)
    feed(cutter, 24 * 120, 24 * 140)
    assert list(cutter.cuts())


def test_what_begins_in_a_segment_goes_with_it(cutter):
    mark = Mark(0, START_US + 3_000_000, titled("Warta"))
    cutter.add("aac", piece(0, 240, marks=(mark,)))
    cutter.add("aac-low", piece(0, 240))
    first, second = cutter.cuts()
    assert first.airings == ()
    assert [airing.title for airing in second.airings] == ["Warta"]
