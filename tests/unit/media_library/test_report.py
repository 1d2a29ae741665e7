"""What FFmpeg says, read from samples of both builds."""

from media_library import report

MP3 = """\
[mp3 @ 0x5581] [warning] filesize and duration do not match (growing file?)
[info] Input #0, mp3, from 'file:/x/song.mp3':
[info]   Metadata:
[info]     title           : One
[info]                     :   Duration: 99:00:00.00, start
[info]   Duration: 00:04:01.50, start: 0.025057, bitrate: 192 kb/s
[info]   Stream #0:0: Audio: mp3 (mp3float), 44100 Hz, stereo, fltp, 192 kb/s
[info]   Stream #0:1: Video: png, rgb24(pc), 640x480, 90k tbr, 90k tbn (attached pic)
[Parsed_ebur128_1 @ 0x7f9f] [info] Summary:

  Integrated loudness:
    I:         -12.7 LUFS
    Threshold: -22.7 LUFS
[info] size=   90000KiB time=00:04:00.01
"""


def test_the_facts_of_a_file_are_found():
    found = report.read(MP3)
    assert (found.format, found.has_sound, found.stated) == ("mp3", True, 241.5)
    assert found.loudness_lufs == -12.7
    assert found.complains_of("filesize and duration do not match")


def test_a_cover_is_not_a_moving_picture():
    assert not report.read(MP3).has_picture
    film = "[info]   Stream #0:0[0x1](und): Video: h264 (High), yuv420p, 64x48, 25 fps\n"
    assert report.read(film).has_picture


def test_a_guessed_duration_is_no_statement():
    text = MP3 + "[mp3 @ 0x1] [warning] Estimating duration from bitrate, this may be inaccurate\n"
    assert report.read(text).stated is None


def test_a_duration_that_is_not_known_is_none():
    assert report.read("[info]   Duration: N/A, bitrate: N/A\n").stated is None


def test_silence_has_no_loudness():
    text = "[x] [info] Summary:\n    I:         -70.0 LUFS\n"
    assert report.read(text).loudness_lufs is None


def test_a_title_cannot_pose_as_the_summary():
    posing = "[info]     title           : Summary:\n    I:         -1.0 LUFS\n"
    assert report.read(posing + MP3).loudness_lufs == -12.7


def test_nothing_said_is_nothing_known():
    found = report.read("")
    assert (found.format, found.has_sound, found.stated, found.complaints) == ("", False, None, ())
