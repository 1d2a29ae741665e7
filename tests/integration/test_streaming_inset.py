"""The interpreter of a film, decoded by a child and seen in a corner of what viewers see."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from threading import Event

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from station import look as looks
from station.audio import BLOCK, silence, utc_us
from station.bus import Metadata
from station.clock import VirtualClock
from station.config import Channel, Config
from station.kinds import Kind
from station.ladder import Rung
from station.look import Corner, Look
from station.paths import StatePaths
from station.pictures import black, planes
from station.rundown import Rundown, publish
from station.video import Shape
from streaming.feeder import Fed
from streaming.graphics.blender import Blender
from streaming.graphics.graphics import Graphics
from streaming.graphics.inset import film
from streaming.graphics.inset.film import Cue
from streaming.graphics.inset.inset import NOTHING, Inset, Wish
from streaming.graphics.inset.records import SUFFIX
from streaming.graphics.placed import Placed
from tests.unit.station.making import an_item
from tests.waiting import until

NOON = utc_us(datetime(2027, 3, 5, 5, tzinfo=UTC))
PICTURE = 40_000
BOX = Shape(128, 72)
SIGN = "ab/berita.sign.mp4"
FILM = Metadata(
    0, Rung.SCHEDULE, "Warta", "", "Warta", Kind.PROGRAMME, "SU", 7, "film", file_us=NOON,
    sign_path=SIGN,
)  # fmt: skip
BARE = Look(notice_seconds=0, strap_seconds=0, title_seconds=0, crawl=False)


def grey(number):
    """Return how bright picture `number` of the film is."""
    return 40 + 16 * (number % 10)


def near(number):
    return pytest.approx(grey(number), abs=4)


def write_film(path, pictures=100, rate=25, size=(320, 180)):
    """Write a film of flat greys, each of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=rate, options={"preset": "ultrafast", "crf": "1"}
        )
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = 25
        for number in range(pictures):
            whole = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
            whole[: size[1]] = grey(number * 25 // rate)
            frame = VideoFrame.from_ndarray(whole, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture
def folders(tmp_path):
    media, drawn = tmp_path / "media", tmp_path / "drawn"
    drawn.mkdir()
    write_film(media / SIGN)
    return media, drawn


@pytest.fixture
def inset(folders, monkeypatch):
    monkeypatch.setattr(film, "RESTS_SECONDS", (0.0, 0.0, 0.0))
    found = Inset(*folders)
    found.start()
    yield found
    found.close()
    assert list(folders[1].iterdir()) == []


def at(number):
    return NOON + number * PICTURE


def shade(inset, folders, number):
    """Return how bright what is seen with a block is, None where nothing is."""
    seen = inset.seen(at(number))
    if seen is None:
        return None
    picture = black(BOX)
    Blender(folders[1], BOX).draw(picture, (Placed(seen.name, 0, 0),), 0)
    return int(planes(picture, BOX)[0][36, 64])


@pytest.mark.parametrize("first", [0, 40])
def test_each_picture_is_seen_with_its_block_from_wherever_the_item_is(inset, folders, first):
    inset.turn_to(Wish(SIGN, NOON, BOX), at(first))
    for number in (first, first + 1, first + 7, first + 30):
        until(lambda number=number: shade(inset, folders, number) == near(number))


def test_it_is_as_large_as_fits_and_never_stretched(inset, folders):
    write_film(folders[0] / "tegak.mp4", 30, size=(90, 160))
    for path, size in ((SIGN, (128, 72)), ("tegak.mp4", (40, 72))):
        inset.turn_to(Wish(path, NOON, BOX), at(0))
        seen = until(lambda: inset.seen(at(0)))
        assert (seen.width, seen.height) == size


def test_slower_pictures_stand_until_the_next_one(inset, folders):
    write_film(folders[0] / "pelan.mp4", 20, rate=5)
    inset.turn_to(Wish("pelan.mp4", NOON, BOX), at(0))
    until(lambda: shade(inset, folders, 4) == near(0))
    until(lambda: shade(inset, folders, 9) == near(5))


def test_nothing_is_seen_behind_its_end_or_when_it_is_not_wanted(inset, folders):
    write_film(folders[0] / "pendek.mp4", 30)
    inset.turn_to(Wish("pendek.mp4", NOON, BOX), at(0))
    until(lambda: inset.seen(at(0)))
    until(lambda: shade(inset, folders, 29) == near(29))
    until(lambda: inset.seen(at(30)) is None)
    inset.turn_to(NOTHING, at(29))
    assert inset.seen(at(29)) is None


@pytest.mark.parametrize("path", ["tiada.mp4", "../luar.mp4", "rusak.mp4"])
def test_what_is_missing_elsewhere_or_broken_is_not_seen_and_nothing_waits(
    inset, folders, path, caplog
):
    write_film(folders[0].parent / "luar.mp4", 5)
    (folders[0] / "rusak.mp4").write_bytes(b"\x00" * 4_000)
    inset.turn_to(Wish(path, NOON, BOX), at(0))
    until(lambda: len([one for one in caplog.records if one.action == "inset_failed"]) == 3)
    assert inset.seen(at(0)) is None
    inset.turn_to(Wish(SIGN, NOON, BOX), at(0))
    until(lambda: inset.seen(at(0)))


def test_a_child_that_is_killed_is_replaced_from_where_the_item_is_by_then(inset, folders):
    inset.turn_to(Wish(SIGN, NOON, BOX), at(0))
    until(lambda: inset.seen(at(0)))
    os.kill(inset.child, signal.SIGKILL)
    until(lambda: shade(inset, folders, 64) == near(64))


def test_what_begins_soon_is_seen_with_its_first_block(inset, folders):
    coming = Cue(SIGN, BOX, 40)
    inset.turn_to(NOTHING, at(0), coming)
    until(lambda: inset._next.seen(40))
    began = at(7) + 10_000
    inset.turn_to(Wish(SIGN, began - 40 * PICTURE, BOX), at(7), coming)
    assert shade(inset, folders, 7) == near(40)
    until(lambda: shade(inset, folders, 17) == near(50))
    inset.turn_to(NOTHING, at(18), coming)
    assert inset.seen(at(18)) is None


def test_what_begins_elsewhere_than_was_expected_is_seen_all_the_same(inset, folders):
    inset.turn_to(NOTHING, at(0), Cue(SIGN, BOX, 0))
    until(lambda: inset._next.seen(0))
    inset.turn_to(Wish(SIGN, NOON, BOX), at(60))
    until(lambda: shade(inset, folders, 60) == near(60))


def test_the_plan_says_what_begins_soon(tmp_path, monkeypatch):
    monkeypatch.setattr("station.paths.MEMORY", tmp_path / "none")
    monkeypatch.setattr("streaming.graphics.graphics.LOOK_SECONDS", timedelta(0))
    paths = StatePaths(tmp_path / "home")
    paths.create()
    write_film(paths.media / SIGN)
    noon = datetime(2027, 3, 5, 5, tzinfo=UTC)
    item = an_item(FILM.item_key, noon + timedelta(seconds=10), sign_path=SIGN, cue_in=5 * BLOCK)
    publish(paths.rundown("tv"), Rundown("tv", 1, noon, noon, noon + timedelta(hours=1), (item,)))
    channel = Channel(slug="tv", name="Batik TV", kind="tv")
    config = Config(name="Batik", channels=(channel,))
    graphics = Graphics(channel, config, paths, VirtualClock(noon))
    graphics.start(Event())

    def names(number, *metadata):
        overlay = graphics.overlay(Fed(silence(1_920), at(number), metadata))
        return [one.name for one in overlay if one.name.endswith(SUFFIX)]

    def lies_ready():
        """Whether the first picture does, after another block."""
        assert names(1) == []
        return graphics._inset._next and graphics._inset._next.seen(5)

    try:
        until(lies_ready)
        began = replace(FILM, file_us=at(245))
        assert len(names(250, began)) == 1
    finally:
        graphics._stop.set()
        graphics.join()


def test_viewers_see_the_interpreter_in_his_corner_and_not_over_a_spot(tmp_path, monkeypatch):
    monkeypatch.setattr("station.paths.MEMORY", tmp_path / "none")
    monkeypatch.setattr("streaming.graphics.graphics.LOOK_SECONDS", timedelta(0))
    paths = StatePaths(tmp_path / "home")
    paths.create()
    write_film(paths.media / SIGN)
    looks.publish(paths.look("tv"), BARE)
    channel = Channel(slug="tv", name="Batik TV", kind="tv")
    config = Config(name="Batik", channels=(channel,))
    graphics = Graphics(channel, config, paths, VirtualClock(datetime(2027, 3, 5, 5, tzinfo=UTC)))
    stop = Event()
    graphics.start(stop)

    def box(number, *metadata):
        """Return what stands where the interpreter should, over black."""
        overlay = graphics.overlay(Fed(silence(1_920), at(number), metadata))
        picture = black(channel.shape)
        Blender(paths.graphics("tv"), channel.shape).draw(picture, overlay, at(number))
        return planes(picture, channel.shape)[0][440:600, 840:1_200]

    try:
        box(0, FILM)
        until(lambda: int(box(13)[90, 180]) == near(13))
        assert box(13).std() < 2
        spot = replace(FILM, kind=Kind.COMMERCIAL, item_key="spot")
        assert box(11, spot).max() <= 16
        assert box(12, replace(FILM, sign_path="", item_key="lain")).max() <= 16
        box(13, replace(FILM, item_key="lagi"))
        until(lambda: int(box(14)[90, 180]) == near(14))
        looks.publish(paths.look("tv"), BARE.model_copy(update={"sign": Corner.NONE}))
        until(lambda: box(14).max() <= 16)
        looks.publish(paths.look("tv"), BARE.model_copy(update={"sign_percent": 15}))
        until(lambda: int(box(15)[150, 300]) == near(15))
        assert box(15)[0, 0] <= 16
    finally:
        stop.set()
        graphics.join()
    assert not paths.graphics("tv").exists()
