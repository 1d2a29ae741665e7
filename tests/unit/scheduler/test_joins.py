"""The plan begins every item where the air will: behind the join of its pair of kinds."""

from datetime import time, timedelta

from scheduler.drift import Heard, followed
from scheduler.planner.airtime import frame_at
from scheduler.planner.items import ends_at
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.week.programme import Fixed, Rotation
from station.kinds import Kind
from station.rundown import Start
from station.transition import Transition
from tests.unit.scheduler.station import (
    MONDAY,
    SPOT,
    at,
    cart,
    check,
    inputs,
    later,
    library,
    planned,
    programme,
    published,
    slot,
    starting,
)

SPOKEN = [cart(901, 300, kind=Kind.PROGRAMME), cart(902, 60, kind=Kind.ANTHEM, tail=4)]
SECOND = timedelta(seconds=1)


def planned_of(given):
    answer = plan(given)
    check(given, answer)
    return answer


def before(answer, item):
    return answer.items[answer.items.index(item) - 1]


def order(wall):
    plays = AtTimes((time.fromisoformat(wall),), Start.SOFT)
    return Campaign("radio", "Ajakan", (SPOT,), MONDAY, MONDAY, plays, id=1)


def spot_and_before(**changes):
    answer = planned(campaigns=[order("13:20")], **changes)
    [found] = [item for item in answer.items if item.kind is Kind.PSA]
    return found, before(answer, found)


def test_an_announcement_begins_when_the_music_before_it_has_fallen_away():
    found, music = spot_and_before()
    assert found.begins - music.ends == timedelta(milliseconds=600)


def test_no_announcement_waits_longer_than_the_sound_before_it_lasts():
    short = [item._replace(cue_out=item.segue + 4_800) for item in library()]
    found, music = spot_and_before(carts=short)
    assert found.begins - music.ends == timedelta(milliseconds=100)


def test_the_stations_own_rule_comes_before_the_defaults():
    mine = Transition(after=Kind.PSA, lag_ms=2_000)
    found, music = spot_and_before(transitions=(mine,))
    assert found.begins - music.ends == 2 * SECOND
    assert planned(transitions=(mine,)).transitions == (mine,)


def test_a_hard_start_waits_for_no_join():
    answer = planned(
        carts=[*library(), *SPOKEN],
        programmes=[programme(1, Fixed((901,)))],
        slots=[slot(1, 1, "14:00", 30)],
    )
    opening = starting(answer, at("14:00"))
    assert opening.start is Start.HARD
    assert before(answer, opening).ends == opening.begins


def test_nothing_begins_before_the_last_sound_of_an_anthem():
    answer = planned(
        carts=[*library(), *SPOKEN],
        programmes=[programme(1, Fixed((902, 5)))],
        slots=[slot(1, 1, "14:00", 30)],
    )
    anthem = starting(answer, at("14:00"))
    behind = answer.items[answer.items.index(anthem) + 1]
    assert anthem.kind is Kind.ANTHEM
    assert behind.begins - anthem.ends == 4 * SECOND


def test_words_in_a_rotation_keep_their_joins_through_every_planning():
    words = [cart(800 + n, 100 + n, kind=Kind.PROGRAMME, artist=f"A{n}") for n in range(60)]
    given = inputs(
        carts=[*library(), *words],
        programmes=[programme(1, Rotation(kinds=(Kind.PROGRAMME, Kind.MUSIC)))],
        slots=[slot(1, 1, "12:00", 360)],
    )
    first = planned_of(given)
    again = planned_of(later(given, first, timedelta(minutes=45)))
    kept = [item for item in first.items if item.ends > again.items[0].begins]
    assert again.items[: len(kept)] == tuple(kept)


def test_when_the_air_runs_late_the_joins_move_along():
    given = inputs(campaigns=[order("12:20")])
    answer = planned_of(given)
    rundown = published(given, answer)
    index = next(n for n, item in enumerate(answer.items) if item.kind is Kind.PSA)
    on_air = answer.items[index - 2]
    late = followed(rundown, Heard(on_air.key, on_air.begins + 30 * SECOND))
    moved = {item.key: item for item in late.items}
    for item in answer.items[index - 1 : index + 2]:
        assert moved[item.key].begins == item.begins + 30 * SECOND


def test_the_length_of_the_join_counts_when_a_fixed_point_is_to_be_met():
    answer = planned(
        carts=[*library(), *SPOKEN],
        programmes=[
            programme(1, Rotation(kinds=(Kind.PROGRAMME, Kind.MUSIC))),
            programme(2, Fixed((5,))),
        ],
        slots=[slot(1, 1, "12:00", 60), slot(2, 2, "13:00", 60)],
    )
    opening = starting(answer, at("13:00"))
    assert ends_at(before(answer, opening)) == frame_at(opening.begins)
