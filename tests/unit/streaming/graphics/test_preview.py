"""What a look would look like, as a PNG."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from station.look import Look, Preview, Scene
from station.pictures import black, planes
from station.video import Shape
from streaming.graphics.preview import preview, rgb
from tests.browser.doubles import NOON


def wanted(scene=Scene.PROGRAMME, **look):
    return Preview(
        look=Look(**look), scene=scene, name="Batik TV", timezone="Asia/Jakarta", at=NOON,
        width=1_280, height=720,
    )  # fmt: skip


def picture(*given, **look):
    image = Image.open(io.BytesIO(preview(wanted(*given, **look))))
    return np.asarray(image.convert("RGB")).astype(int)


def changed(scene):
    """Return the rows in which a scene differs from a commercial, over which nothing stands."""
    apart = np.abs(picture(scene) - picture(Scene.BREAK)).max((1, 2))
    return np.flatnonzero(apart > 24)


def test_each_scene_shows_what_its_kind_carries():
    below = {scene: (changed(scene) > 450).any() for scene in Scene if scene is not Scene.BREAK}
    assert below == {
        Scene.PROGRAMME: True, Scene.MUSIC: True, Scene.FILM: True, Scene.AZAN: False,
        Scene.SIAGA: True, Scene.AWAS: True,
    }  # fmt: skip
    assert len(changed(Scene.AWAS)) == 540
    assert len(changed(Scene.FILM)) == 540
    assert changed(Scene.AZAN).size


def test_a_programme_has_somebody_in_the_corner_of_the_interpreter():
    with_him, without = picture(), picture(sign="none")
    there = np.abs(with_him - without).max(2) > 40
    assert there[300:440, 600:900].mean() > 0.5
    assert not there[:, :500].any()
    left = np.abs(picture(sign="top_left", sign_percent=15) - without).max(2) > 40
    assert left[:200, :300].any()
    assert not left[250:, 500:].any()


def test_the_look_is_that_of_the_draft():
    red, green, blue = picture(backing="#ff0000", backing_percent=100)[32, 52]
    assert red > 200 > 60 > max(green, blue)


def test_colours_come_back_as_they_were():
    shape = Shape(4, 2)
    grey = black(shape)
    planes(grey, shape)[0][:] = 126
    assert np.abs(rgb(grey, shape).astype(int) - 128).max() <= 1
    assert rgb(black(shape), shape).max() == 0


def test_the_process_reads_a_wish_and_writes_a_png():
    root = Path(__file__).parents[4]
    child = subprocess.run(
        [sys.executable, "-m", "streaming.graphics.preview"],
        input=wanted().model_dump_json().encode(),
        capture_output=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
    )
    assert child.stdout.startswith(b"\x89PNG")


@pytest.mark.parametrize("height", [576, 720, 1080])
def test_every_size_of_picture_is_drawn(height):
    sized = wanted().model_copy(update={"width": height * 16 // 9, "height": height})
    assert Image.open(io.BytesIO(preview(sized))).size == (960, 540)
