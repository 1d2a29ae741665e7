"""Agencies with all their names, and what presenters read for them."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.stores import AgencyStore, CampaignStore, LiveReadingStore
from scheduler.traffic.agency import Agency
from scheduler.traffic.campaign import Campaign, Spread
from scheduler.traffic.live_reading import LiveReading
from station.kinds import Kind
from tests.unit.scheduler.station import MONDAY, WIB

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def session(sessions):
    with sessions.begin() as session:
        yield session


def order(agency, **changes):
    fields = {"cart_ids": (1,), "last_day": MONDAY + timedelta(days=6)} | changes
    return Campaign("radio", "Vaksin", first_day=MONDAY, plays=Spread(3), agency=agency, **fields)


def problem_of(act, *arguments):
    with pytest.raises(ScheduleInvalid) as caught:
        act(*arguments)
    return caught.value.problem


def test_an_agency_is_known_however_its_name_is_written(session):
    first = CampaignStore(session).save(order("Dinas Kesehatan"), NOON)
    second = CampaignStore(session).save(order("  DINAS  kesehatan. "), NOON)
    assert first.agency_id == second.agency_id is not None
    assert CampaignStore(session).save(order(" "), NOON).agency_id is None
    [agency] = AgencyStore(session).all()
    assert (agency.name, AgencyStore(session).orders()) == ("Dinas Kesehatan", {agency.id: 2})


def test_two_agencies_become_one_and_a_new_order_finds_it_by_either_name(session):
    campaigns, agencies = CampaignStore(session), AgencyStore(session)
    dinkes = campaigns.save(order("Dinkes"), NOON)
    full = campaigns.save(order("Dinas Kesehatan"), NOON)
    merged = agencies.merge(dinkes.agency_id, full.agency_id)
    assert (merged.name, merged.names) == ("Dinas Kesehatan", ("dinkes",))
    assert campaigns.get(dinkes.id).agency == "Dinas Kesehatan"
    assert campaigns.save(order("DINKES"), NOON).agency_id == full.agency_id
    assert len(agencies.all()) == 1
    assert problem_of(agencies.merge, merged.id, merged.id) is Problem.AGENCY_NAME_TAKEN
    with pytest.raises(NotInSchedule):
        agencies.get(dinkes.agency_id)


def test_orders_follow_a_new_name_and_the_old_one_still_leads_there(session):
    agencies = AgencyStore(session)
    given = CampaignStore(session).save(order("Dinkominfo"), NOON)
    renamed = agencies.save(Agency("Diskominfo", 12, "112", id=given.agency_id))
    assert (renamed.cap_per_day, renamed.contact, renamed.names) == (12, "112", ("dinkominfo",))
    assert CampaignStore(session).get(given.id).agency == "Diskominfo"
    assert agencies.caps() == {given.agency_id: 12}
    assert agencies.named("dinkominfo") == renamed


def test_a_name_belongs_to_one_agency(session):
    agencies = AgencyStore(session)
    first, second = agencies.save(Agency("BPBD")), agencies.save(Agency("Damkar"))
    taken = Agency("bpbd", id=second.id)
    assert problem_of(agencies.save, taken) is Problem.AGENCY_NAME_TAKEN
    assert problem_of(agencies.save, Agency("...")) is Problem.AGENCY_NAME_TAKEN
    assert agencies.get(first.id) == first
    assert problem_of(Agency, " ") is Problem.NAME_EMPTY
    assert problem_of(Agency, "BPBD", 0) is Problem.CAP_IMPOSSIBLE


def test_an_agency_that_never_ordered_can_go(session):
    agencies = AgencyStore(session)
    idle = agencies.save(Agency("Kosong"))
    given = CampaignStore(session).save(order("BPBD"), NOON)
    agencies.remove(idle.id)
    assert problem_of(agencies.remove, given.agency_id) is Problem.AGENCY_IN_USE
    assert [agency.name for agency in agencies.all()] == ["BPBD"]


def reading(campaign, number=0, **changes):
    fields = {
        "channel": "radio", "campaign_id": campaign.id, "day": MONDAY, "title": "Vaksin",
        "item_key": f"campaign:{campaign.id}:20261123:{number}", "kind": Kind.PSA,
        "planned": NOON, "read_at": NOON + timedelta(minutes=2), "seconds": 20, "by": "sari",
    }  # fmt: skip
    return LiveReading(**(fields | changes))


def test_a_reading_is_counted_once_by_its_declared_seconds_until_it_is_taken_back(session):
    campaigns, readings = CampaignStore(session), LiveReadingStore(session)
    script = {"cart_ids": (), "live_read": True, "script": "Ayo!", "declared_s": 20}
    campaign = campaigns.save(order("Dinkes", **script), NOON)
    first = readings.tick(reading(campaign))
    assert readings.tick(reading(campaign, seconds=99)) == first
    assert readings.between("radio", NOON, NOON + timedelta(hours=1)) == [first]
    [airing] = campaigns.aired(campaign.id)
    assert (airing.frames, airing.ended_at) == (20 * 48_000, first.read_at)
    [monday, *_] = campaigns.counts(campaign, WIB, NOON)
    assert (monday.ordered, monday.aired, monday.cut) == (3, 1, 0)
    readings.untick("radio", first.item_key)
    assert campaigns.aired(campaign.id) == []


def test_every_wish_of_an_order_comes_back_from_the_store(session):
    wanted = order(
        "Dinkes", cart_ids=(1, 2), weights=(3, 1), topic="kesehatan", topic_gap_min=20,
        priority=1, paid=True, purpose="announcement", due_hours=12, sequence="",
    )  # fmt: skip
    stored = CampaignStore(session).save(wanted, NOON)
    found = CampaignStore(session).get(stored.id)
    assert found == stored
    assert (found.weights, found.topic, found.paid, found.owed_from) == ((3, 1), "kesehatan",
                                                                       True, NOON)  # fmt: skip


def test_what_was_missed_during_a_stop_is_not_owed(session):
    store = CampaignStore(session)
    stored = store.save(order("Dinkes"), NOON)
    stopped = store.save(replace(stored, active=False), NOON + timedelta(hours=1))
    assert stopped.owed_from == NOON
    later = NOON + timedelta(hours=5)
    assert store.save(replace(stopped, active=True), later).owed_from == later
    spread = replace(stopped, plays=Spread(4, time(6), time(9)))
    assert store.save(replace(spread, active=True), later).effective_at == later
