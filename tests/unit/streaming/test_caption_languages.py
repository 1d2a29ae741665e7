"""Which languages of captions a channel tells of: its own, those to come, and never one less."""

from datetime import timedelta

import pytest

from station.clock import VirtualClock
from station.rundown import CURRENT, publish
from streaming.television.caption_languages import LOOK_EVERY, CaptionLanguages
from tests.unit.station.making import NOON, a_rundown, an_item

SAID = {"ab/film.mp4": ("id", "en"), "cd/spot.mp4": ("ar",), "ef/lagu.mp3": ("nl",)}


@pytest.fixture
def clock():
    return VirtualClock(NOON)


@pytest.fixture
def languages(tmp_path, clock):
    return CaptionLanguages(tmp_path, lambda path: SAID.get(path, ()), clock)


def planned(folder, *paths, version=1):
    items = (an_item(path, path=path, has_picture=path.endswith(".mp4")) for path in paths)
    publish(folder, a_rundown(*items, version=version))


def test_without_a_plan_there_is_the_stations_own(languages):
    assert languages.now(()) == ("id",)


def test_what_is_to_come_is_told_of_and_what_is_only_heard_has_none(languages, tmp_path):
    planned(tmp_path, "ab/film.mp4", "ef/lagu.mp3")
    assert languages.now(()) == ("id", "en")


def test_what_was_put_in_by_hand_is_told_of_when_it_begins(languages):
    assert languages.now(["cd/spot.mp4"]) == ("id", "ar")


def test_a_new_plan_is_read_a_little_later_and_takes_nothing_away(languages, tmp_path, clock):
    planned(tmp_path, "ab/film.mp4")
    languages.now(())
    planned(tmp_path, "cd/spot.mp4", version=2)
    assert languages.now(()) == ("id", "en")
    clock.jump(LOOK_EVERY + timedelta(seconds=1))
    assert languages.now(()) == ("id", "en", "ar")


def test_captions_that_are_put_in_later_are_told_of_under_the_same_plan(languages, tmp_path, clock,
                                                                        monkeypatch):  # fmt: skip
    planned(tmp_path, "gh/lain.mp4")
    assert languages.now(()) == ("id",)
    monkeypatch.setitem(SAID, "gh/lain.mp4", ("en",))
    clock.jump(LOOK_EVERY)
    assert languages.now(()) == ("id", "en")


def test_a_damaged_plan_changes_nothing(languages, tmp_path):
    (tmp_path / CURRENT).write_text("?")
    assert languages.now(()) == ("id",)
