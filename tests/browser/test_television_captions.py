"""Captions on the listener's page, from a real streaming process: seen with their pictures."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from station.config import Channel, Picture
from station.paths import StatePaths
from station.webvtt import Cue, write
from tests.browser.conftest import Open, wait_until
from tests.browser.desk import RADIO
from tests.browser.doubles import FakeAir
from tests.integration.test_streaming_television import SETTINGS, SHAPE, published
from tests.numbered_clips import BITS
from tests.ports import unused_port
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.fake_television import NUMBERS, FakeTelevision
from tests.unit.streaming.stream_process import CLOCK, StreamProcess
from tests.waiting import until

pytestmark = pytest.mark.needs("chromium")

FILM = "ab/film.mp4"
PICTURE = 0.04
ROUND = NUMBERS * PICTURE
"""Seconds after which the numbers begin again."""
WATCH = """(bits) => new Promise((done) => {
    const video = document.getElementById("video");
    const pen = Object.assign(document.createElement("canvas"), { width: 640, height: 360 })
        .getContext("2d", { willReadFrequently: true });
    const seen = [];
    const look = (now, about) => {
        pen.drawImage(video, 0, 0, 640, 360);
        let number = 0;
        for (let bit = 0; bit < bits; bit++) {
            const column = Math.floor(((bit + 2.5) * 640) / (bits + 4));
            number = number * 2 + (pen.getImageData(column, 180, 1, 1).data[1] > 128);
        }
        seen.push([about.mediaTime, number]);
        seen.length < 60 ? video.requestVideoFrameCallback(look) : done(seen);
    };
    video.requestVideoFrameCallback(look);
})"""
CUES = """() => [...document.getElementById("video").textTracks]
    .filter((track) => track.kind !== "metadata")
    .flatMap((track) => [...(track.cues ?? [])])
    .map((cue) => [cue.startTime, Number(cue.text.split(" ")[1])])"""


class Film(FakeTelevision):
    """Knows when its picture number 0 was seen."""

    first_us = 0

    def _packet(self, tick, at_us, begins):  # type: ignore[no-untyped-def]
        self.first_us = at_us - tick * 40_000
        return super()._packet(tick, at_us, begins)


@pytest.fixture
def channels() -> tuple[Channel, ...]:
    picture = Picture(height=576)
    return (Channel(slug="tv", kind="tv", name="TV Kota Contoh", picture=picture), RADIO)


@pytest.fixture
def streams(tmp_path: Path) -> Iterator[StreamProcess]:
    """A streaming process whose film says the number of each second."""
    process = StreamProcess(tmp_path / "streams", unused_port(), SETTINGS)
    paths = process.paths
    film = Film(paths.bus_socket("tv"), paths.pictures("tv"), SHAPE, CLOCK)
    with film, process:
        until(lambda: film.first_us)
        words = paths.media / "ab" / "film.vtt"
        words.parent.mkdir()
        said = (Cue(at * 1_000, at * 1_000 + 700, f"detik {at}") for at in range(600))
        words.write_bytes(write(said))
        film.play(titled("Pekan Raya", path=FILM, file_us=film.first_us))
        until(lambda: published(process, 3))
        yield process


@pytest.fixture
def viewer(open_page: Open, paths: StatePaths) -> Iterator[Page]:
    fake = FakeAir(paths.control_socket("tv"), "tv")
    yield open_page("/?channel=tv")
    fake.close()


@pytest.mark.parametrize("size", ["auto", "360p"])
def test_captions_are_switched_on_and_seen_with_their_pictures(viewer: Page, size: str) -> None:
    viewer.check(f"input[value='{size}']")
    viewer.click("#play")
    expect(viewer.locator("#captions")).to_be_visible()
    viewer.click("#captions")
    active = (
        "[...document.getElementById('video').textTracks].some((one) => one.activeCues?.length)"
    )
    wait_until(viewer, active)
    seen = viewer.evaluate(WATCH, BITS)
    cues = viewer.evaluate(CUES)
    pictures = usual((at - number * PICTURE) % ROUND for at, number in seen)
    words = usual((at - second) % ROUND for at, second in cues)
    assert min((pictures - words) % ROUND, (words - pictures) % ROUND) <= 1.5 * PICTURE


def usual(leads: Iterator[float]) -> float:
    """Return the lead of most, to the picture."""
    return Counter(round(each / PICTURE) for each in leads).most_common(1)[0][0] * PICTURE
