"""Real files through both FFmpeg builds: counted exactly, judged rightly."""

import contextlib
import functools
import os
import resource
import shutil
import signal
import struct
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from media_library import decoder, tags
from media_library.decoder import Interrupted
from media_library.measure import Refused, measure
from media_library.quarantine import Fault
from station import ffmpeg
from station.audio import BYTES_PER_FRAME, RATE
from station.film_commands import decode_film
from tests.integration import media_library_zoo as zoo

BAD = (
    "empty.mp3", "not_media-text.ogg", "not_media-noise.mp3", "not_media-zip.mp3",
    "still_image-png.mp3", "still_image-jpg.mp3", "still_image-gif.mp3",
    "silent.flac", "too_short-click.wav", "refers_elsewhere-m3u.mp3",
    "refers_elsewhere-concat.mp3", "refers_elsewhere-hls.mp4", "refers_elsewhere-pls.wma",
    "refers_elsewhere-sdp.mp4",
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("zoo")
    zoo.make(folder)
    return folder


@pytest.fixture(
    params=["bundled", pytest.param("installed", marks=pytest.mark.needs("ffmpeg"))],
    scope="module",
)
def exe(request) -> str:
    found = ffmpeg.binary() if request.param == "bundled" else shutil.which("ffmpeg")
    assert found
    return found


@pytest.fixture(scope="module")
def measured(files, exe):
    """Measures each good file once, whatever is asked of it."""
    return functools.cache(lambda name: measure(exe, files / "good" / name))


@pytest.mark.parametrize("name", zoo.GOOD)
def test_the_length_is_what_decoding_yields_to_the_frame(files, exe, measured, name):
    path = files / "good" / name
    found = measured(name)
    line = ffmpeg.decode(exe, path)
    if found.has_picture:
        line = decode_film(exe, path, 0, found.levels.frames)
    decoded = subprocess.run(line, capture_output=True, check=True).stdout
    assert found.levels.frames == len(decoded) / BYTES_PER_FRAME
    assert found.levels.frames == pytest.approx(zoo.FRAMES, abs=RATE // 10)


@pytest.mark.parametrize("name", zoo.GOOD)
def test_loudness_peak_and_picture_are_measured(measured, name):
    found = measured(name)
    expected = {"float-mono.wav": -14.1, "low.wav": -17.1}.get(name, -11.1)
    assert found.loudness_lufs == pytest.approx(expected, abs=0.6)
    assert -14.5 < found.true_peak_db < -6.5
    assert found.has_picture == name.startswith("film")


@pytest.mark.parametrize("name", sorted(zoo.GOOD.keys() - {"bare.aac", "plain.aiff"}))
def test_the_tags_are_read_in_the_same_pass(measured, name):
    found = tags.labels(tags.parse(measured(name).tags), name)
    assert found.title == "Judul Lagu"
    assert found.artist == "Pemusik"


@pytest.mark.parametrize("name", sorted(zoo.GOOD.keys() - zoo.UNDETECTABLE))
def test_a_file_without_its_end_is_refused(files, exe, name):
    with pytest.raises(Refused) as caught:
        measure(exe, files / "cut" / name)
    assert caught.value.fault is Fault.TRUNCATED


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_air_is_refused_with_its_reason(files, exe, name):
    with pytest.raises(Refused) as caught:
        measure(exe, files / "bad" / name)
    assert caught.value.fault == name.partition("-")[0].partition(".")[0]


def test_a_cover_is_no_picture(files, exe, tmp_path):
    cover, song = tmp_path / "cover.png", tmp_path / "song.mp3"
    zoo.run("-f", "lavfi", "-i", "testsrc2=s=320x240", "-frames:v", "1", str(cover))
    source = ("-i", str(files / "good" / "cbr.mp3"), "-i", str(cover))
    picture = ("-map", "0", "-map", "1", "-c", "copy", "-disposition:v", "attached_pic")
    zoo.run(*source, *picture, str(song))
    assert not measure(exe, song).has_picture


def test_the_first_of_several_sound_tracks_is_measured(files, exe, tmp_path):
    song = tmp_path / "two.mka"
    loud, faint = ("-i", str(files / "good" / "s16.wav")), ("-f", "lavfi", "-i", "anullsrc=d=1")
    zoo.run(*loud, *faint, "-map", "0", "-map", "1", "-c:a", "flac", str(song))
    found = measure(exe, song)
    decoded = subprocess.run(ffmpeg.decode(exe, song), capture_output=True, check=True).stdout
    assert found.levels.frames == len(decoded) / BYTES_PER_FRAME == zoo.FRAMES


def test_latin_1_in_an_old_tag_is_read(files, exe, tmp_path):
    song = tmp_path / "song.mp3"
    song.write_bytes(zoo.without_tags(files) + zoo.id3v1(b"D\xe9j\xe0 vu", b""))
    assert tags.labels(tags.parse(measure(exe, song).tags), "x").title == "Déjà vu"


def test_a_huge_tag_does_not_hold_the_decoder_up(files, exe, tmp_path):
    song = tmp_path / "song.mp3"
    text = b"\x03" + b"lirik " * 500_000
    size = len(text)
    syncsafe = bytes((size + 10 >> shift) & 127 for shift in (21, 14, 7, 0))
    tag = b"ID3\x03\x00\x00" + syncsafe + b"TIT2" + struct.pack(">I", size) + b"\0\0" + text
    song.write_bytes(tag + zoo.without_tags(files))
    found = measure(exe, song)
    assert found.levels.frames == pytest.approx(zoo.FRAMES, abs=RATE // 10)
    assert len(tags.labels(tags.parse(found.tags), "x").title) <= 300


def test_broken_float_samples_are_survived(exe, tmp_path):
    sound = np.full((RATE, 2), 0.1, "<f4")
    sound[500:600] = np.nan
    raw, song = tmp_path / "raw", tmp_path / "song.wav"
    raw.write_bytes(sound.tobytes())
    zoo.run("-f", "f32le", "-ar", "48000", "-ac", "2", "-i", str(raw), "-c", "copy", str(song))
    assert measure(exe, song).levels.frames == RATE


def test_mutated_files_are_refused_or_measured_and_never_raise_anything_else(files, exe, tmp_path):
    random = np.random.default_rng(7)
    for name in ("cbr.mp3", "vorbis.ogg", "plain.flac", "index-first.m4a", "s16.wav", "film.mkv"):
        whole = np.frombuffer((files / "good" / name).read_bytes(), np.uint8)
        for number in range(4):
            broken = whole.copy()
            places = random.integers(0, len(broken), 5 ** (number + 1))
            broken[places] = random.integers(0, 256, len(places))
            path = tmp_path / f"{number}-{name}"
            path.write_bytes(broken.tobytes())
            with contextlib.suppress(Refused):
                assert measure(exe, path).levels.frames > 0


def test_a_decoder_that_is_told_to_stop_condemns_no_file(exe, tmp_path, monkeypatch):
    song = tmp_path / "long.wav"
    zoo.run("-f", "lavfi", "-i", "sine=d=900", str(song))
    started = threading.Event()
    children: list[int] = []
    limit = resource.prlimit

    def seen(pid, *limits):
        children.append(pid)
        started.set()
        return limit(pid, *limits)

    def stop():
        started.wait(60)
        os.kill(children[0], signal.SIGTERM)

    monkeypatch.setattr(resource, "prlimit", seen)
    killer = threading.Thread(target=stop)
    killer.start()
    with pytest.raises(Interrupted):
        decoder.run(exe, song)
    killer.join()


def test_a_file_that_may_not_be_decoded_is_not_taken_for_an_interruption(tmp_path, files):
    """FFmpeg ends with the same code for a file that asks for a key as for a polite signal."""
    refusing = tmp_path / "ffmpeg"
    refusing.write_text("#!/bin/sh\necho 'Operation not permitted' >&2\nexit 255\n")
    refusing.chmod(0o755)
    assert decoder.run(str(refusing), files / "good" / "cbr.mp3").exit_code == 255


def test_a_missing_decoder_is_no_fault_of_the_file(files):
    with pytest.raises(ffmpeg.FfmpegMissing):
        measure("/nowhere/ffmpeg", files / "good" / "cbr.mp3")
