"""What is published of a ladder: life after life of the encoder, and what stands in for one."""

from datetime import timedelta

import pytest

from station.audio import RATE, from_utc_us
from station.clock import VirtualClock
from station.outputs import OutputState
from station.video import Shape
from station.webvtt import Cue
from streaming.hls.published import Published
from streaming.hls.publisher import Publisher
from streaming.hls.state_file import HlsFolder
from streaming.hls.window import ALL_CAPTIONS, CAPTIONS
from streaming.pictures.cutter import PICTURE_TICKS, STRETCH, Stretch
from streaming.pictures.encoding import LEAD
from streaming.pictures.rungs import GOP, rungs_of
from streaming.pictures.units import SOUND, Unit
from streaming.standing import Standing
from streaming.television.ladder_hls import SOUND_ONLY, LadderHls, variants
from streaming.television.unit_ring import Origin, UnitRing
from streaming.timeline import Timeline
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.streams import START_US

RUNGS = rungs_of(Shape(1280, 720))
SECOND = timedelta(seconds=1)
WARTA = titled("Warta")


def units(tracks, begin, end):
    """Return whole seconds of every track, picture by picture."""
    for number in range(begin, end):
        at = LEAD + number * PICTURE_TICKS
        for sound in (at, at + PICTURE_TICKS // 2):
            yield Unit(SOUND, True, sound, sound, b"\xff\xf1sound")
        for track in range(1, tracks + 1):
            yield Unit(track, number % GOP == 0, at, at, b"picture")


class House:
    """A leaf whose units are made by hand and whose clock stands still."""

    def __init__(self, folder):
        self.clock = VirtualClock(from_utc_us(START_US))
        self.ring = UnitRing(depth=4_500)
        sizes = [each.name for each in RUNGS]
        names = [*sizes, SOUND_ONLY, *ALL_CAPTIONS]
        self.published = Published("tv", variants(RUNGS), captions=True)
        self.standing = Standing(self.clock, "tv/live.m3u8", kind="hls", channel="tv")
        kept = HlsFolder(folder, names, [*sizes, *ALL_CAPTIONS], 5)
        publisher = Publisher(names, kept, self.published, self.standing, self.clock)
        self.filler = None
        self.cues = {}
        self.languages = ["id"]
        self.hls = LadderHls(
            self.ring,
            RUNGS,
            publisher,
            lambda: self.filler,
            lambda path, language: self.cues.get(path, ()) if language == "id" else (),
            lambda paths: self.languages,
        )
        publisher.open()
        self.lives = 0

    def begin(self, rungs=RUNGS, at=START_US, on=WARTA):
        """Begin a life of the encoder."""
        self.lives += 1
        timeline = Timeline()
        timeline.add(50 * RATE, at, (on,))
        self.origin = Origin(self.lives, rungs, timeline)
        self.pictures = 0

    def give(self, pictures, *, look=True):
        for _ in range(pictures):
            row = tuple(units(len(self.origin.rungs), self.pictures, self.pictures + 1))
            self.ring.append(self.origin, row)
            self.pictures += 1
            if look:
                self.hls.look()

    def playlist(self, name=SOUND_ONLY):
        answer = self.published.answer(f"/tv/{name}/live.m3u8")
        return answer.body.decode() if answer.status == 200 else ""

    def captions(self):
        """Return the segments of captions in the order in which they are played."""
        names = [line for line in self.playlist(CAPTIONS).split("\n") if line.endswith(".vtt")]
        found = [self.published.answer(f"/tv/{CAPTIONS}/{name}") for name in names]
        assert {each.content_type for each in found} == {"text/vtt; charset=utf-8"}
        return [each.body.decode() for each in found]

    def lengths(self, name=SOUND_ONLY):
        lines = self.playlist(name).split("\n")
        return [float(line[8:].rstrip(",")) for line in lines if line.startswith("#EXTINF:")]


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path / "tv")
    house.begin()
    return house


def test_the_first_stretches_are_short_so_that_nobody_waits(house):
    house.give(8 * GOP + 2)
    assert house.lengths() == [2.0, 2.0, 2.0, 4.0, 4.0]
    assert house.playlist() == house.playlist("720p") == house.playlist("360p")
    assert 'X-TITLE="Warta"' in house.playlist()
    assert house.standing.state is OutputState.UP


def test_what_a_life_left_whole_is_published_before_the_next_one(house):
    house.give(GOP + 20)
    house.begin(at=START_US + 5_000_000)
    house.give(GOP + 2)
    assert house.lengths() == [2.0, 0.8, 2.0]
    assert house.playlist().count("#EXT-X-DISCONTINUITY\n") == 1


def test_a_rest_too_short_for_a_player_is_not_published(house):
    house.give(GOP + 9)
    house.begin(at=START_US + 5_000_000)
    house.give(GOP + 2)
    assert house.lengths() == [2.0, 2.0]


def test_a_rung_that_is_left_out_is_not_on_offer(house):
    house.give(GOP + 2)
    house.begin(RUNGS[:1], at=START_US + 5_000_000)
    house.give(GOP + 2)
    assert house.lengths("720p") == house.lengths()
    assert house.playlist("480p") == ""
    master = house.published.answer("/tv/live.m3u8").body.decode()
    assert "480p" not in master
    assert "sound/live.m3u8" in master


