"""What is owed, from the as-run on both databases; phases of a crisis; hoaxes withdrawn."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from scheduler.as_run import collect_all
from scheduler.stores import CampaignStore, LiveReadingStore, OwedStore
from scheduler.tables.schedule import PlannedItemRow
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.live_reading import LiveReading
from scheduler.traffic.purpose import Purpose
from station.journal import Act, EndedBy, Fact, JournalWriter, StartedBy
from station.kinds import Kind
from station.rundown import Start
from tests.unit.scheduler.station import MONDAY, WIB

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LENGTH = 30 * 48_000
EARLY = NOON - timedelta(days=1)
WHEN = AtTimes((time(12), time(12, 30), time(13)))


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "journal"


@pytest.fixture
def writer(journal):
    writer = JournalWriter(journal)
    yield writer
    writer.close()


def saved(sessions, plays=WHEN, *, now=EARLY, **changes):
    fields = {"cart_ids": (1,), "last_day": MONDAY + timedelta(days=3)} | changes
    with sessions.begin() as session:
        order = Campaign("radio", "Vaksin", first_day=MONDAY, plays=plays, **fields)
        return CampaignStore(session).save(order, now)


def key(campaign, number):
    return f"campaign:{campaign.id}:20261123:{number}"


def plan(sessions, campaign, number, minutes):
    with sessions.begin() as session:
        session.add(
            PlannedItemRow(
                channel="radio", item_key=key(campaign, number), day=MONDAY,
                begins=NOON + minutes * MINUTE, frames=LENGTH, start="hard", cart_id=1,
                kind="psa", title="Vaksin", artist="", programme="", campaign_id=campaign.id,
                why="spot_time", version=1,
            )
        )  # fmt: skip


def facts(campaign, number, minutes, heard=LENGTH, **fields):
    begins = NOON + minutes * MINUTE
    base = Fact(
        id=f"{number}-{minutes}", act=Act.STARTED, at=begins, airing=f"a{number}-{minutes}",
        item_key=key(campaign, number), cart_id=1, kind=Kind.PSA, title="Vaksin", planned=begins,
        planned_frames=LENGTH, start=Start.HARD, rundown_version=1, campaign_id=campaign.id,
        started_by=StartedBy.SCHEDULE,
    )  # fmt: skip
    ended = replace(
        base, id=f"{base.id}-end", act=Act.ENDED, at=begins + timedelta(seconds=30), frames=heard,
        ended_by=EndedBy.FINISHED if heard == LENGTH else EndedBy.REPLACED,
    )  # fmt: skip
    return [replace(base, **fields), replace(ended, **fields)]


def music(minutes):
    """Return a fact that shows up to when the air is known."""
    return [Fact(id=f"m{minutes}", act=Act.STARTED, at=NOON + minutes * MINUTE, airing="m")]


def owed(sessions, *campaigns, minutes=120):
    with sessions() as session:
        found = OwedStore(session).missed(
            "radio", campaigns, WIB, now=NOON + minutes * MINUTE
        )  # fmt: skip
    return [(one.play.number, one.attempt) for one in found]


def test_of_an_outage_what_was_cut_and_what_was_lost_is_owed(sessions, journal, writer):
    campaign = saved(sessions)
    for number in range(3):
        plan(sessions, campaign, number, 30 * number)
    writer.append([*facts(campaign, 0, 0), *facts(campaign, 1, 30, heard=LENGTH // 3)])
    writer.append(music(110))
    collect_all(sessions, "radio", journal)
    assert owed(sessions, campaign) == [(1, 1), (2, 1)]


def test_what_the_journal_may_still_tell_is_not_owed(sessions, journal, writer):
    campaign = saved(sessions)
    plan(sessions, campaign, 0, 0)
    assert owed(sessions, campaign) == [], "nothing is known of the air"
    writer.append(music(5))
    collect_all(sessions, "radio", journal)
    assert owed(sessions, campaign) == []
    writer.append(music(20))
    collect_all(sessions, "radio", journal)
    assert owed(sessions, campaign, minutes=21) == [(0, 1)]
    writer.append(facts(campaign, 0, 0))  # another journal of the same channel, found late
    collect_all(sessions, "radio", journal)
    assert owed(sessions, campaign, minutes=21) == []


def test_what_was_on_when_the_power_went_is_owed_once_the_air_is_back(sessions, journal, writer):
    campaign = saved(sessions)
    plan(sessions, campaign, 0, 0)
    writer.append(facts(campaign, 0, 0)[:1])
    collect_all(sessions, "radio", journal)
    assert owed(sessions, campaign, minutes=5) == []
    writer.append(music(90))
    collect_all(sessions, "radio", journal)
    assert (0, 1) in owed(sessions, campaign)


def test_a_phase_is_open_once_the_one_before_it_has_truly_aired(sessions, journal, writer):
    crisis = {"purpose": Purpose.CRISIS, "sequence": "Banjir"}
    apology = saved(sessions, phase=1, **crisis)
    clear = saved(sessions, phase=2, **crisis)
    good = saved(sessions, phase=3, **crisis)
    orphan = saved(sessions, purpose=Purpose.CRISIS, sequence="Lain", phase=2)
    phases = [apology, clear, good, orphan]

    def opened():
        with sessions() as session:
            return OwedStore(session).opened("radio", phases)

    assert opened() == {clear.id: None, good.id: None, orphan.id: None}
    writer.append(facts(apology, 0, 0, heard=LENGTH // 2))
    collect_all(sessions, "radio", journal)
    assert opened()[clear.id] is None
    writer.append(facts(apology, 1, 30))
    collect_all(sessions, "radio", journal)
    since = NOON + 30 * MINUTE + timedelta(seconds=30)
    assert opened() == {clear.id: since, good.id: None, orphan.id: None}
    writer.append(music(200))
    collect_all(sessions, "radio", journal)
    assert owed(sessions, clear, minutes=200) == [(2, 1)], "what was due before it was open"


def test_a_reading_that_was_not_ticked_is_owed_whatever_the_air_says(sessions):
    script = {"cart_ids": (), "live_read": True, "script": "Ayo!", "declared_s": 20}
    campaign = saved(sessions, **script)
    with sessions.begin() as session:
        reading = LiveReading("radio", campaign.id, key(campaign, 0), MONDAY, "Vaksin", Kind.PSA,
                              NOON, NOON + MINUTE, 20, "sari")  # fmt: skip
        LiveReadingStore(session).tick(reading)
    assert owed(sessions, campaign, minutes=50) == [(1, 1)]


def test_a_hoaxed_recording_is_withdrawn_until_its_clarification_is_stopped(sessions):
    campaign = saved(sessions, Spread(3), purpose=Purpose.HOAX, reported_at=NOON, hoaxed_cart_id=77)
    saved(sessions, hoaxed_cart_id=78)
    saved(sessions, Spread(3), purpose=Purpose.CORRECTION, reported_at=NOON, hoaxed_cart_id=79)

    def withdrawn():
        with sessions() as session:
            return OwedStore(session).withdrawn("radio")

    assert withdrawn() == {77: "Vaksin", 79: "Vaksin"}
    with sessions.begin() as session:
        CampaignStore(session).save(replace(campaign, active=False), NOON)
    assert withdrawn().keys() == {79}
