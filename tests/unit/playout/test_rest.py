"""The air is left alone while one item plays on, and nothing that airs is another for it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station import commands
from station.audio import BLOCK
from station.rundown import Anchor, Secondary
from tests.unit.playout.fakes import EIGHT, Studio, frames_of, item, one_after_the_other, seconds
from tests.unit.playout.test_promises import a_plan

ORDERS = st.sampled_from(
    [commands.Skip(), commands.FadeOut(), commands.Hold(on=False), commands.Take(), commands.Undo()]
)


@st.composite
def an_hour(draw):
    """A plan with voices over it, and what operators order at which tick."""
    plan = draw(a_plan())
    voices = [
        Secondary(
            item(f"voice{n}", draw(st.integers(1, 5))),
            parent=draw(st.sampled_from(plan)).key,
            anchor=draw(st.sampled_from(Anchor)),
            offset=draw(st.integers(-20, 20)) * frames_of(1),
            duck_db=-6.0,
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    orders = draw(st.lists(st.tuples(st.integers(1, 1_000), ORDERS), max_size=3))
    return plan, voices, dict(orders)


def aired(plan, voices, orders, *, restless):
    """Return what was heard and noted of two minutes; `restless`: looked at in every block."""
    studio = Studio(block=3 * BLOCK)
    beds = [item(f"bed{n}", 7 + n, tail=1) for n in range(3)]
    studio.load(*plan, fillers=beds, secondary=tuple(voices))
    for tick in range(1_000):
        if tick in orders:
            studio.order(orders[tick])
        if restless:
            studio.engine.director.wake()
        studio.play(0.12)
    facts = [
        (fact.act, fact.item_key, fact.at, fact.frames, fact.position, fact.ended_by)
        for fact in studio.facts
    ]
    return studio.tape.left, facts, studio.shelf.opened


@settings(suppress_health_check=list(HealthCheck), max_examples=6)
@given(an_hour())
def test_what_airs_is_the_same_as_if_the_air_were_looked_at_in_every_block(hour):
    sound, facts, opened = aired(*hour, restless=False)
    wanted_sound, wanted_facts, wanted_opened = aired(*hour, restless=True)
    assert facts == wanted_facts
    assert opened == wanted_opened
    assert np.array_equal(sound, wanted_sound)


@pytest.mark.parametrize("begins", [30.0125, 30.25, 30.5])
def test_a_fade_for_a_start_begins_in_time_behind_a_rest(begins):
    plan = (item("song", 60), item("news", 20, EIGHT + seconds(begins), hard=True))
    sound, facts, _ = aired(plan, [], {}, restless=False)
    wanted, wanted_facts, _ = aired(plan, [], {}, restless=True)
    assert facts == wanted_facts
    assert np.array_equal(sound, wanted)


def opened_at(voice, *, restless):
    """Return the frame behind the block in which a voice over the first of two items is opened."""
    studio = Studio(block=3 * BLOCK)
    plan = one_after_the_other(item("song", 60), item("next", 60))
    studio.load(*plan, secondary=(voice,))
    for _ in range(400):
        if restless:
            studio.engine.director.wake()
        studio.play(0.12)
        if "voice" in dict(studio.shelf.opened):
            break
    return studio.engine.frame


@pytest.mark.parametrize("offset", [40.0, 40.25, 40.5])
def test_a_voice_over_an_item_is_opened_in_time_behind_a_rest(offset):
    voice = Secondary(item("voice", 4), parent="song", offset=frames_of(offset))
    assert opened_at(voice, restless=False) == opened_at(voice, restless=True)


def resting(played):
    """Return a studio so many seconds into the first of two items, and its rest."""
    studio = Studio()
    studio.load(*one_after_the_other(item("a", 30), item("b", 30)))
    studio.play(played)
    return studio, studio.engine.director._rest


def test_the_air_is_left_alone_while_an_item_plays_on():
    studio, rest = resting(5.04)
    assert rest.lasts(studio.engine.frame)


def test_a_second_is_the_longest_rest_from_the_decks_that_wait():
    studio, rest = resting(5.04)
    at = studio.engine.frame
    assert not all(rest.lasts(at + n * frames_of(0.04)) for n in range(25))


def test_a_command_and_somebody_live_end_the_rest():
    studio, rest = resting(5.04)
    studio.inputs.connect("rina")
    assert not rest.lasts(studio.engine.frame)
    studio, rest = resting(5.04)
    studio.order(commands.Skip())
    studio.engine.desk.obey(studio.engine.frame)
    assert not rest.lasts(studio.engine.frame)


def test_the_rest_is_over_at_the_end_of_the_item():
    _studio, rest = resting(5.04)
    assert rest.event == frames_of(30)
    assert not rest.lasts(frames_of(30))
