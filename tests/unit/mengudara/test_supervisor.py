"""What a station runs, and in which order it ends."""

from datetime import timedelta

from mengudara.supervisor import AIR, DESK, GRACE_SECONDS, STREAMS, roles
from station.config import Channel, Config
from streaming import encoder_life
from web import process as web_process

TWO = Config(channels=(Channel(slug="radio"), Channel(slug="satu")))


def test_the_air_is_started_first_the_desk_behind_it_and_the_understudies_last():
    assert [role.name for role in roles(TWO)] == [
        "air-radio",
        "air-satu",
        "stream",
        "live",
        "web",
        "plan",
        "air-radio",
        "air-satu",
    ]


def test_the_sound_output_is_only_used_when_asked_for():
    names = [role.name for role in roles(TWO, soundcard=True)]
    assert {"soundcard-radio", "soundcard-satu"} <= set(names)


def test_orders_end_before_the_air_and_listeners_go_last():
    waves = {role.name: role.wave for role in roles(Config(), soundcard=True)}
    assert waves == {
        "live": DESK,
        "web": DESK,
        "plan": DESK,
        "air-radio": AIR,
        "stream": STREAMS,
        "soundcard-radio": STREAMS,
    }
    assert DESK < AIR < STREAMS


def test_only_the_air_comes_back_without_rest():
    restless = [role.name for role in roles(Config()) if role.longest_rest == timedelta(0)]
    assert set(restless) == {"air-radio"}


def test_an_understudy_of_each_air_comes_when_everything_else_has_started():
    wanted = roles(TWO)
    latest = max(role.first_rest for role in wanted)
    late = [role for role in wanted if role.first_rest == latest]
    assert wanted[-2:] == late
    assert [role.name for role in late] == ["air-radio", "air-satu"]


def test_presenters_are_let_in_once_the_programme_is_on():
    (live,) = [role for role in roles(TWO) if role.name == "live"]
    assert timedelta(0) < live.first_rest < timedelta(seconds=5)


def test_the_supervisor_has_more_patience_than_any_process_asks_for():
    assert GRACE_SECONDS > 2 * web_process.GRACE_SECONDS
    assert GRACE_SECONDS > 2 * encoder_life.GRACE_SECONDS


def test_only_airs_are_copies_of_a_warm_process():
    copied = {role.name for role in roles(TWO, soundcard=True) if role.copied}
    assert copied == {role.name for role in roles(TWO) if role.name.startswith("air-")}
