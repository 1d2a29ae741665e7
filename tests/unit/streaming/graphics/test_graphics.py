"""The graphics of a channel, block by block, as viewers see them."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import numpy as np
import pytest
from PIL import Image

from station import look as looks
from station import urgent, wall
from station.audio import silence, utc_us
from station.bus import Metadata
from station.clock import VirtualClock
from station.config import Channel, Config
from station.kinds import Kind
from station.ladder import Rung
from station.look import Corner, Look
from station.paths import StatePaths
from station.pictures import black, planes
from station.rundown import Item, Reason, Rundown, RunningText, Why, publish
from station.wall import Button, Level, Wall
from streaming.feeder import Fed
from streaming.graphics.blender import Blender, column_at
from streaming.graphics.drawn import unpack
from streaming.graphics.gallery import UNASKED
from streaming.graphics.graphics import SWEEP_LOOKS, Graphics
from tests.torn_png import torn_png
from tests.waiting import until

NOON = datetime(2027, 3, 5, 5, tzinfo=UTC)
SLUG = "tv"
BLOCK_US = 40_000
DAY = timedelta(days=1)
SONG = Metadata(
    0, Rung.SCHEDULE, "Kicir-kicir", "Orkes Melati", "Musik Siang", Kind.MUSIC, "R", 7, "song"
)
SPOT = replace(SONG, title="Toko Maju", artist="", kind=Kind.COMMERCIAL, item_key="spot")
PLAIN = Look(notice_seconds=0, strap_seconds=0, title_seconds=0)
"""Only what stands all the time."""


def running(text, key="t", begins=NOON - DAY, ends=NOON + DAY):
    return RunningText(key, begins, ends, text)


class Channeled:
    """A channel's graphics and the picture that viewers see."""

    def __init__(self, home):
        self.paths = StatePaths(home)
        self.paths.create()
        self.at = utc_us(NOON)
        self.version = 0
        self.begin()

    def begin(self):
        """Begin a life of the streaming process."""
        channel = Channel(slug=SLUG, name="Batik TV", kind="tv")
        config = Config(name="Batik", channels=(channel,))
        self.shape = channel.shape
        self.graphics = Graphics(channel, config, self.paths, VirtualClock(NOON))

    def publish(self, *texts, items=()):
        self.version += 1
        whole = Rundown(SLUG, self.version, NOON, NOON - DAY, NOON + DAY, items, texts=texts)
        publish(self.paths.rundown(SLUG), whole)

    def look(self, look):
        looks.publish(self.paths.look(SLUG), look)

    def after(self, seconds=0.0, *metadata):
        """Return the overlay so much later, everything drawn that was wanted until then."""
        self.at += round(seconds * 25) * BLOCK_US
        self.graphics.overlay(self.fed(*metadata))
        self.settle()
        return self.graphics.overlay(self.fed())

    def settle(self):
        self.graphics.look()
        while self.graphics.draw():
            pass

    def fed(self, *metadata):
        return Fed(silence(1_920), self.at, metadata)

    def luma(self, overlay):
        picture = black(self.shape)
        Blender(self.paths.graphics(SLUG), self.shape).draw(picture, overlay, self.at)
        return planes(picture, self.shape)[0]

    def shown(self, seconds=0.0, *metadata):
        return coarse(self.luma(self.after(seconds, *metadata)))

    def drawn(self):
        return sorted(path.name for path in self.paths.graphics(SLUG).iterdir())


@pytest.fixture
def tv(tmp_path, monkeypatch):
    monkeypatch.setattr("station.paths.MEMORY", tmp_path / "none")
    return Channeled(tmp_path / "home")


