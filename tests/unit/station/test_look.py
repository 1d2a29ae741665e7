"""The look of a television channel, from the desk to the streaming process."""

import pytest
from pydantic import ValidationError

from station.look import Corner, Look, LookUnreadable, Pace, publish, read


def test_what_is_published_is_read(tmp_path):
    path = tmp_path / "look" / "tv.json"
    look = Look(logo=Corner.NONE, pace=Pace.FAST, crawl_texts=("Sugeng énjang",))
    publish(path, look)
    assert read(path) == look
    assert [each.name for each in path.parent.iterdir()] == ["tv.json"]


def test_where_nothing_is_published_the_defaults_hold(tmp_path):
    assert read(tmp_path / "tv.json") == Look()


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b'{"logo": "middle"}', b'{"format": 99}'])
def test_what_cannot_be_used_is_said(tmp_path, text):
    path = tmp_path / "tv.json"
    path.write_bytes(text)
    with pytest.raises(LookUnreadable):
        read(path)
    with pytest.raises(LookUnreadable):
        read(tmp_path)


@pytest.mark.parametrize(
    "field",
    [
        {"size_percent": 69},
        {"size_percent": 151},
        {"backing_percent": 101},
        {"accent": "#FFF"},
        {"badge": "bottom_left"},
        {"crawl_texts": ("x",) * 9},
        {"now": "x" * 61},
        {"unknown": 1},
    ],
)
def test_what_cannot_be_drawn_is_refused(field):
    with pytest.raises(ValidationError):
        Look(**field)
