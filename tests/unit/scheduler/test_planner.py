"""The planner: what it lays for programmes, holes and fixed points."""

import itertools
from datetime import timedelta

import pytest

from scheduler.planner.airtime import SECOND
from scheduler.planner.plan import Note
from scheduler.week.programme import Fixed, Rotation
from station.kinds import Kind
from station.rundown import Start, Why
from tests.unit.scheduler.station import (
    NOON,
    at,
    cart,
    library,
    planned,
    programme,
    slot,
    starting,
)

MUSIC_ONLY = [cart(number, 180 + number, artist=f"P{number}") for number in range(1, 61)]


def notes(answer):
    return [finding.note for finding in answer.findings]


def test_an_empty_library_gives_an_empty_plan_and_says_so():
    answer = planned(carts=[])
    assert answer.items == ()
    assert answer.fillers == ()
    assert notes(answer) == [Note.LIBRARY_EMPTY]


def test_without_programmes_the_stations_own_rotation_plays_on():
    answer = planned()
    assert answer.items[0].begins == NOON
    assert answer.items[-1].ends >= NOON + timedelta(hours=6)
    assert {item.reason.code for item in answer.items} == {Why.NO_PROGRAMME, Why.ROTATION}
    assert notes(answer) == []


def test_a_jingle_comes_after_every_fourth_piece_of_music():
    kinds = [item.kind for item in planned().items if item.kind is not Kind.STATION_ID]
    assert kinds[:10] == [*[Kind.MUSIC] * 4, Kind.JINGLE] * 2


def test_the_station_id_airs_once_near_every_full_hour():
    answer = planned()
    found = [item.begins for item in answer.items if item.kind is Kind.STATION_ID]
    assert len(found) == 6
    for number, begins in enumerate(found):
        assert abs(begins - (NOON + timedelta(hours=number))) <= timedelta(minutes=5)


def test_a_hard_programme_begins_on_its_second_and_the_item_before_is_faded_to_meet_it():
    answer = planned(programmes=[programme(1, Fixed((7,)))], slots=[slot(1, 1, "14:00", 60)])
    opening = starting(answer, at("14:00"))
    assert opening.cart_id == 7
    assert opening.start is Start.HARD
    before = answer.items[answer.items.index(opening) - 1]
    assert before.ends == opening.begins


def test_little_is_cut_before_a_hard_start_because_the_music_is_chosen_to_fit():
    answer = planned(programmes=[programme(1, Fixed((7,)))], slots=[slot(1, 1, "14:00", 60)])
    cut = [item for item in answer.items if "trimmed_ms" in item.reason.about]
    assert len(cut) == 1
    assert int(cut[0].reason.about["trimmed_ms"]) < 2_000
    assert 0 < cut[0].fade_out <= 3 * SECOND
    assert cut[0].cue_out == cut[0].segue


def test_the_station_id_leads_into_a_programme_that_begins_hard_on_the_hour():
    answer = planned(programmes=[programme(1, Fixed((7,)))], slots=[slot(1, 1, "14:00", 60)])
    before = answer.items[answer.items.index(starting(answer, at("14:00"))) - 1]
    assert before.kind is Kind.STATION_ID


def test_the_station_id_airs_in_the_hour_before_the_one_that_leads_into_a_hard_programme():
    answer = planned(
        programmes=[programme(1, Rotation()), programme(2, Fixed((7,)))],
        slots=[slot(1, 1, "13:00", 180), slot(2, 2, "16:00", 60)],
    )
    hours = [
        (item.begins + timedelta(minutes=30)).hour
        for item in answer.items
        if item.kind is Kind.STATION_ID
    ]
    assert hours[:6] == [(NOON + timedelta(hours=number)).hour for number in range(6)]


@pytest.mark.parametrize("second", range(20, 40))
def test_a_hard_start_at_the_edge_of_the_station_ids_time_is_met_without_a_hole(second):
    answer = planned(
        programmes=[programme(1, Fixed((7,)))],
        slots=[slot(1, 1, f"13:58:{second}", 60)],
    )
    opening = starting(answer, at(f"13:58:{second}"))
    assert answer.items[answer.items.index(opening) - 1].ends == opening.begins
    assert Note.HOLE not in notes(answer)


def test_a_soft_programme_begins_at_the_end_of_an_item_near_its_time():
    answer = planned(
        programmes=[programme(1, Fixed((7,)))],
        slots=[slot(1, 1, "14:07", 60, start=Start.SOFT)],
    )
    [first] = [item for item in answer.items if item.reason.code is Why.FIXED]
    assert first.start is Start.SOFT
    assert abs(first.begins - at("14:07")) < timedelta(seconds=30)
    assert not any("trimmed_ms" in item.reason.about for item in answer.items)


