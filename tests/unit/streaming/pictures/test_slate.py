"""The picture of an absent air: the station's own, whole, or a calm blue."""

import numpy as np
import pytest
from PIL import Image

from station.pictures import planes
from station.video import Shape
from streaming.pictures.slate import blue, load
from tests.torn_png import torn_png

SHAPE = Shape(320, 180)


def luma(path):
    return planes(load(path, SHAPE), SHAPE)[0]


@pytest.mark.parametrize("name", ["slate.png", "slate.jpg"])
def test_a_picture_of_another_shape_is_seen_whole_between_dark_sides(tmp_path, name):
    Image.new("RGB", (400, 300), "white").save(tmp_path / name)
    seen = luma(tmp_path / name)
    assert seen[:, 60:260].min() > 200
    assert seen[:, :30].max() < 30
    assert seen[:, -30:].max() < 30


def test_what_it_holds_counts_not_its_name(tmp_path):
    Image.new("RGB", (320, 180), "white").save(tmp_path / "slate.png", format="JPEG")
    assert luma(tmp_path / "slate.png").min() > 200


@pytest.mark.parametrize(
    "content", [None, b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(40), torn_png()]
)
def test_without_a_picture_it_is_blue(tmp_path, content):
    path = tmp_path / "slate.png"
    if content is not None:
        path.write_bytes(content)
    assert np.array_equal(load(path, SHAPE), blue(SHAPE))
