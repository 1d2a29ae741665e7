"""The recording of what aired, as people fetch stretches of it."""

import hashlib
import html
import io
import re
from dataclasses import replace
from datetime import timedelta

import av
import numpy as np
import pytest

from scheduler.as_run import collect_all
from station import recordings
from station.audio import BLOCK, RATE, utc_us
from station.config import Channel, Picture
from station.config import Recording as RecordingSettings
from station.journal import Act, EndedBy, Fact, JournalWriter, StartedBy
from station.kinds import Kind
from station.outputs import Output, OutputState, Trouble
from station.pictures import black, planes
from station.recordings import Alarm, Copy
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
from tests.integration.web.asking import deeds
from tests.numbered_clips import bars
from tests.unit.streaming.streams import MP3_FRAME, START_US
from web.outputs import OutputsView

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
    record(paths, ladder)


def record(paths, ladder, *, stills=False):
    ring, timeline = UnitRing(), Timeline()
    rungs = rungs_of(SHAPE)
    timeline.add(5 * GOP * BLOCK, utc_us(BEGINS))
    streams = TransportStreams(ring, rungs)
    folder = paths.recordings / "radio" / Copy.PROXY
    writer = CopyWriter(folder, list(streams.rings.values()), stills=stills)
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


def test_a_copy_of_sound_and_stills_is_an_mp4_as_well_a_picture_a_group(paths, ladder, humas):
    record(paths, ladder, stills=True)
    seen = Seen(humas.get(CLIP, **asked(1, 5)).content, form="mp4")
    assert [number for _, number, _ in seen.pictures] == [0, GOP, 2 * GOP]
    assert [round(at, 2) for at, _, _ in seen.pictures] == [0.0, 2.0, 4.0]
    assert [round(at, 1) for at in seen.sound][:6] == [0, 1, 2, 3, 4, 5], "its sound is whole"
    assert all(abs(offset) <= PICTURE for offset in seen.offsets())


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


def airing(name, begins, seconds, title, **about):
    """Yield what the air writes of an item from its start to its end."""
    at = BEGINS + timedelta(seconds=begins)
    about = {"airing": name, "title": title, "kind": Kind.PROGRAMME, "cart_id": 1} | about
    yield Fact(f"{name}1", Act.STARTED, at, started_by=StartedBy.SCHEDULE, **about)
    if seconds:
        over = at + timedelta(seconds=seconds)
        ended = {"ended_by": EndedBy.FINISHED, "frames": seconds * RATE}
        yield Fact(f"{name}2", Act.ENDED, over, **ended, **about)


@pytest.fixture
def aired(paths, sessions):
    """A long programme, a jingle over it, and what is still on."""
    writer = JournalWriter(paths.journal("radio"))
    writer.append(
        [
            *airing("a", -2 * 3_600, 2 * 3_600 + 2, "Wayang <Kulit>"),
            *airing("b", 0, 1, "Sapa", over=True),
            *airing("c", 2, 2, "Iklan Layanan"),
            *airing("d", 4, 0, "Warta"),
        ]
    )
    writer.close()
    collect_all(sessions, "radio", paths.journal("radio"))


def links(page, title):
    """Return where an item of the page can be fetched."""
    found = re.findall(
        r'href="(/reports/recordings/clip[^"]*)"[^<]*<span class="unseen"> ([^,]*),', page
    )
    return [html.unescape(address) for address, named in found if html.unescape(named) == title]


def test_what_is_handed_out_is_in_the_audit_trail_with_its_hash(film, humas, sessions, clock):
    answer = humas.get(CLIP, **asked(0, 2, copy="programme"))
    (deed,) = [each for each in deeds(sessions) if each.action == "recording.fetched"]
    sha256 = hashlib.sha256(answer.content).hexdigest()
    assert (deed.account, deed.at) == ("humas", clock.now())
    assert deed.about == {
        "channel": "radio",
        "begins": f"{BEGINS.isoformat()}",
        "ends": f"{(BEGINS + timedelta(seconds=2)).isoformat()}",
        "copy": "proxy",
        "seconds": 2.0,
        "name": answer.headers["content-disposition"].split('"')[1],
        "size": len(answer.content),
        "sha256": sha256,
    }
    assert sha256 in humas.page("/reports/recordings")


def test_the_same_stretch_gives_the_same_file(film, humas, clock):
    first = humas.get(CLIP, **asked(1, 4)).content
    clock.jump(timedelta(hours=3))
    assert humas.get(CLIP, **asked(1, 4)).content == first


def test_nothing_is_noted_where_nothing_is_handed_out(film, humas, sessions):
    assert humas.get(CLIP, **asked(3_000, 3_005)).status_code == 404
    assert "recording.fetched" not in {each.action for each in deeds(sessions)}


def test_a_file_is_proved_by_its_hash_as_programs_write_it(film, humas):
    content = humas.get(CLIP, **asked(0, 2)).content
    other = hashlib.sha256(humas.get(CLIP, **asked(2, 4)).content).hexdigest()
    sha256 = hashlib.sha256(content).hexdigest()
    pairs = " ".join(re.findall("..", sha256)).upper()
    for written in (sha256, f"{sha256}  clip.mp4", f"SHA256 hash of file:\r\n{pairs}"):
        page = humas.page("/reports/recordings", lang="en", sha256=written)
        assert "unchanged" in page
        assert sha256 in page
        assert other not in page
    for foreign, words in (("0" * 64, "No file with this"), ("0" * 63, "This is no check code")):
        assert words in humas.page("/reports/recordings", lang="en", sha256=foreign)


