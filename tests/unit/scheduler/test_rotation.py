"""Rotations: shares, separation in plays and of tags, flow, dayparts, evergreens, weights."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.cart import Mood
from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.planner.rotation import RELAXED
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.programme import Fixed, Pool, Rotation
from station.daypart import Daypart
from station.kinds import Kind
from station.rundown import Why
from tests.unit.scheduler.station import (
    NOON,
    cart,
    check,
    inputs,
    library,
    planned,
    programme,
    slot,
)


def aired(rotation, carts, minutes=240, **changes):
    """Return what a programme of this rotation airs, without jingles and fillers."""
    asked = {
        "carts": carts,
        "programmes": [programme(1, rotation)],
        "slots": [slot(1, 1, "12:00", minutes)],
        "ends": NOON + timedelta(minutes=minutes),
    } | changes
    answer = planned(**asked)
    known = {cart.id: cart for cart in carts}
    return [(item, known[item.cart_id]) for item in answer.items if item.reason.code in _OURS]


_OURS = {Why.ROTATION, Why.FILL}


def songs(count, first=1, **fields):
    return [cart(first + n, 180, artist=f"P{first + n}")._replace(**fields) for n in range(count)]


def test_pools_take_turns_in_proportion_and_spread():
    carts = [*songs(200, tags=("pop",)), *songs(200, 1000, tags=("daerah",))]
    pools = (Pool((Kind.MUSIC,), ("pop",), 2), Pool((Kind.MUSIC,), ("daerah",), 1))
    tags = [cart.tags[0] for item, cart in aired(Rotation(pools=pools), carts)]
    assert tags[:6] == ["pop", "daerah", "pop", "pop", "daerah", "pop"]
    counted = Counter(tags)
    assert abs(counted["pop"] - 2 * counted["daerah"]) <= 3


def test_an_empty_pool_leaves_its_turns_to_the_others():
    pools = (Pool((Kind.MUSIC,), ("tidak ada",), 5), Pool((Kind.MUSIC,), ()))
    assert all(item.cart_id < 300 for item, _ in aired(Rotation(pools=pools), songs(200)))


def test_separation_counts_plays_too():
    carts = [
        *[cart(n, 180, artist="Satu", title=f"A{n}") for n in range(1, 40)],
        *[cart(100 + n, 180, artist=f"P{n}") for n in range(60)],
    ]
    rotation = Rotation(artist_separation_min=0, artist_separation_plays=5)
    artists = [cart.artist for _, cart in aired(rotation, carts)]
    places = [n for n, artist in enumerate(artists) if artist == "Satu"]
    assert len(places) > 3
    assert all(later - earlier > 5 for earlier, later in itertools.pairwise(places))


def test_recordings_that_share_a_tag_are_kept_apart():
    carts = [*songs(60, tags=("dangdut", "pagi")), *songs(120, 1000, tags=("pop", "pagi"))]
    rotation = Rotation(apart_tags=("dangdut",), tag_separation_plays=3)
    tags = ["dangdut" in cart.tags for _, cart in aired(rotation, carts)]
    places = [n for n, found in enumerate(tags) if found]
    assert len(places) > 3
    assert all(later - earlier > 3 for earlier, later in itertools.pairwise(places))


def test_neighbours_flow_in_tempo_and_mood():
    moods = list(Mood)
    carts = [
        cart(n, 180, artist=f"P{n}")._replace(tempo=60 + n % 100, mood=moods[n % 5])
        for n in range(1, 300)
    ]
    heard = aired(Rotation(tempo_step=30, mood_step=1), carts)
    for (_, before), (item, after) in itertools.pairwise(heard):
        if "flow" not in item.reason.about.get("rule", ""):
            assert abs(before.tempo - after.tempo) <= 30
            assert abs(moods.index(before.mood) - moods.index(after.mood)) <= 1
    assert sum("rule" in item.reason.about for item, _ in heard) < len(heard) / 4


def test_a_recording_airs_in_its_dayparts_alone():
    evening = (Daypart(time(14), time(15)),)
    carts = [*songs(40), *songs(40, 500, dayparts=evening)]
    for item, found in aired(Rotation(), carts):
        if found.dayparts:
            assert item.begins.hour == 7


def test_an_evergreen_airs_only_where_nothing_else_may():
    evening = (Daypart(time(14), time(18)),)
    carts = [*songs(60, dayparts=evening), *songs(40, 500, evergreen=True)]
    for item, found in aired(Rotation(), carts):
        assert found.evergreen == (item.begins.hour < 7)
        assert ("evergreen" in item.reason.about.get("rule", "")) == found.evergreen


def test_a_heavier_recording_airs_more_often():
    carts = songs(40)
    carts[0] = carts[0]._replace(weight=4)
    rotation = Rotation(artist_separation_min=0, title_separation_min=0)
    plays = Counter(item.cart_id for item, _ in aired(rotation, carts, minutes=480))
    others = [count for number, count in plays.items() if number != 1]
    assert plays[1] >= 2 * max(others)


def test_a_named_recording_airs_outside_its_daypart_and_it_is_told():
    named = cart(700, 200)._replace(dayparts=(Daypart(time(3), time(4)),))
    answer = planned(
        carts=[*library(), named],
        programmes=[programme(1, Fixed((700,)))],
        slots=[slot(1, 1, "13:00", 30)],
    )
    assert 700 in {item.cart_id for item in answer.items}
    assert Note.OUTSIDE_DAYPART in {found.note for found in answer.findings}


@pytest.mark.parametrize("weight", [0, 61])
def test_a_pool_weighs_from_1_to_60(weight):
    with pytest.raises(ScheduleInvalid) as refused:
        Pool((Kind.MUSIC,), weight=weight)
    assert refused.value.problem is Problem.WEIGHT_IMPOSSIBLE


recordings = st.builds(
    lambda number, seconds, artist, tags, dated, part, evergreen, weight, tempo: cart(
        number, seconds, artist=f"P{artist}", title=f"T{number % 40}", tags=tags
    )._replace(
        valid_until=date(2026, 11, 22) if dated else None,
        dayparts=(Daypart(time(13), time(15)),) if part else (),
        evergreen=evergreen,
        weight=weight,
        tempo=tempo,
    ),
    st.integers(1, 60),
    st.integers(20, 400),
    st.integers(0, 12),
    st.sampled_from([(), ("a",), ("a", "b"), ("b",)]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(1, 9),
    st.none() | st.integers(60, 180),
)
rotations = st.builds(
    Rotation,
    pools=st.lists(
        st.builds(
            Pool,
            st.just((Kind.MUSIC,)),
            st.sampled_from([(), ("a",), ("b",), ("c",)]),
            st.integers(1, 5),
        ),
        max_size=3,
    ).map(tuple),
    artist_separation_min=st.integers(0, 60),
    title_separation_min=st.integers(0, 120),
    artist_separation_plays=st.integers(0, 6),
    title_separation_plays=st.integers(0, 6),
    apart_tags=st.sampled_from([(), ("a",)]),
    tag_separation_min=st.integers(0, 20),
    tag_separation_plays=st.integers(0, 3),
    tempo_step=st.integers(0, 40),
)


@given(st.lists(recordings, max_size=40, unique_by=lambda cart: cart.id), rotations)
def test_separation_holds_or_the_reason_names_what_gave_way(carts, rotation):
    schedule = inputs(
        carts=carts,
        ends=NOON + timedelta(hours=3),
        programmes=[programme(1, rotation)],
        slots=[slot(1, 1, "12:00", 180)],
    )
    answer = plan(schedule)
    check(schedule, answer)
    assert answer == plan(replace(schedule))
    known = {cart.id: cart for cart in carts}
    artists, titles = {}, {}
    for item in answer.items:
        found, gave = known[item.cart_id], item.reason.about.get("rule", "").split(",")
        assert {rule for rule in gave if rule} <= {*RELAXED, "evergreen"}
        assert found.valid_until is None
        local_hour = (item.begins + timedelta(hours=7)).hour
        assert not found.dayparts or 13 <= local_hour < 15
        if item.reason.code is Why.ROTATION:
            apart = item.begins - artists.get(found.artist, NOON - timedelta(days=9))
            assert "artist_separation" in gave or apart >= timedelta(
                minutes=rotation.artist_separation_min
            ) - timedelta(seconds=5)
            apart = item.begins - titles.get(found.title, NOON - timedelta(days=9))
            assert "title_separation" in gave or apart >= timedelta(
                minutes=rotation.title_separation_min
            ) - timedelta(seconds=5)
            assert not found.evergreen or "evergreen" in gave
        artists[found.artist] = titles[found.title] = item.begins


def test_what_names_its_channels_is_chosen_on_them_alone():
    at_home = songs(3, 100, tags=("channel:radio", "channel:elsewhere"))
    carts = [*songs(3), *at_home, *songs(9, 200, tags=("channel:elsewhere", "pop"))]
    heard = {cart.id for _, cart in aired(Rotation(title_separation_min=0), carts)}
    assert heard == {1, 2, 3, 100, 101, 102}


def test_what_names_another_channel_stands_in_nowhere_but_may_be_asked_for():
    elsewhere = cart(9, 180, kind=Kind.FILLER)._replace(tags=("channel:elsewhere",))
    asked = planned(
        carts=[elsewhere, *songs(3)],
        programmes=[programme(1, Fixed((9,)))],
        slots=[slot(1, 1, "12:00", 60)],
    )
    assert 9 not in {filler.cart_id for filler in asked.fillers}
    assert [item.cart_id for item in asked.items].count(9) == 1
