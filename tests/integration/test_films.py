"""Films of every odd sort: counted exactly, decoded in step, and airing to their end."""

import shutil
import struct
import subprocess
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from media_library.measure import Measurement, Refused, measure
from media_library.quarantine import Fault
from playout.decoder import Decoder
from playout.pictures.decoding import pictures
from station import ffmpeg
from station.audio import BLOCK, BYTES_PER_FRAME, RATE
from station.film_commands import decode_film, house_copy
from station.fitting import write
from station.kinds import Kind
from station.pictures import black, planes
from station.rundown import Item
from station.video import Shape
from tests import film_zoo as zoo
from tests.waiting import until

SHAPE = Shape(320, 180)
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
PICTURE = RATE // 25


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Path:
    return zoo.make(tmp_path_factory.mktemp("films"))


@pytest.fixture(
    params=["bundled", pytest.param("installed", marks=pytest.mark.needs("ffmpeg"))],
    scope="module",
)
def exe(request) -> str:
    found = ffmpeg.binary() if request.param == "bundled" else shutil.which("ffmpeg")
    assert found
    return found


@pytest.fixture(scope="module")
def measured(films, exe):
    """Measure a film once."""
    known: dict[str, Measurement] = {}

    def measure_once(name):
        if name not in known:
            known[name] = measure(exe, films / name)
        return known[name]

    return measure_once


def heard(exe, film, found, from_frame=0):
    """Return the sound as it airs, from a frame on."""
    line = decode_film(exe, film, from_frame, found.levels.frames, has_sound=found.has_sound)
    raw = subprocess.run(line, capture_output=True, check=True).stdout
    assert len(raw) % BYTES_PER_FRAME == 0
    return np.frombuffer(raw, np.float32).reshape(-1, 2)


def beep(sound, behind=0):
    """Return the frame at which the tone becomes loud."""
    loud = np.flatnonzero(np.abs(sound[behind:, 0]) > 0.2)
    return behind + int(loud[0]) if len(loud) else None


@cache
def flash(film, first=0, behind=0):
    """Return the numbers with which pictures begin, and of the first one that is all white; of
    these, none before `behind`."""
    slot, white, numbers = black(SHAPE), None, []
    for number, frame in pictures(film, SHAPE, first):
        write(frame, slot, SHAPE)
        numbers.append(number)
        luma = planes(slot, SHAPE)[0]
        if white is None and number >= behind and luma[80:100, 150:170].min() > 200:
            white = number
    return numbers, white


