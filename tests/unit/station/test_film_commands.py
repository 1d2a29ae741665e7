"""Command lines of films: local files only, exact cuts, silence where there is no sound."""

from pathlib import Path

import pytest

from station import film_commands

FILM, SHOT = Path("/m/a.mp4"), Path("/m/previews/1.jpg")
SIZE = (320, 180)


def graph(line):
    return line[line.index("-filter_complex") + 1]


@pytest.mark.parametrize(
    "made",
    [
        lambda path: film_commands.decode_film("ffmpeg", path, 0, 48_000),
        lambda path: film_commands.look("ffmpeg", path),
        lambda path: film_commands.measure_film("ffmpeg", path, 5, 6, moving=0),
        lambda path: film_commands.thumbnail("ffmpeg", path, 1, SHOT, size=SIZE, interlaced=False),
        lambda path: film_commands.proxy(
            "ffmpeg", path, SHOT, size=SIZE, interlaced=False, has_sound=True
        ),
    ],
)
def test_only_local_files_are_opened_under_absolute_paths(made):
    line = made(FILM)
    assert line[line.index("-protocol_whitelist") + 1] == "file,pipe"
    assert "concat" not in line[line.index("-format_whitelist") + 1].split(",")
    with pytest.raises(ValueError, match="absolute"):
        made(Path("-y.mp4"))


def test_a_film_is_cut_exactly_and_filled_up_to_its_end():
    line = film_commands.decode_film("ffmpeg", FILM, 100 * 48_000 + 7, 200 * 48_000)
    assert line[line.index("-ss") + 1] == "90"
    assert "atrim=start_sample=480007" in graph(line)
    assert f"apad=whole_len={100 * 48_000 - 7}" in graph(line)


def test_silence_is_made_without_opening_the_film():
    line = film_commands.decode_film("ffmpeg", FILM, 7, 48_000, has_sound=False)
    assert "atrim=end_sample=47993" in graph(line)
    assert not any("a.mp4" in argument for argument in line)


def test_a_film_without_sound_is_measured_by_its_pictures_alone():
    line = film_commands.measure_film("ffmpeg", FILM, 5, 6, moving=2, has_sound=False)
    assert "[0:v:2]idet" in graph(line)
    assert "ebur128" not in graph(line)
    assert "pipe:1" not in line


def test_only_interlaced_pictures_are_made_whole():
    for interlaced in (True, False):
        line = film_commands.thumbnail("ffmpeg", FILM, 1.5, SHOT, size=SIZE, interlaced=interlaced)
        assert ("bwdif" in graph(line)) == interlaced
    mute = film_commands.proxy("ffmpeg", FILM, SHOT, size=SIZE, interlaced=False, has_sound=False)
    assert "a:0" not in graph(mute)
