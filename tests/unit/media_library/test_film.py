"""What is known of a film, out of what FFmpeg says of it."""

from fractions import Fraction

import pytest

from media_library import film, report
from media_library.report import Scanned
from station.audio import BLOCK, RATE

HEAD = """\
[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/m/a.mp4':
[info]     title           : Stream #0:7: Video: h264, 9x9
[info]   Duration: 00:00:04.00, start: 0.000000, bitrate: 678 kb/s
[info]   Stream #0:0: Video: png, rgb24(pc), 320x240 [SAR 1:1 DAR 4:3], 90k tbr (attached pic)
[info]   Stream #0:1[0x1](und): Video: h264 (avc1 / 0x31), yuv420p(tv, top first), \
720x576 [SAR 16:15 DAR 4:3], 583 kb/s, 25 fps, 25 tbr (default)
[info]     Side data:
[info]       Display Matrix: rotation of -90.00 degrees
[info]   Stream #0:2[0x2](und): Audio: aac (LC), 48000 Hz, stereo, fltp, 87 kb/s (default)
[info]   Stream #0:3[0x2](und): Audio: aac (LC), 48000 Hz, stereo, fltp, 87 kb/s
[info] Stream mapping:
[info]   Stream #0:0 (h264) -> idet:default
[info] Output #0, null, to '-':
[info]   Stream #0:0: Audio: pcm_f32le
"""
SEEN = """\
[Parsed_idet_4 @ 0x5] [info] Multi frame detection: TFF:     0 BFF:     0 Progressive:     0
[blackdetect @ 0x5] [info] black_start:0 black_end:1.5 black_duration:1.5
[freezedetect @ 0x5] [info] lavfi.freezedetect.freeze_start: 0
[freezedetect @ 0x5] [info] lavfi.freezedetect.freeze_duration: 1.48
[freezedetect @ 0x5] [info] lavfi.freezedetect.freeze_end: 1.48
[freezedetect @ 0x5] [info] lavfi.freezedetect.freeze_start: 2
[Parsed_idet_4 @ 0x7] [info] Multi frame detection: TFF:    90 BFF:     0 Progressive:     10
"""


def told(moments, stays=BLOCK):
    lines = [f"0, {at:10}, {at:10}, {stays:8}, 21600, 0x5b" for at in moments]
    return "\n".join(["#software: Lavf", "#tb 0: 1/48000", *lines, ""])


def described(text=HEAD + SEEN, moments=range(0, 4 * RATE, BLOCK), stays=BLOCK, sound=4 * RATE):
    said = report.read(text)
    assert said.moving is not None
    return film.of_pass(said, said.moving, told(moments, stays), sound)


def test_the_tracks_are_those_of_the_file_and_no_cover():
    said = report.read(HEAD)
    assert said.sound_tracks == 2
    assert said.moving == report.Track(1, 720, 576, Fraction(16, 15), 270, Scanned.INTERLACED)


def test_a_title_cannot_pose_as_what_the_filters_say():
    posing = HEAD.replace("Stream #0:7", "x @ 0x5] [info] black_start:0 black_end:9")
    assert report.read(posing).black == ()


def test_pictures_are_counted_and_end_where_the_last_one_does():
    found = described()
    assert (found.pictures, found.span, found.ticks, found.frames) == (100, 192_000, 100, 192_000)
    assert (found.rate, found.steady, found.interlaced) == (25.0, True, True)
    assert found.shown == (576, 768)


def test_the_longer_of_sound_and_pictures_is_the_length():
    assert described(sound=5 * RATE + 7).frames == 5 * RATE + 7
    assert described(sound=0).frames == 4 * RATE


def test_a_last_picture_that_does_not_say_how_long_it_stays_stays_as_others_do():
    assert described(stays=0).span == 4 * RATE
    assert described(stays=1000 * BLOCK).span == 4 * RATE


def test_what_is_called_interlaced_but_looks_whole_is_not_interlaced():
    assert not described(HEAD + SEEN.replace("TFF:    90", "TFF:     1")).interlaced


def test_what_says_nothing_of_its_lines_is_judged_by_its_looks():
    silent = (HEAD + SEEN).replace("(tv, top first)", "(tv)")
    assert described(silent).interlaced
    assert not described(silent.replace("top first", "progressive").replace("90", "2")).interlaced
    assert not described((HEAD + SEEN).replace("top first", "progressive")).interlaced


def test_black_is_not_told_twice_and_a_freeze_without_an_end_lasts_to_the_end():
    found = described()
    assert found.black == ((0, 72_000),)
    assert found.frozen == ((2 * RATE, 4 * RATE),)


def test_uneven_pictures_are_known_and_lost_ones_forgiven():
    assert not described(moments=[0, 2000, 9000, 9900, 20_000]).steady
    lost = described(moments=[at for at in range(0, 4 * RATE, BLOCK) if at != 50 * BLOCK])
    assert lost.steady
    assert lost.rate == 25.0


@pytest.mark.parametrize("rate", [24, 29.97, 50])
def test_the_rate_is_counted(rate):
    moments = [round(number * RATE / rate) for number in range(100)]
    assert described(moments=moments, stays=round(RATE / rate)).rate == pytest.approx(
        rate, abs=0.01
    )


def test_one_picture_has_no_rate():
    found = described(moments=[0])
    assert (found.pictures, found.rate, found.span, found.steady) == (1, 0.0, BLOCK, True)
    assert found.sights() == (0,)


def test_a_film_is_looked_at_where_it_is_not_black():
    assert described(HEAD).sights() == (2 * RATE * 2 // 5, 2 * RATE, RATE * 16 // 5)
    assert described().sights()[0] == 72_000


def test_a_film_that_is_black_all_over_is_looked_at_once_at_least():
    black = HEAD + "[blackdetect @ 0x5] [info] black_start:0 black_end:4 black_duration:4\n"
    assert described(black).sights() == (2 * RATE,)


@pytest.mark.parametrize(
    ("size", "fitted"), [((1280, 720), (320, 180)), ((160, 90), (160, 90)), ((0, 0), (320, 180))]
)
def test_a_picture_fits_whole_and_is_never_enlarged(size, fitted):
    plain = HEAD.replace("-90.00", "0.00").replace("SAR 16:15", "SAR 1:1")
    found = described(plain.replace("720x576", f"{size[0]}x{size[1]}"))
    assert found.fitted((320, 180)) == fitted
