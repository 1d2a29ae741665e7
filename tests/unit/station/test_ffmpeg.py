"""Command lines: local files only, and no name can become an option."""

from pathlib import Path

import pytest

from station import ffmpeg


def test_a_relative_path_is_refused():
    with pytest.raises(ValueError, match="absolute"):
        ffmpeg.decode("ffmpeg", Path("-y.mp3"))
    with pytest.raises(ValueError, match="absolute"):
        ffmpeg.encode_file("ffmpeg", Path("x.mp3"), rate=48_000, options={}, tags={})


def test_only_files_may_be_opened_and_no_playlist():
    line = ffmpeg.decode("ffmpeg", Path("/m/a.mp3"))
    assert line[line.index("-protocol_whitelist") + 1] == "file,pipe"
    assert "concat" not in line[line.index("-format_whitelist") + 1].split(",")
    assert line[line.index("-i") + 1] == "file:/m/a.mp3"


def test_a_cut_far_into_a_file_seeks_coarsely_and_cuts_exactly():
    line = ffmpeg.decode("ffmpeg", Path("/m/a.mp3"), from_frame=100 * 48_000 + 7)
    assert line[line.index("-ss") + 1] == "90"
    assert "start_sample=480007" in " ".join(line)


def test_tags_travel_as_single_arguments():
    tags = {"title": "-f; 'x' = y", "artist": "a\nb"}
    line = ffmpeg.encode_file(
        "ffmpeg", Path("/m/a.flac"), rate=32_000, options={"acodec": "flac"}, tags=tags
    )
    assert "title=-f; 'x' = y" in line
    assert "artist=a\nb" in line
    assert line[-1] == "file:/m/a.flac"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "-y",
        "concat:http://a|http://b",
        "HTTP",
        "http://a b",
        "http://a\n",
    ],
)
def test_a_relay_is_taken_from_the_network_only(address):
    with pytest.raises(ValueError, match="begins with"):
        ffmpeg.relay("ffmpeg", address)


def test_a_relay_may_open_no_file_and_waits_no_longer_than_it_is_told():
    line = ffmpeg.relay("ffmpeg", "https://rri.example/live.m3u8", 3.0)
    assert "file" not in line[line.index("-protocol_whitelist") + 1].split(",")
    assert line[line.index("-rw_timeout") + 1] == "10000000"
    assert line[line.index("-i") + 1] == "https://rri.example/live.m3u8"
    assert line[line.index("-t") + 1] == "3.0"


def test_a_relay_with_pictures_is_fetched_as_it_is_and_may_open_no_file():
    line = ffmpeg.relay_film("ffmpeg", "rtmps://tvri.example/live/satu")
    assert "file" not in line[line.index("-protocol_whitelist") + 1].split(",")
    assert line[line.index("-c") + 1] == "copy"
    assert "-map" not in line
    with pytest.raises(ValueError, match="begins with"):
        ffmpeg.relay_film("ffmpeg", "file:///etc/passwd")


def test_what_a_presenter_sends_can_open_nothing():
    line = ffmpeg.decode_live("ffmpeg", "ogg")
    assert line[line.index("-protocol_whitelist") + 1] == "pipe"
    assert line[line.index("-format_whitelist") + 1] == "ogg"
    assert line[line.index("-i") + 1] == "pipe:0"


def test_a_line_names_its_sound_system_and_device():
    line = ffmpeg.line_in("ffmpeg", "alsa", "hw:1,0")
    assert line[line.index("-f") + 1] == "alsa"
    assert line[line.index("-i") + 1] == "hw:1,0"


def test_a_push_goes_to_srt_only_and_is_copied():
    line = ffmpeg.push_srt("ffmpeg", "srt://host:9000?passphrase=p&streamid=publish:a")
    assert line[line.index("-c") + 1] == "copy"
    assert "srt://host:9000?passphrase=p&streamid=publish:a" in line
    assert line[line.index("-i") + 1] == "pipe:0"
    for other in ("file:/etc/passwd", "srt://a b", "-y", "srt://h\n-y"):
        with pytest.raises(ValueError, match="srt"):
            ffmpeg.push_srt("ffmpeg", other)
