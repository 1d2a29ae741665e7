from station.bus import Metadata
from station.ladder import Rung
from streaming.timeline import Timeline

SONG = Metadata(100, Rung.SCHEDULE, "song")


def test_time_is_counted_in_frames_from_the_first_block():
    timeline = Timeline()
    timeline.add(1_920, 1_000_000)
    timeline.add(1_920, 1_040_000)
    assert timeline.utc_us(0) == 1_000_000
    assert timeline.utc_us(2_400) == 1_050_000


def test_before_the_first_block_time_is_extrapolated():
    timeline = Timeline()
    timeline.add(1_920, 1_000_000)
    assert timeline.utc_us(-4_800) == 900_000


def test_a_jump_of_station_time_counts_from_its_own_block_on():
    timeline = Timeline()
    timeline.add(1_920, 1_000_000)
    timeline.add(1_920, 9_000_000)
    assert timeline.utc_us(1_919) == 1_039_979
    assert timeline.utc_us(1_920) == 9_000_000


def test_what_began_is_found_at_its_frame():
    timeline = Timeline()
    timeline.add(1_920, 0)
    timeline.add(1_920, 40_000, (SONG,))
    assert timeline.began(0, 2_020) == []
    assert timeline.began(2_020, 2_021) == [(2_020, SONG)]


def test_a_day_of_blocks_is_forgotten_again():
    timeline = Timeline()
    for number in range(5_000):
        timeline.add(1_920, number * 50_000, (SONG,))
    assert len(timeline._marks) <= 1_501
    assert len(timeline._anchors) <= 1_502
