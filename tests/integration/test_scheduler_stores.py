"""The stores of the scheduler, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from media_library.soundness import Flaw
from scheduler.check import GONE, Check, Mark
from scheduler.override import Wish
from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.stores import (
    CampaignStore,
    GridStore,
    OverrideStore,
    PreflightStore,
    ProgrammeStore,
    TransitionStore,
)
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.grid import GridException
from scheduler.week.programme import Category, Fixed, Live, Programme, Rating, Rotation, TalkOver
from station.kinds import Kind
from station.rundown import Anchor, Item, Overrun, Prefer, Start
from station.transition import Curve, Passage, Transition
from tests.unit.scheduler.station import MONDAY, slot

NOW = datetime(2026, 11, 23, 5, 0, 0, 123, UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
ITEM = Item("k:1", 7, Kind.MUSIC, "Lagu", "7.flac", NOW + HOUR, 0, 48_000, 48_000)


@pytest.fixture
def session(sessions):
    with sessions() as session:
        yield session


def saved(session: Session) -> Programme:
    return ProgrammeStore(session).save(Programme("radio", " Warta ", Fixed((1, 2))))


def test_a_programme_comes_back_as_it_was_stored(session):
    rotation = Rotation((Kind.MUSIC, Kind.BUMPER), ("keroncong",), 45, 180, 3)
    wanted = Programme("radio", "Senja", rotation, Category.CULTURE, Rating.R, "#aabbcc", "Catatan")
    stored = ProgrammeStore(session).save(wanted)
    session.expire_all()
    assert ProgrammeStore(session).get(stored.id) == replace(wanted, id=stored.id)
    assert ProgrammeStore(session).all("radio") == [stored]
    assert ProgrammeStore(session).all("tv") == []


def test_the_last_check_of_a_recording_is_the_one_that_counts(session):
    store = PreflightStore(session)
    failed = Check(7, "7.flac", Mark(12_345, 1_764_000_000_000_000_000), NOW, Flaw.SHORT, "3 s")
    store.save(failed)
    store.save(Check(8, "8.flac", GONE, NOW, Flaw.MISSING))
    session.expire_all()
    assert store.failed() == {7: failed, 8: Check(8, "8.flac", GONE, NOW, Flaw.MISSING)}
    sound = replace(failed, flaw=None, detail="", checked_at=NOW + HOUR)
    store.save(sound)
    session.expire_all()
    assert store.failed().keys() == {8}
    assert store.all()[7] == sound


def test_what_a_programme_wants_of_the_air_comes_back_as_it_was_stored(session):
    wanted = Programme(
        "radio",
        "Obrolan",
        Fixed((1,)),
        overrun=Overrun.DROP,
        live=Live(("sari", "budi"), by_itself=False),
        relay="https://radio.example.id/live.mp3",
        talk_overs=(
            TalkOver(cart_id=9, anchor=Anchor.START, offset_s=-9.5, every=0),
            TalkOver(kind=Kind.JINGLE, duck_db=-9.0, every=3),
        ),
    )
    stored = ProgrammeStore(session).save(wanted)
    session.expire_all()
    assert ProgrammeStore(session).get(stored.id) == replace(wanted, id=stored.id)
    plain = ProgrammeStore(session).save(replace(wanted, live=None, id=stored.id))
    session.expire_all()
    assert ProgrammeStore(session).get(stored.id) == plain


def test_a_slot_with_a_window_comes_back_as_it_was_stored(session):
    plain = slot(0, saved(session).id, "07:30", 45)
    window = {"early": 90 * SECOND, "late": 150 * SECOND, "prefer": Prefer.UNDER}
    wanted = replace(plain, start=Start.WINDOW, **window)
    stored = GridStore(session).save(wanted)
    session.expire_all()
    assert GridStore(session).get(stored.id) == replace(wanted, id=stored.id)


def test_a_programme_is_changed_in_place(session):
    stored = saved(session)
    assert stored.name == "Warta"
    ProgrammeStore(session).save(replace(stored, name="Berita", content=Fixed((3,))))
    assert ProgrammeStore(session).get(stored.id).content == Fixed((3,))


def test_a_programme_on_the_grid_is_not_removed(session):
    stored = saved(session)
    placed = GridStore(session).save(replace(slot(0, stored.id, "07:00", 60)))
    with pytest.raises(ScheduleInvalid) as caught:
        ProgrammeStore(session).remove(stored.id)
    assert caught.value.problem is Problem.PROGRAMME_IN_USE
    GridStore(session).remove(placed.id)
    ProgrammeStore(session).remove(stored.id)
    assert ProgrammeStore(session).all("radio") == []


@pytest.mark.parametrize("store", [ProgrammeStore, GridStore, CampaignStore, OverrideStore])
def test_what_does_not_exist_is_told_apart(session, store):
    with pytest.raises(NotInSchedule):
        store(session).get(404)


def test_transition_rules_keep_their_order_and_are_replaced_whole(session):
    store = TransitionStore(session)
    mine = Transition(Kind.MUSIC, Kind.STATION_ID, 0, 800, 200, Curve.LINEAR)
    last = Transition(before=Kind.ANTHEM, picture=Passage.MIX, picture_ms=1200)
    store.replace("radio", [mine, last])
    session.expire_all()
    assert store.all("radio") == [mine, last]
    assert store.all("tv") == []
    store.replace("radio", [last])
    assert store.all("radio") == [last]


@pytest.mark.parametrize(
    "wrong", [{"lag_ms": -1}, {"fall_ms": 20_001}, {"rise_ms": -5}, {"picture_ms": 5_001}]
)
def test_a_join_that_nobody_could_make_is_refused(session, wrong):
    with pytest.raises(ScheduleInvalid) as caught:
        TransitionStore(session).replace("radio", [Transition(**wrong)])
    assert caught.value.problem is Problem.TRANSITION_IMPOSSIBLE


def test_a_slot_comes_back_as_it_was_stored(session):
    wanted = slot(0, saved(session).id, "07:30", 45.5, start=Start.SOFT)
    stored = GridStore(session).save(wanted)
    session.expire_all()
    assert GridStore(session).get(stored.id) == replace(wanted, id=stored.id)
    assert GridStore(session).slots("radio") == [stored]


def test_single_occurrences_are_moved_cancelled_and_restored(session):
    store = GridStore(session)
    placed = store.save(slot(0, saved(session).id, "07:30", 45))
    store.cancel(placed.id, MONDAY)
    store.move(placed.id, MONDAY, to_day=MONDAY + DAY, to_wall=time(9), duration=None)
    store.cancel(placed.id, MONDAY + 2 * DAY)
    found = [replace(exception, id=0) for exception in store.exceptions("radio")]
    assert found == [
        GridException(placed.id, MONDAY, MONDAY + DAY, time(9)),
        GridException(placed.id, MONDAY + 2 * DAY),
    ]
    store.restore(placed.id, MONDAY)
    assert [exception.day for exception in store.exceptions("radio")] == [MONDAY + 2 * DAY]


def test_a_day_the_rule_does_not_have_cannot_be_moved(session):
    weekly = GridStore(session).save(slot(0, saved(session).id, "07:30", 45, rule="FREQ=WEEKLY"))
    with pytest.raises(ScheduleInvalid) as caught:
        GridStore(session).cancel(weekly.id, MONDAY + DAY)
    assert caught.value.problem is Problem.NO_OCCURRENCE


def test_a_changed_rule_drops_the_exceptions_of_days_it_no_longer_has(session):
    store = GridStore(session)
    placed = store.save(slot(0, saved(session).id, "07:30", 45))
    store.cancel(placed.id, MONDAY)
    store.cancel(placed.id, MONDAY + DAY)
    store.save(replace(placed, rule="FREQ=WEEKLY"))
    assert [exception.day for exception in store.exceptions("radio")] == [MONDAY]


def test_a_slot_takes_its_exceptions_with_it(session):
    store = GridStore(session)
    placed = store.save(slot(0, saved(session).id, "07:30", 45))
    store.cancel(placed.id, MONDAY)
    store.remove(placed.id)
    assert store.exceptions("radio") == []


def test_a_campaign_comes_back_as_it_was_stored(session):
    wanted = Campaign(
        "radio", "Vaksin", (5, 6), MONDAY, MONDAY + DAY, Spread(8, time(6), time(22), 30),
        "Dinkes", "440/12/2026", (0, 2), True, "Catatan",
    )  # fmt: skip
    stored = CampaignStore(session).save(wanted, NOW)
    session.expire_all()
    found = CampaignStore(session).get(stored.id)
    effective = NOW.replace(microsecond=0)
    assert found == replace(
        wanted, id=stored.id, effective_at=effective, owed_from=effective, agency_id=1
    )


def test_changed_plays_count_from_their_change_and_other_edits_do_not(session):
    store = CampaignStore(session)
    order = Campaign("radio", "Vaksin", (5,), MONDAY, MONDAY, Spread(8))
    stored = store.save(order, NOW)
    renamed = store.save(replace(stored, title="Imunisasi"), NOW + HOUR)
    assert renamed.effective_at == stored.effective_at
    changed = store.save(replace(renamed, plays=AtTimes((time(7),))), NOW + HOUR)
    assert changed.effective_at == (NOW + HOUR).replace(microsecond=0)
    assert changed.plays == AtTimes((time(7),))


def test_only_active_campaigns_of_the_days_are_planned(session):
    store = CampaignStore(session)
    order = Campaign("radio", "Vaksin", (5,), MONDAY, MONDAY, Spread(8))
    store.save(replace(order, active=False), NOW)
    wanted = store.save(order, NOW)
    assert store.airing_between("radio", MONDAY - DAY, MONDAY) == [wanted]
    assert store.airing_between("radio", MONDAY + DAY, MONDAY + 2 * DAY) == []
    assert len(store.all("radio")) == 2


def test_overrides_are_kept_until_long_after_their_time(session):
    store = OverrideStore(session)
    made = [
        store.insert_at("radio", 9, NOW + HOUR, by="sari", now=NOW),
        store.insert_after("radio", 9, ITEM, by="sari", now=NOW),
        store.move_to("radio", ITEM, NOW + 30 * HOUR, by="sari", now=NOW),
        store.move_after("radio", ITEM, replace(ITEM, key="k:2"), by="sari", now=NOW),
        store.remove("radio", ITEM, by="sari", now=NOW),
        store.skip("radio", ITEM, by="sari", now=NOW),
    ]
    session.expire_all()
    assert store.for_planning("radio", NOW + HOUR) == made
    assert [override.wish for override in store.for_planning("radio", NOW + 8 * HOUR)] == [
        Wish.MOVE
    ]
    assert store.for_planning("radio", NOW + 37 * HOUR) == []
    assert store.newest("radio", 2) == made[:-3:-1]


def test_an_override_is_undone_once(session):
    store = OverrideStore(session)
    made = store.skip("radio", ITEM, by="sari", now=NOW)
    undone = store.undo(made.id, by="budi", now=NOW + HOUR)
    assert (undone.undone_at, undone.undone_by) == (NOW + HOUR, "budi")
    with pytest.raises(ScheduleInvalid) as caught:
        store.undo(made.id, by="budi", now=NOW + HOUR)
    assert caught.value.problem is Problem.ALREADY_UNDONE
    assert store.for_planning("radio", NOW + 90 * timedelta(minutes=1)) == [undone]
    assert store.for_planning("radio", NOW + 3 * HOUR) == []


def test_a_wish_for_a_time_long_past_is_refused(session):
    with pytest.raises(ScheduleInvalid) as caught:
        OverrideStore(session).insert_at("radio", 9, NOW - 7 * HOUR, by="sari", now=NOW)
    assert caught.value.problem is Problem.ALREADY_PAST
