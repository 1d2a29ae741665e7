"""Pictures as viewers decode them: what stands over a programme, a spot, a warning."""

import socket
from dataclasses import replace

import av
import numpy as np
import pytest

from station import look as looks
from station import urgent, wall
from station.audio import BLOCK, silence
from station.bus import Metadata
from station.clock import VirtualClock
from station.kinds import Kind
from station.ladder import Rung
from station.live import HELLO, Door, Hello, pack, pack_picture
from station.pictures import PictureRing, black, planes
from station.rundown import Item
from station.video import Shape
from station.wall import Button, Level, Wall
from streaming.graphics.inset.pace import HELD_US
from streaming.graphics.inset.sightings import LATE_US
from streaming.pictures.child import Work
from streaming.pictures.feed import Order
from streaming.pictures.making import Making
from streaming.pictures.units import REPORT, SOUND, UnitReader
from tests.integration.test_streaming_inset import grey, write_film
from tests.unit.streaming.graphics.test_graphics import (
    NOON,
    PLAIN,
    SLUG,
    SONG,
    SPOT,
    Channeled,
    running,
)
from tests.waiting import until

GREY = 110
SECOND = 25


class Television(Channeled):
    """A channel whose pictures are grey, encoded and decoded again."""

    def __init__(self, home):
        super().__init__(home)
        ring = PictureRing.create(self.paths.pictures(SLUG), self.shape, 1)
        grey = black(self.shape)
        grey[: self.shape.width * self.shape.height] = GREY
        ring.picture(0)[:] = grey
        self.ticket = ring.ticket(0)
        making = Making(
            self.shape, "ultrafast", left_out=("480p", "360p"),
            pictures=str(self.paths.pictures(SLUG)), graphics=str(self.paths.graphics(SLUG)),
        )  # fmt: skip
        self.work = Work(making, VirtualClock(NOON))
        self.units = b""

    def send(self, pictures, *metadata):
        """Encode so many pictures; the first one brings what begins."""
        self.graphics.overlay(self.fed(*metadata))
        self.settle()
        for _ in range(pictures):
            overlay = self.graphics.overlay(self.fed())
            order = Order(silence(1_920), self.at, self.ticket, overlay=overlay)
            self.units += self.work.done(order)
            self.at += 40_000

    def decoded(self):
        """Return how bright what viewers see is, picture by picture."""
        return [luma for luma, _, _ in self.decoded_planes()]

    def decoded_planes(self):
        """Return what viewers see, picture by picture: brightness and the two colours."""
        self.units += self.work.rest()
        decoder = av.CodecContext.create("h264", "r")
        units = [
            each for each in UnitReader().feed(self.units) if each.track not in (SOUND, REPORT)
        ]
        frames = [
            frame for unit in units for frame in decoder.decode(av.Packet(unit.data))
        ] + decoder.decode(None)
        return [planes(frame.to_ndarray().reshape(-1), self.shape) for frame in frames]


@pytest.fixture
def tv(tmp_path, monkeypatch):
    monkeypatch.setattr("station.paths.MEMORY", tmp_path / "none")
    home = Television(tmp_path / "home")
    looks.publish(home.paths.look(SLUG), PLAIN)
    home.publish(running("Air padam hari ini sampai pukul 15.00 di Kotagede"))
    return home


