"""The spot studio: makes announcements and idents out of a voice and a bed, with pydub.

For short things only: a whole segment is held in memory. Adapter: starts FFmpeg.
"""

import subprocess
import warnings
from pathlib import Path

import numpy as np

from station import ffmpeg
from station.audio import CHANNELS, RATE
from station.errors import StationError

with warnings.catch_warnings():
    # Old syntax, audioop, and no FFmpeg on the PATH: pydub complains of all three when imported.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment as AudioSegment
    from pydub.silence import detect_leading_silence

SILENCE_DB = -45.0
LONGEST_SECONDS = 600
DECODE_TIMEOUT_SECONDS = 120


class CannotDecode(StationError):
    """FFmpeg found no sound in the file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path.name}: {why}")


def load(path: Path, exe: str) -> AudioSegment:
    """Decode at most ten minutes of a file; never asks for ffprobe. Raises CannotDecode."""
    AudioSegment.converter = exe
    child = subprocess.run(
        ffmpeg.decode(exe, path.absolute()),
        capture_output=True,
        check=False,
        timeout=DECODE_TIMEOUT_SECONDS,
    )
    sound = np.frombuffer(child.stdout[: len(child.stdout) // 8 * 8], "<f4")
    if not len(sound):
        raise CannotDecode(path, child.stderr.decode(errors="replace").strip() or "no sound")
    return segment_of(sound[: LONGEST_SECONDS * RATE * CHANNELS].reshape(-1, CHANNELS), RATE)


def load_wav(path: Path) -> AudioSegment:
    """Read a WAV file that was made here; pydub would leave a file it opens itself open."""
    with path.open("rb") as file:
        return AudioSegment.from_wav(file)


def segment_of(sound: np.ndarray, rate: int) -> AudioSegment:
    """Return floating-point stereo (frames, 2) as a segment of 16 bits."""
    whole = np.clip(np.rint(sound * 32_767), -32_768, 32_767).astype("<i2")
    return AudioSegment(whole.tobytes(), frame_rate=rate, sample_width=2, channels=CHANNELS)


def samples_of(segment: AudioSegment) -> np.ndarray:
    """Return a segment as float32 stereo (frames, 2) at the station's rate."""
    segment = segment.set_frame_rate(RATE).set_channels(CHANNELS).set_sample_width(2)
    whole = np.frombuffer(segment.raw_data, "<i2").reshape(-1, CHANNELS)
    return whole.astype(np.float32) / 32_768


def trimmed(segment: AudioSegment, keep_ms: int = 60) -> AudioSegment:
    """Cut the silence off both ends, but for `keep_ms`."""
    begin = max(0, detect_leading_silence(segment, SILENCE_DB) - keep_ms)
    end = max(0, detect_leading_silence(segment.reverse(), SILENCE_DB) - keep_ms)
    return segment[begin : len(segment) - end]


def normalised(
    segment: AudioSegment, mean_db: float = -18.0, peak_db: float = -1.5
) -> AudioSegment:
    """Bring the mean level to `mean_db`, or as near as the peak ceiling allows."""
    if segment.rms == 0:
        return segment
    return segment.apply_gain(min(mean_db - segment.dBFS, peak_db - segment.max_dBFS))


def over_bed(
    voice: AudioSegment,
    bed: AudioSegment,
    *,
    lead_ms: int = 1_200,
    tail_ms: int = 1_800,
    ducked_db: float = -14.0,
    fade_ms: int = 500,
) -> AudioSegment:
    """Lay a voice over a bed that steps back while it speaks and rises again behind it."""
    voice = voice.set_frame_rate(bed.frame_rate).set_channels(bed.channels)
    length = lead_ms + len(voice) + tail_ms
    long_enough = bed * (length // max(1, len(bed)) + 1)
    music = long_enough[:length]
    speaks, silent = lead_ms - fade_ms, lead_ms + len(voice)
    ducked = music.fade(to_gain=ducked_db, start=max(0, speaks), duration=fade_ms)
    ducked = ducked.fade(from_gain=0, to_gain=-ducked_db, start=silent, duration=fade_ms)
    return ducked.fade_out(min(tail_ms, 1_500)).overlay(voice, position=lead_ms)


def joined(*segments: AudioSegment, crossfade_ms: int = 0) -> AudioSegment:
    """Return the segments one behind the other."""
    whole = segments[0]
    for segment in segments[1:]:
        overlap = min(crossfade_ms, len(whole), len(segment))
        whole = whole.append(segment, crossfade=overlap)
    return whole