def coarse(luma, rows=12, columns=16):
    """Return a picture as text: `#` letters, `+` a backing, `.` nothing over black."""
    height, width = luma.shape
    cells = luma.reshape(rows, height // rows, columns, width // columns)
    return ["".join(_mark(each) for each in row) for row in cells.max((1, 3))]


def _mark(brightest):
    return "#" if brightest > 150 else "+" if brightest > 20 else "."


NOTHING = ["." * 16] * 12


def test_classification_clock_and_logo_stand_above_for_the_whole_programme(tv):
    tv.look(PLAIN)
    first = tv.shown(1, SONG)
    assert "#" in first[0][:4] + first[1][:4]
    assert "#" in first[0][11:] + first[1][11:]
    assert first[2:] == NOTHING[2:]
    assert tv.shown(177) == first


GOLDEN = """
................................
.####+..................#######.
.####+..................######+.
.+++++++++..............+++++++.
.#########......................
.++++#+##+......................
................................
................................
................................
................................
................................
................................
................................
................................
................................
................................
................................
.++++++++++.....................
.+#########.....................
.++++#+++##.....................
++++++++++++++++++++++++++++++++
+++++++++++++++++###############
+++++++++++++++++###############
................................
"""


def test_all_of_it_together(tv):
    tv.publish(running("Air padam hari ini sampai pukul 15.00 di wilayah Kotagede"))
    tv.after(0, SONG)
    assert coarse(tv.luma(tv.after(6)), 24, 32) == GOLDEN.split()


def test_a_thread_of_its_own_draws_until_it_is_told_to_stop(tv):
    stop = Event()
    tv.graphics.start(stop)
    try:
        until(lambda: len(tv.graphics.overlay(tv.fed(SONG))) >= 3)
    finally:
        stop.set()
        tv.graphics.join()
    assert not tv.paths.graphics(SLUG).exists()


def test_the_thread_outlives_a_look_that_fails(tv, monkeypatch, caplog):
    monkeypatch.setattr("streaming.graphics.graphics.LOOK_SECONDS", timedelta(0))
    monkeypatch.setattr("streaming.graphics.graphics.PAUSE_SECONDS", 0.001)
    failures = iter([OSError("disk"), ValueError("x")])
    read = tv.graphics._sources.read

    def fails():
        if failure := next(failures, None):
            raise failure
        read()

    monkeypatch.setattr(tv.graphics._sources, "read", fails)
    stop = Event()
    tv.graphics.start(stop)
    try:
        until(lambda: len(tv.graphics.overlay(tv.fed(SONG))) >= 3)
        until(lambda: tv.graphics._looks)
    finally:
        stop.set()
        tv.graphics.join()
    assert len([each for each in caplog.records if each.levelname == "ERROR"]) == 2


def test_a_programme_begins_with_its_notice_its_name_and_then_a_title(tv):
    assert tv.shown(0, SONG)[8:] == NOTHING[8:]
    early = tv.shown(3)
    assert "#" in early[2][:5]
    assert "#" in "".join(early[8:10])
    assert "".join(early[10:]).count("#") == 0
    assert tv.shown(30)[2:] == NOTHING[2:]


def test_a_spot_is_seen_as_it_was_made_from_its_first_to_its_last_second(tv):
    tv.publish(running("Air padam"))
    tv.after(5, SONG)
    assert tv.shown(0, SPOT) == NOTHING
    assert tv.shown(1) == NOTHING
    assert tv.shown(28) == NOTHING
    assert "#" in "".join(tv.shown(1, replace(SONG, item_key="next")))


def test_the_clearance_of_a_film_is_drawn_before_it_begins_and_hides_its_first_seconds(tv):
    tv.look(PLAIN)
    soon = NOON + timedelta(seconds=60)
    film = Item(
        "film", 2, Kind.PROGRAMME, "Layang-layang", "f.mp4", soon, 0, 9_600_000, 9_600_000,
        clearance="STLS 12/2026", film_class="SU",
    )  # fmt: skip
    tv.publish(running("Air padam"), items=(film,))
    tv.after(0, SONG)
    playing = replace(
        SONG, kind=Kind.PROGRAMME, item_key="film", title="Layang-layang",
        clearance="STLS 12/2026", film_class="SU",
    )  # fmt: skip
    tv.at += 25 * BLOCK_US
    begins = tv.graphics.overlay(tv.fed(playing))
    picture = np.full(tv.shape.size, 200, np.uint8)
    Blender(tv.paths.graphics(SLUG), tv.shape).draw(picture, begins, tv.at)
    seen = planes(picture, tv.shape)[0]
    assert (seen[600:] < 60).all()
    assert (seen[250:450] > 230).any()
    assert (seen == 200).mean() < 0.001
    picture = np.full(tv.shape.size, 200, np.uint8)
    Blender(tv.paths.graphics(SLUG), tv.shape).draw(picture, tv.after(5.2), tv.at)
    assert (planes(picture, tv.shape)[0][250:450] == 200).all()


def test_no_running_text_over_the_anthem_and_again_behind_it(tv):
    tv.look(PLAIN)
    tv.publish(running("Air padam hari ini"))
    anthem = replace(SONG, kind=Kind.ANTHEM, item_key="anthem", programme="")
    tv.after(0, SONG)
    assert tv.shown(2)[10] != NOTHING[0]
    assert tv.shown(1, anthem)[10:] == NOTHING[10:]
    assert tv.shown(3)[10:] == NOTHING[10:]
    assert tv.shown(1, SONG)[10] != NOTHING[0]


def redness(tv, overlay):
    """Return how many pixels of the crawl's bar are of the ground of what is urgent."""
    picture = black(tv.shape)
    Blender(tv.paths.graphics(SLUG), tv.shape).draw(picture, overlay, tv.at)
    red = planes(picture, tv.shape)[2][315:338]
    return int((red > 180).sum())


def warn(tv, *words, begins=NOON - DAY):
    texts = [replace(running(each, each, begins), urgent=True) for each in words]
    urgent.publish(tv.paths.rundown(SLUG), tuple(texts))


def test_what_is_urgent_cuts_into_what_runs_and_comes_before_it(tv):
    tv.look(PLAIN)
    tv.publish(running("Air padam hari ini"))
    tv.after(0, SONG)
    assert redness(tv, tv.after(2)) == 0
    before = left_of(tv, tv.after(0))
    warn(tv, "Banjir Kali Code", begins=NOON)
    overlay = tv.after(0.04)
    assert redness(tv, overlay) == 0
    assert left_of(tv, tv.after(0.04)) != before - 8
    _bar, first, second, *_ = boxes(tv, tv.after(3))
    assert first[1] <= second[0]
    assert redness(tv, tv.after(0)) > 1_000


def test_what_is_urgent_runs_again_without_rest_until_it_is_lifted(tv):
    tv.look(PLAIN)
    tv.publish()
    warn(tv, "Banjir")
    tv.after(0, SONG)
    assert sum(redness(tv, tv.after(4)) > 500 for _ in range(12)) >= 8
    warn(tv)
    assert redness(tv, tv.after(0)) == 0
    assert tv.shown(5)[10:] == NOTHING[10:]


def test_what_is_urgent_is_seen_over_a_spot_and_not_over_the_anthem(tv):
    tv.look(PLAIN)
    tv.publish(running("Air padam"))
    warn(tv, "Banjir Kali Code meluap di tiga kampung")
    tv.after(0, SONG)
    assert redness(tv, tv.after(4)) > 1_000
    assert redness(tv, tv.after(0.04, SPOT)) > 1_000
    anthem = replace(SONG, kind=Kind.ANTHEM, item_key="anthem", programme="")
    assert tv.shown(0.04, anthem)[10:] == NOTHING[10:]
    assert redness(tv, tv.after(0.04, SONG)) > 1_000


def test_a_channel_without_running_texts_shows_urgent_ones(tv):
    tv.look(PLAIN.model_copy(update={"crawl": False}))
    tv.publish(running("Air padam"))
    warn(tv, "Banjir")
    tv.after(0, SONG)
    assert redness(tv, tv.after(3)) > 500


def test_damaged_urgent_texts_change_nothing(tv):
    tv.look(PLAIN)
    tv.publish()
    warn(tv, "Banjir")
    tv.after(0, SONG)
    (tv.paths.rundown(SLUG) / urgent.NAME).write_text("[")
    assert redness(tv, tv.after(3)) > 500


def test_an_azan_is_known_by_the_plan(tv):
    azan = Item(
        "azan", 1, Kind.PROGRAMME, "Azan", "a", NOON, 0, 480_000, 480_000,
        reason=Reason(Why.EVENT, {"kind": "azan"}),
    )  # fmt: skip
    tv.publish(running("Air padam"), items=(azan,))
    playing = replace(SONG, kind=Kind.PROGRAMME, item_key="azan", title="Azan", rating="R")
    assert tv.shown(3, playing)[10:] == NOTHING[10:]
    assert "#" not in tv.shown(0)[0][:4]


def left_of(tv, overlay):
    """Return the first bright column of the crawl."""
    rows = tv.luma(overlay)[630:676]
    return int((rows > 150).any(0).argmax())


def test_a_running_text_moves_by_time_and_not_by_block(tv):
    tv.look(PLAIN)
    tv.publish(running("Air padam hari ini sampai pukul 15.00"))
    tv.after(0, SONG)
    first = left_of(tv, tv.after(2))
    assert left_of(tv, tv.after(1)) == first - 100
    tv.at += 40 * BLOCK_US
    assert (
        left_of(tv, tv.graphics.overlay(tv.fed(SPOT, replace(SONG, item_key="y")))) == first - 260
    )


def test_a_running_text_does_not_jump_at_a_cut_or_in_a_new_encoder(tv):
    tv.look(PLAIN)
    tv.publish(running("Air padam hari ini sampai pukul 15.00"))
    tv.after(0, SONG)
    before = left_of(tv, tv.after(2))
    overlay = tv.after(0, replace(SONG, item_key="y", title="Jali-jali"))
    assert left_of(tv, overlay) == before
    picture = black(tv.shape)
    Blender(tv.paths.graphics(SLUG), tv.shape).draw(picture, overlay, tv.at)
    assert int((planes(picture, tv.shape)[0][630:676] > 150).any(0).argmax()) == before


def test_a_withdrawn_text_is_gone_at_once_and_one_that_is_over_runs_out(tv):
    tv.look(PLAIN)
    soon = NOON + timedelta(seconds=4)
    tv.publish(running("Air padam hari ini", ends=soon))
    tv.after(0, SONG)
    assert "#" in tv.shown(3)[10]
    assert "#" in tv.shown(3)[10]
    tv.publish()
    assert tv.shown(0)[10:] == NOTHING[10:]


def test_a_new_text_need_not_wait_for_one_that_was_withdrawn(tv):
    tv.look(PLAIN)
    tv.publish(running("Air padam hari ini"))
    tv.after(0, SONG)
    tv.after(3)
    tv.publish(running("Jalan ditutup", key="u"))
    tv.after(0.04)
    assert "#" in tv.shown(2)[10]


def test_the_stations_own_texts_run_where_there_is_no_other(tv):
    own = PLAIN.model_copy(update={"crawl_texts": ("Telepon 112 gratis",)})
    tv.look(own)
    tv.after(0, SONG)
    assert tv.shown(3)[10] != NOTHING[0]
    tv.look(own.model_copy(update={"crawl": False}))
    assert tv.shown(0)[10] == NOTHING[0]


def test_a_new_look_is_on_the_air_without_a_gap(tv):
    tv.look(PLAIN)
    before = tv.shown(2, SONG)
    tv.look(PLAIN.model_copy(update={"logo": Corner.BOTTOM_LEFT}))
    tv.graphics.look()
    after = coarse(tv.luma(tv.graphics.overlay(tv.fed())))
    assert after[:2] != before[:2]
    assert "#" in "".join(row[:4] for row in after[8:])


def boxes(tv, overlay):
    """Return name, left and right edge, top and bottom of all that is placed."""
    found = []
    for placed in overlay:
        width, height = unpack((tv.paths.graphics(SLUG) / placed.name).read_bytes()).size
        x = column_at(placed, tv.at)
        found.append((x, x + width, placed.y, placed.y + height))
    return found


def test_running_texts_do_not_run_into_each_other_when_letters_grow(tv):
    own = PLAIN.model_copy(update={"crawl_texts": ("Telepon 112 gratis", "Jalan ditutup")})
    tv.look(own)
    tv.after(0, SONG)
    tv.after(3)
    tv.look(own.model_copy(update={"size_percent": 150}))
    _, first, second, *_ = boxes(tv, tv.after(1))
    assert second[0] > first[1]


def test_titles_stand_above_a_logo_below(tv):
    tv.look(Look(logo=Corner.BOTTOM_LEFT, clock=Corner.NONE, strap_seconds=0, notice_seconds=0))
    tv.after(0, SONG)
    logo, _, title = boxes(tv, tv.after(4))
    assert title[3] < logo[2]


@pytest.mark.parametrize("text", [b"", b"{", b'{"size_percent": 7000}', b'{"format": 2}'])
def test_a_damaged_look_changes_nothing(tv, text, caplog):
    tv.look(PLAIN.model_copy(update={"clock": Corner.NONE}))
    before = tv.after(2, SONG)
    tv.paths.look(SLUG).write_bytes(text)
    assert tv.after() == before
    assert any("unreadable" in getattr(each, "action", "") for each in caplog.records)


def test_a_logo_is_taken_up_and_a_broken_one_is_not(tv, caplog):
    tv.look(PLAIN)
    tv.after(1, SONG)
    path = tv.paths.logo(SLUG)
    Image.new("RGBA", (3_000, 1_000), "#ffffff").save(path)
    luma = tv.luma(tv.after())
    assert (luma[40:90, 1_100:1_210] > 200).mean() > 0.9
    before = tv.after()
    for broken in (b"\x89PNG\r\n\x1a\n broken", torn_png()):
        path.write_bytes(broken)
        assert tv.after() == before


def test_the_clock_is_drawn_before_its_minute(tv):
    tv.look(PLAIN)
    tv.at -= 2 * 25 * BLOCK_US
    tv.after(0, SONG)
    tv.at += 2 * 25 * BLOCK_US
    assert len(tv.graphics.overlay(tv.fed())) == 3


def test_an_emergency_covers_everything_and_leaves_nothing_behind(tv):
    item = Item("wall:m", 1, Kind.PSA, "Banjir", "a", NOON, 0, 48_000, 48_000)
    message = Button("m", "Banjir Kali Code", item, level=Level.AWAS, words="Jauhi sungai")
    wall.publish(tv.paths.wall(SLUG), Wall(emergency=(message,)))
    tv.look(PLAIN)
    tv.publish(running("Air padam"))
    before = tv.shown(60, SONG)
    alarm = Metadata(0, Rung.EMERGENCY, "Banjir", kind=Kind.PSA, item_key="wall:m")
    grid = tv.shown(1, alarm)
    assert all("." not in row for row in grid)
    assert tv.luma(tv.after())[0, 0] == tv.luma(tv.after())[-1, -1]
    wall.publish(tv.paths.wall(SLUG), Wall(emergency=(replace(message, level=Level.SIAGA),)))
    grid = tv.shown(0)
    assert all(set(row) == {"#"} for row in grid[9:])
    assert grid[3:8] == NOTHING[3:8]
    assert tv.shown(0, SONG)[:2] == before[:2]


def test_what_no_one_places_any_more_is_removed(tv):
    tv.look(PLAIN)
    tv.after(0, SONG)
    for _ in range(UNASKED + 2 * SWEEP_LOOKS):
        tv.after(60)
    most = len(tv.drawn())
    for _ in range(10 * SWEEP_LOOKS):
        tv.after(60)
    assert len(tv.drawn()) <= most


def test_what_was_lost_from_memory_is_drawn_again(tv):
    tv.look(PLAIN)
    before = tv.shown(1, SONG)
    shutil.rmtree(tv.paths.graphics(SLUG))
    tv.settle()
    tv.settle()
    assert tv.shown() == before


def test_a_new_life_begins_with_an_empty_folder_and_shows_no_title_again(tv):
    begins = NOON - timedelta(seconds=100)
    song = Item("song", 1, Kind.MUSIC, "Kicir-kicir", "a", begins, 0, 9_600_000, 9_600_000)
    tv.publish(items=(song,))
    tv.after(0, SONG)
    assert tv.drawn()
    tv.begin()
    assert tv.drawn() == []
    assert tv.shown(5, SONG)[2:] == NOTHING[2:]


def test_asking_never_draws(tv):
    assert tv.graphics.overlay(tv.fed(SONG)) == ()
    assert tv.drawn() == []


@pytest.mark.parametrize(
    "title",
    [
        "x" * 5_000,
        "عيد مبارك",
        "ꦲꦤꦕꦫꦏ",
        "a\x00b\x1b[31m",
        "\u202e\u2066",
        "🎉",
        "%{pts}:'\\,;[in]",
    ],
)
def test_whatever_a_title_is_the_rest_is_seen(tv, title):
    tv.look(Look(strap_seconds=0))
    tv.publish(running(title))
    grid = tv.shown(3, replace(SONG, title=title, artist=title, programme=title))
    assert "#" in grid[0] + grid[1]
    assert all(row[15] in ".+#" and row[14:] == ".." for row in grid[3:9])


def heard(tv, seconds, metadata=()):
    """Let a tone be heard with one picture that stands; return the picture as viewers see it."""
    wave = np.sin(np.arange(1_920) / 17).astype(np.float32) * 0.3
    sound = np.stack([wave, wave], axis=1)
    for _ in range(round(seconds * 25)):
        tv.at += BLOCK_US
        tv.graphics.overlay(Fed(sound, tv.at, metadata, picture=3))
        metadata = ()
    tv.settle()
    return tv.luma(tv.graphics.overlay(Fed(sound, tv.at, picture=3)))


def test_what_is_only_heard_has_bars_unless_the_look_has_none(tv):
    tv.look(PLAIN)
    lower_right = np.s_[450:620, 900:1216]
    assert heard(tv, 1, (SONG,))[lower_right].max() == 16
    assert heard(tv, 4)[lower_right].max() > 60
    tv.look(PLAIN.model_copy(update={"visual": False}))
    assert heard(tv, 1)[lower_right].max() == 16


def test_a_commercial_has_no_bars(tv):
    tv.look(PLAIN)
    assert heard(tv, 4, (SPOT,)).max() == 16
