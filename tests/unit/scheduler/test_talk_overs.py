"""Talk-overs: where they are laid, and what they never cover."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.planner.airtime import SECOND
from scheduler.planner.plan import Note
from scheduler.problem import ScheduleInvalid
from scheduler.publishing import worth_publishing
from scheduler.week.programme import Fixed, Rotation, TalkOver
from station.audio import span_of
from station.kinds import Kind
from station.rundown import Anchor, Why
from tests.unit.scheduler.station import (
    NOON,
    at,
    cart,
    inputs,
    later,
    library,
    planned,
    programme,
    published,
    slot,
)

JINGLE = 1_000_000
"""8 s long."""


def over(wish, *, content=None, carts=None, **changes):
    talked = replace(programme(1, content or Rotation()), talk_overs=(wish,))
    return planned(
        carts=carts or with_intros(14),
        programmes=[talked],
        slots=[slot(1, 1, "12:30", 150)],
        **changes,
    )


def with_intros(seconds):
    return [
        each._replace(intro=each.cue_in + seconds * SECOND) if each.kind is Kind.MUSIC else each
        for each in library()
    ]


def parent_of(answer, secondary):
    [found] = [item for item in answer.items if item.key == secondary.parent]
    return found


def test_a_voice_over_the_intro_ends_where_the_words_begin():
    answer = over(TalkOver(cart_id=JINGLE, every=2, offset_s=-0.5, duck_db=-9))
    assert len(answer.secondary) > 5
    for one in answer.secondary:
        parent = parent_of(answer, one)
        assert parent.kind is Kind.MUSIC
        assert one.item.ends - parent.begins == timedelta(seconds=13.5)
        assert (one.anchor, one.offset, one.duck_db) == (Anchor.INTRO, -SECOND // 2, -9)
        assert one.item.reason.code is Why.TALK_OVER
        assert int(parent.key.rpartition(":")[2]) % 2 == 1


def test_an_intro_too_short_for_the_voice_is_left_alone():
    assert over(TalkOver(cart_id=JINGLE), carts=with_intros(7)).secondary == ()
    assert over(TalkOver(cart_id=JINGLE), carts=library()).secondary == ()


def test_a_jingle_leads_into_the_hour_over_the_music_before_it():
    wish = TalkOver(cart_id=JINGLE, anchor=Anchor.START, offset_s=-10, every=0)
    answer = over(wish)
    [one] = answer.secondary
    assert one.item.begins == at("12:29:50")
    assert parent_of(answer, one).begins == at("12:30")
    assert one.offset == -10 * SECOND


def test_nothing_is_laid_over_words_and_that_is_told():
    wish = TalkOver(cart_id=JINGLE, anchor=Anchor.START, offset_s=-4, every=0)
    spoken = cart(905, 300, kind=Kind.PROGRAMME)
    answer = over(wish, content=Fixed((905,)), carts=[*library(), spoken])
    assert answer.secondary == ()
    [finding] = [each for each in answer.findings if each.note is Note.TALK_OVER_LEFT_OUT]
    assert finding.about["programme"] == "Acara 1"


def test_a_sweeper_lies_over_the_join_of_two_pieces():
    wish = TalkOver(kind=Kind.JINGLE, anchor=Anchor.END, offset_s=-3, every=1)
    answer = over(wish)
    assert len({one.item.cart_id for one in answer.secondary}) > 2
    for one in answer.secondary:
        parent = parent_of(answer, one)
        after = answer.items[answer.items.index(parent) + 1]
        assert after.kind in (Kind.MUSIC, Kind.JINGLE, Kind.FILLER)
        expected = after.begins - timedelta(seconds=3)
        assert abs(one.item.begins - expected) <= timedelta(microseconds=1)


def test_two_talk_overs_never_sound_at_once():
    wishes = (TalkOver(cart_id=JINGLE), TalkOver(cart_id=JINGLE + 1, offset_s=-2))
    talked = replace(programme(1, Rotation()), talk_overs=wishes)
    answer = planned(carts=with_intros(14), programmes=[talked], slots=[slot(1, 1, "12:30", 150)])
    for one, other in zip(answer.secondary, answer.secondary[1:], strict=False):
        assert other.item.begins >= one.item.begins + span_of(one.item.cue_out - one.item.cue_in)


def test_talk_overs_stay_the_same_through_every_planning():
    talked = replace(programme(1, Rotation()), talk_overs=(TalkOver(every=3),))
    given = inputs(carts=with_intros(14), programmes=[talked], slots=[slot(1, 1, "12:30", 240)])
    first = planned_of(given)
    again = planned_of(later(given, first, timedelta(minutes=95)))
    known = {one.item.key: one for one in first.secondary}
    kept = [one for one in again.secondary if one.item.begins < given.ends - timedelta(hours=1)]
    assert kept
    assert all(known[one.item.key] == one for one in kept)


def planned_of(given):
    names = ("carts", "programmes", "slots", "begins", "ends", "previous", "last_aired", "past")
    return planned(**{name: getattr(given, name) for name in names})


def test_a_talk_over_that_changed_is_worth_publishing_unless_it_has_been():
    answer = over(TalkOver(cart_id=JINGLE, every=2))
    given = inputs()
    before = published(given, answer)
    first, *others = before.secondary
    without = replace(before, secondary=tuple(others))
    assert worth_publishing(before, without, NOON)
    assert not worth_publishing(before, without, first.item.ends)
    assert not worth_publishing(before, before, NOON)


@pytest.mark.parametrize("wrong", [{"duck_db": 3.0}, {"every": -1}, {"offset_s": 601.0}])
def test_numbers_out_of_range_are_refused(wrong):
    with pytest.raises(ScheduleInvalid):
        TalkOver(**wrong)