def test_a_fixed_programme_that_is_short_is_filled_to_its_end():
    answer = planned(programmes=[programme(1, Fixed((7, 8)))], slots=[slot(1, 1, "14:00", 30)])
    inside = [item for item in answer.items if at("14:00") <= item.begins < at("14:28")]
    assert [item.cart_id for item in inside[:2]] == [7, 8]
    assert {item.reason.code for item in inside[2:]} == {Why.FILL}
    assert {item.programme for item in inside} == {"Acara 1"}


def test_fixed_items_that_do_not_fit_before_the_next_hard_programme_are_left_out():
    long = [cart(number, 1200) for number in (901, 902, 903)]
    answer = planned(
        carts=[*library(), *long],
        programmes=[programme(1, Fixed((901, 902, 903))), programme(2, Fixed((5,)))],
        slots=[slot(1, 1, "13:00", 45), slot(2, 2, "13:45", 15)],
    )
    aired = [item.cart_id for item in answer.items if item.kind is Kind.MUSIC]
    assert 901 in aired
    assert 902 in aired
    assert 903 not in aired
    assert starting(answer, at("13:45")).cart_id == 5
    assert Note.LEFT_OUT in notes(answer)


def test_a_fixed_item_that_overruns_a_little_is_faded_at_the_next_hard_programme():
    answer = planned(
        carts=[*library(), cart(901, 1805)],
        programmes=[programme(1, Fixed((901,))), programme(2, Fixed((5,)))],
        slots=[slot(1, 1, "13:00", 30), slot(2, 2, "13:30", 30)],
    )
    first = starting(answer, at("13:00"))
    assert first.ends == at("13:30")
    assert first.fade_out == 5 * SECOND // 2


def test_a_programme_whose_recordings_are_gone_is_filled_and_told():
    answer = planned(programmes=[programme(1, Fixed((404,)))], slots=[slot(1, 1, "14:00", 30)])
    assert starting(answer, at("14:00")).reason.code is Why.FILL
    [finding] = [finding for finding in answer.findings if finding.note is Note.CART_MISSING]
    assert finding.about["cart"] == "404"
    assert finding.about["programme"] == "Acara 1"


def test_a_recording_airs_only_on_the_days_it_is_valid():
    spoilt = cart(7, 200)._replace(valid_until=(NOON - timedelta(days=2)).date())
    answer = planned(
        carts=[*library()[10:], spoilt],
        programmes=[programme(1, Fixed((7,)))],
        slots=[slot(1, 1, "14:00", 30)],
    )
    assert 7 not in [item.cart_id for item in answer.items]
    assert Note.CART_MISSING in notes(answer)


def test_a_rotation_that_finds_nothing_is_told_once_and_the_stations_own_stands_in():
    answer = planned(
        programmes=[programme(1, Rotation(tags=("keroncong",)))], slots=[slot(1, 1, "14:00", 60)]
    )
    assert notes(answer) == [Note.PROGRAMME_EMPTY]
    assert starting(answer, at("14:00")).reason.code is Why.FILL


def test_a_rotation_plays_only_what_carries_one_of_its_tags():
    tagged = [cart(800 + n, 200, artist=f"A{n}", tags=("keroncong", "lama")) for n in range(40)]
    answer = planned(
        carts=[*library(), *tagged],
        programmes=[programme(1, Rotation(tags=("keroncong", "gambus")))],
        slots=[slot(1, 1, "14:00", 60)],
    )
    chosen = [item for item in answer.items if item.reason.code is Why.ROTATION and item.programme]
    music = [item.cart_id for item in chosen if item.kind is Kind.MUSIC]
    assert len(music) > 10
    assert all(number >= 800 for number in music)


def test_the_least_recently_played_come_first():
    played = {number: NOON - timedelta(days=1) for number in range(1, 41)}
    answer = planned(carts=MUSIC_ONLY, last_aired=played, ends=NOON + timedelta(minutes=30))
    assert {item.cart_id for item in answer.items} <= set(range(41, 61))


def test_an_artist_is_kept_apart_by_the_minutes_of_the_rotation():
    answer = planned(
        programmes=[programme(1, Rotation(artist_separation_min=60))],
        slots=[slot(1, 1, "12:00", 360)],
    )
    last = {}
    for item in answer.items:
        if item.artist and item.reason.code is Why.ROTATION and "rule" not in item.reason.about:
            assert item.begins - last.get(item.artist, at("06:00")) >= timedelta(minutes=60)
        last[item.artist] = item.begins


