"""Where pictures of live inputs stand, how many of them, and what becomes of what was left."""

from station.audio import silence
from station.config import Air, Channel, Picture
from station.live import Hello, pack, pack_mute, pack_picture
from station.paths import StatePaths
from station.pictures import MOST_SLOTS
from streaming.live.film.route import Packets, film_route, forget
from streaming.live.session import Route


def route(tmp_path, **changes):
    return film_route(Channel(kind="tv", **changes), StatePaths(tmp_path))


def test_a_ring_holds_what_the_air_may_hold_twice_and_a_second(tmp_path):
    assert route(tmp_path).slots == 101
    assert route(tmp_path, air=Air(live_buffer_ms=500)).slots == 51
    assert route(tmp_path, air=Air(live_buffer_ms=10_000)).slots == MOST_SLOTS


def test_a_radio_channel_is_only_heard(tmp_path):
    assert film_route(Channel(), StatePaths(tmp_path)) is None
    hello = Hello("one", "rtmp", "Sri")
    assert Route("radio", tmp_path, "ffmpeg").seen(hello) is hello


def test_each_session_has_a_ring_of_its_own_and_the_decoder_is_told_nothing_secret(tmp_path):
    film = route(tmp_path, picture=Picture(height=576))
    way = Route("tv", tmp_path, "ffmpeg", film)
    rings = {way.seen(Hello(name, "rtmp", "Sri")).pictures for name in ("one", "two")}
    assert len(rings) == 2
    assert film.command("/dev/shm/x", "flv")[2:] == [
        "streaming.live.film.child", "/dev/shm/x", "1024", "576", "101", "flv",
    ]  # fmt: skip


def test_what_a_former_life_left_in_memory_is_given_back(tmp_path):
    ours, others = StatePaths(tmp_path / "ours"), StatePaths(tmp_path / "others")
    rings = [paths.live_pictures("one") for paths in (ours, others)]
    try:
        for ring in rings:
            ring.parent.mkdir(parents=True, exist_ok=True)
            ring.touch()
        forget(ours)
        assert [ring.exists() for ring in rings] == [False, True]
    finally:
        rings[1].unlink()


def test_packets_are_handed_on_in_their_order():
    told = []
    packets = Packets(lambda sound: told.append(len(sound)), told.append)
    data = pack_picture(70) + pack(silence(5)) + pack_picture(71) + pack_picture(72)
    data += pack(silence(6)) + pack(silence(7))
    for at in range(0, len(data), 9):
        packets(data[at : at + 9])
    assert told == [70, 5, 71, 72, 6, 7]


def test_that_there_is_no_sound_is_handed_on_when_it_changes():
    told = []
    packets = Packets(lambda _: None, lambda _: None, told.append)
    packets(pack(silence(5)) + pack_mute(mute=True) + pack(silence(5)))
    packets(pack(silence(5)))
    packets(pack_mute(mute=False))
    assert told == [True, False]
