"""What the bundled FFmpeg makes of files that have fooled it."""

import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from station import ffmpeg
from station.audio import BYTES_PER_FRAME, RATE


@pytest.mark.parametrize("pitch", [1000, 2000, 440])
def test_a_line_up_tone_is_sound_and_not_a_transport_stream(tmp_path: Path, pitch: int):
    at = np.arange(3 * RATE) / RATE
    tone = (0.25 * np.sin(2 * np.pi * pitch * at) * 32767).astype("<i2")
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.repeat(tone[:, None], 2, axis=1).tobytes())

    line = ffmpeg.decode(ffmpeg.binary(), path)
    done = subprocess.run(line, capture_output=True, check=True)

    assert len(done.stdout) == 3 * RATE * BYTES_PER_FRAME
