"""The child that draws previews, when it does not do what it should."""

import sys

import pytest

from station.look import Look, Preview, Scene
from tests.browser.doubles import NOON
from web import preview_process
from web.preview_process import NotDrawn, drawn

WANTED = Preview(
    look=Look(), scene=Scene.MUSIC, name="TV", timezone="Asia/Jakarta", at=NOON, width=64, height=36
)


def child(code):
    return [sys.executable, "-c", code]


def test_what_the_child_writes_is_the_picture():
    echo = "import sys; sys.stdout.buffer.write(b'\\x89PNG' + sys.stdin.buffer.read())"
    png = drawn(WANTED, child(echo))
    assert Preview.model_validate_json(png[4:]) == WANTED


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "print('no picture')",
        "raise ValueError('x')",
        "import os; os.abort()",
    ],
)
def test_a_child_that_fails_is_no_picture(code):
    with pytest.raises(NotDrawn):
        drawn(WANTED, child(code))


def test_a_child_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(preview_process, "SECONDS", 0.2)
    with pytest.raises(NotDrawn):
        drawn(WANTED, child("import time; time.sleep(600)"))
    assert not preview_process._ONE_AT_A_TIME.locked()
