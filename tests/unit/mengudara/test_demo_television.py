"""The pictures of the demo's television: they move, are told apart, and carry their words."""

from dataclasses import replace

import numpy as np
import pytest

from mengudara.demo import scripts
from mengudara.demo.tv import filming, grid
from mengudara.demo.tv.canvas import Moment
from mengudara.demo.tv.clips import CLEARANCE, CLIPS, FILM, NARROW, PROGRAMMES, SPOTS, TAG
from mengudara.demo.tv.scenes import SCENES
from station.kinds import Kind
from station.rating import FilmClass, Rating

SMALL = (160, 90)


def seen(scene, at):
    return np.asarray(SCENES[scene](Moment(at, 20.0, SMALL))).astype(int)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_moves_is_neither_black_nor_flat_and_is_the_same_again(scene):
    first, second = seen(scene, 3.0), seen(scene, 3.4)
    assert first.shape == (*SMALL[::-1], 3)
    assert 8 < first.mean() < 250
    assert first.std() > 10
    assert np.abs(first - second).mean() > 0.05
    assert (first == seen(scene, 3.0)).all()


def test_no_two_scenes_look_alike():
    pictures = [seen(scene, 5.0) for scene in SCENES]
    for number, one in enumerate(pictures):
        for other in pictures[number + 1 :]:
            assert np.abs(one - other).mean() > 10


def test_words_stand_above_the_lower_third_and_change():
    clip = replace(FILM, scene="notice", lines=("Satu", "Dua"), size=SMALL)
    silent = replace(clip, lines=())
    pairs = zip(filming.pictures(clip, 16), filming.pictures(silent, 16), strict=True)
    changed = [np.abs(np.asarray(a).astype(int) - np.asarray(b)).sum(axis=2) for a, b in pairs]
    early, late = changed[100], changed[300]
    for one in (early, late):
        assert one[: SMALL[1] * 75 // 100].any()
        assert not one[SMALL[1] * 75 // 100 :].any()
    assert (early != late).any()


def test_a_clip_comes_from_black_and_goes_back():
    light = [np.asarray(one).mean() for one in filming.pictures(replace(FILM, size=SMALL), 3)]
    assert len(light) == 75
    assert light[0] < 2
    assert light[-1] < 0.2 * light[37]


def test_the_clips_show_each_thing_television_must_cope_with():
    assert {clip.rating for clip in (*PROGRAMMES, FILM)} == set(Rating)
    assert [clip.kind for clip in CLIPS].count(Kind.STATION_ID) == 2
    assert [bool(clip.text and clip.agency) for clip in SPOTS] == [True] * 3
    assert (FILM.clearance, FILM.film_class) == (CLEARANCE, FilmClass.FROM_13)
    assert [bool(clip.running_text) for clip in SPOTS] == [False, True, False]
    assert NARROW in {clip.size for clip in CLIPS}
    assert {clip.rate for clip in CLIPS} == {25, 30}
    assert f"channel:{grid.CHANNEL}" == TAG


def test_clips_have_names_and_titles_of_their_own_and_say_who_made_them():
    assert len({clip.name for clip in CLIPS}) == len(CLIPS)
    assert len({clip.title for clip in CLIPS}) == len(CLIPS)
    assert not {clip.title for clip in CLIPS} & {script.title for script in scripts.SCRIPTS}
    assert all(bool(clip.text) != bool(clip.seconds) for clip in CLIPS)
    spoken = [clip for clip in PROGRAMMES if clip.text]
    assert all("komputer" in clip.text or "contoh" in clip.text for clip in spoken)


def test_the_day_is_filled_without_a_hole():
    hours = {grid.HOUR: 1, grid.CINEMA: 2}
    day = grid.stretches(hours)
    assert sum(stretch.length.total_seconds() for stretch in day) == 24 * 3600
    begins = [stretch.begins for stretch in day]
    assert [stretch.ends for stretch in day] == [*begins[1:], begins[0]]


def test_every_rotation_of_the_week_has_clips_that_may_air_then():
    tagged = {tag: {clip.rating for clip in PROGRAMMES if tag in clip.tags} for tag in TAGS}
    assert Rating.D not in set().union(*(tagged[tag] for tag in TAGS - {"tv-malam"}))
    assert all(tagged.values())


TAGS = {"tv-pagi", "tv-alam", "tv-budaya", "tv-anak", "tv-malam", "tv-arsip"}
