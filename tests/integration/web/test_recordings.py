"""The recording of what aired, as people fetch stretches of it."""

import io
from datetime import timedelta

import av
import numpy as np
import pytest

from station import recordings
from station.audio import BLOCK, RATE, utc_us
from station.pictures import black, planes
from station.recordings import Copy
from station.video import Shape
from streaming.hls import silence
from streaming.pictures.encoding import LadderEncoder
from streaming.pictures.rungs import GOP, rungs_of
from streaming.recorder.copy_writer import CopyWriter
from streaming.renditions import AAC, MP3
from streaming.ring import Piece, Ring
from streaming.television.transport import TransportStreams
from streaming.television.unit_ring import Origin, UnitRing
from streaming.timeline import Timeline
from tests.browser.doubles import NOON
from tests.integration.test_streaming_television import Seen
from tests.numbered_clips import bars
from tests.unit.streaming.streams import MP3_FRAME, START_US

BEGINS = NOON - timedelta(minutes=10)
SHAPE = Shape(320, 180)
PICTURE = 0.04
CLIP = "/reports/recordings/clip"


def block(number):
    """Return a tone of one block with every 25th picture."""
    level = 0.5 if number % 25 == 0 else 0.0
    wave = level * np.sin(2 * np.pi * 2_000 * np.arange(BLOCK) / RATE)
    return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)


@pytest.fixture(scope="session")
def ladder():
    """Some seconds of a ladder of one rung, its pictures numbered."""
    encoder = LadderEncoder(SHAPE, rungs_of(SHAPE), preset="ultrafast")
    units = []
    for number in range(5 * GOP):
        picture = black(SHAPE)
        planes(picture, SHAPE)[0][:] = bars(number, SHAPE.width, SHAPE.height)
        units += encoder.encode(block(number), picture)
    return (*units, *encoder.close())


@pytest.fixture
def film(paths, ladder):
    """Eight seconds of recorded television, written by the leaf that writes it."""
    ring, timeline = UnitRing(), Timeline()
    rungs = rungs_of(SHAPE)
    timeline.add(5 * GOP * BLOCK, utc_us(BEGINS))
    streams = TransportStreams(ring, rungs)
    writer = CopyWriter(paths.recordings / "radio" / Copy.PROXY, list(streams.rings.values()))
    ring.append(Origin(1, rungs, timeline), ladder)
    streams.look()
    writer.write()
    writer.close()


def sound(paths, rendition, copy=Copy.PROXY):
    """Ten seconds of frames that decode, from the begin of an hour."""
    ring = Ring(rendition)
    writer = CopyWriter(paths.recordings / "radio" / copy, [ring])
    count = rendition.chunk_frames
    frame = MP3_FRAME if rendition is MP3 else silence.frame(rendition)
    for number in range(20):
        late = number * count * rendition.codec.samples * 1_000_000 // RATE
        ring.append(Piece((frame,) * count, 1, number * count, START_US + late))
    writer.write()
    writer.close()


def asked(begins, ends, **more):
    """Return the query for seconds behind the begin; Jakarta is seven hours ahead."""
    local = [BEGINS + timedelta(hours=7, seconds=second) for second in (begins, ends)]
    return {
        "day": f"{local[0]:%Y-%m-%d}", "begins": f"{local[0]:%H:%M:%S}",
        "ends": f"{local[1]:%H:%M:%S}", **more,
    }  # fmt: skip


def test_a_stretch_comes_as_an_mp4_that_holds_all_of_it_in_step(film, humas):
    answer = humas.get(CLIP, **asked(3, 5))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "video/mp4"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert ".mp4" in answer.headers["content-disposition"]
    seen = Seen(answer.content, form="mp4")
    numbers = [number for _, number, _ in seen.pictures]
    assert numbers == list(range(GOP, 3 * GOP)), "from the key picture before to the one behind"
    assert seen.pictures[0][2]
    offsets = seen.offsets()
    assert len(offsets) >= 2
    assert all(abs(offset) <= PICTURE for offset in offsets), offsets


def test_sound_comes_as_people_can_open_it(paths, operator):
    sound(paths, MP3, Copy.PROGRAMME)
    sound(paths, AAC)
    first = recordings.hours(paths.recordings / "radio" / Copy.PROXY)[0]
    begins = recordings.begins_of(first) + timedelta(hours=7)
    when = {"day": f"{begins:%Y-%m-%d}", "begins": "07:00:01", "ends": "07:00:04"}
    large = operator.get(CLIP, **when, copy="programme")
    assert (large.status_code, large.headers["content-type"]) == (200, "audio/mpeg")
    assert large.content.startswith(b"\xff\xfb")
    small = operator.get(CLIP, **when)
    assert (small.status_code, small.headers["content-type"]) == (200, "audio/mp4")
    with av.open(io.BytesIO(small.content), format="mp4") as container:
        assert [stream.type for stream in container.streams] == ["audio"]


def test_the_other_copy_stands_in_for_one_that_is_gone(film, operator):
    assert operator.get(CLIP, **asked(0, 2, copy="programme")).status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (asked(3_000, 3_005), 404, "Nothing of this stretch"),
        (asked(0, 3_601), 422, "One hour at most"),
        ({"day": "x", "begins": "1", "ends": "2"}, 422, "Give a day"),
    ],
)
def test_what_cannot_be_fetched_is_said_on_the_page(film, operator, query, status, words):
    answer = operator.get(CLIP, lang="en", **query)
    assert (answer.status_code, words in answer.text) == (status, True)


def test_the_page_tells_the_hours_and_the_gaps(film, operator, clock):
    page = operator.page("/reports/recordings", lang="en", day=f"{BEGINS:%Y-%m-%d}")
    local = BEGINS + timedelta(hours=7)
    assert f"{local:%H:00}–" in page
    assert "Not recorded" in page
    assert "/reports/recordings/clip?" in page


def test_nobody_fetches_a_recording_without_signing_in(film, client):
    for path in ("/reports/recordings", CLIP):
        assert client.get(path).status_code == 303
