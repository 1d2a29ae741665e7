"""Buttons of the cart wall with real FFmpeg: memory and decoder meet on the same frame."""

import subprocess

import numpy as np
import pytest

from playout.button_bank import HEAD, ButtonBank, HeldSource
from playout.decoder import Decoder
from station import ffmpeg, wall
from station.audio import BLOCK, CHANNELS, RATE
from station.paths import StatePaths
from station.wall import Button, Page, Wall
from tests.unit.playout.clips import clip
from tests.waiting import until

FORMS = {
    "wav": (),
    "mp3": ("-b:a", "128k"),
    "flac": ("-ar", "44100"),
    "m4a": ("-c:a", "aac", "-b:a", "96k"),
    "ogg": ("-c:a", "libvorbis", "-ar", "22050", "-ac", "1"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_button_sounds_as_its_file_does(tmp_path, form):
    paths = StatePaths(tmp_path)
    paths.create()
    exe = ffmpeg.binary()
    path = paths.media / f"jingle.{form}"
    source = "aevalsrc=0.4*sin(2*PI*(300+200*t)*t)|0.3*sin(2*PI*700*t):s=48000:d=4"
    made = [exe, "-v", "error", "-f", "lavfi", "-i", source, *FORMS[form], str(path)]
    subprocess.run(made, check=True)
    raw = subprocess.run(ffmpeg.decode(exe, path), capture_output=True, check=True).stdout
    whole = np.frombuffer(raw, "<f4").reshape(-1, CHANNELS)
    cue_in, frames = 1234, 3 * RATE
    button = Button("j", "J", clip("jingle", frames, cue_in=cue_in, path=path.name))
    wall.publish(paths.wall("radio"), Wall((Page("1", (button,)),)))
    bank = ButtonBank(paths.wall("radio"), Decoder(paths.media, exe).open)
    bank.look()
    assert bank.held_bytes == HEAD * CHANNELS * 4
    pressed = bank.open(button)
    assert isinstance(pressed, HeldSource)
    blocks = [pressed.read(BLOCK)]
    assert len(blocks[0]) == BLOCK
    until(lambda: blocks.append(pressed.read(BLOCK)) or pressed.ended, "the end of the jingle")
    pressed.close()
    assert np.array_equal(np.concatenate(blocks), whole[cue_in : cue_in + frames])
