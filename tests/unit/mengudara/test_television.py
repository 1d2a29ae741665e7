"""Whether television is started, made or left out, and what is said about it."""

import pytest

from mengudara.television import (
    ENOUGH_CORES,
    LEFT_OUT_VARIABLE,
    WISH_VARIABLE,
    Decision,
    cores,
    decide,
    has_television,
    without_television,
)
from station.config import Channel, Config, load
from station.paths import StatePaths

RADIO, TV = Channel(slug="radio", name="Satu"), Channel(slug="tv", kind="tv")
BOTH = Config(channels=(RADIO, TV))


def told(wish=None, *, have=8.0, television=False, demo=True, fresh=False):
    return decide(wish, cores=have, has_television=television, demo=demo, fresh=fresh)


def test_a_new_demo_on_a_machine_with_the_cores_has_television():
    assert told(fresh=True, have=ENOUGH_CORES) == Decision(makes=True)


def test_a_demo_that_has_television_starts_it_where_the_cores_are():
    assert told(television=True) == Decision()


@pytest.mark.parametrize("television", [True, False])
@pytest.mark.parametrize("fresh", [True, False])
def test_too_small_a_machine_leaves_it_out_and_says_why_and_what_to_do(television, fresh):
    decision = told(have=ENOUGH_CORES - 0.5, television=television, fresh=fresh)
    assert (decision.makes, decision.leaves_out) == (False, television)
    assert "needs 4 processor cores, and there are 3.5" in decision.sentence
    assert "mengudara up --tv" in decision.sentence
    assert f"{WISH_VARIABLE}=1" in decision.sentence


def test_an_old_demo_without_television_is_left_as_it_is_and_the_way_is_told():
    decision = told()
    assert not decision.makes
    assert "mengudara up --tv" in decision.sentence


@pytest.mark.parametrize("have", [1.0, 64.0])
def test_who_asks_for_it_gets_it_whatever_the_machine(have):
    assert told(True, have=have) == Decision(makes=True)
    assert told(True, have=have, television=True) == Decision()


@pytest.mark.parametrize("demo", [True, False])
def test_who_does_not_want_it_does_not_get_it(demo):
    assert told(False, television=True, demo=demo) == Decision(leaves_out=True)
    assert told(False, fresh=True, demo=demo) == Decision()


def test_the_machine_has_no_say_over_a_stations_own_settings():
    assert told(demo=False, have=1.0, television=True) == Decision()
    assert told(demo=False, have=1.0) == Decision()


def test_a_station_of_its_own_is_not_given_invented_clips():
    decision = told(True, demo=False)
    assert not decision.makes
    assert "station.toml" in decision.sentence


def test_what_is_left_out_is_as_if_it_were_not_there_and_all_else_can_still_be_changed(
    tmp_path, monkeypatch
):
    paths = StatePaths(tmp_path)
    text = '[[channels]]\nslug = "radio"\nname = "Satu"\n[[channels]]\nslug="tv"\nkind="tv"\n'
    paths.config.write_text(text)
    assert has_television(load(paths))
    monkeypatch.setenv(LEFT_OUT_VARIABLE, without_television(BOTH))
    assert load(paths).channels == (RADIO,)
    paths.config.write_text(text.replace("Satu", "Dua"))
    assert [each.name for each in load(paths).channels] == ["Dua"]
    assert paths.config.read_text().count("[[channels]]") == 2


def test_leaving_out_every_channel_leaves_out_none():
    assert Config(channels=(TV,), left_out=("tv",)).channels == (TV,)
    assert Config(channels=(RADIO, TV), left_out=("tv", "other")).channels == (RADIO,)


def test_a_station_of_television_alone_has_nothing_to_fall_back_on():
    assert without_television(Config(channels=(TV,))) == ""


@pytest.mark.parametrize(
    ("quota", "most"), [("150000 100000", 1.5), ("max 100000", None), ("", None), ("x y", None)]
)
def test_a_container_counts_as_the_cores_it_is_granted(tmp_path, quota, most):
    path = tmp_path / "cpu.max"
    path.write_text(quota)
    whole = cores(tmp_path / "none")
    assert whole >= 1
    assert cores(path) == (whole if most is None else min(whole, most))