def test_when_an_artist_cannot_be_kept_apart_the_reason_says_so():
    few = [cart(number, 200, artist="Gesang") for number in range(1, 31)]
    answer = planned(carts=few, ends=NOON + timedelta(hours=1))
    rules = [item.reason.about.get("rule") for item in answer.items]
    assert rules[0] is None
    assert set(rules[1:]) == {"artist_separation"}


def test_titles_repeat_last_of_all_and_the_reason_says_so():
    few = [cart(number, 200, artist=f"P{number}") for number in range(1, 4)]
    answer = planned(carts=few, ends=NOON + timedelta(hours=1))
    rules = [item.reason.about.get("rule") for item in answer.items]
    assert rules[:3] == [None] * 3
    assert all(rule.split(",")[-1] == "title_separation" for rule in rules[3:])
    numbers = [item.cart_id for item in answer.items]
    assert all(a != b for a, b in itertools.pairwise(numbers))


def test_gain_comes_from_the_loudness_measured():
    assert {item.gain_db for item in planned().items} == {2.0}


def test_the_next_item_begins_at_the_segue_and_the_tail_rings_on_under_it():
    first, second = planned().items[1:3]
    assert first.cue_out - first.segue == round(2.5 * SECOND)
    assert second.begins == first.ends


def test_the_fillers_of_the_air_are_the_librarys_fillers():
    answer = planned()
    assert {item.kind for item in answer.fillers} == {Kind.FILLER}
    assert len({item.key for item in answer.fillers}) == 6


def test_without_fillers_the_air_is_given_music():
    answer = planned(carts=MUSIC_ONLY)
    assert {item.kind for item in answer.fillers} == {Kind.MUSIC}
    assert len(answer.fillers) == 20


def test_a_programme_that_another_interrupts_goes_on_behind_it():
    answer = planned(
        programmes=[programme(1, Rotation(), "Musik"), programme(2, Fixed((5,)), "Warta")],
        slots=[slot(1, 1, "12:00", 360), slot(2, 2, "14:00", 10)],
    )
    names = [item.programme for item in answer.items if item.kind is Kind.MUSIC]
    heard = [name for name, before in zip(names, [None, *names], strict=False) if name != before]
    assert heard == ["Musik", "Warta", "Musik"]
    assert Note.OVERLAP in notes(answer)


def test_a_soft_programme_that_is_run_over_entirely_is_told():
    answer = planned(
        carts=[*library(), cart(901, 3 * 3600)],
        programmes=[programme(1, Fixed((901,))), programme(2, Fixed((5,)), "Terlindas")],
        slots=[slot(1, 1, "13:00", 60), slot(2, 2, "14:00", 30, start=Start.SOFT)],
    )
    [finding] = [finding for finding in answer.findings if finding.note is Note.SWALLOWED]
    assert finding.about["programme"] == "Terlindas"


def test_a_gap_too_short_for_any_item_is_met_by_the_tail_of_the_one_before():
    long = cart(901, 3598, tail=10.0)
    answer = planned(
        carts=[*library(), long],
        programmes=[programme(1, Fixed((901,))), programme(2, Fixed((5,)))],
        slots=[slot(1, 1, "13:00", 60), slot(2, 2, "14:00", 30)],
    )
    first = starting(answer, at("13:00"))
    assert first.ends == at("14:00")
    assert first.fade_out == 0


def test_a_few_seconds_before_a_hard_start_are_filled_with_something_short():
    answer = planned(
        carts=[*library(), cart(901, 3585)],
        programmes=[programme(1, Fixed((901,))), programme(2, Fixed((5,)))],
        slots=[slot(1, 1, "13:00", 60), slot(2, 2, "14:00", 30)],
    )
    before = answer.items[answer.items.index(starting(answer, at("14:00"))) - 1]
    assert before.kind in (Kind.JINGLE, Kind.FILLER, Kind.STATION_ID)


def test_where_nothing_fits_there_is_a_hole_and_it_is_told():
    answer = planned(
        carts=[cart(901, 3597), cart(5, 100)],
        programmes=[programme(1, Fixed((901,))), programme(2, Fixed((5,)))],
        slots=[slot(1, 1, "13:00", 60), slot(2, 2, "14:00", 30)],
        ends=at("14:01"),
    )
    holes = [finding for finding in answer.findings if finding.note is Note.HOLE]
    assert [finding.about["seconds"] for finding in holes] == ["3.0"]
    assert starting(answer, at("14:00")).cart_id == 5