@pytest.mark.parametrize("name", zoo.FILMS)
def test_the_length_is_that_of_sound_and_pictures_to_the_frame(films, exe, measured, name):
    found = measured(name)
    film = found.film
    assert film is not None
    frames = found.levels.frames
    assert frames == max(film.span, film.sound)
    assert len(heard(exe, films / name, found)) == frames
    numbers, _ = flash(films / name)
    assert numbers[0] == 0
    assert numbers == sorted(set(numbers))
    assert numbers[-1] <= film.ticks
    lasts = 4.7 if "later" in name else 7.0 if name == "joined.ts" else 4.0
    assert frames == pytest.approx(lasts * RATE, abs=RATE // 8)


@pytest.mark.parametrize("name", sorted(set(zoo.FILMS) - {"no-sound.mp4", "one-picture.mkv"}))
def test_sound_and_pictures_are_in_step(films, exe, measured, name):
    sound = beep(heard(exe, films / name, measured(name)))
    _, picture = flash(films / name)
    tone = zoo.FLASH + (0.7 if name.startswith("sound-later") else 0)
    seen = zoo.FLASH + (0.7 if name.startswith("picture-later") else 0)
    apart = (tone - seen) * RATE
    assert sound - picture * BLOCK - apart == pytest.approx(0, abs=PICTURE + RATE // 100)
    assert sound == pytest.approx(tone * RATE, abs=RATE // 10)


def test_behind_a_join_in_the_recording_sound_and_pictures_are_still_in_step(films, exe, measured):
    name = "joined.ts"
    sound = beep(heard(exe, films / name, measured(name)), 4 * RATE)
    _, picture = flash(films / name, behind=100)
    assert sound == pytest.approx((3 + zoo.FLASH) * RATE, abs=RATE // 5)
    assert sound - picture * BLOCK == pytest.approx(0, abs=PICTURE + RATE // 100)


@pytest.mark.parametrize("name", zoo.FILMS)
def test_a_copy_in_the_house_format_shows_the_same_at_the_same_time(
    exe, films, measured, name, tmp_path
):
    film = measured(name).film
    copy = tmp_path / "house.mp4"
    line = house_copy(
        exe, films / name, copy, shape=SHAPE, interlaced=film.interlaced, shown=film.shown,
        has_sound=film.sound > 0,
    )  # fmt: skip
    subprocess.run(line, check=True, capture_output=True)
    with av.open(str(copy)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (SHAPE.width, SHAPE.height)
    numbers, white = flash(films / name)
    of_copy, white_of_copy = flash(copy)
    assert of_copy[-1] == pytest.approx(numbers[-1], abs=1)
    older = exe != ffmpeg.binary()
    assert white_of_copy is white or white_of_copy - white in ((0, 1) if older else (0,))


@pytest.mark.parametrize("name", ["plain.mp4", "far-off.ts", "sound-later.ts", "picture-later.mkv"])
def test_a_film_that_is_joined_goes_on_in_step(films, exe, measured, name):
    whole, numbers = heard(exe, films / name, measured(name)), flash(films / name)[0]
    rest = heard(exe, films / name, measured(name), RATE)
    assert np.abs(whole[RATE:] - rest).max() < 1e-3
    assert flash(films / name, 25)[0] == [number for number in numbers if number >= 25]


@pytest.mark.parametrize("name", zoo.FILMS)
def test_pictures_are_described(measured, name):
    found = measured(name)
    film = found.film
    rates = {
        "fifty.mp4": 50, "thirty.mp4": 30, "ntsc.mp4": 29.97, "cinema.mp4": 24, "uneven.mkv": 13,
        "one-picture.mkv": 0,
    }  # fmt: skip
    shown = {
        "portrait.mp4": (180, 320), "turned.mp4": (180, 320), "narrow.mpg": (384, 288),
    }  # fmt: skip
    assert film.shown == shown.get(name, (320, 180))
    assert film.rate == pytest.approx(rates.get(name, 25), abs=0.5 if name == "uneven.mkv" else 0.3)
    assert film.steady == (name != "uneven.mkv")
    assert film.interlaced == (name == "woven.ts")
    assert film.sound_tracks == {"no-sound.mp4": 0, "two-sounds.mkv": 2}.get(name, 1)
    assert found.has_sound == (name != "no-sound.mp4")
    if name not in ("damaged.ts", "uneven.mkv", "one-picture.mkv"):
        assert film.pictures == pytest.approx(film.rate * film.span / RATE, abs=20)


def test_what_has_no_sound_airs_in_silence(films, exe, measured):
    found = measured("no-sound.mp4")
    assert not heard(exe, films / "no-sound.mp4", found).any()
    assert found.loudness_lufs is None
    assert found.true_peak_db is None


def test_sound_that_ends_early_is_followed_by_silence(films, exe, measured):
    found = measured("short-sound.mp4")
    sound = heard(exe, films / "short-sound.mp4", found)
    assert found.film.sound < 3.2 * RATE < found.film.span
    assert not sound[found.film.sound :].any()
    assert len(found.levels.waveform().values) == 80


@pytest.mark.parametrize("name", ["song.mp3", "song.m4a", "song.mp4", "song.flac"])
def test_sound_with_a_cover_is_sound(exe, tmp_path, name):
    cover = tmp_path / "cover.png"
    zoo.cover_of(cover)
    codec = ["-c:a", "flac"] if name.endswith("flac") else []
    with_cover = ["-map", "0", "-map", "1", "-disposition:v", "attached_pic", "-c:v", "png"]
    zoo.run(*zoo.sound(), "-i", str(cover), *with_cover, *codec, str(tmp_path / name))
    found = measure(exe, tmp_path / name)
    assert not found.has_picture
    assert found.has_sound


@pytest.mark.parametrize("name", ["cover.png", "cover.jpg", "cover.webp", "cover.bmp"])
def test_a_single_picture_is_refused_with_a_reason_of_its_own(exe, tmp_path, name):
    zoo.cover_of(tmp_path / name)
    with pytest.raises(Refused) as caught:
        measure(exe, tmp_path / name)
    assert caught.value.fault is Fault.STILL_IMAGE


def test_a_film_that_is_damaged_almost_everywhere_is_refused(exe, films, tmp_path):
    broken = bytearray((films / "plain.mp4").read_bytes())
    begin = broken.index(b"mdat") + 4
    end = max(broken.rindex(b"moov") - 4, begin)
    broken[begin:end] = bytes((at * 37 + at // 251) % 256 for at in range(end - begin))
    (tmp_path / "broken.mp4").write_bytes(broken)
    with pytest.raises(Refused):
        measure(exe, tmp_path / "broken.mp4")


def test_a_film_whose_time_stamps_are_broken_is_refused(exe, tmp_path):
    film = tmp_path / "far.mkv"
    leap = ["-af", "asetpts='if(gt(T,2),PTS+300/TB,PTS)'"]
    zoo.run(*zoo.picture(), *zoo.sound(), *leap, *zoo.H264, str(film))
    whole = film.read_bytes()
    at = whole.index(b"\x44\x89\x88") + 3
    film.write_bytes(whole[:at] + struct.pack(">d", 4_000.0) + whole[at + 8 :])
    with pytest.raises(Refused) as caught:
        measure(exe, film)
    assert caught.value.fault is Fault.DECODER_FAILED
    assert caught.value.about == {"error": "304 s decoded of 4 s"}


def test_a_recording_joined_out_of_two_days_is_as_long_as_its_parts(exe, tmp_path):
    parts = [tmp_path / "one.ts", tmp_path / "two.ts"]
    for part, begins in zip(parts, (10, 40_000), strict=True):
        late = ["-output_ts_offset", str(begins)]
        zoo.run(*zoo.picture(), *zoo.sound(), *zoo.H264, *late, str(part))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(parts[0].read_bytes() + parts[1].read_bytes())
    found = measure(exe, joined)
    assert found.levels.frames == pytest.approx(8 * RATE, abs=RATE // 5)
    _, picture = flash(joined, behind=110)
    assert beep(heard(exe, joined, found), 5 * RATE) - picture * BLOCK == pytest.approx(
        0, abs=PICTURE + RATE // 100
    )


def test_pixels_that_are_not_square_are_known(measured):
    film = measured("narrow.mpg").film
    assert (film.width, film.height, film.pixel_aspect) == (360, 288, Fraction(16, 15))


@pytest.mark.parametrize("name", ["plain.mp4", "short-sound.mp4", "no-sound.mp4"])
def test_the_air_has_sound_to_the_last_frame_of_a_film(films, exe, measured, name):
    found = measured(name)
    frames = found.levels.frames
    item = Item(
        key="film", cart_id=1, kind=Kind.PROGRAMME, title="Film", path=name, begins=NOON,
        cue_in=0, cue_out=frames, segue=frames, has_picture=True, has_sound=found.has_sound,
    )  # fmt: skip
    source = Decoder(films, exe, rest_seconds=0.01).open(item, RATE)
    got = 0

    def is_over():
        nonlocal got
        got += len(source.read(RATE))
        return source.ended

    until(is_over)
    source.close()
    assert source.fault == ""
    assert got == frames - RATE