def seen(luma):
    """Return which regions hold something: classification, logo and clock, crawl, lower third."""
    height, width = luma.shape
    top, middle, bar = height // 20, height // 2, height * 7 // 8
    regions = {
        "badge": luma[top : top * 3, : width // 4],
        "logo": luma[top : top * 3, width * 3 // 4 :],
        "crawl": luma[bar : bar + top * 2],
        "band": luma[height * 7 // 10 + 8 :],
        "middle": luma[top * 4 : middle, width // 4 :],
    }
    apart = {name: (np.abs(part.astype(int) - GREY) > 25).mean() for name, part in regions.items()}
    return {name for name, share in apart.items() if share > (0.9 if name == "band" else 0.1)}


def test_viewers_see_what_each_kind_carries_and_nothing_else(tv):
    tv.send(3 * SECOND, SONG)
    tv.send(2 * SECOND, SPOT)
    tv.send(2 * SECOND, replace(SONG, item_key="next", rating="SU"))
    pictures = tv.decoded()
    assert len(pictures) == 7 * SECOND
    programme = {"badge", "logo", "crawl"}
    assert [seen(pictures[at]) for at in (25, 2 * SECOND)] == [programme] * 2
    spot = 3 * SECOND
    assert [seen(pictures[spot + at]) for at in (1, 25, 2 * SECOND - 1)] == [set()] * 3
    assert seen(pictures[5 * SECOND + 2]) == programme


def test_a_running_text_moves_evenly_through_a_cut(tv):
    tv.send(3 * SECOND, SONG)
    tv.send(SECOND, replace(SONG, item_key="next", title="Jali-jali"))
    edges = [bright(picture) for picture in tv.decoded()[2 * SECOND :]]
    steps = np.diff(edges)
    assert np.abs(steps + 4).max() <= 2
    assert abs(edges[-1] - edges[0] + 4 * (len(edges) - 1)) <= 2


def bright(luma):
    """Return the first bright column on the bar."""
    rows = luma[luma.shape[0] * 7 // 8 + 10 : luma.shape[0] * 15 // 16]
    return int((rows > 180).any(0).argmax())


@pytest.mark.parametrize(
    ("level", "shown"), [(Level.SIAGA, {"band", "crawl", "logo"}), (Level.AWAS, None)]
)
def test_a_warning_takes_its_share_of_the_picture(tv, level, shown):
    item = Item("wall:m", 1, Kind.PSA, "Banjir", "a", NOON, 0, 48_000, 48_000)
    message = Button("m", "Banjir", item, level=level, words="Jauhi sungai")
    wall.publish(tv.paths.wall(SLUG), Wall(emergency=(message,)))
    alarm = Metadata(0, Rung.EMERGENCY, "Banjir", kind=Kind.PSA, item_key="wall:m")
    tv.send(SECOND, SONG)
    tv.send(SECOND, alarm)
    tv.send(SECOND, replace(SONG, item_key="next"))
    pictures = tv.decoded()
    expected = shown or {"badge", "logo", "crawl", "band", "middle"}
    assert seen(pictures[SECOND + 12]) == expected
    assert "middle" not in seen(pictures[2 * SECOND + 2])
    assert "badge" in seen(pictures[2 * SECOND + 2])


def test_the_clearance_of_a_film_stands_alone_for_five_seconds_from_the_first_picture(tv):
    film = replace(
        SONG, kind=Kind.PROGRAMME, item_key="film", clearance="STLS 12/2026", film_class="13+"
    )
    tv.send(SECOND, SPOT)
    tv.send(6 * SECOND, film)
    tv.send(SECOND, replace(SPOT, item_key="promo", clearance="STLS 12/2026"))
    pictures = tv.decoded()
    hidden = [(np.abs(one.astype(int) - GREY) > 25).mean() > 0.95 for one in pictures]
    begins = SECOND
    assert hidden[begins - 1 : begins + 2] == [False, True, True]
    assert all(hidden[begins : begins + 4 * SECOND])
    assert not any(hidden[begins + 5 * SECOND :])
    assert {"badge", "logo"} <= seen(pictures[begins + 2 * SECOND])
    assert seen(pictures[begins + 5 * SECOND + 5]) == {"badge", "logo", "crawl"}
    line = pictures[-5][500:620, 60:400].astype(int)
    assert (np.abs(line - GREY) > 25).mean() > 0.1


def reddish(picture_units, at):
    """Return how much of the bar of a decoded picture is of the ground of what is urgent."""
    return (picture_units[at][2][316:336] > 170).mean()


def test_an_urgent_text_is_seen_over_a_spot_and_not_over_the_anthem(tv):
    warning = replace(running("Banjir Kali Code meluap di tiga kampung"), urgent=True)
    urgent.publish(tv.paths.rundown(SLUG), (warning,))
    anthem = replace(SONG, kind=Kind.ANTHEM, item_key="anthem", programme="")
    tv.send(6 * SECOND, SONG)
    tv.send(SECOND, SPOT)
    tv.send(SECOND, anthem)
    pictures = tv.decoded_planes()
    assert reddish(pictures, 5 * SECOND) > 0.2
    assert reddish(pictures, 6 * SECOND + 12) > 0.2
    assert reddish(pictures, 7 * SECOND + 12) == 0


def test_the_interpreter_is_seen_beside_his_film_and_not_over_a_spot(tv):
    write_film(tv.paths.media / "warta.sign.mp4")
    began = tv.at
    film = replace(
        SONG, kind=Kind.PROGRAMME, item_key="film", sign_path="warta.sign.mp4", file_us=began
    )
    inset = tv.graphics._inset
    inset.start()
    try:
        tv.send(1, film)
        for _ in range(12):
            name = f"-{(tv.at - began) // 40_000}.moving"
            until(lambda name=name: (at := inset.seen(tv.at)) and at.name.endswith(name))
            tv.send(1)
        tv.send(5, SPOT)
    finally:
        inset.close()
    there = [int(one[500, 1_000]) for one in tv.decoded()]
    assert there[1:13] == [pytest.approx(grey(number), abs=10) for number in range(1, 13)]
    assert there[13:] == [pytest.approx(GREY, abs=6)] * 5


def test_an_interpreter_who_is_live_is_seen_for_a_second_behind_his_last_picture(tv):
    ring = PictureRing.create(tv.paths.live_pictures("wati"), Shape(384, 216), 1)
    ring.picture(0)[: 384 * 216] = 200
    visitors = tv.graphics._visitors
    visitors.start()
    until(tv.paths.interpreters_socket(SLUG).exists)
    tv.send(1, SONG)
    with socket.socket(socket.AF_UNIX) as live:
        live.connect(str(tv.paths.interpreters_socket(SLUG)))
        hello = Hello("x", Door.SRT, "Wati", "wati", pictures=str(ring.path))
        live.sendall(HELLO.dump_json(hello) + b"\n")
        live.sendall(pack_picture(ring.ticket(0)) + pack(silence(BLOCK)))
        until(lambda: any(each.sightings.ready for each in visitors._visitors))
        tv.send(2 * SECOND)
    visitors.close()
    held, lasts = HELD_US // 40_000, LATE_US // 40_000
    corner = [luma[440:600, 840:1_200].mean() for luma in tv.decoded()]
    assert corner[held - 1] == pytest.approx(GREY, abs=8)
    assert min(corner[held + 1 : held + lasts - 1]) == pytest.approx(200, abs=8)
    assert corner[held + lasts + 2] == pytest.approx(GREY, abs=8)