def test_behind_units_that_were_forgotten_it_goes_on_at_a_key_picture(house):
    house.give(GOP + 2)
    house.give(9 * GOP, look=False)
    assert house.ring.first > 2 * GOP
    house.hls.look()
    house.give(6 * GOP)
    assert house.playlist().count("#EXT-X-DISCONTINUITY\n") == 1
    at = [line[-24:] for line in house.playlist().split("\n") if "DATE-TIME" in line]
    starts = [int(each[-10:-8]) % 2 for each in at]
    assert set(starts) == {starts[0]}


def slate():
    row = list(units(len(RUNGS), 0, STRETCH))
    by_track = {track: [unit for unit in row if unit.track == track] for track in range(4)}
    return Origin(0, RUNGS, Timeline()), Stretch(0, STRETCH, by_track)


def test_while_the_encoder_gives_nothing_the_filler_goes_on_and_on(house):
    house.give(GOP + 2)
    house.filler = slate()
    house.clock.jump(13 * SECOND)
    house.hls.look()
    house.clock.jump(4.1 * SECOND)
    house.hls.look()
    assert house.lengths("720p") == [2.0, 4.0, 4.0]
    assert house.playlist().count("#EXT-X-DISCONTINUITY\n") == 1
    assert house.standing.state is OutputState.STALLED
    house.begin(at=START_US + 20_000_000)
    house.give(GOP + 2)
    assert house.playlist().count("#EXT-X-DISCONTINUITY\n") == 2
    assert house.standing.state is OutputState.UP


def test_without_a_filler_it_is_told_that_nothing_comes(house):
    house.give(GOP + 2)
    house.clock.jump(13 * SECOND)
    house.hls.look()
    assert house.lengths() == [2.0]
    assert house.standing.output().last_error == "the encoder gives nothing"


FILM = titled("Pekan Raya", path="ab/film.mp4", file_us=START_US - 60_000_000)
"""It has been on for a minute when the encoder begins."""


def test_captions_are_a_rendition_of_their_own_on_the_same_grid(house):
    house.cues[FILM.path] = [
        Cue(60_500, 61_500, "Selamat pagi"),
        Cue(63_000, 65_000, "Dan & salam"),
    ]
    house.begin(at=START_US, on=FILM)
    house.give(4 * GOP + 2)
    assert house.lengths(CAPTIONS) == house.lengths("720p") == [2.0, 2.0, 2.0]
    first, second, third = house.captions()
    assert "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:99000\n" in first
    assert "00:00:00.500 --> 00:00:01.500\nSelamat pagi\n" in first
    assert f"MPEGTS:{99_000 + 2 * 90_000}\n" in second
    assert "00:00:01.000 --> 00:00:02.000\nDan &amp; salam\n" in second
    assert "00:00:00.000 --> 00:00:01.000\nDan &amp; salam\n" in third
    master = house.published.answer("/tv/live.m3u8").body.decode()
    assert 'TYPE=SUBTITLES,GROUP-ID="captions"' in master
    assert master.count('SUBTITLES="captions"') == len(RUNGS) + 1
    alone = house.published.answer("/tv/480p.m3u8").body.decode()
    assert "480p/live.m3u8" in alone
    assert "720p" not in alone
    assert 'URI="captions/live.m3u8"' in alone


def test_a_language_is_announced_once_all_of_the_window_is_there_in_it(house):
    house.give(GOP + 2)
    house.languages = ["id", "en"]
    house.give(2 * GOP)
    master = house.published.answer("/tv/live.m3u8").body.decode()
    assert 'NAME="Bahasa Indonesia",LANGUAGE="id"' in master
    assert 'LANGUAGE="en"' not in master
    house.give(20 * GOP)
    master = house.published.answer("/tv/live.m3u8").body.decode()
    assert 'NAME="English",LANGUAGE="en",DEFAULT=NO' in master
    assert 'URI="captions-en/live.m3u8"' in master
    assert master.count("TYPE=SUBTITLES") == 2
    assert len(house.lengths("captions-en")) == len(house.lengths("720p"))


def test_segments_without_words_are_there_and_empty(house):
    house.give(GOP + 2)
    house.filler = slate()
    house.clock.jump(13 * SECOND)
    house.hls.look()
    house.clock.jump(4.1 * SECOND)
    house.hls.look()
    assert ["-->" in each for each in house.captions()] == [False, False, False]
    assert [each.count("X-TIMESTAMP-MAP") for each in house.captions()] == [1, 1, 1]
    assert house.captions()[2].split("MPEGTS:")[1] == f"{99_000 + 4 * 90_000}\n"


def test_captions_are_kept_over_a_restart(house, tmp_path):
    house.cues[FILM.path] = [Cue(60_500, 61_500, "Selamat pagi")]
    house.begin(at=START_US, on=FILM)
    house.give(GOP + 2)
    again = House(tmp_path / "tv")
    assert again.captions() == house.captions()
    assert "Selamat pagi" in again.captions()[0]


def test_a_window_from_before_there_were_captions_is_shown_without_them(house, tmp_path):
    house.give(GOP + 2)
    for path in (tmp_path / "tv" / CAPTIONS).iterdir():
        path.unlink()
    again = House(tmp_path / "tv")
    assert again.lengths("720p") == [2.0]
    assert again.playlist(CAPTIONS) == ""
    assert "SUBTITLES" not in again.published.answer("/tv/live.m3u8").body.decode()
