"""The recording of a channel: hour by hour, over restarts, gaps and full disks."""

import errno
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from station.audio import utc_us
from station.clock import VirtualClock
from station.config import Recording
from station.journal import Act, read
from station.outputs import OutputState
from station.recordings import INDEX, Alarm, Copy, covered, hours, read_index
from streaming.frames import Codec
from streaming.recorder.copies import Made, rings_of_copies
from streaming.recorder.recorder import Recorder
from streaming.recorder.troubles import Troubles
from streaming.renditions import AAC, AAC_LOW, MP3, Rendition
from streaming.ring import Mark, Piece, Ring
from streaming.standing import Standing
from tests.unit.streaming.fake_air import titled

FIVE = datetime(2027, 3, 5, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
LARGE = Rendition("720p", ".ts", "video/mp2t", Codec.TS, 2_800_000, 2, 0, 1, 0)
SMALL = replace(LARGE, name="360p", suffix="-360p.ts", bitrate=880_000)
SETTINGS = Recording(programme_days=7, proxy_days=366, keep_free_bytes=1_000)


class House:
    """A recorder whose rings grow by hand and whose disk is as full as it is told."""

    def __init__(self, folder, settings=SETTINGS, renditions=(LARGE, SMALL)):
        self.folder = folder / "tv"
        self.journal = folder / "journal" / "tv" / "recorder"
        self.settings = settings
        self.clock = VirtualClock(FIVE)
        self.rings = {each.name: Ring(each) for each in renditions}
        self.free = 10_000
        self.life()

    def life(self):
        copies = rings_of_copies(list(self.rings.values()), self.settings)
        self.standings = {}
        self.recorder = Recorder(
            self.folder, self.settings, copies, self.standing, self.clock,
            Troubles(self.journal, self.clock), lambda _: self.free,
        )  # fmt: skip
        for standing in self.standings.values():
            standing.enter(OutputState.CONNECTING)

    def close(self):
        self.recorder.close()

    def standing(self, copy):
        self.standings[copy] = Standing(self.clock, copy, kind="recorder", channel="tv")
        return self.standings[copy]

    def air(self, count=1, *titles, rungs=("720p", "360p"), samples=96_000):
        """Give so many stretches of two seconds; the titles begin with the first."""
        for number in range(count):
            at = utc_us(self.clock.now())
            marks = tuple(Mark(0, at, titled(each)) for each in titles if number == 0)
            for name in rungs:
                data = name.encode() + b"%08d" % (at // 1_000_000 % 100_000_000)
                ring = self.rings[name]
                ring.append(Piece((data,), 1, ring.end, at, marks, samples=samples))
            self.clock.jump(2 * SECOND)
            self.recorder.look()

    def files(self, copy=Copy.PROGRAMME):
        return [path.name for path in hours(self.folder / copy)]

    def index(self, copy=Copy.PROGRAMME, place=-1):
        return read_index(hours(self.folder / copy)[place].with_suffix(INDEX))

    def trouble(self):
        """Return what the desk is told; every copy tells the same."""
        (trouble,) = {standing.output().trouble for standing in self.standings.values()}
        return trouble and (trouble.code, trouble.about)

    def told(self):
        """Return what stands in the journal."""
        facts = [fact for fact, _ in read(self.journal)]
        assert {fact.act for fact in facts} <= {Act.ALARM}
        return [(fact.title, fact.detail) for fact in facts]

    def states(self):
        return {standing.state for standing in self.standings.values()}


@pytest.fixture
def house(tmp_path):
    with closing(House(tmp_path)) as house:
        yield house


@pytest.fixture
def radio(tmp_path):
    with closing(House(tmp_path, renditions=(MP3, AAC, AAC_LOW))) as house:
        yield house


def test_both_copies_are_written_byte_by_byte_with_their_times_and_titles(house):
    house.air(3, "Warta")
    for copy, name in ((Copy.PROGRAMME, b"720p"), (Copy.PROXY, b"360p")):
        (path,) = hours(house.folder / copy)
        index = house.index(copy)
        data = path.read_bytes()
        assert data.count(name) == 3
        assert [data[each.offset :][: each.size][:4] for each in index.stretches] == [name] * 3
        assert covered(index.stretches) == [(FIVE, FIVE + 6 * SECOND)]
        assert [(each.at, each.title) for each in index.begun] == [(utc_us(FIVE), "Warta")]
    assert house.states() == {OutputState.UP}


def test_each_hour_has_a_file_of_its_own_that_says_what_was_already_on(house):
    house.clock.jump(timedelta(minutes=59, seconds=57))
    house.air(3, "Wayang Kulit")
    assert house.files() == ["20270305T05Z.ts", "20270305T06Z.ts"]
    assert len(house.index(place=0).stretches) == 2
    assert [each.title for each in house.index(place=1).begun] == ["Wayang Kulit"]


def test_the_next_life_goes_on_in_the_same_file(house):
    house.air(2)
    house.close()
    (path,) = hours(house.folder / Copy.PROGRAMME)
    with path.open("ab") as file:
        file.write(b"never indexed")
    with path.with_suffix(INDEX).open("ab") as file:
        file.write(b'{"at":1,"us":2,"offset":0,"size":99}')
    house.clock.jump(10 * SECOND)
    house.life()
    house.air(2)
    index = house.index()
    assert path.stat().st_size == index.size == 4 * 12
    assert covered(index.stretches) == [
        (FIVE, FIVE + 4 * SECOND),
        (FIVE + 14 * SECOND, FIVE + 18 * SECOND),
    ]


def test_a_full_disk_stops_it_with_an_alarm_and_it_goes_on_when_there_is_room(house):
    house.air(2)
    house.free = 999
    house.air(2)
    assert house.states() == {OutputState.STALLED}
    assert "nothing is recorded" in house.standings[Copy.PROXY].output().last_error
    assert house.trouble() == (Alarm.FULL, "0")
    house.free = 10_000
    house.air(2)
    assert house.states() == {OutputState.UP}
    assert house.trouble() is None
    assert house.told() == [(Alarm.FULL, "0"), (Alarm.GOES_ON, "")]
    spans = covered(house.index().stretches)
    assert spans == [(FIVE, FIVE + 4 * SECOND), (FIVE + 8 * SECOND, FIVE + 12 * SECOND)]


def test_a_disk_that_fails_in_the_middle_of_a_stretch_leaves_only_whole_ones(house, monkeypatch):
    house.air(1)

    def torn(file, data):
        file.write(bytes(data)[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("streaming.recorder.hour_file._write_whole", torn)
        house.air(1)
        assert house.states() == {OutputState.STALLED}
        assert house.trouble() == (Alarm.FULL, "0")
    house.air(1)
    assert house.trouble() is None
    index = house.index()
    (path,) = hours(house.folder / Copy.PROGRAMME)
    assert [each.size for each in index.stretches] == [12, 12]
    assert path.stat().st_size == 24
    assert path.read_bytes().count(b"720p") == 2


class Looks:
    """An event that is set behind so many waits."""

    def __init__(self, count):
        self.count = count

    def wait(self, _seconds):
        self.count -= 1
        return self.count < 0


def test_whatever_goes_wrong_stops_the_recording_and_not_the_recorder(house, caplog):
    def broken(_folder):
        raise RuntimeError("never seen before")

    house.close()
    house.recorder._free = broken
    house.recorder.run(Looks(2))
    assert "never seen before" in house.standings[Copy.PROXY].output().last_error
    assert house.trouble() == (Alarm.UNWRITABLE, "never seen before")
    house.recorder._free = lambda _: 10_000
    house.recorder.run(Looks(1))
    assert house.states() == {OutputState.IDLE}


def test_a_small_size_that_is_left_out_is_stood_in_for(house):
    house.air(2)
    house.rings["360p"].leave_out()
    house.air(2, rungs=("720p",))
    house.air(2)
    (path,) = hours(house.folder / Copy.PROXY)
    data = path.read_bytes()
    assert [data[at : at + 4] for at in range(0, len(data), 12)] == [
        b"360p", b"360p", b"720p", b"720p", b"360p", b"360p",
    ]  # fmt: skip
    assert len(covered(house.index(Copy.PROXY).stretches)) == 1


def test_a_stretch_that_is_shorter_says_so(house):
    house.air(1, samples=24_000)
    house.close()
    assert [each.us for each in house.index().stretches] == [500_000]


def test_short_chunks_of_sound_are_one_line_for_two_seconds(radio):
    house = radio
    ring, at = house.rings["mp3"], utc_us(FIVE)
    for number in range(9):
        ring.append(Piece((b"f" * 384,) * 21, 1, number * 21, at + number * 504_000))
    house.recorder.look()
    (found,) = hours(house.folder / Copy.PROGRAMME)
    assert found.suffix == ".mp3"
    (first, second) = read_index(found.with_suffix(INDEX)).stretches
    assert (first.us, first.size, second.at - first.at) == (2_016_000, 4 * 8_064, 2_016_000)


def test_a_gap_begins_a_new_line(radio):
    house = radio
    ring, at = house.rings["mp3"], utc_us(FIVE)
    for begins in (0, 504_000, 9_000_000):
        ring.append(Piece((b"f",) * 21, 1, 0, at + begins))
    house.recorder.look()
    (stretch,) = house.index().stretches
    assert stretch.us == 1_008_000


def test_sound_that_is_made_in_one_form_is_kept_once():
    rings = [Ring(MP3)]
    assert rings_of_copies(rings, SETTINGS) == {Copy.PROXY: Made(rings)}
    assert rings_of_copies(rings, Recording(proxy_days=0)) == {Copy.PROGRAMME: Made(rings)}
    assert rings_of_copies(rings, Recording(proxy_days=0, programme_days=0)) == {}
    assert rings_of_copies([], SETTINGS) == {}


def test_the_small_copy_of_sound_falls_back_within_its_codec():
    rings = [Ring(each) for each in (MP3, AAC, AAC_LOW)]
    copies = rings_of_copies(rings, SETTINGS)
    assert copies[Copy.PROGRAMME] == Made(rings[:1])
    assert copies[Copy.PROXY] == Made([rings[2], rings[1]])


def test_the_small_copy_of_television_is_its_smallest_size_or_of_one_size_stills():
    large, small = (Ring(each) for each in (LARGE, SMALL))
    ladder = rings_of_copies([large, small], SETTINGS)
    assert ladder == {Copy.PROXY: Made([small, large]), Copy.PROGRAMME: Made([large])}
    one = rings_of_copies([large], SETTINGS)
    assert one == {Copy.PROXY: Made([large], stills=True), Copy.PROGRAMME: Made([large])}
    assert rings_of_copies([large], Recording(proxy_days=0)) == {Copy.PROGRAMME: Made([large])}


def test_old_hours_go_when_their_days_are_over(house):
    house.air(1)
    house.clock.jump(8 * DAY)
    house.air(1)
    assert house.files() == ["20270313T05Z.ts"]
    assert house.files(Copy.PROXY) == ["20270305T05Z.ts", "20270313T05Z.ts"]
    assert not (house.folder / Copy.PROGRAMME / "20270305T05Z.index").exists()
    house.clock.jump(360 * DAY)
    house.air(1)
    assert house.files(Copy.PROXY)[0] == "20270313T05Z.ts"


def test_where_room_is_short_the_oldest_large_hours_go_and_nothing_that_is_kept_once(house):
    for _ in range(3):
        house.air(1)
        house.clock.jump(timedelta(hours=1))
    (house.folder / Copy.PROXY / "20270305T05Z.ts").unlink()
    house.free = 995
    house.recorder.look()
    assert house.files() == ["20270305T05Z.ts", "20270305T07Z.ts"]
    house.clock.jump(timedelta(hours=5))
    house.free = 0
    house.recorder.look()
    assert house.files() == ["20270305T05Z.ts"]
    assert len(house.files(Copy.PROXY)) == 2


def test_a_disk_that_is_gone_is_told_with_its_reason_and_so_is_its_return(house, monkeypatch):
    def gone(*_):
        raise OSError(errno.EROFS, "Read-only file system", "/recordings")

    house.air(1)
    with monkeypatch.context() as broken:
        broken.setattr("streaming.recorder.hour_file._write_whole", gone)
        house.air(3)
        assert house.trouble() == (Alarm.UNWRITABLE, "Read-only file system")
    house.air(1)
    assert house.told() == [(Alarm.UNWRITABLE, "Read-only file system"), (Alarm.GOES_ON, "")]


def test_what_no_disk_takes_waits_and_is_told_with_its_own_time(house, monkeypatch):
    house.air(1)
    house.journal.parent.mkdir(parents=True)
    house.journal.write_text("in the way")
    house.free = 0
    house.air(1)
    house.journal.unlink()
    house.free = 10_000
    house.air(1)
    facts = [fact for fact, _ in read(house.journal)]
    assert [fact.title for fact in facts] == [Alarm.FULL, Alarm.GOES_ON]
    assert [fact.at for fact in facts] == [FIVE + 4 * SECOND, FIVE + 6 * SECOND]


def test_a_disk_that_is_nearly_full_is_told_before_anything_stops(house):
    house.air(1)
    house.free = 1_199
    house.air(2)
    assert house.trouble() == (Alarm.SHORT, "0")
    assert house.states() == {OutputState.UP}
    house.free = 1_400
    house.air(1)
    assert house.trouble() == (Alarm.SHORT, "0"), "a little room is no room"
    house.free = 1_500
    house.air(1)
    assert house.trouble() is None
    assert house.told() == [(Alarm.SHORT, "0"), (Alarm.ROOM, "")]


def test_it_is_told_that_it_goes_on_even_where_room_is_still_short(house):
    house.air(1)
    for house.free in (999, 1_100, 5_000):
        house.air(1)
    assert [title for title, _ in house.told()] == [
        Alarm.FULL, Alarm.GOES_ON, Alarm.SHORT, Alarm.ROOM,
    ]  # fmt: skip


def test_hours_that_are_given_up_for_room_are_told(house):
    for _ in range(3):
        house.air(1)
        house.clock.jump(timedelta(hours=1))
        house.air(1)
    told, kept = len(house.told()), len(house.files())
    house.clock.jump(timedelta(hours=1))
    house.free = 980
    house.air(1)
    assert house.told()[told] == (Alarm.GAVE_UP, "2")
    assert len(house.files()) == kept - 2


def test_a_disk_that_fills_between_two_tidyings_costs_old_hours_and_no_second(house):
    for _ in range(3):
        house.air(5)
        house.clock.jump(timedelta(hours=1))

    def held():
        return sum(path.stat().st_size for copy in Copy for path in hours(house.folder / copy))

    disk = SETTINGS.keep_free_bytes + held() + 30
    house.recorder._free = lambda _: disk - held()
    first = house.clock.now()
    house.air(8)
    assert [title for title, _ in house.told()] == [Alarm.SHORT, *[Alarm.GAVE_UP] * 3]
    assert covered(house.index().stretches) == [(first, first + 16 * SECOND)]


def test_an_encoder_that_gives_nothing_is_told(house):
    house.air(1)
    house.clock.jump(29 * SECOND)
    house.recorder.look()
    assert house.trouble() is None
    house.clock.jump(SECOND)
    house.recorder.look()
    assert house.trouble() == (Alarm.BEHIND, "30")
    assert house.states() == {OutputState.STALLED}
    house.clock.jump(60 * SECOND)
    house.recorder.look()
    assert house.trouble() == (Alarm.BEHIND, "30"), "the same trouble is no news"
    house.air(1)
    assert house.states() == {OutputState.UP}
    assert house.told() == [(Alarm.BEHIND, "30"), (Alarm.GOES_ON, "")]


def test_the_next_life_tells_the_end_of_a_trouble_once_something_is_recorded(house):
    house.air(1)
    house.free = 0
    house.air(1)
    house.close()
    house.free = 10_000
    house.life()
    house.recorder.look()
    assert house.trouble() == (Alarm.FULL, "0"), "nothing has come yet"
    house.air(1)
    assert house.trouble() is None
    house.close()
    house.life()
    house.air(1)
    assert house.told() == [(Alarm.FULL, "0"), (Alarm.GOES_ON, "")]


def test_a_clock_that_differs_from_the_air_s_is_no_trouble(house):
    for _ in range(40):
        at = utc_us(house.clock.now() - timedelta(hours=1))
        for ring in house.rings.values():
            ring.append(Piece((b"x",), 1, ring.end, at, samples=96_000))
        house.clock.jump(2 * SECOND)
        house.recorder.look()
    assert house.told() == []


def test_what_is_not_to_be_recorded_has_no_troubles(tmp_path):
    nothing = SETTINGS.model_copy(update={"programme_days": 0, "proxy_days": 0})
    with closing(House(tmp_path, nothing)) as house:
        house.free = 0
        house.clock.jump(DAY)
        house.recorder.look()
        assert house.told() == []
