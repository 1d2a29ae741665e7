"""The graphics of a channel, block by block: what is seen, what is drawn ahead, what changes."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from station import look as looks
from station.audio import silence, utc_us
from station.bus import Metadata
from station.clock import VirtualClock
from station.config import Channel, Config
from station.kinds import Kind
from station.ladder import Rung
from station.look import Look
from station.paths import StatePaths
from station.pictures import black, planes
from station.rundown import Rundown, RunningText, publish
from streaming.feeder import Fed
from streaming.graphics.blender import Blender
from streaming.graphics.graphics import Graphics

NOON = datetime(2027, 3, 5, 5, tzinfo=UTC)
SLUG = "tv"
BLOCK_US = 40_000
SONG = Metadata(
    0, Rung.SCHEDULE, "Kicir-kicir", "Orkes Melati", "Musik Siang", Kind.MUSIC, "R", 7, "a"
)
SPOT = Metadata(0, Rung.SCHEDULE, "Toko Maju", "", "Musik Siang", Kind.COMMERCIAL, "SU", 8, "b")
EVERY_DAY = RunningText("t", NOON - timedelta(hours=1), NOON + timedelta(hours=1), "Air padam")


class Screen:
    """A channel's graphics and the picture that viewers see."""

    def __init__(self, home):
        self.paths = StatePaths(home)
        self.paths.create()
        channel = Channel(slug=SLUG, name="Batik TV", kind="tv")
        self.config = Config(name="Batik", channels=(channel,))
        self.shape = channel.shape
        self.graphics = Graphics(channel, self.config, self.paths, VirtualClock(NOON))
        self.at = utc_us(NOON)

    def publish(self, *texts, version=1):
        day = timedelta(days=1)
        publish(
            self.paths.rundown(SLUG),
            Rundown(SLUG, version, NOON, NOON - day, NOON + day, (), texts=texts),
        )

    def after(self, seconds, *metadata):
        """Return the overlay so much later, everything drawn that was wanted until then."""
        self.at += round(seconds * 25) * BLOCK_US
        self.graphics.overlay(self.fed(*metadata))
        self.graphics.look()
        while self.graphics.draw():
            pass
        return self.graphics.overlay(self.fed())

    def fed(self, *metadata):
        return Fed(silence(1_920), self.at, metadata)

    def picture(self, overlay):
        picture = black(self.shape)
        Blender(self.paths.graphics(SLUG), self.shape).draw(picture, overlay, self.at)
        return planes(picture, self.shape)[0]


@pytest.fixture
def screen(tmp_path):
    return Screen(tmp_path)


def coarse(luma, rows=9, columns=16):
    """Return a picture as text: what is bright, what is seen, what is black."""
    height, width = luma.shape
    cells = luma.reshape(rows, height // rows, columns, width // columns)
    peak = cells.max((1, 3))
    return ["".join("#" if each > 150 else "." for each in row) for row in peak]


def test_logo_clock_and_badge_stand_in_their_corners(screen):
    luma = screen.picture(screen.after(1, SONG))
    grid = coarse(luma)
    assert grid[0] == "###..........###" or grid[0][:2] == "##"
    assert set("".join(grid[2:6])) == {"."}