def test_the_items_of_a_span_are_named_each_with_its_clip(film, aired, humas):
    page = humas.page("/reports/recordings", lang="en", **asked(1, 4))
    assert len(links(page, "Wayang <Kulit>")) == 3, "an hour each at most"
    assert links(page, "Sapa") == []
    assert links(page, "Warta") == []
    (address,) = links(page, "Iklan Layanan")
    answer = humas.get(address)
    assert answer.status_code == 200
    assert Seen(answer.content, form="mp4").pictures[0][1] == GOP


def test_what_is_still_on_can_be_fetched_up_to_now(film, aired, humas):
    assert len(links(humas.page("/reports/recordings", lang="en", **asked(4, 5)), "Warta")) == 1


def test_a_certificate_tells_what_was_handed_out_and_what_aired_in_it(film, aired, humas, clock):
    answer = humas.get(CLIP, **asked(2, 4))
    listed = humas.page("/reports/recordings", lang="en")
    (address,) = re.findall(r'href="(/reports/recordings/fetched/[^"]*)"', listed)
    page = humas.page(html.unescape(address), lang="en")
    for told in (hashlib.sha256(answer.content).hexdigest(), "Iklan Layanan", "humas", "00:02"):
        assert told in page
    assert "Warta" not in page
    assert humas.get("/reports/recordings/fetched/999").status_code == 404


def recorder(copy, trouble=None, channel="radio"):
    name = f"recorder:{channel}/{copy}"
    return Output(name, "recorder", channel, OutputState.STALLED, NOON, trouble=trouble)


@pytest.mark.parametrize(
    ("alarm", "about", "english", "indonesian"),
    [
        (Alarm.SHORT, "6", "fewer days", "6 GB"),
        (Alarm.FULL, "5", "only 5 GB left", "tinggal 5 GB"),
        (Alarm.UNWRITABLE, "<Read-only>", "connected", "terpasang"),
        (Alarm.BEHIND, "31", "31 seconds", "31 detik"),
    ],
)
def test_what_is_wrong_stands_above_the_page_and_says_what_to_do(
    app, humas, alarm, about, english, indonesian
):
    wrong = Trouble(alarm, NOON, about)
    outputs = (recorder("proxy", wrong), recorder("programme", wrong), recorder("proxy", None, "x"))
    app.state.desk.outputs.view = OutputsView(True, outputs, NOON)
    for language, words in (("en", english), ("id", indonesian)):
        page = humas.page("/reports/recordings", lang=language)
        assert words in page
        assert page.count('class="note"') == 1
        assert "<Read-only>" not in page


def test_it_is_said_that_nothing_is_recorded_while_nobody_streams(app, humas):
    assert 'class="note"' not in humas.page("/reports/recordings")
    app.state.desk.outputs.view = OutputsView(False, (), NOON)
    assert "tidak direkam" in humas.page("/reports/recordings", lang="id")


def test_the_studio_has_words_for_all_that_goes_wrong_with_a_recording(operator):
    page = operator.page("/studio", lang="id")
    for alarm in Alarm:
        assert f'"{alarm}"' in page


def test_troubles_of_the_recording_are_events_of_the_day(paths, sessions, humas):
    told = [(Alarm.FULL, "5"), (Alarm.GOES_ON, ""), (Alarm.GAVE_UP, "3"), (Alarm.ROOM, "")]
    writer = JournalWriter(paths.journal("radio") / recordings.JOURNAL)
    writer.append(
        [Fact(alarm, Act.ALARM, BEGINS, title=alarm, detail=about) for alarm, about in told]
    )
    writer.close()
    collect_all(sessions, "radio", paths.journal("radio") / recordings.JOURNAL, "recorder")
    page = humas.page("/reports", lang="en", hour="all")
    for words in ("only 5 GB left", "The recording goes on.", "given up (3)", "room for the rec"):
        assert words in page
    assert page.count('data-tone="bad">Nothing is recorded') == 1
    assert 'data-tone="good">The recording goes on.' in page


def channel(kind="tv", *, ladder=True, renditions=("mp3", "aac"), **days):
    return Channel(
        slug="radio",
        kind=kind,
        renditions=renditions,
        picture=Picture(ladder=ladder),
        recording=RecordingSettings(**days),
    )


@pytest.mark.parametrize(
    ("channel", "said", "unsaid"),
    [
        (channel(), ["small copy is kept for 366 days", "large copy is kept for 2 days"],
         ["every two seconds", "asks that"]),
        (channel(ladder=False), ["picture every two seconds"], ["no large copy"]),
        (channel("radio", ladder=False), ["large copy is kept for 2 days"], ["every two seconds"]),
        (channel("radio", renditions=("mp3",)), ["no large copy."], ["large copy is kept"]),
        (channel(proxy_days=30), ["The law asks"], []),
        (channel(proxy_days=0, programme_days=365), ["no small copy."], ["The law asks"]),
    ],
)  # fmt: skip
def test_it_is_said_what_is_kept_for_how_long(app, humas, channel, said, unsaid):
    desk = app.state.desk
    app.state.desk = replace(desk, config=desk.config.model_copy(update={"channels": (channel,)}))
    page = humas.page("/reports/recordings", lang="en")
    assert [words for words in said if words not in page] == []
    assert [words for words in unsaid if words in page] == []
