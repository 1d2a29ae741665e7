"""Real programs publish sound with pictures: both reach the air in step, by the right key alone."""

import pytest

from station.audio import BLOCK
from station.live import Door
from tests.unit.streaming.film_house import FilmHouse, beeping_clip, numbers, offsets, sending
from tests.waiting import until


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return beeping_clip(tmp_path_factory.mktemp("clips") / "beeps.mkv", 500)


@pytest.fixture
def house():
    with FilmHouse() as made:
        yield made


def rtmp(house, key="sesame", application="tv"):
    return f"rtmp://127.0.0.1:{house.rtmp}/{application}/{key}"


def in_step(heard):
    """Hold what has come to one picture between a beep and its picture."""
    found = until(lambda: offsets(heard), "a beep with its picture")
    assert max(map(abs, found)) <= BLOCK, found


def test_what_a_program_publishes_by_rtmp_is_heard_and_seen_in_step(house, clip):
    with sending(clip, rtmp(house), "flv"):
        heard = house.showing(pictures=80)
        assert (heard.hello.door, heard.hello.who) == (Door.RTMP, "sri")
        in_step(heard)
        shown = [number for _, number in numbers(heard)]
        assert shown == list(range(shown[0], shown[0] + len(shown)))
    until(lambda: heard.ended and not house.rings)


@pytest.mark.parametrize(
    ("key", "application"), [("wrong", "tv"), ("sesame", "radio"), ("sesame", "x")]
)
def test_nobody_publishes_without_his_key_or_to_another_channel(house, clip, key, application):
    with sending(clip, rtmp(house, key, application), "flv") as program:
        assert program.wait() != 0
    assert house.air.inputs == []
